"""An early look at a script: what it may not do, with line numbers.

Defence in depth only. A script that gets past these rules meets the kernel's wall; a
script that is refused here gets an answer that a person can act on. So it is advice:
what is no attempt at something that scripts may not do passes, with a note where it may
not do what its writer expects.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from . import checks, forbidden

_LARGEST = 1_000_000


@dataclass(frozen=True, order=True)
class Violation:
    """One forbidden thing: where it is (line from 1, column from 0) and why.

    One that is only a ``note`` is not forbidden, but worth a word.
    """

    line: int
    column: int
    code: str
    message: str
    note: bool = False


@dataclass(frozen=True)
class _Looked:
    """What was found in a part, each with the name that must be a module; its modules."""

    found: tuple[tuple[Violation, str], ...]
    modules: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SecuritySummary:
    """What the validator can say about a script as a whole."""

    lines: int
    rules: int
    imports: tuple[str, ...]
    violations: tuple[Violation, ...]
    notes: tuple[Violation, ...] = ()

    def __str__(self) -> str:
        if self.violations:
            lines = ", ".join(str(v.line) for v in self.violations[:5])
            return f"refused: {len(self.violations)} violations (line {lines})"
        used = ", ".join(self.imports) or "nothing"
        count = len(self.notes)
        more = f"; {count} {'note' if count == 1 else 'notes'}" if count else ""
        return f"security validated: {self.rules} rules, imports {used}{more}"


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


def _walked(tree: ast.Module) -> _Looked:
    """One walk with a stack of our own: `ast.walk` takes several times as long."""
    found: list[tuple[Violation, str]] = []
    modules: set[str] = set()
    stack: list[Any] = [tree]
    while stack:
        node = stack.pop()
        kind = type(node)
        if kind is list:
            stack.extend(node)
            continue
        check = checks.CHECKS.get(kind)
        if check is not None:
            for one in check(node):
                line, column = node.lineno, node.col_offset
                said = Violation(line, column, one.code, one.message, one.note)
                found.append((said, one.root))
            if kind is ast.Import or kind is ast.ImportFrom:
                modules.update(checks.names_of_modules(node))
        if kind is ast.Attribute and checks.is_guarded(node.value):
            # `sys.argv` has been looked at; only a bare `sys` is a finding.
            continue
        for field in _FIELDS.get(kind, ()):
            value = getattr(node, field)
            if value is not None:
                stack.append(value)
    return _Looked(tuple(found), frozenset(modules))


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
    return _settled([(0, _looked(script))])


def _looked(script: str) -> _Looked:
    tree = _parse(script)
    if isinstance(tree, Violation):
        return _Looked(((tree, ""),))
    return _walked(tree)


def _settled(parts: Iterable[tuple[int, _Looked]]) -> tuple[Violation, ...]:
    """What holds of the whole: each part with the lines before it."""
    known = list(parts)
    modules = frozenset().union(*(looked.modules for _, looked in known))
    found = {
        replace(one, line=one.line + before)
        for before, looked in known
        for one, root in looked.found
        if not root or root in modules
    }
    return tuple(sorted(found))


@lru_cache(maxsize=4096)
def _look_at_part(part: str) -> _Looked:
    """Most parts of generated scripts are functions that were seen before."""
    return _looked(part)


# A definition after an empty line begins a part.
_PART = re.compile(r"(?<=\n\n)(?=(?:def|class) )")


def look(script: str) -> tuple[Violation, ...]:
    """Everything in the script that is forbidden or worth a note, from top to bottom.

    The parts between definitions are looked at one by one: what is whole by itself
    means the same in its place, since nothing is left open at its end. Where a part is
    not whole (a definition in the middle of a text, say), the script is looked at as one.
    """
    parts: list[tuple[int, _Looked]] = []
    line = 0
    for part in _PART.split(script) if len(script) <= _LARGEST else (script,):
        looked = _look_at_part(part)
        if any(one.code in ("syntax", "size") for one, _ in looked.found):
            return _look(script)
        parts.append((line, looked))
        line += part.count("\n")
    return _settled(parts)


def validate(script: str) -> tuple[Violation, ...]:
    """Everything in the script that is not allowed, from top to bottom."""
    return tuple(one for one in look(script) if not one.note)


def notes(script: str) -> tuple[Violation, ...]:
    """What is allowed, and may not do here what one would expect."""
    return tuple(one for one in look(script) if one.note)


def number_of_rules() -> int:
    """Entries of the tables that refuse something."""
    tables = (
        *(checks.MODULES, checks.NAMES, checks.ATTRIBUTES, checks.CALLS),
        forbidden.FORBIDDEN_KEYWORDS,
    )
    return sum(len(table) for table in tables) + len(checks.CHECKS)


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
    everything = look(script) if found is None else found
    return SecuritySummary(
        lines=script.count("\n") + 1,
        rules=number_of_rules(),
        imports=tuple(sorted(imports - {"__future__"})),
        violations=tuple(one for one in everything if not one.note),
        notes=tuple(one for one in everything if one.note),
    )
