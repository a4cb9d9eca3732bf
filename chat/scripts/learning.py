"""Scripts that train a model or predict with one: from the words to what is run.

The run is a training or a prediction like those of the commands ``/train`` and
``/predict``, so that the model is kept and the predictions become a file; that it has a
template makes its answer the report of a script.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from analysis.base.columns import Column, Schema
from analysis.base.errors import TaskError
from analysis.base.reply import Choices, Option, Reply, Text
from analysis.models import Dataset, Owner
from chat.learning.model_names import latest_model, model_named, taken_out
from chat.learning.rows import (
    MEANS_THIS,
    dataset_named,
    for_dataset,
    for_row,
    refuse_unknown_file,
    target_and_rows,
    without_lead,
)
from chat.linking.outcomes import Understood
from chat.models import Conversation
from chat.outcomes.command import Learn, Outcome
from chat.people.quotas import check_model
from chat.reader.messages import read_message
from chat.reader.training.recognising import estimator_in, is_prediction, is_training
from chat.reader.training.request import TrainingRequest, read_training
from chat.tables.working import working_schema
from chat.workflows.likely_targets import likely_target
from chat.workflows.plan_step import training_of
from chat.workflows.training_plan import plan_of
from mlmodels.base.estimator import Kind
from mlmodels.estimators import estimators
from mlmodels.models import TrainedModel
from mlmodels.plans.problem import kind_of

PREDICTING = "predict"
TRAINING: dict[str, Kind] = {
    "train_classifier": "classification",
    "train_regressor": "regression",
}
# What a training script trains unless another model is named.
_USUAL = "random_forest"
_MOST_BUTTONS = 12
_ANY_MODEL = re.compile(
    r"\b(?:with|using|by|from|of)\s+(?:(?:the|a|my|our|last|latest|newest|trained|saved)\s+)*"
    r"(?:classifier|regressor|model)\b(?!\s*[:=])|^(?:(?:the|a|my|latest|trained)\s+)*model$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:from|based on|given)\b|\b(?:using|with) (?:the )?(?:features?|columns?)\b",
    re.IGNORECASE,
)
_SETTING = re.compile(r"\bmodel\s*=\s*", re.IGNORECASE)
_JOINT = re.compile(
    r"^(?:for|of|on|with target|to predict|that predicts|:)\s+", re.IGNORECASE
)
_VERB = re.compile(r"(train|fit|build|create|make|predict)s\b", re.IGNORECASE)
_CLASSIFIES = re.compile(r"classifies\b", re.IGNORECASE)


def script_in_words(rest: str, conversation: Conversation) -> Outcome | None:
    """A training or prediction that is said without a template's name, or None.

    Raises:
        TaskError: it cannot work; it says why and what would.
    """
    said = in_imperative(rest)
    if is_training(said):
        return training_in_words(said, conversation)
    if is_prediction(said):
        return prediction_script(said, conversation)
    # "a decision tree for survived": statistics come first, also of a column "auto".
    if estimator_in(said) and not isinstance(
        read_message(said, working_schema(conversation)), Understood
    ):
        return training_in_words(f"train {said}", conversation)
    return None


def trains_from_features(text: str) -> bool:
    """Whether "predict …" says from what: only a training needs to know that."""
    return _FROM.search(text) is not None


def in_imperative(text: str) -> str:
    """ "trains a classifier", of a script, as it is said to the program."""
    match = _VERB.match(text)
    if match:
        return match[1] + text[match.end() :]
    return _CLASSIFIES.sub("classify", text, count=1)


def training_script(
    template: str, params: dict[str, Any], conversation: Conversation
) -> Learn:
    """The training that a template's parameters describe.

    Raises:
        TaskError: the training cannot work; it says why and what would.
    """
    answers = {
        "kind": TRAINING[template],
        "target": params["target"],
        "features": params.get("features"),
        "model": _estimator(str(params.get("estimator", _USUAL)), TRAINING[template]),
    }
    return _training(template, answers, conversation)


def _estimator(said: str, kind: Kind) -> str:
    """An estimator's name, which may be said in other words ("knn")."""
    found = None if said in estimators() else estimator_in(said, kind)
    return found.name if found else said


