"""Carrying out trainings, and the look at the data before one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.errors import TaskError
from analysis.execution import Table as DataTable
from analysis.models import Run
from analysis.reply import (
    Block,
    Choices,
    Curve,
    Notice,
    Option,
    Reply,
    Table,
    TableColumn,
)
from analysis.wording import figure
from chat import events
from chat.changed_tables import schema_after
from chat.datasets import table_of
from chat.finishing import Finish, Stopped, facts_of, finish_with
from chat.models import Conversation, Message
from chat.pulse import Pulse
from chat.script_runs import as_report
from chat.violations import record_outcome
from chat.workflows import active_workflow
from chat.workflows.plan_step import plan_reply
from mlmodels.models import TrainedModel
from mlmodels.plan import TrainingPlan
from mlmodels.present import next_steps, training_reply
from mlmodels.sentinel import Finding, look_out
from mlmodels.training import Training, Unfinished, train
from mlmodels.words import METRIC_WORDS

PROGRESS_EVERY = 0.4
_MOST_POINTS = 120
_CURVES = (("loss", "loss, training rows"), ("val_loss", "loss, rows that only watch"))


def look_at_plan(run: Run, message: Message, pulse: Pulse) -> Finish:
    """What is wrong with a plan's features, and the plan as a card to start."""
    plan = TrainingPlan.model_validate(run.details["plan"])
    table = _table(run)
    assert run.dataset is not None
    schema = schema_after(run.dataset, plan.changes)
    findings = look_out(table, plan, schema=schema, cancelled=pulse.stopped)
    if pulse.stopped():
        raise Stopped
    conversation = Conversation.objects.select_related("dataset").get(
        id=message.conversation_id
    )
    workflow = active_workflow(conversation)
    where = workflow.where(conversation, conversation.answers) if workflow else ""
    reply = plan_reply(plan, findings, where or "The plan", table.name)
    result = {"findings": [finding.as_json() for finding in findings]}
    return finish_with(run, message, Run.Status.SUCCEEDED, reply, result=result)


def _table(run: Run) -> DataTable:
    dataset = run.dataset
    if dataset is None or not dataset.is_read or not dataset.parquet.exists():
        raise TaskError("The dataset is not there any more.", "Upload it again.")
    return table_of(dataset)


def carry_out_training(run: Run, message: Message, pulse: Pulse) -> Finish:
    """Train, keep the model, and answer; what was found until a stop is kept too."""
    plan = TrainingPlan.model_validate(run.details["plan"])
    news = _News(message)
    table = _table(run)
    if run.details.get("findings") is None:
        # Asked for as a script: no plan was shown before.
        found = look_out(table, plan, cancelled=pulse.stopped)
        run.details["findings"] = [finding.as_json() for finding in found]
    folder = TemporaryDirectory()
    try:
        done = train(
            plan,
            table,
            Path(folder.name),
            on_progress=news,
            cancelled=pulse.stopped,
        )
    except Unfinished as error:
        folder.cleanup()
        return _unfinished(run, message, error, news)
    except BaseException:
        folder.cleanup()
        raise
    return _keeping(run, message, done, folder)


def _keeping(
    run: Run, message: Message, done: Training, folder: TemporaryDirectory[str]
) -> Finish:
    fields = {
        "script": done.script.text,
        "script_sha256": done.script.sha256,
        "result": done.result,
        "versions": dict(done.versions),
        "details": run.details,
        **facts_of(done.outcome),
    }

    def finish() -> None:
        with folder:
            if run.finish(Run.Status.SUCCEEDED, **fields):
                reply = as_report(_kept(run, done), run, done.script, done.outcome)
                events.replace(message, reply)
                events.dataset_changed(message.conversation)

    return finish


