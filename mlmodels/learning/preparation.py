"""One pipeline of preparation and estimator, fitted on training rows only."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import (
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    RobustScaler,
    StandardScaler,
    TargetEncoder,
)

MOST_CODES = 250
# More words of a text seldom help on a table's number of rows, and cost time.
MOST_WORDS = 200


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
    """Preparation and estimator as one.

    Only names, types and numbers of levels of ``X`` are looked at. Words with more levels
    than the encoding can hold become the mean target of their level, shrunk towards that
    of all rows and learned without the row itself (Micci-Barreca 2001, SIGKDD
    Explorations 3); texts become the weights of their most frequent words (TF-IDF).
    """
    numbers = [name for name in X.columns if X[name].dtype.kind == "f"]
    texts = [name for name in X.columns if isinstance(X[name].dtype, pd.StringDtype)]
    words = [
        name for name in X.columns if X[name].dtype == object and name not in texts
    ]
    many = many_leveled(X, words, encoding, max_levels)
    words = [name for name in words if name not in many]
    parts: list[tuple[str, Any, Any]] = []
    if numbers:
        steps = number_steps(missing, fill, indicator, scaling)
        parts.append(("numbers", steps, numbers))
    if words:
        encoder = word_encoder(encoding, max_levels, reference_level)
        parts.append(("words", encoder, words))
    if many:
        encoder = TargetEncoder(random_state=0)
        scaled = scaling in ("standard", "minmax", "robust")
        steps = [("encode", encoder), *([("scale", StandardScaler())] * scaled)]
        parts.append(("levels", Pipeline(steps), many))
    for name in texts:
        reader = TfidfVectorizer(max_features=MOST_WORDS, sublinear_tf=True)
        parts.append((f"text {name}", reader, name))
    if encoding == "ordinal" and missing == "keep" and words:
        places = list(range(len(numbers), len(numbers) + len(words)))
        if "categorical_features" in estimator.get_params():
            estimator.set_params(categorical_features=places)
    prepare = ColumnTransformer(
        parts, verbose_feature_names_out=bool(texts), sparse_threshold=0
    )
    return Pipeline([("prepare", prepare), ("estimator", estimator)])


def many_leveled(
    X: pd.DataFrame, words: list[str], encoding: str, max_levels: int
) -> list[str]:
    """The words with more levels than columns or codes are given."""
    most = MOST_CODES if encoding == "ordinal" else max_levels
    return [name for name in words if X[name].nunique() > most]


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
