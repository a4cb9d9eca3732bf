"""Clauses that say which rows stay or go, taken into a draft."""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.base.columns import Schema
from chat.linking.outcomes import Reading, Understood
from chat.reader.briefs.draft import Draft
from chat.reader.briefs.limits import limited, limiting
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.words import data

ReadOne = Callable[[str, Schema], Reading]


def limits_rows(one: Marked, draft: Draft, read: ReadOne) -> bool:
    """Whether a clause says which rows stay or go; they are then in the draft.

    ``read`` reads what names them in more than comparisons.
    """
    if re.search(data()["words"]["gaps"], one.text) or re.search(
        data()["outliers"]["about"], one.text
    ):
        return False
    step = limited(one)
    if step is not None:
        draft.prepare(step)
        return True
    for command in limiting(one):
        reading = read(command, draft.schema)
        if isinstance(reading, Understood) and all(
            step.operation in ("filter_rows", "drop_missing")
            for step in reading.task.steps
        ):
            for step in reading.task.steps:
                draft.prepare(step)
            return True
    return False
