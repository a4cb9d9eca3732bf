"""Leave out the rows with outliers."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import NumericColumns
from analysis.base.plain import plain
from analysis.base.wording import counted, name_of, of_words
from analysis.references.small import IGLEWICZ_HOAGLIN, NIST_BOX_PLOT
from analysis.results.preparing import RemoveOutliersInfo
from analysis.statistics.outlier_rules import outlier_mask
from analysis.words.outlier import (
    METHOD_OPTIONS,
    METHOD_WORDS,
    bound_words,
    rule_words,
)

OutlierMethod = Literal["iqr", "zscore", "mad", "isolation_forest"]

operation = Operation(
    __name__,
    kind="prepare",
    effect="subset",
    title="Remove outliers",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(
                r"\b(?:remov|exclud|drop|delet|discard|eliminat|filter|trim)\w* "
                r"(?:out )?(?:\S+ ){0,5}?(?:outliers?|outlying|extreme values?)\b",
                4.5,
            ),
            Phrase(r"\bwithout (?:the |any )?outliers?\b", 4),
            Phrase(
                r"\boutliers? (?:\S+ ){0,6}?(?:are |is )?(?:removed|excluded|dropped)\b",
                3.5,
            ),
        ),
        anti=(Phrase(r"\b(?:cap|clip|winsori[sz]e)\b", 3),),
        options={"method": METHOD_OPTIONS, "ddof": {"1": r"\bsample standard\b"}},
        numbers={
            "threshold": (
                r"threshold (?:of )?{n}",
                r"{n} standard deviations",
                r"k ?= ?{n}",
                r"{n} ?(?:\*|times|x) ?(?:the )?(?:iqr|interquartile)",
            )
        },
        examples=(
            Example(
                "remove outliers of fare by IQR", {"columns": ["fare"], "method": "iqr"}
            ),
            Example(
                "remove outliers of age by z-score",
                {"columns": ["age"], "method": "zscore"},
            ),
            Example("drop outliers of fare", {"columns": ["fare"]}),
            Example(
                "exclude the outliers of age and fare", {"columns": ["age", "fare"]}
            ),
            Example(
                "remove outliers of fare by z-score with a threshold of 2.5",
                {"columns": ["fare"], "method": "zscore", "threshold": 2.5},
            ),
            Example(
                "remove outliers of fare with an isolation forest",
                {"columns": ["fare"], "method": "isolation_forest"},
            ),
        ),
    ),
    references=(
        Reference(
            {"x": NIST_BOX_PLOT},
            {"columns": ["x"], "method": "iqr"},
            {"n_removed": 1},
            "NIST/SEMATECH e-Handbook of Statistical Methods, 7.1.6",
        ),
        Reference(
            {"x": IGLEWICZ_HOAGLIN},
            {"columns": ["x"], "method": "mad"},
            {"n_removed": 2},
            "Iglewicz and Hoaglin (1993), p. 12: 8.2 and 8.3",
        ),
        Reference(
            {"x": IGLEWICZ_HOAGLIN},
            {"columns": ["x"], "method": "zscore"},
            {"n_removed": 0},
            "Iglewicz and Hoaglin (1993), p. 11: z-scores find none",
        ),
    ),
)


@operation.compute
def remove_outliers(
    data: pd.DataFrame,
    columns: NumericColumns,
    method: OutlierMethod = "iqr",
    threshold: float | None = None,
    ddof: int = 0,
    random_state: int = 42,
) -> tuple[pd.DataFrame, RemoveOutliersInfo]:
    """Leave out the rows in which any of the columns has an outlier.

    Bounds are computed once, on the rows that come in; rows with missing values stay.

    Args:
        method: "iqr" (threshold 1.5), "zscore" (3), "mad" (3.5) or "isolation_forest".
        threshold: another one than the usual.
        ddof: the z-score's standard deviation divides by n - ddof.
        random_state: of the isolation forest.
    """
    cells, rules = outlier_mask(data, columns, method, threshold, ddof, random_state)
    gone = cells.any(axis=1).astype(bool)
    info: RemoveOutliersInfo = {
        "n_removed": int(gone.sum()),
        "rules": [
            {**rule, "n_outliers": int(cells[rule["column"]].sum())} for rule in rules
        ],
        "method": method,
        "ddof": ddof,
    }
    return data[~gone], plain(info)


@operation.restate
def restate(
    columns: list[str],
    method: str = "iqr",
    threshold: float | None = None,
    **_: Any,
) -> str:
    return f"Outliers{of_words(columns)} removed ({rule_words(method, threshold)})"


@operation.present
def present(result: RemoveOutliersInfo) -> Answer:
    per_column = "; ".join(
        f"{name_of(rule['column'])}: {rule['n_outliers']:,}{bound_words(rule)}"
        for rule in result["rules"]
    )
    return Answer(
        f"Removed {counted(result['n_removed'], 'row')} with outliers by "
        f"{METHOD_WORDS[result['method']]} ({per_column})."
    )
