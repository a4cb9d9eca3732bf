"""The design of the data: which columns were measured, of which groups and when."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analysis.base.columns import Column
from chat.linking.mentions import is_flag
from chat.reader.base import roles
from chat.reader.base.counts import counts_column
from chat.reader.frames.edges.pairs import column_pairs
from chat.reader.frames.periods import settle_periods
from chat.reader.frames.places import names_event, names_time
from chat.reader.frames.subjects import complete_subject
from chat.reader.frames.two_valued import settle_two_values
from chat.reader.lexicon import nouns

if TYPE_CHECKING:
    from chat.reader.frames.frame import Frame
    from chat.reader.lexicon.operations import Methods

_NO_COMPARISON = 4.0
# Two outcomes by one group are two comparisons, which another operation makes.
_SEVERAL = 2.0
_ASSUMED = 0.4
_ONLY_TIME = 0.2
# Dearer than what separates two ways to read a verb ("converts") as an outcome.
_TURNED = 0.3
_NO_COUNTS = 2.0
_WITHOUT_COUNTS = ("compare_groups", "compare_outcomes", "relate")
# Of the narrower range: ages of 18 to 76 and ratings of 1 to 5 measure different things.
_SHARED = 0.1


def complete_design(frame: Frame, one_sample: bool, words: Methods) -> None:
    """Adds the subject and the time that the words leave to the table."""
    _outcome(frame)
    settle_two_values(frame)
    _pair(frame, words)
    _counts(frame)
    if frame.has("subject"):
        complete_subject(frame)
        if frame.params.get("subject") in frame.params.get("columns", ()):
            frame.cost += (
                _NO_COMPARISON  # who was measured is nothing that was measured
            )
    _time(frame)
    if frame.has("event"):
        _survival(frame)
    _comparison(frame, one_sample)
    _yes_or_no(frame)
    _parted(frame)


def _outcome(frame: Frame) -> None:
    """ "are men taller": what the comparative speaks of; else the one yes-or-no column."""
    role = frame.operation.column_parameters().get("columns")
    single = frame.operation.column_parameters().get("column")
    name = "columns" if role is not None else "column"
    if (role or single) is None or frame.params.get(name):
        return
    if not frame.params.get("levels"):
        return
    taken = {frame.params.get("group"), frame.params.get("frequency")}
    found = _quality(frame, taken)
    judged = ("quality", "judging")
    if found is None and not any(True for k in judged for _ in frame.lattice.all(k)):
        found = _only_flag(frame, taken)
    if found is None:
        return
    frame.params[name] = [found] if role is not None else found
    frame.cost += _ASSUMED
    frame.assumed.append(f"compared by {found}")


def _yes_or_no(frame: Frame) -> None:
    """Of two columns of categories the one of yes and no is what the groups differ in."""
    group = frame.params.get("group")
    outcome = frame.params.get("columns") or frame.params.get("column")
    if isinstance(outcome, list):
        outcome = outcome[0] if len(outcome) == 1 else None
    if not isinstance(group, str) or not isinstance(outcome, str):
        return
    if is_flag(frame.columns[group]) and _names_groups(frame.columns[outcome]):
        frame.cost += _TURNED


def _names_groups(column: Column) -> bool:
    return column.is_grouping and not column.is_numeric and not is_flag(column)


def _quality(frame: Frame, taken: set[Any]) -> str | None:
    lattice = frame.lattice
    for sense in lattice.all("quality"):
        words = nouns("en").qualities.get(sense.concept, ())
        found = roles.main_measure(
            lattice.columns.values(), lattice.index.n_rows, words=words
        )
        if words and found is not None and found.name not in taken:
            return found.name
    return None


def _only_flag(frame: Frame, taken: set[Any]) -> str | None:
    found = [
        c.name for c in frame.lattice.columns.values()
        if c.name not in taken and c.n_unique == 2 and c.is_grouping
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _time(frame: Frame) -> None:
    """Series go along the table's column of time where no other is named."""
    _drawn_over_time(frame)
    dated = any(c.kind == "datetime" for c in frame.lattice.columns.values())
    if not dated and frame.has("grain") and frame.has("horizon"):
        frame.params.pop("grain", None)
    settle_periods(frame)
    for name, role in frame.operation.column_parameters().items():
        if role.if_empty != "time" or frame.params.get(name):
            continue
        times = roles.time_columns(frame.lattice.columns.values())
        taken = {v for v in frame.params.values() if isinstance(v, str)}
        free = [c.name for c in times if c.name not in taken]
        if free:
            frame.params[name] = free[0]


