"""Columns of words changed word by word: trimmed, replaced in parts, split, merged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pandas as pd

from analysis.base.errors import DataError
from analysis.statistics.chart_groups import label_of
from analysis.statistics.values import one_column

Case = Literal["lower", "upper", "title", "sentence"]
NUMBER = r"[-+]?(?:0|[1-9]\d*)(?:\.\d+)?"


def words_of(data: pd.DataFrame, column: str) -> pd.Series:
    """A column of words; a DataError where it holds numbers, dates or yes/no values."""
    values = one_column(data, column)
    dtype = values.dtype
    kind = (
        "yes/no values"
        if pd.api.types.is_bool_dtype(dtype)
        else "numbers"
        if pd.api.types.is_numeric_dtype(dtype)
        else "dates"
        if pd.api.types.is_datetime64_any_dtype(dtype)
        else ""
    )
    if kind:
        raise DataError(
            f"“{column}” holds {kind}, not text.",
            f"Turn it into text first: “convert {column} to text”.",
            column,
        )
    return values


def changed_words(values: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Each word changed; words with an order keep it, an empty one is missing."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        old = [str(one) for one in values.cat.categories]
        new = list(dict.fromkeys(filter(None, map(change, old))))
        words = values.astype("object").map(change, na_action="ignore")
        words = words.mask(words == "")
        kept = pd.Categorical(words, new, ordered=values.dtype.ordered)
        return pd.Series(kept, index=values.index)
    texts = values.astype("str").map(change, na_action="ignore").astype("str")
    return texts.mask(texts == "")


def rewritten(text: str, trim: bool, case: Case | None) -> str:
    """A text without needless spaces, in small or capital letters."""
    words = " ".join(text.split()) if trim else text
    if case == "lower":
        return words.lower()
    if case == "upper":
        return words.upper()
    if case == "title":
        return words.title()
    if case == "sentence":
        return words[:1].upper() + words[1:].lower()
    return words


def numbers_where_all(texts: pd.Series) -> pd.Series:
    """Numbers where every text is one as it stands, otherwise the texts."""
    known = texts.dropna()
    if len(known) and known.astype("str").str.fullmatch(NUMBER).all():
        numbers = pd.to_numeric(texts.astype("object"))
        return numbers.astype("float64") if texts.isna().any() else numbers
    return texts


def merged_texts(data: pd.DataFrame, columns: list[str], mark: str) -> pd.Series:
    """The values of columns as one text a row; missing ones are left out."""
    parts = [
        one_column(data, name).astype("object").map(label_of, na_action="ignore")
        for name in columns
    ]
    joined = [
        mark.join(str(part) for part in row if pd.notna(part))
        for row in zip(*parts, strict=True)
    ]
    texts = pd.Series(joined, index=data.index, dtype="str")
    return texts.mask(texts == "")


def require_free(data: pd.DataFrame, names: list[str], column: str) -> None:
    """A DataError where a new column would have the name of another one."""
    taken = [name for name in names if name in data.columns]
    if taken or len(set(names)) < len(names):
        name = (taken or names)[0]
        raise DataError(
            f"There is a column “{name}” already.",
            "Give the new columns names.",
            column,
        )
