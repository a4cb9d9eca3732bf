"""A script that broke, told as an answer: at which step, and over which column."""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.base.wording import names_of
from analysis.operations import operation_named
from analysis.pipeline import step_columns
from analysis.scripts.writing import Script
from sandbox.outcome import Outcome

# The script's own line in a traceback: the outermost is that of the step.
_LINE = re.compile(r'^  File "script\.py", line (\d+), in <module>', re.MULTILINE)
# What a script's template writes above the lines of each step.
_STEP = re.compile(r"^    # (\d+)\. ")
_NO_COLUMN = re.compile(
    r"KeyError: (?:\"['\[]*|['\[]+)(.+?)['\]]*(?:\"| not in index|$)"
)


def step_at_fault(outcome: Outcome, script: Script, n_steps: int) -> int | None:
    """Which step (from 0) raised what ended the script; None if none of them did."""
    found = _LINE.search(outcome.stderr)
    if outcome.status != "failed" or found is None:
        return None
    for line in reversed(script.text.splitlines()[: int(found[1])]):
        step = _STEP.match(line)
        if step is not None:
            number = int(step[1]) - 1
            return number if number < n_steps else None
    return None


def crash_words(
    outcome: Outcome, task: Task, script: Script, schema: Schema
) -> tuple[str, str] | None:
    """What broke and the way out; None if no step is to blame.

    A column that is not there (any more) is the person's to name otherwise; all else is
    a fault of ours.
    """
    place = step_at_fault(outcome, script, len(task.steps))
    if place is None:
        return None
    step = task.steps[place]
    words = operation_named(step.operation).words(step.params)
    columns = list(dict.fromkeys(step_columns(step, schema)))
    missing = _NO_COLUMN.match(outcome.error)
    if missing is not None and missing[1] in columns:
        then = " any more" if missing[1] in schema.names else ""
        text = f"There is no column “{missing[1]}”{then}, at the step “{words}”."
        return text, "Send /columns for the table's; “undo” takes the last change back."
    of = f" (columns: {names_of(columns)})" if 0 < len(columns) <= 5 else ""
    text = f"The calculation failed at the step “{words}”{of}: {outcome.error}"
    return text, "This is a fault of the program, not of your question."
