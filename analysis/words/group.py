"""Values by group as answers: which group is highest, and the table of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.base.reply import Table, TableColumn
from analysis.base.wording import figure, format_of, group_words, name_of, names_of
from analysis.results.descriptions import AggregateRow

MAX_ROWS = 1_000


def group_sentence(rows: Sequence[AggregateRow], statistic: str) -> str:
    """One sentence that names the group with the highest and the lowest value."""
    columns = list(dict.fromkeys(row["column"] for row in rows))
    return " ".join(
        _of_column(column, [row for row in rows if row["column"] == column], statistic)
        for column in columns[:3]
    )


def _of_column(column: str, rows: Sequence[AggregateRow], statistic: str) -> str:
    subject = f"The {statistic} of {name_of(column)}"
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return f"{subject} is not defined in any group."
    high = max(known, key=lambda row: row["value"] or 0.0)
    low = min(known, key=lambda row: row["value"] or 0.0)
    if len(known) == 1:
        return f"{subject} is {_value(high)}."
    if high["value"] == low["value"]:
        return f"{subject} is {figure(high['value'])} in each of {len(known)} groups."
    if len(known) <= 4:
        ordered = sorted(known, key=lambda row: row["value"] or 0.0, reverse=True)
        values = [_value(row) for row in ordered]
        return f"{subject} is highest, {values[0]}, then {names_of(values[1:])}."
    return f"{subject} is highest, {_value(high)}, and lowest, {_value(low)}."


def _value(row: AggregateRow) -> str:
    words = f"{figure(row['value'])} for {group_words(row['group'])}"
    return f"{words} (n = {row['n_obs']:,})"


def group_table(rows: Sequence[AggregateRow], statistic: str) -> Table:
    """Groups down, columns across; a single column has its n beside it."""
    columns = list(dict.fromkeys(row["column"] for row in rows))
    groups = list(rows[0]["group"])
    by_group: dict[tuple[Any, ...], dict[str, AggregateRow]] = {}
    for row in rows:
        by_group.setdefault(tuple(row["group"].values()), {})[row["column"]] = row
    heads = [TableColumn(label=name_of(name), format="text") for name in groups]
    for column in columns:
        values = [row["value"] for row in rows if row["column"] == column]
        label = f"{statistic} of {name_of(column)}"
        heads.append(TableColumn(label=label, format=format_of(values)))
        heads.append(TableColumn(label="n", format="integer"))
    cells = []
    for group, found in list(by_group.items())[:MAX_ROWS]:
        line: list[Any] = [name_of(value) for value in group]
        for column in columns:
            cell = found.get(column)
            line += [cell["value"], cell["n_obs"]] if cell else [None, None]
        cells.append(tuple(line))
    n_total = len(by_group)
    return Table(
        columns=tuple(heads),
        rows=tuple(cells),
        n_total=n_total if n_total > MAX_ROWS else None,
    )
