"""Descriptive statistics as answers: sentences, tiles and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.base.operation import Answer
from analysis.base.reply import Block, Format, Item, KeyValues, Table, TableColumn
from analysis.base.wording import (
    STATISTIC_WORDS,
    by_words,
    counted,
    figure,
    format_of,
    group_words,
    muted,
    name_of,
    names_of,
    observed_words,
    of_words,
    percent,
    std_convention,
)
from analysis.results.descriptions import DescribeResult

MAX_ROWS = 1_000


def described(
    result: DescribeResult,
    statistics: list[str] | None,
    group_by: list[str] | None,
    percentiles: list[float] | None,
) -> Answer:
    """The answer: a sentence, tiles for one row or a table for several, and how."""
    rows = result["rows"]
    asked = _asked_keys(rows[0], statistics, percentiles)
    blocks = _tiles(rows[0], asked) if len(rows) == 1 else [_table(rows)]
    return Answer(
        _sentence(rows, asked, group_by),
        (*blocks, muted(*_conventions(result, percentiles))),
    )


_HIDDEN = ("column", "group", "n_obs", "n_missing", "n_infinite")


def _asked_keys(
    row: Mapping[str, Any],
    statistics: list[str] | None,
    percentiles: list[float] | None,
) -> list[str]:
    if not statistics:
        return [f"p{percentile:g}" for percentile in percentiles or []]
    return [key for key in row if key not in _HIDDEN]


def _label(key: str) -> str:
    if key in ("ci_low", "ci_high"):
        return "interval of the mean, " + ("low" if key == "ci_low" else "high")
    if key not in STATISTIC_WORDS and key.startswith("p"):
        return f"{key[1:]}th percentile"
    return STATISTIC_WORDS.get(key, key)


def _sentence(
    rows: Sequence[Mapping[str, Any]], asked: list[str], group_by: list[str] | None
) -> str:
    if len(rows) == 1:
        return _sentence_of_row(rows[0], asked)
    columns = list(dict.fromkeys(row["column"] for row in rows))
    grouped = bool(rows[0]["group"])
    if len(asked) == 1 and not (grouped and len(columns) > 1):
        return _sentence_of_several(rows, asked[0])
    if asked and len(rows) <= 4:
        parts = [_sentence_of_row(row, asked).rstrip(".") for row in rows]
        return "; ".join(parts) + "."
    by = by_words(group_by)
    words = names_of(_label(key) for key in asked) if len(asked) <= 4 else ""
    if not asked and (len(columns) == 1 or not grouped) and _has_few_means(rows):
        means = _sentence_of_several(rows, "mean").rstrip(".")
        return f"{means}; the table has the other statistics."
    subject = words[:1].upper() + words[1:] if words else "Descriptive statistics"
    return f"{subject}{of_words(columns)}{by}: see the table."


def _has_few_means(rows: Sequence[Mapping[str, Any]]) -> bool:
    return len(rows) <= 6 and all(row.get("mean") is not None for row in rows)


def _sentence_of_several(rows: Sequence[Mapping[str, Any]], key: str) -> str:
    """One statistic of several columns, or of one column's groups."""
    grouped = bool(rows[0]["group"])
    column = f" of {name_of(rows[0]['column'])}" if grouped else ""
    subject = f"The {_label(key)}{column} is"
    known = [row for row in rows if isinstance(row.get(key), int | float)]
    if len(rows) <= 6 or len(known) < 2 or not grouped:
        shown = names_of(_of_one(row, key) for row in rows[:6])
        more = f"; {len(rows) - 6} more in the table" if len(rows) > 6 else ""
        return f"{subject} {shown}{more}."
    known.sort(key=lambda row: row[key], reverse=True)
    high, low = _of_one(known[0], key), _of_one(known[-1], key)
    return f"{subject} highest, {high}, and lowest, {low}."


def _of_one(row: Mapping[str, Any], key: str) -> str:
    what = group_words(row["group"]) if row["group"] else name_of(row["column"])
    return f"{figure(row.get(key))} for {what} (n = {row['n_obs']:,})"


def _sentence_of_row(row: Mapping[str, Any], asked: list[str]) -> str:
    where = f" for {group_words(row['group'])}" if row["group"] else ""
    name, n = name_of(row["column"]), f"(n = {row['n_obs']:,})"
    if len(asked) == 1:
        value = row[asked[0]]
        meaning = skew_words(value) if asked[0] == "skewness" else ""
        subject = f"The {_label(asked[0])} of {name}{where}"
        return f"{subject} is {figure(value)} {n}{meaning}."
    if 1 < len(asked) <= 8:
        parts = [f"{_label(key)} {figure(row[key])}" for key in asked]
        return f"{name}{where}: {names_of(parts)} {n}."
    if row.get("mean") is None:
        if "mode" not in row or row["mode"] is None:
            return f"{name}{where} has no values to describe."
        return (
            f"{name}{where} has {counted(row['unique'], 'different value')}, most often "
            f"{name_of(row['mode'])} {n}."
        )
    return (
        f"{name}{where} has a mean of {figure(row['mean'])} with a standard deviation of "
        f"{figure(row['std'])}, from {figure(row['min'])} to {figure(row['max'])} {n}."
    )


