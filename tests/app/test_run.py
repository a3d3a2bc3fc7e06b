"""`quasiborel run` from a model file to what is printed and how it exits."""

import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
Write = Callable[[str, str], Path]

TWO_COINS = """model two_coins() {
  let first ~ flip(0.5);
  let second ~ flip(0.5);
  condition(first || second);
  return { first, both: first && second }
}
"""
NORMAL = """model level(ys: List[Real]) {
  let mu ~ normal(0, 1);
  for y in ys { observe y ~ normal(mu, 1); }
  return mu
}
"""
IMPOSSIBLE = "model never() {\n  let x ~ flip(0.5);\n  condition(x && !x);\n  return x\n}\n"
UNBOUNDED = "model wait() {\n  let n ~ geometric(0.5);\n  return n\n}\n"


def refuse(constant: str) -> float:
    raise AssertionError(f"{constant} is not JSON")


def read(text: str) -> dict[str, Any]:
    """Exactly one object of strict JSON on one line."""
    assert text.count("\n") == 1
    found = json.loads(text, parse_constant=refuse)
    assert isinstance(found, dict)
    return found


def test_an_exact_posterior_as_json(command: Command, write: Write) -> None:
    done = command("run", write("m.qbl", TWO_COINS), "--method", "exact()", "--seed", "7", "--json")
    assert done.code == 0
    assert done.err == ""
    found = read(done.out)
    assert (found["method"], found["seed"], found["status"]) == ("exact()", 7, "ok")
    assert found["arithmetic"] == "rational"
    assert found["log_evidence"] == math.log(3 / 4)
    assert found["ess"] is None
    assert found["variables"]["first"]["probabilities"] == {"false": 1 / 3, "true": 2 / 3}
    assert found["variables"]["both"]["probabilities"] == {"false": 2 / 3, "true": 1 / 3}
    assert found["warnings"] == []


def test_an_exact_posterior_for_people(command: Command, write: Write) -> None:
    done = command("run", write("m.qbl", TWO_COINS))
    assert done.code == 0
    assert "exact()" in done.out
    assert "= 2/3" in done.out
    assert "no method given" in done.out


@pytest.mark.statistical
def test_importance_agrees_with_the_conjugate_posterior(command: Command, write: Write) -> None:
    """Null: the posterior of mu is N(3/4, 1/4), and the estimate of its mean normal around 3/4.

    False-positive rate: P(|z| > 4) = 6e-5. Power: 8,000 runs give a standard error near 0.008,
    so a mean that is off by 0.06 is rejected with probability > 0.999.
    """
    model, data = write("m.qbl", NORMAL), write("d.json", '{"ys": [1.0, 2.0, 0.0]}')
    done = command(
        "run", model, "--data", data, "--method", "importance(samples=8000)", "--seed", "1", "--json"
    )
    mu = read(done.out)["variables"]["mu"]
    print("seed 1")
    assert done.code == 0
    assert abs(mu["mean"] - 0.75) < 4 * mu["mcse"]
    assert 0.004 < mu["mcse"] < 0.016


def test_a_seed_repeats_a_run(command: Command, write: Write) -> None:
    model, data = write("m.qbl", NORMAL), write("d.json", '{"ys": [1.0]}')
    words = ("run", model, "--data", data, "--method", "importance(samples=200)", "--json")
    first = command(*words)
    seed = read(first.out)["seed"]
    assert command(*words, "--seed", str(seed)).out == first.out
    assert command(*words, "--seed", str(seed + 1)).out != first.out


def test_the_seed_of_an_unseeded_run_is_printed(command: Command, write: Write) -> None:
    model, data = write("m.qbl", NORMAL), write("d.json", '{"ys": [1.0]}')
    words = ("run", model, "--data", data, "--method", "importance(samples=200)")
    first = command(*words).out
    seed = first.split("seed ")[1].split()[0]
    assert command(*words, "--seed", seed).out == first


def test_without_a_method_a_continuous_model_is_sampled_and_says_so(command: Command, write: Write) -> None:
    done = command(
        "run", write("m.qbl", NORMAL), "--data", write("d.json", '{"ys": []}'), "--json", "--seed", "0"
    )
    found = read(done.out)
    assert found["method"].startswith("importance(")
    assert "normal" in found["notes"][0]


def test_zero_evidence_prints_the_result_and_exits_3(command: Command, write: Write) -> None:
    for method in ("exact()", "importance(samples=50)"):
        done = command("run", write("m.qbl", IMPOSSIBLE), "--method", method, "--json")
        found = read(done.out)
        assert done.code == 3
        assert (found["status"], found["log_evidence"]) == ("zero_evidence", None)
        assert found["variables"] == {}
        assert found["warnings"]


