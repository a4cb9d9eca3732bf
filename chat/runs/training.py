"""Carrying out trainings, and the look at the data before one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.reply import (
    Block,
    Choices,
    Curve,
    Notice,
    Option,
    Reply,
    Table,
    TableColumn,
)
from analysis.base.wording import figure
from chat.models import Conversation, Message, Run, events
from chat.models.details import PlanDetails, TrainingDetails
from chat.runs.finishing import Finish, Stopped
from chat.runs.job import PROGRESS_EVERY, Job
from chat.runs.script import as_report
from chat.tables.changed_tables import schema_after
from chat.workflows import active_workflow
from chat.workflows.plan_step import plan_reply
from mlmodels.base.metrics import METRIC_WORDS
from mlmodels.models import TrainedModel
from mlmodels.sentinel import Finding, heeded, look_out
from mlmodels.training import Training, Unfinished, train
from mlmodels.words.comparison import against_before
from mlmodels.words.training import next_steps, training_reply

_MOST_POINTS = 120
_CURVES = (("loss", "loss, training rows"), ("val_loss", "loss, rows that only watch"))


def look_at_plan(job: Job) -> Finish:
    """What is wrong with a plan's features, and the plan as a card to start."""
    plan, table = job.asked(PlanDetails).plan, job.table()
    schema = schema_after(job.dataset(), plan.changes)
    findings = look_out(table, plan, schema=schema, cancelled=job.stopped)
    plan = heeded(plan, findings)
    if job.stopped():
        raise Stopped
    conversation = Conversation.objects.select_related("dataset").get(
        id=job.message.conversation_id
    )
    workflow = active_workflow(conversation)
    where = workflow.where(conversation, conversation.answers) if workflow else ""
    reply = plan_reply(plan, findings, where or "The plan", table.name)
    result = {"findings": [finding.as_json() for finding in findings]}
    return job.succeeded(reply, result=result)


def carry_out_training(job: Job) -> Finish:
    """Train, keep the model, and answer; what was found until a stop is kept too."""
    asked = job.asked(TrainingDetails)
    news, table = _News(job.message), job.table()
    if asked.findings is None:
        # Asked for as a script: no plan was shown before.
        found = look_out(table, asked.plan, cancelled=job.stopped)
        findings = [finding.as_json() for finding in found]
        asked = asked.model_copy(
            update={"findings": findings, "plan": heeded(asked.plan, found)}
        )
    folder = TemporaryDirectory()
    try:
        done = train(
            asked.plan,
            table,
            Path(folder.name),
            on_progress=news,
            cancelled=job.stopped,
        )
    except Unfinished as error:
        folder.cleanup()
        return _unfinished(job, error, news)
    except BaseException:
        folder.cleanup()
        raise
    return _keeping(job, asked, done, folder)


def _keeping(
    job: Job,
    asked: TrainingDetails,
    done: Training,
    folder: TemporaryDirectory[str],
) -> Finish:
    job.ran(done.outcome, done.script, done.versions)

    def reply() -> Reply:
        kept = _kept(job.run, asked, done)
        return as_report(kept, job.run, done.script, done.outcome)

    finish = job.succeeded(
        reply,
        result=done.result,
        details=asked,
        then=lambda: events.dataset_changed(job.message.conversation),
    )

    def finish_and_tidy() -> None:
        with folder:
            finish()

    return finish_and_tidy


def _kept(run: Run, asked: TrainingDetails, done: Training) -> Reply:
    """The reply, once the model is kept; it says so where it could not be."""
    findings = [Finding.from_json(one) for one in asked.findings or ()]
    name = asked.name
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
    blocks = (said, head, *_against_before(model), *rest, next_steps(model.name))
    summary = f"Training complete. {reply.summary}"
    return reply.model_copy(update={"summary": summary, "blocks": blocks})


def _against_before(model: TrainedModel) -> list[Block]:
    """Whether it is better than the one that was trained before it, if there is one."""
    theirs = TrainedModel.objects.of(model.owner).filter(
        target=model.target, dataset=model.dataset
    )
    before = theirs.exclude(id=model.id).order_by("-created").first()
    words = against_before(model.saved(), before.saved()) if before else ""
    return [Notice(text=words)] if words else []


def _unfinished(job: Job, error: Unfinished, news: _News) -> Finish:
    job.ran(error.outcome, None, {})
    cancelled = error.outcome.status == "cancelled"
    level = "info" if cancelled else "error"
    text = f"{error.message} No model is kept."
    blocks: list[Block] = [Notice(text=text, level=level, fix=error.hint)]
    blocks += news.standings()
    again = Option(label="Train again", value=f"/train again {str(job.run.id)[:8]}")
    blocks.append(Choices(options=(again,), role="next"))
    reply = Reply(summary=error.message, blocks=tuple(blocks))
    result = {"tried": news.tried} if news.tried else None
    return job.unfinished(error.outcome, reply, result)


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
