"""A table of typed columns, from cells of text or from a file that knows its types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd
import polars as pl

from .cells import Cells
from .coded import with_adopted_codes, with_codes
from .container import Container
from .counts import counts_column, repeated_columns
from .facts import Facts, gather
from .judging import judge
from .labelled import Labelled
from .marks import PLAIN
from .names import positional_names, unique_names
from .option_columns import option_columns
from .overriding import apply_kind, choices_for, is_corrected, with_choices
from .recipe import Recipe
from .settling import settle
from .sniff import Draft
from .totals import Totals, find_totals
from .typing_columns import TypedColumn, adopt_column, type_column
from .verdict import Verdict

LEAVE_OUT = "leave out"


@dataclass(frozen=True)
class TypedTable:
    """A table read and typed, before it is written and profiled.

    ``totals``: its rows of totals, whether they were left out or not. ``counts``: the
    column that looks like counts of cases, whether the rows were repeated or not.
    """

    recipe: Recipe
    columns: tuple[TypedColumn, ...]
    n_rows: int
    n_footer: int = 0
    encoding_certain: bool = True
    totals: Totals | None = None
    counts: str = ""


@dataclass
class _Sorted:
    """Columns that are settled and those that wait for what the others show."""

    done: dict[int, TypedColumn] = field(default_factory=dict)
    unsure: dict[int, tuple[Facts, Verdict]] = field(default_factory=dict)
    options: dict[int, list[TypedColumn]] = field(default_factory=dict)

    def mean_missing(self) -> None:
        """A word that stands for missing numbers in a file is no answer elsewhere in it.

        Other cells of the column that are really empty tell the two apart.
        """
        verdicts = [column.verdict for column in self.done.values()]
        verdicts += [verdict for _, verdict in self.unsure.values()]
        coded = {
            word
            for verdict in verdicts
            if verdict.dtype != "str"
            for word in verdict.missing
        }
        for place, (facts, verdict) in self.unsure.items():
            answers = verdict.answers
            if answers and set(answers) <= coded and not facts.text.null_count():
                verdict = replace(verdict, missing=answers, kept=False, answers=())
                self.unsure[place] = facts, verdict


def type_table(draft: Draft, cells: Cells, overrides: Mapping[str, str]) -> TypedTable:
    """Judge every column on all of its cells and convert it."""
    columns = _type_columns(draft, cells, overrides)
    totals = find_totals(columns, cells.table.height)
    left_out: tuple[int, ...] = ()
    if totals is not None and overrides.get("totals") == LEAVE_OUT:
        left_out = totals.rows
        kept = pl.int_range(cells.table.height, eager=True).is_in(list(left_out)).not_()
        cells = replace(cells, table=cells.table.filter(kept))
        columns = _type_columns(draft, cells, overrides)
    recipe = cells.recipe.model_copy(
        update={
            "columns": tuple(column.recipe for column in columns),
            "width": cells.width,
            "blank_rows": cells.blank_rows,
            "n_rows": cells.n_rows,
            "left_out": left_out,
        }
    )
    table = TypedTable(
        recipe,
        columns,
        cells.table.height,
        cells.n_footer,
        draft.encoding_certain,
        totals,
    )
    return with_counts(table, overrides)


def _type_columns(
    draft: Draft, cells: Cells, overrides: Mapping[str, str]
) -> tuple[TypedColumn, ...]:
    names = _names(draft, cells)
    europe = draft.recipe.delimiter == ";"
    found = _Sorted()
    for key, facts in gather(cells.table):
        place = int(key)
        verdict = judge(names[place], facts, choices_for(names[place], overrides))
        open_ = (
            europe or not _is_clear(verdict) or is_corrected(names[place], overrides)
        )
        if open_:
            found.unsure[place] = facts, verdict
        else:
            found.done[place] = _column(draft, names, place, facts, verdict)
    found.mean_missing()
    _settle(found, draft, names, europe, overrides)
    wanted = sorted(
        place for place in found.done if _is_wanted(draft, found.done[place])
    )
    return tuple(
        column
        for place in wanted
        for column in (found.done[place], *found.options.get(place, ()))
    )


def _settle(
    found: _Sorted,
    draft: Draft,
    names: tuple[str, ...],
    europe: bool,
    overrides: Mapping[str, str],
) -> None:
    """Type the columns that waited, with the user's choices."""
    verdicts = settle(
        [verdict for _, verdict in found.unsure.values()],
        [facts.text for facts, _ in found.unsure.values()],
        europe,
    )
    for place, verdict in zip(list(found.unsure), verdicts, strict=True):
        # Popped, so that the text of a column is gone once it is converted.
        facts, _ = found.unsure.pop(place)
        chosen = choices_for(names[place], overrides)
        final = with_choices(names[place], facts.text, verdict, overrides)
        column = _column(draft, names, place, facts, final)
        if codes := chosen.get("codes"):
            final = with_codes(column, facts, codes)
            column = _column(draft, names, place, facts, final)
        if chosen.get("options") == "apart":
            found.options[place] = option_columns(column, facts, names)
        found.done[place] = apply_kind(column, overrides)


