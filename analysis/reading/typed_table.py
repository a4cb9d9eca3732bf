"""A table of typed columns, from cells of text or from a file that knows its types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from .cells import Cells
from .container import Container
from .facts import Facts, gather
from .marks import PLAIN
from .names import positional_names, unique_names
from .overriding import apply_kind, is_corrected, with_choices
from .recipe import Recipe
from .settling import settle
from .sniff import Draft
from .typing_columns import TypedColumn, adopt_column, type_column
from .verdict import Verdict, judge


@dataclass(frozen=True)
class TypedTable:
    """A table read and typed, before it is written and profiled."""

    recipe: Recipe
    columns: tuple[TypedColumn, ...]
    n_rows: int
    n_footer: int = 0
    encoding_certain: bool = True


@dataclass
class _Sorted:
    """Columns that are settled and those that wait for what the others show."""

    done: dict[int, TypedColumn] = field(default_factory=dict)
    unsure: dict[int, tuple[Facts, Verdict]] = field(default_factory=dict)


def type_table(draft: Draft, cells: Cells, overrides: Mapping[str, str]) -> TypedTable:
    """Judge every column on all of its cells and convert it."""
    columns = _type_columns(draft, cells, overrides)
    recipe = cells.recipe.model_copy(
        update={
            "columns": tuple(column.recipe for column in columns),
            "width": cells.width,
            "blank_rows": cells.blank_rows,
            "n_rows": cells.n_rows,
        }
    )
    return TypedTable(
        recipe, columns, cells.table.height, cells.n_footer, draft.encoding_certain
    )


def _type_columns(
    draft: Draft, cells: Cells, overrides: Mapping[str, str]
) -> tuple[TypedColumn, ...]:
    names = _names(draft, cells)
    europe = draft.recipe.delimiter == ";"
    found = _Sorted()
    for key, facts in gather(cells.table):
        place = int(key)
        verdict = judge(names[place], facts)
        open_ = (
            europe or not _is_clear(verdict) or is_corrected(names[place], overrides)
        )
        if open_:
            found.unsure[place] = facts, verdict
        else:
            found.done[place] = type_column(
                names[place], _source(draft, place), place, facts, verdict
            )
    verdicts = settle(
        [verdict for _, verdict in found.unsure.values()],
        [facts.text for facts, _ in found.unsure.values()],
        europe,
    )
    for place, verdict in zip(list(found.unsure), verdicts, strict=True):
        # Popped, so that the text of a column is gone once it is converted.
        facts, _ = found.unsure.pop(place)
        final = with_choices(names[place], facts.text, verdict, overrides)
        column = type_column(names[place], _source(draft, place), place, facts, final)
        found.done[place] = apply_kind(column, overrides)
    wanted = sorted(
        place for place in found.done if _is_wanted(draft, found.done[place])
    )
    return tuple(found.done[place] for place in wanted)


def _names(draft: Draft, cells: Cells) -> tuple[str, ...]:
    if draft.recipe.header_rows:
        return unique_names(draft.header, cells.table.width)
    return positional_names(cells.table.width)


def _source(draft: Draft, place: int) -> str:
    return draft.header[place] if place < len(draft.header) else ""


def _is_clear(verdict: Verdict) -> bool:
    """Plain numbers; anything else may depend on the other columns."""
    plain = verdict.dtype in ("int64", "Int64", "float64") and verdict.marks == PLAIN
    return plain and not verdict.alternatives


def _is_wanted(draft: Draft, column: TypedColumn) -> bool:
    """On a sheet, an unnamed column without any value is only formatting."""
    named = draft.recipe.format != "excel" or column.recipe.source.strip()
    return bool(named) or column.values.null_count() < len(column.values)


def adopt_table(
    frame: pd.DataFrame, container: Container, overrides: Mapping[str, str]
) -> TypedTable:
    """Take over a table from a file that knows its types."""
    sources = [str(name) for name in frame.columns]
    names = unique_names(sources, len(sources))
    columns = tuple(
        apply_kind(adopt_column(name, source, place, frame.iloc[:, place]), overrides)
        for place, (name, source) in enumerate(zip(names, sources, strict=True))
    )
    recipe = Recipe(
        format=container.format,
        columns=tuple(column.recipe for column in columns),
        width=len(columns),
    )
    return TypedTable(recipe, columns, len(frame))
