"""Everything that was decided about a file, so that it can be read again exactly."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from analysis.base.columns import Kind

Format = Literal[
    "csv", "excel", "json", "jsonl", "parquet", "stata", "sas7bdat", "xport", "spss"
]
Dtype = Literal["int64", "Int64", "float64", "bool", "boolean", "str", "datetime64[us]"]


class Mend(BaseModel):
    """A step between a column's cells and its type: a function of ``spelled.py`` and
    what it needs for this column."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: Literal[
        "respelled", "with_option", "plain_numbers", "plain_durations", "plain_dates"
    ]
    how: dict[str, Any]


class ColumnRecipe(BaseModel):
    """How one column becomes values.

    Attributes:
        position: its place in the file, from 0. source: its name in the file (a dotted
            path for JSON); names may repeat or be empty there, ``name`` is unique.
        date_format: as ``pandas.to_datetime`` takes it. decimal, thousands: the marks
            of its numbers. other: further characters in its numbers that are left out
            (currency, percent, spaces). signs: minus may be written as (12) or "−".
        true_words, false_words: the words of a boolean.
        missing: the words that stand for "no value" in this column, empty left out.
        padded: some cells have spaces around them, which are removed.
        converted: the user chose another type than the file's own.
        kept: "NA" and the like are values in this column.
        mends: steps before the conversion, in their order.
        codes: a labelled column of a file that knows its types is read as its numbers.
        label: what the file says of the column beside its name.
        order: its words from low to high, where they have an order. around: it begins
            again behind its last. unit: what stands behind its numbers in the file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    source: str
    position: int
    kind: Kind
    dtype: Dtype
    date_format: str = ""
    decimal: str = "."
    thousands: str = ""
    other: str = ""
    signs: bool = False
    true_words: tuple[str, ...] = ()
    false_words: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    padded: bool = False
    converted: bool = False
    kept: bool = False
    mends: tuple[Mend, ...] = ()
    codes: bool = False
    label: str = ""
    order: tuple[str, ...] = ()
    around: bool = False
    unit: str = ""

    @property
    def has_marks(self) -> bool:
        return self.decimal != "." or bool(self.thousands or self.other or self.signs)


class Recipe(BaseModel):
    """How one file becomes a table.

    Attributes:
        packing: the compression around the file; member: the file in a zip archive.
        lone_returns: some lines end in a carriage return alone.
        delimiter, quote, escape: of delimited text; quote "" means that quotes are
            ordinary characters.
        skip: lines before the header (before the data where there is no header).
        header_rows: rows of names, 0 where there are none.
        n_rows: rows to read where lines follow the table, else None.
        width: fields of the longest row; header_width: fields of the header. blank_rows: rows of empty fields are left out.
        replace_bytes: bytes that are not valid in the encoding are replaced.
        sheet, first_row, last_row: of a workbook, rows counted from 0. left, right: the
            columns of the table on the sheet, the end excluded; right 0 is the last one.
        within: the key of a JSON object under which the records are.
        left_out: rows of the table, counted from 0, that are none of its values: totals.
        counts: the column of counts by which its rows are repeated; none of ``columns``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Format
    columns: tuple[ColumnRecipe, ...]
    packing: Literal["", "gzip", "bz2", "xz", "zip"] = ""
    member: str = ""
    encoding: str = "utf-8"
    replace_bytes: bool = False
    lone_returns: bool = False
    delimiter: str = ""
    quote: str = '"'
    escape: str = ""
    skip: int = 0
    header_rows: int = 1
    n_rows: int | None = None
    width: int = 0
    header_width: int = 0
    blank_rows: bool = False
    sheet: str = ""
    first_row: int = 0
    last_row: int = 0
    left: int = 0
    right: int = 0
    within: str = ""
    left_out: tuple[int, ...] = ()
    counts: ColumnRecipe | None = None

    def __getitem__(self, name: str) -> ColumnRecipe:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
