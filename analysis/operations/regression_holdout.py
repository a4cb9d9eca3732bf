"""How well a regression predicts rows that it has not seen: one train/test split."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import ColumnRole
from analysis.base.reply import Block
from analysis.base.task import Step
from analysis.base.wording import figure, muted, name_of, percent
from analysis.results.regressions import (
    HoldoutCoefficient,
    HoldoutResult,
    HoldoutScores,
)
from analysis.signatures.regression import HELD_OUT, NO_INTERCEPT, Predictors
from analysis.statistics.design import Design, complete_rows, design_of
from analysis.statistics.values import (
    is_number_column,
    numbers_of,
    one_column,
    require_rows,
)
from analysis.words.inference import short, table_of
from analysis.words.regression import predictors_words, rows_words, tiles

Regression = Literal["linear", "logistic"]
TargetColumn = Annotated[
    str,
    ColumnRole(
        "any",
        markers=(
            "regression of", "regression for", "model for", "model of", "predict",
            "predicting", "predicts", "target", "regress", "on",
        ),
    ),
]  # fmt: skip
SPLITS = {
    str(test / 100): rf"\b{100 - test} ?%? ?(?:/|:|-|–|to|and) ?{test}\b"
    for test in (5, 10, 15, 20, 25, 30, 33, 35, 40, 50)
}
MOST_CLASSES = 20
MOST_ITERATIONS = 1_000

operation = Operation(
    __name__,
    kind="analyse",
    title="Regression judged on held-out rows",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\bregress\w*\b.{0,200}(?:" + HELD_OUT + ")", 8),
            Phrase("(?:" + HELD_OUT + r").{0,200}\bregress\w*\b", 8),
            Phrase(r"\bhold[- ]?out\b", 4),
            Phrase(r"\b(?:r?mse|mae|r2|mean (?:squared|absolute) error)\b", 0.5),
        ),
        anti=(
            Phrase(r"\b(?:ridge|lasso|elastic|forest|trees?|boosting|svm|neural)\b", 8),
        ),
        options={
            "method": {
                "logistic": r"\blogistic\b",
                "linear": r"\b(?:linear|multiple|ols) regression\b",
            },
            "test_size": SPLITS,
            "shuffle": {"false": r"\b(?:without|no) shuffl\w+|\bunshuffled\b"},
            "intercept": NO_INTERCEPT,
        },
        numbers={
            "test_size": (
                r"\btest[_ -]?(?:size|set|share)(?: (?:is|of|with))?[ =:]*{n}",
                r"{n} ?%? (?:of (?:the )?(?:data|rows) )?(?:for |as |in )?(?:the )?"
                r"(?:test|hold[- ]?out|held[- ]out)",
            ),
            "random_state": (
                r"\b(?:random[_ ]?state|seed)(?: (?:of|is))?[ =:]*{n}",
            ),
        },
        examples=(
            Example("linear regression of fare on age and pclass with a train/test split",
                    {"target": "fare", "features": ["age", "pclass"],
                     "method": "linear"}),
            Example("linear regression of fare on age with test size 0.3",
                    {"target": "fare", "features": ["age"], "method": "linear",
                     "test_size": 0.3}),
            Example("logistic regression of survived on age and sex with test size 0.25",
                    {"target": "survived", "features": ["age", "sex"],
                     "method": "logistic", "test_size": 0.25}),
            Example("linear regression of fare on age, train/test split 70/30",
                    {"target": "fare", "features": ["age"], "method": "linear",
                     "test_size": 0.3}),
            Example("linear regression of fare on sibsp with test size 0.2 and random "
                    "state 7",
                    {"target": "fare", "features": ["sibsp"], "method": "linear",
                     "test_size": 0.2, "random_state": 7}),
            Example("linear regression of fare on age with a train/test split without "
                    "shuffling",
                    {"target": "fare", "features": ["age"], "method": "linear",
                     "shuffle": False}),
        ),
    ),
    references=(
        Reference(
            {"x": list(range(20)), "y": [2 * x + 1 for x in range(20)]},
            {"target": "y", "features": ["x"], "test_size": 0.3, "shuffle": False},
            {"r2": 1.0, "n_train": 14, "n_test": 6, "coefficients": [{"estimate": 2.0}],
             "intercept": 1.0},
            "By hand: rows on the line y = 2x + 1 are predicted exactly by any others",
            1e-9,
        ),
        Reference(
            {"x": [0, 1, 0, 1, 0, 1], "y": [0, 2, 2, 4, 0, 7]},
            {"target": "y", "features": ["x"], "test_size": 0.34, "shuffle": False},
            {"mse": 10.0, "mae": 8 / 3, "rmse": 10**0.5, "n_train": 3,
             "r2": 1 - 30 / (222 / 9)},
            "By hand: the first three rows give y = 1 + x, so 2, 1 and 2 are predicted for "
            "4, 0 and 7: errors 2, -1 and 5",
            1e-9,
        ),
    ),
)  # fmt: skip


@operation.compute
def regression_holdout(
    data: pd.DataFrame,
    target: TargetColumn,
    features: Predictors,
    method: Regression | None = None,
    test_size: float = 0.2,
    random_state: int = 42,
    shuffle: bool = True,
    intercept: bool = True,
) -> HoldoutResult:
    """Fits a regression on part of the rows and judges it on the rest.

    The split and the fits are scikit-learn's (``train_test_split``,
    ``LinearRegression``, ``LogisticRegression`` with its default penalty), so that the
    same seed gives the same rows there. Words become columns of 0 and 1, the first level
    left out; rows with a missing value are left out before the split.

    Args:
        method: without one, linear for a target of numbers and logistic otherwise.
        test_size: the share of rows held out.

    Returns mse, rmse, mae and r2, or accuracy and the confusion matrix, of the test rows,
    the same figures of the training rows, and the coefficients.

    Raises:
        DataError: too few rows, or a target that does not fit the method.
    """
    from sklearn.model_selection import train_test_split

    check_split(test_size, random_state)
    x, y, chosen = rows_to_split(data, target, features, method, test_size)
    x_train, x_test, y_train, y_test = train_test_split(
        x.values.astype("float64"),
        y,
        test_size=test_size,
        random_state=random_state if shuffle else None,
        shuffle=shuffle,
    )
    if chosen == "logistic":
        require_classes(y_train, target)
    model = unfitted(chosen, intercept)
    judge = class_scores if chosen == "logistic" else number_scores
    with np.errstate(all="ignore"):
        model.fit(x_train, y_train)
    weights = np.atleast_2d(model.coef_)
    return {
        **judge(y_test, model.predict(x_test)),
        "train": judge(y_train, model.predict(x_train)),
        "coefficients": [
            {"term": label, "estimate": float(weight)}
            for label, weight in zip(x.labels, weights[0], strict=True)
        ]
        if len(weights) == 1
        else [],
        "intercept": float(np.ravel(model.intercept_)[0]),
        "regression": chosen,
        "method": f"{chosen} regression (scikit-learn), {percent(test_size)} of the rows "
        + (
            f"held out at random (seed {random_state})"
            if shuffle
            else "held out in order"
        ),
        "n_train": len(y_train),
        "n_test": len(y_test),
        "n_obs": len(y),
        "n_missing": len(data) - len(y),
    }


def check_split(test_size: float, random_state: int) -> None:
    """A DataError for a share or a seed that no split has."""
    if not 0 < test_size < 1:
        raise DataError("The share of test rows lies between 0 and 1.", "Usual is 0.2.")
    if not 0 <= random_state < 2**32:
        raise DataError(
            "A seed is a whole number from 0 to 4294967295.", "Usual is 42."
        )


def rows_to_split(
    data: pd.DataFrame,
    target: str,
    features: list[str],
    method: str | None,
    test_size: float,
) -> tuple[Design, np.ndarray, str]:
    """The complete rows' design and target, and by which regression they are related."""
    require_rows(data)
    column = one_column(data, target)
    is_number = is_number_column(column)
    chosen = method or ("linear" if is_number else "logistic")
    if chosen == "linear" or is_number:
        column = numbers_of(data, target)
    kept = complete_rows(data, features, column, target)
    design = design_of(data.loc[kept.to_numpy(), features], features)
    y = column[kept].to_numpy()
    n_test = math.ceil(test_size * len(y))
    if n_test < 2 or len(y) - n_test < 2:
        raise DataError(
            f"{len(y)} complete rows cannot be split into at least 2 to train on and 2 to "
            "test on.",
            "Check the filters, or name another test size.",
            target,
        )
    if chosen == "logistic":
        y = np.array([name_of(value) for value in y.tolist()], dtype=object)
    return design, y, chosen


