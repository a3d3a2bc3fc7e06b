"""METHOD is read as data; what cannot be read is refused with what was meant."""

from pathlib import Path

import pytest

from quasiborel.inference import MethodError, exact, importance, parse_method


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("exact()", exact()),
        ("exact(max_states=50)", exact(max_states=50)),
        ("importance()", importance()),
        (" importance( samples = 1_000 ) ", importance(samples=1000)),
    ],
)
def test_methods_are_read(text: str, method: object) -> None:
    assert parse_method(text) == method
    assert parse_method(parse_method(text).name) == method


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("exact", r"write exact\(\)"),
        ("", "a method is a call such as"),
        ("importance(samples=", "a method is a call such as"),
        ("importance(samples=10); exact()", "a method is a call such as"),
        ("inference.exact()", "a method is a call such as"),
        ("exact()()", "a method is a call such as"),
        ("(lambda: 0)()", "a method is a call such as"),
        ("exact()" + " " * 2000, "got 2007 characters"),
        ("importance(" + "(" * 400, "a method is a call such as"),
        ("exact\0()", "a method is a call such as"),
        ("importence()", r"unknown method 'importence'; did you mean importance\?"),
        (
            "nuts()",
            "unknown method 'nuts'; known: exact, importance, mh, particle_gibbs, pimh, pmmh, rmsmc, "
            "smc, smc2",
        ),
        ("importance(sample=10)", r"importance has no option 'sample'; did you mean samples\?"),
        ("importance(n=10)", "importance has no option 'n'; known: samples"),
        ("importance(**{})", r"importance has no option '\*\*'"),
        ("importance(10)", "options are named, got 10; known: samples=…"),
        ("importance(samples=0)", "samples must be from 1 to"),
        ("importance(samples=-5)", "samples must be from 1 to 4294967295, got -5"),
        ("importance(samples=4294967296)", "samples must be from 1 to"),
        ("importance(samples=2.5)", "samples must be a whole number, got 2.5$"),
        ("importance(samples=1e4)", "got 10000.0; write samples=10000"),
        ("importance(samples=True)", "samples must be a whole number, got True"),
        ("importance(samples='10')", "samples must be a whole number, got '10'"),
        ("importance(samples=1e999)", "samples must be a whole number, got inf"),
        ("importance(samples=open('x'))", r"samples must be a number or a quoted word, got open\('x'\)"),
        ("importance(samples=2*3)", r"samples must be a number or a quoted word, got 2 \* 3"),
    ],
)
def test_other_texts_are_refused(text: str, message: str) -> None:
    with pytest.raises(MethodError, match=message):
        parse_method(text)


def test_nothing_is_evaluated(tmp_path: Path) -> None:
    target = tmp_path / "made"
    with pytest.raises(MethodError):
        parse_method(f"importance(samples=open({str(target)!r}, 'w'))")
    assert not target.exists()
