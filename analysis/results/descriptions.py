"""Tables described, summarised and looked over."""

from typing import NotRequired, TypedDict

Cell = str | int | float | bool | None


class AggregateRow(TypedDict):
    column: str
    group: dict[str, str]
    value: float | None
    n_obs: int
    n_missing: int


class CountedGroup(TypedDict):
    group: dict[str, str]
    count: int
    share: NotRequired[float]
    share_within: NotRequired[float]


class DescribedColumn(TypedDict):
    """A column, or a group of it: the statistics asked for by their names.

    Percentiles stand beside these as p5, p90 and so on.
    """

    column: str
    group: dict[str, str]
    mean: NotRequired[Cell]
    median: NotRequired[Cell]
    std: NotRequired[Cell]
    min: NotRequired[Cell]
    max: NotRequired[Cell]
    q1: NotRequired[Cell]
    q3: NotRequired[Cell]
    iqr: NotRequired[Cell]
    range: NotRequired[Cell]
    variance: NotRequired[Cell]
    skewness: NotRequired[Cell]
    kurtosis: NotRequired[Cell]
    sum: NotRequired[Cell]
    standard_error: NotRequired[Cell]
    ci_low: NotRequired[Cell]
    ci_high: NotRequired[Cell]
    cv: NotRequired[Cell]
    mode: NotRequired[Cell]
    unique: NotRequired[Cell]
    n_obs: int
    n_missing: int
    n_infinite: NotRequired[int]
    geometric_mean: NotRequired[Cell]
    trimmed_mean: NotRequired[Cell]
    median_absolute_deviation: NotRequired[Cell]
    harmonic_mean: NotRequired[Cell]
    rms: NotRequired[Cell]
    mean_absolute_deviation: NotRequired[Cell]


class FrequencyRow(TypedDict):
    column: str
    group: dict[str, str]
    value: str | int
    count: int
    share: float


class Alert(TypedDict):
    text: str
    level: str
    fix: str


class ColumnFacts(TypedDict):
    column: str
    kind: str
    n_missing: int
    missing_share: float
    n_unique: int
    n_infinite: int
    mean: float | None
    min: float | None
    max: float | None
    mode: float | str | bool | None
    skewness: float | None


class QualityFinding(TypedDict):
    column: str
    kind: str
    n: int
    values: list[float]
    low: float | None
    high: float | None


class ColumnMissing(TypedDict):
    column: str
    n_missing: int
    share: float


class RepeatedRow(TypedDict):
    times: int
    values: list[Cell]


class Outlier(TypedDict):
    value: float
    row: int
    label: NotRequired[Cell]


class ColumnOutliers(TypedDict):
    column: str
    n_outliers: int
    lowest: float | None
    highest: float | None
    mean_with: float
    std_with: float
    mean_without: float
    std_without: float
    low: float
    high: float
    threshold: float
    q1: NotRequired[float]
    q3: NotRequired[float]
    iqr: NotRequired[float]
    n_obs: int
    n_missing: int
    outliers: list[Outlier]
    mean: NotRequired[float]
    std: NotRequired[float]
    median: NotRequired[float]
    mad: NotRequired[float]


class AggregateResult(TypedDict):
    rows: list[AggregateRow]
    statistic: str
    n_groups: int
    n_obs: int
    n_missing: int
    n_no_group: int
    n_rows: int
    ddof: int


class CountRowsResult(TypedDict):
    count: int
    share: float | None
    rows: list[CountedGroup]
    n_obs: int
    n_missing: int
    conditional: bool


class DescribeResult(TypedDict):
    rows: list[DescribedColumn]
    left_out: list[str]
    n_rows: int
    n_no_group: int
    ddof: int
    bias: bool
    trim: float
    quantile_method: str
    confidence_level: float


class FrequencyResult(TypedDict):
    rows: list[FrequencyRow]
    levels: dict[str, int]
    n_obs: dict[str, int]
    n_missing: dict[str, int]
    n_no_group: int
    normalize: bool


class OverviewResult(TypedDict):
    n_rows: int
    n_columns: int
    n_missing: int
    missing_share: float
    n_duplicates: int
    alerts: list[Alert]
    columns: list[ColumnFacts]


class DataQualityResult(TypedDict):
    findings: list[QualityFinding]
    n_missing: int
    missing_share: float
    n_complete: int
    n_duplicates: int
    n_columns: int
    n_obs: int
    focus: str


class MissingValuesResult(TypedDict):
    n_missing: int
    rows: list[ColumnMissing]
    n_columns_with_missing: int
    n_complete: int
    n_obs: int


class DuplicateRowsResult(TypedDict):
    n_duplicates: int
    n_groups: int
    share: float
    columns: list[str]
    rows: list[RepeatedRow]
    n_obs: int


class FindOutliersResult(TypedDict):
    columns: list[ColumnOutliers]
    n_rows_with_outliers: int
    method: str
    threshold: float | None
    ddof: int
    n_obs: int


class ShowRowsResult(TypedDict):
    rows: list[dict[str, Cell]]
    columns: list[str]
    sort_by: str | None
    descending: bool
    n_obs: int
    n_missing: int
    n_tied: int


class GroupValue(TypedDict):
    """One number of one group."""

    group: dict[str, str]
    value: float | None
    n_obs: int
    n_missing: int


class ColumnWithout(TypedDict):
    """A column's figures with and without its outliers."""

    lowest: float | None
    highest: float | None
    mean_with: float | None
    std_with: float | None
    mean_without: float | None
    std_without: float | None


class OptionRow(TypedDict):
    option: str
    group: dict[str, str]
    count: int
    share: float
    share_of_answers: float


class MultipleResponseResult(TypedDict):
    """``n_obs`` respondents; ``n_answers`` what they chose together, ``n_none`` nothing."""

    rows: list[OptionRow]
    n_obs: int
    n_missing: int
    n_no_group: int
    n_answers: int
    n_none: int
