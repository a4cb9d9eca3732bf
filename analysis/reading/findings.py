"""What the receipt says about a table: warnings, and choices that can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.columns import Column

from .marks import Marks
from .receipt import Ambiguity
from .recipe import ColumnRecipe, Recipe
from .typed_table import TypedTable
from .typing_columns import TypedColumn
from .verdict import Verdict

_NUMERIC = ("integer", "number")
_NAMED = 3  # columns with the same gap that are named one by one


def decimal_of(recipe: Recipe) -> str:
    """The decimal mark of most columns that show one."""
    marks = [c.decimal for c in recipe.columns if c.kind in _NUMERIC and c.has_marks]
    return "," if marks.count(",") > len(marks) / 2 else "."


def date_order_of(recipe: Recipe) -> str:
    """``day-first``, ``month-first`` or "" where no date shows an order."""
    starts = [c.date_format[:2] for c in recipe.columns if c.date_format]
    if "%d" in starts:
        return "day-first"
    return "month-first" if "%m" in starts else ""


def warnings_of(
    table: TypedTable, columns: Sequence[Column], n_duplicates: int, n_infinite: int
) -> tuple[str, ...]:
    """Sentences about what may surprise, the weightiest first."""
    found = _file_warnings(table) + _gaps(columns, table.n_rows)
    for column, typed in zip(columns, table.columns, strict=True):
        found += _column_warnings(column, typed)
    if n_duplicates:
        found.append(f"{n_duplicates:,} rows are equal to an earlier row.")
    if n_infinite:
        found.append(f"{n_infinite:,} values are infinite.")
    return tuple(found)


def _file_warnings(table: TypedTable) -> list[str]:
    found, recipe, n_rows = [], table.recipe, table.n_rows
    if not n_rows:
        found.append("The table has column names but no rows.")
    if recipe.replace_bytes:
        found.append(
            f"Some bytes are not valid {recipe.encoding}; they are shown as \ufffd."
        )
    elif not table.encoding_certain:
        found.append(
            f"The encoding is not stated in the file; read as {recipe.encoding}."
        )
    if recipe.format == "csv" and not recipe.header_rows:
        found.append(
            "The file has no header; the columns are named column_1, column_2 …"
        )
    if recipe.skip and recipe.format in ("csv", "excel"):
        found.append(f"{recipe.skip} lines above the table were left out.")
    if table.n_footer:
        found.append(f"{table.n_footer} lines of notes below the table were left out.")
    return found


def _gaps(columns: Sequence[Column], n_rows: int) -> list[str]:
    """Columns that are empty or miss most of their values; many in one sentence."""
    empty = [c.name for c in columns if n_rows and c.n_missing == n_rows]
    sparse = [c for c in columns if 0.5 * n_rows < c.n_missing < n_rows]
    if len(empty) > _NAMED:
        found = [f"{len(empty)} columns are empty: {_first(empty)}."]
    else:
        found = [f"{name} is empty." for name in empty]
    if len(sparse) > _NAMED:
        names = _first([column.name for column in sparse])
        found.append(f"{len(sparse)} columns miss more than half of the rows: {names}.")
    else:
        found += [
            f"{c.name} is missing in {c.n_missing / n_rows:.0%} of rows."
            for c in sparse
        ]
    return found


def _first(names: list[str]) -> str:
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"


def _column_warnings(column: Column, typed: TypedColumn) -> list[str]:
    found, verdict, made = [], typed.verdict, typed.recipe
    if verdict.strays and made.dtype == "str":
        words = ", ".join(repr(word) for word in verdict.strays[:3])
        found.append(
            f"{column.name} is almost all numbers but holds {words}; kept as text."
        )
    if verdict.zoned:
        found.append(f"The times of {column.name} have a zone; they are shown in UTC.")
    if "%" in made.other:
        found.append(f"{column.name} is in percent: 15% is read as 15.")
    if any(ord(char) > 127 or char in "$%" for char in made.other.replace("%", "")):
        found.append(f"The currency signs of {column.name} were removed.")
    return found


def ambiguities_of(
    table: TypedTable, other_sheets: Sequence[str], members: Sequence[str]
) -> tuple[Ambiguity, ...]:
    """Every choice that had an alternative, with the correction that takes it."""
    found, recipe = [], table.recipe
    if other_sheets:
        found.append(
            Ambiguity(
                column="",
                what="The workbook has several sheets",
                choice=recipe.sheet,
                override="sheet",
                options=tuple((name, name) for name in other_sheets),
            )
        )
    if len(members) > 1:
        found.append(
            Ambiguity(
                column="",
                what="The archive holds several files",
                choice=recipe.member,
                override="member",
                options=tuple((m, m) for m in members if m != recipe.member),
            )
        )
    for column in table.columns:
        found += _column_ambiguities(column)
    return tuple(found)


def _column_ambiguities(column: TypedColumn) -> list[Ambiguity]:
    made, verdict = column.recipe, column.verdict
    found = []
    if made.date_format and verdict.alternatives:
        found.append(_date_order(made))
    elif any(isinstance(other, Marks) for other in verdict.alternatives):
        found.append(_decimal(made))
    if verdict.strays and made.dtype == "str":
        found.append(_nearly_numbers(made, verdict))
    if made.missing and made.dtype == "str":
        found.append(_missing_words(made))
    return found


def _date_order(made: ColumnRecipe) -> Ambiguity:
    day_first = made.date_format.startswith("%d")
    orders = {"day-first": "03/04 is 3 April", "month-first": "03/04 is March 4"}
    chosen, other = (
        ("day-first", "month-first") if day_first else ("month-first", "day-first")
    )
    return Ambiguity(
        column=made.name,
        what=f"The dates of {made.name} can be read in two ways",
        choice=orders[chosen],
        override=f"order:{made.name}",
        options=((other, orders[other]),),
    )


def _decimal(made: ColumnRecipe) -> Ambiguity:
    mark = made.thousands or made.decimal
    as_thousands, as_decimal = f"1{mark}234 is 1234", f"1{mark}234 is 1.234"
    other = "." if mark == "," else ","
    if made.thousands:
        choice, option = as_thousands, (mark, as_decimal)
    else:
        choice, option = as_decimal, (other, as_thousands)
    return Ambiguity(
        column=made.name,
        what=f"The numbers of {made.name} can be read in two ways",
        choice=choice,
        override=f"decimal:{made.name}",
        options=(option,),
    )


def _nearly_numbers(made: ColumnRecipe, verdict: Verdict) -> Ambiguity:
    words = ", ".join(repr(word) for word in verdict.strays[:3])
    return Ambiguity(
        column=made.name,
        what=f"{made.name} is almost all numbers, but holds {words}",
        choice="text",
        override=f"kind:{made.name}",
        options=(("number", f"numbers; {words} as missing"),),
    )


def _missing_words(made: ColumnRecipe) -> Ambiguity:
    words = ", ".join(repr(word) for word in made.missing[:3])
    return Ambiguity(
        column=made.name,
        what=f"{made.name} holds {words}",
        choice="missing",
        override=f"missing:{made.name}",
        options=(("keep", "keep as a value"),),
    )
