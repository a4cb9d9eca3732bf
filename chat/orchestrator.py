"""The only decider: what a message means and what happens then."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, assert_never

from django.db import IntegrityError, transaction

from analysis.errors import TaskError
from analysis.models import Dataset, Run
from analysis.operations import operation_named
from analysis.reply import Choices, Notice, Option, Reply, Text
from analysis.task import Task
from chat import events, quotas, runs
from chat.commands import (
    Guided,
    Import,
    Learn,
    Outcome,
    Perform,
    RunScript,
    Say,
    find_command,
)
from chat.language.confidence import RESTATE
from chat.language.reading import (
    Question,
    Reading,
    Unclear,
    Understood,
    UnknownColumn,
    read_message,
)
from chat.models import Conversation, Message
from chat.script_readings import as_script_reading
from chat.welcome import no_dataset_reply
from chat.workflows import active_workflow, with_reminder
from chat.workflows.workflow import Workflow
from chat.working import prepared, previous_task, working_schema

logger = logging.getLogger(__name__)
MAX_TEXT = 4096
_TRIES = 5
_FEWEST_WORDS = 3  # of a question in the midst of a workflow, without a question mark


@dataclass(frozen=True)
class Request:
    """A message from any surface; ``client_id`` makes a second sending harmless."""

    text: str
    client_id: str | None = None


@dataclass(frozen=True)
class Decision:
    """What a message comes to: a reply at once, or something to run.

    ``moved`` is where the guided workflow stands afterwards: its name and answers.
    """

    reply: Reply | None = None
    task: Task | None = None
    script: RunScript | None = None
    dataset: Dataset | None = None
    learn: Learn | None = None
    options: dict[str, Any] | None = None
    moved: tuple[str, dict[str, Any]] | None = None


Start = Callable[[Run], None]


def respond(
    conversation: Conversation, request: Request, *, start: Start = runs.enqueue
) -> Message:
    """Store a message and its answer, which is final or stands in for a run.

    ``start`` gets the run; without the queue the caller carries it out itself.

    A request whose ``client_id`` was seen before changes nothing and gets the answer
    that it got.
    """
    known = _already_answered(conversation, request)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            # No database column and no script can hold a null character.
            text = request.text.replace("\0", "")
            question = events.say(conversation, text, request.client_id)
            return _answer(conversation, question, start)
    except IntegrityError:
        known = _already_answered(conversation, request)
        if known is None:
            raise
        return known


def take_in(
    conversation: Conversation,
    dataset: Dataset,
    text: str,
    *,
    start: Start = runs.enqueue,
) -> Message:
    """Store an upload as a person's message and queue the reading of the file."""
    with transaction.atomic():
        question = events.say(conversation, text, f"upload-{dataset.id}")
        return _queue_import(conversation, question, dataset, start)


def repeat(conversation: Conversation, asked: RunScript) -> Message:
    """Run a recorded script again without being asked in the conversation."""
    with transaction.atomic():
        return _queue_script(conversation, None, asked, runs.enqueue)


def _already_answered(conversation: Conversation, request: Request) -> Message | None:
    if not request.client_id:
        return None
    return Message.objects.filter(
        conversation=conversation, question__client_id=request.client_id
    ).first()


def _answer(conversation: Conversation, question: Message, start: Start) -> Message:
    decision = _settled(conversation, question.text)
    if not conversation.title and decision.task is not None:
        events.titled(conversation, question.text[:60])
    if decision.script is not None:
        return _queue_script(conversation, question, decision.script, start)
    if decision.dataset is not None:
        return _queue_import(conversation, question, decision.dataset, start)
    if decision.task is not None:
        return _queue_task(conversation, question, decision.task, start)
    if decision.learn is not None:
        return _queue_learning(conversation, question, decision.learn, start)
    assert decision.reply is not None
    return events.answer(
        conversation, question, decision.reply, options=decision.options
    )


def _settled(conversation: Conversation, text: str) -> Decision:
    """The decision, with the guided workflow moved to where it leads.

    Of two messages at the same moment the one that comes second is read again, as an
    answer to where the first has led.
    """
    for _ in range(_TRIES):
        decision = decide(conversation, text)
        if decision.reply is None:
            try:
                quotas.check_run(conversation.owner)
            except TaskError as error:
                return Decision(reply=error_reply(error))
        if decision.moved is None or _move(conversation, *decision.moved):
            return decision
        conversation.refresh_from_db()
    raise RuntimeError("the conversation is moved by others all the time")


