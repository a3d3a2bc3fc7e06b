"""How many independent draws a chain is worth, by its autocorrelations."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FEWEST = 4


def effective_sample_size(column: Sequence[float]) -> float | None:
    """n / (1 + 2 Σ_k ρ_k), the sum cut and made monotone by Geyer's rule; at most n.

    None for fewer than 4 numbers, numbers that are all equal, or one that is not finite. It
    cannot see a mode that the chain never visited.
    Source: Geyer, "Practical Markov chain Monte Carlo", Statistical Science 1992, section 3.3.
    """
    import numpy as np

    x = np.asarray(column, dtype=float)  # (n,)
    n = len(x)
    if n < _FEWEST or not np.isfinite(x).all() or (x == x[0]).all():
        return None
    correlations = _autocorrelations(x)
    even = len(correlations) // 2 * 2
    pairs = correlations[:even].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pairs <= 0.0)
    initial = pairs[: negative[0]] if len(negative) else pairs
    time = 2.0 * math.fsum(np.minimum.accumulate(initial)) - 1.0
    return n / max(time, 1.0)


def _autocorrelations(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """ρ_0 = 1, ρ_1, …, ρ_{n-1}; the sum for ρ_k has n - k terms and is divided by n."""
    import numpy as np

    scaled = (x - x.mean()) / np.abs(x - x.mean()).max()  # a square must neither overflow nor vanish
    padded = np.fft.rfft(scaled, 2 * len(x))
    covariances = np.fft.irfft(padded * padded.conj(), 2 * len(x))[: len(x)]
    return np.asarray(covariances / covariances[0])
