"""What charts draw, before it is a picture."""

from typing import NotRequired, TypedDict

from typing_extensions import ReadOnly


class Logarithmic(TypedDict):
    """Which axes are logarithmic, and how many rows have no place there."""

    log_axes: ReadOnly[str]
    n_not_positive: ReadOnly[int]


class UsedNumbers(TypedDict):
    """How many rows a chart uses and leaves out."""

    n_obs: int
    n_missing: int
    n_infinite: int


class UsedRows(UsedNumbers):
    """The same of groups; the smallest are taken together as ``other``."""

    n_no_group: int
    n_lumped: int
    other: str | None


class PositiveRows(UsedRows):
    """The same of a logarithmic axis, which has no place for the others."""

    n_not_positive: NotRequired[int]


class BarRows(UsedRows):
    """``ordered`` says that the categories have an order of their own."""

    ordered: bool


class LinePlaces(TypedDict):
    """What the places along a line are."""

    kind: str
    order: list[str] | None
    grain: str | None
    n_bins: int | None


class LineRows(UsedRows, LinePlaces):
    """The rows of a line chart, and the places along it."""


class BoxSummary(TypedDict):
    """Quartiles, whiskers by Tukey's rule, and what lies outside."""

    low: float
    q1: float
    median: float
    q3: float
    high: float
    n: int
    n_outliers: int
    outliers: list[float]


class PairFacts(TypedDict):
    """The correlation of two columns and the rows it stands on."""

    r: float | None
    n: int


class Bar(TypedDict):
    category: str
    value: float
    n: int
    group: NotRequired[str]


class Box(BoxSummary):
    column: str
    group: str


class BoxFacts(PositiveRows):
    column: str


class DensityCurve(TypedDict):
    column: str
    group: str
    n: int
    x: list[float]
    y: list[float]
    bandwidth: float


class CurveFacts(UsedRows):
    column: str
    n_without_curve: int


class HeatCell(TypedDict):
    x: str
    y: str
    value: float | None
    n: int


class HistogramBin(TypedDict):
    group: str | None
    low: float
    high: float
    count: int


class LinePoint(TypedDict):
    x: float | str
    value: float
    n: int
    group: NotRequired[str]


class PlottedPair(PairFacts):
    x: str
    y: str


PairPlotBar = TypedDict(
    "PairPlotBar",
    {
        "place": int,
        "group": str,
        "low": float,
        "high": float,
        "count": int,
        "from": float,
        "to": float,
    },
)


class Slice(TypedDict):
    category: str
    value: float
    share: float


class QuantilePoint(TypedDict):
    x: float
    y: float
    line: float
    low: float
    high: float


class ScatterPlotPoint(TypedDict):
    x: float
    y: float
    group: NotRequired[str]


class Trend(TypedDict):
    slope: float
    intercept: float
    points: list[ScatterPlotPoint]


class Violin(DensityCurve):
    q1: float
    median: float
    q3: float


class BarChartResult(BarRows):
    bars: list[Bar]
    order: list[str]
    groups: list[str]
    category: str
    value: str | None
    group_by: str | None
    statistic: str


class BoxPlotResult(TypedDict):
    boxes: list[Box]
    facts: list[BoxFacts]
    group_by: str | None
    log_axes: str
    n_not_positive: int
    n_obs: int
    n_missing: int


class DensityPlotResult(TypedDict):
    curves: list[DensityCurve]
    facts: list[CurveFacts]
    group_by: str | None
    n_obs: int
    n_missing: int


class HeatMapResult(UsedNumbers):
    cells: list[HeatCell]
    x_order: list[str]
    y_order: list[str]
    x: str | None
    y: str | None
    value: str | None
    statistic: str
    n_lumped: int
    other: str | None


class HistogramResult(UsedNumbers):
    column: str
    median: float
    min: float
    max: float
    n_not_positive: int
    log_axes: str
    n_no_group: int
    group_by: str | None
    bins: list[HistogramBin]


class LineChartResult(LineRows):
    points: list[LinePoint]
    log_axes: str
    n_not_positive: int
    n_points: int
    groups: list[str]
    x: str | None
    y: str | None
    group_by: str | None
    statistic: str
    several: bool


class PairPlotResult(TypedDict):
    columns: list[str]
    group_by: str | None
    levels: list[str]
    ranges: list[list[float]]
    pairs: list[PlottedPair]
    bars: list[PairPlotBar]
    points: list[dict[str, float | str | None]]
    n_obs: int
    n_missing: int
    n_shown: int
    not_drawn: list[str]
    chosen: bool


class PieChartResult(UsedNumbers):
    slices: list[Slice]
    n_lumped: int
    other: str | None
    category: str
    value: str | None


class QqPlotResult(UsedNumbers):
    column: str
    slope: float
    intercept: float
    n_outside: int
    points: list[QuantilePoint]
    confidence_level: float


class ScatterPlotResult(TypedDict):
    x: str
    y: str
    r: float | None
    trend: Trend | None
    group_by: str | None
    size: str | None
    log_axes: str
    n_obs: int
    n_missing: int
    n_not_positive: int
    n_shown: int
    points: list[ScatterPlotPoint]


class ViolinPlotResult(TypedDict):
    violins: list[Violin]
    facts: list[CurveFacts]
    group_by: str | None
    n_obs: int
    n_missing: int
