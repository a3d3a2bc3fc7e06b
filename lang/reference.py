"""The language reference, put together from the code: `python -m quasiborel.lang.reference` prints it."""

from __future__ import annotations

import re

from ..qbs.distributions import FAMILIES
from .load import prelude
from .resources import resource
from .types.show_type import show_type
from .types.signatures import CONSTANTS, DESCRIPTIONS, FUNCTIONS, OPERATORS, Signature


def reference() -> str:
    """The whole reference in Markdown."""
    text = resource("reference_template.md")
    sections = {
        "operators": _signatures(OPERATORS),
        "functions": _signatures(FUNCTIONS) + _constants(),
        "distributions": _distributions(),
        "prelude": _prelude(),
        "grammar": resource("syntax/grammar.lark").strip(),
    }
    for name, section in sections.items():
        text = text.replace("{{" + name + "}}", section)
    return text


def _signatures(table: dict[str, tuple[Signature, ...]]) -> str:
    rows = ["| name | types | meaning |", "|---|---|---|"]
    for name, signatures in table.items():
        types = "<br>".join(f"`{_arrow(signature)}`" for signature in signatures)
        rows.append(f"| `{_escaped(name)}` | {types} | {DESCRIPTIONS[name]} |")
    return "\n".join(rows)


def _constants() -> str:
    return "\n" + "\n".join(
        f"| `{name}` | `{show_type(type_)}` | {DESCRIPTIONS[name]} |" for name, type_ in CONSTANTS.items()
    )


def _arrow(signature: Signature) -> str:
    return f"({', '.join(map(show_type, signature.parameters))}) -> {show_type(signature.result)}"


def _distributions() -> str:
    rows = ["| family | values | density or mass at x | parameters |", "|---|---|---|---|"]
    for family in FAMILIES.values():
        call = f"{family.name}({', '.join(parameter.name for parameter in family.parameters)})"
        domains = "; ".join(f"{p.name}: {p.type}, {p.domain.phrase}" for p in family.parameters)
        rows.append(f"| `{call}` | {family.value_type} | {_escaped(family.formula)} | {_escaped(domains)} |")
    return "\n".join(rows)


def _prelude() -> str:
    """Every function of the prelude, with its type and the comment above it."""
    source = resource("prelude.qbl")
    rows = ["| name | type | meaning |", "|---|---|---|"]
    for name, binding in prelude().functions.items():
        above = re.search(rf"((?:^#[^\n]*\n)+)fn {name}\b", source, re.MULTILINE)
        if above is not None and binding.scheme is not None:
            meaning = " ".join(line.lstrip("# ") for line in above.group(1).splitlines())
            rows.append(f"| `{name}` | `{show_type(binding.scheme.type)}` | {_escaped(meaning)} |")
    return "\n".join(rows)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(reference(), end="")
