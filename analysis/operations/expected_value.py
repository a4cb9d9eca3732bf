"""What a regression expects for given values of its predictors."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from scipy import special, stats

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.language import Language
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import ColumnRole
from analysis.base.reply import Block, Item, KeyValues, Notice
from analysis.base.task import Step
from analysis.base.wording import figure, muted, name_of, names_of, percent
from analysis.references.small import CARS
from analysis.results.regressions import ExpectedMean, ExpectedValueResult
from analysis.signatures.regression import Interacting, Predictors
from analysis.statistics.binary_outcome import binary_model
from analysis.statistics.design import (
    complete_rows,
    design_of,
    paired,
    written_numbers,
)
from analysis.statistics.least_squares import classical_covariance, least_squares
from analysis.statistics.likelihood import likelihood_fit
from analysis.statistics.samples import check_shares
from analysis.statistics.values import (
    is_number_column,
    numbers_of,
    one_column,
    require_rows,
)
from analysis.words.inference import interval

Family = Literal["linear", "logistic", "poisson"]
Rest = Literal["named", "typical"]
ExpectedOutcome = Annotated[
    str, ColumnRole("any", markers=("expected", "expect", "probability of", "predict"))
]
_INSECTS: dict[str, list[Any]] = {
    "count": [10, 7, 20, 14, 14, 12, 10, 23, 17, 20, 14, 13,
              11, 17, 21, 11, 16, 14, 17, 17, 19, 21, 7, 13],
    "spray": ["A"] * 12 + ["B"] * 12,
}  # fmt: skip
_TRANSMISSION: dict[str, list[Any]] = {  # R, datasets::mtcars: am and wt
    "am": [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1,
           1, 1, 1, 1, 1, 1],
    "wt": [2.620, 2.875, 2.320, 3.215, 3.440, 3.460, 3.570, 3.190, 3.150, 3.440, 3.440,
           4.070, 3.730, 3.780, 5.250, 5.424, 5.345, 2.200, 1.615, 1.835, 2.465, 3.520,
           3.435, 3.840, 3.845, 1.935, 2.140, 1.513, 3.170, 2.770, 3.570, 2.780],
}  # fmt: skip

operation = Operation(
    __name__,
    kind="analyse",
    title="Expected value by a regression",
    category="Relate",
    language=Language(phrases=()),
    by_itself=False,
    references=(
        Reference(
            dict(CARS),
            {"outcome": "dist", "predictors": ["speed"], "values": {"speed": 10}},
            {"estimate": 21.74499, "ci_low": 15.46192, "ci_high": 28.02807,
             "prediction_low": -9.809601, "prediction_high": 53.29959},
            "R: predict(lm(dist ~ speed, cars), data.frame(speed = 10), interval = "
            "\"confidence\" and \"prediction\")",
            1e-6,
        ),
        Reference(
            _TRANSMISSION,
            {"outcome": "am", "predictors": ["wt"], "values": {"wt": 3},
             "family": "logistic"},
            {"estimate": 0.49211561},
            "R: predict(glm(am ~ wt, binomial, mtcars), data.frame(wt = 3), \"response\")",
            1e-7,
        ),
        Reference(
            _INSECTS,
            {"outcome": "count", "predictors": ["spray"], "values": {"spray": "B"},
             "family": "poisson"},
            {"estimate": 15.33333},
            "R: with(InsectSprays, tapply(count, spray, mean)): with one factor the model "
            "fits the groups' means",
            1e-5,
        ),
    ),
)  # fmt: skip


@operation.compute
def expected_value(
    data: pd.DataFrame,
    outcome: ExpectedOutcome,
    predictors: Predictors,
    values: dict[str, float | str] | None = None,
    family: Family = "linear",
    rest: Rest = "named",
    interacting: Interacting | None = None,
    all_interactions: bool = False,
    degree: int = 1,
    intercept: bool = True,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> ExpectedValueResult:
    """The value that a regression expects for one row of predictor values.

    Args:
        values: a value for every predictor.
        family: linear (a mean), logistic (a probability) or poisson (a count).
        rest: "typical" sets predictors without a value to their mean, or to their most
            frequent word.

    Returns the estimate with its confidence interval (of the mean, on the scale of the
    link), for a linear regression also the interval for a single new row, and which
    values lie outside what was observed.

    Raises:
        DataError: a predictor without a value, or a value that it never has.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    require_rows(data)
    names, pairs = paired(predictors, interacting, all_interactions)
    given = dict(values or {})
    if rest == "typical":
        given = {**{name: typical_value(data, name) for name in names}, **given}
    row = {name: value_for(data, name, given) for name in names}
    if family == "linear":
        found = expected_mean(
            data, outcome, names, pairs, row, degree, intercept, confidence_level
        )
    else:
        found = expected_rate(
            data, outcome, names, pairs, row, family, confidence_level
        )
    return {
        **found,
        "values": row,
        "outside": [name for name in names if is_outside(data, name, row[name])],
        "outcome": outcome,
        "family": family,
        "confidence_level": confidence_level,
        "method": {
            "linear": "linear regression by ordinary least squares",
            "logistic": "logistic regression by maximum likelihood",
            "poisson": "Poisson regression by maximum likelihood",
        }[family],
    }


