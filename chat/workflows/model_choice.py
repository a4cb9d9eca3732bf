"""The step of a guided training in which the model is chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from analysis.base.errors import TaskError
from analysis.base.reply import Block, Choices, Option, Table, TableColumn, Text
from chat.models import Conversation
from chat.reader.training.recognising import estimator_in, names_only_a_model
from chat.reader.training.settings import read_settings
from chat.workflows.training_plan import dataset_schema, plan_of
from chat.workflows.workflow import Answers
from mlmodels.base.estimator import Estimator, Kind
from mlmodels.estimators import estimator_named, estimators_for
from mlmodels.estimators.elsewhere import refuse_elsewhere

_USUAL = {
    "regression": ("linear", "random_forest", "gradient_boosting", "keras", "auto"),
    "classification": (
        "logistic",
        "random_forest",
        "gradient_boosting",
        "keras",
        "auto",
    ),
}
_MORE = re.compile(
    r"more(?: models| of them)?\W*|others?|all models|more…", re.IGNORECASE
)
_TITLES = {"keras": "Neural network"}
_WORDS = {
    "linear": "Fast and interpretable.",
    "logistic": "Fast and interpretable.",
    "random_forest": "Robust, finds what is not linear.",
    "gradient_boosting": "Often the best single model on tables.",
    "keras": "Complex patterns; wants more data.",
    "auto": "Tries several within the time and combines the best.",
}


def _kind(conversation: Conversation, answers: Answers) -> Kind:
    said = {name: value for name, value in answers.items() if name != "model"}
    return plan_of(conversation, said).kind


def _offered(kind: Kind, answers: Answers) -> list[Estimator]:
    """The usual ones, and behind them the others where more were asked for."""
    usual = [estimator_named(name, kind) for name in _USUAL[kind]]
    if not answers.get("more_models"):
        return usual
    return usual + [one for one in estimators_for(kind) if one not in usual]


def ask_model(conversation: Conversation, answers: Answers) -> Sequence[Block]:
    """A numbered list of models."""
    kind = _kind(conversation, answers)
    offered = _offered(kind, answers)
    rows = tuple(
        (number, one.title_for(kind), _WORDS.get(one.name, one.words))
        for number, one in enumerate(offered, start=1)
    )
    table = Table(
        columns=(
            TableColumn(label="Number", format="integer"),
            TableColumn(label="Model", format="text"),
            TableColumn(label="", format="text"),
        ),
        rows=rows,
    )
    buttons = [
        Option(
            label=one.title_for(kind),
            value=one.name,
            style="primary" if one.name == "auto" else "normal",
        )
        for one in offered[:5]
    ]
    if not answers.get("more_models"):
        buttons.append(Option(label="More models…", value="more models"))
    ways = (
        f"`{answers['target']}` is predicted by {kind}. Answer with a number or a name;"
        " settings can stand beside it: `random forest with 200 trees, max depth 5`."
    )
    return [table, Text(text=ways, muted=True), Choices(options=tuple(buttons))]


def read_model(conversation: Conversation, answers: Answers, text: str) -> Answers:
    """The model, by number or name, with the settings that stand beside it."""
    kind = _kind(conversation, answers)
    if _MORE.fullmatch(text.strip()):
        return {"more_models": True}
    settings = read_settings(text, dataset_schema(conversation).names)
    refuse_elsewhere(settings.rest)
    chosen = _chosen(settings.rest.strip(" ,.!"), kind, answers)
    found = {
        "model": chosen.name,
        "hyperparameters": {
            **answers.get("hyperparameters", {}), **settings.hyperparameters,
        },
        "options": {**answers.get("options", {}), **settings.options},
    }  # fmt: skip
    plan_of(conversation, {**answers, **found})
    return found


def _chosen(text: str, kind: Kind, answers: Answers) -> Estimator:
    offered = _offered(kind, answers)
    number = re.fullmatch(r"(?:number |#|model )?(-?\d+)", text.strip(), re.IGNORECASE)
    if number:
        if not 1 <= int(number[1]) <= len(offered):
            raise TaskError(f"Number out of range. Please select 1-{len(offered)}.")
        return offered[int(number[1]) - 1]
    found = estimator_in(text, kind)
    if found is not None and names_only_a_model(text):
        return found
    titles = {one.title_for(kind): one for one in estimators_for(kind)}
    for title, one in titles.items():
        if text.casefold() in (title.casefold(), one.name.casefold()):
            return one
    other = estimator_in(text)
    if other is not None and other is not found and names_only_a_model(text):
        raise TaskError(
            f"{other.title} is not for {kind}.",
            hint="Available: " + ", ".join(titles) + ".",
            options=tuple(one.name for one in offered),
        )
    near = process.extractOne(
        text, list(titles), processor=str.lower, scorer=fuzz.ratio
    )
    if near and near[1] >= 80 and len(text) > 3:
        return titles[near[0]]
    raise TaskError(
        f"There is no model '{text[:60]}'.",
        hint="Available: " + ", ".join(titles) + ".",
        options=tuple(one.name for one in offered),
    )