def unfitted(regression: str, intercept: bool) -> Any:
    """scikit-learn's model of that name."""
    from sklearn.linear_model import LinearRegression, LogisticRegression

    if regression == "logistic":
        return LogisticRegression(max_iter=MOST_ITERATIONS, fit_intercept=intercept)
    return LinearRegression(fit_intercept=intercept)


def require_classes(values: np.ndarray, target: str) -> None:
    """A DataError for a target with one class to train on, or with too many."""
    n_classes = len(set(values.tolist()))
    if not 2 <= n_classes <= MOST_CLASSES:
        raise DataError(
            f"“{target}” has {n_classes:,} different value"
            f"{'' if n_classes == 1 else 's'} in the rows to train on; a logistic "
            f"regression tells 2 to {MOST_CLASSES} apart.",
            "Choose another target, or ask for a linear regression.",
            target,
        )


def number_scores(actual: np.ndarray, predicted: np.ndarray) -> HoldoutScores:
    """Errors of predicted numbers; r2 is None where the actual ones do not vary."""
    errors = actual - predicted
    total = float(((actual - actual.mean()) ** 2).sum())
    mse = float((errors**2).mean())
    return {
        "mse": mse,
        "rmse": math.sqrt(mse),
        "mae": float(np.abs(errors).mean()),
        "r2": 1 - float((errors**2).sum()) / total if total > 0 else None,
    }


