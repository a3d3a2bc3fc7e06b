"""Types in the language's own syntax."""

from __future__ import annotations

from collections.abc import Iterable

from .types import Arrow, Con, Record, Type, TypeVar, prune, prune_effect


def show_types(types: Iterable[Type]) -> list[str]:
    """Several types printed with the same names for the same unknowns."""
    names: dict[TypeVar, str] = {}
    return [_show(type_, names, atomic=False) for type_ in types]


def show_type(type_: Type) -> str:
    """A type in the language's syntax; unknowns are called a, b, c, …

    >>> from .types import INT, PURE, Arrow, list_of
    >>> show_type(list_of(Arrow((INT,), INT, PURE)))
    'List[Int -> Int]'
    """
    return show_types([type_])[0]


def _show(type_: Type, names: dict[TypeVar, str], *, atomic: bool) -> str:
    def inner(part: Type, atomic: bool = False) -> str:
        return _show(part, names, atomic=atomic)

    match prune(type_):
        case Con("Tuple", arguments):
            return "(" + ", ".join(map(inner, arguments)) + ")"
        case Con(name, arguments):
            return name + ("[" + ", ".join(map(inner, arguments)) + "]" if arguments else "")
        case Record(fields):
            return "{ " + ", ".join(f"{name}: {inner(t)}" for name, t in fields) + " }"
        case Arrow(parameters, result, effect):
            match parameters:
                case (Con(name, _) as only,) if name == "Tuple":
                    left = f"({inner(only)})"
                case (only,):
                    left = inner(only, True)
                case _:
                    left = "(" + ", ".join(map(inner, parameters)) + ")"
            arrow = "~>" if prune_effect(effect).labels else "->"
            text = f"{left} {arrow} {inner(result)}"
            return f"({text})" if atomic else text
        case TypeVar() as variable:
            return names.setdefault(variable, variable.name or _letter(len(names)))
    raise TypeError(f"not a type: {type_!r}")


def _letter(index: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[index % 26] + ("" if index < 26 else str(index // 26))
