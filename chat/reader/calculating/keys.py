"""What parts the rows: columns, grains of time, single days."""

from __future__ import annotations

from typing import Any, get_args

from analysis.signatures.calculation import Grain
from chat.reader.base import roles
from chat.reader.base.entities import singular
from chat.reader.base.items import (
    Edge,
    Key,
)
from chat.reader.base.series import span_of
from chat.reader.calculating.contrasts import ContrastStage
from chat.reader.calculating.state import (
    grain_of,
)

_PAIR = 2  # columns that a ranking is of together
_HALF = 0.5  # of the rows: then each date has two or more
_DAYS_OF_HOURS = 2  # over more of them an hour comes again each day


class KeysStage(ContrastStage):
    """What parts the rows: columns, grains of time, single days."""

    def _keys(self) -> None:
        out = self.out
        if self.contrast is not None:
            column, values = self.contrast
            out.keys.append({"column": column, "values": values})
        self.bag.keys[:] = [
            one for one in self.bag.keys if not self._is_in_a_name(one[0])
        ]
        limited = any(rows.role in ("time", "part") for _, rows in self.bag.rows)
        grained = limited or any(
            key.column is None and key.grain
            for _, keys in self.bag.keys
            for key in keys
        )
        for _, keys in self.bag.keys:
            for key in keys:
                if grained and self._is_only_dated(key):
                    continue
                made = self._key(key)
                if made is None:
                    out.fail("no time for a unit")
                    return
                if all(
                    k.get("column") != made["column"] or "grain" in made
                    for k in out.keys
                ):
                    out.keys.append(made)
                    if key.asked:
                        self.asked_keys.append(made)
                out.asked_key = out.asked_key or key.asked
        self._units()
        self._ranked_together()
        self._figures_of_groups()
        self._merge_named_columns()

    def _ranked_together(self) -> None:
        """ "the country and year with the most deaths": which pair of them comes first.

        Behind a noun for rows they are what is shown of one ("of the largest order").
        """
        if self.out.keys or self.bag.nouns or not self.bag.limits:
            return
        first = min(edge.first for edge, _ in self.bag.limits)
        for edge, columns in self.bag.subjects:
            if edge.last > first or len(columns.names) < _PAIR:
                continue
            if not all(self._parts_rows(name) for name in columns.names):
                continue
            self.used_subjects.update(columns.names)
            for name in columns.names:
                made = self._key(Key(name))
                assert made is not None
                self.out.keys.append(made)
                self.asked_keys.append(made)
            self.out.asked_key = True

    def _parts_rows(self, name: str) -> bool:
        """Whether a column parts the rows, and is nothing that is measured."""
        column = self.columns[name]
        if roles.is_key(column, self.n_rows) or roles.yes_of(column) is not None:
            return False
        if roles.is_time(column):
            return True
        return roles.is_group(column) and not roles.is_measure(column, self.n_rows)

    def _figures_of_groups(self) -> None:
        """ "driver totals of fares", "region revenue totals": one figure of each."""
        several = [
            edge.first for edge, _ in self.bag.measures
            if any(
                singular(token.folded) != token.folded
                and self.lattice.at("statistic", at)
                for at, token in enumerate(self.lattice.tokens)
                if edge.first <= at < edge.last
            )
        ]  # fmt: skip
        for edge, columns in self.bag.subjects:
            name = columns.names[0]
            column = self.columns[name]
            if len(columns.names) > 1 or edge.last not in several:
                continue
            if roles.is_group(column) and not roles.is_measure(column, self.n_rows):
                self.used_subjects.add(name)
                self.out.keys.append({"column": name})

    def _is_only_dated(self, key: Key) -> bool:
        """ "each month, by date of delivery": the date that the months are of.

        So is the date of a stretch of time: "in 2022, going by the first visit".
        """
        dated = key.column is not None and self.columns[key.column].kind == "datetime"
        return dated and key.grain is None and not key.asked

    def _is_in_a_name(self, edge: Edge) -> bool:
        """ "over 48 hours in a typical week": words of the column's own long name."""
        words = self.lattice.words(edge.first, edge.last).casefold()
        used = {rows.column or "" for rows in self.out.rows}
        used |= {name for _, columns in self.bag.subjects for name in columns.names}
        used |= {m.of or "" for _, measures in self.bag.measures for m in measures}
        return " " in words and any(
            words in name.casefold() and name.casefold() != words for name in used
        )

    def _units(self) -> None:
        """ "busiest month", "on Mondays": parts of time that stand by themselves."""
        out = self.out
        if self.bag.has("unit"):
            unit = self.bag.mark("unit")
            made = (
                self._key(Key(None, unit.concept)) if unit and self.bag.limits else None
            )
            if made is None:
                out.fail("a unit without use")
                return
            out.keys.append(made)
            out.asked_key = True
        names: list[str] = []
        for _, mark in self.bag.marks.get("weekdayname", []):
            names += [mark.concept, *(mark.data or {}).get("more", ())]
        if names:
            made = self._key(Key(None, "weekday"))
            if made is None or "grain" not in made:
                out.fail("no days")
                return
            out.keys.append({**made, "values": names})

    def _merge_named_columns(self) -> None:
        """A key of a column whose values are set against each other is that key."""
        self._periods_of_named_date()
        seen: list[dict[str, Any]] = []
        for key in self.out.keys:
            twin = next((k for k in seen if k["column"] == key["column"]
                         and k.get("grain") == key.get("grain")), None)  # fmt: skip
            if twin is None:
                seen.append(key)
        self.out.keys = seen

    def _periods_of_named_date(self) -> None:
        """ "from 2023 to 2024, by arrival": the date that the periods go by."""
        periods = [key for key in self.out.keys if "periods" in key]
        dates = [key for key in self.out.keys if "grain" in key]
        if len(periods) != 1 or len(dates) != 1:
            return
        assumed = f"time is {periods[0]['column']}"
        same = periods[0]["column"] == dates[0]["column"]
        if (same and dates[0]["grain"] == "year") or (
            not same and assumed in self.out.assumed
        ):
            periods[0]["column"] = dates[0]["column"]
            self.out.keys.remove(dates[0])
            self.out.assumed = [one for one in self.out.assumed if one != assumed]

    def _parted(self) -> bool:
        """ "gender in percent": the one group that is named parts the rows."""
        named = [
            name for _, columns in self.bag.subjects for name in columns.names
            if name not in self.used_subjects
        ]  # fmt: skip
        if len(named) != 1 or not roles.is_group(self.columns[named[0]]):
            return False
        self.used_subjects.add(named[0])
        self.out.keys.append({"column": named[0]})
        return True

    def _key(self, key: Key) -> dict[str, Any] | None:
        if key.grain is None:
            assert key.column is not None
            own = self.columns[key.column]
            if own.kind == "datetime":
                return {"column": own.name, "grain": grain_of(own)}
            return {"column": own.name}
        named = self._named_for_unit(key.grain)
        if named is not None:
            return {"column": named}
        column = self._time_column(key.column)
        if column is None:
            return None
        grain = grain_of(column) if key.grain == "auto" else key.grain
        if grain == "hour" and key.asked and span_of(column) > _DAYS_OF_HOURS:
            grain = "hour_of_day"  # "at what hour do most calls come in"
        if column.kind != "datetime":
            return {"column": column.name} if grain == "year" else None
        return {"column": column.name, "grain": grain}

    def _named_for_unit(self, grain: str) -> str | None:
        """A column of words or numbers that is the unit itself ("Month" with 1 to 12)."""
        for column in self.columns.values():
            if (
                column.kind != "datetime"
                and roles.parts(column)[-1:] == (grain,)
                and (roles.is_group(column) or roles.is_time(column))
            ):
                dates = [c for c in self.columns.values() if c.kind == "datetime"]
                return column.name if not dates else None
        return None

    def _limited_periods(self) -> None:
        """ "the three best months" where each month has several rows: months are ranked."""
        for edge, columns in self.bag.subjects:
            grains = [
                unit.concept for unit in self.lattice.at("unit", edge.first)
                if unit.last == edge.last and unit.concept in get_args(Grain)
            ]  # fmt: skip
            if len(columns.names) != 1 or not grains:
                continue
            column = self.columns[columns.names[0]]
            if column.kind == "datetime" and column.n_unique <= _HALF * self.n_rows:
                self.used_subjects.add(column.name)
                self.out.keys.append({"column": column.name, "grain": grains[0]})
                return
