"""Fill missing values by a chosen strategy."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Effect, Operation, Reference
from analysis.base.parameters import AllColumns, GroupColumns
from analysis.base.plain import plain
from analysis.base.wording import counted, figure, name_of, names_of, of_words
from analysis.results.preparing import FilledColumn, FillMissingInfo
from analysis.statistics.values import numbers_of, one_column

Strategy = Literal[
    "mean", "median", "mode", "zero", "constant", "forward", "backward", "interpolate"
]

operation = Operation(
    __name__,
    kind="prepare",
    title="Fill missing values",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(r"\b(?:fill|filling|impute|imputing|imputation)\b", 4),
            Phrase(
                r"\breplac(?:e|ing) (?:\S+ ){0,4}?(?:missing|null|nan|na|empty)s?\b", 4
            ),
            Phrase(r"\b(?:forward|backward)[- ]?fill\b|\bffill\b|\bbfill\b", 4),
            Phrase(r"\binterpolat\w+\b", 3),
        ),
        anti=(Phrase(r"\b(?:drop|remove) (?:\S+ ){0,3}?missing\b", 3),),
        options={
            "strategy": {
                "mean": r"\b(?:mean|average)\b",
                "median": r"\bmedian\b",
                "mode": r"\b(?:mode|most (?:common|frequent))\b",
                "zero": r"\b(?:zeros?|with 0)\b",
                "constant": r"\b(?:constant|value)\b",
                "forward": r"\b(?:forward|ffill|previous|last)\b",
                "backward": r"\b(?:backward|bfill|next)\b",
                "interpolate": r"\binterpolat\w+\b",
            }
        },
        numbers={"value": (r"(?:with|by) (?:the value )?{n}",)},
        examples=(
            Example(
                "fill missing age with the median",
                {"columns": ["age"], "strategy": "median"},
            ),
            Example("fill missing values with the mean", {"strategy": "mean"}),
            Example(
                "impute age with the mean", {"columns": ["age"], "strategy": "mean"}
            ),
            Example(
                "replace missing values of deck with the mode",
                {"columns": ["deck"], "strategy": "mode"},
            ),
            Example(
                "fill missing fare with 0", {"columns": ["fare"], "strategy": "zero"}
            ),
            Example("forward fill age", {"columns": ["age"], "strategy": "forward"}),
            Example(
                "interpolate missing age",
                {"columns": ["age"], "strategy": "interpolate"},
            ),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            {"x": [1.0, None, 4.0, None, 10.0]},
            {"columns": ["x"], "strategy": "interpolate"},
            {"filled": [{"column": "x", "n_filled": 2, "value": None}]},
            "arithmetic: straight lines from 1 to 4 and from 4 to 10",
        ),
        Reference(
            {"x": [1.0, None, 4.0, None, 10.0]},
            {"columns": ["x"], "strategy": "mean"},
            {"filled": [{"column": "x", "n_filled": 2, "value": 5.0}]},
            "arithmetic: (1 + 4 + 10) / 3",
        ),
        Reference(
            {
                "x": [1.0, None, 3.0, 6.0, None, None],
                "g": ["a", "a", "a", "b", "b", None],
            },
            {"columns": ["x"], "strategy": "mean", "group_by": ["g"]},
            {
                "filled": [{"column": "x", "n_filled": 2, "value": None}],
                "n_left": {"x": 1},
            },
            "counting by hand: 2 in a, 6 in b, and one gap without a group",
        ),
    ),
)


@operation.compute
def fill_missing(
    data: pd.DataFrame,
    columns: AllColumns | None = None,
    strategy: Strategy = "median",
    value: float | str | None = None,
    group_by: GroupColumns | None = None,
) -> tuple[pd.DataFrame, FillMissingInfo]:
    """Put values in the place of missing ones.

    Args:
        columns: which; without, all that the strategy fits.
        strategy: mean, median, zero and interpolate are for numbers; mode, constant,
            forward and backward for any column. Interpolation is linear between
            neighbouring rows and reaches to the nearest value at both ends.
        value: what "constant" fills in.
        group_by: mean, median and mode are those of the rows with the same values here;
            rows without such a value, or whose group has none, keep their gaps.

    Returns the table and ``filled``: per column the value and how many were filled.
    """
    if strategy == "constant" and value is None:
        raise DataError("There is no value to fill in.", "Say what to fill with.")
    numeric = strategy in ("mean", "median", "zero", "interpolate")
    filled: list[FilledColumn] = []
    new_columns = {}
    for name in columns or [str(name) for name in data.columns]:
        old = one_column(data, name)
        if not columns and numeric and not pd.api.types.is_numeric_dtype(old.dtype):
            continue
        if not columns and pd.api.types.is_bool_dtype(old.dtype):
            continue
        if group_by:
            new, used = filled_within(data, name, strategy, group_by), None
        else:
            new, used = filled_column(data, name, strategy, value)
        n_filled = int(old.isna().sum() - new.isna().sum())
        filled.append({"column": name, "n_filled": n_filled, "value": plain(used)})
        new_columns[name] = new
    n_left = {name: int(new.isna().sum()) for name, new in new_columns.items()}
    info: FillMissingInfo = {"filled": filled, "strategy": strategy, "n_left": n_left}
    return data.assign(**new_columns), info


def filled_column(
    data: pd.DataFrame, name: str, strategy: str, value: float | str | None
) -> tuple[pd.Series, Any]:
    """One column with its gaps filled, and the value that filled them."""
    old = one_column(data, name)
    if not old.isna().any():
        return old, None
    if strategy == "forward":
        return old.ffill(), None
    if strategy == "backward":
        return old.bfill(), None
    if strategy == "interpolate":
        numbers = numbers_of(data, name)
        if numbers.notna().sum() == 0:
            raise DataError(
                f"“{name}” has no values to interpolate between.",
                "Fill it with a constant, or drop it.",
                name,
            )
        return numbers.interpolate("linear", limit_direction="both"), None
    used = filling_value(data, name, strategy, value)
    if pd.api.types.is_bool_dtype(old.dtype) and not isinstance(used, bool | np.bool_):
        old = old.astype("float64")
    return old.fillna(used), used


def filled_within(
    data: pd.DataFrame, name: str, strategy: str, group_by: list[str]
) -> pd.Series:
    """One column with each gap filled by its group's mean, median or mode."""
    old = one_column(data, name)
    if strategy not in ("mean", "median", "mode"):
        raise DataError(
            f"Within groups, gaps are filled by mean, median or mode, not by {strategy}.",
            "Choose one of these, or fill without groups.",
            name,
        )
    values = old if strategy == "mode" else numbers_of(data, name)
    groups = values.groupby(
        [one_column(data, each) for each in group_by], observed=True
    )
    if strategy == "mode":
        used = groups.transform(
            lambda part: part.mode().iloc[0] if part.notna().any() else None
        )
    else:
        used = groups.transform(strategy)
    return values.fillna(used)