def _kept(run: Run, done: Training) -> Reply:
    """The reply, once the model is kept; it says so where it could not be."""
    findings = [Finding.from_json(one) for one in run.details.get("findings", [])]
    name = str(run.details["name"])
    # A guest who signed in meanwhile has another owner now.
    run.refresh_from_db(fields=["owner"])
    try:
        model = TrainedModel.objects.keep(run.owner, name, done, run.dataset)
    except TaskError as error:
        reply = training_reply(done.saved(name), findings)
        notice = Notice(
            text=f"The model is not kept: {error.message}",
            level="warning",
            fix=error.hint,
        )
        return reply.model_copy(update={"blocks": (notice, *reply.blocks)})
    reply = training_reply(model.saved(), findings)
    head, *rest = reply.blocks
    said = Notice(text=f"Training complete. The model is kept as **{model}**.")
    blocks = (said, head, *rest, next_steps(model.name))
    summary = f"Training complete. {reply.summary}"
    return reply.model_copy(update={"summary": summary, "blocks": blocks})


def _unfinished(run: Run, message: Message, error: Unfinished, news: _News) -> Finish:
    record_outcome(run, error.outcome)
    cancelled = error.outcome.status == "cancelled"
    level = "info" if cancelled else "error"
    text = f"{error.message} No model is kept."
    blocks: list[Block] = [Notice(text=text, level=level, fix=error.hint)]
    blocks += news.standings()
    again = Option(label="Train again", value=f"/train again {str(run.id)[:8]}")
    blocks.append(Choices(options=(again,), role="next"))
    status = Run.Status.CANCELLED if cancelled else Run.Status.FAILED
    reply = Reply(summary=error.message, blocks=tuple(blocks))
    result = {"tried": news.tried} if news.tried else None
    return finish_with(
        run, message, status, reply, result=result, **facts_of(error.outcome)
    )


class _News:
    """What a training tells on its way: shown at once first, then now and then."""

    def __init__(self, message: Message) -> None:
        self._message = message
        self._said_at = float("-inf")
        self._courses: dict[str, list[float]] = {name: [] for name, _ in _CURVES}
        self.tried: list[dict[str, Any]] = []
        self._metric = ""

    def __call__(self, news: dict[str, Any]) -> None:
        self.tried = news.get("tried", self.tried)
        self._metric = news.get("metric", self._metric)
        for name, course in self._courses.items():
            if isinstance(news.get(name), int | float):
                course.append(float(news[name]))
        if time.monotonic() - self._said_at < PROGRESS_EVERY:
            return
        self._said_at = time.monotonic()
        events.progress(
            self._message,
            str(news.get("message", "Working")),
            news.get("progress"),
            _note(news),
            tuple(self._curves()),
        )

    def _curves(self) -> Sequence[Curve]:
        return [
            Curve(label=label, values=tuple(_thinned(self._courses[name])))
            for name, label in _CURVES
            if len(self._courses[name]) > 1
        ]

    def standings(self) -> list[Block]:
        """What had been tried when the training ended before its time."""
        if not self.tried:
            return []
        metric = METRIC_WORDS.get(self._metric, self._metric)
        return [
            Table(
                title="Tried until then",
                columns=(
                    TableColumn(label="Model", format="text"),
                    TableColumn(label=metric),
                    TableColumn(label="Time", format="seconds"),
                ),
                rows=tuple(
                    (one["words"], one["score"], one["seconds"]) for one in self.tried
                ),
                note="Means over the folds of cross-validation; no model is kept.",
            )
        ]


def _thinned(values: list[float]) -> list[float]:
    """At most so many points, the last one always among them."""
    stride = -(-len(values) // _MOST_POINTS)
    return values[::-1][::stride][::-1]


def _note(news: dict[str, Any]) -> str:
    """What is known already, in words."""
    if "best" in news:
        metric = METRIC_WORDS.get(news["metric"], news["metric"])
        return f"Best so far: {news['best'].lower()}, {metric} {figure(news['score'])}"
    known = {name: news[name] for name in ("loss", "val_loss", "accuracy", "mae")
             if isinstance(news.get(name), int | float)}  # fmt: skip
    return " · ".join(f"{name} {figure(value)}" for name, value in known.items())
