"""Years, months and days in columns of their own."""

from __future__ import annotations

import re

import pandas as pd

from analysis.base.errors import DataError
from analysis.statistics.values import one_column

_NAMES = {
    "year": r"year|yr|yyyy|jahr|année|annee|año|ano|^y$",
    "month": r"month|mon|mm|monat|mois|mes|^m$",
    "day": r"day|dd|tag|jour|día|dia|^d$",
}
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip


def parts_of_date(data: pd.DataFrame, columns: list[str]) -> dict[str, str]:
    """Which column is the year, the month and the day.

    Raises:
        DataError: no column can be the year, or two are the same part.
    """
    found: dict[str, str] = {}
    left = []
    for name in columns:
        said = [part for part, words in _NAMES.items() if _is_named(name, words)]
        if len(said) == 1 and said[0] not in found:
            found[said[0]] = name
        else:
            left.append(name)
    for name in left:
        numbers = part_numbers(one_column(data, name)).dropna()
        largest = float(numbers.max()) if len(numbers) else 0.0
        fits = (
            ["year"] if largest > 31 else ["day"] if largest > 12 else ["month", "day"]
        )
        free = [part for part in fits if part not in found]
        if free:
            found[free[0]] = name
    if (
        "year" not in found
        or len(found) < len(columns)
        or ("day" in found and "month" not in found)
    ):
        raise DataError(
            "A date needs a column of years, and one of months before one of days.",
            "Call them year, month and day, or name other columns.",
            columns[0],
        )
    return {part: found[part] for part in ("year", "month", "day") if part in found}


def _is_named(name: str, words: str) -> bool:
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower()
    return any(re.search(rf"^(?:{words})", one) for one in re.split(r"[\W_]+", spaced))


def part_numbers(values: pd.Series) -> pd.Series:
    """The numbers of a part; months in words by their first three letters."""
    if pd.api.types.is_numeric_dtype(values.dtype):
        return values.astype("float64")
    texts = values.astype("object").map(lambda one: str(one).strip().lower(), "ignore")
    places = {word: place for place, word in enumerate(_MONTHS, 1)}
    named = texts.map(lambda text: places.get(text[:3]), "ignore")
    numbers = pd.to_numeric(texts.astype("str"), errors="coerce")
    return numbers.where(numbers.notna(), named.astype("float64")).astype("float64")


def dates_of_parts(data: pd.DataFrame, parts: dict[str, str]) -> pd.Series:
    """The dates of each row; years of two digits are those from 1970 to 2069."""
    numbers = {part: part_numbers(one_column(data, one)) for part, one in parts.items()}
    year = numbers["year"]
    year = year.mask(year < 70, year + 2000).mask(year.between(70, 99), year + 1900)
    first = pd.Series(1.0, index=data.index)
    month, day = numbers.get("month", first), numbers.get("day", first)
    texts = [
        f"{y:04.0f}-{m:02.0f}-{d:02.0f}" if y == y and m == m and d == d else None
        for y, m, d in zip(year, month, day, strict=True)
    ]
    found = pd.to_datetime(
        pd.Series(texts, index=data.index, dtype="str"),
        format="%Y-%m-%d",
        errors="coerce",
    )
    return found.astype("datetime64[us]")
