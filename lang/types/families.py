"""The types of the distribution families, read off the registry in `qbs.distributions`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

from ...qbs.distributions import FAMILIES, Family
from .signatures import A, Signature
from .types import BOOL, INT, MATRIX, REAL, VECTOR, Type, dist_of, list_of

_NAMED: dict[str, Type] = {"Real": REAL, "Int": INT, "Bool": BOOL, "Vector": VECTOR, "Matrix": MATRIX, "A": A}
_GENERIC: dict[str, list[tuple[tuple[Type, ...], Type]]] = {
    "dirac": [((A,), A)],
    "mixture": [((VECTOR, list_of(dist_of(A))), A)],
    "truncate": [((dist_of(INT), INT, INT), INT), ((dist_of(REAL), REAL, REAL), REAL)],
}


def read_type(text: str) -> Type:
    """The type that a family names by a word: `Real`, `List[Int]`, `Dist[A]`."""
    for head, wrap in (("List[", list_of), ("Dist[", dist_of)):
        if text.startswith(head):
            return wrap(read_type(text[len(head) : -1]))
    return _NAMED[text]


@cache
def signatures() -> dict[str, tuple[Signature, ...]]:
    """The signatures of every family; a Vector among scalar parameters gives the independent product."""
    return {name: tuple(_signatures(family)) for name, family in FAMILIES.items()}


def parameter_names(name: str) -> tuple[str, ...]:
    """The parameter names of a family, in order."""
    return tuple(parameter.name for parameter in FAMILIES[name].parameters)


def _signatures(family: Family) -> Iterator[Signature]:
    for parameters, value in _GENERIC.get(family.name, []):
        yield Signature(parameters, dist_of(value))
    if family.name in _GENERIC:
        return
    types = [read_type(parameter.type) for parameter in family.parameters]
    value = read_type(family.value_type)
    yield Signature(tuple(types), dist_of(value))
    if family.lift is not None:
        choices = [_LIFTED.get(type_, (type_,)) for type_ in types]
        for parameters in product(*choices):
            if list(parameters) != types:
                yield Signature(tuple(parameters), dist_of(VECTOR if value == REAL else list_of(value)))


_LIFTED: dict[Type, tuple[Type, ...]] = {REAL: (REAL, VECTOR), INT: (INT, list_of(INT))}
