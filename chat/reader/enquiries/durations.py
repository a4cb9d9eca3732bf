"""Times until an event: half gone after how long, how many still there, who stays longer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from analysis.base.task import Step
from chat.reader.base.entities import singular
from chat.reader.enquiries.sentence import Sentence, Span, flag
from chat.reader.frames.places import names_time

_CUES = frozenset((
    "timerole", "eventrole", "stays", "leaves", "half", "mediantime", "howlong", "sharekept",
    "longer", "differs", "after", "timeunit", "percentword", "notyet", "howmany", "others",
    "eventmeans", "by", "survivalname", "longest", "onefigure", "countsas", "withoutit",
))  # fmt: skip
_PAIR = 2
_SURE = 0.45
_UNIT_OF = ("day", "week", "month", "year", "hour", "minute", "second")


@dataclass
class Design:
    """Which columns hold the time, the event and the groups."""

    duration: str = ""
    event: str = ""
    event_value: float | None = None
    said: bool = False


def timed(sentence: Sentence) -> tuple[list[Step], list[str]] | None:
    """The steps of a question about times until an event; None for any other."""
    design = None if sentence.has("fraction") else _design(sentence)
    if design is None:
        return None
    assumed: list[str] = []
    if not design.said:
        assumed.append(
            f"{design.duration} is the time, {design.event} tells whether the event came"
        )
    params: dict[str, Any] = {"duration": design.duration, "event": design.event}
    if design.event_value is not None:
        params["event_value"] = design.event_value
    prepare, group = _group(sentence, design)
    _count_groups(sentence, group)
    sentence.use(*sentence.of("onefigure"))
    steps = _asked(sentence, params, group)
    if steps is None:
        return None
    sentence.use_cues(_CUES)
    if sentence.limits() or sentence.names_more():
        return None
    return [*prepare, *steps], assumed


def _asked(
    sentence: Sentence, params: dict[str, Any], group: str | None
) -> list[Step] | None:
    grouped = {"group": group} if group else {}
    at = _at(sentence, params["duration"])
    if at is not None and sentence.has("stays", "sharekept", "leaves", "notyet"):
        return [
            Step(operation="kaplan_meier", params={**params, **grouped, "at_time": at})
        ]
    if any(True for _ in sentence.numbers()):
        return None
    if sentence.has("half", "mediantime") or (group and sentence.has("longest")):
        return [Step(operation="kaplan_meier", params={**params, **grouped})]
    if group and sentence.has("longer", "differs"):
        return [Step(operation="log_rank", params={**params, **grouped})]
    if sentence.has("survivalname"):
        return [Step(operation="kaplan_meier", params={**params, **grouped})]
    if sentence.has("howlong") and not sentence.has("longer", "differs"):
        return [Step(operation="kaplan_meier", params={**params, **grouped})]
    return None


# --- columns -----------------------------------------------------------------------------


def _design(sentence: Sentence) -> Design | None:
    """The columns of the time and the event, as they are declared or cannot be otherwise."""
    found = Design()
    for place, span in enumerate(sentence.columns):
        role = _role(sentence, place)
        column = sentence.lattice.columns[span.name]
        if role == "time" and column.is_numeric:
            if found.duration not in ("", span.name):
                return None
            found.duration = span.name
        elif role == "event":
            if found.event not in ("", span.name):
                return None
            found.event = span.name
            _event_value(sentence, span, found)
    if not found.duration and not found.event:
        _implied(sentence, found)
    if not found.duration and not found.event:
        return None
    found.said = bool(found.duration and found.event)
    _rest(sentence, found)
    if not found.duration or not found.event:
        return None
    for span in sentence.columns:
        if span.name in (found.duration, found.event):
            sentence.use(span)
    return found


def _implied(sentence: Sentence, found: Design) -> None:
    """ "after how many months has half of them left?": the event is the one column of yes
    and no that is named, and the time the table's only one."""
    if not (sentence.has("half") and sentence.has("howlong")):
        return
    columns = sentence.lattice.columns.values()
    n_rows = sentence.lattice.index.n_rows
    flags = {span.name for span in sentence.columns if flag(sentence, span.name)}
    times = [column.name for column in columns if names_time(column, n_rows)]
    units = sentence.of("timeunit")
    if len(flags) != 1 or len(times) != 1:
        return
    if all(fits_unit(sentence, unit, times[0]) for unit in units):
        found.event, found.duration = flags.pop(), times[0]


