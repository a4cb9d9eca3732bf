"""What the receipt says about a table: warnings, and choices that can be changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

from analysis.base.columns import Column
from analysis.base.wording import counted

from .cell_kinds import cell_kind
from .codes import codes_doubt
from .doubts import Doubt
from .marks import Marks
from .receipt import Ambiguity
from .recipe import ColumnRecipe, Recipe
from .totals import Totals
from .typed_table import LEAVE_OUT, TypedTable
from .typing_columns import TypedColumn
from .verdict import Verdict

_NUMERIC = ("integer", "number")
_NAMED = 3  # columns with the same gap that are named one by one
_WORDS = 6  # words for "no value" that are told one by one


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
    found = _file_warnings(table) + _gaps(columns, table.n_rows) + _gone(table)
    for column, typed in zip(columns, table.columns, strict=True):
        found += _column_warnings(column, typed)
    if n_duplicates:
        verb = "is" if n_duplicates == 1 else "are"
        rows = counted(n_duplicates, "row")
        found.append(f"{rows} {verb} equal to an earlier row.")
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
    if side := _on_its_side(table):
        found.append(side)
    if recipe.skip and recipe.format in ("csv", "excel"):
        lines = counted(recipe.skip, "line")
        verb = "was" if recipe.skip == 1 else "were"
        found.append(f"{lines} above the table {verb} left out.")
    if table.n_footer:
        verb = "was" if table.n_footer == 1 else "were"
        lines = counted(table.n_footer, "line")
        found.append(f"{lines} of notes below the table {verb} left out.")
    if recipe.left_out:
        verb = "was" if len(recipe.left_out) == 1 else "were"
        rows = counted(len(recipe.left_out), "row")
        found.append(f"{rows} of totals {verb} left out.")
    return found + _names(recipe)


_MOST_ROWS_ON_SIDE = 60


def _on_its_side(table: TypedTable) -> str:
    """Names in the first column and a record in each further one, said in words."""
    first, rest = table.columns[:1], table.columns[1:]
    if len(rest) < 2 or not 3 <= table.n_rows <= _MOST_ROWS_ON_SIDE:
        return ""
    names = first[0].values
    mixed = all(column.values.dtype == pl.String for column in (*first, *rest))
    if not mixed or names.n_unique() < table.n_rows:
        return ""
    rows = zip(*(column.values.to_list() for column in rest), strict=True)
    kinds = [{cell_kind(cell or "") for cell in row} - {"empty"} for row in rows]
    even = all(len(kind) <= 1 for kind in kinds)
    both = {"text"} in kinds and ({"number"} in kinds or {"date"} in kinds)
    if not even or not both:
        return ""
    return (
        f"The table seems to lie on its side: {first[0].recipe.name} holds names, and "
        "each further column one record. Turn it in a spreadsheet (paste, transpose)."
    )


def _names(recipe: Recipe) -> list[str]:
    """Columns without a name of their own."""
    if recipe.format not in ("csv", "excel") or not recipe.header_rows:
        return []
    found = []
    blank = [c.name for c in recipe.columns if not c.source.strip()]
    sources = Counter(c.source for c in recipe.columns if not _is_option(c))
    again = [
        c.name for c in recipe.columns if sources[c.source] > 1 and c.name != c.source
    ]
    again = [name for name in again if name not in blank]
    if blank:
        found.append(f"{counted(len(blank), 'column')} without a name: {_few(blank)}.")
    if again:
        found.append(f"Names that repeat were numbered: {_few(again)}.")
    return found


def _is_option(made: ColumnRecipe) -> bool:
    return any(mend.step == "with_option" for mend in made.mends)


def _few(names: list[str]) -> str:
    return _first(names) if len(names) > _NAMED else ", ".join(names)


def _gone(table: TypedTable) -> list[str]:
    """Words that were read as "no value", each with its columns and cells."""
    columns: dict[str, list[str]] = {}
    cells: Counter[str] = Counter()
    for column in table.columns:
        for word, times in column.gone:
            columns.setdefault(word, []).append(column.recipe.name)
            cells[word] += times
    found = [
        f"“{word}” was read as missing in {counted(cells[word], 'cell')} of "
        f"{_few(columns[word])}."
        for word in list(columns)[:_WORDS]
    ]
    if len(columns) > _WORDS:
        rest = sum(cells[word] for word in list(columns)[_WORDS:])
        found.append(
            f"{len(columns) - _WORDS} further words were read as missing in "
            f"{counted(rest, 'cell')}."
        )
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
    verdict, made = typed.verdict, typed.recipe
    found = list(verdict.remarks)
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
    table: TypedTable, overrides: Mapping[str, str]
) -> tuple[Ambiguity, ...]:
    """Every choice about rows and columns that had an alternative, with its correction."""
    found = []
    if table.totals is not None:
        found.append(_totals(table.totals, overrides.get("totals", "")))
    if table.counts:
        found.append(_counts(table))
    for column in table.columns:
        chosen = f"codes:{column.recipe.name}" in overrides
        found += _column_ambiguities(column, chosen)
    return tuple(found)


def _counts(table: TypedTable) -> Ambiguity:
    """A column of counts, by which each row stands for several cases."""
    name, taken = table.counts, table.recipe.counts is not None
    cases = f"each row as many times as {name} says"
    return Ambiguity(
        column="",
        what=f"It looks like a table of counts: each row stands for {name} cases",
        choice=cases if taken else "one case a row",
        override="counts",
        options=(("", "one case a row"),) if taken else ((name, cases),),
        told=not taken,
    )


def _totals(totals: Totals, chosen: str) -> Ambiguity:
    """Rows of totals, which would be counted beside what they are the sums of."""
    n_rows = len(totals.rows)
    place = f"Row {totals.rows[0] + 1} is" if n_rows == 1 else f"{n_rows} rows are"
    word = f" (“{totals.name}” in {totals.column})" if totals.name else ""
    keep, leave = "rows like the others", "left out"
    other = ("keep", "count them as rows") if chosen == LEAVE_OUT else None
    return Ambiguity(
        column="",
        what=f"{place} the sum of other rows{word}",
        choice=leave if chosen == LEAVE_OUT else keep,
        override="totals",
        options=(other,) if other else ((LEAVE_OUT, "leave totals out"),),
        told=not chosen,
    )


def _column_ambiguities(column: TypedColumn, codes_chosen: bool) -> list[Ambiguity]:
    made, verdict = column.recipe, column.verdict
    found = [_ambiguity(made, doubt) for doubt in verdict.doubts]
    if doubt := codes_doubt(column, codes_chosen):
        found.append(_ambiguity(made, doubt))
    if made.date_format and verdict.alternatives:
        found.append(_date_order(made))
    elif any(isinstance(other, Marks) for other in verdict.alternatives):
        found.append(_decimal(made))
    if verdict.strays and made.dtype == "str":
        found.append(_nearly_numbers(made, verdict))
    if verdict.answers:
        found.append(_answers(column))
    elif made.missing and made.dtype == "str":
        found.append(_missing_words(made))
    return found


def _ambiguity(made: ColumnRecipe, doubt: Doubt) -> Ambiguity:
    return Ambiguity(
        column=made.name,
        what=doubt.what,
        choice=doubt.choice,
        override=f"{doubt.key}:{made.name}",
        options=doubt.options,
        told=doubt.told,
        quiet=doubt.quiet,
    )


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


def _answers(column: TypedColumn) -> Ambiguity:
    """Words that can mean "no value" and were taken for answers, with their count."""
    made, answers = column.recipe, column.verdict.answers
    words = ", ".join(repr(word) for word in answers)
    count = int(column.values.is_in(list(answers)).sum())
    return Ambiguity(
        column=made.name,
        what=f"{made.name} holds {words} in {counted(count, 'row')}",
        choice="a value like the others",
        override=f"missing:{made.name}",
        options=(("missing", "no value"),),
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
