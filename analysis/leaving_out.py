"""What of a task cannot be had is left out, so that the rest can."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from analysis.crash import crash_words, step_at_fault
from analysis.operations import operation_named
from analysis.scripts.writing import Script
from sandbox.outcome import Outcome

logger = logging.getLogger(__name__)
Results = list[dict[str, Any]]


def results_of(outcome: Outcome) -> Results | None:
    """What each step left; None if the script did not come to its end."""
    if outcome.status != "succeeded" or not isinstance(outcome.result, dict):
        return None
    steps: Results = outcome.result["steps"]
    return steps


class Left:
    """A task as far as it can be carried out: ``whole`` is all of it, ``task`` that.

    A step that prepares the table can not be left out: those behind it stand on it.
    """

    def __init__(self, whole: Task) -> None:
        self.whole = whole
        self._places = list(range(len(whole.steps)))
        self._errors: dict[int, dict[str, str]] = {}

    @property
    def task(self) -> Task:
        steps = tuple(self.whole.steps[place] for place in self._places)
        return self.whole.model_copy(update={"steps": steps})

    def out(self, outcome: Outcome, script: Script, schema: Schema) -> bool:
        """Leave out the step that failed; False if nothing can be won by that."""
        found = self._failed(outcome, script, schema)
        if found is None:
            return False
        at, error = found
        place = self._places[at]
        step = self.whole.steps[place]
        kind = operation_named(step.operation).kind
        behind = self._places[at + 1 :]
        if kind == "prepare" or not (step.companion or self._asks(behind)):
            return False
        self._errors[place] = error
        gone = [place, *self._companions_of(place)]
        self._places = [one for one in self._places if one not in gone]
        return bool(self._places)

    def at_fault(self, outcome: Outcome, script: Script) -> Step | None:
        """The step that ended the run, if one did."""
        results = results_of(outcome)
        if results is None:
            at = step_at_fault(outcome, script, len(self._places))
        else:
            at = len(results) - 1 if results and "error" in results[-1] else None
        return None if at is None else self.whole.steps[self._places[at]]

    def filled(self, results: Sequence[dict[str, Any]]) -> Results:
        """The results in the order of the whole, errors for what was left out.

        A last error may end them before the end of the task.
        """
        filled: Results = []
        found = dict(zip(self._places, results, strict=False))
        for place in range(len(self.whole.steps)):
            if place in found:
                filled.append(found[place])
            elif place in self._places:
                break
            else:
                missing = {"message": "", "hint": ""}
                filled.append({"error": self._errors.get(place, missing)})
        return filled

    def _failed(
        self, outcome: Outcome, script: Script, schema: Schema
    ) -> tuple[int, dict[str, str]] | None:
        """Which of the steps that ran failed, and how."""
        results = results_of(outcome)
        if results is not None:
            if not results or "error" not in results[-1]:
                return None
            return len(results) - 1, results[-1]["error"]
        at = step_at_fault(outcome, script, len(self._places))
        words = crash_words(outcome, self.task, script, schema)
        if at is None or words is None:
            return None
        step = self.whole.steps[self._places[at]]
        # Never the words of the error: they may hold a cell.
        name = outcome.error.partition(":")[0]
        logger.error("a step of %s broke: %s", step.operation, name)
        return at, {"message": words[0], "hint": words[1]}

    def _asks(self, places: Sequence[int]) -> bool:
        return any(not self.whole.steps[place].companion for place in places)

    def _companions_of(self, place: int) -> list[int]:
        """The charts that explain a step follow it; alone they would explain nothing."""
        if self.whole.steps[place].companion:
            return []
        found = []
        for behind in range(place + 1, len(self.whole.steps)):
            if not self.whole.steps[behind].companion:
                break
            found.append(behind)
        return found
