"""The kinds of runs: how each is carried out, how long, and what it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

from analysis.tables import combining, exporting
from chat.models import Run
from sandbox.limits import TRAINING, Limits

if TYPE_CHECKING:
    from chat.runs.finishing import Finish
    from chat.runs.job import Job

MOST_ATTEMPTS = 5


class State(StrEnum):
    """Where a conversation stands."""

    IDLE = "idle"
    AWAITING_DATA = "awaiting data"
    DATA_LOADED = "data loaded"
    GUIDED = "guided"
    CALCULATING = "calculating"
    TRAINING = "training"
    TRAINED = "trained"
    PREDICTING = "predicting"
    COMPLETED = "completed"
    ERROR = "error"


@dataclass(frozen=True)
class RunKind:
    """What is particular about a kind of run.

    ``work`` is the dotted path of the function that carries it out, as the queue names
    what it does; ``limits`` bound its script, and that script run again, where the usual
    ones do not; what is ``long`` waits in a queue of its own. A run whose
    worker died is started ``most_attempts`` times. ``going_on`` and ``came_to`` are
    where the conversation stands while it runs and once it has succeeded.
    """

    work: str
    limits: Limits | None = None
    long: bool = False
    most_attempts: int = MOST_ATTEMPTS
    going_on: State = State.CALCULATING
    came_to: State = State.COMPLETED

    @property
    def carry_out(self) -> Callable[[Job], Finish]:
        """The function that does the work and returns what closes the run."""
        module, _, name = self.work.rpartition(".")
        found: Callable[[Job], Finish] = getattr(import_module(module), name)
        return found


KINDS: dict[str, RunKind] = {
    Run.Kind.IMPORT: RunKind(
        "chat.runs.jobs.read_file",
        # Scripts have limits of their own: a worker that dies over one is not to blame.
        # A file is read in the worker itself, which may be too large for its memory.
        most_attempts=2,
        going_on=State.AWAITING_DATA,
        came_to=State.DATA_LOADED,
    ),
    Run.Kind.ANALYSIS: RunKind("chat.runs.jobs.analyse"),
    Run.Kind.SCRIPT: RunKind("chat.runs.script.carry_out_script"),
    Run.Kind.PLAN: RunKind("chat.runs.training.look_at_plan"),
    Run.Kind.TRAINING: RunKind(
        "chat.runs.training.carry_out_training",
        limits=TRAINING,
        long=True,
        going_on=State.TRAINING,
        came_to=State.TRAINED,
    ),
    Run.Kind.PREDICTION: RunKind(
        "chat.runs.prediction.carry_out_prediction",
        limits=TRAINING,
        going_on=State.PREDICTING,
    ),
    Run.Kind.EXPORT: RunKind(
        "chat.runs.export.carry_out_export", limits=exporting.LIMITS
    ),
    Run.Kind.COMBINE: RunKind(
        "chat.runs.combination.carry_out_combination", limits=combining.LIMITS
    ),
}
