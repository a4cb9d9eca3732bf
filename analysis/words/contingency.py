"""Tables of counts as answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.base.reply import Table, TableColumn
from analysis.base.wording import name_of
from analysis.results.tests import CountsRow


def counts_block(
    rows: Sequence[CountsRow],
    columns: Sequence[str],
    names: Sequence[str],
    title: str = "Counts",
) -> Table:
    """A two-way table: counts, expected ones beside them where they are known."""
    known = "expected" in rows[0]
    heads = [TableColumn(label=" \\ ".join(name_of(n) for n in names), format="text")]
    for column in columns:
        heads.append(TableColumn(label=column, format="integer"))
        if known:
            heads.append(TableColumn(label="expected", format="number"))
    heads.append(TableColumn(label="total", format="integer"))
    cells = []
    for row in rows:
        line: list[Any] = [row["row"]]
        for i, count in enumerate(row["counts"]):
            line.append(count)
            if known:
                line.append(row["expected"][i])
        cells.append((*line, row["total"]))
    return Table(title=title, columns=tuple(heads), rows=tuple(cells))


def association_strength(size: float | None, smaller: int) -> str:
    """Words for Cramér's V by Cohen's (1988) w, for the smaller number of levels."""
    if size is None:
        return "undefined"
    effect = size * max(1, smaller - 1) ** 0.5
    for bound, word in ((0.1, "negligible"), (0.3, "weak"), (0.5, "moderate")):
        if effect < bound:
            return word
    return "strong"
