"""Predicting for one row, as a person types it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.execution import DATA
from mlmodels.base.saved import SavedModel
from mlmodels.prediction import Prediction, predict, row_table


def predict_row(model: SavedModel, values: Mapping[str, Any]) -> Prediction:
    """The prediction for one row of typed values."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / DATA
        row_table(model, values).to_parquet(path)
        return predict(model, path)