def training_with_settings(
    template: str, words: str, conversation: Conversation
) -> Outcome | None:
    """The training of a template whose columns come with settings in words.

    None where the words name no target in so many words.

    Raises:
        TaskError: the training cannot work; it says why and what would.
    """
    text = f"train a model to predict {_JOINT.sub('', words.strip())}"
    dataset = conversation.dataset
    assert dataset is not None
    if "target" not in read_training(text, dataset.schema).answers:
        return None
    return training_in_words(text, conversation, TRAINING[template])


def training_in_words(
    text: str, conversation: Conversation, kind: Kind | None = None
) -> Outcome:
    """The training that a sentence describes; a target that it leaves out is asked for.

    Raises:
        TaskError: the training cannot work; it says why and what would.
    """
    dataset = conversation.dataset
    assert dataset is not None
    request = read_training(text, dataset.schema)
    if request.error is not None:
        raise request.error
    answers = {"model": _USUAL, **request.answers, "unused": request.unused}
    answers["kind"] = kind or answers.get("kind")
    if "target" not in answers:
        return _which_target(request, answers["kind"], dataset.schema)
    if answers["kind"] is None:
        answers["kind"] = kind_of(dataset.schema[answers["target"]], answers["model"])
    return _training(_template_for(answers["kind"]), answers, conversation)


def _template_for(kind: Kind) -> str:
    return next(name for name, trained in TRAINING.items() if trained == kind)


def _training(
    template: str, answers: dict[str, Any], conversation: Conversation
) -> Learn:
    check_model(conversation.owner)
    plan = plan_of(conversation, answers)
    assert conversation.dataset is not None
    return replace(training_of(plan, conversation.dataset, None), template=template)


def _which_target(request: TrainingRequest, kind: Kind | None, schema: Schema) -> Reply:
    prompt = "Train a model: which column is to be predicted?"
    likely = likely_target(schema, kind, request.likely)
    columns = sorted(schema.columns, key=lambda column: column.name != likely)
    options = tuple(
        Option(label=column.name, value=f"/script {template} {column.name}")
        for column in columns
        if (template := _trained_by(column, kind))
    )
    blocks = (Text(text=prompt), Choices(options=options[:_MOST_BUTTONS]))
    return Reply(summary=prompt, blocks=blocks)


def _trained_by(column: Column, kind: Kind | None) -> str:
    """The template that trains for a column; empty where none can."""
    try:
        found = kind_of(column)
    except TaskError:
        return ""
    fits = column.kind != "text" and kind in (None, found)
    return _template_for(found) if fits else ""


def prediction_script(words: str, conversation: Conversation) -> Outcome:
    """What "predict …" comes to: the rows of a dataset through a kept model.

    The model is named, or the newest one of the column that is named, or the newest of
    all; the dataset is named, or the one in use.

    Raises:
        TaskError: there is no such model (it says how to train one), or the dataset
            does not have its columns.
    """
    owner, dataset = conversation.owner, conversation.dataset
    assert dataset is not None
    said = _SETTING.sub("model ", without_lead(words))
    model, said = taken_out(owner, said)
    said = _ANY_MODEL.sub(" ", said).strip()
    target, rows = target_and_rows(said)
    named = dataset_named(conversation, rows)
    if not target and named is None and not MEANS_THIS.fullmatch(rows):
        # Nothing stood between them: a column or a model, unless there are values.
        bare = rows == said and not re.search(r"\d", rows)
        if bare or rows in dataset.schema.names:
            target, rows = rows, ""
    if model is None:
        model = _model_for(target, owner, dataset)
    if named is None and rows and not MEANS_THIS.fullmatch(rows):
        refuse_unknown_file(rows)
        return for_row(conversation, model, rows)
    return replace(for_dataset(model, named or dataset), template=PREDICTING)


def _model_for(target: str, owner: Owner, dataset: Dataset) -> TrainedModel:
    """The newest model of a column, or the one that is called so; else the newest."""
    names = {name.lower(): name for name in dataset.schema.names}
    column = names.get(re.sub(r"^(?:the|my)\s+", "", target.lower()))
    theirs = TrainedModel.objects.of(owner)
    if column is None and target and not theirs.filter(target__iexact=target).exists():
        return model_named(owner, target)
    try:
        return latest_model(owner, dataset, column or target)
    except TaskError as error:
        trained = _trained_by(dataset.schema[column], None) if column else ""
        if trained:
            error.options = (*error.options, f"/script {trained} {column}")
        raise
