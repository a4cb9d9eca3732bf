"""The only decider: what a message means where the conversation stands."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Any, assert_never

from analysis.base.errors import TaskError
from analysis.base.reply import Choices, Option, Reply, Text
from analysis.base.task import Task
from analysis.pipeline import check_steps
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
from chat.discourse.about import Say as SayInstead
from chat.discourse.expectation import Missing
from chat.discourse.precedence import asked_of_a_name
from chat.discourse.turn import discourse
from chat.discourse.two_answers import of_two_answers
from chat.discourse.unanswered import Nothing, read_behind, unanswered_before
from chat.learning.talk import model_talk
from chat.learning.unread import unread_of_a_model
from chat.linking.outcomes import (
    NoSuchMethod,
    Question,
    Reading,
    Unclear,
    Understood,
    UnknownColumn,
)
from chat.models import Conversation, Message
from chat.outcomes.refusals import (
    error_reply,
    no_such_method_reply,
    nothing_to_change_reply,
    unclear_reply,
    unknown_column_reply,
)
from chat.outcomes.welcome import no_dataset_reply
from chat.pressing import Press, chosen_task, misfit
from chat.reader.absent_days import of_no_day
from chat.reader.messages import RESTATE, read_message
from chat.scripts.readings import as_script_reading
from chat.spoken import english_of, reply_read_as, task_read_as
from chat.tables.working import previous_task, task_of_the_last_answer, working_schema
from chat.workflows import active_workflow, with_reminder, workflows
from chat.workflows.workflow import Answers, Workflow

logger = logging.getLogger(__name__)
MAX_TEXT = 4096
_CODE = "```"  # dates in a script are the script's own
_FEWEST_WORDS = 3  # of a question in the midst of a workflow, without a question mark


@dataclass(frozen=True)
class Decision:
    """What a message comes to: a reply at once, or something to run.

    ``moved`` is where the guided workflow stands afterwards: its name and answers.
    """

    reply: Reply | None = None
    task: Task | None = None
    script: RunScript | None = None
    imported: Import | None = None
    learn: Learn | None = None
    options: dict[str, Any] | None = None
    moved: tuple[str, dict[str, Any]] | None = None


def decide(
    conversation: Conversation, text: str, press: Press | None = None
) -> Decision:
    """What a message means in this conversation; never raises for any text.

    With a ``press`` it is the value of that button, and answers that question.
    """
    try:
        decision = (
            _pressed(conversation, press)
            if press is not None
            else _decide(conversation, text[:MAX_TEXT])
        )
        if decision.task is not None:
            check_steps(decision.task)
        return decision
    except TaskError as error:
        return Decision(reply=error_reply(error))
    except Exception:
        logger.exception("a message of %d characters could not be read", len(text))
        return Decision(reply=unclear_reply((), ()))


def _decide(conversation: Conversation, text: str) -> Decision:
    chosen = chosen_task(conversation, text)
    if chosen is not None:
        return Decision(task=chosen)
    return _as_said(conversation, text)


def _as_said(conversation: Conversation, text: str) -> Decision:
    """What words mean in any language that is read."""
    english = english_of(conversation, text)
    if english is None:
        return _in_words(conversation, text)
    decision = _in_words(conversation, english)
    if decision.task is not None:
        return replace(decision, task=task_read_as(decision.task, english))
    if decision.reply is not None:
        return replace(decision, reply=reply_read_as(decision.reply, english))
    return decision


def _in_words(conversation: Conversation, text: str) -> Decision:
    """An answer to the current question where one is guided, else something free."""
    refused = _of_no_day(conversation, text)
    if refused is not None:
        return refused
    workflow = active_workflow(conversation)
    if workflow is not None and not text.startswith("/"):
        return _guided(workflow, conversation, text, conversation.answers)
    return _free(conversation, text)


def _of_no_day(conversation: Conversation, text: str) -> Decision | None:
    """The refusal of words that name a day which does not exist, whoever reads them."""
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read or text.startswith("/") or _CODE in text:
        return None
    refused = of_no_day(text, working_schema(conversation))
    if refused is None:
        return None
    decision = _said(refused)
    assert decision.reply is not None
    return replace(decision, reply=with_reminder(conversation, decision.reply))


def _pressed(conversation: Conversation, press: Press) -> Decision:
    """What a button means where it is: the task, the answer or the words behind it.

    Raises:
        TaskError: it fits no more.
    """
    refusal = misfit(conversation, press)
    if refusal is not None:
        raise refusal
    if press.task is not None:
        return Decision(task=press.task)
    answered = press.answered()
    if answered is not None:
        name, before = answered
        return _guided(workflows()[name], conversation, press.value, before)
    if not press.knows_where:
        return _as_said(conversation, press.value)
    return _free(conversation, press.value, until=press.message)


def _free(
    conversation: Conversation, text: str, until: Message | None = None
) -> Decision:
    """A command, or a question about the data that may go on from the one before.

    ``until`` is the last message that counts for what went before.
    """
    reading = _of_a_name(conversation, text, until)
    if reading is not None:
        return _said(reading)
    talked = _model_talk(conversation, text, until)
    if talked is not None:
        return talked
    compared = of_two_answers(conversation, text, until)
    if compared is not None:
        return Decision(task=compared)
    further = _discourse(conversation, text, until)
    if further is not None and further.reply is None:
        return further
    called = find_command(text)
    if called is None:
        talked = _model_talk(conversation, text, until, named_only=True)
        if talked is not None:
            return talked
    if further is not None:
        return further
    if called is None:
        unread = unread_of_a_model(conversation, text, until)
        if unread is not None:
            return Decision(reply=unread)
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
    before = unanswered_before(conversation, until)
    found = read_behind(text, schema, previous_task(conversation, until), before)
    if isinstance(found, Nothing):
        return _nothing(found)
    return _said(as_script_reading(found) if as_script else found)


def _nothing(found: Nothing) -> Decision:
    buttons, tasks = _buttons(found.options)
    return Decision(
        reply=nothing_to_change_reply(found.told, found.fix, buttons), options=tasks
    )


def _of_a_name(
    conversation: Conversation, text: str, until: Message | None
) -> Reading | None:
    """A question about a column whose name is the word of a command, too."""
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read or text.startswith("/"):
        return None
    called = find_command(text)
    plain = called is not None and not called[1] and not called[0].is_spoken
    schema, previous = working_schema(conversation), previous_task(conversation, until)
    return asked_of_a_name(text, schema, previous, called=plain)


def _model_talk(
    conversation: Conversation,
    text: str,
    until: Message | None,
    *,
    named_only: bool = False,
) -> Decision | None:
    """A question about a trained model, or the wish for another; it ends no workflow."""
    outcome = model_talk(conversation, text, until, named_only=named_only)
    if outcome is None:
        return None
    if isinstance(outcome, Reply):
        return Decision(reply=with_reminder(conversation, outcome))
    return _done(outcome)


def _discourse(
    conversation: Conversation, text: str, until: Message | None
) -> Decision | None:
    """A question about the answer before, or about the table as a whole."""
    if text.startswith("/"):
        return None
    outcome = discourse(conversation, text, until)
    match outcome:
        case None:
            return None
        case Task():
            return Decision(task=outcome)
        case Missing(prompt=prompt, typical=task, label=label):
            return _question(prompt, ((task, label),))
        case SayInstead(text=said):
            called = find_command(said)
            return _done(called[0](conversation, called[1])) if called else None
        case Reply():
            return Decision(reply=outcome)
    assert_never(outcome)


def _guided(
    workflow: Workflow, conversation: Conversation, text: str, answers: Answers
) -> Decision:
    """An answer to the workflow's question, or something else that leaves it waiting.

    The question is the first that ``answers`` leaves open: an earlier one for a button
    that was offered earlier.
    """
    try:
        led = workflow.read(conversation, answers, text, free=False)
        return _done(workflow.not_again(conversation, answers, led))
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
    """A question about a model, a command in words, or a question about the data.

    None if it is neither.
    """
    try:
        talked = _model_talk(conversation, text, None) or _model_talk(
            conversation, text, None, named_only=True
        )
    except TaskError as error:
        return Decision(reply=with_reminder(conversation, error_reply(error)))
    if talked is not None:
        return talked
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
    before = task_of_the_last_answer(conversation)
    reading = read_message(text, working_schema(conversation), before)
    if isinstance(reading, Understood) and reading.task.confidence >= RESTATE:
        return _said(reading)
    asks = text.rstrip().endswith("?") and len(text.split()) >= _FEWEST_WORDS
    if isinstance(reading, Understood) or not asks:
        return None
    # A question is no answer to the workflow's own; it is refused as a question.
    said = _said(reading)
    assert said.reply is not None
    return replace(said, reply=with_reminder(conversation, said.reply))


def _done(outcome: Outcome) -> Decision:
    match outcome:
        case Reply():
            return Decision(reply=outcome)
        case Import():
            return Decision(imported=outcome)
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
        case UnknownColumn(word=word, nearest=nearest, task_texts=texts, told=told):
            return Decision(reply=unknown_column_reply(word, nearest, texts, told))
        case Unclear(recognised=recognised, suggestions=suggested, unknown=unknown):
            return Decision(reply=unclear_reply(recognised, suggested, unknown))
        case NoSuchMethod(told=told, options=options):
            buttons, tasks = _buttons(options)
            return Decision(reply=no_such_method_reply(told, buttons), options=tasks)
    assert_never(reading)


def _question(prompt: str, options: tuple[tuple[Task | str, str], ...]) -> Decision:
    buttons, tasks = _buttons(options)
    blocks = (Text(text=prompt), Choices(options=buttons))
    return Decision(reply=Reply(summary=prompt, blocks=blocks), options=tasks)


def _buttons(
    options: tuple[tuple[Task | str, str], ...],
) -> tuple[tuple[Option, ...], dict[str, Any]]:
    """Buttons, and the tasks that their labels stand for."""
    buttons, tasks = [], {}
    for meaning, label in options:
        value = label if isinstance(meaning, Task) else meaning
        buttons.append(Option(label=label, value=value))
        if isinstance(meaning, Task):
            tasks[label] = meaning.model_dump(mode="json")
    return tuple(buttons), tasks
