"""Finds the form that a request follows: every word of it has a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.base.task import Step
from analysis.operations import operation_named
from chat.reader.base.conversions import conversion
from chat.reader.base.senses import Lattice
from chat.reader.preparing.formulas import formula_name, formulas_at, part_of_value
from chat.reader.preparing.pairs import mapping, ranges
from chat.reader.preparing.rows import condition_at
from chat.reader.preparing.scales import classes, classing, scale
from chat.reader.preparing.slots import (
    Filled,
    a_number,
    a_value,
    edges,
    ends_request,
    many_columns,
    new_name,
    one_column,
    year_columns,
)
from chat.reader.preparing.texts import a_mark, a_text, a_unit, in_order, new_names
from chat.reader.preparing.words import (
    Element,
    Form,
    Settings,
    forms_at,
    longest,
    preparations,
    stands,
)

Params = dict[str, Any]
_MOST_TRIED = 200
# Words that could be anything count more than words that say nothing.
_FREE, _FREE_WORD = ("name", "value"), 2
# What comes behind rows that a request does not end with.
_ROWS_END = {"before": ("to", "is"), "within": ("to", "is"), "apart": ("apart",)}
# What a place says of the columns it takes; one that does not fit is another's.
_FITS = ("numeric", "datetime")


@dataclass(frozen=True)
class Match:
    """A step, and the token behind the words that ask for it.

    ``passed`` are the words between that say nothing.
    """

    step: Step
    last: int
    first: int = 0
    passed: int = 0


_FEWEST_TO_ROWS = 2  # columns: one by itself has nothing to be put below


def match_at(lattice: Lattice, at: int) -> Match | None:
    """The request that begins at a token: the one that covers most."""
    best: Match | None = None
    if _counts_rows(lattice, at):
        return None
    for form in forms_at(lattice.tokens, at):
        for last, params, passed in _Matcher(lattice, form).matches(at):
            if best is None or (-last, passed) < (-best.last, best.passed):
                step = _step(form, params, lattice)
                if step is not None:
                    best = Match(step, last, at, passed)
    return best


def _counts_rows(lattice: Lattice, at: int) -> bool:
    """ "orders by region": several of the rows are spoken of, nothing is to be sorted."""
    plural = at < len(lattice.tokens) and lattice.tokens[at].folded.endswith("s")
    return plural and bool(lattice.at("rownoun", at))


def opens_request(lattice: Lattice, at: int) -> bool:
    """Whether a word that asks for a change stands there."""
    return any(
        element.phrases and longest(element.phrases, lattice.tokens, at)
        for form in forms_at(lattice.tokens, at)
        for element in form.elements[:1]
    )


def _step(form: Form, params: Params, lattice: Lattice) -> Step | None:
    operation = operation_named(form.operation)
    params = {**form.fixed, **params}
    if "classes" in params:
        column = lattice.columns[params["column"]]
        return classing(column, params["classes"], params.get("name"))
    if "expression" in operation.parameters and "name" not in params:
        params["name"] = formula_name(params["expression"])
    if form.operation == "reshape_long" and not params.get("columns"):
        params["columns"] = year_columns(lattice)
    if form.operation == "reshape_long" and len(params["columns"]) < _FEWEST_TO_ROWS:
        return None
    missing = [
        name for name, one in operation.parameters.items()
        if one.required and params.get(name) in (None, [])
    ]  # fmt: skip
    if missing:
        return None
    for name, role in operation.column_parameters().items():
        given = params.get(name) or []
        for column in given if isinstance(given, list) else [given]:
            known = lattice.columns.get(column)
            if known is not None and role.sort in _FITS and not role.accepts(known):
                return None
    if form.operation == "convert_column" and set(params) == {"column", "to"}:
        return conversion(lattice.columns[params["column"]], params["to"])
    return Step(operation=form.operation, params=params)


class _Matcher:
    def __init__(self, lattice: Lattice, form: Form) -> None:
        self.lattice = lattice
        self.tokens = lattice.tokens
        self.form = form
        self.operation = operation_named(form.operation)
        known = preparations()
        self.skipped = known.lists["skipped"]
        self.settings = known.settings[form.operation]
        self.tried = 0

    def matches(self, at: int) -> Iterator[tuple[int, Params, int]]:
        """Where the form ends, what it says, and how many words it passes over."""
        for last, params, passed in self._elements(self.form.elements, at, {}, 0, True):
            for end, more in self._settled(last, params):
                if ends_request(self.lattice, end):
                    yield end, more, passed

    def _elements(
        self,
        elements: Sequence[Element],
        at: int,
        params: Params,
        passed: int,
        first: bool,
    ) -> Iterator[tuple[int, Params, int]]:
        self.tried += 1
        if self.tried > _MOST_TRIED:
            return
        if not elements:
            yield at, params, passed
            return
        element, rest = elements[0], elements[1:]
        for place in self._places(at, first, bool(element.slot)):
            if element.slot:
                for last, value in self._slot(element, place, params):
                    more = self._with(element, params, value)
                    if more is not None:
                        skipped = passed + place - at
                        if element.slot in _FREE:
                            skipped += _FREE_WORD * (last - place)
                        yield from self._elements(rest, last, more, skipped, False)
            else:
                lengths = {
                    len(p) for p in element.phrases if stands(p, self.tokens, place)
                }
                for length in sorted(lengths, reverse=True):
                    yield from self._elements(
                        rest, place + length, params, passed + place - at, False
                    )
        if element.optional:
            yield from self._elements(rest, at, params, passed, first)

    def _places(self, at: int, first: bool, slot: bool) -> list[int]:
        """A place, and those behind words that say nothing."""
        found = [at]
        while not first and found[-1] < len(self.tokens):
            token = self.tokens[found[-1]]
            length = longest(self.skipped, self.tokens, found[-1])
            if not length and token.kind == "mark" and token.text in ",:-":
                length = 1
            if not length:
                break
            found.append(found[-1] + length)
        return found[::-1] if slot else found

    def _slot(self, element: Element, at: int, params: Params) -> Filled:
        lattice, name = self.lattice, element.parameter
        match element.slot:
            case "column":
                yield from one_column(lattice, at)
            case "columns":
                yield from many_columns(lattice, at)
            case "name":
                yield from new_name(lattice, at)
            case "number":
                yield from a_number(lattice, at, self.operation, name)
            case "edges":
                yield from edges(lattice, at)
            case "value":
                yield from a_value(lattice, at)
            case "option":
                yield from self._options(name, at)
            case "expression":
                yield from ((one.last, one.text) for one in formulas_at(lattice, at))
            case "text":
                yield from a_text(lattice, at)
            case "mark":
                yield from a_mark(lattice, at)
            case "unit":
                yield from a_unit(lattice, at)
            case "names":
                yield from new_names(lattice, at)
            case "levels":
                yield from in_order(lattice, at, params.get("column"))
            case "part":
                yield from part_of_value(lattice, at)
            case "mapping":
                column = params.get("column") or self._column_of(at)
                yield from mapping(lattice, at, column)
            case "scale":
                yield from scale(lattice, at, params.get("column"))
            case "classes":
                yield from classes(lattice, at)
            case "rownoun":
                yield from ((one.last, "") for one in lattice.at("rownoun", at))
            case "ranges":
                yield from ranges(lattice, at)
            case "rows":
                column = params.get("column")
                own = str(column or "") if name in ("own", "within") else ""
                drop, within = name in ("drop", "apart"), _ROWS_END.get(name, ())
                yield from condition_at(lattice, at, drop, own, within)

    def _column_of(self, at: int) -> str | None:
        """ "replace male with m": the column that holds the value."""
        found = sorted(self.lattice.at("value", at), key=lambda s: s.cost)
        return found[0].column if found else None

    def _options(self, name: str, at: int) -> Filled:
        for parameter, value, phrases in self.settings.options:
            if parameter == name:
                for length in {len(p) for p in phrases if stands(p, self.tokens, at)}:
                    yield at + length, value

    def _with(self, element: Element, params: Params, value: Any) -> Params | None:
        """What was said so far and the value of a slot."""
        if element.slot == "rownoun":
            return params
        if element.slot == "classes":
            column = params.get("column") or self._named_like(params.get("name", ""))
            return (
                None
                if column is None
                else {**params, "classes": value, "column": column}
            )
        if element.slot == "ranges":
            column = params.get("column") or self._named_like(params.get("name", ""))
            return None if column is None else {**params, **value, "column": column}
        if element.slot == "rows" and element.parameter == "before":
            if not isinstance(value.get("column"), str):
                return None
            return {**params, "column": value["column"], "where": value}
        if element.slot == "rows":
            return {**params, "where": value}
        if element.slot == "scale":
            return {**params, "mapping": value}
        if element.slot == "mapping" and "column" not in params:
            column = self._holder(value)
            return (
                None
                if column is None
                else {**params, "column": column, "mapping": value}
            )
        if element.slot == "option":
            return {**params, **self._chosen(element.parameter, value)}
        parameter = "expression" if element.slot == "part" else element.parameter
        return {**params, parameter: value}

    def _named_like(self, name: str) -> str | None:
        """ "AgeGroup" is made of age: the column of numbers in a new column's name."""
        low = name.casefold()
        found = [
            c.name for c in self.lattice.columns.values()
            if c.is_numeric and c.name.casefold() in low
        ]  # fmt: skip
        return max(found, key=len) if found else None

    def _holder(self, mapping: Params) -> str | None:
        held = [
            column.name for column in self.lattice.columns.values()
            if set(mapping) <= {str(level) for level, _ in column.levels}
        ]  # fmt: skip
        return held[0] if len(held) == 1 else None

    def _chosen(self, parameter: str, value: str) -> Params:
        known = str(self.operation.parameters[parameter].plain)
        return {parameter: value == "true" if "bool" in known else value}

    def _settled(self, at: int, params: Params) -> Iterator[tuple[int, Params]]:
        """The place behind all settings that follow, and every place before."""
        yield at, params
        for place in self._places(at, False, slot=False):
            for last, more in self._setting(self.settings, place):
                if last > at and not set(more) & (set(params) - set(self.form.fixed)):
                    yield from self._settled(last, {**params, **more})

    def _setting(self, known: Settings, at: int) -> Iterator[tuple[int, Params]]:
        by = longest(preparations().lists["by"], self.tokens, at)
        for place in {at, at + by}:
            for parameter, value, phrases in known.options:
                length = longest(phrases, self.tokens, self._skip(place))
                if length:
                    yield self._skip(place) + length, self._chosen(parameter, value)
            for parameter, phrases in known.after:
                length = longest(phrases, self.tokens, self._skip(place))
                number = self._skip(self._skip(place) + length)
                for last, value in (
                    a_number(self.lattice, number, self.operation, parameter)
                    if length
                    else ()
                ):
                    yield last, {parameter: value}
            for parameter, phrases in known.before:
                for last, value in a_number(
                    self.lattice, self._skip(place), self.operation, parameter
                ):
                    length = longest(phrases, self.tokens, last)
                    if length:
                        yield last + length, {parameter: value}

    def _skip(self, at: int) -> int:
        while at < len(self.tokens):
            length = longest(self.skipped, self.tokens, at)
            if not length:
                break
            at += length
        return at
