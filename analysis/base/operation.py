"""An operation: one thing that can be done with a table, declared in one file."""

from __future__ import annotations

import inspect
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy as np
import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.grounds import Grounds
from analysis.base.language import Language
from analysis.base.parameters import ColumnRole, Parameter, parameters_of
from analysis.base.plain import plain
from analysis.base.reply import Block
from analysis.base.task import Step

logger = logging.getLogger(__name__)
OperationKind = Literal["prepare", "analyse", "chart"]
Effect = Literal["row", "subset", "table", "reshape"]


@dataclass(frozen=True)
class Answer:
    """What an operation has to say of its result: one plain sentence, and blocks."""

    summary: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Reference:
    """A published or certified result, with its source (R call, NIST, paper, page)."""

    data: Mapping[str, list[Any]]
    params: Mapping[str, Any]
    expected: Mapping[str, Any]
    source: str
    relative: float = 1e-4


_CALLED = re.compile(r"\b([a-z_]+)\(")

Compute = Callable[..., Any]


@dataclass(frozen=True)
class Asked:
    """An answer of before with what is asked of it further.

    ``params`` and ``result`` are those of the step that gave it, so what the result
    holds is its operation's to say; ``columns``, ``values``
    and ``number`` were named with the further question, ``setting`` is its kind's choice
    (such as the kind of a chart).
    """

    params: dict[str, Any]
    result: Any
    schema: Schema
    operation: Operation
    columns: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    number: float | None = None
    setting: str = ""


Further = Callable[[Asked], "Answer | tuple[Step, ...] | None"]

Params = Mapping[str, Any]
Presenting = TypeVar("Presenting", bound=Callable[..., Answer])
Explaining = TypeVar("Explaining", bound=Callable[..., list[Step]])
Reshaping = TypeVar("Reshaping", bound=Callable[..., list[Column]])
Checking = TypeVar("Checking", bound=Callable[..., None])
StandingFor = TypeVar("StandingFor", bound=Callable[..., tuple[str, dict[str, Any]]])
Told = TypeVar("Told")


def _with_named(hook: Callable[..., Told]) -> Callable[[Any, Params], Told]:
    """The hook, to be called with all of a step's parameters: it gets those it names."""
    named = inspect.signature(hook).parameters
    takes_all = any(one.kind is one.VAR_KEYWORD for one in named.values())

    def called(about: Any, params: Params) -> Told:
        given = params if takes_all else {k: params[k] for k in params if k in named}
        return hook(about, **given)

    return called