def _drawn_over_time(frame: Frame) -> None:
    """A line of something by a unit of time, or by nothing else, runs over the dates."""
    roles_ = frame.operation.column_parameters()
    if not {"x", "y"} <= roles_.keys() or roles_["x"].sort != "any":
        return
    times = [
        c.name for c in roles.time_columns(frame.lattice.columns.values())
        if c.name != frame.params.get("y")
    ]  # fmt: skip
    x = frame.params.get("x")
    if not times or x == times[0]:
        return
    if x is None:
        frame.params["x"] = times[0]
    elif (
        "grain" in frame.params
        and frame.has("group_by")
        and not frame.params.get("group_by")
        and not roles.is_time(frame.columns[x])
    ):
        frame.params |= {"x": times[0], "group_by": x}


def _pair(frame: Frame, words: Methods) -> None:
    """Two columns without a group: measured on the same rows, or one parts the other."""
    names = frame.params.get("columns")
    role = frame.operation.column_parameters().get("columns")
    if not (frame.has("group") and names and len(names) == 2):
        return
    if role is None or role.sort != "any":
        return
    if frame.params.get("group") or frame.params.get("subject"):
        return
    first, second = (frame.columns[name] for name in names)
    numbers = [c.is_numeric and not is_flag(c) for c in (first, second)]
    if all(numbers):
        if _is_mere(frame) and not (
            _matched(frame, names) or _when_pair(frame, names, words)
        ):
            frame.cost += _SEVERAL
        if not _share_a_scale(first, second) and not _matched(frame, names):
            frame.violate(f"{first.name} and {second.name}", _NO_COMPARISON)
        return
    if not any(numbers):
        same = {v for v, _ in first.levels} == {v for v, _ in second.levels}
        if same and (_matched(frame, names) or _when_pair(frame, names, words)):
            return
        outcome = 0 if first.n_unique == 2 and second.n_unique != 2 else 1
        if is_flag(first) != is_flag(second):
            outcome = 0 if is_flag(first) else 1
    else:
        outcome = numbers.index(True)
    group = names[1 - outcome]
    if not frame.columns[group].is_grouping:
        frame.cost += 1.0
    frame.params["columns"], frame.params["group"] = [names[outcome]], group


def _share_a_scale(first: Column, second: Column) -> bool:
    """Whether the values of two columns lie where the other's do, at least in part."""
    ends = [first.minimum, first.maximum, second.minimum, second.maximum]
    low1, high1, low2, high2 = (
        float(end) if isinstance(end, (int, float)) else math.nan for end in ends
    )
    shared = min(high1, high2) - max(low1, low2)
    least = min(high1 - low1, high2 - low2)
    return math.isnan(shared) or shared >= _SHARED * least


def _is_mere(frame: Frame) -> bool:
    """ "compare sales and profit": no word asks for a test."""
    name = frame.operation.name
    heads = [t for t in frame.said.terms if name in t.meaning.heads | t.meaning.bare]
    return bool(heads) and all("mere" in term.meaning.plain for term in heads)


def _matched(frame: Frame, names: list[str]) -> bool:
    """Whether the words say that the same ones were asked twice."""
    said = frame.said
    return bool(said.plain("whenwords")) or any(
        parameter == "subject" for one in said.roled for _, parameter in one.roles
    )


def _when_pair(frame: Frame, names: list[str], words: Methods) -> bool:
    pairs = column_pairs(frame.lattice, words)
    return any({first, second} == set(names) for first, second, _ in pairs)


def _counts(frame: Frame) -> None:
    """A table of counts: each row is a combination, with how many there were."""
    counts = counts_column(frame.columns.values(), frame.lattice.index.n_rows)
    if counts is None:
        return
    if not frame.has("frequency"):
        if frame.operation.name in _WITHOUT_COUNTS:
            frame.cost += _NO_COUNTS
        return
    if frame.params.get("frequency") is None:
        frame.params["frequency"] = counts
        frame.assumed.append(f"{counts} says how many there are of each row")


