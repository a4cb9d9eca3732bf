"""Words about plans and models that several places need."""

from __future__ import annotations

from analysis.wording import names_of
from mlmodels.estimators import estimator_named
from mlmodels.plan import TrainingPlan

METRIC_WORDS = {
    "r2": "R²",
    "rmse": "RMSE",
    "mae": "mean absolute error",
    "mse": "MSE",
    "mape": "mean absolute percentage error",
    "explained_variance": "explained variance",
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "f1_macro": "F1 (mean of classes)",
    "roc_auc": "ROC AUC",
    "average_precision": "average precision",
    "log_loss": "log loss",
    "brier": "Brier score",
}

# Shown beside the deciding measure.
TILE_METRICS = {
    "regression": ("rmse", "mae"),
    "classification": ("accuracy", "balanced_accuracy", "f1"),
}


def plan_title(plan: TrainingPlan) -> str:
    """``"Random forest to predict price from sqft and age"``."""
    title = estimator_named(plan.estimator).title_for(plan.kind)
    features = plan.features
    named = names_of(features) if len(features) <= 6 else f"{len(features)} columns"
    return f"{title} to predict {plan.target} from {named}"
