"""Which columns of a message play which part in a model: covariates, event, outcome."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from analysis.base.columns import Column
from chat.linking.naming import name_parts
from chat.reader.methods.linked import LinkedText, Part
from chat.reader.methods.names import data_of

_JOIN = re.compile(
    r"[\s,&+/()]*(?:(?:and|or|as well as|plus|also|both)\b[\s,]*)?(?:the |their |a |an |any |differences? in |(?:effects?|influence) of |(?:variables?|columns?|covariates?|factors?|predictors?):? )*"
)
_FILLER = re.compile(
    r"[\s:,=(]*(?:the |their |a |an |any |all |both |also |for |in |of |levels? of |differences? in |(?:effects?|influence) of |(?:variables?|columns?|covariates?|factors?):? |values? of )*"
)

# A word that says more of a column, and the next one joined to it.
_NOUN_JOINED = re.compile(r" (?P<noun>[a-z]{3,})(?:,? and|,) ")
_MOST_LEVELS = 50
_FIRST = (0, 1)  # what rows are counted from
_MOST_DESCRIBING = 5


@cache
def patterns(name: str) -> re.Pattern[str]:
    """The alternatives of an entry of the lexicon as one pattern."""
    section, _, key = name.rpartition(".")
    data = data_of("models")
    forms = (data[section] if section else data)[key]
    return re.compile(r"(?<!\w)(?:" + "|".join(forms) + r")(?!\w)")


def cue(name: str) -> re.Pattern[str]:
    """The same without a word's end, for words that lead to a list."""
    return _led(name)


@cache
def _led(name: str) -> re.Pattern[str]:
    section, _, key = name.rpartition(".")
    data = data_of("models")
    forms = (data[section] if section else data)[key]
    return re.compile(r"(?<!\w)(?:" + "|".join(forms) + r")")


def list_after(
    linked: LinkedText, place: int, kinds: Sequence[str] = ("column",)
) -> list[Part]:
    """The columns that stand, joined, right after a place of the text."""
    found: list[Part] = []
    at = _FILLER.match(linked.low, place)
    position = at.end() if at else place
    for part in linked.parts:
        if part.start < position or part.kind not in kinds:
            continue
        if found:
            gap = _JOIN.match(linked.low, found[-1].end)
            if gap is None or gap.end() != part.start or gap.end() == found[-1].end:
                break
        elif part.start != position:
            break
        found.append(part)
    return found


def list_before(linked: LinkedText, place: int) -> list[Part]:
    """The columns that stand, joined, right before a place of the text."""
    found: list[Part] = []
    edge = len(linked.low[:place].rstrip(" ,)-"))
    for part in reversed(linked.parts):
        if part.end > edge or part.kind != "column":
            continue
        if found:
            gap = _JOIN.match(linked.low, part.end)
            if gap is None or gap.end() != found[0].start:
                break
        elif part.end != edge:
            break
        found.insert(0, part)
    return found


@dataclass
class Roles:
    """The parts of the message by what they do in a model; ``rest`` do nothing yet."""

    covariates: list[str] = field(default_factory=list)
    duration: str = ""
    event: str = ""
    taken: set[int] = field(default_factory=set)
    adjusts: bool = False
    everything: bool = False

    def take(self, parts: Iterable[Part]) -> list[str]:
        names = []
        for part in parts:
            self.taken.add(part.start)
            names.append(part.column)
        return list(dict.fromkeys(names))

    def rest(self, linked: LinkedText) -> list[Part]:
        return [
            part
            for part in linked.parts
            if part.start not in self.taken
            and part.kind in ("column", "value")
            and not _is_row_noun(linked, part)
            and not _is_said_of_chances(linked, part)
        ]


def _is_row_noun(linked: LinkedText, part: Part) -> bool:
    """Whether a word means the rows ("occupations") by the column that names them."""
    column = linked.columns[part.column]
    said = linked.low[part.start : part.end]
    return (
        part.kind == "column"
        and (not column.is_numeric or _counted_so(column, said))
        and column.n_unique > _MOST_LEVELS
        and said != part.column.lower()
    )


def _is_said_of_chances(linked: LinkedText, part: Part) -> bool:
    """ "more likely", "as common": words of a comparison, though they are near a name."""
    said = linked.low[part.start : part.end]
    chances = patterns("leaning.chances").fullmatch(said) is not None
    return chances and said != part.column.lower()


def _counted_so(column: Column, said: str) -> bool:
    """Whether rows are counted by a column, and called by its name: "trees" of tree.

    Ages of 19 to 69 have no gap either, and "age" counts nothing.
    """
    return _numbers_rows(column) and (column.minimum in _FIRST or said.endswith("s"))


def _numbers_rows(column: Column) -> bool:
    """Whether a column counts the rows: whole numbers without a gap."""
    low, high = column.minimum, column.maximum
    return (
        column.kind == "integer"
        and isinstance(low, int | float)
        and isinstance(high, int | float)
        and high - low == column.n_unique - 1
    )


def covariates_of(linked: LinkedText, roles: Roles) -> None:
    """Finds the columns that are held constant; their parts are taken."""
    for match in _led("covariates_after").finditer(linked.low):
        found = _held(linked, _named_by_more(linked, list_after(linked, match.end())))
        found = found or _described(linked, match.end())
        if found:
            roles.adjusts = True
            roles.covariates += roles.take(found)
    for match in patterns("covariates_before").finditer(linked.low):
        found = list_before(linked, match.start())
        if found:
            roles.adjusts = True
            roles.covariates += roles.take(found)
    for match in patterns("everything").finditer(linked.low):
        if _led("adjusting").search(linked.low[: match.start()]):
            roles.adjusts = roles.everything = True
    held = dict.fromkeys(roles.covariates)
    roles.covariates = [c for c in held if c not in (roles.duration, roles.event)]


