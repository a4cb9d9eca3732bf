"""The source of functions with all that they need, as it goes into scripts.

A script contains the very functions that compute its answer. This module collects them:
a function's text (decorators dropped, parameter roles reduced to plain types), the
project functions, classes and constants that it names, and the imports they rely on.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
import textwrap
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, NamedTuple

PROJECT = ("analysis", "mlmodels")
_BUILTINS = frozenset(dir(builtins))
# What names stand for in a module.
Scope = dict[str, object]


class Origin(NamedTuple):
    """Where a definition stands: the module's dotted name, and the name in it."""

    module: str
    name: str


@dataclass
class Collected:
    """Definitions in an order in which they can be executed, and their imports."""

    imports: set[str] = field(default_factory=set)
    definitions: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        # One statement may define several names.
        return "\n\n\n".join(dict.fromkeys(self.definitions.values()))


def collect(
    functions: Iterable[Callable[..., Any]],
    texts: Mapping[Origin, str] | None = None,
) -> Collected:
    """The definitions that ``functions`` need, each before its first use.

    ``texts`` stand in the place of definitions that a script needs only in part.
    """
    collected = Collected()
    for function in functions:
        origin = Origin(function.__module__, function.__name__)
        _add(collected, origin, texts or {})
    return collected


def _add(collected: Collected, origin: Origin, texts: Mapping[Origin, str]) -> None:
    module, name = module_text(origin.module), origin.name
    text = texts.get(origin) or module.definition(name)
    if name in collected.definitions:
        if collected.definitions[name] != text:
            raise ValueError(f"two different definitions are called {name}")
        return
    collected.definitions[name] = ""  # holds the place: functions may call each other
    names = names_read(text) if origin in texts else module.names_used(name)
    for used in names:
        _resolve(collected, module, used, texts)
    del collected.definitions[name]
    collected.definitions[name] = text


def _resolve(
    collected: Collected, module: ModuleText, name: str, texts: Mapping[Origin, str]
) -> None:
    origin = module.origin(name)
    if origin is not None:
        _add(collected, origin, texts)
    elif name in module.imported:
        collected.imports.add(module.imported[name][2])
    elif name == "Any":  # what the type of a result is reduced to
        collected.imports.add("from typing import Any")
    elif name not in _BUILTINS and name not in collected.definitions:
        raise ValueError(f"{module.name} uses {name}, which a script cannot contain")


class ModuleText:
    """A project module's text, by top-level name."""

    def __init__(self, name: str) -> None:
        self.name = name
        module = sys.modules[name]
        self.globals = vars(module)
        self.text = inspect.getsource(module)
        self.lines = self.text.splitlines()
        self.assigned: dict[str, ast.stmt] = {}
        self.imported: dict[str, tuple[str, str, str]] = {}
        for node in ast.parse(self.text).body:
            for found in _defined(node):
                self.assigned[found] = node
            for alias, source, original, statement in _imports(node):
                self.imported[alias] = (source, original, statement)
        self._texts: dict[str, str] = {}
        self._used: dict[str, list[str]] = {}

    def origin(self, name: str) -> Origin | None:
        """Where the project defines a name of this module; None where it does not."""
        if name in self.assigned:
            return Origin(self.name, name)
        source, original, _ = self.imported.get(name, ("", "", ""))
        project = source.partition(".")[0] in PROJECT
        return Origin(source, original) if project else None

    def definition(self, name: str) -> str:
        if name not in self._texts:
            self._read(name)
        return self._texts[name]

    def names_used(self, name: str) -> list[str]:
        self.definition(name)
        return self._used[name]

    def _read(self, name: str) -> None:
        node = self.assigned[name]
        assert node.end_lineno is not None
        text = "\n".join(self.lines[node.lineno - 1 : node.end_lineno])
        if isinstance(node, ast.FunctionDef):
            text = _with_plain_annotations(text, node.lineno, node, self.globals)
        self._texts[name] = text
        self._used[name] = names_read(text)