def value_for(data: pd.DataFrame, name: str, given: dict[str, float | str]) -> Any:
    """The value of a predictor as its column writes it."""
    if name not in given:
        raise DataError(
            f"A value of “{name}” is needed, too.",
            f"Say for instance “{name} = …”.",
            name,
        )
    column, value = one_column(data, name), given[name]
    if is_number_column(column):
        try:
            return float(value)
        except (TypeError, ValueError):
            raise DataError(
                f"“{name}” holds numbers, “{value}” is none.", "Give a number.", name
            ) from None
    for level in column.dropna().unique():
        same = level == value or name_of(level).casefold() == name_of(value).casefold()
        if same:
            return bool(level) if isinstance(level, bool | np.bool_) else level
    levels = names_of(list(column.dropna().unique())[:8])
    raise DataError(f"“{name}” is never “{value}”.", f"It is {levels}.", name)


def typical_value(data: pd.DataFrame, name: str) -> Any:
    """The mean of a column of numbers, the most frequent value of another."""
    column = one_column(data, name)
    if is_number_column(column):
        return float(numbers_of(data, name).mean())
    counts = column.value_counts()
    if len(counts) == 0:
        raise DataError(f"“{name}” has no values.", "Leave it out.", name)
    return counts.index[0]


def is_outside(data: pd.DataFrame, name: str, value: Any) -> bool:
    """Whether a number lies beyond the column's range."""
    if not is_number_column(one_column(data, name)):
        return False
    numbers = numbers_of(data, name)
    return bool(value < numbers.min() or value > numbers.max())


def with_row(
    data: pd.DataFrame, kept: pd.Series, names: list[str], row: dict[str, float | str]
) -> pd.DataFrame:
    """The predictors of the rows used, with the row that is asked about at the end."""
    rows = data.loc[kept.to_numpy(), names]
    new = pd.DataFrame({name: [row[name]] for name in names})
    parts = {
        name: pd.concat([rows[name].astype("float64"), new[name]], ignore_index=True)
        if is_number_column(rows[name])
        else pd.Series([*rows[name].tolist(), row[name]])
        for name in names
    }
    return pd.DataFrame(parts)


def expected_mean(
    data: pd.DataFrame,
    outcome: str,
    names: list[str],
    pairs: list[tuple[str, str]],
    row: dict[str, float | str],
    degree: int,
    intercept: bool,
    confidence_level: float,
) -> ExpectedMean:
    """By least squares, with the intervals of the mean and of a single row."""
    numbers = numbers_of(data, outcome)
    kept = complete_rows(data, names, numbers, outcome)
    y = written_numbers(numbers[kept], outcome)
    design = design_of(with_row(data, kept, names, row), names, degree, pairs)
    fit = least_squares(design.values[:-1], y, design.labels, intercept)
    x = design.values[-1].astype("float64")
    x = np.concatenate([[1.0], x]) if intercept else x
    n_obs, p = fit.basis.shape
    estimate, variance = float(x @ fit.coefficients), fit.rss / (n_obs - p)
    error = float(x @ classical_covariance(fit) @ x)
    t = float(stats.t.isf((1 - confidence_level) / 2, n_obs - p))
    mean, single = t * np.sqrt(error), t * np.sqrt(error + variance)
    return {
        "estimate": estimate,
        "std_error": float(np.sqrt(error)),
        "ci_low": estimate - float(mean),
        "ci_high": estimate + float(mean),
        "prediction_low": estimate - float(single),
        "prediction_high": estimate + float(single),
        "event": None,
        "n_obs": n_obs,
        "n_missing": len(data) - n_obs,
    }


