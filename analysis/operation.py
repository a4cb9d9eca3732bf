"""An operation: one thing that can be done with a table, declared in one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from analysis.columns import Column, Schema
from analysis.language import Language
from analysis.parameters import ColumnRole, Parameter, parameters_of
from analysis.reply import Block
from analysis.task import Step

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


Compute = Callable[..., Any]
Reshaping = Callable[[Schema, dict[str, Any]], list[Column]]
Present = Callable[[dict[str, Any], dict[str, Any]], Answer]


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

    A preparing operation may give :meth:`code` instead: parameters → pandas statements
    that rebind ``data``, where straight code reads better than a call.

    :meth:`present` turns the result (and the parameters) into an :class:`Answer`;
    :meth:`companions` names charts that explain it; :meth:`reshapes` tells of a
    preparing operation which columns it leaves.

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
    ) -> None:
        self.module = module
        self.name = module.rpartition(".")[2]
        self.kind = kind
        self.title = title
        self.category = category
        self.language = language
        self.references = references
        self.effect = effect
        self.deciding: Callable[..., Effect] | None = None
        self.function: Compute | None = None
        self.statements: Callable[..., str] | None = None
        self.presenter: Present | None = None
        self.explaining: Callable[[dict[str, Any], Schema], list[Step]] | None = None
        self.wording: Callable[..., str] | None = None
        self.reshaping: Reshaping | None = None

    def compute(self, function: Compute) -> Compute:
        self.function = function
        return function

    def code(self, function: Callable[..., str]) -> Callable[..., str]:
        self.statements = function
        return function

    def present(self, function: Present) -> Present:
        self.presenter = function
        return function

    def companions(
        self, function: Callable[[dict[str, Any], Schema], list[Step]]
    ) -> Callable[[dict[str, Any], Schema], list[Step]]:
        self.explaining = function
        return function

    def reshapes(self, function: Reshaping) -> Reshaping:
        """The columns after the step, for what is asked of the table then."""
        self.reshaping = function
        return function

    def restate(self, function: Callable[..., str]) -> Callable[..., str]:
        """Words for a step with these parameters ("Mean of fare by sex")."""
        self.wording = function
        return function

    def effect_by(self, function: Callable[..., Effect]) -> Callable[..., Effect]:
        self.deciding = function
        return function

    def effect_of(self, params: Mapping[str, Any]) -> Effect:
        """What new rows need for the same change, with these parameters."""
        return self.deciding(**params) if self.deciding else self.effect

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
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
        return {
            name: parameter.role
            for name, parameter in self.parameters.items()
            if isinstance(parameter.role, ColumnRole)
        }

    def words(self, params: Mapping[str, Any]) -> str:
        """The step restated for people."""
        if self.wording is not None:
            return self.wording(**params)
        named = [
            ", ".join(value) if isinstance(value, list) else str(value)
            for name, value in params.items()
            if name in self.column_parameters() and value
        ]
        return self.title + (" of " + ", ".join(named) if named else "")