@cache
def module_text(name: str) -> ModuleText:
    """The text of a module of the project that has been imported."""
    return ModuleText(name)


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            yield from (n.id for n in ast.walk(target) if isinstance(n, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def _imports(node: ast.stmt) -> Iterator[tuple[str, str, str, str]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            yield bound, alias.name, "", ast.unparse(ast.Import(names=[alias]))
    elif isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            single = ast.ImportFrom(node.module, [alias], node.level)
            yield (
                alias.asname or alias.name,
                node.module,
                alias.name,
                ast.unparse(single),
            )


@lru_cache(maxsize=4096)
def names_read(text: str) -> list[str]:
    """The names that a definition reads and does not bind itself."""
    return list(_free_names(ast.parse(textwrap.dedent(text))))


def _free_names(tree: ast.AST) -> Iterator[str]:
    """Names read but not bound inside, each once, in order of appearance.

    A name bound anywhere inside counts as local: good enough for code that does not
    shadow a module-level name, which the linter forbids.
    """
    local = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            local.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler):
            local.add(node.name or "")
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = (alias.asname or alias.name for alias in node.names)
            local.update(name.partition(".")[0] for name in names)
    seen: set[str] = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Load)
            and node.id not in local | seen
        ):
            seen.add(node.id)
            yield node.id


def _with_plain_annotations(
    text: str, first_line: int, function: ast.FunctionDef, scope: Scope
) -> str:
    """The function's text with the project's types of parameters and results spelled out."""
    arguments = function.args
    nodes = [
        *arguments.posonlyargs,
        *arguments.args,
        *arguments.kwonlyargs,
        *filter(None, (arguments.vararg, arguments.kwarg)),
    ]
    annotations = [node.annotation for node in nodes if node.annotation]
    if function.returns:
        annotations.append(function.returns)
    plain: dict[ast.expr, str] = {
        annotation: _plain_text(eval(ast.unparse(annotation), scope))
        for annotation in annotations
        if _names_project_type(annotation, scope)
    }
    plain |= {
        name: "dict[str, Any]"
        for annotation in annotations
        if annotation not in plain
        for name in ast.walk(annotation)
        if isinstance(name, ast.Name) and typing.is_typeddict(scope.get(name.id))
    }
    lines = text.splitlines()
    for node in sorted(plain, key=lambda n: (n.lineno, n.col_offset), reverse=True):
        _replace(lines, node, first_line, plain[node])
    return _without_types_of_results("\n".join(lines), function, scope)


def _without_types_of_results(
    text: str, function: ast.FunctionDef, scope: Scope
) -> str:
    """The text in which what a function holds is not declared to be a result."""
    declared = {
        f"{ast.unparse(node.target)}: {ast.unparse(node.annotation)} = "
        for node in ast.walk(function)
        if isinstance(node, ast.AnnAssign)
        and any(
            isinstance(name, ast.Name) and typing.is_typeddict(scope.get(name.id))
            for name in ast.walk(node.annotation)
        )
    }
    for words in declared:
        text = text.replace(words, words.partition(":")[0] + " = ")
    return text


def _names_project_type(annotation: ast.expr, scope: Scope) -> bool:
    for node in ast.walk(annotation):
        if isinstance(node, ast.Name):
            value = scope.get(node.id)
            if typing.get_origin(value) is not None and node.id not in _BUILTINS:
                return True
            if getattr(value, "__module__", "").partition(".")[0] in PROJECT:
                return not isinstance(value, type)
    return False


def _replace(lines: list[str], node: ast.expr, first_line: int, plain: str) -> None:
    assert node.end_lineno is not None and node.end_col_offset is not None
    start, end = node.lineno - first_line, node.end_lineno - first_line
    head = lines[start].encode()[: node.col_offset].decode()
    tail = lines[end].encode()[node.end_col_offset :].decode()
    lines[start : end + 1] = [head + plain + tail]


def _plain_text(hint: Any) -> str:
    if hint is type(None) or hint is None:
        return "None"
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _plain_text(arguments[0])
    if origin is typing.Literal:
        kinds = {type(argument).__name__ for argument in arguments}
        return " | ".join(sorted(kinds))
    if origin in (typing.Union, types.UnionType):
        return " | ".join(_plain_text(argument) for argument in arguments)
    if origin is not None:
        inner = ", ".join(
            "..." if argument is Ellipsis else _plain_text(argument)
            for argument in arguments
        )
        return f"{origin.__name__}[{inner}]"
    return str(getattr(hint, "__name__", hint))
