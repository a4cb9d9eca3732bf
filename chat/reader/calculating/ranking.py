"""What comes first: the top, the second, persons, and rows themselves."""

from __future__ import annotations

from dataclasses import replace

from chat.reader.base import roles
from chat.reader.base.entities import rows_are_persons
from chat.reader.base.items import Edge, Limit, Measure, order_of_keys
from chat.reader.base.near_rows import TOLD
from chat.reader.calculating.state import entity
from chat.reader.calculating.windows import WindowsStage
from chat.reader.lexicon import nouns

_MOST_LISTED = 200
_MOST_SHOWN = 1000  # rows that a table of rows may have
_SHOWN = 5  # rows where a plural says only that they are several
_NEARLY_ALL = 0.9  # of the rows: then each is a person, and rows are listed


class RankingStage(WindowsStage):
    """What comes first: the top, the second, persons, and rows themselves."""

    def _order(self) -> None:
        limits = [limit for _, limit in self.bag.limits]
        order = self.bag.mark("order")
        if self.bag.has("rank") and not limits and order is None:
            self.out.params["order"] = {"by": "value", "measure": 0, "descending": True}
            self.out.params["window"] = {"kind": "rank"}
            self._key_from_subjects()
            self._all_of_them()
        if order is not None:
            along = order_of_keys(order.concept)
            self.out.params["order"] = along or {
                "by": "value",
                "measure": 0,
                "descending": self._descends(order.concept),
            }
            if not self.out.keys and not limits:
                self._key_from_subjects()
            if along and order.concept != "key" and not self._goes_along_time():
                self.out.fail("periods to put in order")
        if not limits:
            if self.out.asked_key and self.out.measures:
                self.out.params.setdefault(
                    "order",
                    {"by": "value", "measure": 0, "descending": not self._less()},
                )
                self._within_each()
            return
        if self._ends(limits):
            return
        limit = limits[0]
        if len(limits) > 1:
            numbered = [one for one in limits if one.n is not None]
            quality = next((one.quality for one in limits if one.quality), "")
            limit = replace(numbered[0] if numbered else limits[0], quality=quality)
            if any(not one.descending for one in limits):
                limit = replace(limit, descending=False)
        self._limited(limit)

    def _goes_along_time(self) -> bool:
        """Whether a key is a period, or a number as years are."""
        return self._is_dated() or any(
            self.columns[key["column"]].is_numeric
            or self.columns[key["column"]].kind == "datetime"
            for key in self.out.keys
        )

    def _descends(self, order: str) -> bool:
        """ "worst first": the lowest, or the highest of what there should be little of."""
        if order in ("asc", "desc"):
            return order == "desc"
        measured, burden = self._burden()
        highest = (order == "best") != burden
        end = "highest" if highest else "lowest"
        if burden or order == "worst":
            said = f"the {order} is taken to be the {end} {measured or 'number'}"
            self.out.assumed.append(said)
        return highest

    def _burden(self) -> tuple[str | None, bool]:
        """What is measured, and whether there should be little of it."""
        measure = self.out.measures[0] if self.out.measures else Measure("count")
        measured = measure.of or (measure.where or {}).get("column")
        burden = measured is not None and roles.is_burden(self.columns[measured])
        return measured, burden

    def _judges_a_burden(self, limit: Limit) -> bool:
        """ "the worst wait" is the longest."""
        judged = [
            at for edge, _ in self.bag.limits
            for at in range(edge.first, edge.last)
            if self.lattice.at("judged", at)
        ]  # fmt: skip
        measured, burden = self._burden()
        if not judged or limit.quality or not burden:
            return False
        word = self.lattice.words(judged[0], judged[0] + 1)
        end = "lowest" if limit.descending else "highest"
        self.out.assumed.append(f"the {word} is taken to be the {end} {measured}")
        return True

    def _all_of_them(self) -> None:
        """ "rank the four classes": a number that says how many there are."""
        for place, (_, mark) in enumerate(self.bag.marks.get("number", [])):
            value = (mark.data or {})["value"]
            if len(self.out.keys) == 1 and value == self._n_groups():
                del self.bag.marks["number"][place]
                return

    def _n_groups(self) -> int:
        key = self.out.keys[0]
        return 0 if "grain" in key else self.columns[key["column"]].n_unique

    def _ends(self, limits: list[Limit]) -> bool:
        """ "cheapest, dearest and typical price": both ends are figures of one column."""
        both = {limit.descending for limit in limits}
        plain = all(limit.n is None and limit.place is None for limit in limits)
        columns = {measure.of for measure in self.out.measures}
        if len(both) < 2 or not plain or self.out.keys or len(columns) != 1:
            return False
        column = columns.pop()
        if column is None:
            return False
        ends = [Measure("max" if one.descending else "min", column) for one in limits]
        others = [m for m in self.out.measures if m.given]
        self.out.measures = list(dict.fromkeys([*ends, *others]))
        self.out.assumed.clear()
        return True

    def _limited(self, limit: Limit) -> None:
        out = self.out
        asked = list(out.keys)
        group = self._limited_group()
        if not asked and group is None:
            self._limited_periods()
        if group is not None and all(k["column"] != group for k in out.keys):
            out.keys.append({"column": group})
            if len(asked) >= 1:
                out.params["within"] = list(range(len(asked)))
                limit = replace(limit, n=limit.n or self._first_of_each(group))
            elif limit.n is None and self._first_of_each(group):
                out.asked_key = True  # "the worst region": which one it is
        out.params["order"] = {
            "by": "value", "measure": 0, "descending": limit.descending,
        }  # fmt: skip
        limit = replace(limit, n=limit.n or self._number_beside())
        if self._is_turned(limit) or self._judges_a_burden(limit):
            limit = replace(limit, descending=not limit.descending)
            out.params["order"]["descending"] = limit.descending
        if not out.keys:
            self._persons(limit)
        limit = self._of_portion(limit)
        if not out.keys:
            self._rows_themselves(limit)
            return
        if group is None and self._is_of_each(limit):
            return
        if limit.place is not None:
            out.params["place"] = limit.place
        elif limit.n is not None:
            out.params["limit"] = limit.n
        if group is None:
            self._within_each()

    def _is_of_each(self, limit: Limit) -> bool:
        """ "the top 3 orders in each region": rows of every group, no ranking of groups.

        "The highest price in each region" is the maximum of each.
        """
        out = self.out
        each = self._looked_at_one_by_one()
        if not each or out.asked_key or len(out.measures) != 1:
            return False
        measure, first = out.measures[0], min(edge.first for edge in each)
        noun = any(edge.first < first for edge, _ in self.bag.nouns)
        counted = measure.of is None and measure.statistic == "count"
        if noun and counted and not self.bag.measures:
            out.fail("rows of each group, by nothing")
        if measure.of is None or measure.over is not None or measure.given:
            return False
        per = any(self.lattice.at("per", edge.first) for edge in each)
        several = noun or limit.n is not None or limit.place is not None
        if not noun and (per or (self._is_dated() and not several)):
            return False
        if not several:
            out.measures = [Measure("max" if limit.descending else "min", measure.of)]
            out.assumed.clear()
            return False
        if self._is_dated():
            out.fail("rows of each period")
        groups = [key["column"] for key in out.keys]
        out.keys.clear()
        self._rows_themselves(limit)
        out.params["rows"]["within"] = groups
        return True

    def _looked_at_one_by_one(self) -> list[Edge]:
        """ "in each …" behind what is ranked, where nothing else parts the rows."""
        last = min(edge.last for edge, _ in self.bag.limits)
        each = [
            edge for edge, keys in self.bag.keys
            if edge.first >= last and all(key.each for key in keys)
        ]  # fmt: skip
        return each if len(each) == len(self.bag.keys) else []

    def _is_dated(self) -> bool:
        return any("grain" in key for key in self.out.keys)

    def _first_of_each(self, group: str) -> int | None:
        """ "the best product of each region": the first; of "products" all, in order."""
        said = [
            self.lattice.words(s.first, s.last)
            for s in self.lattice.all("column")
            if s.concept == group
        ]
        return None if any(words.endswith("s") for words in said) else 1

    def _within_each(self) -> None:
        """ "which product sells best in each region": the first of each, not of all."""
        out = self.out
        asked = [key for key in out.keys if key in self.asked_keys]
        others = [at for at, key in enumerate(out.keys) if key not in asked]
        ranked = "order" in out.params and len(asked) == 1 and others
        if not ranked or "within" in out.params or "window" in out.params:
            return
        out.keys = [out.keys[at] for at in others] + asked
        out.params["within"] = list(range(len(others)))
        if "place" not in out.params:
            out.params.setdefault("limit", 1)

    def _is_turned(self, limit: Limit) -> bool:
        """ "the slowest" has the longest time, but the least speed."""
        measured = self.out.measures[0].of if self.out.measures else None
        if limit.quality != "speed" or measured is None:
            return False
        return any(
            w in nouns("en").durations for w in roles.parts(self.columns[measured])
        )

    def _number_beside(self) -> int | None:
        """ "the 3 customers with the lowest total": a number that stands before them."""
        for place, (_, mark) in enumerate(self.bag.marks.get("number", [])):
            value, at = (mark.data or {})["value"], (mark.data or {})["at"]
            beside = any(
                self.lattice.at(category, at + 1)
                for category in ("column", "rowword", "rownoun", "extreme", "top")
            )
            if beside and float(value).is_integer() and 0 < value <= _MOST_LISTED:
                del self.bag.marks["number"][place]
                return int(value)
        return None

    def _persons(self, limit: Limit) -> None:
        """ "who spent the most": the column that names persons, where they come again."""
        asked = self._asks_who() or any(noun.people for _, noun in self.bag.nouns)
        persons = [
            c for c in self.columns.values()
            if roles.is_person(c) and not roles.is_key(c, self.n_rows)
            and c.kind != "integer" and roles.yes_of(c) is None
        ]  # fmt: skip
        if not asked or not persons:
            return
        person = persons[0]
        if person.n_unique >= _NEARLY_ALL * self.n_rows:
            self.person = person.name
            return
        if rows_are_persons(self.lattice.index):
            return
        self.out.keys.append({"column": person.name})
        self.out.asked_key = True

    def _asks_who(self) -> bool:
        """ "who paid most"; in "the members who paid most" those are the rows."""
        return self.bag.has("who") and not all(
            any(one.cost in (0.0, TOLD) for one in self.lattice.at("rownoun", at - 1))
            for at in (sense.first for sense in self.lattice.all("who"))
        )

    def _limited_group(self) -> str | None:
        """What is ranked: a group column that stands alone ("top 5 products")."""
        for edge, columns in self.bag.subjects:
            if self._is_shown_along(edge):
                continue
            for name in columns.names:
                column = self.columns[name]
                if name in self.used_subjects or roles.is_key(column, self.n_rows):
                    continue
                if self._counts_for_asked(name) or roles.yes_of(column) is not None:
                    continue
                if roles.is_group(column) and not roles.is_measure(column, self.n_rows):
                    self.used_subjects.add(name)
                    return name
        return None

    def _of_portion(self, limit: Limit) -> Limit:
        """ "the top 10 % of the clients": so many of them, which is said."""
        if not limit.portion:
            return limit
        if any("grain" in key for key in self.out.keys) or len(self.out.keys) > 1:
            self.out.fail("a part of periods")
            return limit
        whole = self._n_groups() if self.out.keys else self.n_rows
        n = max(1, round(limit.portion * whole))
        if self.out.keys:
            self.out.assumed.append(self._portion_words(limit.portion, n))
        return replace(limit, n=n)

    def _portion_words(self, portion: float, n: int) -> str:
        keys = self.out.keys
        whole = self._n_groups() if keys else self.n_rows
        what = f"different values of {keys[0]['column']}" if keys else "rows"
        return f"{100 * portion:g} % of {whole:,} {what} are {n:,}"

    def _is_shown_along(self, edge: Edge) -> bool:
        """ "the five biggest bills with the guest": bills are ranked, and guests shown."""
        ends = {item.last for item, _ in self.bag.limits}
        ranked = any(
            item.first in ends and self._is_amount(columns.names[0])
            for item, columns in self.bag.subjects
        )
        before = (edge.first - 1, edge.first - 2)
        return ranked and any(self.lattice.at("along", at) for at in before)

    def _counts_for_asked(self, name: str) -> bool:
        """ "which month saw the most vehicles": the months are ranked, not the vehicles.

        In a period they are counted as often as they come; elsewhere each of them once.
        """
        out = self.out
        plain = len(out.measures) == 1 and out.measures[0].of is None
        told_apart = entity(self.lattice, name) or any(
            s.concept == name and s.how == "inferred"
            for s in self.lattice.all("column")
        )
        if not (out.asked_key and plain and told_apart):
            return False
        if out.measures[0].statistic != "count" or out.measures[0].over is not None:
            return False
        if any(limit.n is not None or limit.place for _, limit in self.bag.limits):
            return False
        self.used_subjects.add(name)
        out.assumed = [a for a in out.assumed if not a.startswith("ranked by")]
        if self.columns[name].kind == "datetime":
            return True  # "which saw is borrowed most": how often, on whatever days
        if self._time_keys():
            out.assumed.append(f"rows are counted, not different {name}s")
        else:
            out.measures = [Measure("unique", name)]
        return True

    def _rows_themselves(self, limit: Limit) -> None:
        """ "the 3 biggest orders", "who earns the most": rows by an amount."""
        measure = self.out.measures[0] if self.out.measures else None
        if measure is None or measure.of is None or measure.over is not None:
            self.out.fail("nothing to rank")
            return
        if len({one.of for one in self.out.measures}) > 1:
            self.out.fail("several columns to rank by")
            return
        n = limit.n or (_SHOWN if self._is_plural() else 1)
        if limit.place:
            n = limit.place
        self.out.assumed.clear()
        if limit.portion:
            told = self._portion_words(limit.portion, n)
            more = f"; the first {_MOST_SHOWN:,} are shown" if n > _MOST_SHOWN else ""
            self.out.assumed.append(f"{told}{more}")
            n = min(n, _MOST_SHOWN)
        if self.out.ranked_by:
            first = "" if limit.n or n == 1 else f"; the first {n} are shown"
            self.out.assumed.append(f"ranked by {self.out.ranked_by}{first}")
        self.out.asked_person = self._asks_who() and bool(self.person)
        self.out.params["rows"] = {
            "sort": measure.of, "descending": limit.descending, "limit": n,
            "columns": [self.person, measure.of] if self.person else self._shown(),
        }  # fmt: skip

    def _is_plural(self) -> bool:
        """ "the biggest orders": several, without saying how many."""
        words = self._noun_words()
        return bool(self.out.ranked_by) and words.endswith("s")

    def _shown(self) -> list[str]:
        """ "show age and fare of the 3 oldest": columns that stand alone."""
        shown = [
            name for _, columns in self.bag.subjects for name in columns.names
            if name not in self.used_subjects or name == self.out.measures[0].of
        ]  # fmt: skip
        others = [name for name in shown if name != self.out.measures[0].of]
        self.used_subjects.update(shown)
        return shown if others else []
