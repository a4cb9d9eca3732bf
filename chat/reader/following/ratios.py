"""A total divided by another amount, or by the rows: "and per visit?"."""

from __future__ import annotations

from typing import Any

from chat.linking.outcomes import Reading, Understood
from chat.reader.base import roles
from chat.reader.base.items import as_formula
from chat.reader.base.senses import Sense
from chat.reader.following.standing import Standing, changed
from chat.reader.following.turn import Said, Turn

_ROWS = ("rownoun", "rowword")


def per_amount(turn: Turn, stands: Standing) -> Reading | None:
    """The total before for each of something counted; None where none is named."""
    if not _is_total(stands):
        return None
    for one in turn.of("perwith"):
        found = _divided_by(turn, stands, one)
        if found is None:
            continue
        sense, over = found
        kinds = ("averaging", "pointing", "bearing", "opens", "counting", "amount")
        rest = turn.without([one, sense], *map(turn.of, kinds))
        if rest:
            return None
        params = stands.kept()
        params["measures"] = [{**stands.measures[0], "over": over}]
        words = turn.lattice.words(sense.first, sense.last)
        return Understood(changed(stands, stands.conditions, params, [f"per {words}"]))
    return None


def _is_total(stands: Standing) -> bool:
    measures = stands.measures
    if stands.goes_further("compare", "having"):
        return False
    return len(measures) == 1 and set(measures[0]) <= {"statistic", "of"} and (
        measures[0]["statistic"] == "sum"
    )  # fmt: skip


def _divided_by(
    turn: Turn, stands: Standing, one: Said
) -> tuple[Sense, dict[str, Any]] | None:
    lattice = turn.lattice
    n_rows = lattice.index.n_rows
    amounts = [
        s for s in lattice.at("column", one.last)
        if roles.is_measure(lattice.columns[s.column], n_rows)
        and roles.adds_up(lattice.columns[s.column])
        and lattice.columns[s.column].n_unique < n_rows
        and s.column != stands.measured
    ]  # fmt: skip
    if amounts:
        best = min(amounts, key=lambda s: (s.cost, s.first - s.last))
        return best, {"statistic": "sum", "of": as_formula(best.column)}
    rows = [s for kind in _ROWS for s in lattice.at(kind, one.last)]
    rows += [
        s for s in lattice.at("column", one.last)
        if lattice.columns[s.column].n_unique == n_rows
        and roles.is_numbering(lattice.columns[s.column], n_rows)
    ]  # fmt: skip
    others = [s for s in lattice.at("column", one.last) if s not in rows]
    if rows and not others:
        return max(rows, key=lambda s: s.last), {"statistic": "count", "of": None}
    return None