def _survival(frame: Frame) -> None:
    """The event and the time of a survival, where one column of the table is called so."""
    n_rows = frame.lattice.index.n_rows
    if not frame.params.get("event"):
        found = _only(
            frame, lambda c: is_flag(c) and _of_one_event(frame, "duration", c)
        ) or _only(frame, names_event)
        if found is not None:
            frame.params["event"] = found
            frame.assumed.append(f"{found} tells whether the event came")
    told = frame.params.get("event") and frame.has("duration")
    if told and not frame.params.get("duration"):
        found = _only(
            frame,
            lambda c: names_time(c, n_rows) and _of_one_event(frame, "event", c),
        ) or _only(frame, lambda c: names_time(c, n_rows))
        if found is not None:
            frame.params["duration"] = found
            frame.cost += _ONLY_TIME
            frame.assumed.append(f"{found} is the time until it came")
    if frame.named and not frame.params.get("event"):
        frame.assumed.append("every row counts as an event, since no column tells it")


def _only(frame: Frame, fits: Callable[[Column], bool]) -> str | None:
    """The one column that fits and has no other place."""
    taken = {
        name
        for value in frame.params.values()
        for name in (value if isinstance(value, list) else [value])
        if isinstance(name, str)
    }
    found = [
        c.name for c in frame.lattice.columns.values()
        if c.name not in taken and fits(c)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _of_one_event(frame: Frame, parameter: str, column: Column) -> bool:
    """Whether two columns share a word of their names ("DaysToRelapse" and "Relapsed")."""
    other = frame.params.get(parameter)
    if not isinstance(other, str):
        return False
    return bool(set(roles.parts(frame.columns[other])) & set(roles.parts(column)))


def _parted(frame: Frame) -> None:
    """Groups of nothing, or an effect that is itself compared, are no full reading."""
    parted = frame.has("group_by") and frame.has("columns")
    if parted and frame.params.get("group_by") and not frame.params.get("columns"):
        said = any(True for _ in frame.lattice.all("everything"))
        frame.cost += (
            0.0 if said or frame.operation.category == "Describe" else _SEVERAL
        )
    name = frame.operation.name
    effects = frame.has("outcomes") and frame.said.effects
    if effects and any(name in term.meaning.heads for term in frame.said.terms):
        frame.cost += _SEVERAL


_TWO_GROUPS = ("mann_whitney", "two_sample_t", "two_sample_ks")
_SAME_FOR_TWO = 0.2


def _wants_two(frame: Frame) -> None:
    """A test of two groups has two of them; one of several is seldom meant for two."""
    group = frame.params.get("group")
    if not isinstance(group, str) or frame.rows:
        return
    n = len(frame.params.get("levels") or ()) or frame.columns[group].n_unique
    if (frame.operation.name in _TWO_GROUPS and n > 2) or (
        frame.operation.name == "kruskal_wallis" and n == 2
    ):
        frame.cost += _SAME_FOR_TWO


def _comparison(frame: Frame, one_sample: bool) -> None:
    """A comparison needs groups, a second column or a value to compare with."""
    unnamed = frame.has("group") and frame.has("column") and not frame.named
    if unnamed and not frame.params.get("group") and "p" not in frame.params:
        frame.missing.append("group")
        frame.cost += _NO_COMPARISON
    if not (frame.has("group") and frame.has("columns")):
        return
    subject = frame.params.get("subject")
    if subject and len(frame.params.get("columns", ())) > 1:
        if frame.columns[subject].n_unique == frame.lattice.index.n_rows:
            frame.params.pop("subject")  # each row is one already
        else:
            frame.violate("several columns of one subject", _NO_COMPARISON)
    _wants_two(frame)
    if frame.params.get("group"):
        if len(frame.params.get("columns", ())) > 1:
            frame.cost += _SEVERAL
        return
    if one_sample and "mu" in frame.params:
        return
    role = frame.operation.column_parameters()["columns"]
    group = frame.operation.parameters["group"]
    if group.required or role.minimum >= 2:
        return
    n = len(frame.params.get("columns", ()))
    if n < 2 and not frame.has("difference"):
        frame.missing.append("group")
        frame.cost += _NO_COMPARISON
