"""Gauss-Legendre quadrature with ten nodes, over a namespace."""

from __future__ import annotations

from collections.abc import Callable

from .scalar import Array

# (t, w): the nodes on [-1, 1] are t and -t, both with weight w
LEGENDRE = (
    (0.14887433898163122, 0.29552422471475287),
    (0.4333953941292472, 0.26926671930999635),
    (0.6794095682990244, 0.21908636251598204),
    (0.8650633666889845, 0.1494513491505806),
    (0.9739065285171717, 0.06667134430868814),
)


def integrate(f: Callable[[Array], Array], start: Array, width: Array) -> Array:
    """The integral of f over [start, start + width], exact for polynomials of degree 19."""
    total = 0.0
    for node, weight in LEGENDRE:
        low, high = 0.5 * (1.0 - node), 0.5 * (1.0 + node)
        total = total + weight * (f(start + low * width) + f(start + high * width))
    return 0.5 * width * total
