"""Conditions on groups, groups that reach a share, and where a value stands."""

from __future__ import annotations

from chat.reader.base import roles
from chat.reader.base.items import (
    Measure,
)
from chat.reader.calculating.ranking import RankingStage


class GroupsStage(RankingStage):
    """Conditions on groups, groups that reach a share, and where a value stands."""

    def _having(self) -> None:
        having = [m for _, m in self.bag.marks.get("having", [])]
        if not having:
            return
        of_column = any((m.data or {})["measure"].of is not None for m in having)
        if of_column and not any(m.statistic == "unique" for m in self.out.measures):
            self.out.fail("rows, not groups, have an amount")
            return
        if not self.out.keys:
            entity = self._counted_entity()
            if entity is None:
                self.out.fail("having without groups")
                return
            self.out.keys.append({"column": entity})
            self.out.params["over_groups"] = {"statistic": "count"}
        self.out.params["having"] = [
            {
                "measure": (mark.data or {})["measure"].as_json(),
                "op": (mark.data or {})["op"],
                "value": (mark.data or {})["value"],
            }
            for mark in having
        ]

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