def _move(conversation: Conversation, workflow: str, answers: dict[str, Any]) -> bool:
    """Store where the workflow stands, unless another message has moved it."""
    turn = conversation.turn
    moved = Conversation.objects.filter(id=conversation.id, turn=turn).update(
        workflow=workflow, answers=answers, turn=turn + 1
    )
    if moved:
        conversation.workflow, conversation.answers = workflow, answers
        conversation.turn = turn + 1
    return bool(moved)


def _queue_task(
    conversation: Conversation, question: Message, task: Task, start: Start
) -> Message:
    dataset = conversation.dataset
    assert dataset is not None
    every = (*prepared(conversation), *task.steps)
    full = task.model_copy(update={"steps": every})
    run = Run.objects.create(
        owner=conversation.owner,
        dataset=dataset,
        question=question.text,
        task_json=full.model_dump(mode="json"),
        template=task.template,
        data_sha256=dataset.sha256,
    )
    if all(operation_named(step.operation).kind == "prepare" for step in task.steps):
        steps = [
            step.model_copy(update={"standing": True}).model_dump(mode="json")
            for step in full.steps
        ]
        conversation.preparation = steps
        conversation.save(update_fields=["preparation"])
    message = events.answer(
        conversation,
        question,
        events.working(str(run.id), "Calculating"),
        task=task,
        run=run,
    )
    start(run)
    return message


def _queue_learning(
    conversation: Conversation, question: Message, asked: Learn, start: Start
) -> Message:
    run = Run.objects.create(
        owner=conversation.owner,
        dataset=asked.dataset,
        kind=asked.kind,
        question=asked.question,
        details=dict(asked.details),
        template=asked.template,
        data_sha256=asked.dataset.sha256 if asked.dataset else "",
    )
    if not conversation.title:
        events.titled(conversation, asked.question[:60])
    waiting = events.working(str(run.id), asked.words)
    message = events.answer(conversation, question, waiting, run=run)
    start(run)
    return message


def _queue_script(
    conversation: Conversation,
    question: Message | None,
    asked: RunScript,
    start: Start,
) -> Message:
    repeated = asked.rerun_of
    run = Run.objects.create(
        owner=conversation.owner,
        dataset=asked.dataset,
        kind=Run.Kind.SCRIPT,
        question=_question_of(repeated, question),
        task_json=repeated.task_json if repeated else None,
        template=asked.template,
        script=asked.script,
        script_sha256=hashlib.sha256(asked.script.encode()).hexdigest(),
        details={"checked": True} if asked.checked else {},
        data_sha256=asked.dataset.sha256 if asked.dataset else "",
        rerun_of=repeated,
    )
    words = "Running it again" if repeated else "Running the script"
    message = events.answer(
        conversation, question, events.working(str(run.id), words), run=run
    )
    start(run)
    return message


def _question_of(repeated: Run | None, question: Message | None) -> str:
    if repeated is not None:
        return str(repeated.question)
    return question.text if question else ""


def _queue_import(
    conversation: Conversation, question: Message, dataset: Dataset, start: Start
) -> Message:
    run = Run.objects.create(
        owner=conversation.owner,
        dataset=dataset,
        kind=Run.Kind.IMPORT,
        data_sha256=dataset.sha256,
    )
    waiting = events.working(str(run.id), f"Reading {dataset.name}")
    message = events.answer(conversation, question, waiting, run=run)
    start(run)
    return message


def decide(conversation: Conversation, text: str) -> Decision:
    """What a message means in this conversation; never raises for any text."""
    try:
        return _decide(conversation, text[:MAX_TEXT])
    except TaskError as error:
        return Decision(reply=error_reply(error))
    except Exception:
        logger.exception("a message of %d characters could not be read", len(text))
        return Decision(reply=_unclear((), ()))


def _decide(conversation: Conversation, text: str) -> Decision:
    chosen = _chosen(conversation, text)
    if chosen is not None:
        return Decision(task=chosen)
    workflow = active_workflow(conversation)
    if workflow is not None and not text.startswith("/"):
        return _guided(workflow, conversation, text)
    called = find_command(text)
    as_script = False
    if called is not None:
        outcome = called[0](conversation, called[1])
        if isinstance(outcome, Reply):
            outcome = with_reminder(conversation, outcome)
        if not isinstance(outcome, Say):
            return _done(outcome)
        text, as_script = outcome.text, outcome.script
    elif text.startswith("/"):
        word = text.split()[0]
        raise TaskError(
            f"There is no command {word}.",
            hint="Send /help for all.",
            options=("/help",),
        )
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read:
        return Decision(reply=no_dataset_reply())
    schema = working_schema(conversation)
    reading = read_message(text, schema, previous_task(conversation))
    return _said(as_script_reading(reading) if as_script else reading)


