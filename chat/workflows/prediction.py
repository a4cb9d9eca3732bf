"""A form: the values of a row that a model needs, one by one."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.reply import Block, Choices, Option, Text
from analysis.base.wording import figure, names_of
from chat.models import Conversation
from chat.models.details import PredictionDetails
from chat.outcomes.command import Guided, Learn
from chat.reader.training.row_values import read_row
from chat.workflows.workflow import Answers, Step, Workflow
from mlmodels.models import TrainedModel
from mlmodels.prediction import row_table

_VALUE = "value of "  # before a feature's name, among the answers
_TYPICAL = re.compile(
    r"(?:the )?(?:typical|default|usual|skip|don'?t know|unknown)(?: value| one)?"
)
_ALL_TYPICAL = re.compile(
    r"(?:all |the rest |everything )?(?:typical|default|usual|skip)(?: values?)?"
    r"(?: for)?(?: all| the rest| the others)(?: typical)?|the rest|all typical"
)
_LEVELS = 8


def model_of(conversation: Conversation, answers: Answers) -> TrainedModel | None:
    """The model of the form, if it is still there."""
    found = TrainedModel.objects.of(conversation.owner)
    return found.filter(id=uuid.UUID(answers["model"])).first()


def _features(conversation: Conversation, answers: Answers) -> list[dict[str, Any]]:
    model = model_of(conversation, answers)
    return model.saved().inputs if model is not None else []


def _steps(conversation: Conversation, answers: Answers) -> Sequence[Step]:
    return [
        Step(
            _VALUE + feature["name"],
            f"What is {feature['name']}?",
            partial(_ask, feature),
            partial(_read, feature),
            partial(_read_any, feature),
        )
        for feature in _features(conversation, answers)
    ]


def _ask(
    feature: Mapping[str, Any], conversation: Conversation, answers: Answers
) -> Sequence[Block]:
    typical = Option(label=f"Typical: {_shown(feature['typical'])}", value="typical")
    options = [Option(label=str(level), value=str(level)) for level in _levels(feature)]
    every = Option(label="Typical for all the rest", value="typical for the rest")
    return [
        Text(text=_range(feature)),
        Choices(options=(*options, typical, every)),
    ]


def _levels(feature: Mapping[str, Any]) -> list[Any]:
    if feature["role"] == "boolean":
        return ["true", "false"]
    return list(feature.get("levels") or [])[:_LEVELS]


def _range(feature: Mapping[str, Any]) -> str:
    name = feature["name"]
    if feature["role"] == "category":
        levels = feature["levels"]
        more = f" and {len(levels) - _LEVELS} more" if len(levels) > _LEVELS else ""
        return f"`{name}` in the training rows: {names_of(levels[:_LEVELS])}{more}."
    if feature["minimum"] is None:
        return f"`{name}` had no values in the training rows."
    low, high = _shown(feature["minimum"]), _shown(feature["maximum"])
    return f"`{name}` in the training rows: {low} to {high}."


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value.removesuffix("T00:00:00")
    return figure(value)


def _read(
    feature: Mapping[str, Any],
    conversation: Conversation,
    answers: Answers,
    text: str,
) -> Answers:
    said = text.strip().strip(".!").lower()
    if _ALL_TYPICAL.fullmatch(said):
        return _typical(conversation, answers)
    if _TYPICAL.fullmatch(said):
        return _checked(conversation, answers, {feature["name"]: feature["typical"]},
                        typical=True)  # fmt: skip
    features = _features(conversation, answers)
    row = read_row(text, features)
    if row.values and not row.unread:
        return _checked(conversation, answers, row.values)
    if feature["role"] == "category":
        known = {str(level).casefold() for level in feature["levels"]}
        if said not in known:
            raise TaskError(
                f"{feature['name']} has no level '{text.strip()[:60]}'.",
                hint=_range(feature),
            )
    return _checked(conversation, answers, {feature["name"]: text.strip()})


def _read_any(
    feature: Mapping[str, Any],
    conversation: Conversation,
    answers: Answers,
    text: str,
) -> Answers:
    """A word that was never seen is taken too; the answer will say that it is new."""
    words = text.strip()
    if feature["role"] != "category" or not 0 < len(words) <= 60 or "\n" in words:
        return _read(feature, conversation, answers, text)
    return _checked(conversation, answers, {feature["name"]: words})


def _checked(
    conversation: Conversation,
    answers: Answers,
    values: Mapping[str, Any],
    typical: bool = False,
) -> dict[str, Any]:
    model = model_of(conversation, answers)
    if model is None:
        raise TaskError("The model is not there any more.", "Send /models for yours.")
    row_table(model.saved(), values)
    found: dict[str, Any] = {_VALUE + name: value for name, value in values.items()}
    if typical:
        found["typical"] = [*answers.get("typical", []), *values]
    return found


def _typical(conversation: Conversation, answers: Answers) -> dict[str, Any]:
    """Typical values for every feature that has none yet."""
    left = [
        feature
        for feature in _features(conversation, answers)
        if _VALUE + feature["name"] not in answers
    ]
    names = [feature["name"] for feature in left]
    return {
        **{_VALUE + feature["name"]: feature["typical"] or "" for feature in left},
        "typical": [*answers.get("typical", []), *names],
    }


def start_prediction(
    conversation: Conversation,
    model: TrainedModel,
    values: Mapping[str, Any],
    before: Sequence[Block] = (),
) -> Guided:
    """Predict for a row; what it lacks is asked for first.

    Raises:
        TaskError: a value does not fit its feature.
    """
    answers: dict[str, Any] = {"model": str(model.id)}
    if values:
        answers |= _checked(conversation, answers, values)
    return workflow.go_on(conversation, answers, before)


def _finish(conversation: Conversation, answers: Answers) -> Guided:
    model = model_of(conversation, answers)
    if model is None:
        raise TaskError("The model is not there any more.", "Send /models for yours.")
    values = {
        name.removeprefix(_VALUE): value
        for name, value in answers.items()
        if name.startswith(_VALUE)
    }
    return Guided("", {}, prediction_of(model, values, answers.get("typical", [])))


def prediction_of(
    model: TrainedModel, values: Mapping[str, Any], typical: Sequence[str]
) -> Learn:
    """The prediction for one row; ``typical`` are the values that nobody said."""
    details = PredictionDetails(
        model=model.id, values=dict(values), typical=list(typical)
    )
    said = ", ".join(f"{name} {value}" for name, value in values.items())
    question = f"predict with model {model.name} for {said}"
    return Learn(question, details, None, f"Predicting {model.target}")


def prediction_for(
    model: TrainedModel, values: Mapping[str, Any], *, fill: bool
) -> Learn:
    """The prediction for a row that a program gives; ``fill`` takes typical values for
    what it lacks.

    Raises:
        TaskError: a value does not fit its feature, or one is missing.
    """
    saved = model.saved()
    given = {name.strip().casefold() for name in values}
    left = [one for one in saved.inputs if one["name"].casefold() not in given]
    filled = {one["name"]: one["typical"] or "" for one in left if fill}
    row_table(saved, {**values, **filled}, complete=True)
    return prediction_of(model, {**values, **filled}, list(filled))


def _fits(conversation: Conversation, answers: Answers) -> bool:
    return model_of(conversation, answers) is not None


workflow = Workflow(
    name="prediction",
    title="The prediction",
    steps=_steps,
    finish=_finish,
    fits=_fits,
    about="model",
    command="predict",
)
