"""Gives columns to the roles that the words before them name: "by sex", "against age"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from analysis.parameters import GROUP_MARKERS, ColumnRole
from chat.language.bound import Bound, fitting, give
from chat.language.clause import Clause

_GROUP_WORDS = (
    *GROUP_MARKERS,
    "based on", "for different", "of different", "from different", "across different",
    "for various", "in different", "at different", "between different", "with different",
    "depending on", "according to", "as a function of", "conditional on", "colored by",
    "coloured by", "coloring by", "colouring by", "color by", "colour by", "color",
    "faceted by", "facet by", "facet on", "faceting on", "split by", "broken out by",
    "broken down by", "separated by", "partitioned by", "stratified by", "grouped by",
    "group by", "grouping by", "for all", "among", "separately for", "in terms of",
    "each", "every", "different",
)  # fmt: skip
_FILL = r"(?: (?:the|a|an|each|every|different|their|its|all|both|various|individual"
_FILL += r"|given|number of|type of|types of|kind of|of|same|single|place of|column))*"
_CONTINUES = re.compile(r"^ ?(?:,|and|&|,? and|by|x|\*|,? then)(?: by)?(?: the)? ?$")
_MARKERS = {
    "sort_by": ("highest", "lowest", "largest", "smallest", "most", "least", "sorted by",
                "ordered by", "order of", "ranked by", "biggest", "by", "greatest"),
    "x": ("against", "x axis", "x-axis", "x:", "x ="),
    "y": ("y axis", "y-axis", "y:", "y ="),
    "size": ("size by", "sized by", "size"),
    "label": ("label by", "labelled by"),
}  # fmt: skip


def time_axis(
    clause: Clause,
    roles: dict[str, ColumnRole],
    mentions: Sequence[int],
    bound: Bound,
) -> None:
    """Time goes along the axis, wherever it is said."""
    if "x" not in roles or roles["x"].sort != "any":
        return
    for number in mentions:
        if clause.text[clause.place(number)[0] + 1] in "dy":
            give(clause, roles, "x", number, bound)
            return


def marked(
    clause: Clause,
    roles: dict[str, ColumnRole],
    mentions: Sequence[int],
    bound: Bound,
) -> None:
    """Gives columns by the words before them; a list goes on with "and" or a comma."""
    previous: tuple[str, int] | None = None
    for number in mentions:
        role_name = _marker_role(clause, roles, number, bound)
        if role_name is None and previous is not None:
            start = clause.place(previous[1])[1]
            between = clause.text[start : clause.place(number)[0]]
            if _CONTINUES.match(between) and roles[previous[0]].many:
                role_name = previous[0]
        if role_name is None or not give(clause, roles, role_name, number, bound):
            previous = None
            continue
        previous = (role_name, number)


def _marker_role(
    clause: Clause, roles: dict[str, ColumnRole], number: int, bound: Bound
) -> str | None:
    before = clause.before(number)
    for name, role in roles.items():
        markers = role.markers or _MARKERS.get(name, ())
        if markers and _marker_pattern(markers).search(before):
            if not role.many and name in bound.params:
                continue
            if fitting(clause, role, number):
                return name
    return None


@lru_cache(maxsize=256)
def _marker_pattern(markers: tuple[str, ...]) -> re.Pattern[str]:
    words = list(markers)
    if "per" in markers:
        words.extend(_GROUP_WORDS)
    ordered = "|".join(sorted({re.escape(w) for w in words}, key=len, reverse=True))
    return re.compile(rf"(?:^|[\s,(])(?:{ordered}){_FILL} $")
