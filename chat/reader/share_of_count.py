"""How many there are, and what share that is: the rows named first are what it is of.

"How many of the Harbour loans were late, and what share of them is that" is a share of the
loans of Harbour; "… of all loans" is one of all rows. What was counted is the condition
that is said last, and what the share is of is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from analysis.formulas.conditions import where_leaves
from chat.linking.outcomes import Reading, Understood
from chat.linking.words import stem
from chat.reader.base.restating import step_words, with_steps
from chat.reader.methods.names import data_of

Read = Callable[[str], Reading]

_LONGEST = 200  # characters
_COUNT = {"statistic": "count", "of": None}


def read_share_of_count(text: str, schema: Schema, read: Read) -> Reading | None:
    """The share that a number of rows is; None for what asks for something else."""
    found = _form().search(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    base = (found["base"] or found["behind"] or "").strip()
    data = data_of("share_of_count")
    whole = re.search(data["whole"], base, re.IGNORECASE) is not None
    if not whole and not re.search(data["same"], base, re.IGNORECASE):
        return None
    counted = read(f"{found['count'].strip()}?")
    if not isinstance(counted, Understood) or counted.task.ignored:
        return None
    task = _shared(counted.task, text, whole)
    return None if task is None else Understood(task)


@cache
def _form() -> re.Pattern[str]:
    return re.compile(data_of("share_of_count")["form"], re.IGNORECASE)


def _shared(task: Task, text: str, whole: bool) -> Task | None:
    """Rows that are counted under conditions as a share of those under the rest."""
    *before, last = task.steps
    params = last.params
    measures = params.get("measures") or []
    if last.operation != "calculate" or len(measures) != 1 or params.get("by"):
        return None
    measure = dict(measures[0])
    where, rest = measure.pop("where", None), before
    if measure != _COUNT or set(params) - {"measures", "asks", "noun"}:
        return None
    limits = before[-1].params["where"] if _filters(before) else None
    conditions = [*_conditions(limits), *_conditions(where)]
    if not conditions:
        return None
    rest = before[:-1] if limits is not None else before
    event = conditions if whole else [_last_said(conditions, task, text)]
    others = [one for one in conditions if one not in event]
    if others:
        kept = Step(operation="filter_rows", params={"where": _joined(others)})
        rest = [*rest, kept]
    rate = {"statistic": "rate", "of": None, "where": _joined(event), "unit": "%"}
    step = Step(operation="calculate", params={"measures": [rate]})
    told = (*_told(rest if others else [], whole), *task.assumptions)
    return with_steps(task, (*rest, step)).model_copy(update={"assumptions": told})


def _told(rest: list[Step], whole: bool) -> tuple[str, ...]:
    """What the share is of, where that is not plain."""
    data = data_of("share_of_count")
    if whole:
        return (data["all_told"],)
    rows = [step_words(one) for one in rest[-1:]]
    return tuple(data["told"].format(rows=one[:1].lower() + one[1:]) for one in rows)


def _filters(before: list[Step]) -> bool:
    return bool(before) and before[-1].operation == "filter_rows"


def _conditions(where: dict[str, Any] | None) -> list[dict[str, Any]]:
    if where is None:
        return []
    return list(where["all"]) if "all" in where else [where]


def _joined(conditions: list[dict[str, Any]]) -> dict[str, Any]:
    return conditions[0] if len(conditions) == 1 else {"all": conditions}


def _last_said(
    conditions: list[dict[str, Any]], task: Task, text: str
) -> dict[str, Any]:
    """The condition whose words stand last, where no time limits the rows instead."""
    return max(conditions, key=lambda one: _place(one, task, text))


def _place(condition: dict[str, Any], task: Task, text: str) -> int:
    """Where the words for a condition's column or its value stand; before all others
    where it has none of its own (a stretch of time)."""
    low, found = text.casefold(), -1
    leaf = next(iter(where_leaves(condition)), {})
    for one in task.evidence:
        if one.target.split(" = ")[0] == leaf.get("column"):
            found = max(found, low.find(one.text.casefold()))
    value = str(leaf.get("value", "")).casefold()
    stems = [(m.start(), stem(m[0])) for m in re.finditer(r"[^\W\d_]+", low)]
    places = [at for at, root in stems if value and root == stem(value)]
    return max([found, *places])
