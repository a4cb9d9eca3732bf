"""What a group's rows come to together: "customers who spent more than 500 in total"."""

from __future__ import annotations

from chat.reader.base import roles
from chat.reader.base.items import Edge, Key, Mark, Measure, Rows
from chat.reader.calculating.rows import RowsStage
from chat.reader.calculating.state import entity

_OPS = (">", ">=", "<", "<=")
_TOGETHER = ("sum", "mean")


class TotalsStage(RowsStage):
    """What a group's rows come to together is no condition on each of them."""

    def _totals_of_groups(self) -> None:
        """A number that is compared "in total" or "on average" is one of a group."""
        said = [m for m in self._statistics() if m in _TOGETHER]
        numbers = [(e, r) for e, r in self.bag.rows if _compares(r)]
        if len(said) != 1 or len(numbers) != 1 or self.bag.has("having"):
            return
        others = [k for _, keys in self.bag.keys for k in keys if not self._is_asked(k)]
        if others or self.bag.limits or not self._counts_things():
            return
        edge, rows = numbers[0]
        settled = self._settled(rows)
        if settled is None or settled.column is None:
            return
        if self._measures_another(settled.column) or not self._stands_behind(edge):
            return
        column = self.columns[settled.column]
        if said[0] == "sum" and roles.adds_up(column) is False:
            return
        self._put_on_groups(edge, rows, Measure(said[0], column.name))

    def _put_on_groups(self, edge: Edge, rows: Rows, measure: Measure) -> None:
        self.bag.rows.remove((edge, rows))
        data = {"measure": measure, "op": rows.op, "value": rows.value}
        self.bag.marks["having"] = [(edge, Mark("having", data=data))]
        self.bag.marks.pop("statistic", None)
        self.bag.marks.pop("quality", None)
        self.used_subjects.add(str(measure.of))
        self.out.assumed.clear()

    def _measures_another(self, column: str) -> bool:
        """ "mean fee of animals over 300 kilos": the mean is of the fee."""
        named = [name for _, columns in self.bag.subjects for name in columns.names]
        return any(
            roles.is_measure(self.columns[name], self.n_rows) and name != column
            for name in named
        )

    def _stands_behind(self, edge: Edge) -> bool:
        """ "more than 500 in total": the words are of the number before them."""
        said = self.bag.marks.get("statistic", [])
        return any(one.first >= edge.last for one, _ in said)

    def _counts_things(self) -> bool:
        """Whether what is counted or listed comes in several rows each."""
        counted = [m for _, found in self.bag.measures for m in found]
        if counted:
            return all(m.statistic == "unique" and self._recurs(m.of) for m in counted)
        if self.bag.keys:
            return True
        named = [name for _, columns in self.bag.subjects for name in columns.names]
        return any(self._recurs(name) for name in named)

    def _is_asked(self, key: Key) -> bool:
        """ "which customers": those that come again are what is listed."""
        return key.asked and key.grain is None and self._recurs(key.column)

    def _recurs(self, name: str | None) -> bool:
        if name is None or self.columns[name].n_unique >= self.n_rows:
            return False
        column = self.columns[name]
        measured = roles.is_measure(column, self.n_rows)
        return not measured and (entity(self.lattice, name) or roles.is_group(column))


def _compares(rows: Rows) -> bool:
    return rows.role == "number" and rows.op in _OPS and not rows.negated
