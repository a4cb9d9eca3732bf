"""Hypothesis tests that tell more than a test does."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from analysis.results.tests import (
    Assumption,
    CountsRow,
    Effect,
    Estimated,
    Found,
    Group,
    OtherMethod,
    TestResult,
)


class OddsRatio(TypedDict, total=False):
    """The odds ratio of two by two counts, with its interval."""

    odds_ratio: float | None
    odds_ratio_ci_low: float | None
    odds_ratio_ci_high: float | None


class AnovaSums(TypedDict):
    """Between and within groups; the mean squares are over the degrees of freedom."""

    ss_between: float
    ss_within: float
    dof_between: float
    dof_within: float
    ms_between: float
    ms_within: float


class BinomialResult(TestResult):
    """The exact binomial test, with Wilson's interval of the share beside."""

    success: str
    p: float
    wilson_ci_low: float
    wilson_ci_high: float


class IndependenceResult(TestResult, OddsRatio):
    """Whether the counts of a table are independent."""

    levels: list[str]
    table: list[CountsRow]
    smallest_expected: NotRequired[float]
    odds_how: NotRequired[str]


class SharesFitResult(TestResult):
    """Whether shares are as expected; ``equal`` says that all are expected alike."""

    equal: bool


class OneLevelResult(TestResult):
    """A test of how often ``success`` occurs."""

    success: str


class PairedCountsResult(OneLevelResult):
    """McNemar's test of matched answers."""

    n_first_only: float
    n_second_only: float
    levels: list[str]
    table: list[CountsRow]


class SharesFound(Found, Effect, OddsRatio):
    """A test of shares before it is decided."""

    method: str
    estimate: NotRequired[float]
    estimate_name: NotRequired[str]
    ci_low: NotRequired[float | None]
    ci_high: NotRequired[float | None]
    risk_ratio: NotRequired[float | None]
    alternatives: NotRequired[list[OtherMethod]]


class ProportionResult(OneLevelResult, OddsRatio):
    """A test of one share, or of several groups' shares."""

    risk_ratio: NotRequired[float | None]


class MeansResult(TestResult):
    """A one-way analysis of variance; the sums of squares are Fisher's."""

    omega_squared: NotRequired[float | None]
    ss_between: NotRequired[float]
    ss_within: NotRequired[float]
    ms_between: NotRequired[float]
    ms_within: NotRequired[float]


class ChosenResult(MeansResult, OddsRatio):
    """A test that was chosen by the kinds of the columns, and ``why``.

    ``numbers`` and ``by`` are the columns' roles where they were not named.
    """

    chosen: str
    why: str
    numbers: NotRequired[str]
    by: NotRequired[str]
    success: NotRequired[str]
    smallest_expected: NotRequired[float]
    levels: NotRequired[list[str]]
    table: NotRequired[list[CountsRow]]
    odds_how: NotRequired[str]
    risk_ratio: NotRequired[float | None]


class OneMeanResult(TestResult):
    """A test of one mean against ``mu``."""

    mu: float


class RankSumResult(TestResult):
    """The rank-sum test of two samples."""

    probability_of_superiority: float


class SignedRankResult(TestResult):
    """The signed-rank test of matched samples."""

    smaller_rank_sum: float
    n_zero: int


class SignResult(TestResult):
    """The sign test of matched samples."""

    n_positive: int
    n_negative: int
    n_zero: int


class MedianResult(TestResult):
    """Mood's median test."""

    grand_median: float


class DistributionsResult(TestResult):
    """The two-sample Kolmogorov–Smirnov test; ``location`` is where it is largest."""

    location: float


class Stratum(TypedDict):
    """One two by two table of several."""

    stratum: str
    n_obs: int
    statistic: NotRequired[float]
    p_value: NotRequired[float]
    odds_ratio: NotRequired[float | None]


class StrataResult(TestResult):
    """An association within strata."""

    odds_how: NotRequired[str]
    levels: list[list[str]]
    strata: list[Stratum]


