"""Hypothesis tests, and what several families share of them."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from typing_extensions import ReadOnly


class Effect(TypedDict):
    """An effect size with its interval; None where it is not defined."""

    effect_size: float | None
    effect_size_name: str
    effect_ci_low: float | None
    effect_ci_high: float | None


class OtherMethod(TypedDict):
    """The same question under another defensible method."""

    method: str
    statistic: float | None
    p_value: float | None


class Assumption(TypedDict):
    """What a method takes for granted, and how it looks in the data."""

    assumption: str
    test: str
    statistic: float | None
    p_value: float | None
    holds: bool | None


class Group(TypedDict):
    """One sample, or one value of a grouping column, described."""

    group: str
    n_obs: NotRequired[int]
    mean: NotRequired[float | None]
    std: NotRequired[float | None]
    median: NotRequired[float | None]
    mean_rank: NotRequired[float]
    n_above: NotRequired[int]
    variance: NotRequired[float | None]
    count: NotRequired[float]
    proportion: NotRequired[float]
    expected: NotRequired[float]
    ci_low: NotRequired[float | None]
    ci_high: NotRequired[float | None]
    observed: NotRequired[float]
    ratio: NotRequired[float | None]


class CountsRow(TypedDict):
    """One row of a table of counts."""

    row: str
    counts: list[float]
    total: float
    expected: NotRequired[list[float]]


class Tabled(TypedDict, total=False):
    """A table of counts, where a result has one."""

    table: ReadOnly[list[CountsRow]]
    levels: ReadOnly[list[str]]


class Shares(TypedDict):
    """What tests share of their settings."""

    alpha: float
    confidence_level: float


class Decided(TypedDict):
    """What has a verdict."""

    significant: ReadOnly[bool | None]
    alpha: ReadOnly[float]


class Statistic(TypedDict):
    """A test statistic with its p-value, as sentences give them."""

    p_value: ReadOnly[float | None]
    statistic: ReadOnly[float | None]
    statistic_name: NotRequired[ReadOnly[str | None]]
    dof: NotRequired[ReadOnly[float | Sequence[float | None] | None]]


class Bounds(TypedDict):
    """An interval; an end that is None is open."""

    ci_low: NotRequired[ReadOnly[float | None]]
    ci_high: NotRequired[ReadOnly[float | None]]
    confidence_level: NotRequired[ReadOnly[float]]


class Found(TypedDict):
    """A test statistic before anything is decided by it."""

    statistic: float
    p_value: float
    statistic_name: NotRequired[str]
    dof: NotRequired[float | Sequence[float]]
    how: NotRequired[str]


class ExactFound(TypedDict):
    """An exact test, which has no statistic."""

    statistic: None
    p_value: float
    statistic_name: NotRequired[str]
    dof: NotRequired[None]
    how: NotRequired[str]


class Estimated(Found):
    """A test statistic of an estimate, with the estimate's interval."""

    estimate: float
    ci_low: float | None
    ci_high: float | None


class TestResult(TypedDict):
    """A hypothesis test.

    ``statistic`` is None for an exact test without one, ``dof`` a list for F.
    ``groups`` are the samples, ``table`` the counts by ``levels``; ``alternatives`` are
    other methods' p-values.
    """

    p_value: float
    statistic: float | None
    statistic_name: NotRequired[str]
    dof: NotRequired[float | Sequence[float] | None]
    estimate: NotRequired[float | None]
    estimate_name: NotRequired[str]
    ci_low: NotRequired[float | None]
    ci_high: NotRequired[float | None]
    confidence_level: NotRequired[float]
    effect_size: NotRequired[float | None]
    effect_size_name: NotRequired[str]
    effect_ci_low: NotRequired[float | None]
    effect_ci_high: NotRequired[float | None]
    verdict: str
    significant: bool
    alpha: float
    method: str
    how: NotRequired[str]
    alternative: NotRequired[str]
    term: NotRequired[str]
    n_obs: int
    n_missing: int
    groups: NotRequired[list[Group]]
    alternatives: NotRequired[list[OtherMethod]]
    assumptions: NotRequired[list[Assumption]]
    warnings: NotRequired[list[str]]
