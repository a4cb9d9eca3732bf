"""Trends over groups that have an order: "is there a trend in score across dose?"."""

from __future__ import annotations

from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.linking.mentions import is_flag
from chat.reader.base.roles import is_measure, is_time
from chat.reader.enquiries.sentence import Sentence

_MOST_GROUPS = 12  # of whole numbers


def trended_over_groups(sentence: Sentence) -> tuple[list[Step], list[str]] | None:
    """Whether values, or a share, go up or down over the groups of an ordered column."""
    cues = sentence.of("trendover")
    names = list(dict.fromkeys(span.name for span in sentence.columns))
    if not cues or len(names) != 2 or any(map(sentence.is_doubtful, sentence.columns)):
        return None
    columns = sentence.lattice.columns
    outcome, group = columns[names[0]], columns[names[1]]
    if not _is_ordered(group):
        return None
    params: dict[str, Any] = {"group": group.name}
    if is_flag(outcome) or (outcome.n_unique == 2 and not outcome.is_numeric):
        operation, params["column"] = "cochran_armitage", outcome.name
    elif outcome.is_ranked or is_measure(outcome, sentence.lattice.index.n_rows):
        operation, params["columns"] = "jonckheere_terpstra", [outcome.name]
    else:
        return None
    sentence.use(*sentence.columns, *cues)
    if sentence.limits() or sentence.names_more() or sentence.left():
        return None
    return [Step(operation=operation, params=params)], []


def _is_ordered(column: Column) -> bool:
    few = column.kind == "integer" and 2 < column.n_unique <= _MOST_GROUPS
    return column.is_ranked or (few and not is_time(column))