def filling_value(
    data: pd.DataFrame, name: str, strategy: str, value: float | str | None
) -> Any:
    """The single value that fills a column's gaps."""
    column = one_column(data, name)
    if strategy in ("zero", "constant"):
        given = 0 if strategy == "zero" else value
        is_number = pd.api.types.is_numeric_dtype(column.dtype)
        if is_number != isinstance(given, int | float):
            kind = "numbers" if is_number else "words or dates"
            raise DataError(
                f"“{name}” holds {kind}, which {given!r} is not.",
                "Fill it with a value of its kind.",
                name,
            )
        return given
    observed = column.dropna()
    if strategy in ("mean", "median"):
        observed = numbers_of(data, name).dropna()
    if len(observed) == 0:
        raise DataError(
            f"“{name}” has no values, so there is no {strategy} to fill in.",
            "Fill it with a constant, or drop it.",
            name,
        )
    if strategy == "mode":
        return observed.mode().iloc[0]
    return float(observed.mean() if strategy == "mean" else observed.median())


@operation.effect_by
def effect_by(strategy: str = "median", **_: Any) -> Effect:
    """What new rows need for the same change."""
    return "row" if strategy in ("zero", "constant") else "table"


@operation.restate
def restate(
    columns: list[str] | None = None,
    strategy: str = "median",
    value: float | str | None = None,
    group_by: list[str] | None = None,
) -> str:
    how = {
        "constant": f"with {value}",
        "forward": "with the value before",
        "backward": "with the value after",
        "interpolate": "by interpolation",
        "zero": "with zero",
    }.get(strategy, f"with the {strategy}")
    within = f" of the same {names_of(group_by)}" if group_by else ""
    return f"Missing values{of_words(columns, 'all columns')} filled {how}{within}"


@operation.present
def present(result: FillMissingInfo) -> Answer:
    done = [each for each in result["filled"] if each["n_filled"]]
    if not done:
        return Answer("There were no missing values to fill.")
    parts = []
    for each in done:
        used = f" with {figure(each['value'])}" if each["value"] is not None else ""
        parts.append(f"{name_of(each['column'])}: {each['n_filled']:,}{used}")
    n_filled = sum(each["n_filled"] for each in done)
    left = sum(result["n_left"].values())
    rest = f" {counted(left, 'value')} could not be filled." if left else ""
    return Answer(
        f"Filled {counted(n_filled, 'missing value')} by {result['strategy']} "
        f"({'; '.join(parts)}).{rest}"
    )
