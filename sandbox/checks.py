"""What single nodes of a script's tree are found to do, by the tables.

A finding is refused, or only noted. Some hold only if a name stands for a module: "os"
in ``random._os`` is the module, in ``data.os`` a column.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from . import forbidden, permitted, runaway


class Finding(NamedTuple):
    """What is found, whether it is only noted, and the name that must be a module."""

    code: str
    message: str
    note: bool = False
    root: str = ""


MODULES = forbidden.by_name(forbidden.MODULES)
_INNER_MODULES = {
    name: reason
    for name, reason in MODULES.items()
    if name not in forbidden.ORDINARY_WORDS
} | {"os": forbidden.FILES, "sys": forbidden.INTROSPECTION}
NAMES = forbidden.by_name(forbidden.NAMES)
ATTRIBUTES = forbidden.by_name(forbidden.ATTRIBUTES)
CALLS = forbidden.by_name(forbidden.CALLS)
_NOTED_MODULES = forbidden.by_name(forbidden.NOTED_MODULES)
_NOTED_CALLS = forbidden.by_name(forbidden.NOTED_CALLS)
_NOTED_NAMES = forbidden.by_name(forbidden.NOTED_NAMES)
_SUSPICIOUS = frozenset({*ATTRIBUTES, *CALLS, *_INNER_MODULES, *_NOTED_CALLS})
_GUARDED = ("sys", "os")
# What the interpreter prints with; they read files.
_PRINTERS = ("copyright", "credits", "help", "license", "exit", "quit")
_NAMESPACES = ("globals", "locals", "vars")
_REFLECTION = ("getattr", "setattr", "delattr", "hasattr")
_TEMPLATES = ("format", "format_map")
_EXPRESSIONS = ("query", "eval")

_ADDRESS = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]+://")
_ELSEWHERE = re.compile(r"\s*(?:[/~]|[A-Za-z]:/|(?:.*/)?\.\.(?:/|$))")
_LONGEST_PATH = 400
_CLIMBS = re.compile(r"\{[^{}]*(?:\.\s*_|__)")


def _import(node: ast.Import) -> Iterator[Finding]:
    for alias in node.names:
        yield from _module(alias.name)
        if alias.name in _GUARDED and alias.asname not in (None, alias.name):
            yield Finding("import", f"{alias.name} may not get another name")


def _module(dotted: str) -> Iterator[Finding]:
    root, *inner = dotted.split(".")
    reason = MODULES.get(root)
    if reason is None and root.startswith("_") and root != "__future__":
        reason = forbidden.TRAVERSAL
    if reason is not None:
        if ".".join((root, *inner[:1])) not in permitted.ALLOWED_PARTS:
            yield Finding("import", f"import of {dotted}: {reason}")
        return
    for part in inner:
        if part.startswith("_") or part in _INNER_MODULES or part in ATTRIBUTES:
            yield Finding("import", f"import of {dotted}: {forbidden.TRAVERSAL}")
            return
    if root in _NOTED_MODULES:
        yield Finding("import", f"import of {dotted}: {_NOTED_MODULES[root]}", True)
    elif root not in permitted.ALLOWED_IMPORTS:
        words = f"import of {dotted}: it {forbidden.UNKNOWN}"
        yield Finding("import", words, True)


def _import_from(node: ast.ImportFrom) -> Iterator[Finding]:
    module = node.module or ""
    if node.level or not module:
        yield Finding("import", "relative import: there is no package around a script")
        return
    if any(f"{module}.{a.name}" not in permitted.ALLOWED_PARTS for a in node.names):
        yield from _module(module)
    for alias in node.names:
        yield from _imported(module, alias.name)


def _imported(module: str, name: str) -> Iterator[Finding]:
    if module in _GUARDED:
        if not _is_part(module, name):
            yield Finding("import", f"{module}.{name}: {_reason(module, name)}")
    elif name == "*":
        words = f"from {module} import *: names that cannot be checked"
        yield Finding("import", words, True)
    elif name.startswith("_") and module != "__future__":
        words = f"import of {module}.{name}: {forbidden.TRAVERSAL}"
        yield Finding("import", words)
    else:
        for table in (_INNER_MODULES, ATTRIBUTES, CALLS):
            if name in table:
                yield Finding("import", f"import of {module}.{name}: {table[name]}")
                return


def _is_part(module: str, name: str) -> bool:
    """Whether a script may have that of a guarded module."""
    parts = {"sys": permitted.SYS_ATTRIBUTES, "os": permitted.OS_ATTRIBUTES}[module]
    return name in parts


def _reason(module: str, name: str) -> str:
    rest = forbidden.INTROSPECTION if module == "sys" else forbidden.NOT_FOR_SCRIPTS
    return ATTRIBUTES.get(name) or CALLS.get(name) or rest


def _name(node: ast.Name) -> Iterable[Finding]:
    name = node.id
    if name in NAMES:
        if isinstance(node.ctx, ast.Load) or name[0] == "_":
            return (Finding("name", f"{name}: {NAMES[name]}"),)
    elif name == "sys":
        return (Finding("name", f"sys by itself: {forbidden.INTROSPECTION}"),)
    elif name == "os":
        words = f"os by itself: {forbidden.INTROSPECTION}"
        return (Finding("name", words, root="os"),)
    return ()


def _attribute(node: ast.Attribute) -> Iterable[Finding]:
    name = node.attr
    if name not in _SUSPICIOUS and name[0] != "_" and not is_guarded(node.value):
        return ()
    return _suspicious_attribute(node)


def is_guarded(node: ast.expr) -> bool:
    """Whether it is a module of which only parts are for scripts."""
    return isinstance(node, ast.Name) and node.id in _GUARDED


def _suspicious_attribute(node: ast.Attribute) -> Iterator[Finding]:
    name, base = node.attr, node.value
    if (
        isinstance(base, ast.Name)
        and base.id in _GUARDED
        and not _is_part(base.id, name)
    ):
        words = f"{base.id}.{name}: {_reason(base.id, name)}"
        if name in CALLS:
            words = f".{name}: {CALLS[name]}"  # as where it is called: said once
        # `sys` is refused without an import, too; `os` may be a table.
        sure = base.id == "sys" or _is_dunder(name)
        yield Finding("attribute", words, root="" if sure else "os")
    elif name[0] == "_" and isinstance(base, ast.Name) and base.id in _PRINTERS:
        yield Finding("attribute", f".{name}: {forbidden.TRAVERSAL}")
    elif name in ATTRIBUTES:
        yield Finding("attribute", f".{name}: {ATTRIBUTES[name]}")
    elif _is_dunder(name) and name not in permitted.DUNDER_ATTRIBUTES:
        yield Finding("attribute", f".{name}: {forbidden.TRAVERSAL}")
    root = _root(base)
    if not root or not isinstance(node.ctx, ast.Load):
        return
    if name[0] == "_":
        if not _is_dunder(name) or name == "__dict__":
            yield Finding("attribute", f".{name}: {forbidden.TRAVERSAL}", root=root)
    elif name in _INNER_MODULES:
        yield Finding("attribute", f".{name}: {_INNER_MODULES[name]}", root=root)
    elif name in CALLS:
        yield Finding("attribute", f".{name}: {CALLS[name]}", root=root)
    elif name in _NOTED_CALLS:
        yield Finding("attribute", f".{name}: {_NOTED_CALLS[name]}", True, root)


def _is_dunder(name: str) -> bool:
    return name[:2] == "__" and name[-2:] == "__"


def _root(node: ast.expr) -> str:
    """The name that a chain of attributes begins with, if nothing else is in it."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _call(node: ast.Call) -> Iterator[Finding]:
    called = node.func
    if isinstance(called, ast.Name):
        name = called.id
        yield from _called_name(name, node)
    elif isinstance(called, ast.Attribute):
        name = called.attr
        yield from _called_attribute(called, node)
    else:
        return
    if name in permitted.FILE_FUNCTIONS:
        for place, argument in enumerate(node.args[:2]):
            yield from _path(name, argument, first=not place)
        for keyword in node.keywords:
            if keyword.arg in permitted.FILE_KEYWORDS:
                yield from _path(name, keyword.value)
    for keyword in node.keywords:
        yield from _keyword(keyword)
    for argument in node.args:
        if isinstance(argument, ast.Name) and argument.id in _REFLECTION:
            words = f"{argument.id} in other hands: {forbidden.INTROSPECTION}"
            yield Finding("call", words)


