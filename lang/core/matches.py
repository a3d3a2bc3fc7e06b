"""The tests of a `match`: its decision tree as switches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from ..syntax import tree as s
from ..syntax.span import Span
from ..types.types import Type
from . import calculus as c
from . import decisions as d
from .code import Code


def emit_match(
    code: Code,
    subject: c.Atom,
    type_: Type,
    patterns: Sequence[s.Pattern],
    body: Callable[[int], c.Atom],
    span: Span,
) -> c.Atom:
    """The value of the arm that fits; arms stand in the leaves of the tree unless one would be copied."""
    tree = d.decide(patterns, type_, code.functions.checked.world.types, code.facts.bindings)

    def arm(index: int) -> c.Atom:
        code.bind(patterns[index], subject, patterns[index].span)
        return body(index)

    leaves = d.leaves(tree)
    if max(leaves.values()) == 1:
        return _switches(code, tree, {(): subject}, arm, span)
    index = _switches(code, tree, {(): subject}, c.Constant, span)
    cases = tuple([(i, code.block(partial(arm, i))) for i in sorted(leaves)])
    return code.emit(c.Switch(index, cases, None, on_tag=False), span)


def _switches(
    code: Code,
    tree: d.Decision,
    reached: Mapping[d.Path, c.Atom],
    leaf: Callable[[int], c.Atom],
    span: Span,
) -> c.Atom:
    if isinstance(tree, d.Leaf):
        return leaf(tree.arm)
    here = dict(reached)
    value = code.reach(tree.path, here, span)

    def inner(case: d.Decision) -> c.Block:
        return code.block(lambda: _switches(code, case, here, leaf, span))

    cases = tuple([(tag, inner(case)) for tag, case in tree.cases])
    rest = inner(tree.default) if tree.default is not None else None
    on_tag = isinstance(tree.cases[0][0], str)
    return code.emit(c.Switch(value, cases, rest, on_tag), span)
