"""Whether rows are counted, where nothing of a question is measured."""

from __future__ import annotations

from chat.reader.base.items import Measure
from chat.reader.calculating.keys import KeysStage
from chat.reader.calculating.state import entity
from chat.reader.lexicon import nouns


class CountingStage(KeysStage):
    """Whether rows are counted, or listed, where nothing of a question is measured."""

    def _without_none(self) -> None:
        """ "how many complaints" where a level says that there was none: the others."""
        if any(True for _ in self.lattice.all("distinct")):
            return
        none = nouns("en").none
        for at, measure in enumerate(self.out.measures):
            if measure.statistic != "unique" or measure.of is None:
                continue
            if measure.of not in self.columns:
                continue
            said = [v for v in self._levels(measure.of) if str(v).casefold() in none]
            if not said:
                continue
            where = {"column": measure.of, "op": "!=", "value": said[0]}
            self.out.measures[at] = Measure("count", where=where)
            self.out.assumed.append(
                f"rows are counted whose {measure.of} is not {said[0]}"
            )

    def _count_named_before(self) -> None:
        """ "guests who came by car: how many": of those who are named, not of the rows."""
        if self.out.measures != [Measure("count", noun="")] or self.bag.nouns:
            return
        counted = self.bag.measures[0][0]
        named = [
            columns.names[0] for edge, columns in self.bag.subjects
            if len(columns.names) == 1 and edge.last <= counted.first
            and columns.names[0] not in self.used_subjects
            and entity(self.lattice, columns.names[0])
        ]  # fmt: skip
        if len(named) == 1 and not self.out.keys and not self.bag.limits:
            self.used_subjects.add(named[0])
            self.out.measures = [Measure("unique", named[0])]

    def _most_of_rows(self) -> bool:
        """ "which weekday brings the fewest tickets": of them, and not what they bring."""
        rows = {edge.first for edge, noun in self.bag.nouns if not noun.people}
        # "brings the fewest returns", where a column says what was returned
        rows |= {edge.first for edge, r in self.bag.rows if r.role in ("flag", "value")}
        most = [
            edge for edge, limit in self.bag.limits
            if not limit.quality and limit.n is None and edge.last in rows
            and self.lattice.at("top", edge.first)
            and not self.lattice.at("front", edge.first)
            and not self.lattice.at("judged", edge.last - 1)
        ]  # fmt: skip
        return bool(most) and (self.out.asked_key or bool(self.bag.subjects))

    def _counts(self) -> bool:
        bag = self.bag
        if self._compares_no_number():
            return False
        if bag.has("having") and not bag.limits:
            self._key_from_subjects()
            if self.out.keys:  # "schools with at least 20 answers"
                return True
        if bag.has("percent") and not self.out.keys and self._parted():
            return True
        if bag.has("percent") and self._is_split_only():
            return True
        ranked = {limit.quality for _, limit in bag.limits} - {"", "count"}
        if (
            bag.nouns
            and not ranked
            and (self.out.keys or bag.limits or bag.windows or bag.has("rank"))
        ):
            return True
        most = [limit for _, limit in bag.limits if not limit.quality]
        if self._unanswered_qualities():
            return False
        if most and (self.out.asked_key or self.bag.subjects):
            self.out.cost += 1.2  # nothing says what they are ranked by
            self.out.assumed.append("ranked by the number of rows")
            return True
        return False

    def _is_split_only(self) -> bool:
        """ "men vs women, in percent": the groups and nothing that is measured of them."""
        said = {name for _, columns in self.bag.subjects for name in columns.names}
        keys = {key.get("column") for key in self.out.keys}
        split = self._two_groups() or bool(keys & self._wholly_named())
        others = ("more", "howmuchmore", "rising", "statistic")
        plain = not any(self.bag.has(kind) for kind in others) and not self.bag.windows
        return split and plain and said <= keys and not self._qualities()

    def _unanswered_qualities(self) -> bool:
        """ "which route pulls in the most" of a table without money: no number of rows."""
        return any(
            quality != "count" and self._quality_column(quality) is None
            for quality, _ in self._qualities()
        )

    def _compares_no_number(self) -> bool:
        """ "are vans dearer than cars": more of something that is no number of rows.

        Numbers of rows are compared by "more vans", the noun behind it.
        """
        edges = [
            e for k in ("more", "howmuchmore") for e, _ in self.bag.marks.get(k, [])
        ]
        qualities = {quality for quality, _ in self._qualities()} - {"count"}
        if self.bag.has("versus") and qualities:
            return True
        if not edges:
            return False
        if self._compared_qualities() and "count" not in self._compared_qualities():
            return True
        others = [e.first for e, _ in self.bag.marks.get("versus", [])]
        nouns = [e.first for e, _ in self.bag.nouns]
        return not any(
            edge.last <= noun and not any(edge.last <= at < noun for at in others)
            for edge in edges
            for noun in nouns
        )

    def _lists_rows(self) -> bool:
        """ "employees hired before 2015": the rows themselves are asked for."""
        if not self.out.rows or self.out.keys or self.bag.limits or self.bag.windows:
            return False
        if set(self.bag.marks) - {"both", "yesno", "which", "who"}:
            return False
        if any(
            set(columns.names) - self.used_subjects for _, columns in self.bag.subjects
        ):
            return False  # "what did I pay the staff": something is asked of a column
        self.out.params["listed"] = True
        self.out.cost += 0.4
        return True
