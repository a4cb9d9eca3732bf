"""Pull outliers in to the bounds of what is usual."""

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
from analysis.results.preparing import OutlierBounds, WinsorisedColumn, WinsoriseInfo
from analysis.statistics.outlier_rules import outlier_bounds
from analysis.statistics.values import numbers_of, observed_numbers
from analysis.words.outlier import METHOD_OPTIONS, METHOD_WORDS

ClipMethod = Literal["iqr", "zscore", "mad", "percentile"]

operation = Operation(
    __name__,
    kind="prepare",
    title="Winsorise",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(r"\bwinsori[sz]\w*\b", 5),
            Phrase(r"\b(?:cap|clip|limit) (?:\S+ ){0,4}?(?:outliers?|extreme values?)\b",
                   4.5),
            Phrase(r"\b(?:cap|clip) (?:the )?\{num\}", 3),
        ),
        anti=(Phrase(r"\b(?:remove|drop)\b", 2),),
        options={"method": {
            **{k: v for k, v in METHOD_OPTIONS.items() if k != "isolation_forest"},
            "percentile": r"\bpercent(?:ile)?s?\b|%",
        }},
        numbers={"threshold": (r"threshold (?:of )?{n}", r"{n} ?(?:%|percent)",
                               r"{n}(?:st|nd|rd|th)? percentile")},
        examples=(
            Example("winsorise fare", {"columns": ["fare"]}),
            Example("winsorize fare and age by IQR",
                    {"columns": ["fare", "age"], "method": "iqr"}),
            Example("cap the outliers of fare", {"columns": ["fare"]}),
            Example("clip outliers of age by z-score",
                    {"columns": ["age"], "method": "zscore"}),
            Example("winsorize fare at 5 percent",
                    {"columns": ["fare"], "method": "percentile", "threshold": 5}),
            Example("cap extreme values of fare", {"columns": ["fare"]}),
        ),
    ),
    references=(
        Reference(
            {"x": NIST_BOX_PLOT},
            {"columns": ["x"], "method": "iqr"},
            {"n_changed": 1},
            "NIST/SEMATECH e-Handbook of Statistical Methods, 7.1.6: one outlier",
        ),
    ),
)  # fmt: skip


@operation.compute
def winsorise(
    data: pd.DataFrame,
    columns: NumericColumns,
    method: ClipMethod = "iqr",
    threshold: float | None = None,
    ddof: int = 0,
) -> tuple[pd.DataFrame, WinsoriseInfo]:
    """Set values beyond the bounds of a rule to the bounds; no row is lost.

    Args:
        method: the bounds of "iqr" (threshold 1.5), "zscore" (3) or "mad" (3.5), or
            the "percentile" threshold (5) and its mirror (95).
    """
    new_columns, changed = {}, pd.Series(False, index=data.index)
    rules: list[WinsorisedColumn] = []
    for column in columns:
        if method == "percentile":
            rule = percentile_bounds(
                data, column, 5.0 if threshold is None else threshold
            )
        else:
            rule = outlier_bounds(data, column, method, threshold, ddof)
        old = numbers_of(data, column)
        new_columns[column] = old.clip(rule["low"], rule["high"])
        moved = old.notna() & (old != new_columns[column])
        changed |= moved
        rules.append({"column": column, "n_changed": int(moved.sum()), **rule})
    info: WinsoriseInfo = {
        "n_changed": int(changed.sum()),
        "rules": rules,
        "method": method,
    }
    return data.assign(**new_columns), plain(info)


def percentile_bounds(data: pd.DataFrame, column: str, percent: float) -> OutlierBounds:
    """The percentile from below and from above."""
    if not 0 < percent < 50:
        raise DataError("The percentage to clip lies between 0 and 50.", "Usual is 5.")
    numbers = observed_numbers(data, column)
    low, high = np.percentile(numbers, [percent, 100 - percent])
    return {"low": float(low), "high": float(high), "threshold": percent}


@operation.restate
def restate(columns: list[str], method: str = "iqr", **_: Any) -> str:
    how = {"percentile": "percentiles"}.get(method) or METHOD_WORDS[method]
    return f"Extreme values{of_words(columns)} pulled in ({how})"


@operation.present
def present(result: WinsoriseInfo) -> Answer:
    parts = "; ".join(
        f"{name_of(rule['column'])}: {rule['n_changed']:,} to "
        f"{figure(rule['low'])} or {figure(rule['high'])}"
        for rule in result["rules"]
    )
    return Answer(
        f"Pulled in extreme values in {counted(result['n_changed'], 'row')} ({parts})."
    )
