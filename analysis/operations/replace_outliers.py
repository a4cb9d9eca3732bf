"""Put another value in the place of outliers; no row is lost."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import NumericColumns
from analysis.base.plain import plain
from analysis.base.wording import counted, figure, name_of, of_words
from analysis.references.small import NIST_BOX_PLOT
from analysis.results.preparing import ReplacedOutliers, ReplaceOutliersInfo
from analysis.statistics.outlier_rules import outlier_mask
from analysis.statistics.values import numbers_of
from analysis.words.outlier import METHOD_OPTIONS, METHOD_WORDS, rule_words

OutlierMethod = Literal["iqr", "zscore", "mad", "isolation_forest"]
Instead = Literal["median", "mean", "missing"]

INSTEAD_WORDS = {
    "median": "the median of all values",
    "mean": "the mean of all values",
    "missing": "a missing value",
}

operation = Operation(
    __name__,
    kind="prepare",
    title="Replace outliers",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(
                r"\b(?:replac|substitut|imput|overwrit)\w* (?:\S+ ){0,5}?"
                r"(?:outliers?|outlying values?|extreme values?)\b",
                5,
            ),
        ),
        anti=(Phrase(r"\b(?:cap|clip|winsori[sz]e|missing values? (?:by|with))\b", 3),),
        options={
            "method": METHOD_OPTIONS,
            "instead": {
                "mean": r"\b(?:by|with) (?:the |its |their )?(?:column )?(?:mean|average)\b",
                "median": r"\b(?:by|with) (?:the |its |their )?(?:column )?median\b",
                "missing": r"\b(?:by|with|as) (?:a |an )?(?:missing|nan|null|empty|na)\b",
            },
        },
        numbers={"threshold": (r"threshold (?:of )?{n}", r"{n} standard deviations")},
        examples=(
            Example("replace the outliers of fare by the median",
                    {"columns": ["fare"], "instead": "median"}),
            Example("replace outliers of age with the mean",
                    {"columns": ["age"], "instead": "mean"}),
            Example("substitute the outliers of fare with the mean",
                    {"columns": ["fare"], "instead": "mean"}),
            Example("replace outliers of fare by z-score with the mean",
                    {"columns": ["fare"], "method": "zscore", "instead": "mean"}),
            Example("replace the outliers of age and fare with missing values",
                    {"columns": ["age", "fare"], "instead": "missing"}),
        ),
    ),
    references=(
        Reference(
            {"x": NIST_BOX_PLOT},
            {"columns": ["x"], "method": "iqr", "instead": "median"},
            {"n_replaced": 1},
            "NIST/SEMATECH e-Handbook of Statistical Methods, 7.1.6: one outlier",
        ),
    ),
)  # fmt: skip


@operation.compute
def replace_outliers(
    data: pd.DataFrame,
    columns: NumericColumns,
    method: OutlierMethod = "iqr",
    instead: Instead = "median",
    threshold: float | None = None,
    ddof: int = 0,
    random_state: int = 42,
) -> tuple[pd.DataFrame, ReplaceOutliersInfo]:
    """Set the outliers of each column to one value of it, or to missing.

    Bounds, mean and median are those of all values as they come in, outliers included.

    Args:
        method: "iqr" (threshold 1.5), "zscore" (3), "mad" (3.5) or "isolation_forest".
        instead: what takes their place.
        threshold: another one than the usual.
        ddof: the z-score's standard deviation divides by n - ddof.
        random_state: of the isolation forest.

    Raises:
        DataError: a column has no values.
    """
    cells, rules = outlier_mask(data, columns, method, threshold, ddof, random_state)
    new_columns: dict[str, pd.Series] = {}
    replaced: list[ReplacedOutliers] = []
    for rule in rules:
        column = rule["column"]
        numbers = numbers_of(data, column).astype("float64")
        if not numbers.notna().any():
            raise DataError(f"“{column}” has no values.", "Choose another column.")
        values = {"median": numbers.median(), "mean": numbers.mean(), "missing": np.nan}
        out = cells[column].astype(bool)
        new_columns[column] = numbers.mask(out, values[instead])
        replaced.append(
            {**rule, "n_outliers": int(out.sum()), "value": values[instead]}
        )
    info: ReplaceOutliersInfo = {
        "n_replaced": sum(one["n_outliers"] for one in replaced),
        "rules": replaced,
        "method": method,
        "instead": instead,
        "ddof": ddof,
    }
    return data.assign(**new_columns), plain(info)


@operation.restate
def restate(
    columns: list[str],
    method: str = "iqr",
    instead: str = "median",
    threshold: float | None = None,
    **_: Any,
) -> str:
    rule = rule_words(method, threshold)
    return f"Outliers{of_words(columns)} replaced by {INSTEAD_WORDS[instead]} ({rule})"


@operation.present
def present(result: ReplaceOutliersInfo) -> Answer:
    parts = "; ".join(
        f"{name_of(rule['column'])}: {rule['n_outliers']:,}{_by(rule['value'])}"
        for rule in result["rules"]
    )
    rule = METHOD_WORDS[result["method"]]
    value = INSTEAD_WORDS[result["instead"]]
    return Answer(
        f"Replaced {counted(result['n_replaced'], 'outlier')} (by {rule}) with {value}"
        f" ({parts})."
    )


def _by(value: float | None) -> str:
    return "" if value is None else f" by {figure(value)}"
