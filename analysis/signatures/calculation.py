"""A calculation: what is measured, by what, over which window, in which order.

The models check what comes as plain JSON; :func:`analysis.operations.calculate` takes the
same fields as its parameters.
"""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.base.errors import TaskError

Statistic = Literal[
    "sum", "mean", "median", "min", "max", "std", "var", "range", "iqr", "first", "last",
    "mode", "count", "unique", "rate", "percentile", "missing",
]  # fmt: skip
Grain = Literal["year", "quarter", "month", "week", "day", "hour"]
Cycle = Literal[
    "weekday",
    "month_of_year",
    "quarter_of_year",
    "hour_of_day",
    "day_of_month",
    "season",
    "weekend",
]
Scalar = str | bool | int | float
Comparison = Literal[">", ">=", "<", "<=", "==", "!="]
Asks = Literal["value", "which", "how_many", "list", "yes_no", "how_much_more"]
ChartKind = Literal["bar", "stacked_bar", "line", "pie", "area"]

RUNNING_GRAINS = ("year", "quarter", "month", "week", "day", "hour")
ADDITIVE = ("sum", "count", "missing", "unique")
PERIODS_A_YEAR = {"year": 1, "quarter": 4, "month": 12, "week": 52}
MOST_BINS = 1000


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Measure(_Form):
    """One number of a group of rows.

    Attributes:
        of: a column or formula (names with blanks in backquotes); None: the rows.
        where: only these rows count; of a ``rate``, the rows whose share is meant.
        q: of a ``percentile``, in percent: 90 for the 90th.
        over: the measure it is divided by. times: 100 for percent, 1000 for per mille, any
            number for so many of what it is divided by.
        share: of what whole: all groups, those of the same row (first key) or column
            (second key), or those that agree in the keys of these numbers.
        along: the column whose order ``first`` and ``last`` go by; the rows' own else.
        ddof: a spread divides by n - ddof.
        label: what it is called; made from the rest where it is None.
        unit: "%" says that the number is a percentage already.
    """

    statistic: Statistic = "count"
    of: str | None = None
    where: dict[str, Any] | None = None
    q: float | None = Field(default=None, gt=0, lt=100)
    over: Measure | None = None
    times: int = Field(default=1, ge=1)
    share: Literal["total", "row", "column"] | tuple[int, ...] | None = None
    along: str | None = None
    ddof: int = Field(default=1, ge=0)
    label: str | None = None
    unit: Literal["", "%"] = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.statistic == "rate" and self.where is None:
            raise ValueError("a rate needs the condition whose share is meant")
        if self.statistic not in ("count", "rate") and not self.of:
            raise ValueError(f"{self.statistic} needs a column")
        if (self.statistic == "percentile") != (self.q is not None):
            raise ValueError("a percentile, and nothing else, has a q")
        if self.share is not None and self.statistic not in ADDITIVE:
            raise ValueError(f"a {self.statistic} has no share of a whole")
        made = self.statistic == "rate" or self.share is not None or self.over
        if self.times != 1 and not made:
            raise ValueError("times is of a rate, a share or a ratio")
        if self.over and (self.share is not None or self.over.over or self.over.share):
            raise ValueError("a ratio is of two plain measures")
        return self


class Split(_Form):
    """A key of two levels: the rows for which a condition holds, and the others."""

    where: dict[str, Any]
    yes: str
    no: str


class Period(_Form):
    """A stretch of time with a name; the end is not in it any more."""

    label: str
    start: str
    end: str