def class_scores(actual: np.ndarray, predicted: np.ndarray) -> HoldoutScores:
    """Accuracy and how often each class (rows) was called what (columns)."""
    labels = sorted({*actual.tolist(), *predicted.tolist()})
    counts = [
        [int(((actual == one) & (predicted == other)).sum()) for other in labels]
        for one in labels
    ]
    return {
        "accuracy": float((actual == predicted).mean()),
        "confusion": {"labels": labels, "counts": counts},
    }


@operation.restate
def restate(
    target: str, features: list[str], method: str | None = None, **_: Any
) -> str:
    title = f"{(method or 'held-out').capitalize()} regression"
    return (
        f"{title} of {name_of(target)} on {predictors_words(features)}, with a test set"
    )


@operation.present
def present(result: HoldoutResult, target: str) -> Answer:
    named = name_of(target)
    rows = f"{result['n_test']:,} held-out rows (trained on {result['n_train']:,})"
    blocks: list[Block]
    if result["regression"] == "logistic":
        words = f"The model names {named} rightly for {percent(result['accuracy'])} of {rows}"
        labels = result["confusion"]["labels"]
        heads: dict[str, tuple[str, Any]] = {"actual": (f"actual {named}", "text")}
        heads |= {
            str(n): (f"called {label}", "integer") for n, label in enumerate(labels)
        }
        counted = [
            {"actual": label, **{str(n): count for n, count in enumerate(row)}}
            for label, row in zip(labels, result["confusion"]["counts"], strict=True)
        ]
        blocks = [
            tiles(
                ("accuracy", result["accuracy"], "percent"),
                ("training accuracy", result["train"]["accuracy"], "percent"),
                ("test rows", result["n_test"], "integer"),
            ),
            table_of(counted, heads, "Confusion matrix"),
        ]
    else:
        fit = "undefined" if result["r2"] is None else short(result["r2"])
        words = (
            f"On {rows}, {named} is predicted with R² = {fit}, MSE = "
            f"{figure(result['mse'])}, RMSE = {figure(result['rmse'])} and MAE = "
            f"{figure(result['mae'])}"
        )
        blocks = [
            tiles(
                ("R²", result["r2"], "number"),
                ("MSE", result["mse"], "number"),
                ("RMSE", result["rmse"], "number"),
                ("MAE", result["mae"], "number"),
                ("training R²", result["train"]["r2"], "number"),
                ("test rows", result["n_test"], "integer"),
            )
        ]
    if result["coefficients"]:
        whole: list[HoldoutCoefficient] = [
            {"term": "intercept", "estimate": result["intercept"]}
        ]
        shown = {"term": ("term", "text"), "estimate": ("b", "number")}
        blocks.append(table_of(whole + result["coefficients"], shown, "Coefficients"))
    blocks.append(
        muted(
            rows_words(result),
            "Another split gives somewhat other figures; cross-validation averages them.",
        )
    )
    return Answer(f"{words}.", tuple(blocks))


@operation.companions
def companions(schema: Schema) -> list[Step]:
    return []
