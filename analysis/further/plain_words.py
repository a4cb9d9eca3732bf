"""A test in plain words: direction, size, and what p says."""

from __future__ import annotations

import math

from analysis.base.operation import Answer, Asked
from analysis.base.reply import Text
from analysis.base.wording import figure, name_of, names_of, p_words, percent
from analysis.further.effect_scales import size_words
from analysis.results.tests import TestResult
from analysis.words.inference import (
    short,
    test_tiles,
)

RANKS = ("U", "V", "H", "Q", "T")


def subject(asked: Asked) -> str:
    """What was compared, in words."""
    params, groups = asked.params, asked.result.get("groups") or []
    columns = params.get("columns") or [params.get("column") or params.get("outcome")]
    columns = [column for column in columns if column]
    by = params.get("group")
    if by and columns:
        if 0 < len(groups) <= 4:
            labels = names_of(row["group"] for row in groups)
            return f"{name_of(columns[0])} between {labels}"
        return f"{name_of(columns[0])} by {name_of(by)}"
    return names_of(columns) or "the data"


def chance_words(p_value: float) -> str:
    """How often chance alone would give this: ``7 of 1,000 samples``."""
    if p_value < 0.001:
        return "fewer than 1 of 1,000 samples"
    if p_value < 0.1:
        return f"{round(1000 * p_value)} of 1,000 samples"
    return f"{round(100 * p_value)} of 100 samples"


def meaning(asked: Asked) -> Answer:
    """The finding in plain words: direction, size, and what p says."""
    result = asked.result
    lines = [_direction(asked)]
    size = _size_line(asked)
    if size:
        lines.append(size)
    lines.append(
        f"p: if there were nothing to find, data like these would come up in about "
        f"{chance_words(result['p_value'])} ({p_words(result['p_value'])}), so chance is "
        + ("an unlikely" if result["p_value"] < result["alpha"] else "a possible")
        + " explanation."
    )
    return Answer(
        lines[0],
        (*(Text(text=line) for line in lines[1:]), test_tiles(result)),
    )


def _size_line(asked: Asked) -> str:
    result = asked.result
    value, name = result.get("effect_size"), str(result.get("effect_size_name", ""))
    size = None if value is None else size_words(name, value, result)
    if value is None or size is None:
        return ""
    return f"Size: {size.word} ({name} = {short(value)}; words after {size.scale})."


def _direction(asked: Asked) -> str:
    result = asked.result
    groups = result.get("groups") or []
    rows = [row for row in groups if row.get("mean") is not None]
    found = result["p_value"] < result["alpha"]
    hedge = "" if found else " This difference may well be chance."
    if len(rows) >= 2:
        key = "median" if result.get("statistic_name") in RANKS else "mean"
        word = "middle value" if key == "median" else "average"
        ranked = sorted(rows, key=lambda row: -row[key])
        high, low = ranked[0], ranked[-1]
        what = _measured(asked)
        more = _plausible(result) if len(rows) == 2 and key == "mean" else ""
        return (
            f"In plain words: {what} is higher for {high['group']} than for "
            f"{low['group']}: the {word} is {figure(high[key])} against "
            f"{figure(low[key])}, a difference of {short(high[key] - low[key])}{more}.{hedge}"
        )
    if result.get("table"):
        return _cell_line(asked) + hedge
    shares = [row for row in groups if row.get("proportion") is not None]
    if len(shares) >= 2:
        high = max(shares, key=lambda row: row["proportion"])
        low = min(shares, key=lambda row: row["proportion"])
        return (
            f"In plain words: the share is higher for {high['group']} "
            f"({percent(high['proportion'])}) than for {low['group']} "
            f"({percent(low['proportion'])}).{hedge}"
        )
    return (
        f"In plain words: {result.get('verdict', 'see the figures')} "
        f"({subject(asked)}, {p_words(result['p_value'])})."
    )


def _plausible(result: TestResult) -> str:
    """The interval of a difference, told as the distance of the higher from the lower."""
    low, high = result.get("ci_low"), result.get("ci_high")
    estimate = result.get("estimate")
    if estimate is None or low is None or high is None:
        return ""
    if estimate < 0:
        low, high = -high, -low
    return f" (plausibly {short(low)} to {short(high)})"


def _cell_line(asked: Asked) -> str:
    """The cell of a table of counts that is farthest from independence."""
    result = asked.result
    cells = [
        (row["row"], level, count, expected)
        for row in result["table"]
        for level, count, expected in zip(
            result["levels"], row["counts"], row["expected"], strict=True
        )
    ]
    row, level, count, expected = max(
        cells, key=lambda cell: abs(cell[2] - cell[3]) / math.sqrt(cell[3] or 1)
    )
    first, second = (name_of(column) for column in asked.params["columns"][:2])
    way = "more" if count > expected else "less"
    return (
        f"In plain words: {first} and {second} go together. Most of all, {first} = {row} with "
        f"{second} = {level} is {way} frequent than by chance: {count:g} cases, where "
        f"{expected:.1f} would be expected."
    )


def _measured(asked: Asked) -> str:
    columns = asked.params.get("columns") or []
    if asked.params.get("group") and columns:
        return name_of(columns[0])
    return name_of(
        asked.params.get("column") or asked.params.get("outcome") or "the value"
    )
