"""Where `return` stands: at the end of a function or model, also inside of branches that end it."""

from __future__ import annotations

from ..errors.syntax import ReturnInside
from . import tree as s
from .node import Node
from .span import Span


def check_returns(declaration: s.FunctionDeclaration | s.ModelDeclaration) -> None:
    """Raises ReturnInside at a `return` whose block does not end the function around it."""
    todo: list[tuple[object, bool]] = [(declaration, True)]
    while todo:
        item, last = todo.pop()
        match item:
            case s.FunctionDeclaration(body=body) | s.ModelDeclaration(body=body) | s.Lambda(body=body):
                todo.append((body, True))
            case s.Block(statements=statements, result=result, returned=returned):
                if returned and not last and result is not None:
                    raise ReturnInside(_place(item, result))
                todo += [(statement, False) for statement in statements]
                todo.append((result, last))
            case s.IfExpression(condition=condition, then=then, orelse=orelse):
                todo += [(condition, False), (then, last and orelse is not None), (orelse, last)]
            case s.MatchExpression(subject=subject, arms=arms):
                todo.append((subject, False))
                todo += [(arm.body, last) for arm in arms]
            case Node():
                todo += [(part, False) for part in item.parts()]
            case tuple():
                todo += [(part, False) for part in item]


def _place(block: s.Block, result: s.Expression) -> Span:
    source = block.span.source
    start = source.text.rfind("return", block.span.start, result.span.start)
    return Span(source, start, start + len("return"))
