"""Draws `nile.svg`: the flows of the Nile, and the posterior of the last year at the old level.

Run as `python examples/nile_picture.py`; no plotting library is needed.
"""

from __future__ import annotations

from pathlib import Path

from quasiborel import inference as inf
from quasiborel import lang

HERE = Path(__file__).parent
WIDTH, HEIGHT, MARGIN = 800, 320, 48
GREY, BLUE, RED = "#8a8f98", "#2b6cb0", "#c53030"


def picture(years: list[int], flows: list[float], posterior: dict[int, float]) -> str:
    """The picture as SVG: flows as dots in the upper part, probabilities as bars in the lower."""

    def x(year: int) -> float:
        return MARGIN + (year - years[0]) * (WIDTH - 2 * MARGIN) / (years[-1] - years[0])

    def flow_y(flow: float) -> float:
        return 180 - (flow - 400) * 140 / 1000

    def text(at: float, y: float, words: str, colour: str = GREY, anchor: str = "middle") -> str:
        return (
            f'<text x="{at:.0f}" y="{y:.0f}" fill="{colour}" font-family="sans-serif" font-size="12" '
            f'text-anchor="{anchor}">{words}</text>'
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        text(MARGIN, 24, "Flow of the Nile at Aswan, 10⁸ m³ a year", GREY, "start"),
        text(MARGIN, 214, "Posterior of the last year at the old level, exact", BLUE, "start"),
    ]
    change = max(posterior, key=posterior.__getitem__)
    for first, last in ((years[0], change), (change + 1, years[-1])):
        part = [flow for year, flow in zip(years, flows, strict=True) if first <= year <= last]
        level = flow_y(sum(part) / len(part))
        parts.append(
            f'<line x1="{x(first):.1f}" x2="{x(last):.1f}" y1="{level:.1f}" y2="{level:.1f}" '
            f'stroke="{RED}" stroke-width="2"/>'
        )
    for year, flow in zip(years, flows, strict=True):
        parts.append(f'<circle cx="{x(year):.1f}" cy="{flow_y(flow):.1f}" r="3" fill="{GREY}"/>')
    for year, probability in sorted(posterior.items()):
        tall = 80 * probability
        if tall > 0.05:
            place = f'x="{x(year) - 3:.1f}" y="{295 - tall:.1f}" width="6" height="{tall:.1f}"'
            parts.append(f'<rect {place} fill="{BLUE}"/>')
    parts.append(text(x(change) + 10, 230, f"{change}: {posterior[change]:.3f}", BLUE, "start"))
    parts.append(f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="295" y2="295" stroke="{GREY}"/>')
    parts += [text(x(year), 312, str(year)) for year in range(1880, 1971, 10)]
    return "\n".join([*parts, "</svg>", ""])


def draw() -> str:
    """The picture of the posterior that `exact()` finds."""
    data = lang.load_data(HERE / "nile.csv")
    result = inf.run("exact()", lang.load(HERE / "nile_exact.qbl").bind(data))
    rows = [line.split(",") for line in (HERE / "nile.csv").read_text().split()[1:]]
    posterior = {year: float(p) for year, p in result.probabilities("year").items()}
    return picture([int(year) for year, _ in rows], [float(flow) for _, flow in rows], posterior)


if __name__ == "__main__":
    (HERE / "nile.svg").write_text(draw(), encoding="utf-8")
