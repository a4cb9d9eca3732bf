"""Several scripts one after the other, their common functions written once."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

# What a constant may call: the same each time.
_BUILDERS = {"frozenset", "tuple", "set", "dict", "compile"}
_FUTURE = "from __future__ import annotations"


@dataclass(frozen=True)
class Parts:
    """A script taken apart.

    ``definitions`` maps names to their text, in order. A script that mixes definitions
    and work has all of itself in ``work``.
    """

    imports: tuple[str, ...]
    definitions: dict[str, str]
    work: str


def take_apart(script: str) -> Parts:
    """Imports, definitions (functions, classes, constants), and the work."""
    tree = ast.parse(script)
    lines = script.splitlines(keepends=True)
    imports: list[str] = []
    definitions: dict[str, str] = {}
    for place, node in enumerate(tree.body):
        if place == 0 and _is_text(node):
            continue
        name = _defined(node)
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports.append(_source(lines, node))
        elif name is not None and name not in definitions:
            definitions[name] = _source(lines, node)
        else:
            rest = tree.body[place:]
            if any(_is_preparing(one) for one in rest):
                return _whole(script, tree, lines)
            start = rest[0].lineno - 1
            return Parts(tuple(imports), definitions, "".join(lines[start:]).strip())
    return Parts(tuple(imports), definitions, "")


def _whole(script: str, tree: ast.Module, lines: list[str]) -> Parts:
    """Everything as work; what must stand at the top of a file is taken out."""
    future = {
        number
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
        for number in range(node.lineno - 1, node.end_lineno or node.lineno)
    }
    kept = [line for number, line in enumerate(lines) if number not in future]
    return Parts((), {}, "".join(kept).strip())


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_preparing(node: ast.stmt) -> bool:
    return isinstance(
        node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef
    )


def _defined(node: ast.stmt) -> str | None:
    """The name that a statement defines without doing any work."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ) if name.isupper():
            return name if _is_constant(value) else None
    return None


def _is_constant(value: ast.expr) -> bool:
    """Whether an expression gives the same whenever it is computed."""
    calls = [node.func for node in ast.walk(value) if isinstance(node, ast.Call)]
    names = [getattr(called, "id", getattr(called, "attr", "")) for called in calls]
    return all(name in _BUILDERS for name in names)


def _names(text: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}


def _source(lines: list[str], node: ast.stmt) -> str:
    """A statement with its decorators and the remark at its end."""
    decorators = getattr(node, "decorator_list", [])
    start = min([node.lineno, *(one.lineno for one in decorators)]) - 1
    return "".join(lines[start : node.end_lineno]).rstrip()


@dataclass
class Session:
    """What is defined so far, when scripts run one after the other in one place."""

    imports: set[str] = field(default_factory=set)
    definitions: dict[str, str] = field(default_factory=dict)

    def add(self, script: str) -> tuple[str, str]:
        """What a script needs beyond what is defined already, and its work."""
        parts = take_apart(script)
        needed = [
            text
            for text in dict.fromkeys(parts.imports)
            if text not in self.imports and text != _FUTURE
        ]
        fresh: dict[str, str] = {}
        for name, text in parts.definitions.items():
            # A value or a default may have been computed from what is another now.
            if self.definitions.get(name) != text or _names(text) & fresh.keys():
                fresh[name] = text
        self.imports.update(parts.imports)
        self.definitions.update(parts.definitions)
        if not parts.imports and not parts.definitions:
            # A script in one piece may have changed anything.
            self.imports.clear()
            self.definitions.clear()
        pieces = ["\n".join(needed), *fresh.values()]
        return "\n\n\n".join(piece for piece in pieces if piece), parts.work
