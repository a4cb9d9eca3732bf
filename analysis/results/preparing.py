"""What was done to a table, for the words under an answer."""

from typing import NotRequired, TypedDict


class FilledColumn(TypedDict):
    column: str
    n_filled: int
    value: float | str | None


class OutlierBounds(TypedDict):
    """The limits of a rule, and what they were computed from."""

    low: NotRequired[float | None]
    high: NotRequired[float | None]
    threshold: NotRequired[float]
    q1: NotRequired[float]
    q3: NotRequired[float]
    iqr: NotRequired[float]
    mean: NotRequired[float]
    std: NotRequired[float]
    median: NotRequired[float]
    mad: NotRequired[float]


class OutlierRule(OutlierBounds):
    """A column's limits, and how many of its values lie outside."""

    column: str
    n_outliers: int


class ColumnScale(TypedDict):
    column: str
    centre: float
    scale: float


class WinsorisedColumn(OutlierBounds):
    column: str
    n_changed: int


class BinCount(TypedDict):
    level: str
    count: int


class BinColumnInfo(TypedDict):
    levels: list[BinCount]
    n_outside: int
    name: str


class ChangeTextInfo(TypedDict):
    columns: list[str]
    n_changed: int
    n_before_values: int
    n_after_values: int


class ReplaceTextInfo(TypedDict):
    columns: list[str]
    n_changed: int
    n_emptied: int
    numbers: list[str]


class SplitColumnInfo(TypedDict):
    column: str
    made: list[str]
    n_whole: int
    n_more: int
    numbers: list[str]


class MergeColumnsInfo(TypedDict):
    name: str
    n_parts_missing: int
    example: str


class RoundColumnsInfo(TypedDict):
    columns: list[str]
    n_changed: int


class ConvertUnitsInfo(TypedDict):
    columns: list[str]
    names: list[str]
    source: str
    to: str


class MakeDatesInfo(TypedDict):
    name: str
    parts: dict[str, str]
    n_impossible: int
    first: str
    last: str


class DummyColumnsInfo(TypedDict):
    column: str
    made: list[str]
    left_out: str
    n_missing: int


class OrderLevelsInfo(TypedDict):
    column: str
    order: list[str]
    others: list[str]


class ConvertColumnInfo(TypedDict):
    column: str
    to: str
    date_format: str | None
    n_lost: int
    lost: list[str]


class DropMissingInfo(TypedDict):
    n_removed: int
    missing: dict[str, int]


class FillMissingInfo(TypedDict):
    filled: list[FilledColumn]
    strategy: str
    n_left: dict[str, int]


class GroupRowsInfo(TypedDict):
    n_groups: int
    n_no_group: int
    name: str


class RecodeInfo(TypedDict):
    column: str
    n_changed: int
    n_unmapped: int


class RemoveOutliersInfo(TypedDict):
    n_removed: int
    rules: list[OutlierRule]
    method: str
    ddof: int


class ReplacedOutliers(OutlierRule):
    """``value`` took their place; None for a missing value."""

    value: float | None


class ReplaceOutliersInfo(TypedDict):
    n_replaced: int
    rules: list[ReplacedOutliers]
    method: str
    instead: str
    ddof: int


class RenameColumnInfo(TypedDict):
    column: str
    name: str


class ReshapeLongInfo(TypedDict):
    n_before: int
    n_after: int
    names_to: str
    values_to: str


class ReshapeWideInfo(TypedDict):
    n_before: int
    n_after: int
    n_missing: int
    ids: list[str]
    made: list[str]
    left_out: list[str]
    n_empty: int


class ScaleColumnsInfo(TypedDict):
    scales: list[ColumnScale]
    method: str
    ddof: int


class WinsoriseInfo(TypedDict):
    n_changed: int
    rules: list[WinsorisedColumn]
    method: str


class LostValues(TypedDict):
    """What a conversion could not read, with examples."""

    n_lost: int
    lost: list[str]


class ColumnBounds(OutlierBounds):
    """The limits for one column."""

    column: str


class AppendedInfo(TypedDict):
    """Tables one below the other; ``only_in_some`` tells which tables lack a column."""

    n_rows: int
    n_before: list[int]
    only_in_some: dict[str, list[str]]
    renamed: list[dict[str, str]]
    converted: list[str]
    n_repeated: int
    source: str
    columns: list[str]


class MatchedKeys(TypedDict):
    """How the keys of two tables meet; lists are of the left and the right table."""

    n_matched_keys: int
    n_matched_pairs: int
    n_unmatched: list[int]
    n_missing_keys: list[int]
    n_repeated_keys: list[int]
    n_many_to_many: int


class JoinedInfo(MatchedKeys):
    """Two tables beside each other, by their keys."""

    n_rows: int
    n_before: list[int]
    n_nearly: int
    notes: list[str]
    renamed: dict[str, str]
    columns: list[str]
