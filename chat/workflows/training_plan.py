"""From the answers of a guided training to a checked plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from analysis.base.task import Step
from analysis.base.wording import names_of
from chat.models import Conversation
from chat.tables.changed_tables import schema_after
from chat.tables.standing import known_now, prepared
from chat.workflows.workflow import Answers
from mlmodels.base.estimator import Estimator
from mlmodels.base.hyperparameters import Hyperparameter
from mlmodels.base.plan import TrainingPlan
from mlmodels.estimators import estimator_named
from mlmodels.plans.asked import preprocessing_of, threshold_of, validation_of
from mlmodels.plans.problem import column_named, kind_of, plan_training

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
        step.model_copy(update={"standing": False, "pending": ""})
        for step in known_now(prepared(conversation))
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
    plan = plan_training(
        schema,
        answers["target"],
        None if features in (None, "all") else features,
        estimator=estimator,
        kind=kind,
        hyperparameters=_hyperparameters(chosen, answers),
        preprocessing=preprocessing_of(options),
        validation=validation_of(options, schema),
        threshold=threshold_of(options),
        positive=options.get("positive"),
        network=answers.get("network"),
        random_state=int(options.get("random_state", 0)),
        seconds=float(options.get("seconds", 60.0)),
        many_classes=bool(answers.get("many_classes")),
        tune=bool(options.get("tune")),
        changes=_changes(conversation),
        original=conversation.dataset.schema if conversation.dataset else None,
    )
    told = [unused_note(answers["unused"])] if answers.get("unused") else []
    told += [others_note(answers["others"])] if answers.get("others") else []
    if not told:
        return plan
    return plan.model_copy(update={"notes": (*told, *plan.notes)})


def others_note(others: Sequence[str]) -> str:
    """What is said where several kinds of model were named: the first is trained."""
    ways = names_of(f"“try {name}”" for name in others)
    return (
        "Several kinds of model were named; one is trained at a time, this one first. "
        f"Afterwards say {ways}, then “which is best?” compares them on the same rows."
    )


def unused_note(words: Sequence[str]) -> str:
    """What is said first of words of a request that change nothing of the training."""
    told = ", ".join(f"“{word}”" for word in words)
    return f"Not used: {told}. The training does not depend on it."


def answers_of(plan: TrainingPlan, dataset: str) -> dict[str, Any]:
    """The answers of a guided training that lead to a plan like this."""
    judged = plan.validation
    options: dict[str, Any] = {
        "random_state": plan.random_state,
        "seconds": plan.seconds,
        "test_size": judged.test_size,
        "n_splits": judged.n_splits,
        **plan.preprocessing.model_dump(exclude_defaults=True),
    }
    if judged.said or judged.split in ("grouped", "time"):
        split = "random" if judged.split == "stratified" else judged.split
        options |= {"split": split, "by": judged.by, "periods": judged.periods}
    if len(plan.classes) == 2:
        options["positive"] = plan.positive
    if plan.tune:
        options["tune"] = True
    return {
        "dataset": dataset,
        "target": plan.target,
        "kind": plan.kind,
        "many_classes": True,
        "features": list(plan.features),
        "model": plan.estimator,
        "hyperparameters": dict(plan.hyperparameters),
        "options": {name: one for name, one in options.items() if one is not None},
    }


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