def _called_name(name: str, node: ast.Call) -> Iterator[Finding]:
    if name in CALLS:
        # Imported from somewhere under its own name, which was refused there.
        yield Finding("call", f"{name}: {CALLS[name]}", root=name)
    elif name in _NOTED_NAMES and not (name == "vars" and node.args):
        yield Finding("name", f"{name}: {_NOTED_NAMES[name]}", True)
    elif name == "type" and len(node.args) > 1:
        words = "type() with a namespace makes a class while it runs"
        yield Finding("call", words, True)
    elif name in _REFLECTION and len(node.args) > 1:
        yield from _reflection(name, node.args[0], node.args[1])


def _reflection(name: str, of: ast.expr, attribute: ast.expr) -> Iterator[Finding]:
    """An attribute by its name, which is looked at like any other where it is written."""
    if isinstance(attribute, ast.Constant) and isinstance(attribute.value, str):
        asked = ast.Attribute(of, attribute.value or " ", ast.Load())
        yield from _attribute(asked)
        if attribute.value in CALLS:
            words = f"{name} of {attribute.value}: {CALLS[attribute.value]}"
            yield Finding("attribute", words)
        elif attribute.value in _INNER_MODULES:
            words = f"{name} of {attribute.value}: {_INNER_MODULES[attribute.value]}"
            yield Finding("attribute", words)
    else:
        words = f"{name} of a name that is made while it runs"
        yield Finding("call", words, True)
        if is_guarded(of):
            yield Finding("call", f"{words}: {forbidden.INTROSPECTION}")


