"""Log-rank test: whether groups differ in survival."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.plain import plain
from analysis.base.wording import name_of
from analysis.references.series import AML, FREIREICH
from analysis.results.survival import LogRankResult
from analysis.signatures.inference import ALPHA_NUMBERS
from analysis.signatures.survival import (
    EVENT_NUMBERS,
    DurationColumn,
    EventColumn,
    StratumColumn,
    SurvivalGroup,
)
from analysis.statistics.samples import check_shares
from analysis.statistics.survival import (
    log_rank_parts,
    survival_groups,
    survival_rows,
)
from analysis.words.inference import answer_of_test, sentence, table_of

operation = Operation(
    __name__,
    kind="analyse",
    title="Log-rank test",
    category="Survival",
    language=Language(
        phrases=(
            Phrase(r"\blog[- –]?rank\b", 6),
            Phrase(r"\b(?:compare|difference in|differ\w* in) (?:the )?survival\b", 5),
            Phrase(r"\bsurvival (?:times? )?(?:differ\w*|between)\b", 4),
        ),
        numbers={"alpha": ALPHA_NUMBERS, "event_value": EVENT_NUMBERS},
        examples=(
            Example(
                "log-rank test of age by sex with event survived",
                {"duration": "age", "event": "survived", "group": "sex"},
            ),
            Example(
                "logrank test of fare by class with event survived",
                {"duration": "fare", "event": "survived", "group": "class"},
            ),
            Example(
                "log-rank test of age by sex with event survived stratified by pclass",
                {
                    "duration": "age",
                    "event": "survived",
                    "group": "sex",
                    "strata": "pclass",
                },
            ),
            Example(
                "log rank test of fare by sex with event alive",
                {"duration": "fare", "event": "alive", "group": "sex"},
            ),
            Example(
                "log-rank test of age by who with event alone",
                {"duration": "age", "event": "alone", "group": "who"},
            ),
        ),
    ),
    references=(
        Reference(
            FREIREICH,
            {"duration": "time", "event": "status", "group": "treat"},
            {
                "statistic": 16.79,
                "dof": 1,
                "groups": [
                    {"observed": 9, "expected": 19.25},
                    {"observed": 21, "expected": 10.75},
                ],
            },
            "R, survival: survdiff(Surv(time, cens) ~ treat, data = MASS::gehan); Venables and "
            "Ripley (2002), section 13.1",
            relative=5e-4,
        ),
        Reference(
            AML,
            {"duration": "time", "event": "status", "group": "x"},
            {
                "p_value": 0.0653,
                "groups": [
                    {"observed": 7, "expected": 10.69},
                    {"observed": 11, "expected": 7.31},
                ],
            },
            "R, survival: survdiff(Surv(time, status) ~ x, data = aml)",
            relative=1e-3,
        ),
    ),
)


@operation.compute
def log_rank(
    data: pd.DataFrame,
    duration: DurationColumn,
    event: EventColumn | None = None,
    group: SurvivalGroup | None = None,
    strata: StratumColumn | None = None,
    event_value: float | None = None,
    alpha: float = 0.05,
) -> LogRankResult:
    """Log-rank test of equal survival in two or more groups (Mantel 1966).

    Args:
        strata: compare within each value of this column only.
    """
    check_shares(alpha=alpha)
    if group is None:
        raise DataError(
            "A log-rank test compares groups.", "Say by which column.", duration
        )
    others = [group, *([strata] if strata else [])]
    table, facts = survival_rows(data, duration, event, others, event_value)
    labels = list(survival_groups(table, "other 0", group))
    if len(labels) < 2:
        raise DataError(
            f"“{group}” has one group only.", "Choose another grouping column.", group
        )
    table["label"] = table["other 0"].map(name_of)
    observed, expected, covariance = log_rank_sums(table, labels, strata is not None)
    difference = (observed - expected)[:-1]
    chi2 = log_rank_statistic(difference, covariance[:-1, :-1], group)
    dof = len(labels) - 1
    p_value = float(stats.chi2.sf(chi2, dof))
    rows = [
        {
            "group": label,
            "n_obs": int((table["label"] == label).sum()),
            "observed": int(observed[at]),
            "expected": expected[at],
            "ratio": observed[at] / expected[at] if expected[at] > 0 else None,
        }
        for at, label in enumerate(labels)
    ]
    result: LogRankResult = plain(
        {
            **facts,
            "statistic": chi2,
            "statistic_name": "χ²",
            "dof": dof,
            "p_value": p_value,
            "alpha": alpha,
            "significant": p_value < alpha,
            "groups": rows,
            "strata": strata,
            "method": "Stratified log-rank test" if strata else "Log-rank test",
            "verdict": "survival differs"
            if p_value < alpha
            else "no significant difference",
        }
    )
    return result


def log_rank_sums(
    table: pd.DataFrame, labels: list[str], stratified: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Observed and expected events and the covariance, summed over the strata if any."""
    layers = (
        [part for _, part in table.groupby("other 1", observed=True)]
        if stratified
        else [table]
    )
    place = {label: at for at, label in enumerate(labels)}
    observed, expected = np.zeros(len(labels)), np.zeros(len(labels))
    covariance = np.zeros((len(labels), len(labels)))
    for part in layers:
        codes = part["label"].map(place).to_numpy()
        found = log_rank_parts(
            part["duration"].to_numpy(), part["event"].to_numpy(), codes, len(labels)
        )
        observed, expected = observed + found[0], expected + found[1]
        covariance = covariance + found[2]
    return observed, expected, covariance


def log_rank_statistic(
    difference: np.ndarray, covariance: np.ndarray, group: str
) -> float:
    """Chi-square of all groups' differences but the last one's."""
    if np.linalg.matrix_rank(covariance) < len(covariance):
        raise DataError(
            f"The groups of “{group}” are never at risk at the same time, so they cannot "
            "be compared.",
            "Choose another grouping column.",
            group,
        )
    return float(difference @ np.linalg.solve(covariance, difference))


@operation.restate
def restate(
    duration: str,
    event: str | None = None,
    group: str | None = None,
    strata: str | None = None,
    **_: Any,
) -> str:
    by = f" by {name_of(group)}" if group else ""
    return f"Log-rank test of {name_of(duration)}{by}" + (
        f", stratified by {name_of(strata)}" if strata else ""
    )


@operation.present
def present(result: LogRankResult, duration: str, group: str) -> Answer:
    rows = [row for row in result["groups"] if row["ratio"] is not None]
    best, worst = (
        min(rows, key=lambda r: r["ratio"] or 0.0)["group"],
        max(rows, key=lambda r: r["ratio"] or 0.0)["group"],
    )
    words = sentence(
        f"Survival of {name_of(duration)} differs by {name_of(group)}, longest for {best} "
        f"and shortest for {worst}",
        f"No significant difference in survival by {name_of(group)} was found",
        result,
    )
    heads: dict[str, tuple[str, Any]] = {
        "group": (group, "text"),
        "n_obs": ("n", "integer"),
        "observed": ("events", "integer"),
        "expected": ("expected", "number"),
        "ratio": ("observed / expected", "number"),
    }
    return answer_of_test(
        words,
        result,
        f"The event is {name_of(result['event_is'])}. It compares best where "
        "hazards are proportional, so curves do not cross.",
        tables=(table_of(result["groups"], heads),),
    )
