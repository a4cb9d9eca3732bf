"""A kept model's plan on another table: next month's rows, or the same with more."""

from __future__ import annotations

from analysis.base.columns import Schema
from mlmodels.base.plan import TrainingPlan
from mlmodels.plans.problem import plan_training


def plan_again(
    plan: TrainingPlan, schema: Schema, original: Schema | None = None
) -> TrainingPlan:
    """The same decisions, checked against the table as it is now.

    ``schema`` is that of the table after the plan's changes, ``original`` the file's.

    Raises:
        TaskError: a column is missing, or the training cannot work any more.
    """
    network = None
    if plan.network is not None:
        compiled = {"loss": plan.network["loss"]}
        network = {"layers": plan.network["layers"], "compile": compiled}
    return plan_training(
        schema,
        plan.target,
        plan.features,
        estimator=plan.estimator,
        kind=plan.kind,
        hyperparameters=plan.hyperparameters,
        preprocessing=plan.preprocessing,
        validation=plan.validation,
        positive=plan.positive or None,
        threshold=plan.threshold,
        network=network,
        random_state=plan.random_state,
        seconds=plan.seconds,
        many_classes=True,
        tune=plan.tune,
        changes=plan.changes,
        original=original,
    )