def _called_attribute(called: ast.Attribute, node: ast.Call) -> Iterator[Finding]:
    name = called.attr
    if name in CALLS:
        yield Finding("attribute", f".{name}: {CALLS[name]}")
    elif name in _NOTED_CALLS:
        yield Finding("attribute", f".{name}: {_NOTED_CALLS[name]}", True)
    elif name in _TEMPLATES:
        yield from _format(called.value)
    elif name in _EXPRESSIONS and node.args and "__" in _beginning(node.args[0]):
        yield Finding("format", f"{name} with attributes: {forbidden.TRAVERSAL}")
    elif name in ("get", "pop", "setdefault") and node.args:
        yield from _looked_up(called.value, node.args[0])
    elif name == "join" and _is_path_module(called.value):
        for argument in node.args:
            yield from _path("join", argument)
    if _root(called.value) in ("os", "shutil") and name not in permitted.FILE_FUNCTIONS:
        for argument in node.args:
            yield from _path(name, argument)


def _is_path_module(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else ""
    return (node.id if isinstance(node, ast.Name) else name) == "path"


def _format(base: ast.expr) -> Iterator[Finding]:
    """Replacement fields can climb along attributes, to where no template goes."""
    if _CLIMBS.search(_beginning(base)):
        yield Finding("format", f"format with attributes: {forbidden.TRAVERSAL}")
    elif isinstance(base, (ast.BinOp, ast.JoinedStr)):
        yield Finding("format", "format of a text that is made while it runs", True)


def _beginning(node: ast.expr) -> str:
    """A text, or as much of its beginning as is written out."""
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        node = node.left
    if isinstance(node, ast.JoinedStr) and node.values:
        node = node.values[0]
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        text = node.value
        return text if isinstance(text, str) else text.decode("latin-1")
    return ""


def _path(name: str, argument: ast.expr, *, first: bool = True) -> Iterator[Finding]:
    text = _beginning(argument)
    if text.lstrip()[:1] in ("", "{", "[", "<") or (not first and len(text) < 2):
        return  # it is the content itself, or a separator
    if _ADDRESS.match(text):
        if not text.lstrip().startswith("sqlite://"):
            yield Finding("path", f"{name} of {text[:80]!r}: {forbidden.NETWORK}")
    elif (
        "\n" not in text
        and len(text) < _LONGEST_PATH
        and _ELSEWHERE.match(text.replace("\\", "/"))
    ):
        yield Finding("path", f"{name} of {text[:80]!r}: {forbidden.FILES}")


def _keyword(keyword: ast.keyword) -> Iterator[Finding]:
    name = keyword.arg or ""
    if isinstance(keyword.value, ast.Constant) and not keyword.value.value:
        return
    if name in forbidden.FORBIDDEN_KEYWORDS:
        yield Finding("call", f"{name}: {forbidden.FORBIDDEN_KEYWORDS[name]}")
    elif name in forbidden.NOTED_KEYWORDS:
        yield Finding("call", f"{name}: {forbidden.NOTED_KEYWORDS[name]}", True)


def _subscript(node: ast.Subscript) -> Iterator[Finding]:
    yield from _looked_up(node.value, node.slice)


def _looked_up(of: ast.expr, key: ast.expr) -> Iterator[Finding]:
    """A name of the interpreter's, out of a namespace."""
    called = of.func if isinstance(of, ast.Call) else None
    inner = isinstance(called, ast.Name) and called.id in _NAMESPACES
    if inner or (isinstance(of, ast.Attribute) and of.attr == "__dict__"):
        text = _beginning(key)
        if text.startswith("__") or text in NAMES:
            yield Finding("attribute", f"{text[:40]}: {forbidden.INTROSPECTION}")


def _operation(node: ast.BinOp) -> Iterator[Finding]:
    for code, message in runaway.operation(node):
        yield Finding(code, message)
    if isinstance(node.op, ast.Div):
        # Paths are put together with it, numbers are not made of texts.
        yield from _path("/", node.right)


def _loop(node: ast.While) -> Iterator[Finding]:
    return (Finding(*one) for one in runaway.loop(node))


def _recursion(node: ast.FunctionDef) -> Iterator[Finding]:
    return (Finding(*one) for one in runaway.recursion(node))


CHECKS: dict[type, Callable[[Any], Iterable[Finding]]] = {
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Subscript: _subscript,
    ast.BinOp: _operation,
    ast.While: _loop,
    ast.FunctionDef: _recursion,
}


def names_of_modules(node: ast.stmt | Any) -> Iterator[str]:
    """The names that an import gives to modules, or to what they hold."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.asname or alias.name.partition(".")[0]
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            yield alias.asname or alias.name


def is_known(module: str) -> bool:
    """Whether the tables say anything of a module of the standard library."""
    return (
        module in MODULES
        or module in _NOTED_MODULES
        or module in permitted.STANDARD_LIBRARY
        or module.startswith("_")
        or module not in sys.stdlib_module_names
    )
