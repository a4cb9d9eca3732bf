"""What is known of a table without opening it: its columns and their kinds."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal[
    "integer", "number", "boolean", "datetime", "category", "text", "identifier"
]
Scalar = str | int | float | bool


class Column(BaseModel):
    """One column as it was read.

    Attributes:
        name: as in the file, made unique; what scripts and people use.
        kind: what its values are; ``integer`` and ``number`` are numeric. Words with
            few levels are ``category``, free text is ``text``, a key is ``identifier``.
        n_missing: empty cells. n_unique: distinct values, missing left out.
        minimum, maximum: of numeric columns (numbers) and dates (ISO text).
        levels: the most frequent values with their counts, most frequent first, at
            most 1,000; given for columns with up to 1,000 distinct values of any kind.
        histogram: counts in equal bins (numeric, dates) or of the top levels, for the
            small picture beside the name.
        label: the user's or the file's description of the column, for matching words.
        order: its levels from low to high, where words have an order of their own.
        around: that order begins again behind its last (weekdays, months), so that none
            of them is higher than another.
        unit: the one that its numbers are in, where the file says it behind them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: Kind
    n_missing: int = 0
    n_unique: int = 0
    minimum: float | str | None = None
    maximum: float | str | None = None
    levels: tuple[tuple[Scalar, int], ...] = ()
    histogram: tuple[int, ...] = ()
    label: str = ""
    order: tuple[str, ...] = ()
    around: bool = False
    unit: str = ""

    @property
    def is_ranked(self) -> bool:
        """Whether its words can be told lower or higher than each other."""
        return bool(self.order) and not self.around

    @property
    def is_numeric(self) -> bool:
        return self.kind in ("integer", "number")

    @property
    def holds_numbers(self) -> bool:
        """Whether its values are stored as numbers: amounts, and keys such as 104."""
        return isinstance(self.minimum, (int, float))

    @property
    def is_grouping(self) -> bool:
        """Whether rows can sensibly be split by it (at most 50 levels)."""
        if self.kind in ("category", "boolean"):
            return True
        return self.kind in ("integer", "text", "identifier") and self.n_unique <= 20


class Schema(BaseModel):
    """A table as the parser sees it: its name, size and columns in file order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    n_rows: int
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
