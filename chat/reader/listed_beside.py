"""What is asked of each group behind the question which one comes first.

"Which branch has the highest fees? Give me the average for each": the second sentence has
neither the column nor the groups, which are those of the first; both are one calculation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.outcomes import Reading, Understood
from chat.linking.words import STOPWORDS, stem
from chat.reader.base.restating import step_words
from chat.reader.methods.names import data_of

Read = Callable[[str], Reading]

_LONGEST = 200  # characters
_ROWS = {"statistic": "count", "of": None}


def read_listed_beside(text: str, schema: Schema, read: Read) -> Reading | None:
    """A ranking with a figure of each group beside it; None for other messages."""
    found = _form().search(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    ranking = read(f"{found['question']}?")
    if not isinstance(ranking, Understood) or ranking.task.ignored:
        return None
    task = _with_figure(ranking.task, found, schema)
    return None if task is None else Understood(task)


@cache
def _form() -> re.Pattern[str]:
    data = data_of("listed_beside")
    statistic = "|".join(data["statistics"].values())
    source = data["form"].replace("STATISTIC", statistic)
    return re.compile(source, re.IGNORECASE)


def _with_figure(task: Task, found: re.Match[str], schema: Schema) -> Task | None:
    *before, last = task.steps
    params = last.params
    measures = params.get("measures") or []
    if last.operation != "calculate" or not params.get("by") or len(measures) != 1:
        return None
    measure = measures[0]
    if found["group"] and not _is_of_groups(found["group"], params["by"]):
        return None
    known = _stems(f"{found['question']} {measure.get('of') or ''!s}")
    if not _stems(found["noun"] or "") <= known:
        return None
    statistic = _statistic(found["statistic"])
    if measure.get("over") == _ROWS and statistic == "mean":
        measures = [measure := {"statistic": "mean", "of": measure["of"]}]
    assumed = task.assumptions
    if statistic not in ("same", measure["statistic"]):
        if not measure.get("of") or set(measure) - {"statistic", "of"}:
            return None
        taken = any("is totalled" in one or "is averaged" in one for one in assumed)
        other: dict[str, Any] = {**measure, "statistic": statistic}
        measures = [other] if taken else [measure, other]
        assumed = tuple(one for one in assumed if "; say “" not in one)
    kept = {name: value for name, value in params.items() if name != "limit"}
    step = last.model_copy(update={"params": {**kept, "measures": measures}})
    return task.model_copy(
        update={
            "steps": (*before, step),
            "understood": (*task.understood[:-1], step_words(step)),
            "assumptions": assumed,
        }
    )


def _statistic(said: str) -> str:
    for name, form in data_of("listed_beside")["statistics"].items():
        if re.fullmatch(form, said, re.IGNORECASE):
            return str(name)
    return "same"


def _is_of_groups(group: str, by: list[dict[str, Any]]) -> bool:
    """Whether groups that are named again are those of the question."""
    named = [f"{key.get('column') or ''} {key.get('grain') or ''}" for key in by]
    return stem(group.casefold()) in _stems(" ".join(named))


def _stems(words: str) -> set[str]:
    said = re.findall(r"[^\W\d_]+", words.casefold())
    return {stem(word) for word in said if word not in STOPWORDS}
