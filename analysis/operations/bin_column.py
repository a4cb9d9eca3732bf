"""Cut a column of numbers into classes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Effect, Operation, Reference
from analysis.base.parameters import NumericColumn
from analysis.base.wording import counted, name_of
from analysis.results.preparing import BinColumnInfo
from analysis.statistics.values import numbers_of, observed_numbers

USUAL_BINS = 4

operation = Operation(
    __name__,
    kind="prepare",
    title="Bin a column",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(r"\b(?:bin|bins|binned|binning|bucket\w*|discreti[sz]e)\b", 3.5),
            Phrase(r"\b(?:cut|split|divide|categori[sz]e|group) \{num\} into\b", 4),
            Phrase(r"\b\{num\} in(?:to)? {n} (?:bins?|classes|groups|buckets|categories)\b",
                   4),
            Phrase(r"\b(?:quartile|quantile|decile) groups\b", 3.5),
        ),
        anti=(Phrase(r"\bhistogram\b", 4),),
        options={"quantiles": {
            "true": r"\b(?:quantiles?|quartiles?|equal(?:ly)?[- ](?:sized|filled)|"
                    r"same number)\b"}},
        numbers={"bins": (r"{n} (?:equal |quantile )?(?:bins?|classes|groups|buckets|categories|"
                          r"intervals)",)},
        examples=(
            Example("bin age into 4 classes", {"column": "age", "bins": 4}),
            Example("age in 4 bins", {"column": "age", "bins": 4}),
            Example("cut fare into 5 quantile groups",
                    {"column": "fare", "bins": 5, "quantiles": True}),
            Example("bin age at 18, 40 and 65",
                    {"column": "age", "edges": [None, 18, 40, 65, None]}),
            Example("split fare into 3 groups", {"column": "fare", "bins": 3}),
            Example("discretize age into 10 buckets", {"column": "age", "bins": 10}),
        ),
    ),
    references=(
        Reference(
            {"x": [0, 10, 20, 30, 40]},
            {"column": "x", "bins": 2},
            {"levels": [{"level": "[0, 20)", "count": 2},
                        {"level": "[20, 40]", "count": 3}]},
            "counting by hand",
        ),
    ),
)  # fmt: skip


@operation.compute
def bin_column(
    data: pd.DataFrame,
    column: NumericColumn,
    name: str | None = None,
    bins: int | None = None,
    edges: list[float | None] | None = None,
    labels: list[str] | None = None,
    quantiles: bool = False,
    right: bool = False,
) -> tuple[pd.DataFrame, BinColumnInfo]:
    """Cut a column into classes, as a new column of words in the order of the classes.

    Args:
        name: of the new column; without, "age group" for age.
        bins: how many of equal width (4), or with ``quantiles`` of equal size.
        edges: the bounds themselves; null at an end leaves it open.
        labels: names of the classes, as many as there are.
        right: whether a class holds its upper bound instead of its lower.
    """
    numbers = observed_numbers(data, column)
    bounds = class_bounds(numbers, bins or USUAL_BINS, edges, quantiles)
    names = labels or class_names(bounds, right)
    if len(names) != len(bounds) - 1 or len(set(names)) < len(names):
        raise DataError(
            f"There are {len(bounds) - 1} classes of “{column}” but "
            f"{len(set(names))} different labels.",
            "Give one label for each class.",
            column,
        )
    inner = np.array(bounds[1:-1])
    values = numbers_of(data, column)
    places = np.searchsorted(
        inner, values.to_numpy(), side="left" if right else "right"
    )
    inside = values.between(bounds[0], bounds[-1])
    codes = np.where(inside, places, -1)
    classes = pd.Categorical.from_codes(codes, categories=names, ordered=True)
    new_name = name or f"{column} group"
    counts = np.bincount(codes[codes >= 0], minlength=len(names))
    info: BinColumnInfo = {
        "levels": [
            {"level": level, "count": int(count)}
            for level, count in zip(names, counts, strict=True)
        ],
        "n_outside": int((~inside & values.notna()).sum()),
        "name": new_name,
    }
    return data.assign(**{new_name: classes}), info


def class_bounds(
    numbers: np.ndarray, bins: int, edges: list[float | None] | None, quantiles: bool
) -> list[float]:
    """The bounds of the classes, increasing."""
    if edges:
        ends = {0: -np.inf, len(edges) - 1: np.inf}
        bounds = [
            ends.get(place, np.nan) if edge is None else float(edge)
            for place, edge in enumerate(edges)
        ]
    elif not 1 <= bins <= 1000:
        raise DataError("The number of classes lies between 1 and 1,000.")
    elif quantiles:
        found = np.quantile(numbers, np.linspace(0, 1, bins + 1))
        bounds = [float(bound) for bound in np.unique(found)]
    else:
        low, high = float(numbers.min()), float(numbers.max())
        bounds = [float(bound) for bound in np.linspace(low, high, bins + 1)]
    if len(bounds) < 2 or any(low >= high for low, high in pairwise(bounds)):
        raise DataError(
            "The bounds of the classes do not increase.",
            "Give two or more increasing numbers; a constant column has no classes.",
        )
    return bounds


def class_names(bounds: list[float], right: bool) -> list[str]:
    """Classes in the notation of intervals; the outermost bounds belong to theirs."""
    texts = [f"{bound:.6g}" for bound in bounds]
    if len(set(texts)) < len(texts):
        texts = [repr(bound) for bound in bounds]
    names, last = [], len(bounds) - 2
    for place, (low, high) in enumerate(pairwise(texts)):
        if bounds[place] == -np.inf:
            names.append(f"{'≤' if right else '<'} {high}" if place < last else "all")
        elif bounds[place + 1] == np.inf:
            names.append(f"{'>' if right else '≥'} {low}")
        else:
            opening = "[" if not right or place == 0 else "("
            closing = "]" if right or place == last else ")"
            names.append(f"{opening}{low}, {high}{closing}")
    return names


@operation.effect_by
def effect_by(edges: list[float | None] | None = None, **_: Any) -> Effect:
    """What new rows need for the same change."""
    return "row" if edges else "table"


@operation.restate
def restate(
    column: str,
    name: str | None = None,
    bins: int | None = None,
    edges: list[float | None] | None = None,
    quantiles: bool = False,
    **_: Any,
) -> str:
    how = f"{len(edges) - 1} classes" if edges else f"{bins or USUAL_BINS} classes"
    equal = " of equal size" if quantiles else ""
    return f"{name_of(column)} in {how}{equal}" + (f" as {name}" if name else "")


@operation.present
def present(result: BinColumnInfo) -> Answer:
    levels = ", ".join(
        f"{each['level']}: {each['count']:,}" for each in result["levels"]
    )
    outside = ""
    if result["n_outside"]:
        outside = f"; {counted(result['n_outside'], 'value')} outside all classes"
    return Answer(f"New column {name_of(result['name'])} ({levels}{outside}).")
