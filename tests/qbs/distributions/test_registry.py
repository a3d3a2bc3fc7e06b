"""Every family is registered, covered by the cases, printed in the language's syntax, compared by value."""

import pickle

import pytest

from quasiborel.qbs.distributions import FAMILIES

REQUIRED = [
    "uniform",
    "normal",
    "lognormal",
    "half_normal",
    "cauchy",
    "half_cauchy",
    "student_t",
    "laplace",
    "logistic",
    "exponential",
    "gamma",
    "inverse_gamma",
    "chi_squared",
    "beta",
    "weibull",
    "pareto",
    "gumbel",
    "truncated_normal",
    "von_mises",
    "bernoulli",
    "flip",
    "binomial",
    "beta_binomial",
    "negative_binomial",
    "geometric",
    "poisson",
    "categorical",
    "discrete_uniform",
    "dirac",
    "multivariate_normal",
    "multivariate_normal_cholesky",
    "dirichlet",
    "multinomial",
    "lkj_cholesky",
    "mixture",
    "truncate",
]


def test_every_family_is_there_and_has_cases(cases):
    assert set(FAMILIES) == set(REQUIRED)
    assert set(cases) == set(FAMILIES)


def test_arguments_may_be_named_in_any_order(cases):
    for name, family in FAMILIES.items():
        args = cases[name][0]
        named = {p.name: v for p, v in reversed(list(zip(family.parameters, args, strict=True)))}
        assert family(**named) == family(*args)
        assert hash(family(**named)) == hash(family(*args))


@pytest.mark.parametrize(
    ("args", "named"),
    [((), {}), ((1.0,), {}), ((1.0, 1.0, 1.0), {}), ((1.0,), {"mean": 2.0}), ((), {"mu": 0.0, "sd": 1.0})],
)
def test_wrong_arguments_are_a_type_error(args, named):
    with pytest.raises(TypeError, match=r"normal takes \(mean, sd\)"):
        FAMILIES["normal"](*args, **named)


def test_families_differ_where_parameters_agree():
    assert FAMILIES["normal"](0.0, 1.0) != FAMILIES["cauchy"](0.0, 1.0)
    assert FAMILIES["normal"](0.0, 1.0) != FAMILIES["normal"](0.0, 2.0)


def test_printing():
    normal, flip = FAMILIES["normal"], FAMILIES["flip"]
    assert str(normal(0.0, 1.0)) == "normal(0.0, 1.0)"
    assert str(normal((0.0, 2.5), 1.0)) == "normal([0.0, 2.5], 1.0)"
    assert str(FAMILIES["multivariate_normal"]((0.0,), ((1.0,),))) == "multivariate_normal([0.0], [[1.0]])"
    assert str(FAMILIES["dirac"](True)) == "dirac(true)"
    assert (
        str(FAMILIES["mixture"]((0.5, 0.5), (flip(0.2), flip(0.3))))
        == "mixture([0.5, 0.5], [flip(0.2), flip(0.3)])"
    )
    assert repr(normal(0.0, 1.0)) == str(normal(0.0, 1.0))


@pytest.mark.parametrize(
    ("name", "args", "printed"),
    [
        ("normal", (0.0, 1.0), "Real"),
        ("gamma", (1.0, 1.0), "[0.0, ∞)"),
        ("beta", (1.0, 1.0), "[0.0, 1.0]"),
        ("poisson", (1.0,), "Int >= 0"),
        ("binomial", (3, 0.5), "{0, ..., 3}"),
        ("flip", (0.5,), "Bool"),
    ],
)
def test_supports_print(name, args, printed):
    assert str(FAMILIES[name](*args).support) == printed


def test_distributions_pickle(anything):
    copy = pickle.loads(pickle.dumps(anything.family))
    assert copy is anything.family


def test_fixed_number_of_uniforms_and_values_in_the_support(anything):
    for u in (2.0**-54, 0.1, 0.5, 0.77, 1.0 - 2.0**-53):
        value = anything.from_uniforms((u,) * anything.num_uniforms)
        assert anything.support.contains(value), (u, value)
        assert anything.log_density(value) > -float("inf")


def test_every_family_states_its_density_and_parameters():
    for family in FAMILIES.values():
        assert family.formula
        assert all(p.name and p.type and str(p.domain) for p in family.parameters)