def test_an_infinite_support_meets_the_limit_and_exits_4(command: Command, write: Write) -> None:
    words = ("run", write("m.qbl", UNBOUNDED), "--method", "exact(max_states=20)")
    done = command(*words, "--json")
    error = read(done.out)["error"]
    assert (done.code, error["code"]) == (4, "limit")
    explored = re.search(r"with mass (0\.\d+) explored", error["message"])
    assert explored is not None
    assert 0.5 < float(explored[1]) < 1
    done = command(*words)
    assert (done.code, done.out) == (4, "")
    assert explored[0] in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--method", "exakt()"), "did you mean exact?"),
        (("--method", "importance(samples=0)"), "samples must be from 1"),
        (("--method", "__import__('os').getcwd()"), "a method is a call"),
        (("--method", "exact()"), "infinitely many values"),
        (("--seed", "-1"), "whole number"),
        (("--seed", "1e3"), "whole number"),
        (("--sed", "1"), "unrecognized arguments"),
    ],
)
def test_a_wrong_call_exits_2(command: Command, write: Write, words: tuple[str, ...], said: str) -> None:
    model, data = write("m.qbl", NORMAL), write("d.json", '{"ys": [1.0]}')
    done = command("run", model, "--data", data, *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    done = command("run", model, "--data", data, *words, "--json")
    assert done.code == 2
    assert said in read(done.out)["error"]["message"]


@pytest.mark.parametrize(
    ("model", "data"),
    [
        ("model m() { return z }", None),
        ("model m( { }", None),
        ("fn f(x: Int) -> Int { x }", None),
        (NORMAL, None),
        (NORMAL, '{"ys": [1.0, "two"]}'),
        (NORMAL, '{"xs": [1.0]}'),
        (NORMAL, '{"ys": [1.0'),
        ("model m(s: Real) { let x ~ normal(0, s); return x }", '{"s": -1.0}'),
    ],
    ids=["unknown name", "syntax", "no model", "no data", "wrong type", "wrong name", "cut short", "domain"],
)
def test_a_wrong_model_or_wrong_data_exit_1(
    command: Command, write: Write, model: str, data: str | None
) -> None:
    path = write("m.qbl", model)
    words = ["run", path, *(["--data", write("d.json", data)] if data else [])]
    done = command(*words)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error[")
    done = command(*words, "--json")
    error = read(done.out)["error"]
    assert (done.code, done.err) == (1, "")
    assert set(error) == {"code", "message", "file", "line", "column"}
    assert f"error[{error['code']}]: {error['message']}" in command(*words).err


def test_an_error_object_points_into_the_model(command: Command, write: Write) -> None:
    path = write("m.qbl", "model m() {\n  return z\n}\n")
    error = read(command("run", path, "--json").out)["error"]
    assert (error["file"], error["line"], error["column"]) == (str(path), 2, 10)


@pytest.mark.parametrize("missing", ["model", "data"])
def test_a_missing_file_is_named(command: Command, write: Write, tmp_path: Path, missing: str) -> None:
    files = {"model": write("m.qbl", NORMAL), "data": write("d.json", '{"ys": []}')}
    files[missing] = tmp_path / "nowhere.json"
    done = command("run", files["model"], "--data", files["data"], "--json")
    error = read(done.out)["error"]
    assert done.code == 1
    assert "nowhere.json" in error["message"]
    assert error["file"] == str(tmp_path / "nowhere.json")


def test_endless_recursion_exits_4_and_points_into_the_model(
    command: Command, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quasiborel.lang.machine.machine.CALL_LIMIT", 1000)
    path = write("m.qbl", "fn f(x: Int) -> Int {\n  f(x + 1)\n}\nmodel m() {\n  return f(0)\n}\n")
    done = command("run", path, "--json")
    error = read(done.out)["error"]
    assert done.code == 4
    assert (error["file"], error["line"]) == (str(path), 2)
    assert "1000 calls" in error["message"]


def test_an_infinite_weight_prints_the_result_and_exits_3(command: Command, write: Write) -> None:
    path = write(
        "m.qbl", "model m() {\n  let x ~ flip(0.5);\n  observe 0.0 ~ beta(0.5, 0.5);\n  return x\n}\n"
    )
    for method in ("exact()", "importance(samples=10)"):
        done = command("run", path, "--method", method, "--json")
        found = read(done.out)
        assert done.code == 3
        assert (found["status"], found["log_evidence"]) == ("non_finite_weight", None)
        assert f"{path}:3:" in found["warnings"][0]
