"""Which group has the highest of the figures given before: "which one is lowest?"."""

from __future__ import annotations

import re
from typing import Any

from analysis.base.task import Step
from chat.reader.briefs.draft import Draft
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.steps import columns_of
from chat.reader.briefs.told import statistics_of
from chat.reader.briefs.words import data, patterns_in


def ranked(clause: Marked, draft: Draft) -> bool:
    """Whether a clause asks which of the groups before has the most or the least.

    The figure is the one asked before; a statistic that is named chooses among several.
    """
    by_groups = _figures(draft)
    match = next(
        (m for f in patterns_in("ranking", "forms") if (m := f.fullmatch(clause.text))),
        None,
    )
    if match is None or by_groups is None:
        return False
    measures, keys = by_groups
    if not _is_key(clause, match["noun"], keys):
        return False
    chosen = _chosen(clause, measures, keys, match["what"] or "")
    if chosen is None:
        return False
    low = re.search(data()["ranking"]["low"], match["end"])
    params = {
        "measures": [chosen],
        "by": keys,
        "order": {"by": "value", "measure": 0, "descending": low is None},
        "asks": "which",
    }
    draft.ask([Step(operation="calculate", params=params)], again=True)
    return True


def _figures(draft: Draft) -> tuple[list[dict[str, Any]], list[dict[str, Any]]] | None:
    """The measures and the one key of the last figures by groups."""
    for step in reversed(draft.steps):
        params = step.params
        if step.operation == "describe" and len(params.get("group_by") or ()) == 1:
            measures = [
                {"statistic": statistic, "of": f"`{column}`"}
                for column in params.get("columns") or ()
                for statistic in params.get("statistics") or ()
            ]
            return measures, [{"column": params["group_by"][0]}]
        if step.operation == "calculate" and len(params.get("by") or ()) == 1:
            plain = not set(params) & {"over_groups", "window", "compare", "having"}
            return (params["measures"], params["by"]) if plain else None
    return None


def _is_key(clause: Marked, noun: str | None, keys: list[dict[str, Any]]) -> bool:
    """Whether the noun of a clause is what the groups are of, or just "group"."""
    named = clause.columns_in(noun)
    if named:
        return named == [keys[0].get("column")]
    said = clause.words_in(noun or "").strip().lower()
    grain = str(keys[0].get("grain") or "")
    return not said or bool(re.fullmatch(data()["ranking"]["nouns"], said)) or (
        bool(grain) and said.rstrip("s") == grain
    )  # fmt: skip


def _chosen(
    clause: Marked,
    measures: list[dict[str, Any]],
    keys: list[dict[str, Any]],
    what: str,
) -> dict[str, Any] | None:
    """The one measure that is meant; None where several could be, or another is."""
    statistics = statistics_of(clause.words_in(what), clause.schema) - {"max", "min"}
    found = [m for m in measures if not statistics or m["statistic"] in statistics]
    step = Step(operation="calculate", params={"measures": measures, "by": keys})
    if set(clause.columns_in(what)) - set(columns_of(step)):
        return None
    named = {f"`{name}`" for name in clause.columns_in(what)}
    named |= {name.strip("`") for name in named}
    found = [m for m in found if not named or str(m.get("of")) in named]
    return found[0] if len(found) == 1 else None
