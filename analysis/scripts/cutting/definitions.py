"""A definition of the project, parsed, with what its names stand for."""

from __future__ import annotations

import ast
from functools import cache

from analysis.scripts.cutting.known_values import Known, is_constant, value_of
from analysis.scripts.cutting.source import ModuleText, Origin, module_text


class Definition:
    """A function, class or constant of the project as scripts contain it."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.module: ModuleText = module_text(origin.module)
        self.text = self.module.definition(origin.name)
        self.lines = self.text.splitlines()
        self.names_read = self.module.names_used(origin.name)
        first = ast.parse(self.text).body[0]
        self.function = first if isinstance(first, ast.FunctionDef) else None
        self.parameters: tuple[str, ...] = ()
        self.defaults: dict[str, Known | None] = {}
        if self.function is not None:
            self._read_parameters(self.function.args)

    def _read_parameters(self, given: ast.arguments) -> None:
        by_place = [*given.posonlyargs, *given.args]
        self.parameters = tuple(one.arg for one in (*by_place, *given.kwonlyargs))
        of_last = zip(reversed(by_place), reversed(given.defaults), strict=False)
        by_name = zip(given.kwonlyargs, given.kw_defaults, strict=True)
        for one, default in (*of_last, *by_name):
            if default is not None:
                self.defaults[one.arg] = value_of(default, self.constant)

    def resolve(self, name: str) -> Origin | None:
        """Where the project defines a name that this definition reads."""
        return self.module.origin(name)

    def constant(self, name: str) -> Known | None:
        """The value of a name of the module that never changes; None for others."""
        origin = self.resolve(name)
        if origin is None:
            return None
        value = module_text(origin.module).globals.get(origin.name)
        return Known((value,)) if value is not None and is_constant(value) else None


@cache
def definition(origin: Origin) -> Definition:
    """The definition; parsed once."""
    return Definition(origin)