def _rest(sentence: Sentence, found: Design) -> None:
    """The other one of the two, where just one column can be it."""
    free = [
        s.name for s in sentence.columns if s.name not in (found.duration, found.event)
    ]
    columns = sentence.lattice.columns
    if not found.event:
        flags = [name for name in dict.fromkeys(free) if flag(sentence, name)]
        found.event = flags[0] if len(flags) == 1 else ""
    elif not found.duration:
        numbers = [
            n for n in dict.fromkeys(free)
            if columns[n].is_numeric and not flag(sentence, n)
        ]  # fmt: skip
        found.duration = numbers[0] if len(numbers) == 1 else ""


def _role(sentence: Sentence, place: int) -> str | None:
    """What the words beside a column say it is."""
    span = sentence.columns[place]
    best: tuple[int, str] | None = None
    for role, cues in (("time", "timerole"), ("event", "eventrole")):
        for cue in sentence.of(cues):
            for gap in (
                None
                if _opens(sentence, cue)
                else sentence.between(span.last, cue.first),
                _before(sentence, cue, span),
            ):
                if gap is not None and (best is None or gap < best[0]):
                    best = gap, role
    if best is None and _means(sentence, span) is not None:
        return "event"
    if best is None and _are_given(sentence):
        if flag(sentence, span.name):
            return "event"
        return "time" if sentence.lattice.columns[span.name].is_numeric else None
    return best[1] if best else None


def _are_given(sentence: Sentence) -> bool:
    """ "Kaplan-Meier … (Months, Gone)": the method, or brackets, with a time and an event."""
    if sentence.has("timerole", "eventrole"):
        return False
    columns = sentence.lattice.columns
    flags = [span for span in sentence.columns if flag(sentence, span.name)]
    numbers = [
        span for span in sentence.columns
        if span not in flags and columns[span.name].is_numeric
    ]  # fmt: skip
    if len({s.name for s in flags}) != 1 or len({s.name for s in numbers}) != 1:
        return False
    first, second = sorted((flags[-1], numbers[-1]), key=lambda span: span.first)
    bracket = "(" in sentence.words[first.first].breaks
    return sentence.has("survivalname") or (bracket and first.last == second.first)


def _opens(sentence: Sentence, cue: Span) -> bool:
    """ "by sex with event survived": it speaks of what is behind it."""
    lattice = sentence.lattice
    at = sentence.words[cue.first].at - 1
    begins = any(one.first == cue.last for one in sentence.columns)
    return begins and at >= 0 and bool(lattice.at("prep", at))


def _before(sentence: Sentence, cue: Span, span: Span) -> int | None:
    """How far a cue stands before a column that it speaks of, and of no other."""
    others = [c for c in sentence.columns if c.last <= cue.first]
    if others and sentence.between(others[-1].last, cue.first) is not None:
        return None  # "Days is the time and Left …": it speaks of Days
    return sentence.between(cue.last, span.first)


def _means(sentence: Sentence, span: Span) -> int | None:
    """ "Drop = 1 means dropped out": where the number stands."""
    at = span.last
    while at < len(sentence.words) and sentence.is_passed(at):
        at += 1
    if at >= len(sentence.words) or sentence.words[at].number is None:
        return None
    after = sentence.of("eventmeans", "leaves", "eventrole")
    near = any(sentence.between(at + 1, c.first) is not None for c in after)
    return at if near else None


def _event_value(sentence: Sentence, span: Span, found: Design) -> None:
    at = _means(sentence, span)
    if at is None:
        return
    value = sentence.words[at].number
    levels = {level for level, _ in sentence.lattice.columns[span.name].levels}
    if value in levels or str(value) in levels or not levels:
        found.event_value = value
    elif value not in (0, 1):
        return
    sentence.used.add(at)


# --- groups ------------------------------------------------------------------------------


