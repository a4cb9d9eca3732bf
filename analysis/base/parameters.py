"""What may fill an operation's parameters, said in its signature's annotations."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from analysis.base.columns import Column

Sort = Literal["numeric", "ranked", "grouping", "datetime", "time", "any"]


@dataclass(frozen=True)
class ColumnRole:
    """A parameter that names columns of the table.

    Attributes:
        sort: which columns fit ("time" takes dates and numbers such as years, "ranked"
            numbers and words with an order of their own).
        many: a list of names instead of one. minimum, maximum: how many, for lists.
        if_empty: what an unnamed list means; "time": the table's column of time.
        markers: words before the column that give it this role ("by", "per", "against").
        unless: parameters beside which an unnamed list means nothing at all.
    """

    sort: Sort = "any"
    many: bool = False
    minimum: int = 1
    maximum: int | None = None
    if_empty: Literal["ask", "all", "none", "time"] = "ask"
    markers: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @property
    def takes_numbers(self) -> bool:
        """Whether it is meant for numbers, or for what counts by its place in an order."""
        return self.sort in ("numeric", "ranked")

    def accepts(self, column: Column) -> bool:
        match self.sort:
            case "numeric":
                return column.is_numeric or column.kind == "boolean"
            case "ranked":
                number = column.is_numeric or column.kind == "boolean"
                return number or column.is_ranked
            case "grouping":
                return column.is_grouping
            case "datetime":
                return column.kind == "datetime"
            case "time":
                return column.kind == "datetime" or column.is_numeric
            case "any":
                return True


@dataclass(frozen=True)
class WhereRole:
    """Row conditions: see :mod:`analysis.formulas.conditions`."""


@dataclass(frozen=True)
class ExpressionRole:
    """A formula over columns: see :mod:`analysis.formulas.expressions`."""


@dataclass(frozen=True)
class FormRole:
    """Plain JSON of a shape of its own.

    ``columns`` tells which columns a value names, given those that the table has.
    """

    columns: Callable[[Any, Sequence[str]], Collection[str]]


Role = ColumnRole | WhereRole | ExpressionRole | FormRole

GROUP_MARKERS = ("by", "per", "for each", "for every", "in each", "across", "within")
NumericColumn = Annotated[str, ColumnRole("numeric")]
NumericColumns = Annotated[list[str], ColumnRole("numeric", many=True)]
RankedColumn = Annotated[str, ColumnRole("ranked")]
AnyColumn = Annotated[str, ColumnRole("any")]
AnyColumns = Annotated[list[str], ColumnRole("any", many=True)]
AllNumericColumns = Annotated[
    list[str], ColumnRole("numeric", many=True, if_empty="all")
]
AllRankedColumns = Annotated[list[str], ColumnRole("ranked", many=True, if_empty="all")]
AllColumns = Annotated[list[str], ColumnRole("any", many=True, if_empty="all")]
GroupColumn = Annotated[str, ColumnRole("grouping", markers=GROUP_MARKERS)]
GroupColumns = Annotated[
    list[str],
    ColumnRole("grouping", many=True, if_empty="none", markers=GROUP_MARKERS),
]
Where = Annotated[dict[str, Any], WhereRole()]
Expression = Annotated[str, ExpressionRole()]


@dataclass(frozen=True)
class Parameter:
    """One parameter of an operation, read from its function's signature.

    ``choices`` is the closed set of words (from ``Literal``), ``many`` says that a list
    of them is taken. ``plain`` is the annotation without roles, as scripts show it.
    """

    name: str
    plain: Any
    required: bool
    default: Any = None
    role: Role | None = None
    choices: tuple[str, ...] = ()
    many: bool = False


def parameters_of(function: Callable[..., Any]) -> dict[str, Parameter]:
    """The parameters of an operation's function, the table itself (``data``) left out."""
    hints = typing.get_type_hints(function, include_extras=True)
    found = {}
    for name, signature in inspect.signature(function).parameters.items():
        if name == "data":
            continue
        found[name] = _parameter(name, hints[name], signature.default)
    return found


def _parameter(name: str, hint: Any, default: Any) -> Parameter:
    role = None
    optional, hint = _without_none(hint)
    if typing.get_origin(hint) is Annotated:
        hint, *extras = typing.get_args(hint)
        role = next((extra for extra in extras if isinstance(extra, Role)), None)
    many = typing.get_origin(hint) is list
    inner = typing.get_args(hint)[0] if many else hint
    choices = (
        typing.get_args(inner) if typing.get_origin(inner) is typing.Literal else ()
    )
    required = default is inspect.Parameter.empty
    return Parameter(
        name=name,
        plain=hint | None if optional else hint,
        required=required,
        default=None if required else default,
        role=role,
        choices=choices,
        many=many,
    )


def _without_none(hint: Any) -> tuple[bool, Any]:
    if typing.get_origin(hint) not in (typing.Union, types.UnionType):
        return False, hint
    rest = [part for part in typing.get_args(hint) if part is not type(None)]
    return len(rest) < len(typing.get_args(hint)), rest[0] if len(rest) == 1 else hint
