"""Training: the plan's script run in the sandbox, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.base.errors import TaskError
from analysis.execution import Table
from analysis.scripts.writing import Script, Source
from mlmodels.base.plan import TrainingPlan
from mlmodels.base.saved import SavedModel
from mlmodels.estimators import estimator_named
from mlmodels.plans.title import plan_title
from mlmodels.scripts.sandboxed import Progress, run_generated
from mlmodels.scripts.writing import MODEL_FILE, train_script, versions
from sandbox.limits import Limits
from sandbox.outcome import Outcome

# A plan's seconds are kept by the script itself; a busy machine may need more.
_LONGEST_SECONDS = 300.0


class Unfinished(TaskError):
    """A training or prediction that has no result; ``outcome`` is how it ended."""

    def __init__(self, message: str, hint: str, outcome: Outcome) -> None:
        super().__init__(message, hint)
        self.outcome = outcome


@dataclass(frozen=True)
class Training:
    """A finished training.

    ``result`` holds the unrounded numbers; ``files`` are the model's files by name
    (in the folder that was given), to be kept by :mod:`mlmodels.models`.
    """

    plan: TrainingPlan
    script: Script
    result: dict[str, Any]
    outcome: Outcome
    files: Mapping[str, Path] = field(default_factory=dict)
    data_sha256: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)

    def saved(self, name: str, version: int = 1) -> SavedModel:
        """The model as prediction and export take it, before it is kept."""
        return SavedModel(
            name=name,
            version=version,
            plan=self.plan,
            result=self.result,
            script=self.script.text,
            data_sha256=self.data_sha256,
            versions=self.versions,
            files=self.files,
        )


def script_for(plan: TrainingPlan, table: Table) -> Script:
    """The script that carries out the plan."""
    source = Source(table.name, table.schema.n_rows, table.sha256, table.recipe)
    return train_script(plan, source, plan_title(plan))


def train(
    plan: TrainingPlan,
    table: Table,
    into: Path,
    *,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Training:
    """Train the plan's model in the sandbox; its files are put into the folder.

    ``on_progress`` is told ``{"progress": share, "message": words, …}``; ``cancelled``
    is asked several times a second and ends the run at once.

    Raises:
        Unfinished: the training has no result; it says why and what to do.
    """
    library = estimator_named(plan.estimator).library
    if on_progress is not None:
        # The sandbox may have to start its server first.
        on_progress({"progress": 0.0, "message": "Starting"})
    script = script_for(plan, table)
    outcome = run_generated(
        script,
        table.parquet,
        min(1.5 * plan.seconds + 45, _LONGEST_SECONDS),
        library=library,
        collect=_files(library),
        into=into,
        on_progress=on_progress,
        cancelled=cancelled,
    )
    if outcome.status != "succeeded":
        raise unfinished(outcome)
    return Training(
        plan,
        script,
        outcome.result,
        outcome,
        outcome.files,
        table.sha256,
        versions(library),
    )


def _files(library: str) -> tuple[str, ...]:
    return (MODEL_FILE, "model.keras") if library == "keras" else (MODEL_FILE,)


_WORDS = {
    "timed_out": (
        "The {what} took longer than it may and was stopped.",
        "Use fewer rows or features, or a faster model such as linear or logistic.",
    ),
    "out_of_memory": (
        "The {what} needed more memory than it may have ({memory:,} MB) and was stopped.",
        "Use fewer rows or features, fewer trees, or a simpler model.",
    ),
    "cancelled": ("{What} cancelled.", "The data is still there."),
    "unavailable": (
        "The {what} was interrupted: the sandbox in which it runs has ended.",
        "Start it again; the data is still there.",
    ),
}


def unfinished(outcome: Outcome, what: str = "training") -> Unfinished:
    """Why a training or prediction has no result, for people."""
    if outcome.status in _WORDS:
        words = {
            "what": what,
            "What": what.capitalize(),
            "memory": Limits().memory_mb,
        }
        message, hint = _WORDS[outcome.status]
        return Unfinished(message.format(**words), hint, outcome)
    kind, _, text = outcome.error.partition(": ")
    if kind in ("ValueError", "DataError") and text:
        text = text[0].upper() + text[1:].rstrip(".") + "."
        return Unfinished(text, "Change the data or the plan and try again.", outcome)
    if outcome.error.startswith("The script was killed"):
        return Unfinished(
            f"The {what} was stopped from outside; the machine may be short of memory.",
            "Start it again; if that does not help, use fewer rows or a simpler model.",
            outcome,
        )
    return Unfinished(
        f"The {what} failed: {outcome.error}",
        "Try another model or fewer features; the data is still there.",
        outcome,
    )
