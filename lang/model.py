"""`Model`: a checked source file, and the closed programs that it gives with data."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from ..qbs.program import Output, Program
from .core.elaborate import elaborate
from .data import bind, read_data
from .data.source import Data
from .errors.base import Errors
from .errors.names import NoModel
from .load import check_source
from .machine.assemble import Assembly
from .machine.function_value import exporter
from .machine.machine import Export, Machine
from .outputs import outputs
from .syntax.span import Source, Span
from .types.check import CheckedModel
from .types.exhaustive import field_types
from .types.show_scheme import show_scheme
from .types.show_type import show_types
from .types.types import Type


class Model:
    """A model of the language: `model(**data)` is a closed program.

    Raises Errors on construction if the source has mistakes, all of them together.
    """

    def __init__(self, source: Source) -> None:
        self._checked = check_source(source)
        self.source = source
        if self._checked.model is None:
            raise Errors([NoModel(Span(source, len(source.text.rstrip()), len(source.text.rstrip())))])

    @property
    def _model(self) -> CheckedModel:
        assert self._checked.model is not None
        return self._checked.model

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.node.name

    @property
    def parameters(self) -> tuple[tuple[str, Type], ...]:
        """Names and types of the data."""
        return self._model.parameters

    @cached_property
    def outputs(self) -> tuple[Output, ...]:
        """What a run reports."""
        return outputs(self._model.node.body, self._model.result, self._checked.world.types)

    def signatures(self) -> dict[str, str]:
        """The type of every declaration of the file, in the language's syntax."""
        shown = {}
        for name, binding in self._checked.functions.items():
            assert binding.scheme is not None
            shown[name] = show_scheme(binding.scheme)
        *types, result = show_types([*[type_ for _, type_ in self.parameters], self._model.result])
        data = ", ".join(f"{name}: {t}" for (name, _), t in zip(self.parameters, types, strict=True))
        shown[self.name] = f"({data}) ~> {result}"
        return shown

    @cached_property
    def _assembly(self) -> Assembly:
        return Assembly(elaborate(self._checked))

    @cached_property
    def _export(self) -> Export | None:
        types = self._checked.world.types
        return exporter(self._model.result, lambda of: field_types(of, types))

    def bind(self, data: Any) -> Program:
        """The closed program for data: a mapping, a table with columns, or what `load_data` gives.

        Raises Errors if names, types or shapes do not fit the model's parameters.
        """
        arguments = bind(self.parameters, data)
        return Machine(self._assembly, arguments, self.outputs, export=self._export)

    def __call__(self, **data: Any) -> Program:
        """The closed program for data given by name."""
        return self.bind(data)

    def __repr__(self) -> str:
        return f"<model {self.name}{self.signatures()[self.name]}>"


def load(path: str | Path) -> Model:
    """The model of a file.

    Raises Errors with all mistakes found, OSError if the file cannot be read.
    """
    return Model(Source(str(path), Path(path).read_text(encoding="utf-8")))


def loads(text: str, name: str = "<text>") -> Model:
    """The model of a text.

    >>> loads("model coin() { let heads ~ flip(0.5); return heads }")
    <model coin() ~> Bool>
    """
    return Model(Source(name, text))


def load_data(path: str | Path) -> Data:
    """The data of a .json, .csv or .npz file, to be bound to a model.

    Raises LanguageError or Errors for a file that cannot be read.
    """
    return read_data(path)
