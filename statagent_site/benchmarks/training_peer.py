"""A peer's training in a process and an environment of its own.

``python training_peer.py flaml|lightgbm FOLDER`` reads ``train.parquet``,
``test.parquet`` and ``problem.json`` from the folder and writes ``predicted.npy``: one
number per test row, or one probability per class. Nothing of the product is imported:
the peer's environment does not have it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

TARGET = "target"


def as_categories(
    train: pd.DataFrame, test: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Words as pandas categories, which both peers split natively; unseen is missing."""
    train, test = train.copy(), test.copy()
    for name in train.columns:
        if train[name].dtype.kind != "f":
            levels = pd.CategoricalDtype(sorted(train[name].unique()))
            train[name] = train[name].astype(levels)
            test[name] = test[name].where(test[name].isin(levels.categories))
            test[name] = test[name].astype(levels)
    return train, test


def flaml_fitted(X: pd.DataFrame, y: Any, problem: dict[str, Any]) -> Any:
    """FLAML for the given seconds, judged by the benchmark's own measure."""
    from flaml import AutoML

    found = AutoML()
    measures = {"roc_auc": "roc_auc", "log_loss": "log_loss", "rmse": "rmse"}
    more = {"split_type": "time"} if problem["split"] == "time" else {}
    found.fit(
        X_train=X,
        y_train=y,
        task=problem["kind"],
        metric=measures[problem["metric"]],
        time_budget=problem["seconds"],
        n_jobs=1,
        seed=0,
        verbose=0,
        **more,
    )
    return found


def lightgbm_fitted(X: pd.DataFrame, y: Any, problem: dict[str, Any]) -> Any:
    """LightGBM as it is when nothing is set."""
    from lightgbm import LGBMClassifier, LGBMRegressor

    chosen = LGBMRegressor if problem["kind"] == "regression" else LGBMClassifier
    return chosen(n_jobs=1, random_state=0, verbose=-1).fit(X, y)


FITTED = {"flaml": flaml_fitted, "lightgbm": lightgbm_fitted}


def main(peer: str, folder: Path) -> None:
    """Fit, predict, and write the predictions and how long it took."""
    problem = json.loads((folder / "problem.json").read_text())
    train = pd.read_parquet(folder / "train.parquet")
    test = pd.read_parquet(folder / "test.parquet")
    y, classes = train.pop(TARGET), problem["classes"]
    # A column's odd characters are not what is measured; LightGBM refuses them.
    train.columns = [f"feature_{place}" for place in range(train.shape[1])]
    test = test.set_axis(train.columns, axis=1)
    train, test = as_categories(train, test)
    target = y.to_numpy()
    if classes:
        target = np.searchsorted(np.asarray(classes), y.to_numpy(dtype=str))
    began = time.monotonic()
    model = FITTED[peer](train, target, problem)
    seconds = time.monotonic() - began
    predicted = model.predict_proba(test) if classes else model.predict(test)
    np.save(folder / "predicted.npy", np.asarray(predicted, dtype=float))
    told = {"seconds": seconds, "cpu_seconds": time.process_time()}
    (folder / "told.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