class Operation:
    """A declared operation; its name is its file's.

    The function given to :meth:`compute` is pure: a table and plain arguments in, plain
    values out. Its source is what the scripts contain, so besides numpy, pandas, scipy,
    statsmodels, scikit-learn and the standard library it may use only functions and
    constants of this project that are as self-contained. It returns, by kind:

    * ``prepare``: ``(data, info)``, a new table (never the old one changed) and what was
      done to it in plain values, for the words under the answer;
    * ``analyse`` and ``chart``: a dict of plain values, unrounded, that names how many
      rows it used (``n_obs``) and left out (``n_missing``).

    An operation may give :meth:`code` instead: parameters → pandas statements, where
    straight code reads better than a call. Those of a preparing operation rebind
    ``data``; those of an analysis bind ``found``, a dict as above. ``helpers`` are
    functions of this project that the statements may call by name.

    :meth:`further` says what its answers can be asked further.

    :meth:`present` turns the result into an :class:`Answer`; :meth:`companions` names
    charts that explain it, from the table's :class:`Schema`; :meth:`reshapes` tells of a
    preparing operation which columns it leaves. Each of these takes, after the result
    or the schema, those of the step's parameters that it names (or ``**params``).

    One that is not ``by_itself`` goes on from another's answer and has no examples.

    ``effect`` says of a preparing operation what new rows need for the same change:
    ``row``, nothing but the row itself; ``subset``, nothing, since rows are only left
    out or put in order; ``table``, statistics of the whole table; ``reshape``: rows
    become others. Where parameters decide, :meth:`effect_by` is given.
    """

    def __init__(
        self,
        module: str,
        *,
        kind: OperationKind,
        title: str,
        category: str,
        language: Language,
        references: tuple[Reference, ...] = (),
        effect: Effect = "table",
        helpers: tuple[Callable[..., Any], ...] = (),
        by_itself: bool = True,
    ) -> None:
        self.module = module
        self.name = module.rpartition(".")[2]
        self.kind = kind
        self.title = title
        self.category = category
        self.language = language
        self.references = references
        self.effect = effect
        self.helpers = helpers
        self.by_itself = by_itself
        self.deciding: Callable[..., Effect] | None = None
        self.function: Compute | None = None
        self.statements: Callable[..., str] | None = None
        self.presenter: Callable[[Any, Params], Answer] | None = None
        self.explaining: Callable[[Schema, Params], list[Step]] | None = None
        self.wording: Callable[..., str] | None = None
        self.reshaping: Callable[[Schema, Params], list[Column]] | None = None
        self.checking: Callable[[Schema, Params], None] | None = None
        self.hooks: dict[str, Further] = {}
        self.grounds = Grounds()
        self.chosen: Callable[[Any, Params], tuple[str, dict[str, Any]]] | None = None

    def compute(self, function: Compute) -> Compute:
        """Register the function that computes the operation."""
        self.function = function
        return function

    def code(self, function: Callable[..., str]) -> Callable[..., str]:
        """Register the function that writes the operation's statements."""
        self.statements = function
        return function

    def present(self, function: Presenting) -> Presenting:
        """Register the function that puts a result into words and pictures."""
        self.presenter = _with_named(function)
        return function

    def companions(self, function: Explaining) -> Explaining:
        """Register the function that names charts which explain a result."""
        self.explaining = _with_named(function)
        return function

    def reshapes(self, function: Reshaping) -> Reshaping:
        """The columns after the step, for what is asked of the table then."""
        self.reshaping = _with_named(function)
        return function

    def checks(self, function: Checking) -> Checking:
        """Whether parameters fit a table; raises a TaskError where they do not."""
        self.checking = _with_named(function)
        return function

    def restate(self, function: Callable[..., str]) -> Callable[..., str]:
        """Words for a step with these parameters ("Mean of fare by sex")."""
        self.wording = function
        return function

    def further(self, kind: str) -> Callable[[Further], Further]:
        """What is answered when an answer of this operation is asked further.

        ``kind`` is one of the acts of :mod:`chat.discourse` ("pairs", "ranks", "sort",
        …). The function answers from the stored result, gives the steps of a further
        calculation, or None where there is nothing to tell. What whole families have in
        common is in :mod:`analysis.further`.
        """

        def hook(function: Further) -> Further:
            self.hooks[kind] = function
            return function

        return hook

    def stands_for(self, function: StandingFor) -> StandingFor:
        """The operation, and its parameters, that this one has chosen for a result."""
        self.chosen = _with_named(function)
        return function

    def stands_on(self, grounds: Grounds) -> None:
        """Why the method is used, and what it takes for granted."""
        self.grounds = grounds

    def effect_by(self, function: Callable[..., Effect]) -> Callable[..., Effect]:
        """Register the function that says by the parameters what new rows need."""
        self.deciding = function
        return function

    def effect_of(self, params: Mapping[str, Any]) -> Effect:
        """What new rows need for the same change, with these parameters."""
        return self.deciding(**params) if self.deciding else self.effect

    def helpers_in(self, statements: str) -> list[Callable[..., Any]]:
        """The helpers that these statements call."""
        called = set(_CALLED.findall(statements))
        return [each for each in self.helpers if each.__name__ in called]

    def carried_out(self, data: pd.DataFrame, params: Mapping[str, Any]) -> Any:
        """What the operation gives for a table, computed here instead of in a script.

        A preparing operation gives ``(data, info)``, the others a dict of plain values.
        """
        if self.function is not None:
            return self.function(data, **params)
        if self.statements is None:
            raise TypeError(f"operation {self.name} has neither compute nor code")
        code = self.statements(**params)
        scope = {"data": data, "pd": pd, "np": np}
        scope |= {each.__name__: each for each in self.helpers_in(code)}
        exec(code, scope)
        return (scope["data"], {}) if self.kind == "prepare" else plain(scope["found"])

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """What the signature says of each parameter."""
        function = self.function or self.statements
        if function is None:
            raise TypeError(f"operation {self.name} has neither compute nor code")
        return parameters_of(function)

    @property
    def summary(self) -> str:
        """The first line of its documentation."""
        function = self.function or self.statements
        return ((function and function.__doc__) or self.title).strip().splitlines()[0]

    def column_parameters(self) -> dict[str, ColumnRole]:
        """The parameters that name columns, with the roles of these."""
        return dict(self._column_parameters)

    @cached_property
    def _column_parameters(self) -> dict[str, ColumnRole]:
        return {
            name: parameter.role
            for name, parameter in self.parameters.items()
            if isinstance(parameter.role, ColumnRole)
        }

    def words(self, params: Mapping[str, Any]) -> str:
        """The step restated for people; in general words if its own do not fit."""
        if self.wording is not None:
            try:
                return self.wording(**params)
            except Exception:
                # Steps are stored: an earlier version's must be named and taken back.
                logger.warning("no words for a step of %s", self.name, exc_info=True)
        named = [
            ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            for name, value in params.items()
            if name in self.column_parameters() and value
        ]
        return self.title + (" of " + ", ".join(named) if named else "")
