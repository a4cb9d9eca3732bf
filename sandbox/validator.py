"""An early look at a script: what it may not do, with line numbers.

Defence in depth only. A script that gets past these rules meets the kernel's wall; a
script that is refused here gets an answer that a person can act on.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from . import forbidden, runaway
from .runaway import Finding

_LARGEST = 1_000_000
_MODULES = forbidden.by_name(forbidden.MODULES)
_INNER_MODULES = {
    name: reason
    for name, reason in _MODULES.items()
    if name not in forbidden.ORDINARY_WORDS
}
_NAMES = forbidden.by_name(forbidden.NAMES)
_ATTRIBUTES = forbidden.by_name(forbidden.ATTRIBUTES)
_SUSPICIOUS = frozenset({*_ATTRIBUTES, *_INNER_MODULES, "format"})
_PLAIN_FILE = re.compile(r"(?!\.\.?$)[^/\\:\0]+")
_FORMAT_CLIMBS = re.compile(r"\{[^{}:!]*[.\[]")


@dataclass(frozen=True, order=True)
class Violation:
    """One forbidden thing: where it is (line from 1, column from 0) and why."""

    line: int
    column: int
    code: str
    message: str


@dataclass(frozen=True)
class SecuritySummary:
    """What the validator can say about a script as a whole."""

    lines: int
    rules: int
    imports: tuple[str, ...]
    violations: tuple[Violation, ...]

    def __str__(self) -> str:
        if self.violations:
            lines = ", ".join(str(v.line) for v in self.violations[:5])
            return f"refused: {len(self.violations)} violations (line {lines})"
        used = ", ".join(self.imports) or "nothing"
        return f"security validated: {self.rules} rules, imports {used}"


# Fields that hold no other nodes that matter.
_LEAVES = frozenset(
    [
        "ctx",
        "id",
        "attr",
        "op",
        "ops",
        "arg",
        "name",
        "names",
        "asname",
        "module",
        "level",
        "value_kind",
        "kind",
        "n",
        "s",
        "type_comment",
        "conversion",
        "is_async",
        "simple",
        "lineno",
        "type_ignores",
    ]
)
_FIELDS: dict[type, tuple[str, ...]] = {
    kind: tuple(f for f in kind._fields if f not in _LEAVES)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST) and kind is not ast.Constant
}


def _import(node: ast.Import) -> Iterator[Finding]:
    for alias in node.names:
        yield from _module(alias.name)
        if alias.name == "sys" and alias.asname:
            yield "import", "sys may not get another name"


def _module(dotted: str) -> Iterator[Finding]:
    root, *inner = dotted.split(".")
    if root not in forbidden.ALLOWED_IMPORTS:
        reason = _MODULES.get(root, "is not among the allowed modules")
        yield "import", f"import of {dotted}: {reason}"
    for part in inner:
        if part.startswith("_") or part in _INNER_MODULES or part in _ATTRIBUTES:
            yield "import", f"import of {dotted}: {forbidden.TRAVERSAL}"
            return


def _import_from(node: ast.ImportFrom) -> Iterator[Finding]:
    module = node.module or ""
    if node.level or not module:
        yield "import", "relative import: there is no package around a script"
        return
    yield from _module(module)
    for alias in node.names:
        name = alias.name
        if module == "sys":
            if name not in forbidden.SYS_ATTRIBUTES:
                yield "import", f"sys.{name}: {forbidden.INTROSPECTION}"
        elif name == "*":
            yield "import", f"from {module} import *: names that cannot be checked"
        elif name in _INNER_MODULES or name in _ATTRIBUTES:
            reason = _INNER_MODULES.get(name) or _ATTRIBUTES[name]
            yield "import", f"import of {module}.{name}: {reason}"
        elif name.startswith("_"):
            yield "import", f"import of {module}.{name}: {forbidden.TRAVERSAL}"


def _name(node: ast.Name) -> Iterable[Finding]:
    name = node.id
    if name in _NAMES:
        return (("name", f"{name}: {_NAMES[name]}"),)
    if name == "sys":
        return (("name", f"sys by itself: {forbidden.INTROSPECTION}"),)
    if name[:2] == "__" and name not in forbidden.DUNDER_NAMES:
        return (("name", f"{name}: {forbidden.INTROSPECTION}"),)
    return ()


def _attribute(node: ast.Attribute) -> Iterable[Finding]:
    name = node.attr
    if name not in _SUSPICIOUS and name[0] != "_" and not _is_sys(node.value):
        return ()
    return _suspicious_attribute(node)


def _suspicious_attribute(node: ast.Attribute) -> Iterator[Finding]:
    name, base = node.attr, node.value
    of = base.id if isinstance(base, ast.Name) else ""
    if of == "sys":
        if name not in forbidden.SYS_ATTRIBUTES:
            yield "attribute", f"sys.{name}: {forbidden.INTROSPECTION}"
    elif name in _ATTRIBUTES:
        yield "attribute", f".{name}: {_ATTRIBUTES[name]}"
    elif name in _INNER_MODULES and not isinstance(node.ctx, ast.Store):
        yield "attribute", f".{name}: {_INNER_MODULES[name]}"
    elif name.startswith("__"):
        if name not in forbidden.DUNDER_ATTRIBUTES:
            yield "attribute", f".{name}: {forbidden.TRAVERSAL}"
    elif (
        name.startswith("_")
        and of not in ("self", "cls")
        and name not in forbidden.PRIVATE_ATTRIBUTES
    ):
        yield "attribute", f".{name}: {forbidden.TRAVERSAL}"
    if name == "format":
        yield from _format(base)


def _format(base: ast.expr) -> Iterator[Finding]:
    """Replacement fields can climb along attributes: only plain ones are allowed."""
    if isinstance(base, ast.Constant) and isinstance(base.value, str):
        if _FORMAT_CLIMBS.search(base.value):
            yield "format", f"format with attributes: {forbidden.TRAVERSAL}"
    elif isinstance(base, (ast.BinOp, ast.JoinedStr, ast.Call, ast.Subscript)):
        yield "format", f"format of a computed text: {forbidden.TRAVERSAL}"


def _call(node: ast.Call) -> Iterator[Finding]:
    called = node.func
    if isinstance(called, ast.Name) and called.id == "type" and len(node.args) > 1:
        yield "call", f"type() with a namespace: {forbidden.EXECUTION}"
    name = called.attr if isinstance(called, ast.Attribute) else ""
    if name in forbidden.FILE_FUNCTIONS:
        for argument in node.args[:2]:
            yield from _path(name, argument)
    for keyword in node.keywords:
        reason = forbidden.FORBIDDEN_KEYWORDS.get(keyword.arg or "")
        if reason and not _is_false(keyword.value):
            yield "call", f"{keyword.arg}: {reason}"


def _path(name: str, argument: ast.expr) -> Iterator[Finding]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        text = argument.value
        if ("/" in text or "\\" in text or ".." in text) and not (
            _PLAIN_FILE.fullmatch(text)
        ):
            yield "path", f"{name} of {text[:80]!r}: {forbidden.FILES}"


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not value.value


_CHECKS: dict[type, Callable[[Any], Iterable[Finding]]] = {
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.BinOp: runaway.operation,
    ast.While: runaway.loop,
    ast.FunctionDef: runaway.recursion,
}


def _findings(tree: ast.Module) -> Iterator[Violation]:
    """One walk with a stack of our own: `ast.walk` takes several times as long."""
    stack: list[Any] = [tree]
    while stack:
        node = stack.pop()
        kind = type(node)
        if kind is list:
            stack.extend(node)
            continue
        check = _CHECKS.get(kind)
        if check is not None:
            for code, message in check(node):
                yield Violation(node.lineno, node.col_offset, code, message)
        if kind is ast.Attribute and _is_sys(node.value):
            # `sys.argv` has been looked at; only a bare `sys` is a finding.
            continue
        for field in _FIELDS.get(kind, ()):
            value = getattr(node, field)
            if value is not None:
                stack.append(value)


def _is_sys(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "sys"


def _parse(script: str) -> ast.Module | Violation:
    if len(script) > _LARGEST:
        return Violation(1, 0, "size", f"the script has {len(script)} characters")
    try:
        return ast.parse(script)
    except SyntaxError as problem:
        line, column = problem.lineno or 1, max(0, (problem.offset or 1) - 1)
        return Violation(line, column, "syntax", f"syntax error: {problem.msg}")
    except (ValueError, RecursionError, MemoryError) as problem:
        return Violation(1, 0, "syntax", f"not a script: {problem}")


def _look(script: str) -> tuple[Violation, ...]:
    tree = _parse(script)
    if isinstance(tree, Violation):
        return (tree,)
    return tuple(sorted(set(_findings(tree))))


@lru_cache(maxsize=4096)
def _look_at_part(part: str) -> tuple[Violation, ...]:
    """Most parts of generated scripts are functions that were seen before."""
    return _look(part)


# A definition after an empty line begins a part.
_PART = re.compile(r"(?<=\n\n)(?=(?:def|class) )")


def validate(script: str) -> tuple[Violation, ...]:
    """Everything in the script that is not allowed, from top to bottom.

    The parts between definitions are looked at one by one: what is whole by itself
    means the same in its place, since nothing is left open at its end. Where a part is
    not whole (a definition in the middle of a text, say), the script is looked at as one.
    """
    found: list[Violation] = []
    line = 0
    for part in _PART.split(script) if len(script) <= _LARGEST else (script,):
        for one in _look_at_part(part):
            if one.code in ("syntax", "size"):
                return _look(script)
            found.append(replace(one, line=one.line + line))
        line += part.count("\n")
    return tuple(found)


def number_of_rules() -> int:
    """Entries of the tables that refuse something."""
    tables = (_MODULES, _NAMES, _ATTRIBUTES, forbidden.FORBIDDEN_KEYWORDS)
    return sum(len(table) for table in tables) + len(_CHECKS)


def security_summary(
    script: str, found: tuple[Violation, ...] | None = None
) -> SecuritySummary:
    """The script's imports and what was refused in it.

    ``found`` is what the validator said of the part of it that it had to look at, where
    that was not all of it.
    """
    tree = _parse(script)
    imports: set[str] = set()
    if isinstance(tree, ast.Module):
        for node in tree.body:
            if isinstance(node, ast.Import):
                imports.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                imports.add(node.module.partition(".")[0])
    return SecuritySummary(
        lines=script.count("\n") + 1,
        rules=number_of_rules(),
        imports=tuple(sorted(imports - {"__future__"})),
        violations=validate(script) if found is None else found,
    )
