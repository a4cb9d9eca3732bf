"""How two columns of numbers are related when others are held constant."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import ColumnRole
from analysis.base.task import Step
from analysis.base.wording import names_of, strength
from analysis.results.test_kinds import PartialCorrelationResult
from analysis.signatures.inference import TEST_NUMBERS
from analysis.statistics.association import coefficient_and_p
from analysis.statistics.effect_sizes import tanh_interval
from analysis.statistics.moments import mean_and_deviations, standardised
from analysis.statistics.samples import check_shares
from analysis.statistics.values import numbers_of, require_rows
from analysis.words.inference import answer_of_test, sentence

PartialMethod = Literal["pearson", "spearman"]
TwoNumbers = Annotated[
    list[str], ColumnRole("numeric", many=True, minimum=2, maximum=2)
]
ControlColumns = Annotated[
    list[str],
    ColumnRole(
        "numeric",
        many=True,
        markers=(
            "controlling for", "controlled for", "control for", "adjusting for",
            "adjusted for", "accounting for", "after accounting for", "given",
            "holding", "keeping", "considering", "taking into account", "removing",
            "conditional on", "partialling out", "the influence of", "the effect of",
        ),
    ),
]  # fmt: skip

operation = Operation(
    __name__,
    kind="analyse",
    title="Partial correlation",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\bpartial(?:ly)? correlat\w+", 6),
            Phrase(r"\bpartial (?:pearson|spearman)\b|\bpartialling out\b", 6),
            Phrase(r"\b(?:correlat\w+|relat\w+|associat\w+|connect\w+|link\w*|influenc\w+)\b"
                   r".{0,90}\b(?:control\w*|adjust\w*|account\w*|correct\w*) for\b", 5),
            Phrase(r"\b(?:control\w*|adjust\w*|account\w*) for\b.{0,90}"
                   r"\b(?:correlat\w+|relat\w+|associat\w+)\b", 4.5),
            Phrase(r"\b(?:is|are|being) (?:held|kept) (?:constant|fixed)\b|"
                   r"\b(?:holding|keeping) .{0,40}(?:constant|fixed)\b", 4.5),
            Phrase(r"\bremov\w+ the (?:effect|influence) of\b", 4),
            Phrase(r"\bconsidering (?:the )?(?:effect|influence|impact) of\b", 3.5),
            Phrase(r"\b(?:correlat\w+|relat\w+|associat\w+|connect\w+|link\w*|influenc\w+)\b"
                   r".{0,160}\b(?:while|when|after|by|if)? ?(?:tak(?:ing|en?) .{0,60}into "
                   r"(?:account|consideration)|considering|conditional on)\b", 5),
            Phrase(r"\{num\}.{0,60}\{num\}.{0,60}\b(?:influenced|affected|mediated"
                   r"|explained|confounded) by (?:the )?.{0,30}\{num\}", 4.5),
            Phrase(r"\b(?:held|kept|holding|keeping|remains?) .{0,30}"
                   r"(?:constant|fixed|unchanged)\b", 3),
        ),
        anti=(Phrase(r"\bpartial (?:dependence|regression|auto)", 5),),
        options={"method": {
            "pearson": r"\bpearson\b",
            "spearman": r"\bspearman\b|\branks?\b",
        }},
        numbers=TEST_NUMBERS,
        examples=(
            Example("partial correlation of age and fare controlling for pclass",
                    {"columns": ["age", "fare"], "controls": ["pclass"]}),
            Example("How are sibsp and parch related when age is held constant?",
                    {"columns": ["sibsp", "parch"], "controls": ["age"]}),
            Example("Correlation between age and fare, adjusting for sibsp and parch",
                    {"columns": ["age", "fare"], "controls": ["sibsp", "parch"]}),
            Example("What is the relationship between fare and sibsp after accounting for "
                    "age?", {"columns": ["fare", "sibsp"], "controls": ["age"]}),
            Example("Spearman partial correlation of age and fare given pclass",
                    {"columns": ["age", "fare"], "controls": ["pclass"],
                     "method": "spearman"}),
            Example("Are fare and parch correlated, controlling for age and sibsp?",
                    {"columns": ["fare", "parch"], "controls": ["age", "sibsp"]}),
        ),
    ),
    references=(
        Reference(
            {"hl": [7, 15, 19, 15, 21, 22, 57, 15, 20, 18],
             "disp": [0, 0.964, 0, 0, 0.921, 0, 0, 1.006, 0, 1.011],
             "deg": [9, 2, 3, 4, 1, 3, 1, 3, 6, 1],
             "BC": [1.78e-02, 1.05e-06, 1.37e-05, 7.18e-03, 0, 0, 0, 4.48e-03, 2.10e-06,
                    0]},
            {"columns": ["hl", "disp"], "controls": ["deg", "BC"]},
            {"coefficient": -0.6720863, "p_value": 0.06789202, "statistic": -2.223267,
             "n_obs": 10},
            "R, ppcor: pcor.test(y.data$hl, y.data$disp, y.data[, c(\"deg\", \"BC\")]); Kim "
            "(2015)",
            1e-6,
        ),
    ),
)  # fmt: skip


@operation.compute
def partial_correlation(
    data: pd.DataFrame,
    columns: TwoNumbers,
    controls: ControlColumns,
    method: PartialMethod = "pearson",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> PartialCorrelationResult:
    """The correlation of what the controls leave unexplained in two columns.

    Args:
        method: Pearson's, or Spearman's on the ranks of all columns.

    Returns the coefficient, its interval by Fisher's z with n - k - 3, t and p with
    n - k - 2 degrees of freedom for k controls, and the correlation without controls, all
    on rows in which no value is missing.

    Raises:
        DataError: no controls, too few rows, or nothing left to correlate.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    require_rows(data)
    table = complete_numbers(data, columns, controls)
    n_obs, k = len(table), len(controls)
    dof = n_obs - 2 - k
    if dof < 1:
        raise DataError(
            f"{n_obs} rows have all values; a partial correlation with {k} controls needs "
            f"at least {k + 3}.",
            "Use fewer controls, or check the filters.",
            columns[0],
        )
    r = partial_coefficient(table, columns, controls, method)
    t = (
        r * math.sqrt(dof / ((1 - r) * (1 + r)))
        if abs(r) < 1
        else math.copysign(1e15, r)
    )
    p_value = float(2 * stats.t.sf(abs(t), dof))
    quantile = float(stats.norm.ppf((1 + confidence_level) / 2))
    low, high = (
        tanh_interval(r, 1 / math.sqrt(dof - 1), quantile) if dof > 1 else (None, None)
    )
    raw, raw_p = coefficient_and_p(
        table.iloc[:, 0].to_numpy(), table.iloc[:, 1].to_numpy(), method
    )
    significant = p_value < alpha
    return {
        "coefficient": r,
        "p_value": p_value,
        "statistic": t,
        "dof": dof,
        "estimate": r,
        "ci_low": low,
        "ci_high": high,
        "correlation_without_controls": raw,
        "p_value_without_controls": raw_p,
        "verdict": "significant" if significant else "not significant",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": f"partial correlation ({'Spearman' if method == 'spearman' else 'Pearson'})",
        "estimate_name": "partial r" if method == "pearson" else "partial rho",
        "statistic_name": "t",
        "n_obs": n_obs,
        "n_missing": len(data) - n_obs,
    }


