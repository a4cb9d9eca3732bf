"""One pipeline of preparation and estimator, fitted on training rows only."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import (
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    RobustScaler,
    StandardScaler,
)

MOST_CODES = 250


def pipeline_of(
    estimator: Any,
    X: pd.DataFrame,
    missing: str = "median",
    fill: float = 0.0,
    indicator: bool = True,
    scaling: str = "none",
    encoding: str = "one-hot",
    max_levels: int = 50,
    reference_level: bool = False,
) -> Pipeline:
    """Preparation and estimator as one; only names and types of ``X`` are looked at."""
    numbers = [name for name in X.columns if X[name].dtype.kind == "f"]
    words = [name for name in X.columns if X[name].dtype.kind == "O"]
    parts = []
    if numbers:
        steps = number_steps(missing, fill, indicator, scaling)
        parts.append(("numbers", steps, numbers))
    if words:
        encoder = word_encoder(encoding, max_levels, reference_level)
        parts.append(("words", encoder, words))
    if encoding == "ordinal" and missing == "keep" and words:
        places = list(range(len(numbers), len(numbers) + len(words)))
        if "categorical_features" in estimator.get_params():
            estimator.set_params(categorical_features=places)
    prepare = ColumnTransformer(parts, verbose_feature_names_out=False)
    return Pipeline([("prepare", prepare), ("estimator", estimator)])


def number_steps(missing: str, fill: float, indicator: bool, scaling: str) -> Any:
    """Filling of missing numbers (and columns that tell where), then scaling."""
    steps: list[tuple[str, Any]] = []
    if missing in ("mean", "median"):
        imputer = SimpleImputer(
            strategy=missing, add_indicator=indicator, keep_empty_features=True
        )
        steps.append(("fill", imputer))
    elif missing in ("zero", "constant"):
        imputer = SimpleImputer(
            strategy="constant",
            fill_value=fill if missing == "constant" else 0.0,
            add_indicator=indicator,
            keep_empty_features=True,
        )
        steps.append(("fill", imputer))
    scalers = {
        "standard": StandardScaler,
        "minmax": MinMaxScaler,
        "robust": RobustScaler,
    }
    if scaling in scalers:
        steps.append(("scale", scalers[scaling]()))
    return Pipeline(steps) if steps else "passthrough"


def word_encoder(encoding: str, max_levels: int, reference_level: bool) -> Any:
    """Words as columns of 0 and 1, or as codes; unseen words count as none of them.

    With ``reference_level`` the first level has no column: the weights of the others
    are differences to it.
    """
    if encoding == "ordinal":
        return OrdinalEncoder(
            handle_unknown="use_encoded_value",
            unknown_value=-1,
            max_categories=MOST_CODES,
        )
    return OneHotEncoder(
        drop="first" if reference_level else "if_binary",
        handle_unknown="infrequent_if_exist",
        max_categories=max_levels,
        sparse_output=False,
    )