def _named_by_more(linked: LinkedText, found: list[Part]) -> list[Part]:
    """ "allow for battery health and storage": a noun behind a column ends no list."""
    while found:
        noun = _NOUN_JOINED.match(linked.low, found[-1].end)
        if noun is None or noun["noun"] in _parting():
            return found
        more = list_after(linked, noun.end())
        if not more or linked.covering(noun.start("noun"), noun.end("noun")):
            return found
        found = [*found, *more]
    return found


def _held(linked: LinkedText, found: list[Part]) -> list[Part]:
    """ "adjusted for age, smokers have …": the list ends where the question begins."""
    kept: list[Part] = []
    for part in found:
        begins = patterns("opens_question").match(linked.low, part.start)
        comma = kept and linked.low[kept[-1].end : part.start].strip() == ","
        acts = patterns("acts_behind").match(linked.low[part.end :])
        if kept and (begins or (comma and acts and part is found[-1])):
            break
        kept.append(part)
    return kept


def _described(linked: LinkedText, place: int) -> list[Part]:
    """The columns behind words that only describe them ("workday alcohol use (Dalc)")."""
    for part in linked.parts:
        if part.start < place or part.kind != "column":
            continue
        words = re.findall(r"[\w-]+", linked.low[place : part.start])
        plain = not re.search(r"[.;?!]", linked.low[place : part.start])
        if plain and len(words) <= _MOST_DESCRIBING and not set(words) & _parting():
            return list_after(linked, part.start)
        return []
    return []


@cache
def _parting() -> frozenset[str]:
    return frozenset(data_of("models")["parting"])


def adjusts_for_nothing(linked: LinkedText) -> str:
    """The word that stands where a covariate belongs and names no column; "" else."""
    for match in _led("adjusting").finditer(linked.low):
        if list_after(linked, match.end(), ("column", "value")) or _described(
            linked, match.end()
        ):
            continue
        start = _FILLER.match(linked.low, match.end())
        if re.match(r" *[,;]", linked.low[match.end() :]):
            continue  # "with age adjusted for, …": what is held stands in front
        word = re.match(r"[a-z_][\w.]+", linked.low[start.end() if start else 0 :])
        if word is None or any(
            patterns(name).match(linked.low, start.end() if start else 0)
            for name in ("no_column", "everything")
        ):
            continue
        return str(word[0])
    return ""


def survival_of(linked: LinkedText, roles: Roles) -> bool:
    """Finds durations and events where the message is about survival.

    Said ones go first ("event in dead", "dead is the event"), then names that mean them.
    """
    if not patterns("survival.about").search(linked.low):
        return False
    roles.taken |= {
        part.start
        for part in linked.of_kind("column", "value")
        if patterns("survival.role").fullmatch(linked.low[part.start : part.end])
        and linked.low[part.start : part.end] != part.column.lower()
    }  # "died as event": no adverse event
    for key in ("time", "event"):
        said = _said_role(linked, roles, key)
        if said:
            setattr(roles, "duration" if key == "time" else "event", said)
    for part in linked.of_kind("column"):
        if part.column in (roles.event, roles.duration):
            roles.taken.add(part.start)
    if not roles.event:
        roles.event = _by_name(linked, roles, "event")
    if not roles.duration:
        roles.duration = _by_name(linked, roles, "time")
    if roles.event and not roles.duration:
        roles.duration = _modelled(linked, roles)
    return bool(roles.event and roles.duration)


def _modelled(linked: LinkedText, roles: Roles) -> str:
    """ "cox model of DURATION on …"."""
    match = patterns("regressing").search(linked.low)
    found = list_after(linked, match.end()) if match else []
    if not found or not _fits(linked, found[0].column, "time"):
        return ""
    if match is not None and match[0].endswith("with"):
        return ""  # "a cox model with age and dose": these are what it is explained by
    return roles.take(found[:1])[0]


def _said_role(linked: LinkedText, roles: Roles, key: str) -> str:
    for match in _led(f"survival.{key}_after").finditer(linked.low):
        found = list_after(linked, match.end())
        if found and _fits(linked, found[0].column, key):
            return roles.take(found[:1])[0]
    for match in patterns(f"survival.{key}_before").finditer(linked.low):
        found = list_before(linked, match.start())
        if found and _fits(linked, found[-1].column, key):
            return roles.take(found[-1:])[0]
    return ""


def _fits(linked: LinkedText, name: str, key: str) -> bool:
    column = linked.columns[name]
    if key == "event":
        return column.n_unique <= 3
    return column.is_numeric and column.n_unique > 2


def _by_name(linked: LinkedText, roles: Roles, key: str) -> str:
    words: list[str] = data_of("models")["survival"][f"{key}_names"]
    named = [p.column for p in linked.of_kind("column") if p.start not in roles.taken]
    for name in [*named, *(linked.columns if key == "event" else ())]:
        said = [part.lower() for part in name_parts(name)]
        begins = any(part.startswith(word) for part in said for word in words)
        if _fits(linked, name, key) and begins:
            for part in linked.of_kind("column"):
                if part.column == name:
                    roles.taken.add(part.start)
            return str(name)
    return ""
