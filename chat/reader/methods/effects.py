"""The ways to ask for an effect: which columns act, and on which outcome.

Each takes the text and the parts that nothing else has taken, and gives the predictors
asked for with the outcome, or None.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.base.columns import Column
from chat.linking.mentions import is_flag
from chat.reader.methods.leaning import can_depend, two_valued
from chat.reader.methods.linked import LinkedText, Part
from chat.reader.methods.roles import cue, list_after, patterns

_BINARY = 2
_FEW = 10  # values of a count that is no measure
Found = tuple[list[str], str]


def ratio_asked(linked: LinkedText, rest: Sequence[Part]) -> Found | None:
    """ "odds ratio of O for F"."""
    for match in cue("ratio_of").finditer(linked.low):
        outcome = list_after(linked, match.end(), ("column", "value"))
        if len(outcome) != 1 or not can_depend(linked, outcome[0].column):
            continue
        later = [part for part in rest if part.start >= outcome[0].end]
        behind = linked.low[outcome[0].end :].lstrip()
        _, _, further = behind.partition(" ")  # "of failing after by method"
        by = patterns("ratio_by").match(behind) or patterns("ratio_by").match(further)
        names = [n for n in columns_of(later) if n != outcome[0].column]
        if by is not None and names:
            if len(names) == 1 and _is_of_a_cause(
                linked, match[0], outcome[0].column, names[0]
            ):
                return [outcome[0].column], names[0]
            return names, outcome[0].column
    return None


def _is_of_a_cause(linked: LinkedText, said: str, first: str, second: str) -> bool:
    """ "odds ratio of smoking for low": what acts stands first, by the columns' values."""
    if "ratio" not in said or not is_flag(linked.columns[second]):
        return False
    if "odds" in said and linked.columns[first].n_unique != _BINARY:
        return True
    alike = linked.columns[first].is_numeric == linked.columns[second].is_numeric
    both = is_flag(linked.columns[first]) and alike
    return not both and _dependent(linked, first, second) == second


def per_unit(linked: LinkedText, rest: Sequence[Part]) -> Found | None:
    """ "with every additional F, how do the odds of O change", "how much more O for one more F"."""
    odds = patterns("families.logistic_regression").search(linked.low)
    if odds is None and not patterns("how_much").search(linked.low):
        return None
    for match in cue("per_unit").finditer(linked.low):
        later = [p for p in rest if p.start >= match.end() and p.kind == "column"]
        if not later:
            continue
        gap = linked.low[match.end() : later[0].start]
        if gap.strip() and patterns("units_of").fullmatch(gap.strip()) is None:
            continue
        focus = later[0].column
        others = [name for name in columns_of(rest) if name != focus]
        if len(others) != 1 or not _is_counted(linked.columns[focus]):
            continue
        if odds is None or linked.columns[others[0]].n_unique == _BINARY:
            return [focus], others[0]
    return None


def _is_counted(column: Column) -> bool:
    return column.is_numeric and column.n_unique > _BINARY


def effect_asked(linked: LinkedText, rest: Sequence[Part]) -> Found | None:
    """ "the effect of F on O"."""
    for match in cue("effect_of").finditer(linked.low):
        named = list_after(linked, match.end(), ("column", "value"))
        focus = [part for part in named if part in rest]
        if not focus:
            continue
        later = [part for part in rest if part.start >= focus[-1].end]
        names = columns_of(focus)
        for on in patterns("on_outcome").finditer(linked.low, focus[-1].end):
            outcome = [p for p in later if p.start >= on.end() and p.kind == "column"]
            if outcome and outcome[0].column not in names:
                return names, outcome[0].column
        earlier = [p for p in rest if p.end <= match.start() and p.kind == "column"]
        if earlier:
            return names, earlier[-1].column
    return None


def acting(linked: LinkedText, rest: Sequence[Part]) -> Found | None:
    """ "does F raise O"."""
    for match in patterns("acts_on").finditer(linked.low):
        before = [part for part in rest if part.end <= match.start()]
        after = [p for p in rest if p.start >= match.end() and p.kind == "column"]
        if before and after:
            names = [n for n in columns_of(before) if n != after[0].column]
            if names:
                return names, after[0].column
    return None


