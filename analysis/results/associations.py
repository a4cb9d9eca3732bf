"""How columns, raters and predictors go together: pairs of them, and all at once."""

from typing import NotRequired, TypedDict

from analysis.results.tests import OtherMethod


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


class KnownPair(TypedDict):
    """Two columns whose correlation is defined, by whichever operation."""

    x: str
    y: str
    coefficient: float
    p_value: NotRequired[float]
    p_adjusted: NotRequired[float | None]
    ci_low: NotRequired[float | None]
    ci_high: NotRequired[float | None]
    n_obs: int
    n_missing: NotRequired[int]
    alternatives: NotRequired[list[OtherMethod]]


class Covaried(TypedDict):
    """A covariance of two columns, and their correlation."""

    covariance: float | None
    correlation: float | None
    n_obs: int


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


class RaterCorrelation(TypedDict):
    """One of Shrout and Fleiss' intraclass correlations."""

    name: str
    means: str
    value: float


class Likeness(TypedDict):
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
    n_groups: int
    method: str
    n_obs: int
    n_missing: int


class IntraclassResult(Likeness):
    """The same with a verdict."""

    significant: bool
    alpha: float
    confidence_level: float


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
