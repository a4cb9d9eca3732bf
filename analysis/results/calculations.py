"""Calculations: numbers of rows or of groups of rows."""

from typing import Any, NotRequired, TypedDict


class CalculationRow(TypedDict):
    """A group with its numbers; or a row, whose cells are the ``values``."""

    keys: list[Any]
    values: list[Any]
    n: NotRequired[int]


class Difference(TypedDict):
    """The first side set against the second, by one measure, in one other group."""

    measure: str
    keys: list[Any]
    values: list[Any]
    difference: float | None
    ratio: float | None
    change: float | None


class CalculationResult(TypedDict):
    """Groups or rows by their ``columns``, and what was left out.

    ``sides`` and ``differences`` are there where two groups are compared, ``total`` where
    the whole is asked for beside the groups; ``n_tied`` groups share the last place.
    """

    columns: list[str]
    rows: list[CalculationRow]
    n_rows: int
    n_obs: int
    n_missing: int
    n_no_group: NotRequired[int]
    n_groups: NotRequired[int]
    n_empty: NotRequired[int]
    n_left: NotRequired[int]
    n_tied: NotRequired[int]
    total: NotRequired[list[Any]]
    sides: NotRequired[list[Any]]
    differences: NotRequired[list[Difference]]