class PartialCorrelationResult(TestResult):
    """A correlation with other columns held constant, and the plain one beside."""

    coefficient: float
    correlation_without_controls: float | None
    p_value_without_controls: float | None


class RepeatedSums(TypedDict):
    """Sums of squares of repeated measures, and both corrections for sphericity."""

    ss_conditions: float
    ss_error: float
    ss_subjects: float
    epsilon_greenhouse_geisser: float
    epsilon_huynh_feldt: float
    p_value_greenhouse_geisser: float
    p_value_huynh_feldt: float


class RepeatedFound(RepeatedSums):
    """Fisher's F of repeated measures before it is decided."""

    statistic: float
    p_value: float
    statistic_name: NotRequired[str]
    dof: Sequence[float]


class RepeatedMeansResult(TestResult, RepeatedSums):
    """An analysis of variance of repeated measures."""


class FactorTerm(TypedDict):
    """A row of a two-way analysis of variance: a factor, both together, or the rest."""

    term: str
    statistic: float | None
    p_value: float | None
    dof: list[float]
    sum_of_squares: float
    partial_eta_squared: float | None
    significant: NotRequired[bool | None]


class TwoWayResult(TestResult):
    """A two-way analysis of variance; the test is of the term named by ``term``."""

    terms: list[FactorTerm]


class EquivalenceResult(TestResult):
    """Two one-sided tests against a bound."""

    p_lower: float
    p_upper: float
    bound: float
    bound_is_usual: bool


class AssumptionsResult(TypedDict):
    """What tests of means take for granted, checked."""

    residuals: Assumption
    variances: Assumption | None
    assumptions: list[Assumption]
    doubtful: list[str]
    verdict: str
    smallest_group: int
    alpha: float
    design: str
    method: str
    n_obs: int
    n_missing: int
    groups: list[Group]


class FittedDistribution(TypedDict):
    """One distribution fitted; figures are None where it cannot be, ``note`` says why."""

    distribution: str
    statistic: float | None
    p_value: float | None
    aic: float | None
    bic: float | None
    parameters: dict[str, float]
    note: str
    delta_aic: NotRequired[float | None]
    significant: NotRequired[bool | None]
    verdict: NotRequired[str]


class DistributionFitResult(TypedDict):
    """Distributions compared, the best first."""

    statistic: float | None
    p_value: float | None
    best: str
    criterion: str
    verdict: str
    significant: bool
    alpha: float
    method: str
    n_obs: int
    n_missing: int
    rows: list[FittedDistribution]


class NormalityFound(TypedDict):
    """The normality of some values."""

    statistic: float
    p_value: float
    verdict: str
    significant: bool
    method: str
    statistic_name: str
    mean: float
    std: float
    skewness: float | None
    kurtosis: float | None
    n_obs: int
    n_missing: int
    alternatives: list[OtherMethod]


class NormalityRow(NormalityFound):
    """The normality of one column, or of one group of it."""

    column: str
    group: dict[str, str]


class NormalityResult(TypedDict):
    """Whether columns are normally distributed; the figures are the first one's."""

    statistic: float
    p_value: float
    verdict: str
    method: str
    alpha: float
    n_obs: int
    n_missing: int
    n_no_group: int
    rows: list[NormalityRow]


class AnovaFound(Found, AnovaSums):
    """Fisher's F of one way."""


class RankedFound(Found):
    """A test of ranks; the mean ranks are in the order of the samples."""

    mean_ranks: list[float]


class SignedRankFound(Found):
    """Wilcoxon's sum of the positive ranks."""

    n_used: int
    rank_sum_negative: float


class SignFound(Found):
    """How many differences are above, below and at zero."""

    n_positive: int
    n_negative: int
    n_zero: int


class VarianceRatioFound(Estimated):
    """The ratio of two variances."""

    estimate_name: str


class OddsFound(TypedDict, total=False):
    """An odds ratio as a test's estimate, and how it was found."""

    estimate: float | None
    estimate_name: str
    ci_low: float | None
    ci_high: float | None
    odds_how: str
