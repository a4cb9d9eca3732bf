"""Words that answers share: numbers in sentences, counts, strengths, conventions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.base.reply import Cell, Format, Text

STATISTIC_WORDS = {
    "count": "count",
    "missing": "missing values",
    "mean": "mean",
    "median": "median",
    "mode": "mode",
    "std": "standard deviation",
    "variance": "variance",
    "min": "minimum",
    "max": "maximum",
    "range": "range",
    "q1": "first quartile",
    "q3": "third quartile",
    "iqr": "interquartile range",
    "skewness": "skewness",
    "kurtosis": "kurtosis",
    "sum": "sum",
    "unique": "number of different values",
    "standard_error": "standard error of the mean",
    "ci": "confidence interval of the mean",
    "cv": "coefficient of variation",
    "geometric_mean": "geometric mean",
    "harmonic_mean": "harmonic mean",
    "trimmed_mean": "trimmed mean",
    "rms": "root mean square",
    "median_absolute_deviation": "median absolute deviation",
    "mean_absolute_deviation": "mean absolute deviation",
}


def figure(value: Any) -> str:
    """A number for a sentence: up to four decimals, more for very small ones."""
    if value is None:
        return "undefined"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if abs(value) >= 1e15 or (value != 0 and abs(value) < 1e-4):
        return f"{value:.4g}"
    if float(value).is_integer():
        return f"{int(value):,}"
    if abs(value) >= 1:
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return f"{value:.4g}"


def p_words(p_value: float | None) -> str:
    """A p-value for a sentence; never zero."""
    if p_value is None:
        return "p undefined"
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.4f}"


def percent(share: float | None) -> str:
    """A fraction as a percentage."""
    return "undefined" if share is None else f"{_two_decimals(100 * share)} %"


def _two_decimals(value: float) -> str:
    if 0 < abs(value) < 0.01:
        return f"{value:.2g}"
    return f"{value:.2f}".rstrip("0").rstrip(".")


def name_of(value: Any) -> str:
    """A column name or cell value on one line."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = " ".join(str(value).split())
    return text if text else "(blank)"


def names_of(values: Iterable[Any]) -> str:
    """Names as people list them: ``a, b and c``."""
    words = [name_of(value) for value in values]
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]


_SAYS_NOTHING = frozenset(("yes", "no", "true", "false", "y", "n", "0", "1"))


def side_words(column: str | None, value: Any) -> str:
    """A group by its value; with its column where that alone says nothing (yes, 1)."""
    if isinstance(value, bool):
        value = "yes" if value else "no"
    words = name_of(value)
    if column is None or words.lower() not in _SAYS_NOTHING:
        return words
    return f"{name_of(column)} = {words}"


def group_words(group: Mapping[str, Any]) -> str:
    """A group in words: ``sex = female, class = First``."""
    return ", ".join(f"{name_of(k)} = {name_of(v)}" for k, v in group.items())


def group_label(group: Mapping[str, Any]) -> str:
    """A group as a label: its values alone."""
    return " · ".join(name_of(value) for value in group.values())


def by_words(group_by: Sequence[str] | None) -> str:
    """``" by sex and class"``, or nothing."""
    return f" by {names_of(group_by)}" if group_by else ""


def of_words(columns: Sequence[str] | None, otherwise: str = "all columns") -> str:
    """``" of age and fare"``; many columns are counted."""
    if not columns:
        return f" of {otherwise}"
    if len(columns) > 6:
        return f" of {len(columns)} columns"
    return f" of {names_of(columns)}"


def counted(number: int, word: str, plural: str = "") -> str:
    """``"1 row"``, ``"2 rows"``."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


def observed_words(result: Mapping[str, Any]) -> str:
    """How many values were used, and what was left out and why."""
    parts = [f"n = {result['n_obs']:,}"]
    if result.get("n_missing"):
        parts.append(f"{result['n_missing']:,} missing left out")
    if result.get("n_infinite"):
        parts.append(f"{result['n_infinite']:,} infinite left out")
    if result.get("n_no_group"):
        parts.append(f"{counted(result['n_no_group'], 'row')} without a group left out")
    return "; ".join(parts)


def std_convention(ddof: int) -> str:
    """Which standard deviation it is."""
    if ddof == 0:
        return "population standard deviation (n)"
    if ddof == 1:
        return "sample standard deviation (n − 1)"
    return f"standard deviation with divisor n − {ddof}"


def strength(coefficient: float) -> str:
    """Words for the size of a correlation, by the bounds of Evans (1996)."""
    size = abs(coefficient)
    for bound, word in ((0.2, "very weak"), (0.4, "weak"), (0.6, "moderate")):
        if size < bound:
            return word
    return "strong" if size < 0.8 else "very strong"


def muted(*sentences: str) -> Text:
    """A small paragraph of the sentences that say something."""
    return Text(text=" ".join(s for s in sentences if s), muted=True)


def cell(value: Any) -> Cell:
    """A value for a table's cell."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def format_of(values: Iterable[Any]) -> Format:
    """How a column of a table is shown, from what is in it."""
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int} and kinds:
        return "integer"
    return "number" if kinds <= {int, float} else "text"
