"""Columns turned into another kind; what cannot be read becomes missing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.results.preparing import LostValues
from analysis.statistics.chart_groups import label_of, labels_of
from analysis.statistics.values import one_column

# Of two that read equally many values the earlier one is taken.
DATE_FORMATS = (
    "ISO8601", "%Y/%m/%d", "%d.%m.%Y", "%d.%m.%y", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y",
    "%d/%m/%y", "%d-%m-%Y", "%m-%d-%Y", "%Y%m%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y",
    "%b %d, %Y", "%d-%b-%Y", "%B %Y", "%b %Y", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S",
)  # fmt: skip
THOUSANDS = r"^([+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?)$"


def as_numbers(data: pd.DataFrame, name: str) -> pd.Series:
    """A column as float64: words are read as numbers, 1,234.5 with its comma too."""
    values = one_column(data, name)
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        raise DataError(
            f"“{name}” holds dates, which are no numbers.",
            "Take a part of them, for example the year.",
            name,
        )
    if pd.api.types.is_numeric_dtype(values.dtype):
        return values.astype("float64")
    texts = values.astype("object").map(label_of, na_action="ignore").astype("str")
    grouped = texts.str.fullmatch(THOUSANDS).fillna(False).astype(bool)
    texts = texts.mask(grouped, texts.str.replace(",", ""))
    texts = texts.str.replace("\N{MINUS SIGN}", "-").str.replace(
        "\N{NO-BREAK SPACE}", ""
    )
    return pd.to_numeric(texts, errors="coerce").astype("float64")


def as_integers(data: pd.DataFrame, name: str) -> pd.Series:
    """A column as whole numbers; a DataError where a value is none."""
    numbers = as_numbers(data, name)
    known = numbers.dropna()
    fractions = known[~np.isfinite(known) | (known % 1 != 0) | (known.abs() >= 2**53)]
    if len(fractions):
        raise DataError(
            f"“{name}” has values that are no whole numbers, such as "
            f"{fractions.iloc[0]:g}.",
            "Round it first, or turn it into numbers.",
            name,
        )
    if len(known) < len(numbers):
        return numbers.astype("Int64")
    return numbers.astype("int64")


def as_dates(data: pd.DataFrame, name: str) -> tuple[pd.Series, str]:
    """A column as dates, and the format that read most of its values.

    Whole numbers from 1000 to 2999 are years, those of eight digits are YYYYMMDD.
    """
    values = one_column(data, name)
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return values, ""
    if pd.api.types.is_bool_dtype(values.dtype):
        raise DataError(f"“{name}” holds yes/no values, no dates.", "", name)
    texts = values.astype("object").map(label_of, na_action="ignore").astype("str")
    if pd.api.types.is_numeric_dtype(values.dtype):
        formats: tuple[str, ...] = ("%Y", "%Y%m%d")
        texts = texts.where(texts.str.fullmatch(r"[12]\d{3}|[12]\d{7}"))
    else:
        formats = (*DATE_FORMATS, "%Y")
    found, used = pd.Series(pd.NaT, index=values.index, dtype="datetime64[us]"), ""
    for each in formats:
        read = pd.to_datetime(texts, format=each, errors="coerce", utc=True)
        if read.notna().sum() > found.notna().sum():
            found, used = read.dt.tz_localize(None).astype("datetime64[us]"), each
    return found, used


def as_text(data: pd.DataFrame, name: str) -> pd.Series:
    """A column as words; whole numbers without a point, missing values stay."""
    values = one_column(data, name)
    return values.astype("object").map(label_of, na_action="ignore").astype("str")


def as_category(data: pd.DataFrame, name: str) -> pd.Series:
    """A column as a category of words; numbers and dates keep their order."""
    labels, order, ordered = labels_of(data, name)
    levels = order if ordered else sorted(order)
    return pd.Series(
        pd.Categorical(labels, categories=levels, ordered=ordered), index=data.index
    )


def examples_lost(old: pd.Series, new: pd.Series) -> LostValues:
    """How many values could not be read, and the first of them."""
    lost = old[old.notna() & new.isna()]
    return {
        "n_lost": len(lost),
        "lost": [label_of(value) for value in lost.drop_duplicates().head(5)],
    }