class Key(_Form):
    """What rows are grouped by: a column, a unit of time, bins, two sides, stretches.

    Attributes:
        column: whose values (or dates, or numbers) make the groups.
        year, month, day: columns that a date is made of, instead of ``column``.
        grain: units of time that follow each other, or that come round again.
        fiscal_start: the month in which years (and their quarters) begin.
        bins: so many of equal width, or their edges.
        values: only these levels, in this order.
        label: the heading; made from the rest where it is None.
    """

    column: str | None = None
    year: str | None = None
    month: str | None = None
    day: str | None = None
    grain: Grain | Cycle | None = None
    fiscal_start: int = Field(default=1, ge=1, le=12)
    bins: int | tuple[float, ...] | None = None
    values: tuple[Scalar, ...] | None = None
    split: Split | None = None
    periods: tuple[Period, ...] | None = None
    label: str | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.split is not None:
            fits = self.column is None and self.year is None
        else:
            fits = (self.column is None) != (self.year is None)
        if not fits:
            raise ValueError(
                "a key is of one column, of parts of a date, or of a split"
            )
        if self.year and not (self.grain or self.periods):
            raise ValueError("parts of a date need a unit of time")
        ways = [self.grain, self.bins, self.split, self.periods]
        if sum(way is not None for way in ways) > 1:
            raise ValueError("a key has one of grain, bins, split and periods")
        if isinstance(self.bins, int) and not 1 <= self.bins <= MOST_BINS:
            raise ValueError(f"there are 1 to {MOST_BINS} bins")
        if isinstance(self.bins, tuple) and list(self.bins) != sorted(set(self.bins)):
            raise ValueError("the edges of bins increase")
        return self

    @property
    def is_running(self) -> bool:
        """Whether its groups are periods that follow each other."""
        return self.grain in RUNNING_GRAINS


WindowKind = Literal[
    "running",
    "moving",
    "change",
    "growth",
    "rank",
    "cumulative_share",
    "lag",
    "to_date",
]


class Window(_Form):
    """What becomes of a measure along the groups: running totals, growth, ranks.

    Attributes:
        n: how many groups a moving window holds, or how many back the other one is.
        statistic: of a running or moving window; running takes the sum, moving the mean.
        against: the group before, or the same period a year before.
        along: number of the key it goes along; the key of time, else the order.
        restart: numbers of the keys in whose groups it begins anew; all others.
    """

    kind: WindowKind
    n: int | None = Field(default=None, ge=1)
    statistic: Literal["mean", "sum", "min", "max"] | None = None
    against: Literal["previous", "year_before"] = "previous"
    along: int | None = None
    restart: tuple[int, ...] | None = None


class Order(_Form):
    by: Literal["value", "key"] = "value"
    measure: int = Field(default=0, ge=0)
    descending: bool = True


class Having(_Form):
    """Only groups whose measure compares so: with a value, or a figure over the groups."""

    measure: Measure
    op: Comparison
    value: float | None = None
    against: Literal["mean", "median"] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.value is None) == (self.against is None):
            raise ValueError("groups are held against a value or against a figure")
        return self


class OverGroups(_Form):
    """A statistic of the groups' values of the first measure; ``by`` keeps keys.

    ``share``: how many of all groups have what groups must have, in percent.
    """

    statistic: Literal["count", "mean", "median", "min", "max", "sum", "std", "share"]
    by: tuple[int, ...] = ()


class Reach(_Form):
    """How many groups, from the biggest on, make up a share of the whole."""

    share: float = Field(gt=0, le=1)


class Position(_Form):
    """How many values lie below a value."""

    value: float


class Rows(_Form):
    """Rows themselves: the first ones by a column, also of each group."""

    columns: tuple[str, ...] = ()
    sort: str | None = None
    descending: bool = True
    limit: int | None = Field(default=None, ge=1)
    within: tuple[str, ...] = ()


class Compare(_Form):
    kind: Literal["difference"] = "difference"


class Claim(_Form):
    """What a yes-or-no question says.

    ``op`` alone compares the first of two groups with the second; with ``value``, the
    number with that (in percent where it is a share); ``extreme``: that the groups of ``groups`` come first or last.
    """

    op: Comparison | None = None
    value: float | None = None
    extreme: Literal["highest", "lowest"] | None = None
    groups: tuple[Scalar, ...] = ()


