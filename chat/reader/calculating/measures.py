"""What is measured: statistics, amounts that are totalled or averaged, counts."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.base.columns import Column
from chat.reader.base import roles
from chat.reader.base.entities import likened
from chat.reader.base.items import Measure, Rows, Values
from chat.reader.calculating.conditions import where_of
from chat.reader.calculating.counting import CountingStage
from chat.reader.calculating.paying import is_for_each, speaks_of_money
from chat.reader.calculating.state import (
    entity,
)
from chat.reader.lexicon import nouns

# Qualities of what comes together: it is totalled.
FLOWS = ("main", "revenue", "profit", "expense", "rain", "snow")
# What may be taken of the groups' own figures.
_FEW = 12  # different ones, each of which can be listed
_GROUPS = 0.3
OVER_GROUPS = ("mean", "median", "min", "max")


class MeasuresStage(CountingStage):
    """What is measured: statistics, amounts that are totalled or averaged, counts."""

    def _measures(self) -> None:
        out, bag = self.out, self.bag
        own = self._own_counts()
        for edge, measures in bag.measures:
            for measure in measures:
                self._add(own.pop(edge.first, measure))
        for measure in own.values():
            self._add(measure)
        self._count_named_before()
        self.out.cost += _GROUPS * sum(map(self._is_of_few, self.out.measures))
        if bag.has("counted") and not any(m.where for m in out.measures):
            self._add(self._owned() or self._pieces() or Measure("count"))
        if out.measures and not out.noun and out.measures[0].of is None:
            out.noun = self._noun_words()
        self._per_entity()
        self._of_each()
        if bag.has("share"):
            return
        if not out.measures:
            self._from_order()
        if not out.measures and self._most_of_rows():
            self._add(Measure("count", noun=self._noun_words()))
        if not out.measures and any(limit.quality for _, limit in bag.limits):
            self._from_qualities()
        if not out.measures:
            self._from_subjects()
        if not out.measures:
            self._from_qualities()
        if not out.measures:
            self._from_rank()
        if not out.measures:
            self._from_judgement()
        if not out.measures and self._counts():
            self._add(Measure("count", noun=self._noun_words()))
        self._of_one()
        if not out.measures and (self.bag.has("against_figure") or self._lists_rows()):
            return
        out.measures = [self._of_one_level(measure) for measure in out.measures]
        if not out.measures:
            out.fail("nothing to measure")

    def _of_one_level(self, measure: Measure) -> Measure:
        """ "how many of the colonies were kept" where their fate is a column: the rows,
        and not how many fates are left."""
        one = any(
            rows.column == measure.of and rows.op == "==" and not rows.negated
            for rows in self.out.rows
        )
        if measure.statistic != "unique" or not one:
            return measure
        return Measure("count", noun=measure.noun or self._noun_words())

    def _is_of_few(self, measure: Measure) -> bool:
        """ "how many trips per driver" where there are four: rather of each of them."""
        over = measure.over
        return (
            measure.statistic == "count"
            and over is not None and over.statistic == "unique" and over.of is not None
            and self.columns[over.of].n_unique <= _FEW
        )  # fmt: skip

    def _own_counts(self) -> dict[int, Measure]:
        """ "how many by post, and how many of them by hand": each with what is behind it.

        By the place of a count; none where there is a single one.
        """
        counts = [
            edge for edge, found in self.bag.measures
            if len(found) == 1 and found[0] == Measure("count", noun=found[0].noun)
        ]  # fmt: skip
        counted = [edge for edge, _ in self.bag.marks.get("counted", [])]
        if len(counts) + len(counted) < 2 or not self.out.rows:
            return {}
        starts = sorted(edge.first for edge in (*counts, *counted))
        own: dict[int, list[Rows]] = {}
        said = {
            edge.first: _of_values((mark.data or {})["values"])
            for edge, mark in self.bag.marks.get("counted", [])
        }
        parted = {rows.column for rows in said.values()}
        for edge, rows in self.bag.rows:
            settled = self._settled(rows)
            before = [at for at in starts if at <= edge.first]
            if before and settled is not None and (
                settled in self.out.rows or settled.column in parted
            ):  # fmt: skip
                own.setdefault(before[-1], []).append(settled)
        for at, rows in said.items():
            own.setdefault(at, []).append(rows)
        _share_alike(own)
        taken = [rows for found in own.values() for rows in found]
        self.out.rows = [rows for rows in self.out.rows if rows not in taken]
        return {
            at: Measure("count", where=where_of(found)) for at, found in own.items()
        }

    def _owned(self) -> Measure | None:
        """ "how many vans do we have": each of them once, not each row of one."""
        if not any(True for _ in self.lattice.all("owned")):
            return None
        data = self.bag.mark("counted")
        values = (data.data or {})["values"] if data is not None else None
        column = self.columns[values.column] if values is not None else None
        found = likened(self.lattice.index, column) if column is not None else ()
        if not found:
            return None
        self.out.asks = "how_many"
        return Measure("unique", found[0])

    def _pieces(self) -> Measure | None:
        """ "how many laptops did we sell": the pieces sold, not the rows about them.

        The column of pieces that the verb names ("units_sold"), or the only one there is
        where the verb is one of selling.
        """
        found = [
            column for column in self.columns.values()
            if nouns("en").pieces & set(roles.parts(column))
            and roles.is_measure(column, self.n_rows)
            and roles.adds_up(column) is not False
        ]  # fmt: skip
        said = {token.stem for token in self.lattice.tokens if token.kind == "word"}
        done = nouns("en").pieces
        named = [c for c in found if said & (set(roles.parts(c)) - done)]
        if len(named) == 1:
            column = named[0]
        elif len(found) == 1 and any(
            quality in FLOWS for quality, _ in self._qualities()
        ):
            column = found[0]
        else:
            return None
        words = f"{column.name} is totalled; say “how many rows” for their number"
        self.out.assumed.append(words)
        return Measure("sum", column.name, given=False)

    def _of_one(self) -> None:
        """ "what does a visit bring in": the amount divided by how many there are."""
        mark = self.bag.mark("ofone")
        if mark is None:
            self._typical_of_one()
            return
        lower: Measure = (mark.data or {})["lower"]
        measures = self.out.measures
        upper = measures[0] if len(measures) == 1 else None
        amount = upper is not None and (
            upper.statistic in ("sum", "count", "mean") or not upper.given
        )
        if upper is None or not amount or upper.over or upper.of == lower.of:
            self.out.fail("an amount of what")
            return
        self.out.assumed.clear()
        if is_for_each(self.columns, upper, lower):
            self.out.measures = [Measure("mean", upper.of)]
            return
        statistic = upper.statistic if upper.statistic == "count" else "sum"
        if lower.statistic == "count":
            self.out.measures = [Measure("mean", upper.of)]
        else:
            self.out.measures = [Measure(statistic, upper.of, upper.where, lower)]

    def _typical_of_one(self) -> None:
        """ "how long does a firing take": what one takes on average, and not all together."""
        measures = self.out.measures
        of_one = any(True for _ in self.lattice.all("ofone"))
        timed = {quality for quality, _ in self._qualities()} & {"duration", "wait"}
        if not of_one or not timed or len(measures) != 1:
            return
        measure = measures[0]
        if measure.given or measure.statistic != "sum" or measure.over is not None:
            return
        self.out.measures = [Measure("mean", measure.of, measure.where)]
        self.out.assumed = [
            one for one in self.out.assumed if not one.startswith(measure.of or "")
        ]

    def _per_entity(self) -> None:
        """ "how many orders does a customer place on average": a mean over customers."""
        statistics = self._statistics()
        counts = [
            m for m in self.out.measures if m.statistic == "count" and m.of is None
        ]
        if not counts or len(self.out.measures) > 1 or not statistics or self.out.keys:
            return
        if statistics[0] not in OVER_GROUPS:
            return
        for name in self._entities():
            self.used_subjects.add(name)
            self.out.keys.append({"column": name})
            self._put_over_groups(statistics[0])
            return

    def _of_each(self) -> None:
        """ "median order value": of what the rows of each order add up to."""
        mark = self.bag.mark("ofeach")
        if mark is None:
            return
        if self.out.keys or self.out.measures or self.bag.limits:
            self.out.fail("figures of groups by groups")
            return
        data = mark.data or {}
        self._add(data["measure"])
        self.out.keys.append({"column": data["column"]})
        self._put_over_groups(mark.concept)

    def _entities(self) -> Iterator[str]:
        """Columns of who or what is named: itself, or by what it is like ("a van")."""
        for _, columns in self.bag.subjects:
            for name in columns.names:
                if entity(self.lattice, name):
                    yield name
        for rows in self.out.rows:
            if rows.role == "value" and not rows.negated and rows.column:
                yield from likened(self.lattice.index, self.columns[rows.column])

    def _put_over_groups(self, statistic: str) -> None:
        self.out.params["over_groups"] = {"statistic": statistic}
        self.uses_statistic = True

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


def _of_values(values: Values) -> Rows:
    """The rows that have one of the values that are counted: "how many men"."""
    several = len(values.values) > 1
    value = list(values.values) if several else values.values[0]
    return Rows(values.column, "in" if several else "==", value)


def _share_alike(own: dict[int, list[Rows]]) -> None:
    """ "how many men and how many women fell": what is said once of both is of each.

    Only where all are told apart by one column, and one of them alone is limited besides.
    """
    parted = [
        name for name in {rows.column for found in own.values() for rows in found}
        if all(name in {rows.column for rows in found} for found in own.values())
    ]  # fmt: skip
    if len(own) < 2 or len(parted) != 1:
        return
    besides = [
        [rows for rows in found if rows.column != parted[0]] for found in own.values()
    ]
    limited = [found for found in besides if found]
    if len(limited) == 1:
        for found in own.values():
            found.extend(rows for rows in limited[0] if rows not in found)
