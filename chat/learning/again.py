"""Another training like that of a model, with something changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.wording import names_of
from chat.models import Conversation
from chat.outcomes.command import Guided
from chat.people.quotas import check_model
from chat.reader.training.columns_said import columns_said
from chat.reader.training.recognising import estimator_in, names_only_a_model
from chat.reader.training.request import TrainingRequest
from chat.reader.training.settings import read_settings
from chat.workflows.training import start_training
from chat.workflows.training_plan import answers_of, dataset_schema
from mlmodels.estimators import estimator_named
from mlmodels.estimators.elsewhere import refuse_elsewhere
from mlmodels.models import TrainedModel

# In the order in which they are worth trying on a table.
_NEXT = {
    "regression": ("gradient_boosting", "random_forest", "linear", "auto"),
    "classification": ("gradient_boosting", "random_forest", "logistic", "auto"),
}
_LONGER = 120.0
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}


def _again(
    conversation: Conversation, before: TrainedModel, **changed: Any
) -> Guided | None:
    if conversation.dataset is None:
        return None
    check_model(conversation.owner)
    answers = answers_of(before.plan, str(conversation.dataset_id))
    options = {**answers["options"], **changed.pop("options", {})}
    if "model" in changed:
        options.pop("tune", None)
        answers["hyperparameters"] = {}
    answers |= {"options": options, **changed}
    return start_training(conversation, TrainingRequest(answers))


def better(
    conversation: Conversation, model: TrainedModel, parts: Mapping[str, str]
) -> Guided | None:
    """Its settings tuned, else several models tried for longer."""
    plan = model.plan
    estimator = estimator_named(plan.estimator)
    if estimator.search and not plan.tune:
        return _again(conversation, model, hyperparameters={}, options={"tune": True})
    return _again(conversation, model, model="auto", options={"seconds": _LONGER})


def _named(conversation: Conversation, parts: Mapping[str, str]) -> list[str]:
    """The columns that a wish names: read already, or by their words."""
    if "columns" in parts:
        return parts["columns"].split("\n")
    return columns_said(parts.get("x", ""), dataset_schema(conversation))


def without(
    conversation: Conversation, model: TrainedModel, parts: Mapping[str, str]
) -> Guided | None:
    """Without some of its features; None where the words name none.

    Raises:
        TaskError: none would be left, or they are no features of it.
    """
    names = _named(conversation, parts)
    if not names:
        return None
    features = model.plan.features
    left_out = [name for name in names if name in features]
    if not left_out:
        raise TaskError(
            f"{names[0]} is no feature of {model}.",
            hint=f"Its features are {', '.join(features)}.",
            options=tuple(f"without {name}" for name in features[:5]),
        )
    kept = [name for name in features if name not in left_out]
    if not kept:
        raise TaskError("No feature would be left.", hint="Leave out fewer.")
    return _again(conversation, model, features=kept)


def only(
    conversation: Conversation, model: TrainedModel, parts: Mapping[str, str]
) -> Guided | None:
    """From the named columns alone; None where the words name none."""
    names = _named(conversation, parts)
    wanted = [name for name in names if name != model.target]
    return _again(conversation, model, features=wanted) if wanted else None


def left_columns(conversation: Conversation, model: TrainedModel) -> list[str]:
    """Columns that it could learn from and does not use: no keys, texts or dates."""
    used = {model.target, *model.plan.features}
    return [
        column.name
        for column in dataset_schema(conversation).columns
        if column.name not in used
        and column.kind not in ("identifier", "text", "datetime")
        and column.n_unique > 1
    ]


def with_more(
    conversation: Conversation, model: TrainedModel, parts: Mapping[str, str]
) -> Guided | None:
    """With further columns beside its own; None where the words name none.

    Raises:
        TaskError: it uses all of them already.
    """
    names = _named(conversation, parts)
    features = model.plan.features
    new = [name for name in names if name not in features and name != model.target]
    if not names:
        return None
    if not new:
        raise TaskError(
            f"{names_of(names)} is among the features of {model} already.",
            hint=f"They are {names_of(features)}.",
        )
    return _again(conversation, model, features=[*features, *new])


def top(
    conversation: Conversation, model: TrainedModel, parts: Mapping[str, str]
) -> Guided | None:
    """From its most important features alone, so many as were said."""
    number = parts.get("unused", "")
    n_wanted = int(number) if number.isdigit() else _NUMBERS.get(number, 0)
    ranked = [one["feature"] for one in model.result["importance"]]
    if not 0 < n_wanted < len(ranked):
        return None
    return _again(conversation, model, features=ranked[:n_wanted])


def adjusted(
    conversation: Conversation, model: TrainedModel, parts: Mapping[str, str]
) -> Guided | None:
    """With other settings, and another kind of model where one is named.

    Raises:
        TaskError: it is named and not here.
    """
    words, kind = parts["asked"], model.plan.kind
    refuse_elsewhere(words)
    settings = read_settings(words, dataset_schema(conversation).names)
    found = estimator_in(settings.rest, kind) or estimator_in(settings.rest)
    if found is not None and found.name != model.plan.estimator:
        return _again(
            conversation, model, model=found.name,
            hyperparameters=settings.hyperparameters, options=settings.options,
        )  # fmt: skip
    if not settings:
        return None
    own = {**model.plan.hyperparameters, **settings.hyperparameters}
    return _again(conversation, model, hyperparameters=own, options=settings.options)


def positive(
    conversation: Conversation, model: TrainedModel, parts: Mapping[str, str]
) -> Guided | None:
    """With the other of two classes as the positive one."""
    if len(model.plan.classes) != 2:
        return None
    return _again(conversation, model, options={"positive": parts["class"]})


def another(
    conversation: Conversation, model: TrainedModel, parts: Mapping[str, str]
) -> Guided | None:
    """The estimator that is named, else the next that was not tried on this target.

    Raises:
        TaskError: it is named and not here.
    """
    words, kind = parts.get("estimator", ""), model.plan.kind
    if words:
        refuse_elsewhere(f"try {words}", whole=True)
        settings = read_settings(words, dataset_schema(conversation).names)
        found = estimator_in(settings.rest, kind) or estimator_in(settings.rest)
        if found is None or not names_only_a_model(settings.rest.replace(",", " ")):
            return None
        return _again(
            conversation, model, model=found.name,
            hyperparameters=settings.hyperparameters, options=settings.options,
        )  # fmt: skip
    theirs = TrainedModel.objects.of(conversation.owner)
    tried = set(
        theirs.filter(target=model.target, dataset=model.dataset).values_list(
            "estimator", flat=True
        )
    )
    left = [name for name in _NEXT[kind] if name not in tried]
    return _again(conversation, model, model=left[0] if left else "auto")
