"""A calculation being put together, and what its stages share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from analysis.base.columns import Column
from analysis.base.wording import names_of
from analysis.formulas.conditions import DATE_PARTS
from chat.linking.dates import Interval
from chat.linking.words import stem
from chat.reader.base import roles
from chat.reader.base.cover import Cover
from chat.reader.base.items import (
    Columns,
    Edge,
    Key,
    Limit,
    Mark,
    Measure,
    Noun,
    Rows,
    Window,
)
from chat.reader.base.senses import Lattice
from chat.reader.base.series import span_of
from chat.reader.lexicon import nouns

_YEARS_FOR_YEARS = 8
_DAYS_FOR_DAYS = 45
_COMPARATIVES = ("more", "howmuchmore")
_ENDS = {"desc": "desc", "more": "desc", "asc": "asc", "less": "asc"}


@dataclass
class Calculation:
    """A calculation being put together; ``cost`` grows with what had to be assumed."""

    lattice: Lattice
    measures: list[Measure] = field(default_factory=list)
    keys: list[dict[str, Any]] = field(default_factory=list)
    rows: list[Rows] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)
    assumed: list[str] = field(default_factory=list)
    cost: float = 0.0
    asks: str = "value"
    asked_key: bool = False
    asked_person: bool = False
    noun: str = ""
    failed: str = ""
    weak: bool = False
    ranked_by: str = ""

    def fail(self, why: str) -> None:
        self.failed = self.failed or why


_MOST_NUMBERS = 12  # of an amount that may be groups


@dataclass
class Bag:
    """The items of a cover by sort, in order."""

    items: tuple[Edge, ...]
    measures: list[tuple[Edge, tuple[Measure, ...]]] = field(default_factory=list)
    keys: list[tuple[Edge, tuple[Key, ...]]] = field(default_factory=list)
    rows: list[tuple[Edge, Rows]] = field(default_factory=list)
    limits: list[tuple[Edge, Limit]] = field(default_factory=list)
    windows: list[tuple[Edge, Window]] = field(default_factory=list)
    nouns: list[tuple[Edge, Noun]] = field(default_factory=list)
    subjects: list[tuple[Edge, Columns]] = field(default_factory=list)
    marks: dict[str, list[tuple[Edge, Mark]]] = field(default_factory=dict)

    def mark(self, kind: str) -> Mark | None:
        found = self.marks.get(kind)
        return found[0][1] if found else None

    def has(self, kind: str) -> bool:
        return kind in self.marks


def bag_of(cover: Cover) -> Bag:
    bag = Bag(cover.items)
    for edge in cover.items:
        item = edge.item
        match edge.category:
            case "measures":
                bag.measures.append((edge, item))
            case "key":
                bag.keys.append((edge, item))
            case "rows":
                bag.rows.append((edge, item))
            case "limit":
                bag.limits.append((edge, item))
            case "window":
                bag.windows.append((edge, item))
            case "noun_":
                bag.nouns.append((edge, item))
            case "subject":
                bag.subjects.append((edge, item))
            case "sign":
                bag.marks.setdefault(item.kind, []).append((edge, item))
    return bag


class State:
    """What the stages share: the items, the table, and the calculation so far."""

    def __init__(self, lattice: Lattice, bag: Bag) -> None:
        self.lattice = lattice
        self.bag = bag
        self.out = Calculation(lattice)
        self.columns = lattice.columns
        self.n_rows = lattice.index.n_rows
        self.contrast: tuple[str, list[Any]] | None = None
        self.used_subjects: set[str] = set()
        self.asked_keys: list[dict[str, Any]] = []
        self.person = ""
        self.doubtful = False
        self.is_turned = False  # the later of two times was said first
        self.uses_statistic = False

    def _statistics(self) -> list[str]:
        """Statistics that stand by themselves ("on average")."""
        return [m.concept for _, m in self.bag.marks.get("statistic", [])]

    def _levels(self, column: str) -> list[Any]:
        return [level for level, _ in self.columns[column].levels]

    def _qualities(self) -> list[tuple[str, bool]]:
        having = {edge.first for edge, _ in self.bag.marks.get("having", [])}
        found = [
            (m.concept, True)
            for edge, m in self.bag.marks.get("quality", [])
            if edge.last not in having  # "made two or more bookings"
        ]
        found += [(one, True) for one in self._compared_qualities()]
        found += [
            (one.quality, one.descending) for _, one in self.bag.limits if one.quality
        ]
        return found

    def _compared_qualities(self) -> list[str]:
        """What "longer" and "dearer" compare, beside that they compare."""
        edges = [e for kind in _COMPARATIVES for e, _ in self.bag.marks.get(kind, [])]
        found = [
            str(sense.concept)
            for edge in edges
            for sense in self.lattice.all("quality")
            if edge.first <= sense.first and sense.last <= edge.last
        ]
        return list(dict.fromkeys(found))

    def _quality_column(self, quality: str) -> Column | None:
        if quality in ("count", ""):
            return None
        if quality == "main":
            return roles.main_measure(self.columns.values(), self.n_rows)
        words = nouns("en").qualities.get(quality, ())
        able = list(self.columns.values())
        if quality in ("revenue", "profit", "salary"):
            outgoing = nouns("en").outgoings
            able = [c for c in able if not outgoing & set(roles.parts(c))]
        able = self._at_end(quality, able, words)
        found = roles.main_measure(able, self.n_rows, words=words)
        if found is None and quality == "price":
            # "how much more does a cabin cost" where only what was paid is known.
            paid = nouns("en").qualities.get("paying", ())
            found = roles.main_measure(able, self.n_rows, words=paid)
        if found is None and quality in ("revenue", "salary"):
            # "earned", "took" of a table that counts guests: money is no number of them.
            known = nouns("en")
            counted = {*known.people, *known.counts, *known.pieces}
            able = [c for c in able if not counted & set(roles.parts(c))]
            found = roles.main_measure(able, self.n_rows)
        return found

    def _at_end(
        self, quality: str, able: list[Column], words: tuple[str, ...]
    ) -> list[Column]:
        """ "hottest" by the maximum, "coldest" by the minimum, where both are columns."""
        of_it = [c for c in able if {stem(w) for w in words} & set(roles.parts(c))]
        if len(of_it) < 2:
            return able
        said = {
            _ENDS[str(sense.concept)]
            for kind in ("extreme", "more")
            for sense in self.lattice.all(kind)
            if any(
                one.concept == quality and one.last == sense.last
                for one in self.lattice.at("quality", sense.first)
            )
        }
        for end in said if len(said) == 1 else ():
            there = [c for c in of_it if nouns("en").ends[end] & set(roles.parts(c))]
            if len(there) == 1:
                return there
        return able

    def _two_groups(self) -> bool:
        return any("periods" in key or "values" in key for key in self.out.keys)

    def _split_key(self) -> bool:
        return any("split" in key for key in self.out.keys)

    def _noun_words(self) -> str:
        return self.bag.nouns[0][1].words if self.bag.nouns else ""

    def _add(self, measure: Measure) -> None:
        if measure not in self.out.measures:
            self.out.measures.append(measure)
        if measure.noun and not self.out.noun:
            self.out.noun = measure.noun

    def _is_time_key(self, key: dict[str, Any]) -> bool:
        return "grain" in key or roles.is_time(self.columns[key["column"]])

    def _time_keys(self) -> list[dict[str, Any]]:
        return [key for key in self.out.keys if self._is_time_key(key)]

    def _less(self) -> bool:
        mark = self.bag.mark("more")
        less = mark is not None and mark.concept == "less"
        return less != self._takes_less_time()

    def _takes_less_time(self) -> bool:
        """ "faster" where minutes are measured: fewer of them."""
        from chat.reader.lexicon import nouns

        measured = [m.of for m in self.out.measures if m.of in self.columns]
        return "speed" in self._compared_qualities() and any(
            word in nouns("en").durations
            for name in measured
            for word in roles.parts(self.columns[str(name)])
        )

    def _counted_entity(self) -> str | None:
        for measure in self.out.measures:
            if measure.statistic == "unique" and measure.of:
                self.out.measures = [Measure("count")]
                return measure.of
        return None

    def _key_from_subjects(self) -> None:
        for _, columns in self.bag.subjects:
            for name in columns.names:
                column = self.columns[name]
                if name in self.used_subjects or not roles.is_group(column):
                    continue
                if column.n_unique > _MOST_NUMBERS and roles.adds_up(column):
                    continue  # an amount, whose numbers are no groups
                self.used_subjects.add(name)
                self.out.keys.append({"column": name})
                self.out.cost += 0.6

    def _is_people(self, words: str) -> bool:
        return any(
            s.concept == "people"
            for s in self.lattice.all("rowword")
            if self.lattice.words(s.first, s.last) == words
        )


def of_years(rows: Rows, column: Column) -> Rows:
    """A year of a column of years is one of its values."""
    whole = isinstance(rows.value, Interval) and rows.op == "in"
    if column.kind == "datetime" or not whole:
        return rows
    start, end = rows.value.start, rows.value.end
    if (start.month, start.day, end.year - start.year) != (1, 1, 1):
        return rows
    return replace(rows, op="==", value=start.year, role="year")


def entity(lattice: Lattice, name: str) -> bool:
    column = lattice.columns[name]
    return roles.is_person(column) or column.n_unique > 25


def grain_of(column: Column) -> str:
    """A grain that leaves a readable number of periods; months where none is known."""
    days = span_of(column)
    if days > 365 * _YEARS_FOR_YEARS:
        return "year"
    return "month" if days > _DAYS_FOR_DAYS or not days else "day"


def part_words(part: str, numbers: Iterable[int]) -> str:
    """ "December, January and February"."""
    names = DATE_PARTS[part]
    return names_of(names[number] for number in numbers)


def period_words(interval: Interval) -> str:
    start, end = interval.start, interval.end
    months = (end.year - start.year) * 12 + end.month - start.month
    if start.day == 1 and end.day == 1:
        if months == 12 and start.month == 1:
            return str(start.year)
        if months == 1:
            return f"{start:%Y-%m}"
        if months == 3 and start.month % 3 == 1:
            return f"{start.year}-Q{(start.month + 2) // 3}"
    return f"{start.isoformat()} to {(end - timedelta(days=1)).isoformat()}"
