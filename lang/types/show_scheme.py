"""Type schemes for people: the type, and what it asks of its unknowns."""

from __future__ import annotations

from .overload import Overload, Property
from .show_type import show_types
from .types import Scheme


def show_scheme(scheme: Scheme) -> str:
    """`a -> b where a + a : b`: the type of a function, and the operations that its body needs."""
    kept = [c for c in scheme.constraints if isinstance(c, Overload | Property)]
    shown = iter(show_types([scheme.type, *[type_ for c in kept for type_ in c.types()]]))
    text = next(shown)
    needs = [_need(c, [next(shown) for _ in c.types()]) for c in kept]
    return f"{text} where {', '.join(dict.fromkeys(needs))}" if needs else text


def _need(constraint: Overload | Property, types: list[str]) -> str:
    if isinstance(constraint, Property):
        return f"{types[0]} {_PROPERTIES[constraint.kind]}"
    *arguments, result = types
    match constraint.name, arguments:
        case "negate", [operand]:
            return f"-{operand} : {result}"
        case "[]", [subject, *indices]:
            return f"{subject}[{', '.join(indices)}] : {result}"
        case "for", [items]:
            return f"for over {items} : {result}"
        case "observe", [value, of]:
            return f"observe {value} ~ Dist[{of}]"
        case operator, [left, right] if not operator.isidentifier():
            return f"{left} {operator} {right} : {result}"
        case name, _:
            return f"{name}({', '.join(arguments)}) : {result}"


_PROPERTIES = {"equality": "has equality", "countable": "is countable"}