def partial_coefficient(
    table: pd.DataFrame, columns: list[str], controls: list[str], method: str
) -> float:
    """The correlation of the first two columns' residuals from the others."""
    values = table.to_numpy()
    if method == "spearman":
        values = stats.rankdata(values, axis=0)
    left = [
        unexplained(values[:, i], values[:, 2:], columns[i], controls) for i in (0, 1)
    ]
    return float(np.clip(left[0] @ left[1] / len(table), -1, 1))


def complete_numbers(
    data: pd.DataFrame, columns: list[str], controls: list[str]
) -> pd.DataFrame:
    """The rows in which the columns and all controls have values."""
    names = [*columns, *controls]
    if len(columns) != 2 or not controls or len(set(names)) != len(names):
        raise DataError(
            "A partial correlation needs two columns and at least one other to hold "
            "constant.",
            "Say, for instance, “controlling for” a third column.",
            columns[0] if columns else "",
        )
    return pd.DataFrame({name: numbers_of(data, name) for name in names}).dropna()


def unexplained(
    values: np.ndarray, controls: np.ndarray, column: str, names: list[str]
) -> np.ndarray:
    """What a linear regression on the controls leaves of a column, standardised."""
    target = standardised(mean_and_deviations(values)[1])
    if target is None:
        raise DataError(
            f"All values of “{column}” are equal, so it has no correlation.",
            "Choose a column that varies.",
            column,
        )
    parts = [
        standardised(mean_and_deviations(controls[:, i])[1])
        for i in range(controls.shape[1])
    ]
    design = np.column_stack(
        [np.ones(len(values)), *(p for p in parts if p is not None)]
    )
    rest = target - design @ np.linalg.lstsq(design, target, rcond=None)[0]
    left = standardised(rest) if float(np.abs(rest).max()) > 1e-9 else None
    if left is None:
        raise DataError(
            f"“{column}” is explained fully by {', '.join(names)}, so nothing is left to "
            "correlate.",
            "Leave a control out.",
            column,
        )
    return left


@operation.restate
def restate(
    columns: list[str], controls: list[str], method: str = "pearson", **_: Any
) -> str:
    name = "Partial correlation" if method == "pearson" else "Partial rank correlation"
    return f"{name} of {names_of(columns)}, controlling for {names_of(controls)}"


@operation.present
def present(
    result: PartialCorrelationResult, columns: list[str], controls: list[str]
) -> Answer:
    names, constant = names_of(columns), names_of(controls)
    r = result["coefficient"]
    direction = "positively" if r > 0 else "negatively"
    raw = result["correlation_without_controls"]
    without = "" if raw is None else f"Without controls r = {raw:.3f}."
    return answer_of_test(
        sentence(
            f"With {constant} held constant, {names} are {direction} related "
            f"({strength(r)})",
            f"With {constant} held constant, no significant relation of {names} was found",
            result,
        ),
        result,
        without,
        "Rows with all values only. It assumes linear relations; a correlation is not a "
        "cause.",
    )


@operation.companions
def companions(schema: Schema, columns: list[str]) -> list[Step]:
    x, y = columns[:2]
    return [Step(operation="scatter_plot", params={"x": x, "y": y, "trend": True})]