def expected_rate(
    data: pd.DataFrame,
    outcome: str,
    names: list[str],
    pairs: list[tuple[str, str]],
    row: dict[str, float | str],
    family: str,
    confidence_level: float,
) -> ExpectedMean:
    """By maximum likelihood: a probability or a count, its interval by the link."""
    event = None
    if family == "logistic":
        _, y, levels, *_ = binary_model(data, outcome, names)
        event = levels[1]
        column = one_column(data, outcome)
        if is_number_column(column):
            column = numbers_of(data, outcome)
    else:
        column = numbers_of(data, outcome)
        y = column.dropna().to_numpy(dtype="float64")
    kept = complete_rows(data, names, column, outcome)
    if family == "poisson":
        y = column[kept].to_numpy(dtype="float64")
    whole = design_of(with_row(data, kept, names, row), names, 1, pairs)
    fitted = likelihood_fit(
        whole._replace(values=whole.values[:-1]),
        y,
        "binomial" if family == "logistic" else "poisson",
        outcome,
    )
    x = np.concatenate([[1.0], whole.values[-1].astype("float64")])
    eta = float(x @ fitted.coefficients)
    error = float(np.sqrt(x @ fitted.covariance @ x))
    z = float(stats.norm.isf((1 - confidence_level) / 2))
    link = special.expit if family == "logistic" else np.exp
    return {
        "estimate": float(link(eta)),
        "std_error": error,
        "ci_low": float(link(eta - z * error)),
        "ci_high": float(link(eta + z * error)),
        "prediction_low": None,
        "prediction_high": None,
        "event": event,
        "n_obs": len(y),
        "n_missing": len(data) - len(y),
    }


@operation.restate
def restate(
    outcome: str,
    predictors: list[str],
    values: dict[str, float | str] | None = None,
    **_: Any,
) -> str:
    return f"Expected {name_of(outcome)} for {values_words(values or {})}"


def values_words(values: dict[str, float | str]) -> str:
    """``income = 8,000 and women = 20``."""
    return names_of(f"{name_of(k)} = {figure(v)}" for k, v in values.items())


@operation.present
def present(result: ExpectedValueResult) -> Answer:
    given, outcome = values_words(result["values"]), name_of(result["outcome"])
    value = figure(result["estimate"])
    bounds = interval(result)
    level = percent(result["confidence_level"])
    if result["family"] == "logistic":
        summary = (
            f"The predicted probability of {outcome} = {result['event']} for {given} is "
            f"{value} ({percent(result['estimate'])}; {bounds})."
        )
    elif result["family"] == "poisson":
        summary = f"The expected count of {outcome} for {given} is {value} ({bounds})."
    else:
        low, high = figure(result["prediction_low"]), figure(result["prediction_high"])
        summary = (
            f"The expected {outcome} for {given} is {value} ({bounds} for the mean); a "
            f"single new row would be between {low} and {high} with {level} probability."
        )
    items = [
        Item(label=label, value=number)
        for label, number in (
            ("expected", result["estimate"]),
            (f"{level} CI, low", result["ci_low"]),
            (f"{level} CI, high", result["ci_high"]),
            (f"{level} prediction, low", result["prediction_low"]),
            (f"{level} prediction, high", result["prediction_high"]),
        )
        if number is not None
    ]
    blocks: list[Block] = [KeyValues(items=tuple(items), style="tiles")]
    if result["outside"]:
        blocks.append(
            Notice(
                text=f"The value of {names_of(result['outside'])} lies outside the "
                "observed range: the regression is extended beyond its data.",
                level="warning",
            )
        )
    missing = result["n_missing"]
    left = f"; {missing:,} with a missing value left out" if missing else ""
    method = result["method"][:1].upper() + result["method"][1:]
    blocks.append(muted(f"{method}; n = {result['n_obs']:,} rows{left}."))
    return Answer(summary, tuple(blocks))


@operation.companions
def companions(
    schema: Schema, predictors: list[str], outcome: str, family: str = "linear"
) -> list[Step]:
    names = predictors
    if family != "linear" or len(names) != 1:
        return []
    if names[0] not in schema.names or not schema[names[0]].is_numeric:
        return []
    line = {"x": names[0], "y": outcome, "trend": True}
    return [Step(operation="scatter_plot", params=line)]
