"""Words for the measures of a model's quality."""

from __future__ import annotations

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
    "recall_at_precision": "recall at 50 % precision",
    "brier": "Brier score",
}

# Shown beside the deciding measure.
TILE_METRICS = {
    "regression": ("rmse", "mae"),
    "classification": ("accuracy", "balanced_accuracy", "f1", "roc_auc"),
}
