"""Times to an event."""

from typing import TypedDict

from analysis.results.regressions import Coefficient, FocusEffect
from analysis.results.tests import TestResult


class EventCounts(TypedDict):
    """The rows that a model of times uses."""

    n_obs: int
    n_missing: int
    n_events: int
    event_is: str


class TermCheck(TypedDict):
    """Whether a term's hazard ratio stays the same over time; None where unknown."""

    statistic: float | None
    p_value: float | None


class HazardsCheck(TermCheck):
    term: str
    holds: bool | None


class SurvivalGroup(TypedDict):
    group: str
    n_obs: int
    n_events: int
    median: float | None
    ci_low: float | None
    ci_high: float | None
    at_risk: list[int]
    survival: float | None
    survival_low: float | None
    survival_high: float | None


class SurvivalPoint(TypedDict):
    time: float
    n_risk: int
    n_event: int
    survival: float
    std_error: float | None
    ci_low: float
    ci_high: float | None


class SurvivalCurve(TypedDict):
    group: str
    points: list[SurvivalPoint]
    last: float


class HazardsTest(TypedDict):
    """Whether a Cox model as a whole explains anything."""

    statistic: float
    statistic_name: str
    dof: int
    p_value: float
    significant: bool
    log_likelihood: float


class CoxRegressionResult(EventCounts, HazardsTest):
    terms: list[Coefficient]
    levels: dict[str, list[str]]
    focus: list[FocusEffect]
    ties: str
    alpha: float
    confidence_level: float
    concordance: float | None
    checks: list[HazardsCheck]
    method: str


class KaplanMeierResult(EventCounts):
    duration: str
    event: str | None
    group: str | None
    scale: str
    confidence_level: float
    groups: list[SurvivalGroup]
    curves: list[SurvivalCurve]
    marks: list[float]
    at_time: float | None


class LogRankResult(TestResult):
    """Whether groups differ in their times."""

    n_events: int
    event_is: str
    strata: str | None
