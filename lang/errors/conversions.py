"""How to get from one type to another: hints for type errors, where there is a common way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..types.overload import substitute
from ..types.show_type import show_types
from ..types.signatures import Signature
from ..types.types import (
    BOOL,
    INT,
    MATRIX,
    REAL,
    VECTOR,
    Arrow,
    Con,
    Record,
    Type,
    TypeVar,
    dist_of,
    list_of,
    parts,
    resolve,
)
from .base import listing, plural

_ARITHMETIC = ("+", "-", "*", "/", "^", "//", "%", "negate", "<", "<=", ">", ">=")
_DRAW = "this is a distribution; draw from it with `let x ~ d;` or `sample d`"


def shown(types: Iterable[Type]) -> list[str]:
    """Several types as messages show them: a number literal, Int or Real, counts as an Int."""
    resolved = [resolve(type_) for type_ in types]
    literals = {p: INT for t in resolved for p in parts(t) if isinstance(p, TypeVar) and p.literal}
    return show_types(substitute(type_, literals) for type_ in resolved)


def conversion(expected: Type, found: Type) -> str | None:
    """How to make one type from the other."""
    match expected, found:
        case TypeVar(), _:
            return None
        case Record(), Record():
            return _fields(expected, found)
        case Arrow(), Arrow():
            return _arity(expected, found)
        case _, Arrow(result=result) if result == expected or isinstance(result, TypeVar):
            return "this is a function; call it"
        case _, Con("Dist", (drawn,)) if drawn == expected or isinstance(drawn, TypeVar):
            return _DRAW
    if expected == dist_of(found):
        return "this is a value already; name it with `let x = e;`"
    number = found in (INT, REAL) or (isinstance(found, TypeVar) and found.literal)
    if expected == BOOL and number:
        return "a truth value comes from a comparison, for example `x != 0`"
    if expected == MATRIX and isinstance(found, Con) and found.name == "List":
        return "a Matrix is made of rows: `matrix([[1, 0], [0, 1]])`"
    return _SIMPLE.get((expected, found))


_SIMPLE: dict[tuple[Type, Type], str] = {
    (INT, REAL): "`round`, `floor` or `ceil` make an Int of a Real; whole numbers have no point",
    (REAL, INT): "`real(n)` makes a Real of an Int",
    (VECTOR, list_of(REAL)): "`vector(xs)` makes a Vector of a list",
    (VECTOR, list_of(INT)): "`vector(xs)` makes a Vector of a list",
    (list_of(REAL), VECTOR): "`list(v)` makes a list of a Vector",
    (list_of(REAL), list_of(INT)): "List[Int] is not List[Real]; write `map(real, xs)`",
    (REAL, BOOL): "write `if b { 1 } else { 0 }` for a number",
    (INT, BOOL): "write `if b { 1 } else { 0 }` for a number",
}


def _fields(expected: Record, found: Record) -> str | None:
    """The fields that are missing, or too many."""
    wanted, given = dict(expected.fields), dict(found.fields)
    missing = [f"`{name}`" for name in wanted if name not in given]
    extra = [f"`{name}`" for name in given if name not in wanted]
    words = ([f"{listing(missing, 'and')} missing"] if missing else []) + (
        [f"{listing(extra, 'and')} too many"] if extra else []
    )
    return f"a record has exactly the fields of its type: {', '.join(words)}" if words else None


def _arity(expected: Arrow, found: Arrow) -> str | None:
    """A function with another number of parameters."""
    wanted, given = len(expected.parameters), len(found.parameters)
    if wanted == given:
        return None
    if wanted == 1 and _is_tuple(expected.parameters[0], given):
        return "its one argument is a tuple, and a pattern takes it apart: `fn ((a, b)) => …`"
    return f"it is called with {plural(wanted, 'argument')}, and takes {given}"


def _is_tuple(type_: Type, size: int) -> bool:
    return isinstance(type_, Con) and type_.name == "Tuple" and len(type_.arguments) == size


def observation(value: Type, of: Type) -> str | None:
    """Why a value cannot be observed under a distribution, where there is a common reason."""
    if (value, of) == (list_of(INT), REAL):
        return "the values are Int; write `map(real, xs)`, or give the data the type List[Real]"
    if (value, of) in [(REAL, INT), (list_of(REAL), INT)]:
        return "the distribution is of whole numbers, the value is a Real; declare the data as Int"
    if of == BOOL and value in (INT, list_of(INT)):
        return "write `bernoulli(p)` for draws that are 0 or 1"
    if of == INT and value in (BOOL, list_of(BOOL)):
        return "write `flip(p)` for draws that are true or false"
    return None


def operand(name: str, found: Sequence[Type]) -> str | None:
    """What is wrong with an operand of an operator, `for` or an index."""
    kinds = {t.name for t in found if isinstance(t, Con)}
    if any(isinstance(t, Arrow) for t in found) and name not in ("==", "!="):
        return "this is a function; call it"
    if "Dist" in kinds:
        return "this is a distribution; draw from it first: `let x ~ d;`"
    if name == "for":
        return "write `range(0, n)` for the numbers below n" if found[0] == INT else None
    if name == "[]":
        return _index(found)
    if name == "+" and kinds == {"List"}:
        return "lists are joined by `concat(xs, ys)`; for a sum of each element use a Vector"
    if name in _ARITHMETIC and "List" in kinds:
        return "`vector(xs)` makes a Vector, which has arithmetic; or use `map`"
    if name in _ARITHMETIC and "Bool" in kinds:
        return "write `if b { 1 } else { 0 }` for a number"
    return None


def _index(found: Sequence[Type]) -> str | None:
    if len(found) > 2 and found[0] != MATRIX:
        return "a List or Vector has one index, a Matrix has two"
    has_elements = isinstance(found[0], Con) and found[0].name in ("List", "Vector", "Matrix")
    return "an index is an Int, counted from 0" if has_elements else None


def signature_list(name: str, signatures: Sequence[Signature]) -> str | None:
    """The variants of a built-in, if they are few."""
    if name in ("[]", "for", "==", "!="):
        return "both sides must be of one type" if name in ("==", "!=") else None
    if len(signatures) > 5:
        return f"`{name}` takes numbers, Vectors and Matrices whose kinds agree"
    options = [show_types(signature.parameters) for signature in signatures]
    return f"it takes {listing([o[0] if len(o) == 1 else '(' + ', '.join(o) + ')' for o in options])}"
