"""One question of several answers: what was chosen in each row."""

from __future__ import annotations

import re

import pandas as pd

from analysis.base.errors import DataError
from analysis.statistics.values import one_column

NO_WORDS = (
    "no", "n", "false", "not selected", "unselected", "unchecked", "not checked",
    "not chosen", "not mentioned", "0", "off", "nein", "non", "nicht gewählt", "-",
)  # fmt: skip


def chosen_options(data: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Whether each option was chosen, by column; missing where the row did not say.

    A column of one value and blanks says what was ticked; a row with no tick in any such
    column did not answer.

    Raises:
        DataError: a column holds something else than chosen or not.
    """
    made, ticks = {}, []
    for name in dict.fromkeys(columns):
        made[name], is_tick = _chosen(one_column(data, name), name)
        ticks += [name] if is_tick else []
    table = pd.DataFrame(made, index=data.index)
    if ticks:
        ticked = table[ticks].fillna(0.0)
        answered = ticked.eq(1.0).any(axis=1) | table.drop(columns=ticks).notna().any(
            axis=1
        )
        table[ticks] = ticked.where(answered)
    return table


def _chosen(values: pd.Series, name: str) -> tuple[pd.Series, bool]:
    """Yes and no as 1.0 and 0.0, and whether the column holds ticks alone."""
    known = values.dropna()
    words = {str(one).strip().lower().removesuffix(".0") for one in known.unique()}
    yes = words - set(NO_WORDS)
    if len(words) > 2 or len(yes) > 1:
        shown = ", ".join(sorted(words)[:4])
        raise DataError(
            f"“{name}” holds more than chosen or not ({shown}).",
            "Name columns of yes and no, of 1 and 0, or of ticks and blanks.",
            name,
        )
    if len(words) == 1 and yes and values.isna().any():
        return values.notna().astype("float64").where(values.notna()), True
    text = values.astype("object").map(lambda one: str(one).strip().lower(), "ignore")
    no = text.astype("str").str.removesuffix(".0").isin(NO_WORDS)
    return (~no).astype("float64").where(values.notna()), False


def options_in_cells(data: pd.DataFrame, column: str, separator: str) -> pd.DataFrame:
    """Whether each option was chosen, of a column with several answers in a cell.

    The options are in the order in which they first occur; a missing cell is no answer.

    Raises:
        DataError: the column holds numbers or dates, or nothing at all.
    """
    values = one_column(data, column)
    known = values.dropna()
    if known.empty or pd.api.types.is_numeric_dtype(values.dtype):
        raise DataError(
            f"“{column}” has no cells with several answers.",
            "Name a column of text, or the columns of the options.",
            column,
        )
    chosen = known.astype("str").map(
        lambda cell: [one.strip() for one in cell.split(separator) if one.strip()]
    )
    options = list(dict.fromkeys(one for many in chosen for one in many))
    made = {
        one: chosen.map(lambda many, one=one: one in many).astype("float64")
        for one in options
    }
    return pd.DataFrame(made, index=known.index).reindex(data.index)


def option_names(data: pd.DataFrame, columns: list[str]) -> dict[str, str]:
    """What each column's option is called: its name without what all share, or its tick."""
    start = shared_start(columns)
    names = {}
    for column in columns:
        short = column[len(start) :].strip(" _:-.[]()/")
        known = one_column(data, column).dropna().unique()
        tick = str(known[0]) if len(known) == 1 else ""
        says = tick and not re.fullmatch(
            r"\W*|x|[\d.]+|true|false|yes|no|y|n|selected|checked|ticked|chosen",
            tick,
            re.I,
        )
        names[column] = tick if says else short or column
    return names


def shared_start(columns: list[str]) -> str:
    """What all names begin with, up to a mark between words."""
    first, last = min(columns), max(columns)
    length = next(
        (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b),
        min(len(first), len(last)),
    )
    ends = [match.end() for match in re.finditer(r"[\s_:\-.\[(/]+", first[:length])]
    return first[: ends[-1]] if ends else ""