_TILES = ("mean", "median", "std", "min", "max", "q1", "q3")


def skew_words(skewness: float | None) -> str:
    """What a skewness means, by the bounds of Bulmer (1979)."""
    if skewness is None:
        return ""
    if abs(skewness) < 0.5:
        return ": approximately symmetric"
    size = "moderately" if abs(skewness) <= 1 else "highly"
    return f": {size} skewed to the {'right' if skewness > 0 else 'left'}"


def _tiles(row: Mapping[str, Any], asked: list[str]) -> list[Block]:
    """What was asked, or the chief statistics, as tiles; the others as a list."""
    keys = asked or [key for key in row if key not in _HIDDEN]
    first = [key for key in keys if asked or key in _TILES] or keys
    counts = (
        Item(label="values", value=row["n_obs"], format="integer"),
        Item(label="missing", value=row["n_missing"], format="integer"),
    )
    tiles = KeyValues(
        items=(*(_item(row, key) for key in first), *counts), style="tiles"
    )
    others = tuple(_item(row, key) for key in keys if key not in first)
    return [tiles, KeyValues(items=others)] if others else [tiles]


def _item(row: Mapping[str, Any], key: str) -> Item:
    return Item(label=_label(key), value=row[key], format=_format(row[key]))


def _format(value: Any) -> Format:
    return format_of([value])


def _table(rows: Sequence[Mapping[str, Any]]) -> Block:
    keys = list(dict.fromkeys(k for row in rows for k in row if k not in _HIDDEN))
    groups = list(rows[0]["group"])
    shown = rows[:MAX_ROWS]
    heads = [TableColumn(label="column", format="code")]
    heads += [TableColumn(label=name_of(name), format="text") for name in groups]
    heads += [TableColumn(label="n", format="integer")]
    heads += [
        TableColumn(label=_label(key), format=format_of(row.get(key) for row in rows))
        for key in keys
    ]
    heads += [TableColumn(label="missing", format="integer")]
    cells = [
        (
            row["column"],
            *(name_of(value) for value in row["group"].values()),
            row["n_obs"],
            *(row.get(key) for key in keys),
            row["n_missing"],
        )
        for row in shown
    ]
    return Table(
        columns=tuple(heads),
        rows=tuple(cells),
        n_total=len(rows) if len(rows) > len(shown) else None,
    )


def _conventions(result: DescribeResult, percentiles: list[float] | None) -> list[str]:
    rows = result["rows"]
    keys = {key for row in rows for key in row}
    totals = {
        "n_obs": sum(row["n_obs"] for row in rows),
        "n_missing": sum(row["n_missing"] for row in rows),
        "n_infinite": sum(row.get("n_infinite", 0) for row in rows),
        "n_no_group": result["n_no_group"],
    }
    said = [
        f"{observed_words(totals)}."
        if len(rows) == 1
        else "Each column's observed values; missing and infinite ones are left out."
    ]
    if result["left_out"]:
        columns = names_of(result["left_out"])
        said.append(f"Without {columns}: no values that have these statistics.")
    if keys & {"std", "variance", "cv"}:
        said.append(f"Spread: {std_convention(result['ddof'])}.")
    if keys & {"skewness", "kurtosis"}:
        said.append(
            "Skewness g1 and excess kurtosis g2, not corrected for bias."
            if result["bias"]
            else "Skewness G1 and excess kurtosis G2, corrected for bias as in SAS."
        )
    if any(key in keys for key in ("q1", "q3", "iqr")) or percentiles:
        said.append(f"Quantiles: {result['quantile_method'].replace('_', ' ')}.")
    if "trimmed_mean" in keys:
        said.append(f"Trimmed mean: {percent(result['trim'])} left out at each end.")
    if keys & {"geometric_mean", "harmonic_mean"}:
        said.append("Geometric and harmonic means need positive values only.")
    if "median_absolute_deviation" in keys:
        said.append("Median absolute deviation from the median, not scaled.")
    if "ci_low" in keys:
        said.append(
            f"{percent(result['confidence_level'])} interval of the mean by Student's t."
        )
    return said
