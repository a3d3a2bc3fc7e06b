"""Every uniform has an address; the cipher is the published one."""

from itertools import product

import pytest

from quasiborel.qbs import tape as tape_module
from quasiborel.qbs.tape import Epoch, threefry2x32


@pytest.mark.parametrize(
    ("key", "counter", "answer"),
    [
        ((0, 0), (0, 0), (0x6B200159, 0x99BA4EFE)),
        ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), (0x1CB996FC, 0xBB002BE7)),
        ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), (0xC4923A9C, 0x483DF7A0)),
    ],
)
def test_known_answers_of_random123(
    key: tuple[int, int], counter: tuple[int, int], answer: tuple[int, int]
) -> None:
    """The threefry2x32-20 lines of kat_vectors, Random123 1.09."""
    assert threefry2x32(key, counter) == answer


def test_uniforms_never_reach_the_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for bits in (0, 0xFFFFFFFF):
        monkeypatch.setattr(tape_module, "threefry2x32", lambda key, counter, bits=bits: (bits, bits))
        found += tape_module.Tape((0, 0), 0).uniforms(1)
    assert found == [2.0**-53, 1.0 - 2.0**-53]


def test_a_uniform_depends_on_nothing_but_its_address() -> None:
    together = Epoch(7, 3).tape(5).uniforms(6)
    apart = Epoch(7, 3).tape(5)
    assert [u for count in (1, 2, 3) for u in apart.uniforms(count)] == together
    assert apart.position == 6
    assert [tape.uniforms(6) for tape in Epoch(7, 3).tapes(6)][5] == together


def test_distinct_addresses_give_distinct_numbers() -> None:
    """A collision among 3,000 of 2^52 values has probability 1e-9."""
    found = [
        u
        for seed, epoch, particle in product((0, 1, 2**63), (0, 1, 2, 3, 4), (0, 1, 2**31, 2**32 - 1))
        for u in Epoch(seed, epoch).tape(particle).uniforms(50)
    ]
    assert len(set(found)) == len(found) == 3000


def test_epochs_of_one_seed_have_distinct_keys() -> None:
    assert len({Epoch(11, index).key for index in range(2000)}) == 2000


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Epoch(-1, 0), "seed"),
        (lambda: Epoch(2**64, 0), "seed"),
        (lambda: Epoch(0, 2**32), "epoch"),
        (lambda: Epoch(0, 0).tape(2**32), "particle"),
    ],
)
def test_addresses_out_of_range_are_refused(make: object, name: str) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=f"{name} must be a whole number from 0"):
        make()


def test_positions_do_not_wrap_around() -> None:
    tape = Epoch(0, 0).tape(0)
    tape.position = 2**32 - 1
    with pytest.raises(OverflowError, match=r"2\^32 uniforms"):
        tape.uniforms(1)


@pytest.mark.statistical
def test_uniforms_are_uniform() -> None:
    """Null: independent uniforms. χ² over 64 cells of 20,000 first uniforms and of 20,000 of one tape.

    False-positive rate 1e-6 in all; against cells that differ by 10 % the power is above 0.999.
    """
    from scipy.stats import chi2, ncx2

    seed, n, cells = 20260101, 20_000, 64
    threshold = chi2.isf(0.5e-6, cells - 1)
    assert ncx2.sf(threshold, cells - 1, n * 0.1**2) > 0.999
    for us in (
        [tape.uniforms(1)[0] for tape in Epoch(seed, 0).tapes(n)],
        Epoch(seed, 1).tape(0).uniforms(n),
    ):
        counts = [0] * cells
        for u in us:
            counts[int(u * cells)] += 1
        statistic = sum((c - n / cells) ** 2 for c in counts) / (n / cells)
        assert statistic < threshold, f"seed {seed}"