def _column(
    draft: Draft, names: tuple[str, ...], place: int, facts: Facts, verdict: Verdict
) -> TypedColumn:
    label = draft.labels[place] if place < len(draft.labels) else ""
    source = draft.header[place] if place < len(draft.header) else ""
    position = draft.recipe.left + place
    return type_column(names[place], source, position, facts, verdict, label)


def _names(draft: Draft, cells: Cells) -> tuple[str, ...]:
    if draft.recipe.header_rows:
        return unique_names(draft.header, cells.table.width)
    return positional_names(cells.table.width)


def _is_clear(verdict: Verdict) -> bool:
    """Plain numbers; anything else may depend on the other columns."""
    plain = verdict.dtype in ("int64", "Int64", "float64") and verdict.marks == PLAIN
    return plain and not verdict.alternatives and not verdict.mends


def _is_wanted(draft: Draft, column: TypedColumn) -> bool:
    """On a sheet, an unnamed column without any value is only formatting."""
    named = draft.recipe.format != "excel" or column.recipe.source.strip()
    return bool(named) or column.values.null_count() < len(column.values)


def adopt_table(
    frame: pd.DataFrame,
    container: Container,
    overrides: Mapping[str, str],
    said: Mapping[str, Labelled],
) -> TypedTable:
    """Take over a table from a file that knows its types, and what it ``said`` of it."""
    sources = [str(name) for name in frame.columns]
    names = unique_names(sources, len(sources))
    adopted = [
        adopt_column(name, source, place, frame.iloc[:, place], said.get(source))
        for place, (name, source) in enumerate(zip(names, sources, strict=True))
    ]
    columns = tuple(
        apply_kind(with_adopted_codes(c, overrides, _gone(said, source)), overrides)
        for c, source in zip(adopted, sources, strict=True)
    )
    totals = find_totals(columns, len(frame))
    left_out: tuple[int, ...] = ()
    if totals is not None and overrides.get("totals") == LEAVE_OUT:
        left_out = totals.rows
        kept = [row for row in range(len(frame)) if row not in set(left_out)]
        columns = tuple(replace(c, values=c.values.gather(kept)) for c in columns)
    recipe = Recipe(
        format=container.format,
        columns=tuple(column.recipe for column in columns),
        width=len(columns),
        left_out=left_out,
    )
    n_rows = len(frame) - len(left_out)
    return with_counts(TypedTable(recipe, columns, n_rows, totals=totals), overrides)


def _gone(said: Mapping[str, Labelled], source: str) -> tuple[str, ...]:
    return said[source].missing if source in said else ()


def with_counts(table: TypedTable, overrides: Mapping[str, str]) -> TypedTable:
    """The table with its rows repeated by its column of counts, if the user said so.

    Raises TaskError where that makes too many rows.
    """
    name = counts_column(table.columns, table.n_rows)
    if not name or overrides.get("counts") != name:
        return replace(table, counts=name)
    counts = next(c for c in table.columns if c.recipe.name == name)
    rest = [column for column in table.columns if column is not counts]
    columns, n_rows = repeated_columns(rest, counts)
    recipe = table.recipe.model_copy(
        update={"columns": tuple(c.recipe for c in columns), "counts": counts.recipe}
    )
    return replace(table, recipe=recipe, columns=columns, n_rows=n_rows, counts=name)
