"""Uniform numbers by address: one cipher call for each (epoch, particle, position).

The epoch is the index of the block application that draws, the particle its number, the
position the count of uniforms that it has used in this epoch. A uniform is a pure function
of the seed and its address, so any execution, in any order, reads the same tape.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import final

_MASK = 0xFFFFFFFF
_PARITY = 0x1BD11BDA
_ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
_GROUPS = tuple(tuple((r, 32 - r) for r in _ROTATIONS[group % 2]) for group in range(5))
_SPACING = 2.0**-52


def threefry2x32(key: tuple[int, int], counter: tuple[int, int]) -> tuple[int, int]:
    """Threefry-2x32 with 20 rounds: a bijection of 64-bit counters for each 64-bit key.

    Source: Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3",
    SC 2011; tested against the known answers published with Random123.
    """
    schedule = (key[0], key[1], key[0] ^ key[1] ^ _PARITY)
    x = (counter[0] + schedule[0]) & _MASK
    y = (counter[1] + schedule[1]) & _MASK
    for group, rounds in enumerate(_GROUPS, start=1):
        for left, right in rounds:
            x += y  # its carries above bit 31 reach nothing before the mask below
            y = ((y << left | y >> right) ^ x) & _MASK
        x = (x + schedule[group % 3]) & _MASK
        y = (y + schedule[(group + 1) % 3] + group) & _MASK
    return x, y


@dataclass(frozen=True, slots=True)
class Epoch:
    """The randomness of one block application: as many tapes as there are particles.

    `seed` is in [0, 2^64), `index` in [0, 2^32); distinct indices have distinct keys.
    Raises ValueError outside these ranges.
    """

    seed: int
    index: int

    def __post_init__(self) -> None:
        _check("seed", self.seed, 64)
        _check("epoch", self.index, 32)

    @property
    def key(self) -> tuple[int, int]:
        """The cipher key of all addresses of this epoch."""
        return threefry2x32((self.seed >> 32, self.seed & _MASK), (self.index, 0))

    def tape(self, particle: int) -> Tape:
        """The tape of one particle, at position 0."""
        return Tape(self.key, particle)

    def tapes(self, particles: int) -> Iterator[Tape]:
        """The tapes of particles 0, 1, …, particles - 1."""
        key = self.key
        return (Tape(key, particle) for particle in range(particles))


@final
class Tape:
    """The uniforms of one particle in one epoch, read forwards only.

    `position` counts the uniforms read so far; no position is read twice.
    """

    __slots__ = ("_key", "particle", "position")

    def __init__(self, key: tuple[int, int], particle: int) -> None:
        _check("particle", particle, 32)
        self._key = key
        self.particle = particle
        self.position = 0

    def uniforms(self, count: int) -> list[float]:
        """The next `count` numbers in (0, 1), each ((64 bits >> 12) + 1/2) · 2^-52.

        Never 0 or 1. Raises OverflowError past 2^32 positions.
        """
        first = self.position
        self.position = last = first + count
        if last > _MASK:
            raise OverflowError(f"particle {self.particle} has used 2^32 uniforms in one epoch")
        key, particle = self._key, self.particle
        return [_uniform(*threefry2x32(key, (particle, place))) for place in range(first, last)]


def _uniform(high: int, low: int) -> float:
    return ((high << 20 | low >> 12) + 0.5) * _SPACING


def _check(name: str, value: int, bits: int) -> None:
    if not 0 <= value < 1 << bits:
        raise ValueError(f"{name} must be a whole number from 0 to 2^{bits} - 1, got {value}")