def compared(linked: LinkedText, rest: Sequence[Part]) -> Found | None:
    """ "compare O between F", "does O differ by F", "adjusted means of O for each F"."""
    if not patterns("comparing").search(linked.low):
        return None
    columns = [part for part in rest if part.kind == "column"]
    for match in patterns("by_groups").finditer(linked.low):
        before = [part for part in columns if part.end <= match.start()]
        after = [part for part in rest if part.start >= match.end()]
        names = [n for n in columns_of(after) if not before or n != before[-1].column]
        if before and names:
            return names, before[-1].column
    names = columns_of(rest)
    if len(names) == _BINARY:
        groups = [n for n in names if not linked.columns[n].is_numeric]
        if len(groups) == 1:
            return groups, next(n for n in names if n not in groups)
    return None


def parted(linked: LinkedText, rest: Sequence[Part]) -> Found | None:
    """ "O per G", "O by G": groups never depend on what is set side by side in them."""
    columns = [part for part in rest if part.kind == "column"]
    for match in patterns("per_groups").finditer(linked.low):
        before = columns_of([p for p in columns if p.end <= match.start()])
        after = [p for p in rest if p.start >= match.end()]
        if len(before) != 1 or not can_depend(linked, before[0]):
            continue
        names = [name for name in columns_of(after) if name not in before]
        if names and all(linked.columns[name].is_grouping for name in names):
            return names, before[0]
    return None


def associated(linked: LinkedText, rest: Sequence[Part]) -> Found | None:
    """ "is A associated with B": the measured one, or the one coded as an event, depends."""
    names = columns_of(rest)
    if not says_associated(linked) or len(names) != _BINARY:
        return None
    odds = patterns("families.logistic_regression").search(linked.low)
    told = two_valued(linked, names)
    if told is not None and not odds and not _is_told_apart(linked, names, told):
        told = None
    outcome = told or _dependent(linked, *names)
    return [n for n in names if n != outcome], outcome


def _is_told_apart(linked: LinkedText, names: Sequence[str], told: str) -> bool:
    """ "does age go with relapse": what happens or not, behind what it goes with."""
    behind = names[-1] == told and patterns("goes_with").search(linked.low) is not None
    gone = patterns("going_with").search(linked.low) is not None
    return behind or (gone and is_flag(linked.columns[told]))


def says_associated(linked: LinkedText) -> bool:
    return any(
        patterns(name).search(linked.low) for name in ("goes_with", "association")
    )


def _dependent(linked: LinkedText, first: str, second: str) -> str:
    """Which of two related columns is the outcome of a regression.

    The only one of many numbers; else the only one of zeros and ones beside words, for
    that is how events are coded; else the second.
    """
    columns = {name: linked.columns[name] for name in (first, second)}
    numeric = [name for name, column in columns.items() if column.is_numeric]
    measured = [name for name in numeric if columns[name].n_unique > _FEW]
    flags = [name for name, column in columns.items() if is_flag(column)]
    counted = [name for name in numeric if columns[name].n_unique > _BINARY]
    coded = [name for name in flags if name in numeric]
    for found in (measured, coded, flags, counted, numeric):
        if len(found) == 1:
            return found[0]
    return first if len(measured) == _BINARY else second


def in_order(linked: LinkedText, rest: Sequence[Part]) -> Found | None:
    """Two columns without words between that say more: the second depends on the first."""
    names = columns_of(rest)
    if len(names) != _BINARY:
        return None
    first, second = (linked.columns[name] for name in names)
    if _can_be_outcome(first) and not _can_be_outcome(second):
        return [names[1]], names[0]
    return [names[0]], names[1]


def _can_be_outcome(column: Column) -> bool:
    return column.is_numeric or column.n_unique == _BINARY


def columns_of(parts: Sequence[Part]) -> list[str]:
    return list(dict.fromkeys(part.column for part in parts if part.columns))