class Look(_Form):
    """What a person wants of the picture besides its kind."""

    title: str | None = None
    x_title: str | None = None
    y_title: str | None = None
    colour: str | None = None
    horizontal: bool | None = None


class Calculation(_Form):
    """All of a calculation, as :func:`analysis.operations.calculate` takes it."""

    measures: tuple[Measure, ...] = ()
    by: tuple[Key, ...] = ()
    window: Window | None = None
    order: Order | None = None
    limit: int | None = Field(default=None, ge=1)
    place: int | None = Field(default=None, ge=1)
    within: tuple[int, ...] = ()
    having: tuple[Having, ...] = ()
    over_groups: OverGroups | None = None
    reach: Reach | None = None
    position: Position | None = None
    rows: Rows | None = None
    compare: Compare | None = None
    claim: Claim | None = None
    asks: Asks | None = None
    noun: str | None = None
    chart: ChartKind | None = None
    look: Look | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        self._indices_exist()
        if not self.by:
            keyed = ("window", "having", "over_groups", "reach", "compare", "within")
            for name in keyed:
                if getattr(self, name):
                    raise ValueError(f"{name} needs a key")
        parts = (self.over_groups, self.reach, self.position, self.rows, self.compare)
        if sum(part is not None for part in parts) > 1:
            raise ValueError("only one of over_groups, reach, position, rows, compare")
        over = self.over_groups
        if over and over.statistic == "share" and (over.by or not self.having):
            raise ValueError("a share of groups is of those that have something")
        if self.position and (self.window or not self.measures[:1]):
            raise ValueError("a position needs the measure whose column it is in")
        return self

    def _indices_exist(self) -> None:
        keys = [*self.within]
        for measure in self.measures:
            if measure.share in ("row", "column") and len(self.by) != 2:
                raise ValueError("shares of rows and columns need two keys")
            keys += measure.share if isinstance(measure.share, tuple) else ()
        if self.window:
            keys += self.window.restart or ()
            keys += [self.window.along] if self.window.along is not None else []
        keys += self.over_groups.by if self.over_groups else ()
        if any(not 0 <= key < len(self.by) for key in keys):
            raise ValueError("there is no key of that number")
        if self.order and self.order.measure >= max(1, len(self.measures)):
            raise ValueError("there is no measure of that number")

    @property
    def sequence(self) -> Order | None:
        """The order of the groups: as named, or as the question needs it."""
        if self.order or not self.by:
            return self.order
        lowest = self.claim is not None and self.claim.extreme == "lowest"
        asked = self.asks in ("which", "yes_no") and not self.compare
        ranked = self.window is not None and self.window.kind == "rank"
        if self.limit or self.place or asked or ranked:
            return Order(descending=not lowest)
        return None

    @property
    def path(self) -> int | None:
        """The number of the key that the window goes along; None for the order by size.

        Without a key of time: the last key, in its own order, unless sizes are meant.
        """
        window, order = self.window, self.order
        if window is None or window.along is not None:
            return window.along if window else None
        if self.time_key is not None:
            return self.time_key
        by_size = window.kind in ("rank", "cumulative_share")
        ordered = order is not None and order.by == "value"
        return None if by_size or ordered else len(self.by) - 1

    @property
    def time_key(self) -> int | None:
        """The number of the first key of periods."""
        for number, key in enumerate(self.by):
            if key.is_running or key.periods:
                return number
        return None


def calculation_of(params: dict[str, Any]) -> Calculation:
    """The calculation that plain parameters describe; counting rows if they are none.

    Raises:
        TaskError: they are no calculation; the message says where.
    """
    given = {name: value for name, value in params.items() if value is not None}
    try:
        found = Calculation.model_validate(given)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise TaskError(
            f"This is no calculation{f' ({where})' if where else ''}: {said}.",
            hint="Ask for it in other words.",
        ) from problem
    if found.measures or found.rows:
        return found
    return found.model_copy(update={"measures": (Measure(),)})
