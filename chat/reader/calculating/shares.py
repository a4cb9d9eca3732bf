"""Shares: of a whole, of each group, of the rows for which something holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chat.reader.base import roles
from chat.reader.base.items import (
    Columns,
    Edge,
    Measure,
    Noun,
    Rows,
)
from chat.reader.calculating.calendar import CalendarStage
from chat.reader.calculating.conditions import where_of
from chat.reader.calculating.measures import FLOWS
from chat.reader.calculating.state import (
    entity,
)

_CHANGES = ("growth", "change")  # in percent of what was before, never of a whole


class SharesStage(CalendarStage):
    """Shares: of a whole, of each group, of the rows for which something holds."""

    def _share(self) -> None:
        mark = self.bag.mark("share")
        if mark is None and self.bag.has("ofgroup"):
            if not self.out.keys:
                self._key_from_subjects()
            self._in_percent()
            return
        if mark is None:
            grown = any(w.kind in _CHANGES for _, w in self.bag.windows)
            if self.bag.has("percent") and self.out.keys and not grown:
                self._in_percent()
            else:
                self._oftener()
            return
        what = (mark.data or {}).get("what")
        edge = self.bag.marks["share"][0][0]
        if mark.concept == "columns" and isinstance(what, Columns):
            self._share_of_columns(what, edge)
        elif mark.concept == "breakdown" and isinstance(what, Columns):
            self._breakdown(what)
        elif mark.concept == "rows" and isinstance(what, Rows):
            self._share_of_rows(what, edge)
        elif mark.concept == "" and self._flow() is not None:
            self._part_of(Measure("sum", self._flow()), edge)
        elif mark.concept == "" and (total := self._total()) is not None:
            self._part_of(total, edge)
        else:
            self._share_of_noun(what, edge)

    def _in_percent(self) -> None:
        """Totals and counts as shares of the whole; means have none, and are set apart."""
        if all(
            m.statistic not in ("sum", "count", "unique") for m in self.out.measures
        ):
            if not self._two_groups():
                self.out.fail("a share of what has no whole")
            return
        self._share_within()

    def _total(self) -> Measure | None:
        """ "what share of the total revenue": the one total that is named."""
        found = [m for _, measures in self.bag.measures for m in measures]
        summed = len(found) == 1 and found[0].statistic == "sum" and not found[0].where
        return found[0] if summed and found[0].over is None else None

    def _oftener(self) -> None:
        """ "do night workers think of leaving more often than others": the rate in each.

        How many there are of each says how large the groups are.
        """
        out = self.out
        said = any(
            self.lattice.at("oftener", e.first)
            for e, _ in self.bag.marks.get("more", [])
        )
        plain = len(out.measures) == 1 and out.measures[0] == Measure(
            "count", noun=out.measures[0].noun
        )
        keyed = {key.get("column") for key in out.keys}
        part = [
            r for r in out.rows
            if r.role in ("value", "flag", "number") and r.column not in keyed
        ]  # fmt: skip
        if not (said and plain and part and self._two_groups()):
            return
        out.rows = [r for r in out.rows if r not in part]
        self._rate(part)
        out.assumed.append("rates are compared, not numbers: the groups differ in size")

    def _flow(self) -> str | None:
        """ "what share of our income": the amount that is spoken of without its name."""
        for quality, _ in self._qualities():
            column = self._quality_column(quality)
            if quality in FLOWS and column is not None:
                return column.name
        return None

    def _share_of_columns(self, columns: Columns, edge: Edge) -> None:
        name = columns.names[0]
        column = self.columns[name]
        numbered = roles.is_numbering(column, self.n_rows)
        if numbered and len(columns.names) == 1:
            self._part_of(Measure("count", noun=name), edge)
            return
        if roles.is_measure(column, self.n_rows) and len(columns.names) == 1:
            self._part_of(Measure("sum", name), edge)
            return
        yes = roles.yes_of(column)
        if yes is not None:
            self._share_of_rows(Rows(name, "==", yes, role="flag"), edge)
            return
        if len(columns.names) > 1:
            self.out.fail("share of several columns")
            return
        if self.out.rows or self.out.keys:
            if roles.is_key(column, self.n_rows) or not roles.is_group(column):
                self._part_of(Measure("count", noun=name), edge)
            elif entity(self.lattice, name):
                self._part_of(Measure("unique", name, noun=name), edge)
            else:
                self._breakdown(columns)
        else:
            self._breakdown(columns)

    def _breakdown(self, columns: Columns) -> None:
        said = [r for r in self.out.rows if r.column in columns.names]
        if said:
            # "what share of our tickets are child tickets": of all, whatever they are.
            self.out.rows = [r for r in self.out.rows if r not in said]
            self._rate(said)
            return
        self.out.measures = [Measure("count")]
        for name in columns.names:
            if all(key.get("column") != name for key in self.out.keys):
                self.out.keys.append({"column": name})
        self.out.params["share"] = "total"

    def _share_of_rows(self, rows: Rows, edge: Edge) -> None:
        """ "percent of women who left": women are the whole where more is said of them."""
        settled = self._settled(rows)
        if settled is None:
            return
        if self._is_of_all(settled):
            self._breakdown(Columns((str(settled.column),)))
            return
        behind = [
            (e, r) for e, r in self._rows_behind(edge) if r.role not in ("time", "year")
        ]
        whole = self._whole_among(edge, behind)
        if whole:
            behind = [one for one in behind if one not in whole]
            if not self._is_stated(edge.last, whole[0][0].first):
                part = [settled, *(r for _, r in behind)]
                self.out.rows = [r for r in self.out.rows if r not in part]
                self._rate(part)
                return
        later = [r for _, r in self._said_of_the_whole(edge, behind)]
        if later:
            self.out.rows = [r for r in self.out.rows if r not in later] + [settled]
            self._rate(later)
        else:
            self._rate([settled])

    def _is_of_all(self, rows: Rows) -> bool:
        """ "share of men and women": of each, where together they are everybody."""
        if rows.op != "in" or rows.column is None or rows.negated:
            return False
        column, values = self.columns[rows.column], set(map(str, rows.value))
        return (
            column.n_unique
            == len(values)
            == len(values & {str(level) for level in self._levels(column.name)})
        )

    def _whole_among(
        self, edge: Edge, behind: list[tuple[Edge, Rows]]
    ) -> list[tuple[Edge, Rows]]:
        """ "share of members among the smokers": the smokers are the whole."""
        among = [s.first for s in self.lattice.all("among") if s.first >= edge.last]
        return [one for one in behind if among and one[0].first > among[-1]]

    def _is_stated(self, first: int, last: int) -> bool:
        """Whether a verb stands there, behind which something is said of what is before."""
        return any(
            self.lattice.at(kind, at)
            for kind in ("yesno", "finite")
            for at in range(first, last)
            if not any(self.lattice.at("who", n) for n in range(first, at + 1))
        )

    def _rows_behind(self, edge: Edge) -> list[tuple[Edge, Rows]]:
        return [
            (e, s)
            for e, r in self.bag.rows
            if e.first >= edge.last
            and (s := self._settled(r)) is not None
            and s in self.out.rows
        ]

    def _rate(self, part: Sequence[Rows]) -> None:
        self.out.measures = [Measure("rate", None, where_of(part), unit="%")]

    def _share_of_noun(self, what: Any, edge: Edge) -> None:
        self._part_of(
            Measure("count", noun=what.words if isinstance(what, Noun) else ""), edge
        )

    def _part_of(self, whole: Measure, edge: Edge) -> None:
        """The share of a whole that some rows make up, or each group does."""
        parts = [r for r in self.out.rows if r.role not in ("time", "year")]
        if not parts and not self.out.keys:
            parts = list(self.out.rows)
        behind = [(e, r) for e, r in self._rows_behind(edge) if r in parts]
        among = self._whole_among(edge, behind)
        if among and len(among) < len(parts):
            behind = [one for one in behind if one not in among]
            parts = [r for r in parts if r not in [rows for _, rows in among]]
        behind = self._said_of_the_whole(edge, behind)
        if behind and (len(behind) < len(parts) or len(behind) > 1):
            parts = self._predicate(behind)
        if parts:
            self.out.rows = [r for r in self.out.rows if r not in parts]
            where = where_of(parts)
            if whole.statistic == "count":
                self.out.measures = [Measure("rate", None, where, unit="%")]
            else:
                self.out.measures = [
                    Measure(
                        whole.statistic, whole.of, where,
                        Measure(whole.statistic, whole.of), 100, unit="%",
                    )
                ]  # fmt: skip
            return
        if not self.out.keys and self._part_of_first(whole):
            return
        if not self.out.keys and self._part_of_amount(whole):
            return
        if not self.out.keys:
            self._key_from_subjects()
        if not self.out.keys:
            self.out.fail("share of what")
            return
        self.out.measures = [whole]
        self._share_within()

    def _part_of_first(self, whole: Measure) -> bool:
        """ "what share of sales do the top 10 clients bring": of these together."""
        if not any(limit.n is not None for _, limit in self.bag.limits):
            return False
        self.out.measures = [whole]
        self.out.params |= {"share": "total", "over_groups": {"statistic": "sum"}}
        return True

    def _part_of_amount(self, whole: Measure) -> bool:
        """ "what share of the delivered is spoilt": one amount of the other."""
        named = [
            name for _, columns in self.bag.subjects for name in columns.names
            if name not in self.used_subjects and name != whole.of
            and roles.adds_up(self.columns[name])
            and roles.is_measure(self.columns[name], self.n_rows)
        ]  # fmt: skip
        if whole.statistic != "sum" or len(named) != 1:
            return False
        self.used_subjects.add(named[0])
        self.out.measures = [Measure("sum", named[0], None, whole, 100, unit="%")]
        return True

    def _said_of_the_whole(
        self, edge: Edge, behind: list[tuple[Edge, Rows]]
    ) -> list[tuple[Edge, Rows]]:
        """Without what only says which whole is meant.

        "orders from the North were paid by card", "people who pay cash are members": what
        stands behind the sentence's verb is said, what stands before it describes.
        """
        place = edge.last
        if len(behind) > 1 and (
            self._is_of_a_clause(place, behind[0][0])
            or self._is_relative(place, behind[0][0], behind[1][0])
        ):
            return behind[1:]
        for n, (item, _) in enumerate(behind):
            verb = any(
                self.lattice.at(kind, at)
                for kind in ("yesno", "finite")
                for at in range(place, item.last)
            )
            if n and verb:
                return behind[n:]
            place = item.last
        if len(behind) > 1 and self._describes(edge.last, behind[0][0]):
            return behind[1:]
        return behind

    def _is_of_a_clause(self, place: int, item: Edge) -> bool:
        """ "the phones we sold": what they did with them says which are meant."""
        words = range(place, item.first)
        return bool(words) and all(
            self.lattice.at("narrates", at) and self.lattice.at("glue", at)
            for at in words
        )

    def _is_relative(self, place: int, item: Edge, other: Edge) -> bool:
        """ "bookings that were cancelled came by phone": of those that were cancelled."""
        opened = any(
            self.lattice.at("who", at)
            or (self.lattice.at("refers", at) and self.lattice.at("glue", at))
            for at in range(place, item.first)
        )
        stated = any(
            self.lattice.at(kind, at)
            for kind in ("yesno", "finite", "verb")
            for at in range(item.last, other.last)
        )
        joined = any(
            self.lattice.at(kind, at)
            for kind in ("and", "who")
            for at in range(item.last, other.first)
        )
        return opened and stated and not joined

    def _describes(self, place: int, item: Edge) -> bool:
        """Whether a condition stands right behind its noun ("men in the first group")."""
        words = range(place, item.first + 1)
        return any(self.lattice.at("prep", at) for at in words) and all(
            self.lattice.at("glue", at) or at == item.first for at in words
        )

    def _predicate(self, behind: list[tuple[Edge, Rows]]) -> list[Rows]:
        """What is said of the whole: the first condition and those joined to it.

        "was cancelled in the Alpen": where it was is a limit of the whole.
        """
        found = [behind[0]]
        for edge, rows in behind[1:]:
            between = range(found[-1][0].last, edge.first)
            if any(self.lattice.at("and", n) for n in between) and not any(
                self.lattice.at("prep", n) for n in between
            ):
                found.append((edge, rows))
        return [rows for _, rows in found]

    def _share_within(self) -> None:
        """ "within each region, what share comes from each channel": a share in rows.

        The whole is the group that is said ("in percent of that country"), or the one that
        is looked at by itself ("for each country, by channel").
        """
        keys = [str(key.get("column")) for key in self.out.keys]
        said = self.bag.mark("ofgroup")
        if said is not None:
            name = (said.data or {})["name"]
            if name not in keys:
                self.out.keys.insert(0, {"column": name})
                keys.insert(0, name)
            if len(keys) < 2:
                self.out.fail("groups as a share of themselves")
                return
            self.out.params["share"] = [keys.index(name)]
            return
        each = self._looked_at_alone(keys)
        if len(keys) == 2 and (each is not None or self.bag.has("share")):
            self.out.params["share"] = [each or 0]
        else:
            self.out.params["share"] = "total"

    def _looked_at_alone(self, keys: list[str]) -> int | None:
        """The place of the one group that "each" looks at, where another parts it."""
        each = {
            str(key.column) for _, found in self.bag.keys for key in found if key.each
        }
        alone = [at for at, name in enumerate(keys) if name in each]
        return alone[0] if len(alone) == 1 and len(keys) > 1 else None
