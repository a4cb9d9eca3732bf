"""What is measured where no figure is named: by an order, a column alone, a quality."""

from __future__ import annotations

from analysis.base.columns import Column
from chat.reader.base import roles
from chat.reader.base.items import Measure
from chat.reader.calculating.counting import CountingStage
from chat.reader.calculating.paying import speaks_of_money
from chat.reader.lexicon import nouns

# Qualities of what comes together: it is totalled.
FLOWS = ("main", "revenue", "profit", "expense", "rain", "snow")


class UnnamedStage(CountingStage):
    """What is measured where no figure is named: by an order, a column alone, a quality."""

    def _from_order(self) -> None:
        """ "top 5 products by revenue": what orders is what is measured."""
        for edge, mark in self.bag.marks.get("ordered", []):
            if self.lattice.at("per", edge.first) and speaks_of_money(self):
                continue  # "the cheapest per night": no order by nights
            data = mark.data or {}
            if data.get("measure") is not None:
                self._add(data["measure"])
            elif "column" in data:
                self._add_default(data["column"])

    def _from_subjects(self) -> None:
        if speaks_of_money(self):
            return  # "who pays more a night": no number of nights
        statistics = self._statistics()
        for _, columns in self.bag.subjects:
            for name in columns.names:
                if name in self.used_subjects:
                    continue
                if not roles.is_measure(self.columns[name], self.n_rows):
                    continue
                self.used_subjects.add(name)
                if statistics:
                    self.uses_statistic = True
                    for statistic in statistics:
                        self._add(Measure(statistic, name))
                else:
                    self._add_default(name)

    def _add_default(self, name: str) -> None:
        """Amounts are totalled, levels averaged; which is said, the other is offered."""
        column = self.columns[name]
        adds = roles.adds_up(column)
        if adds is None and any(quality in FLOWS for quality, _ in self._qualities()):
            adds = True  # "brought in the most with food": all that came together
        statistic = "sum" if adds else "mean"
        self.used_subjects.add(name)
        self._add(Measure(statistic, name, given=False))
        other = "mean" if statistic == "sum" else "total"
        said = "totalled" if statistic == "sum" else "averaged"
        self.out.assumed.append(f"{name} is {said}; say “{other} {name}” for the other")
        self.out.cost += 0.2 if adds is not None else 0.4

    def _from_qualities(self) -> None:
        oftener = any(True for _ in self.lattice.all("oftener"))
        for quality, _ in self._qualities():
            named = self._amount_beside_count() if quality == "count" else None
            if named is not None:
                self._add_default(named)
                return
            if quality == "count" or (oftener and quality in FLOWS):
                self._add(Measure("count", noun=self._noun_words()))
                return
            column = self._quality_column(quality)
            if column is None:
                continue
            statistics = self._statistics()
            if statistics:
                self.uses_statistic = True
                self._add(Measure(statistics[0], column.name))
            elif quality in FLOWS or (quality == "price" and self._is_bare(column)):
                self._add_flow(column)
            else:
                self._add_mean(column.name)
            self.out.cost += 0.3
            return

    def _amount_beside_count(self) -> str | None:
        """ "the busiest month for takings": by the one amount that is named, not by rows."""
        found = [
            name for _, columns in self.bag.subjects for name in columns.names
            if name not in self.used_subjects
            and roles.is_measure(self.columns[name], self.n_rows)
        ]  # fmt: skip
        return found[0] if len(found) == 1 and not self.bag.nouns else None

    def _from_rank(self) -> None:
        """ "the biggest orders": the rows by the amount that a question means."""
        bag = self.bag
        plain = [
            limit
            for edge, limit in bag.limits
            if not limit.quality and not self.lattice.at("front", edge.first)
        ]
        rows = [noun for _, noun in bag.nouns if not noun.people]
        if not plain or not rows or self.out.keys or bag.subjects or bag.has("which"):
            return
        words = nouns("en").main
        main = roles.main_measure(self.columns.values(), self.n_rows, words=words)
        if main is None:
            return
        self._add(Measure("mean", main.name, given=False))
        self.out.ranked_by = main.name
        self.out.cost += 0.4

    def _from_beside_limit(self) -> None:
        """ "the cheapest unit price charged": of what stands behind it."""
        ends = {edge.last for edge, limit in self.bag.limits if limit.quality}
        for edge, columns in self.bag.subjects:
            name = columns.names[0]
            single = edge.first in ends and len(columns.names) == 1
            if single and self._is_amount(name):
                self.used_subjects.add(name)
                self._add_default(name)

    def _is_amount(self, name: str) -> bool:
        """Whether it is a column that is measured; figures made of columns are none."""
        column = self.columns.get(name)
        return column is not None and roles.is_measure(column, self.n_rows)

    def _from_judgement(self) -> None:
        """ "the best month": by the amount that a question means, where there is one.

        Where several amounts could judge, none is taken.
        """
        judged = [
            edge for edge, limit in self.bag.limits
            if not limit.quality and self.lattice.at("judged", edge.last - 1)
        ]  # fmt: skip
        if not judged or not (self.out.asked_key or self.bag.subjects):
            return
        able = [
            column for column in self.columns.values()
            if roles.is_measure(column, self.n_rows)
            and not roles.is_numbering(column, self.n_rows)
        ]  # fmt: skip
        main = roles.main_measure(able, self.n_rows)
        if main is not None and not nouns("en").outgoings & set(roles.parts(main)):
            self.out.cost += 0.4
            if roles.adds_up(main):
                self._add_flow(main)
            else:
                self._add_mean(main.name)
        elif able:
            self.out.fail("judged by what")

    def _is_bare(self, column: Column) -> bool:
        """ "repair costs by quarter": an amount; "what does it cost" is one of them.

        A stretch of time is as dear as all that falls into it: "the most expensive month".
        """
        grains = any(key.grain for _, keys in self.bag.keys for key in keys)
        if grains or self.bag.has("unit"):
            return bool(roles.adds_up(column))
        asked = any(True for _ in self.lattice.all("auxiliary"))
        ranked = self.bag.limits or self.bag.has("more") or self.out.asked_key
        return not asked and not ranked and bool(roles.adds_up(column))

    def _add_flow(self, column: Column) -> None:
        """ "spent the most", "cost us": all that came together, unless it is a price."""
        if nouns("en").rates & set(roles.parts(column)):
            self._add_default(column.name)
            return
        self._add(Measure("sum", column.name, given=False))
        self.out.assumed.append(
            f"{column.name} is totalled; say “mean {column.name}” for the other"
        )

    def _add_mean(self, name: str) -> None:
        """ "the slowest agent", "who earns the most": a level, not a total."""
        self._add(Measure("mean", name, given=False))
        self.out.assumed.append(f"{name} is averaged; say “total {name}” for the other")
