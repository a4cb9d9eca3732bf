"""Questions about a trained model in a conversation, and wishes for another one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from analysis.base.reply import Choices, Notice, Option, Reply, Text
from analysis.base.wording import figure, names_of
from chat.learning.again import (
    adjusted,
    another,
    better,
    left_columns,
    only,
    positive,
    top,
    with_more,
    without,
)
from chat.learning.context import is_about_a_model, last_prediction, model_meant
from chat.learning.rows import described_row, for_row_changed, is_a_row
from chat.models import Conversation, Message
from chat.models.details import PredictionDetails, asked_of
from chat.outcomes.command import Outcome
from chat.reader.training.accounted import accounted_question, tagged_words
from chat.reader.training.columns_said import columns_said
from chat.reader.training.questions import (
    ModelQuestion,
    describes_a_row,
    model_questions,
    plainly,
    threshold_wish,
)
from chat.tables.working import working_schema
from mlmodels.models import TrainedModel
from mlmodels.words.asked import (
    PLAIN,
    classes_reply,
    confusion_reply,
    feature_reply,
)
from mlmodels.words.comparison import comparison_reply
from mlmodels.words.effects import dependence_reply, unit_reply
from mlmodels.words.groups import fairness_reply, told
from mlmodels.words.judged import JUDGED, advice_reply, class_reply
from mlmodels.words.prediction import reasons_table
from mlmodels.words.thresholds import (
    Wish,
    chosen_threshold,
    precision_recall_chart,
    threshold_table,
    words_of,
)

# Their words are those of questions about a table, too: a column's name decides.
_ABOUT_TABLES = ("quality", "facts", "errors", "roc", "confusion", "importance", "best")
# Questions that take nothing from a message: what it says besides has no use.
_WITHOUT_PARTS = ("confusion", "roc", "calibration", "importance", "quality", "errors")
_MOST_COMPARED = 20


def model_talk(
    conversation: Conversation,
    text: str,
    until: Message | None = None,
    *,
    named_only: bool = False,
) -> Outcome | None:
    """What a message about a trained model comes to; None if it is about something else.

    A model is what the conversation is about when the last answer trained one or
    predicted with one. With ``named_only`` it need not be: the words name a model then.

    Raises:
        TaskError: what is asked cannot be told of this model.
    """
    if text.startswith("/"):
        return None
    about_one = is_about_a_model(conversation, until)
    if named_only is about_one:
        return None
    asked = model_questions(text)
    if named_only:
        asked = [one for one in asked if one.names_model]
    model = model_meant(conversation, until)
    if model is None:
        return None
    whole = _read_whole(conversation, model, text, until, named_only=named_only)
    if whole is not None:
        return whole
    for question in asked:
        if _is_of_the_table(question, text, conversation, model):
            continue
        outcome = _ANSWERS[question.kind](conversation, model, question, text, until)
        if isinstance(outcome, Reply) and question.kind in _WITHOUT_PARTS:
            return _with_what_is_unused(outcome, text, _schema(conversation), model)
        if outcome is not None:
            return outcome
    if about_one and is_a_row(conversation, model, text):
        return described_row(conversation, model, text, in_context=True)
    if not describes_a_row(text):
        return None
    return described_row(conversation, model, text, in_context=about_one)


def _read_whole(
    conversation: Conversation,
    model: TrainedModel,
    text: str,
    until: Message | None,
    *,
    named_only: bool,
) -> Outcome | None:
    """The answer to a message whose words all have a use for a model.

    A word that has none is told first; nothing is trained or predicted without it.
    """
    schema = _schema(conversation)
    if model.target not in schema.names:
        return None
    question = accounted_question(text, schema, model.target)
    if question is None or (named_only and not question.names_model):
        return None
    if question.kind == "row":
        return described_row(conversation, model, text, in_context=True)
    outcome = _ANSWERS[question.kind](conversation, model, question, text, until)
    unused = question.parts.get("unused", "")
    if outcome is None or not unused or question.kind == "top":
        return outcome
    if not isinstance(outcome, Reply):
        return None
    return _not_used(outcome, [unused])


def _with_what_is_unused(
    reply: Reply, text: str, schema: Schema, model: TrainedModel
) -> Reply:
    """An answer to a message that was not read word by word says what it did not use."""
    if model.target not in schema.names:
        return reply
    found = tagged_words(text, schema, model.target)
    return _not_used(reply, [*found.columns, *found.numbers, *found.unknown])


def _not_used(reply: Reply, words: Sequence[str]) -> Reply:
    if not words:
        return reply
    told = names_of(f"“{one}”" for one in words)
    notice = Notice(text=f"Not used of what was said: {told}.", level="warning")
    first, *rest = reply.blocks
    return reply.model_copy(update={"blocks": (first, notice, *rest)})


def _is_of_the_table(
    question: ModelQuestion, text: str, conversation: Conversation, model: TrainedModel
) -> bool:
    """Whether the words name a column that the question about a model has no use for."""
    if question.kind not in _ABOUT_TABLES or question.names_model:
        return False
    target = model.target.casefold()
    names = [n.casefold() for n in _schema(conversation).names]
    said = text.casefold()
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said)
        for name in names
        if name != target and len(name) > 1
    )


def _schema(conversation: Conversation) -> Schema:
    return working_schema(conversation)


Answer = Callable[
    [Conversation, TrainedModel, ModelQuestion, str, Message | None], Outcome | None
]


def _plain(
    conversation: Conversation, model: TrainedModel, question: ModelQuestion,
    text: str, until: Message | None,
) -> Outcome | None:  # fmt: skip
    return {**PLAIN, **JUDGED}[question.kind](model.saved())


def _named(conversation: Conversation, question: ModelQuestion) -> Sequence[str]:
    if "columns" in question.parts:
        return question.parts["columns"].split("\n")
    words = question.parts.get("x", "")
    return columns_said(words, _schema(conversation)) if words else []


def _dependence(
    conversation: Conversation, model: TrainedModel, question: ModelQuestion,
    text: str, until: Message | None,
) -> Outcome | None:  # fmt: skip
    names = _named(conversation, question)
    if not names and question.parts.get("x"):
        return None
    known = [one["feature"] for one in model.result["partial_dependence"]]
    return dependence_reply(
        model.saved(), list(names) or known[:1], question.parts.get("class", "")
    )


def _fairness(
    conversation: Conversation, model: TrainedModel, question: ModelQuestion,
    text: str, until: Message | None,
) -> Outcome | None:  # fmt: skip
    schema = _schema(conversation)
    names = list(_named(conversation, question))
    if not names and model.target in schema.names:
        names = tagged_words(text, schema, model.target).columns
    if question.parts.get("x") and not names:
        return None
    return fairness_reply(model.saved(), names)


def _feature(
    conversation: Conversation, model: TrainedModel, question: ModelQuestion,
    text: str, until: Message | None,
) -> Outcome | None:  # fmt: skip
    return feature_reply(model.saved(), _named(conversation, question))


def _classes(
    conversation: Conversation, model: TrainedModel, question: ModelQuestion,
    text: str, until: Message | None,
) -> Outcome | None:  # fmt: skip
    return classes_reply(model.saved())


def _class(
    conversation: Conversation, model: TrainedModel, question: ModelQuestion,
    text: str, until: Message | None,
) -> Outcome | None:  # fmt: skip
    saved = model.saved()
    label = question.parts.get("class", "")
    if not label and len(saved.plan.classes) != 2:
        return confusion_reply(saved)
    return class_reply(saved, label or str(saved.plan.positive))


def _unit(
    conversation: Conversation, model: TrainedModel, question: ModelQuestion,
    text: str, until: Message | None,
) -> Outcome | None:  # fmt: skip
    [name] = _named(conversation, question)
    return unit_reply(model.saved(), name)


def _advice(
    conversation: Conversation, model: TrainedModel, question: ModelQuestion,
    text: str, until: Message | None,
) -> Outcome | None:  # fmt: skip
    return advice_reply(model.saved(), left_columns(conversation, model))


def _why(
    conversation: Conversation, model: TrainedModel, question: ModelQuestion,
    text: str, until: Message | None,
) -> Outcome | None:  # fmt: skip
    last = last_prediction(conversation, until)
    if last is None or not last.result or not last.result["reasons"]:
        if not question.names_model:
            return None
        raise TaskError(
            "Nothing has been predicted for a single row yet.",
            hint="Predict for one first, then ask why.",
            options=(f"/predict {model.name}",),
        )
    strongest = [one for one in last.result["reasons"][0] if one["effect"]][:3]
    parts = [
        f"{one['feature']} {_short(one['value'])} ({_by(one['effect'])})"
        for one in strongest
    ]
    against = "against typical values, all else as it is"
    summary = f"Mostly because of {', '.join(parts)}; {against}."
    if not parts:
        summary = "All values are typical ones: nothing pulls this prediction anywhere."
    return told(model.saved(), summary, reasons_table(last.result))


def _by(effect: float) -> str:
    return f"{'raises' if effect > 0 else 'lowers'} it by {figure(abs(effect))}"


def _short(value: object) -> str:
    try:
        return figure(float(str(value)))
    except ValueError:
        return str(value)


def _what_if(
    conversation: Conversation, model: TrainedModel, question: ModelQuestion,
    text: str, until: Message | None,
) -> Outcome | None:  # fmt: skip
    last = last_prediction(conversation, until)
    if last is not None and asked_of(last, PredictionDetails).model != model.id:
        last = None
    found = for_row_changed(conversation, model, question.parts.get("row", ""), last)
    supposes = re.match(r"(?:and )?(?:what|how) (?:about )?if\b", plainly(text))
    if found is None and supposes and is_about_a_model(conversation, until):
        # Never a condition on the table: the supposition is about the model's row.
        inputs = names_of(one["name"] for one in model.saved().inputs)
        raise TaskError(
            "Which value would change is not understood.",
            hint=f"Name a feature of {model} with its new value: {inputs}.",
        )
    return found


def _threshold(
    conversation: Conversation, model: TrainedModel, question: ModelQuestion,
    text: str, until: Message | None,
) -> Outcome | None:  # fmt: skip
    saved = model.saved()
    given, sets = threshold_wish(text)
    found = chosen_threshold(saved, Wish(**(given or {"cost": 1.0})))
    words = words_of(saved, found)
    if sets and given:
        model.result = {**model.result, "threshold": found.threshold}
        model.save(update_fields=["result"])
        saved = model.saved()
        return told(saved, f"{words} It is in use from now on.", threshold_table(saved))
    offer = Choices(
        role="next",
        options=(
            Option(label=f"Use {figure(found.threshold)}",
                   value=f"use threshold {found.threshold:.6g}"),
        ),
    )  # fmt: skip
    lead = "" if given else "Where a miss costs as much as a false alarm: "
    lead = "With the highest F1: " if "f1" in given else lead
    return told(
        saved, f"{lead}{words}", threshold_table(saved),
        precision_recall_chart(saved.result), offer,
    )  # fmt: skip


def _best(
    conversation: Conversation, model: TrainedModel, question: ModelQuestion,
    text: str, until: Message | None,
) -> Outcome | None:  # fmt: skip
    theirs = TrainedModel.objects.of(conversation.owner).order_by("-created")
    same = list(theirs.filter(target=model.target)[:_MOST_COMPARED])
    if len(same) > 1:
        return comparison_reply([one.saved() for one in same])
    summary = f"There is only one model of {model.target}: {model}."
    option = Option(label="Try another model", value="try another model")
    return Reply(
        summary=summary,
        blocks=(
            Text(text=f"**{summary}**"),
            Notice(text="Train another one to compare them on the same rows."),
            Choices(options=(option,), role="next"),
        ),
    )


def _changed(make: Callable[..., Outcome | None]) -> Answer:
    """Another training like the model's, with something changed."""

    def answer(
        conversation: Conversation, model: TrainedModel, question: ModelQuestion,
        text: str, until: Message | None,
    ) -> Outcome | None:  # fmt: skip
        return make(conversation, model, question.parts)

    return answer


_ANSWERS: dict[str, Answer] = {
    **dict.fromkeys(PLAIN, _plain),
    **dict.fromkeys(JUDGED, _plain),
    "class": _class,
    "unit": _unit,
    "advice": _advice,
    "with_more": _changed(with_more),
    "dependence": _dependence,
    "feature": _feature,
    "classes": _classes,
    "top": _changed(top),
    "changed": _changed(adjusted),
    "estimator": _changed(adjusted),
    "positive": _changed(positive),
    "fairness": _fairness,
    "why": _why,
    "whatif": _what_if,
    "threshold": _threshold,
    "best": _best,
    "better": _changed(better),
    "without": _changed(without),
    "only": _changed(only),
    "another": _changed(another),
}