def _guided(workflow: Workflow, conversation: Conversation, text: str) -> Decision:
    """An answer to the workflow's question, or something else that leaves it waiting."""
    answers = conversation.answers
    try:
        return _done(workflow.read(conversation, answers, text, free=False))
    except TaskError as error:
        refusal = error
    aside = _aside(conversation, text)
    if aside is not None:
        return aside
    try:
        return _done(workflow.read(conversation, answers, text, free=True))
    except TaskError:
        return _done(workflow.refused(conversation, answers, refusal))


def _aside(conversation: Conversation, text: str) -> Decision | None:
    """A command in words, or a question about the data; None if it is neither."""
    called = find_command(text)
    if called is not None:
        try:
            outcome = called[0](conversation, called[1])
        except TaskError as error:
            outcome = error_reply(error)
        if isinstance(outcome, Reply):
            return Decision(reply=with_reminder(conversation, outcome))
        return None if isinstance(outcome, Say) else _done(outcome)
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read:
        return None
    if "?" not in text and len(text.split()) < _FEWEST_WORDS:
        return None
    reading = read_message(text, working_schema(conversation))
    sure = isinstance(reading, Understood) and reading.task.confidence >= RESTATE
    return _said(reading) if sure else None


def _done(outcome: Outcome) -> Decision:
    match outcome:
        case Reply():
            return Decision(reply=outcome)
        case Import(dataset=dataset):
            return Decision(dataset=dataset)
        case Perform(task=task):
            return Decision(task=task)
        case RunScript():
            return Decision(script=outcome)
        case Learn():
            return Decision(learn=outcome)
        case Guided(workflow=name, answers=answers, outcome=led):
            return replace(_done(led), moved=(name, dict(answers)))
        case Say():
            raise TypeError("a message to be read is no decision yet")
    assert_never(outcome)


def _said(reading: Reading) -> Decision:
    match reading:
        case Understood(task=task):
            return Decision(task=task)
        case Question(prompt=prompt, options=options):
            return _question(prompt, options)
        case UnknownColumn(word=word, nearest=nearest, task_texts=texts):
            return Decision(reply=_unknown_column(word, nearest, texts))
        case Unclear(recognised=recognised, suggestions=suggested):
            return Decision(reply=_unclear(recognised, suggested))
    assert_never(reading)


def _question(prompt: str, options: tuple[tuple[Task | str, str], ...]) -> Decision:
    buttons, tasks = [], {}
    for meaning, label in options:
        value = label if isinstance(meaning, Task) else meaning
        buttons.append(Option(label=label, value=value))
        if isinstance(meaning, Task):
            tasks[label] = meaning.model_dump(mode="json")
    blocks = (Text(text=prompt), Choices(options=tuple(buttons)))
    return Decision(reply=Reply(summary=prompt, blocks=blocks), options=tasks)


def _chosen(conversation: Conversation, text: str) -> Task | None:
    """The task of the button that a message presses, by its label or its number."""
    last = (
        Message.objects.filter(conversation=conversation, role=Message.Role.ASSISTANT)
        .order_by("-id")
        .first()
    )
    if last is None or not last.options:
        return None
    labels = list(last.options)
    wanted = text.strip().casefold()
    for number, label in enumerate(labels, start=1):
        if wanted in (label.casefold(), str(number)):
            return Task.model_validate(last.options[label])
    return None


def _unknown_column(
    word: str, nearest: tuple[str, ...], texts: tuple[str, ...]
) -> Reply:
    text = f"There is no column “{word}”."
    options = tuple(
        Option(label=name, value=again)
        for name, again in zip(nearest, texts, strict=False)
    )
    blocks: list[Notice | Choices] = [
        Notice(text=text, level="error", fix="Send /columns to see all columns.")
    ]
    if options:
        blocks.append(Choices(prompt="Did you mean", options=options))
    blocks.append(
        Choices(options=(Option(label="All columns", value="/columns"),), role="next")
    )
    return Reply(summary=text, blocks=tuple(blocks))


def _unclear(recognised: tuple[str, ...], suggested: tuple[str, ...]) -> Reply:
    text = "I did not understand that."
    seen = f"Recognised: {', '.join(recognised)}." if recognised else ""
    options = tuple(Option(label=one, value=one) for one in suggested)
    return Reply(
        summary=text,
        blocks=(
            Notice(text=text, level="warning", fix=seen),
            Choices(prompt="You could ask", options=options, role="next"),
        ),
    )


def error_reply(error: TaskError) -> Reply:
    """A refusal in words, with the way out as buttons where there is one."""
    blocks: list[Notice | Choices] = [
        Notice(text=error.message, level="error", fix=error.hint)
    ]
    if error.options:
        options = tuple(Option(label=one, value=one) for one in error.options)
        blocks.append(Choices(options=options))
    return Reply(summary=error.message, blocks=tuple(blocks))
