"""Pairs and many comparisons at once, and intervals by resampling."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from analysis.results.tests import Group, OtherMethod


class Measured(TypedDict):
    """A measure of association with its p-value."""

    value: float | None
    p_value: float | None


class CorrelatedPair(TypedDict):
    """A correlation of two columns; ``note`` says why it is not defined."""

    coefficient: float | None
    p_value: float | None
    ci_low: float | None
    ci_high: float | None
    n_obs: int
    n_missing: int
    note: str


class Covaried(TypedDict):
    """A covariance of two columns, and their correlation."""

    covariance: float | None
    correlation: float | None
    n_obs: int


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


class MatchedPair(TypedDict):
    first: str
    second: str
    estimate: float | None
    statistic: float | None
    p_value: float
    p_adjusted: NotRequired[float]
    significant: NotRequired[bool]


class CorrelationPair(CorrelatedPair):
    x: str
    y: str
    group: dict[str, str]
    p_adjusted: NotRequired[float]
    significant: NotRequired[bool]
    reaches_threshold: NotRequired[bool | None]
    verdict: NotRequired[str]
    relation: NotRequired[str]
    alternatives: NotRequired[list[OtherMethod]]


class Association(Measured):
    x: str
    y: str
    measure: str
    n_obs: int
    p_adjusted: NotRequired[float]
    significant: NotRequired[bool]


class CovariancePair(Covaried):
    x: str
    y: str


class GroupMean(TypedDict):
    group: str
    mean: float


class StandingDetails(TypedDict, total=False):
    """The groups with the highest and the lowest mean, and the columns' roles."""

    highest: GroupMean | None
    lowest: GroupMean | None
    numbers: str
    by: str


class StandingOut(StandingDetails):
    """A relation worth telling: the corrected size, and between which groups it is."""

    x: str
    y: str
    measure: str
    value: float
    p_value: float | None
    n_obs: int
    p_adjusted: NotRequired[float]


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


class CorrelationResult(TypedDict):
    pairs: list[CorrelationPair]
    verdict: str
    significant: bool
    method: str
    adjust: str
    columns: list[str]
    alpha: float
    threshold: float | None
    linear_from: float | None
    alternative: str
    confidence_level: float
    n_rows: int
    n_no_group: int


class AssociationMatrixResult(TypedDict):
    pairs: list[Association]
    columns: list[str]
    left_out: list[str]
    number_method: str
    bias_correction: bool
    alpha: float
    method: str
    n_obs: int
    n_missing: int


class CovarianceResult(TypedDict):
    pairs: list[CovariancePair]
    columns: list[str]
    variances: list[float]
    matrix: list[list[float]]
    ddof: int
    method: str
    n_obs: int
    n_missing: int


class StandsOutResult(TypedDict):
    findings: list[StandingOut]
    n_findings: int
    alike: list[StandingOut]
    n_pairs: int
    columns: list[str]
    left_out: list[str]
    alpha: float
    n_obs: int


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


class RaterCorrelation(TypedDict):
    """One of Shrout and Fleiss' intraclass correlations."""

    name: str
    means: str
    value: float


class IntraclassResult(TypedDict):
    """How alike the values of one group, or the ratings of one target, are.

    ``between`` and ``residual`` are variances of a random intercept, ``forms`` the six
    correlations of raters.
    """

    icc: float
    icc_name: str
    ci_low: float | None
    ci_high: float | None
    between: float | None
    residual: float | None
    mean: float | None
    design_effect: float | None
    forms: list[RaterCorrelation]
    statistic: float | None
    statistic_name: str
    dof: list[int]
    p_value: float | None
    significant: bool
    n_groups: int
    alpha: float
    confidence_level: float
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


class Inflation(TypedDict):
    """How much larger a coefficient's variance is for the other predictors."""

    term: str
    vif: float
    tolerance: float
    r_squared: float


class InflationResult(TypedDict):
    """The variance inflation of predictors, the largest first."""

    terms: list[Inflation]
    largest: str
    n_obs: int
    n_missing: int
    method: str
