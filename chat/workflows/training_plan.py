"""From the answers of a guided training to a checked plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.columns import Schema
from analysis.errors import TaskError
from analysis.task import Step
from chat.changed_tables import schema_after
from chat.models import Conversation
from chat.workflows.workflow import Answers
from chat.working import prepared
from mlmodels.estimator import Estimator
from mlmodels.estimators import estimator_named
from mlmodels.hyperparameters import Hyperparameter
from mlmodels.plan import Preprocessing, TrainingPlan, Validation
from mlmodels.problem import column_named, kind_of, plan_training

# Words that people use for what each estimator calls by its own name.
_SAME = (
    ("n_estimators", "max_iter"),
    ("learning_rate", "learning_rate_init"),
    ("learning_rate_init", "learning_rate"),
    ("epochs", "max_iter"),
)


def dataset_schema(conversation: Conversation) -> Schema:
    """The table that is trained on: the dataset after the changes made since."""
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read:
        raise TaskError("Please upload a table first.", "Then a model can be trained.")
    return schema_after(dataset, _changes(conversation))


def _changes(conversation: Conversation) -> list[Step]:
    return [
        step.model_copy(update={"standing": False}) for step in prepared(conversation)
    ]


def plan_of(conversation: Conversation, answers: Answers) -> TrainingPlan:
    """The plan that the answers so far make; what is not answered is left to usual.

    Raises:
        TaskError: the training cannot work; it says why and what would.
    """
    schema = dataset_schema(conversation)
    options: Mapping[str, Any] = answers.get("options", {})
    features = answers.get("features")
    estimator = str(answers.get("model", "auto"))
    kind = answers.get("kind") or kind_of(
        column_named(schema, answers["target"]), estimator
    )
    chosen = estimator_named(estimator, kind)
    return plan_training(
        schema,
        answers["target"],
        None if features in (None, "all") else features,
        estimator=estimator,
        kind=kind,
        hyperparameters=_hyperparameters(chosen, answers),
        preprocessing=_preprocessing(options),
        validation=_validation(options, schema),
        network=answers.get("network"),
        random_state=int(options.get("random_state", 0)),
        seconds=float(options.get("seconds", 60.0)),
        many_classes=bool(answers.get("many_classes")),
        tune=bool(options.get("tune")),
        changes=_changes(conversation),
        original=conversation.dataset.schema if conversation.dataset else None,
    )


def _hyperparameters(chosen: Estimator, answers: Answers) -> dict[str, Any]:
    """What was named, under the estimator's own names."""
    given = dict(answers.get("hyperparameters", {}))
    known: Mapping[str, Hyperparameter] = chosen.hyperparameters
    for said, own in _SAME:
        if said in given and said not in known and own in known:
            given[own] = given.pop(said)
    for name in ("epochs", "batch_size"):
        if name in answers and name in known:
            given[name] = answers[name]
    return given


def _preprocessing(options: Mapping[str, Any]) -> Preprocessing | None:
    names = ("missing", "scaling", "balance", "outliers")
    asked = {name: options[name] for name in names if name in options}
    return Preprocessing(**asked) if asked else None


def _validation(options: Mapping[str, Any], schema: Schema) -> Validation | None:
    """How to judge, where something was said of it.

    Raises:
        TaskError: the share or the number of folds is not possible.
    """
    names = ("test_size", "n_splits", "split", "by")
    asked = {name: options[name] for name in names if name in options}
    if not asked:
        return None
    if not 0 <= asked.get("test_size", 0.2) <= 0.9:
        raise TaskError(
            f"A test share of {asked['test_size']:.0%} is not possible.",
            hint="It can be from 0 to 90 %; 20 % is usual.",
        )
    if not 0 <= asked.get("n_splits", 5) <= 20:
        raise TaskError(
            f"{asked['n_splits']} folds are not possible.",
            hint="Cross-validation can have 2 to 20 folds; five are usual.",
        )
    if asked.get("split") == "time" and "by" not in asked:
        asked["by"] = _only_time(schema)
    return Validation(**asked)


def _only_time(schema: Schema) -> str:
    times = [column.name for column in schema.columns if column.kind == "datetime"]
    if len(times) == 1:
        return times[0]
    raise TaskError(
        "A time-ordered split needs a column of times.",
        hint="Say which: “time split by sold”, for example.",
        options=tuple(f"time split by {name}" for name in times[:5]),
    )
