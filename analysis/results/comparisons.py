"""Many comparisons at once, and intervals by resampling."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from typing_extensions import ReadOnly

from analysis.results.tests import Group


class ManyTests(TypedDict):
    """Tests of one question at several places, their p-values adjusted together."""

    n_significant: int
    verdict: str
    significant: bool
    alpha: float
    adjust: str
    n_obs: int
    n_missing: int


class PairsVerdict(TypedDict):
    """How many of all pairs differ."""

    n_significant: int
    n_pairs: int
    verdict: str
    significant: bool


class ManyPairs(ManyTests):
    """Every pair of groups compared."""

    n_pairs: int
    method: str


class OutcomeComparison(TypedDict):
    statistic: float | None
    statistic_name: str | None
    p_value: float
    method: str
    n_obs: int
    n_missing: int
    chosen: str
    effect_size: float | None
    effect_size_name: str | None
    outcome: str
    group: str
    dof: float | Sequence[float] | None
    estimate: float | None
    means: str
    p_adjusted: NotRequired[float]
    significant: NotRequired[bool]


class SharesPair(TypedDict):
    first: str
    second: str
    statistic: float
    p_value: float
    statistic_name: NotRequired[str]
    dof: NotRequired[float | Sequence[float]]
    how: NotRequired[str]
    p_adjusted: NotRequired[float]
    significant: NotRequired[bool]


class ResidualCell(TypedDict):
    row: str
    column: str
    count: float
    expected: float
    residual: float
    p_value: float


class GroupDifference(TypedDict):
    """Two groups and how they differ."""

    first: str
    second: str
    estimate: float
    ci_low: NotRequired[float]
    ci_high: NotRequired[float]
    statistic: float
    dof: NotRequired[float]


class UnadjustedPair(GroupDifference):
    """Two groups compared, before their p-value is adjusted."""

    p_unadjusted: float


class ComparedPair(GroupDifference):
    """Two groups compared; ``p_value`` is adjusted for the number of pairs."""

    p_unadjusted: NotRequired[float]
    p_value: float


class GroupsPair(ComparedPair):
    """The same with a verdict."""

    significant: bool


class AnyPair(TypedDict):
    """Two groups compared by whichever test, as sentences give them.

    ``p_value`` is adjusted for the number of pairs where there is no ``p_adjusted``.
    """

    first: ReadOnly[str]
    second: ReadOnly[str]
    p_value: ReadOnly[float]
    p_adjusted: NotRequired[ReadOnly[float]]
    estimate: NotRequired[ReadOnly[float | None]]
    ci_low: NotRequired[ReadOnly[float | None]]
    ci_high: NotRequired[ReadOnly[float | None]]


class MatchedPair(TypedDict):
    first: str
    second: str
    estimate: float | None
    statistic: float | None
    p_value: float
    p_adjusted: NotRequired[float]
    significant: NotRequired[bool]


class ResampleBin(TypedDict):
    start: float
    end: float
    count: int


class Resampled(TypedDict):
    """An estimate with its interval from resamples, and their distribution."""

    estimate: float
    standard_error: float
    bias: float
    ci_low: float | None
    ci_high: float | None
    interval_method: str
    n_obs: int
    bins: list[ResampleBin]


class BootstrapRow(Resampled):
    label: str


class CompareOutcomesResult(ManyTests):
    comparisons: list[OutcomeComparison]
    n_comparisons: int
    confidence_level: float


class CompareSharesResult(ManyPairs):
    pairs: list[SharesPair]
    cells: list[ResidualCell]
    compared: str


class PostHocResult(ManyPairs):
    pairs: list[GroupsPair]
    confidence_level: float
    groups: list[Group]


class PostHocMatchedResult(ManyPairs):
    pairs: list[MatchedPair]
    confidence_level: float
    groups: list[Group]


class BootstrapResult(TypedDict):
    rows: list[BootstrapRow]
    columns: list[str]
    group: str | None
    statistic: str
    difference: bool
    paired: bool
    percentile: float | None
    interval_asked: str
    n_resamples: int
    confidence_level: float
    random_state: int
    method: str
    n_obs: int
    n_missing: int


class SampleSizeResult(TypedDict):
    n: int
    n_needed: float
    n_total: int
    power: float
    power_wanted: float
    solved_for: str
    design: str
    effect_size: float | None
    p1: float | None
    p2: float | None
    alpha: float
    alternative: str
    method: str
    n_obs: int
    n_missing: int


class RiskRatioResult(TypedDict):
    """How many times as likely something is in the first group as in the second."""

    estimate: float
    ci_low: float
    ci_high: float
    estimate_name: str
    statistic: float
    statistic_name: str
    p_value: float
    risk_difference: float
    difference_ci_low: float
    difference_ci_high: float
    needed_to_treat: float | None
    odds_ratio: float | None
    odds_ratio_ci_low: float | None
    odds_ratio_ci_high: float | None
    success: str
    significant: bool
    alpha: float
    confidence_level: float
    method: str
    groups: list[Group]
    n_obs: int
    n_missing: int
