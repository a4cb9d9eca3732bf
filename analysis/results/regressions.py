"""Regressions: coefficients, terms, effects and predictions."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from typing_extensions import ReadOnly

from analysis.results.charts import QuantilePoint
from analysis.results.tests import Assumption


class Coefficient(TypedDict):
    """A coefficient of a model, with the ratio it stands for where the model has one."""

    term: str
    estimate: NotRequired[float]
    coefficient: NotRequired[float]
    std_error: float
    statistic: float | None
    p_value: float | None
    ci_low: float | None
    ci_high: float | None
    significant: NotRequired[bool | None]
    standardised: NotRequired[float | None]
    standardised_ci_low: NotRequired[float | None]
    standardised_ci_high: NotRequired[float | None]
    vif: NotRequired[float]
    odds_ratio: NotRequired[float | None]
    odds_ratio_ci_low: NotRequired[float | None]
    odds_ratio_ci_high: NotRequired[float | None]
    rate_ratio: NotRequired[float | None]
    rate_ratio_ci_low: NotRequired[float | None]
    rate_ratio_ci_high: NotRequired[float | None]
    hazard_ratio: NotRequired[float | None]


class JointTest(TypedDict):
    """Whether several coefficients are zero together; None where it cannot be said."""

    statistic: float | None
    p_value: float | None
    statistic_name: str
    dof: float | Sequence[float | None]


class FocusEffect(JointTest):
    """A predictor's effect beside the others: its coefficients, and their joint test."""

    predictor: str
    levels: list[str]
    coefficients: list[Coefficient]
    significant: bool | None


class UsedRows(TypedDict):
    """How many rows a method used and left out."""

    method: ReadOnly[str]
    n_obs: ReadOnly[int]
    n_missing: ReadOnly[int]


class HasEffects(TypedDict):
    """What tells of the predictors asked for."""

    focus: ReadOnly[list[FocusEffect]]
    alpha: ReadOnly[float]
    confidence_level: ReadOnly[float]
    n_obs: ReadOnly[int]


class ModelTerm(TypedDict):
    term: str
    sum_of_squares: float
    dof: Sequence[float]
    statistic: float | None
    p_value: float | None
    partial_eta_squared: float | None
    significant: bool | None


class AdjustedMean(TypedDict):
    level: str
    mean: float
    std_error: float
    ci_low: float
    ci_high: float


class ModelComparison(TypedDict):
    without: list[str]
    statistic_name: str
    statistic: float
    p_value: float
    dof: Sequence[float]
    significant: bool


class InfluentialRow(TypedDict):
    row: int
    cooks_distance: float
    leverage: float
    residual: float
    studentised_residual: float


class Confusion(TypedDict):
    labels: list[str]
    counts: list[list[int]]


class HoldoutScores(TypedDict):
    mse: NotRequired[float]
    rmse: NotRequired[float]
    mae: NotRequired[float]
    r2: NotRequired[float | None]
    accuracy: NotRequired[float]
    confusion: NotRequired[Confusion]


class HoldoutCoefficient(TypedDict):
    term: str
    estimate: float


class CurvePoint(TypedDict):
    x: float
    y: float


class GoodnessOfFit(TypedDict):
    """How well a linear model fits; the likelihood is None for an exact fit."""

    r_squared: float
    r_squared_ci_low: float | None
    r_squared_ci_high: float | None
    adjusted_r_squared: float
    rmse: float
    log_likelihood: float | None
    aic: float | None
    bic: float | None


class ModelJudgement(TypedDict):
    """What the test of a whole model comes to; an exact fit has no test."""

    verdict: str
    significant: bool | None


class AdjustedLine(TypedDict):
    """A linear model's effects asked for, and the means at the first one's levels."""

    focus: list[FocusEffect]
    adjusted_means: list[AdjustedMean]


class LineChecks(TypedDict):
    """What is checked of a linear model, and the rows that pull it most."""

    assumptions: list[Assumption]
    influential: list[InfluentialRow]


class Classified(TypedDict):
    """How well a model of two classes tells them apart."""

    auc: float
    accuracy: float
    confusion: Confusion


class CountDispersion(TypedDict):
    """How much more counts vary than their model says, and how far it is from them."""

    dispersion: float
    dispersion_p_value: float
    deviance: float
    null_deviance: float


class ModelResult(ModelJudgement):
    """A regression: its coefficients, the effects asked for, and the model's test."""

    statistic: float | None
    p_value: float | None
    dof: float | Sequence[float]
    statistic_name: str
    coefficients: list[Coefficient]
    coefficient_statistic: str
    focus: list[FocusEffect]
    levels: dict[str, list[str]]
    alpha: float
    confidence_level: float
    method: str
    n_obs: int
    n_missing: int
    n_events: NotRequired[int]
    adjusted_means: NotRequired[list[AdjustedMean]]


class LinearRegressionResult(ModelResult, GoodnessOfFit, LineChecks):
    terms: list[ModelTerm]
    comparison: ModelComparison | None
    names: dict[str, str]
    exact: bool


class LikelihoodMeasures(TypedDict):
    """How well a model of two classes fits, by its likelihood."""

    mcfadden_r_squared: float
    nagelkerke_r_squared: float
    log_likelihood: float
    deviance: float
    null_deviance: float
    aic: float
    bic: float


class LogisticRegressionResult(ModelResult, LikelihoodMeasures, Classified):
    event: str
    other: str


class PoissonRegressionResult(ModelResult, CountDispersion):
    log_likelihood: float
    aic: float | None


class ExpectedMean(TypedDict):
    """What a model expects for given values."""

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    prediction_low: float | None
    prediction_high: float | None
    event: str | None
    n_obs: int
    n_missing: int


class ExpectedValueResult(ExpectedMean):
    values: dict[str, float | str]
    outside: list[str]
    outcome: str
    family: str
    confidence_level: float
    method: str


class HoldoutResult(HoldoutScores):
    train: HoldoutScores
    coefficients: list[HoldoutCoefficient]
    intercept: float
    regression: str
    method: str
    n_train: int
    n_test: int
    n_obs: int
    n_missing: int


class ResidualPlotResult(TypedDict):
    points: list[CurvePoint]
    largest: float
    n_far: int
    n_obs: int
    n_missing: int
    n_shown: int


class RocCurveResult(TypedDict):
    auc: float
    event: str
    points: list[CurvePoint]
    n_obs: int
    n_missing: int


class QuantileLine(TypedDict):
    """Ordered values against a distribution's quantiles, with the line through them."""

    slope: float
    intercept: float
    n_outside: int
    points: list[QuantilePoint]
