"""Every public block has a claim; claims are checked and printed; the command's code says if one fails."""

import inspect
import re
import subprocess
import sys
import typing
from collections.abc import Callable
from typing import Any

import pytest

from quasiborel import inference, proofs
from quasiborel.inference.block import Block
from quasiborel.inference.kernels import TraceKernel
from quasiborel.proofs.claim import together
from quasiborel.proofs.report import Report

COMMAND = "import sys\nfrom quasiborel.app.main import main\nsys.exit(main())"
NOT_BLOCKS = {"transformation", "parse_method"}  # they make a block of what they are given


def public_blocks() -> list[str]:
    """Functions of `quasiborel.inference` that give a block or a kernel."""
    functions = {
        name: value
        for name, value in vars(inference).items()
        if inspect.isfunction(value) and name not in NOT_BLOCKS
    }
    made = {name: typing.get_type_hints(value).get("return") for name, value in functions.items()}
    return sorted(name for name, result in made.items() if result in (Block, TraceKernel))


def holding(seconds: float, seed: int) -> Report:
    return Report("it", "it is", 3, seconds, seed)


def failing(seconds: float, seed: int) -> Report:
    return Report("it", "it is", 3, seconds, seed, "this")


def claim(check: Callable[[float, int], Report], block: str = "it") -> proofs.Claim:
    return proofs.Claim(block, "it is", "Theorem 0", "exact", check)


def test_the_public_blocks_are_found() -> None:
    assert {"spawn", "resample", "smc", "exact", "importance", "conditional_smc"} <= set(public_blocks())


@pytest.mark.parametrize("block", public_blocks())
def test_every_public_block_has_a_claim(block: str) -> None:
    assert block in {claim.block for claim in proofs.CLAIMS}, f"add a claim about {block} to proofs/claims.py"


def test_claims_are_named_once() -> None:
    names = [claim.block for claim in proofs.CLAIMS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("claim", proofs.CLAIMS, ids=lambda claim: claim.block)
def test_every_claim_holds_for_a_moment(claim: proofs.Claim) -> None:
    report = claim.check(0.4, 0)
    assert report.verdict in ("holds", "untested"), str(report)


def test_the_ledger_is_printed_before_and_after() -> None:
    before = proofs.table(proofs.ledger())
    assert before.count("not checked") == len(proofs.CLAIMS)
    entries = list(proofs.verify([claim(holding), claim(failing, "other")], budget=4.0))
    after = proofs.table(entries)
    assert re.search(r"it +it is +Theorem 0 +exact +holds +3", after)
    assert re.search(r"other +it is +Theorem 0 +exact +refuted +3", after)
    assert after.endswith("fails for\nthis")


def test_the_budget_is_shared() -> None:
    given: list[float] = []

    def record(seconds: float, seed: int) -> Report:
        given.append(seconds)
        return holding(seconds, seed)

    list(proofs.verify([claim(record)] * 4, budget=8.0))
    assert given[0] == pytest.approx(2.0, abs=0.1)
    assert given[3] == pytest.approx(8.0, abs=0.5)


def test_names_choose_claims_and_unknown_ones_are_refused() -> None:
    claims = [claim(holding, "spawn"), claim(failing, "advance")]
    assert [entry.claim.block for entry in proofs.verify(claims, ["spawn"])] == ["spawn"]
    with pytest.raises(proofs.UnknownBlock, match="no claim is about 'spwan'; did you mean spawn"):
        list(proofs.verify(claims, ["spwan"]))


def test_reports_together_are_as_good_as_the_worst() -> None:
    assert together([holding(1, 0), holding(1, 0)]).cases == 6
    assert together([holding(1, 0), failing(1, 0)]).verdict == "refuted"
    assert together([holding(1, 0), Report("it", "it is", 0, 1.0)]).verdict == "untested"


def command(*words: str) -> Any:
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *words], capture_output=True, text=True, check=False
    )


def test_the_command_prints_the_ledger() -> None:
    done = command("verify")
    assert done.returncode == 0
    assert done.stdout == proofs.table(proofs.ledger()) + "\n"


def test_the_command_checks_what_is_named() -> None:
    done = command("verify", "aggregate", "Mass", "--budget", "3")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["block", "Mass", "aggregate"]
    assert done.stdout.count("holds") == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["resampel"], "no claim is about 'resampel'; did you mean resample?"),
        (["--budget", "-1"], "expected a number of seconds above 0"),
        (["--budget", "nan"], "expected a number of seconds above 0"),
    ],
)
def test_the_command_refuses_other_names_and_budgets(words: list[str], message: str) -> None:
    done = command("verify", *words)
    assert done.returncode == 2
    assert message in done.stderr


def test_a_claim_that_fails_ends_the_command_with_five(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from quasiborel.app import main, verify

    monkeypatch.setattr(verify, "CLAIMS", (claim(holding, "one"), claim(failing, "two")))
    assert main.main(["verify", "--all"]) == 5
    assert "fails for\nthis" in capsys.readouterr().out
    assert main.main(["verify", "one"]) == 0


@pytest.mark.slow
def test_all_claims_hold() -> None:
    done = command("verify", "--all", "--budget", "200")
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
