"""How much predictors can be told from each other: variance inflation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.plain import plain
from analysis.base.reply import Text
from analysis.base.wording import name_of, names_of
from analysis.references.regression import LONGLEY
from analysis.results.associations import Inflation, InflationResult
from analysis.signatures.regression import NumericOutcome, Predictors
from analysis.statistics.design import complete_rows, design_of
from analysis.statistics.values import one_column
from analysis.words.inference import short, table_of
from analysis.words.regression import predictors_words

HIGH_INFLATION = 10  # Marquardt (1970); from 5 on it deserves a look
NOTABLE_INFLATION = 5

operation = Operation(
    __name__,
    kind="analyse",
    title="Variance inflation",
    category="Relate",
    language=Language(
        phrases=(Phrase(r"\bvariance inflation\b|\bvifs?\b|\b(?:multi)?collinearity\b", 6),),
        examples=(
            Example("variance inflation factors of age, sibsp and parch",
                    {"predictors": ["age", "sibsp", "parch"]}),
            Example("VIF of age and sex", {"predictors": ["age", "sex"]}),
            Example("vifs for fare, age and sibsp",
                    {"predictors": ["fare", "age", "sibsp"]}),
            Example("multicollinearity among age, sibsp and fare",
                    {"predictors": ["age", "sibsp", "fare"]}),
            Example("predict fare from age, sibsp and parch: variance inflation factors",
                    {"predictors": ["age", "sibsp", "parch"], "explained": "fare"}),
        ),
    ),
    references=(
        Reference(
            LONGLEY,
            {"predictors": [name for name in LONGLEY if name != "y"]},
            {"terms": [{"term": "x2", "vif": 1788.513}, {"term": "x6", "vif": 758.981},
                       {"term": "x5", "vif": 399.151}, {"term": "x1", "vif": 135.532},
                       {"term": "x3", "vif": 33.619}, {"term": "x4", "vif": 3.589}]},
            "R: car::vif(lm(Employed ~ ., longley)); Longley (1967)",
            1e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def collinearity(
    data: pd.DataFrame, predictors: Predictors, explained: NumericOutcome | None = None
) -> InflationResult:
    """The variance inflation factors of predictors in a regression with an intercept.

    Words and yes/no become one term per level against the first, as in a regression.
    With ``explained``, an outcome, the rows are those that its regression would use.

    Raises:
        DataError: fewer than two terms, too few rows, or terms that others determine.
    """
    names = [name for name in dict.fromkeys(predictors) if name != explained]
    kept = complete_rows(data, names, one_column(data, explained or names[0]), "")
    design = design_of(data.loc[kept, names], names)
    values = np.asarray(design.values, dtype="float64")
    labels = list(design.labels)
    if len(labels) < 2:
        raise DataError(
            "Variance inflation compares two predictors at least.",
            "Name the predictors of the model.",
            names[0] if names else "",
        )
    if len(values) <= len(labels) + 1:
        raise DataError(
            f"{len(values)} complete rows are too few for {len(labels)} terms.",
            "Use fewer predictors.",
            names[0],
        )
    factors = inflation_factors(values, labels)
    terms: list[Inflation] = [
        {"term": label, "vif": vif, "tolerance": 1 / vif, "r_squared": 1 - 1 / vif}
        for label, vif in sorted(
            zip(labels, factors, strict=True), key=lambda one: -one[1]
        )
    ]
    result: InflationResult = plain(
        {
            "terms": terms,
            "largest": terms[0]["term"],
            "n_obs": len(values),
            "n_missing": len(data) - len(values),
            "method": "variance inflation factors",
        }
    )
    return result


def inflation_factors(values: np.ndarray, labels: list[str]) -> list[float]:
    """The diagonal of the inverse of the terms' correlation matrix."""
    scaled = (values - values.mean(axis=0)) / values.std(axis=0)
    _, triangle = np.linalg.qr(scaled)
    sizes = np.abs(np.diag(triangle))
    weakest = int(np.argmin(sizes))
    if sizes[weakest] < 1e-9 * sizes.max():
        raise DataError(
            f"{labels[weakest]} is determined by the other predictors.",
            "Leave one of them out.",
            labels[weakest],
        )
    inverse = np.linalg.inv(triangle)
    return [float(each) for each in len(values) * (inverse**2).sum(axis=1)]


@operation.restate
def restate(predictors: list[str], explained: str | None = None, **_: Any) -> str:
    of = f" for {name_of(explained)}" if explained else ""
    return f"Variance inflation of {predictors_words(predictors)}{of}"


@operation.present
def present(result: InflationResult) -> Answer:
    top = result["terms"][0]
    if top["vif"] > HIGH_INFLATION:
        opening = "Multicollinearity is a problem"
    elif top["vif"] > NOTABLE_INFLATION:
        opening = "Multicollinearity deserves a look"
    else:
        opening = "Multicollinearity is no problem"
    shown = names_of(
        f"{row['term']} {short(row['vif'])}" for row in result["terms"][:6]
    )
    summary = (
        f"{opening}: the variance inflation factors (VIF) are {shown} "
        f"(n = {result['n_obs']:,})."
    )
    heads = {
        "term": ("term", "text"),
        "vif": ("VIF", "number"),
        "tolerance": ("tolerance", "number"),
        "r_squared": ("R² by the others", "number"),
    }
    note = (
        "The VIF says how much larger the variance of a coefficient is than without the "
        f"other predictors; {NOTABLE_INFLATION} deserves a look, above {HIGH_INFLATION} is "
        "high (Marquardt 1970)."
    )
    return Answer(
        summary,
        (
            table_of(result["terms"], heads, "Variance inflation"),
            Text(text=note, muted=True),
        ),
    )


operation.stands_on(
    Grounds(
        suits="whether the predictors of a regression can be told from each other",
        assumes=("a regression with an intercept is meant",),
        without="It looks at the predictors alone; normality plays no part.",
    )
)
