"""One run while it is carried out: what it was asked, what is kept, how it ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.reply import Reply
from analysis.base.task import Task
from analysis.execution import Table
from analysis.models import Dataset
from analysis.scripts.writing import Script
from chat.models import Message, Run, events
from chat.models.details import Asked, D, asked_of
from chat.outcomes.refusals import error_reply
from chat.people.violations import record_outcome
from chat.runs.finishing import Finish, facts_of, finish_with
from chat.runs.pulse import Pulse
from chat.tables.datasets import table_of
from sandbox.outcome import Outcome

PROGRESS_EVERY = 0.4


@dataclass
class Job:
    """A run with its message and pulse.

    ``kept`` gathers what the run's row shall hold however it ends: script, versions and
    the facts of the sandbox.
    """

    run: Run
    message: Message
    pulse: Pulse
    kept: dict[str, Any] = field(default_factory=dict)

    def asked(self, kind: type[D]) -> D:
        """What the run was asked, which is of this kind."""
        return asked_of(self.run, kind)

    def dataset(self) -> Dataset:
        """The run's dataset.

        Raises:
            TaskError: it was deleted since.
        """
        found: Dataset | None = self.run.dataset
        if found is None or not found.is_read or not found.parquet.exists():
            raise TaskError("The dataset is not there any more.", "Upload it again.")
        return found

    def table(self) -> Table:
        """The run's dataset as the analysis takes it.

        Raises:
            TaskError: it was deleted since.
        """
        return table_of(self.dataset())

    def stopped(self) -> bool:
        """Whether the run was cancelled or taken away from this worker."""
        return self.pulse.stopped()

    def tell(self, words: str, fraction: float | None = None) -> None:
        """Say how far it is."""
        events.progress(self.message, words, fraction)

    def reporter(self) -> Callable[[dict[str, Any]], None]:
        """What tells a script's news, not more often than people can read."""
        last = time.monotonic()

        def report(news: dict[str, Any]) -> None:
            nonlocal last
            if time.monotonic() - last > PROGRESS_EVERY:
                last = time.monotonic()
                self.tell(str(news.get("message", "Working")), news.get("progress"))

        return report

    def ran(
        self, outcome: Outcome, script: Script | None, versions: Mapping[str, str]
    ) -> None:
        """Keep how the script went, and what the sandbox had to stop."""
        record_outcome(self.run, outcome)
        self.kept |= facts_of(outcome)
        if script is not None:
            self.kept |= {"script": script.text, "script_sha256": script.sha256}
        if versions:
            self.kept["versions"] = dict(versions)

    def succeeded(
        self,
        reply: Reply | Callable[[], Reply],
        *,
        result: Any = None,
        task: Task | None = None,
        details: Asked | None = None,
        then: Callable[[], None] | None = None,
        otherwise: Callable[[], None] | None = None,
    ) -> Finish:
        """The good end; see :func:`finish_with` for the reply and what goes with it."""
        if details is not None:
            self.kept["details"] = details.stored()
        return finish_with(
            self.run,
            self.message,
            Run.Status.SUCCEEDED,
            reply,
            task,
            then=then,
            otherwise=otherwise,
            **{**self.kept, "result": result},
        )

    def failed(self, reply: Reply, *, error: str | None = None) -> Finish:
        """An end with a reason, which the reply tells; ``error`` is for the row."""
        more = {} if error is None else {"error": error}
        return self._over(Run.Status.FAILED, reply, **more)

    def cancelled(self, reply: Reply) -> Finish:
        return self._over(Run.Status.CANCELLED, reply)

    def unfinished(self, outcome: Outcome, reply: Reply, result: Any = None) -> Finish:
        """Cancelled or failed, as the sandbox says."""
        more = {} if result is None else {"result": result}
        cancelled = outcome.status == "cancelled"
        status = Run.Status.CANCELLED if cancelled else Run.Status.FAILED
        return self._over(status, reply, **more)

    def refused(self, error: TaskError) -> Finish:
        """Failed for a reason that is the person's to change."""
        return self.failed(error_reply(error), error=error.message)

    def _over(self, status: str, reply: Reply, **more: Any) -> Finish:
        return finish_with(
            self.run, self.message, status, reply, **{**self.kept, **more}
        )
