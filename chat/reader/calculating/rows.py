"""Which rows a calculation is of, with the columns that the words left out."""

from __future__ import annotations

from dataclasses import replace

from analysis.base.columns import Column
from chat.linking.dates import Interval
from chat.linking.naming import name_parts
from chat.linking.words import STOPWORDS, stem
from chat.reader.base import roles
from chat.reader.base.items import (
    Edge,
    Rows,
    Values,
)
from chat.reader.base.senses import nouns_of_rows
from chat.reader.calculating.state import (
    State,
    of_years,
    part_words,
)
from chat.reader.lexicon import nouns

_OLDEST = 120


def _says_the_same(one: Rows, other: Rows) -> bool:
    """ "women (sex = f)", "had a fall (fall = 1)": a condition that is said twice."""
    return (
        one.role in ("value", "flag", "number")
        and (one.column, one.op, one.negated) == (other.column, other.op, other.negated)
        and one.value == other.value
    )


class RowsStage(State):
    """Which rows a calculation is of, with the columns that the words left out."""

    def _rows(self) -> None:
        both = self.bag.mark("both")
        found = [rows for _, rows in self.bag.rows]
        if self.bag.has("notcolumn"):
            self.out.fail("what is not meant")
            return
        if both is not None and both.data is not None:
            found += list(both.data["rows"])
        counted = self.bag.mark("counted")
        if counted is not None and counted.data is not None:
            values: Values = counted.data["values"]
            single = len(values.values) == 1
            found.append(
                Rows(
                    values.column,
                    "==" if single else "in",
                    values.values[0] if single else list(values.values),
                    joined=values.joined,
                )
            )
        for rows in found:
            settled = self._settled(rows)
            if settled is None:
                return
            if not any(_says_the_same(settled, other) for other in self.out.rows):
                self.out.rows.append(settled)

    def _settled(self, rows: Rows) -> Rows | None:
        """With the column that the words left out."""
        if rows.role == "time":
            column = self._time_column(rows.column)
            if column is None:
                self.out.fail("no time")
                return None
            self._say_which_year(rows, column)
            return of_years(replace(rows, column=column.name), column)
        if rows.role == "part":
            return self._part_of_calendar(rows)
        of_key = rows.role == "number" and self._is_key(rows.column)
        if of_key and self._is_percent(rows):
            self.out.fail("a share of the rows")
            return None
        banded = self._bands(rows)
        if banded is not None:
            return banded
        if rows.role == "number" and rows.column in self._banded():
            self.out.fail("a number that cuts a band")
            return None
        if rows.column is None:
            name = self._column_of_number(rows)
            if name is None:
                self.out.fail("number without column")
                return None
            named = {part.casefold() for part in name_parts(name)}
            if self._is_percent(rows) and not named & nouns("en").percents:
                self.out.fail("a share of what is no share")
                return None
            self.out.cost += 0.3
            place = self._edge_of(rows)
            words = self.lattice.words(place.first, place.last) if place else ""
            self.out.assumed.append(f"“{words}” was taken to mean {name}")
            return replace(rows, column=name)
        return rows

    def _say_which_year(self, rows: Rows, column: Column) -> None:
        """ "in July", "on 5 July" of several years: of the last one that there was."""
        if not isinstance(rows.value, Interval) or not rows.value.yearless:
            return
        if str(column.minimum)[:4] != str(column.maximum)[:4]:
            start = rows.value.start
            words = part_words("month", (start.month,))
            if rows.value.yearless == "day":
                words = f"{start.day} {words}"
            said = f"{words} is that of {start.year}"
            if said not in self.out.assumed:
                self.out.assumed.append(said)

    def _part_of_calendar(self, rows: Rows) -> Rows | None:
        """ "in winter", "on weekends": by months or days of the week."""
        column = self._time_column(rows.column)
        if column is None or column.kind != "datetime":
            self.out.fail("no time")
            return None
        part, numbers = rows.value
        words = f"{rows.op} is {part_words(part, numbers)}"
        if words not in self.out.assumed and rows.op not in ("weekday", "workday"):
            self.out.assumed.append(words)
        return replace(rows, column=column.name)

    def _named_subjects(self) -> set[str]:
        """The columns that stand by themselves."""
        return {name for _, columns in self.bag.subjects for name in columns.names}

    def _edge_of(self, rows: Rows) -> Edge | None:
        """Where a condition stands in the message."""
        return next((edge for edge, one in self.bag.rows if one == rows), None)

    def _is_key(self, name: str | None) -> bool:
        column = self.columns.get(name or "")
        return column is not None and roles.is_key(column, self.n_rows)

    def _is_percent(self, rows: Rows) -> bool:
        """ "more than 30% of the staff": a share of rows, and no age over 30."""
        place = self._edge_of(rows)
        if place is None:
            return False
        tokens = self.lattice.tokens[place.first : place.last]
        said = any(token.percent for token in tokens)
        return said or bool(self.lattice.at("percent", place.last))

    def _banded(self) -> list[str]:
        """The columns whose values are ranges of numbers."""
        columns = self.columns.values()
        return [c.name for c in columns if not c.is_numeric and roles.bands(c)]

    def _bands(self, rows: Rows) -> Rows | None:
        """ "people under 35", "ten years or longer", "aged 30 to 49" where these are given in
        bands: of the column that is named, that has the unit, or of ages."""
        if rows.role != "number":
            return None
        found = [n for n in self._banded() if rows.column in (None, n)]
        if rows.column is None:
            found = (
                [n for n in found if n in self._named_subjects()]
                or [n for n in found if self._is_of_unit(rows, n)]
                or [n for n in found if "age" in roles.parts(self.columns[n])]
            )
        if len(found) != 1:
            return None
        column = self.columns[found[0]]
        levels = roles.bands_of(column, rows.op, rows.value)
        if levels is None:
            return None
        self.used_subjects.add(column.name)
        return Rows(column.name, "in", levels, said=rows.said)

    def _is_of_unit(self, rows: Rows, name: str) -> bool:
        """Whether a column's bands have the word behind a number ("4-9 years")."""
        tokens = self.lattice.tokens
        behind = {
            tokens[number.last].stem
            for number in self.lattice.all("number")
            if number.concept == rows.value and number.last < len(tokens)
            and tokens[number.last].kind == "word"
        }  # fmt: skip
        words = {
            stem(word)
            for level, _ in self.columns[name].levels
            for word in str(level).casefold().split()
        }
        return bool((behind - STOPWORDS) & words)

    def _column_of_number(self, rows: Rows) -> str | None:
        """ "over 40" of people is age; else the one amount that stands beside it.

        None where the table holds no such age ("patients under 30"), or in bands that the
        number cuts.
        """
        ages = [
            c for c in self.columns.values() if "age" in roles.parts(c) and c.is_numeric
        ]
        if self._named_subjects() & set(self._banded()):
            return None
        if self._is_said_of_persons(rows):
            return ages[0].name if len(ages) == 1 else None
        for quality, _ in self._qualities():
            column = self._quality_column(quality)
            if column is not None:
                return column.name
        people = any(noun.people for _, noun in self.bag.nouns) or any(
            m.noun and self._is_people(m.noun)
            for _, ms in self.bag.measures
            for m in ms
        )
        if people and len(ages) == 1:
            return ages[0].name
        subjects = [
            name
            for _, columns in self.bag.subjects
            for name in columns.names
            if roles.is_measure(self.columns[name], self.n_rows)
        ]
        if len(subjects) == 1:
            self.used_subjects.add(subjects[0])
            return subjects[0]
        if len(ages) == 1 and self._may_be_age(rows) and self._is_of_persons(ages[0]):
            return ages[0].name
        return self._only_fitting(rows)

    def _is_said_of_persons(self, rows: Rows) -> bool:
        """Whether a number that can be an age stands right behind words for persons."""
        place = self._edge_of(rows)
        if place is None or not place.first or not self._may_be_age(rows):
            return False
        at = place.first - 1
        while at and (self.lattice.at("glue", at) or self._names_an_age(at)):
            at -= 1
        return (
            self.lattice.tokens[at].stem in nouns("en").people
            or any(s.concept == "people" for s in self.lattice.at("rowword", at))
            or any(
                s.last == at + 1 and roles.is_person(self.columns[s.concept])
                for first in range(at + 1)
                for s in self.lattice.at("column", first)
            )
        )

    def _names_an_age(self, at: int) -> bool:
        """ "people aged 35 or over"."""
        return any(
            "age" in roles.parts(self.columns[s.concept])
            for s in self.lattice.at("column", at)
        )

    def _is_of_persons(self, age: Column) -> bool:
        """Whether each row is somebody of that age, rather than a thing of theirs."""
        words = [w for w in roles.parts(age) if w != "age"]
        return not words or any(w in nouns_of_rows(self.lattice.index) for w in words)

    def _only_fitting(self, rows: Rows) -> str | None:
        """The one column among whose values the numbers lie."""
        values = rows.value if isinstance(rows.value, list) else [rows.value]
        found = [
            c.name for c in self.columns.values()
            if roles.is_measure(c, self.n_rows) and not roles.is_numbering(c, self.n_rows)
            and isinstance(c.minimum, int | float) and isinstance(c.maximum, int | float)
            and all(c.minimum <= value <= c.maximum for value in values)
        ]  # fmt: skip
        return found[0] if len(found) == 1 else None

    def _may_be_age(self, rows: Rows) -> bool:
        """A number of years that a person can have, and not of some other thing."""
        values = rows.value if isinstance(rows.value, list) else [rows.value]
        if not all(0 < value <= _OLDEST for value in values):
            return False
        place = self._edge_of(rows)
        return place is None or not any(
            self.lattice.at(category, place.last)
            for category in ("rowword", "rownoun", "unit", "column", "timesword")
        )

    def _time_column(self, name: str | None) -> Column | None:
        if name is not None and roles.is_time(self.columns[name]):
            return self.columns[name]
        for _, columns in self.bag.subjects:
            for one in columns.names:
                if roles.is_time(self.columns[one]):
                    self.used_subjects.add(one)
                    return self.columns[one]
        for rows in self.out.rows:
            if rows.role in ("time", "part") and rows.column and name is None:
                return self.columns[rows.column]  # "in July and August": of one date
        keyed = {
            key.column for _, keys in self.bag.keys for key in keys
            if key.column is not None and roles.is_time(self.columns[key.column])
        }  # fmt: skip
        if len(keyed) == 1:  # "each month of 2024, by date of delivery"
            return self.columns[keyed.pop()]
        found = roles.time_columns(self.columns.values())
        if not found:
            return None
        if len(found) > 1 and found[1].kind == found[0].kind:
            self.out.assumed.append(f"time is {found[0].name}")
        return found[0]
