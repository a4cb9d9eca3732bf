"""Conditions on groups, groups that reach a share, and where a value stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat.reader.base import roles
from chat.reader.base.items import Mark, Measure, Rows
from chat.reader.calculating.ranking import RankingStage


class GroupsStage(RankingStage):
    """Conditions on groups, groups that reach a share, and where a value stands."""

    def _having(self) -> None:
        having = [m for _, m in self.bag.marks.get("having", [])]
        if not having:
            return
        if not self._has_groups(having):
            return
        self.out.params["having"] = [
            {
                "measure": (mark.data or {})["measure"].as_json(),
                "op": (mark.data or {})["op"],
                "value": (mark.data or {})["value"],
            }
            for mark in having
        ]

    def _rows_against_figure(self) -> None:
        """ "orders above average": rows that stand above a figure of all rows."""
        mark = self.bag.mark("against_figure")
        if mark is None or self._are_held_groups():
            return
        data = mark.data or {}
        name = self._held_column(data)
        if name is None:
            return
        if self.lattice.at("yesno", 0) and any(
            m.of == name and m.given for _, found in self.bag.measures for m in found
        ):
            self.out.fail("one figure held against another")
            return
        value = {"statistic": data["statistic"]}
        self.out.rows.append(Rows(name, str(mark.concept), value, role="number"))
        del self.bag.marks["against_figure"]

    def _groups_against_figure(self) -> None:
        """ "months with more than the median revenue": groups that stand above a figure of
        all groups; "how many customers spent more than average" counts them."""
        mark = self.bag.mark("against_figure")
        if mark is None:
            return
        data = mark.data or {}
        name = self._held_column(data)
        if name is None:
            return
        counted = self._counted_entity()
        if counted is not None:
            self.out.keys.append({"column": counted})
            self.out.params["over_groups"] = {"statistic": "count"}
        amount = roles.adds_up(self.columns[name])
        measure = Measure("sum" if amount else "mean", name)
        numbers = [m for m in self.out.measures if m.statistic == "count"]
        if data["column"] is None and numbers and counted is None:
            measure = numbers[0]  # "more than the average number of orders"
        self.out.measures = [measure]
        if self.out.asked_key:  # all of them, and not which one is first
            down = str(mark.concept).startswith(">")
            order = {"by": "value", "measure": 0, "descending": down}
            self.out.params["order"] = order
            self.out.asked_key = False
        self.out.params["having"] = [
            {
                "measure": measure.as_json(),
                "op": mark.concept,
                "against": data["statistic"],
            }
        ]

    def _are_held_groups(self) -> bool:
        counted = any(
            m.statistic == "unique" for _, found in self.bag.measures for m in found
        )
        return counted or (self.out.asked_key and not self._are_rows())

    def _are_rows(self) -> bool:
        """Whether each row is a group of its own: "which patients are older than average"."""
        return any(
            "grain" not in key and self.columns[key["column"]].n_unique >= self.n_rows
            for key in self.out.keys
        )

    def _held_column(self, data: Mapping[str, Any]) -> str | None:
        """The column that is held against its figure; it fails where none is meant."""
        name = data["column"] or self._spoken_of(data["quality"])
        if name is None:
            self.out.fail("above the average of what")
        return name

    def _spoken_of(self, quality: str) -> str | None:
        """What a column that is not said may be: of the quality, or what is spoken of."""
        if quality:
            meant = self._quality_column(quality)
            return meant.name if meant is not None else None
        named = [
            m.of for _, found in self.bag.measures for m in found
            if m.of is not None and m.statistic != "unique"
        ]  # fmt: skip
        main = roles.main_measure(self.columns.values(), self.n_rows)
        return named[0] if named else main.name if main is not None else None

    def _has_groups(self, having: list[Mark]) -> bool:
        """Whether there are groups that can have it: those counted, or those listed."""
        out = self.out
        amounts = [(m.data or {})["measure"] for m in having]
        if self.bag.has("share"):
            return self._has_a_share()
        out.measures = [m for m in out.measures if m not in amounts] or out.measures
        counted = self._counted_entity() or self._coming_again()
        if not out.keys and counted is not None:
            out.keys.append({"column": counted})
            out.params["over_groups"] = {"statistic": "count"}
            if any(measure.of is not None for measure in amounts):
                out.noun = ""  # the rows are none of them
        elif not out.keys:
            self._key_from_subjects()
        if not out.keys:
            out.fail("having without groups")
        elif self._are_rows():
            out.fail("rows, not groups, have an amount")
        elif self._is_its_own(amounts):
            out.fail("a number of the groups themselves")
        else:
            self._with_what_they_have(amounts)
        return not out.failed

    def _has_a_share(self) -> bool:
        """ "what percentage of customers have more than one order": of the groups."""
        out = self.out
        if len(out.keys) != 1 or out.params.pop("share", None) != "total":
            out.fail("a share of groups by other groups")
            return False
        out.measures = [Measure("count")]
        out.params.pop("order", None)
        out.params["over_groups"] = {"statistic": "share"}
        return True

    def _coming_again(self) -> str | None:
        """ "how many animals came twice": what numbers the rows, where some come again."""
        out = self.out
        counted = [m for m in out.measures if m.statistic == "count" and m.of is None]
        if out.keys or len(counted) != 1 or len(out.measures) != 1:
            return None
        found = [
            c.name for c in self.columns.values()
            if roles.is_key(c, self.n_rows) and c.n_unique < self.n_rows
            and roles.parts(c)[0] in {t.stem for t in self.lattice.tokens}
        ]  # fmt: skip
        return found[0] if len(found) == 1 else None

    def _with_what_they_have(self, amounts: list[Measure]) -> None:
        """Groups that are listed show what they must have."""
        out = self.out
        plain = [m for m in out.measures if m.statistic == "count" and m.of is None]
        if "over_groups" in out.params or len(plain) != len(out.measures):
            return
        shown = [m for m in amounts if m.of is not None]
        if shown:
            out.measures = shown
            less = all(
                (m.data or {})["op"][0] == "<" for _, m in self.bag.marks["having"]
            )
            out.params["order"] = {"by": "value", "measure": 0, "descending": not less}
            out.asked_key = False

    def _is_its_own(self, amounts: list[Measure]) -> bool:
        """ "more than two regions": of groups that are regions themselves."""
        keys = {key["column"] for key in self.out.keys}
        return any(m.statistic == "unique" and m.of in keys for m in amounts)

    def _reach(self) -> None:
        mark = self.bag.mark("reach")
        if mark is None:
            return
        entity = self._counted_entity()
        amounts = [
            name for _, columns in self.bag.subjects for name in columns.names
            if roles.is_measure(self.columns[name], self.n_rows)
        ]  # fmt: skip
        if entity is None or not amounts:
            self.out.fail("reach of what")
            return
        self.used_subjects.update(amounts)
        self.out.keys = [{"column": entity}]
        self.out.measures = [Measure("sum", amounts[0])]
        self.out.params["reach"] = dict(mark.data or {})

    def _position(self) -> None:
        """ "what percentile is a salary of 60000": where a value stands."""
        numbers = self.bag.marks.get("number", [])
        if not self.bag.has("position"):
            return
        if len(numbers) != 1 or len(self.out.measures) != 1:
            self.out.fail("position of what")
            return
        mark = self.bag.marks.pop("number")[0][1]
        self.out.params["position"] = {"value": (mark.data or {})["value"]}
        self.out.assumed.clear()
