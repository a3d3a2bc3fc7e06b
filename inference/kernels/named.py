"""Kernels that work for every program, by name."""

from __future__ import annotations

from collections.abc import Callable

from .combinators import mixture
from .kernel import TraceKernel
from .prefix import prefix
from .single_site import single_site


def generic() -> TraceKernel:
    """mixture(prefix, single_site): the one reaches every trace, the other changes little."""
    return mixture(prefix(), single_site())


KERNELS: dict[str, Callable[[], TraceKernel]] = {
    "generic": generic,
    "prefix": prefix,
    "single_site": single_site,
}
