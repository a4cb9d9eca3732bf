"""Which branches of a function are decided before it runs.

One function is followed with what is known of its parameters. Of each local name the
join of all that is ever bound to it is kept (flow-insensitive), so the order of the
statements does not matter; names whose value is changed in place are unknown.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from analysis.scripts.cutting.aliasing import (
    bound_names,
    may_be,
    names_bound,
    names_within,
    sharing,
)
from analysis.scripts.cutting.known_values import (
    Known,
    Lookup,
    Setting,
    is_constant,
    truth,
    value_of,
)

_MOST_PASSES = 8
_MUTATING = frozenset(
    ("append extend insert remove pop sort reverse clear update add discard popitem"
     " setdefault difference_update intersection_update").split()
)  # fmt: skip
_OPAQUE = (ast.Try, ast.Match, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
Arguments = Mapping[str, "Known | None"]
Changes = Mapping[str, tuple[Sequence[str], AbstractSet[str]]]


class TooHard(Exception):
    """The function cannot be followed; nothing in it is decided."""


@dataclass(eq=False)
class Followed:
    """A function as far as it can be reached.

    ``decided`` maps the identity of a node (`if`, `x if y else z`, `and`, `or`, `for`)
    to how it is decided; ``settings`` are what that rests on. ``calls`` are the calls
    of plain names that can be reached, ``mentioned`` the names that are read otherwise.
    """

    decided: dict[int, bool] = field(default_factory=dict)
    settings: set[Setting] = field(default_factory=set)
    calls: list[tuple[str, ast.Call]] = field(default_factory=list)
    mentioned: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    lookup: Lookup = lambda _: None


def follow(
    function: ast.FunctionDef,
    lines: Sequence[str],
    parameters: Arguments,
    constants: Lookup,
    changes: Changes,
) -> Followed:
    """What of a function can be reached.

    Args:
        lines: the text that the function's line numbers count.
        parameters: what is known of each; None where nothing is.
        constants: what is known of a name of the module.
        changes: by called function, its parameters and those that it changes in place.

    Raises:
        TooHard: what is known does not settle.
    """
    walk = _Walk(function, lines, parameters, constants, changes)
    for _ in range(_MOST_PASSES):
        if not walk.once():
            return walk.found
    raise TooHard(function.name)


class _Walk:
    """The passes over one function, until nothing new is learnt."""

    def __init__(
        self,
        function: ast.FunctionDef,
        lines: Sequence[str],
        parameters: Arguments,
        constants: Lookup,
        changes: Changes,
    ) -> None:
        self.function = function
        self.lines = lines
        self.constants = constants
        self.changes = changes
        self.known: dict[str, Known | None] = dict(parameters)
        self.local = set(parameters) | bound_names(function)
        self.aliases: dict[str, set[str]] = {}
        self.mutated: set[str] = set()
        self.elements: set[str] = set()
        self.held: set[str] = set()
        self.deep = False
        self.news = False
        self.foldable = True
        self.found = Followed()

    def once(self) -> bool:
        """One pass; whether it found out anything that the last one did not know."""
        self.news = False
        self.found = Followed(lookup=self.lookup)
        self.block(self.function.body)
        deep = self.deep or not self.mutated.isdisjoint(self.elements)
        changed = self.mutated | self.held if deep else self.mutated
        for name in sharing(changed, self.aliases) & self.local:
            known = self.known.get(name)
            if known is None or not all(map(is_constant, known.values)):
                self.bind(name, None)
                self.found.changed.add(name)
        return self.news

    def lookup(self, name: str) -> Known | None:
        if name not in self.local:
            return self.constants(name)
        return self.known.get(name, Known(()))

    def bind(self, name: str, value: Known | None) -> None:
        if name in self.known:
            old = self.known[name]
            value = old.joined(value) if old and value else None
            if value == old or (old is not None and value is not None
                                and len(value.values) == len(old.values)
                                and value.settings == old.settings):  # fmt: skip
                return
        self.known[name] = value
        self.news = True

    def block(self, statements: Iterable[ast.stmt]) -> bool:
        """Follow statements; whether what comes after them can be reached."""
        return all(self.statement(statement) for statement in statements)

    def statement(self, node: ast.stmt) -> bool:
        match node:
            case ast.If():
                return self.choice(node)
            case ast.For():
                self.loop(node)
            case ast.With():
                for item in node.items:
                    self.expression(item.context_expr)
                    self.forget(item.optional_vars)
                self.block(node.body)
            case ast.While():
                self.expression(node.test)
                self.block([*node.body, *node.orelse])
            case ast.Assign() | ast.AnnAssign():
                self.assignment(node)
            case ast.AugAssign():
                self.expression(node.value)
                self.change(node.target)
                self.forget(node.target)
            case _ if isinstance(node, _OPAQUE):
                self.opaque(node)
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self.expression(child)
                if isinstance(node, ast.Delete):
                    for target in node.targets:
                        self.change(target)
        return not isinstance(node, (ast.Return, ast.Raise))

    def choice(self, node: ast.If) -> bool:
        holds = self.decide(node, node.test)
        if holds is None:
            self.expression(node.test)
            # Both: `or` would leave the second out.
            return any([self.block(node.body), self.block(node.orelse)])
        return self.block(node.body if holds else node.orelse)

    def loop(self, node: ast.For) -> None:
        self.expression(node.iter)
        over = value_of(node.iter, self.lookup)
        self.item(node.target, node.iter, over)
        nothing = over if over and over.values and not any(over.values) else None
        skipped = nothing is not None and not node.orelse
        if not (nothing and skipped and self.fold(node, False, nothing.settings)):
            self.block([*node.body, *node.orelse])

    def item(self, target: ast.expr, iterable: ast.expr, over: Known | None) -> None:
        """Bind a loop's name to each element."""
        if not isinstance(target, ast.Name):
            self.forget(target)
            return
        self.alias(target.id, iterable)
        self.elements.add(target.id)
        if over is None or any(not isinstance(v, (list, tuple)) for v in over.values):
            self.bind(target.id, None)
            return
        for value in over.values:
            for element in value:
                self.bind(target.id, Known((element,), over.settings))

    def opaque(self, node: ast.AST) -> None:
        """All of it can be reached; what it binds is unknown unless bound plainly."""
        outer, self.foldable = self.foldable, False
        for child in ast.walk(node):
            if isinstance(child, ast.arg):
                self.bind(child.arg, None)
            elif isinstance(child, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
                if child.name:
                    self.bind(child.name, None)
            elif isinstance(child, ast.Name) and not isinstance(child.ctx, ast.Load):
                self.bind(child.id, None)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                self.statement(child)
            elif isinstance(child, ast.expr):
                self.expression(child)
            elif not isinstance(child, ast.arguments):
                self.opaque(child)
            else:
                for default in (*child.defaults, *filter(None, child.kw_defaults)):
                    self.expression(default)
        self.foldable = outer

    def assignment(self, node: ast.Assign | ast.AnnAssign) -> None:
        if node.value is None:
            return
        self.expression(node.value)
        value = value_of(node.value, self.lookup)
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if isinstance(target, ast.Name):
                self.bind(target.id, value)
                self.alias(target.id, node.value)
            elif isinstance(target, (ast.Subscript, ast.Attribute)):
                self.change(target)
                self.expression(target)
            else:
                self.forget(target)
                for name in names_bound(target):
                    self.alias(name, node.value)

    def forget(self, target: ast.expr | None) -> None:
        for name in names_bound(target) if target else ():
            self.bind(name, None)

    def alias(self, name: str, value: ast.expr) -> None:
        for other in may_be(value):
            self.aliases.setdefault(name, set()).add(other)
            self.aliases.setdefault(other, set()).add(name)

    def change(self, target: ast.expr) -> None:
        """An object is changed in place: what a name stands for, or something in it."""
        place = target
        if isinstance(place, (ast.Subscript, ast.Attribute)) and place is target:
            place = place.value
        self.deep = self.deep or not isinstance(place, ast.Name)
        self.mutated.update(names_within(place))

    def expression(self, node: ast.expr) -> None:
        """Follow what of an expression is evaluated."""
        match node:
            case ast.IfExp():
                holds = self.decide(node, node.test)
                parts = [node.test, node.body, node.orelse]
                if holds is not None:
                    parts = [node.body if holds else node.orelse]
                for part in parts:
                    self.expression(part)
            case ast.BoolOp(values=[first, *rest]):
                self.either(node, first, rest)
            case ast.Name(id=name):
                self.found.mentioned.add(name)
            case ast.Call():
                self.call(node)
            case ast.Lambda():
                self.opaque(node)
            case ast.NamedExpr(target=ast.Name(id=name), value=value):
                self.expression(value)
                self.bind(name, None)
                self.alias(name, value)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                self.comprehension(node)
            case _:
                if isinstance(node, (ast.List, ast.Tuple, ast.Set, ast.Dict)):
                    self.held.update(names_within(node))
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self.expression(child)

    def either(self, node: ast.BoolOp, first: ast.expr, rest: list[ast.expr]) -> None:
        """`a or b` is `a` where that holds, `b` where it does not."""
        self.expression(first)
        if len(rest) == 1:
            holds, settings = truth(first, self.lookup)
            stops = isinstance(node.op, ast.Or)
            decided = holds is not None and self.fold(node, holds is stops, settings)
            if decided and holds is stops:
                return
        for part in rest:
            self.expression(part)

    def comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> None:
        for part in node.generators:
            self.expression(part.iter)
            self.item(part.target, part.iter, value_of(part.iter, self.lookup))
            for condition in part.ifs:
                self.expression(condition)
        for name in ("key", "value", "elt"):
            child = getattr(node, name, None)
            if child is not None:
                self.expression(child)

    def call(self, node: ast.Call) -> None:
        function = node.func
        if isinstance(function, ast.Name):
            self.found.calls.append((function.id, node))
            self.pass_on(function.id, node)
        else:
            self.expression(function)
        if isinstance(function, ast.Attribute) and function.attr in _MUTATING:
            # Not what a name holds: the method's own object is the place.
            self.deep = self.deep or not isinstance(function.value, ast.Name)
            self.mutated.update(names_within(function.value))
            for argument in node.args:
                self.held.update(names_within(argument))
        for argument in node.args:
            self.expression(argument)
        for keyword in node.keywords:
            self.expression(keyword.value)

    def pass_on(self, name: str, node: ast.Call) -> None:
        """What the called function changes in place is changed here, too."""
        parameters, changed = self.changes.get(name, ((), frozenset()))
        if changed:
            given = [*zip(parameters, node.args, strict=False)]
            given += [(k.arg or "", k.value) for k in node.keywords]
            for parameter, argument in given:
                if parameter in changed or isinstance(argument, ast.Starred):
                    self.deep = True
                    self.mutated.update(names_within(argument))

    def decide(self, node: ast.If | ast.IfExp, test: ast.expr) -> bool | None:
        holds, settings = truth(test, self.lookup)
        if holds is None or not self.fold(node, holds, settings):
            return None
        return holds

    def fold(self, node: ast.AST, holds: bool, settings: frozenset[Setting]) -> bool:
        """Note a decision; False where the text could not be cut accordingly."""
        if not self.foldable or self.spans_text(node):
            return False
        self.found.decided[id(node)] = holds
        self.found.settings |= settings
        return True

    def spans_text(self, node: ast.AST) -> bool:
        """Whether a text of several lines is inside, which cannot be moved left."""
        first, last = node.lineno, node.end_lineno  # type: ignore[attr-defined]
        return any('"""' in line for line in self.lines[first - 1 : last])
