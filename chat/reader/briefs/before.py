"""Short messages that ask for the analysis before again, with the table prepared first."""

from __future__ import annotations

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from analysis.operations import operation_named
from chat.linking.outcomes import Understood
from chat.reader.base.restating import step_words
from chat.reader.briefs.draft import context_of
from chat.reader.briefs.marked import marked
from chat.reader.briefs.preparing import prepared
from chat.reader.briefs.words import data, pattern

_CONFIDENCE = 0.9
_OFFERED = ("remove_outliers", "drop_missing", "drop_duplicates")


def prepared_before(
    text: str, schema: Schema, previous: Task | None
) -> Understood | None:
    """ "without outliers": the analysis before, of what they leave; else None.

    They are outliers of the columns that the analysis measures.
    """
    steps = [s for s in previous.steps if not s.companion] if previous else []
    if not steps or operation_named(steps[-1].operation).kind == "prepare":
        return None
    words = data()["before"]
    match = pattern(words["form"], data()["words"]).fullmatch(
        text.lower().strip(" .!?")
    )
    if match is None:
        return None
    measured = [n for n in context_of(steps[-1]).columns if n in schema.names]
    numbers = [name for name in measured if schema[name].is_numeric]
    command = words["command"].format(match["what"], match["how"] or "")
    made = prepared(marked(command.strip(), schema), numbers)
    if len(made) != 1 or made[0].operation not in _OFFERED:
        return None
    step = made[0]
    if step.operation == "drop_missing" and not step.params.get("columns"):
        step = Step(operation="drop_missing", params={"columns": measured})
    return Understood(_task(steps, step))


def _task(steps: list[Step], step: Step) -> Task:
    columns = step.params.get("columns")
    kept = [
        one for one in steps[:-1]
        if one.operation != step.operation or one.params.get("columns") != columns
    ]  # fmt: skip
    changed = (*kept, step, steps[-1])
    told = step_words(step)
    told = told[:1].lower() + told[1:]
    return Task(
        steps=changed,
        confidence=_CONFIDENCE,
        understood=tuple(step_words(one) for one in changed),
        assumptions=(f"changed: {told} first; the rest as in the question before",),
        source="followup",
    )


__all__ = ["prepared_before"]