def _group(sentence: Sentence, design: Design) -> tuple[list[Step], str | None]:
    """The column of the groups, named itself or by its values."""
    free = [
        s for s in sentence.columns
        if not set(range(s.first, s.last)) <= sentence.used
        and sentence.lattice.columns[s.name].is_grouping
    ]  # fmt: skip
    free = _apart_from_places(sentence, free)
    values: dict[str, dict[Any, set[int]]] = {}
    for sense in sentence.lattice.all("value"):
        places = sentence.places(sense)
        if sense.column in (design.duration, design.event):
            sentence.used |= places  # "stay", "still free": the event did not come
            continue
        if sense.cost < 0.45 and places and not places & sentence.used:
            values.setdefault(sense.column, {}).setdefault(sense.concept, set()).update(
                places
            )
    names = list(dict.fromkeys(s.name for s in free))
    if len(names) == 1:
        sentence.use(*free)
        _use_without(sentence, names[0])
        stated = values.pop(names[0], {})
        for places in stated.values():
            sentence.used |= places
        n_levels = sentence.lattice.columns[names[0]].n_unique
        if len(stated) < _PAIR or len(stated) == n_levels or sentence.has("others"):
            return [], names[0]
        return [_only(names[0], stated)], names[0]
    if names or len(values) != 1:
        return [], None
    ((name, said),) = values.items()
    n_levels = sentence.lattice.columns[name].n_unique
    others = sentence.has("others")
    if len(said) == n_levels or (len(said) == 1 and n_levels == 2):
        steps: list[Step] = []
    elif len(said) >= 2 and not others:
        steps = [_only(name, said)]
    elif not others and not sentence.has("longer", "differs"):
        where = {"column": name, "op": "==", "value": next(iter(said))}
        steps, name = [Step(operation="filter_rows", params={"where": where})], ""
    else:
        return [], None
    for places in said.values():
        sentence.used |= places
    return steps, name or None


def _apart_from_places(sentence: Sentence, free: list[Span]) -> list[Span]:
    """The columns without "the choir" of "how long do people stay in the choir?"."""
    places = [
        span for span in free
        if _is_place(sentence, span)
        and singular(sentence.words[span.last - 1].text) == sentence.words[span.last - 1].text
    ]  # fmt: skip
    sentence.use(*places)
    return [span for span in free if span not in places]


def _is_place(sentence: Sentence, span: Span) -> bool:
    """ "in the choir", and "has left the choir" where that names the event."""
    if any(
        cue.first < span.first <= cue.last + 1 for cue in sentence.of("by", "pergroup")
    ):
        return False
    behind = any(
        sentence.between(one.last, span.first) is not None and one.last < span.first
        for one in sentence.columns
        if flag(sentence, one.name)
    )
    return behind or any(cue.last == span.first for cue in sentence.of("placed"))


def _use_without(sentence: Sentence, name: str) -> None:
    """ "men with aid or men without": the other level of the same yes and no."""
    if not flag(sentence, name):
        return
    n_words = len(sentence.words)
    for cue in sentence.of("withoutit"):
        if cue.last >= n_words or sentence.words[cue.last].breaks:
            sentence.use(cue)


def _only(name: str, values: Iterable[Any]) -> Step:
    """The rows with one of the values."""
    where = {"column": name, "op": "in", "value": list(values)}
    return Step(operation="filter_rows", params={"where": where})


def _count_groups(sentence: Sentence, group: str | None) -> None:
    """ "these two plans": a number of groups that is that of those said."""
    if group is None:
        return
    senses = sentence.lattice.all("value")
    said = {s.concept for s in senses if s.column == group and s.cost < _SURE}
    for at in list(sentence.numbers()):
        known = at + 1 < len(sentence.words) and sentence.is_known(at + 1)
        if known and sentence.words[at].number == len(said):
            sentence.used.add(at)


# --- times -------------------------------------------------------------------------------


def _at(sentence: Sentence, duration: str) -> float | None:
    """The time that a number with a unit, or behind "after", says."""
    left = list(sentence.numbers())
    if len(left) == 1 and not sentence.words[left[0]].percent:
        at = left[0]
        before = any(
            sentence.between(cue.last, at) is not None for cue in sentence.of("after")
        )
        unit = next((c for c in sentence.of("timeunit") if c.first == at + 1), None)
        if not before and unit is None:
            return None
        if unit is not None and not fits_unit(sentence, unit, duration):
            return None
        sentence.used.add(at)
        return sentence.words[at].number
    return None


def fits_unit(sentence: Sentence, unit: Span, duration: str) -> bool:
    """Whether a column may be in a unit: its name tells of no other."""
    said = sentence.words[unit.first].stem
    name = duration.lower()
    told = [one for one in _UNIT_OF if one in name]
    return not told or any(said.startswith(one[:4]) for one in told)
