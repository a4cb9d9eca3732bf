"""What to do with some columns when no words ask for an operation.

"horsepower vs acceleration" or "show weight over year": the kinds of the columns decide,
as a person would choose a picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from chat.language.clause import Clause
from chat.language.draft import Candidate
from chat.language.phrases import spoken_operations

_PICTURE = re.compile(
    r"\b(?:plot\w*|chart\w*|graph\w*|draw\w*|visuali\w+|show\w*|display\w*|bars?|lines?"
    r"|stacked|scatter\w*|picture|diagram|axis|facet\w*|colou?r\w*)\b"
)
_COUNTED = re.compile(
    r"\b(?:counts?|how many|number of|frequenc\w+|histogram|buckets?|bins?|intervals?"
    r"|distribut\w+|categori[sz]\w+|spread|range of)\b"
)
_RELATED = re.compile(
    r"\b(?:relat\w+|vs\.?|versus|v/s|against|affect\w*|depend\w*|var(?:y|ies|ied)|change\w*"
    r"|compare\w*|impact|influence|effect|link\w*|trend\w*|evolve\w*|differ\w*|how|by|per"
    r"|over|across|with|between|split|separat\w+|broken|distribut\w+|facet\w*|colou?r\w*"
    r"|plot\w*|chart\w*|show\w*|what|for each|each|higher|lower|does|do)\b"
)
_BASE = 1.45
_PER_COLUMN = 0.25


@dataclass(slots=True)
class _Columns:
    numbers: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    used: list[int] = field(default_factory=list)


def shape_candidate(clause: Clause, groups: list[str]) -> Candidate | None:
    """The reading that the kinds of the open columns suggest."""
    columns = _sorted(clause, groups)
    total = len(columns.numbers) + len(columns.groups) + len(columns.times)
    if total == 0 or (
        not _RELATED.search(clause.text)
        and not _COUNTED.search(clause.text)
        and total > 3
    ):
        return None
    chosen = _chosen(clause, columns)
    if chosen is None or chosen[0] not in spoken_operations():
        return None
    operation, params = chosen
    named = sum(len(v) if isinstance(v, list) else v in clause.columns
                for v in params.values() if isinstance(v, (str, list)))  # fmt: skip
    scores = [clause.mentions[n].score for n in columns.used]
    return Candidate(
        operation=operation,
        params=params,
        score=_BASE + _PER_COLUMN * named - 0.8 * max(0, total - named),
        used=set(clause.used) | set(columns.used),
        link_score=min([1.0, *scores]),
        shaped=True,
    )


def _sorted(clause: Clause, groups: list[str]) -> _Columns:
    found = _Columns()
    small: list[str] = []
    for number, mention in clause.free("column"):
        name = mention.column
        column = clause.columns[name]
        letter = clause.text[clause.place(number)[0] + 1]
        if name in (*found.numbers, *found.groups, *found.times, *small):
            found.used.append(number)
            continue
        found.used.append(number)
        if letter in "dy":
            found.times.append(name)
        elif letter in "gi":
            small.append(name)
        elif column.is_numeric:
            found.numbers.append(name)
        elif column.is_grouping:
            found.groups.append(name)
        else:
            found.used.pop()
    found.groups.extend(g for g in groups if g not in found.groups)
    if found.numbers or (found.groups and _COUNTED.search(clause.text)):
        found.groups = [*small, *found.groups]
    elif len(small) > 1 and not found.groups:
        found.numbers = small
    elif small:
        found.numbers, found.groups = small[:1], [*small[1:], *found.groups]
    return found


def _chosen(clause: Clause, columns: _Columns) -> tuple[str, dict[str, Any]] | None:
    numbers, groups, times = columns.numbers, columns.groups, columns.times
    group = {"group_by": groups[0]} if groups else {}
    picture = _PICTURE.search(clause.text)
    if times and numbers:
        said = {"statistic": statistic} if (statistic := _said(clause)) else {}
        return "line_chart", {"x": times[0], "y": numbers[0], **said, **group}
    if times:
        return _counts([*times, *groups], bool(picture))
    if len(numbers) >= 2:
        if picture or len(numbers) == 2:
            return "scatter_plot", {"x": numbers[1], "y": numbers[0], **group}
        return "correlation", {"columns": numbers}
    if numbers and groups:
        return _by_group(clause, numbers[0], groups, bool(picture))
    if numbers:
        if _COUNTED.search(clause.text) or picture:
            return "histogram", {"column": numbers[0]}
        return "describe", {"columns": numbers}
    return _counts(groups, bool(picture))


def _by_group(
    clause: Clause, number: str, groups: list[str], picture: bool
) -> tuple[str, dict[str, Any]]:
    if re.search(r"\b(?:histogram|distribut\w+|spread|box)\b", clause.text):
        operation = "box_plot" if "box_plot" in spoken_operations() else "histogram"
        if operation == "box_plot":
            return operation, {"columns": [number], "group_by": groups[0]}
        return operation, {"column": number, "group_by": groups[0]}
    statistic = _said(clause) or "mean"
    if picture and len(groups) <= 2:
        second = {"group_by": groups[1]} if len(groups) > 1 else {}
        return "bar_chart", {
            "category": groups[0], "value": number, "statistic": statistic, **second,
        }  # fmt: skip
    return "aggregate", {
        "columns": [number],
        "statistic": statistic,
        "group_by": groups,
    }


def _said(clause: Clause) -> str | None:
    for name, words in _STATISTICS.items():
        if re.search(rf"\b(?:{words})\b", clause.text):
            return name
    return None


_STATISTICS = {
    "mean": "average|mean|avg",
    "sum": "total|sum",
    "median": "median",
    "max": "maximum|max|highest",
    "min": "minimum|min|lowest",
}


def _counts(groups: list[str], picture: bool) -> tuple[str, dict[str, Any]] | None:
    if not groups:
        return None
    if picture and len(groups) <= 2:
        second = {"group_by": groups[1]} if len(groups) > 1 else {}
        return "bar_chart", {"category": groups[0], "statistic": "count", **second}
    if len(groups) == 1 and "frequency" in spoken_operations():
        return "frequency", {"columns": groups}
    return "count_rows", {"group_by": groups}
