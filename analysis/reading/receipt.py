"""The import receipt: what was read, how, and what could be meant otherwise."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from analysis.base.columns import Column, Schema

from .recipe import Recipe


class Ambiguity(BaseModel):
    """A choice that was made for a column and its alternatives.

    Attributes:
        column: the column, "" for the whole file. what: the matter in plain words.
        choice: the reading that was taken. override: the key that changes it, with
            one of ``options`` (value, plain words) as its value.
        told: it may change what an answer means, and is said under every answer that
            uses the column (any column where it is about the whole file). quiet: it is
            offered only where an answer with the column failed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: str
    what: str
    choice: str
    override: str
    options: tuple[tuple[str, str], ...]
    told: bool = False
    quiet: bool = False


class Finding(BaseModel):
    """Something that stands out, and the question that shows more of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: str
    question: str

    def __lt__(self, other: Finding) -> bool:
        return self.words < other.words


class FirstLook(BaseModel):
    """What a person wants to know of a new table first.

    Attributes:
        row: what tells the rows apart, "" where nothing does. span: first and last time.
        measures, groups: names of columns. odd: what may be a fault. findings: what
            stands out, the strongest first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: str = ""
    span: str = ""
    measures: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


class Receipt(BaseModel):
    """What an import found; numbers are counts unless said otherwise.

    Attributes:
        decimal: the decimal mark of the file's numbers. date_order: "day-first",
            "month-first" or "" where no date shows it.
        n_duplicates: rows that are equal to an earlier row in every column.
        n_infinite: infinite values in columns of numbers.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    n_rows: int
    columns: tuple[Column, ...]
    recipe: Recipe
    encoding: str = ""
    delimiter: str = ""
    decimal: str = "."
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    date_order: str = ""
    n_duplicates: int = 0
    n_infinite: int = 0
    warnings: tuple[str, ...] = ()
    ambiguities: tuple[Ambiguity, ...] = ()
    seconds: float = 0.0
    look: FirstLook = FirstLook()

    @property
    def table(self) -> Schema:
        """The table as the parser sees it."""
        return Schema(name=self.name, n_rows=self.n_rows, columns=self.columns)
