"""Arithmetic over columns, written or spoken, as the formula language has it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.base.columns import Column
from analysis.base.errors import TaskError
from analysis.formulas.expression_functions import FUNCTIONS
from analysis.formulas.expressions import expression_columns
from chat.reader.base.senses import Lattice
from chat.reader.preparing.words import Phrase, longest, preparations, stands

_SURE = 0.45  # the dearest link of a column within a formula
_DEEPEST = 6
_MOST = 24  # readings kept at each place
_LONGEST_NAME = 60
_SIGNS = {
    "+": "plus", "-": "minus", "*": "times", "/": "per", "**": "power", "%": "mod",
    "<": "below", ">": "above", "<=": "at_most", ">=": "at_least", "==": "is", "!=": "not",
}  # fmt: skip
_MOST_ANSWERS = 11  # of a scale that can be turned around
_OF_DAYS = {"hours": " * 24", "weeks": " / 7", "minutes": " * 1440"}
_WRITTEN_SIGN = re.compile(r"\*\*|<=|>=|==|!=|[-+*/%<>]")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula read up to a token; ``parts`` counts what it is put together from."""

    last: int
    text: str
    parts: int = 1
    loose: bool = False  # "a + b" needs brackets before "* c"

    def tight(self) -> str:
        return f"({self.text})" if self.loose else self.text


def formulas_at(lattice: Lattice, at: int) -> list[Formula]:
    """The formulas that begin at a token and are more than a column, longest first."""
    reader = _Reader(lattice)
    found = [
        one for one in reader.expressions(at, 0)
        if one.parts > 1 and _is_formula(one.text)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.last, -one.parts))


def part_of_value(lattice: Lattice, at: int) -> Iterator[tuple[int, str]]:
    """A part of a date or a text alone: "the year of day", "the number in note"."""
    for one in formulas_at(lattice, at):
        called = re.fullmatch(r"(\w+)\((?:\w+|`[^`]+`)\)", one.text)
        function = FUNCTIONS.get(called[1]) if called else None
        if function is not None and function.takes in ((), ("date",)):
            yield one.last, one.text


def _is_formula(text: str) -> bool:
    try:
        return bool(expression_columns(text))
    except TaskError:
        return False


def column_term(name: str) -> str:
    """A column as a formula spells it."""
    plain = name.isidentifier() and not keyword.iskeyword(name)
    return name if plain and name not in FUNCTIONS else f"`{name}`"


def formula_name(text: str) -> str:
    """A name for a column that was given none."""
    spelled = _WRITTEN_SIGN.sub(lambda match: f" {_SIGNS[match[0]]} ", text)
    return "_".join(re.findall(r"\w+", spelled))[:_LONGEST_NAME]


class _Reader:
    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.tokens = lattice.tokens
        known = preparations()
        self.words: Mapping[str, Mapping[str, tuple[Phrase, ...]]] = known.formulas
        self.skipped = known.lists["skipped"]
        self.columnwords = known.lists["column"]

    def expressions(self, at: int, depth: int) -> list[Formula]:
        """Terms joined by signs, from left to right as they are written."""
        if depth > _DEEPEST:
            return []
        found: list[Formula] = []
        front = self.terms(at, depth)
        while front and len(found) < _MOST:
            found += front
            following: list[Formula] = []
            for one in front[:_MOST]:
                for sign, place in self._signs(one.last):
                    for other in self.terms(place, depth):
                        made = self._span(one, sign, other)
                        following.append(made or _joined(one, sign, other))
            front = following[:_MOST]
        return found

    def _span(self, one: Formula, sign: str, other: Formula) -> Formula | None:
        """One date less another is a number: of days, or of the unit that is said."""
        if sign != "-" or not (self._is_date(one) and self._is_date(other)):
            return None
        unit, last = "days", other.last
        for name, phrases in self.words["spans"].items():
            if length := longest(phrases, self.tokens, other.last):
                unit, last = name, other.last + length
        scale = _OF_DAYS.get(unit, "")
        return Formula(last, f"days({one.text} - {other.text}){scale}", 3)

    def _is_date(self, one: Formula) -> bool:
        column = self.lattice.columns.get(one.text.strip("`"))
        return column is not None and column.kind == "datetime"

    def _signs(self, at: int) -> Iterator[tuple[str, int]]:
        for sign, phrases in self.words["infix"].items():
            length = longest(phrases, self.tokens, at)
            if length:
                yield sign, at + length

    def terms(self, at: int, depth: int) -> list[Formula]:
        at = self.skip(at)
        if at >= len(self.tokens) or depth > _DEEPEST:
            return []
        found = [
            *self._plain(at),
            *self._bracketed(at, depth),
            *self._called(at, depth),
            *self._listed(at, depth),
            *self._paired(at, depth),
            *self._applied(at, depth),
            *self._turned(at),
        ]
        return [behind for one in found for behind in self._behind(one)][:_MOST]

    def skip(self, at: int) -> int:
        while at < len(self.tokens) and not self.lattice.at("column", at):
            length = longest(self.skipped, self.tokens, at)
            length = length or longest(self.columnwords, self.tokens, at)
            if not length:
                break
            at += length
        return at

    def _plain(self, at: int) -> Iterator[Formula]:
        for sense in self.lattice.at("column", at):
            if sense.cost <= _SURE:
                yield Formula(sense.last, column_term(sense.concept))
        token = self.tokens[at]
        if token.kind == "number" and token.value is not None:
            value = token.value / 100 if token.percent else token.value
            yield Formula(at + 1, f"{value:.12g}")
        elif token.kind == "quoted" and not self.lattice.at("column", at):
            yield Formula(at + 1, repr(token.text))

    def _bracketed(self, at: int, depth: int) -> Iterator[Formula]:
        if self.tokens[at].text == "(":
            for one in self.expressions(at + 1, depth + 1):
                if one.last < len(self.tokens) and self.tokens[one.last].text == ")":
                    yield Formula(one.last + 1, f"({one.text})", one.parts)

    def _called(self, at: int, depth: int) -> Iterator[Formula]:
        """ "log(fare + 1)", with several arguments where a function takes them."""
        name = self.tokens[at].folded
        opens = at + 1 < len(self.tokens) and self.tokens[at + 1].text == "("
        if name not in FUNCTIONS or not opens:
            return
        given = [Formula(at + 2, "")]
        for _ in range(FUNCTIONS[name].most):
            following = []
            for before in given:
                for one in self.expressions(before.last, depth + 1):
                    text = f"{before.text}, {one.text}" if before.text else one.text
                    end = one.last
                    if end >= len(self.tokens):
                        continue
                    if self.tokens[end].text == ")":
                        yield Formula(end + 1, f"{name}({text})", 2)
                    elif self.tokens[end].text == ",":
                        following.append(Formula(end + 1, text))
            given = following

    def _listed(self, at: int, depth: int) -> Iterator[Formula]:
        """ "the sum of a, b and c", "the mean of a and b"."""
        for sign, phrases in self.words["listed"].items():
            length = longest(phrases, self.tokens, at)
            if not length:
                continue
            for last, terms in self._lists(at + length, depth):
                if sign == "mean" and not self._side_by_side(at + length, last):
                    continue
                if sign == "mean":
                    text = f"({' + '.join(terms)}) / {len(terms)}"
                    yield Formula(last, text, 2)
                else:
                    yield Formula(last, f" {sign} ".join(terms), 2, sign == "+")

    def _side_by_side(self, first: int, last: int) -> bool:
        """ "the mean of a and b", not "the mean of a by b", which is one of groups."""
        others = [
            one for one in self.words["joints"]["list"]
            if one not in self.words["joints"]["beside"]
        ]  # fmt: skip
        return not any(longest(others, self.tokens, at) for at in range(first, last))

    def _lists(self, at: int, depth: int) -> Iterator[tuple[int, list[str]]]:
        joints = self.words["joints"]["list"]
        fronts = [(one.last, [one.tight()]) for one in self._single(at)]
        while fronts:
            following = []
            for last, terms in fronts:
                place = last
                while length := longest(joints, self.tokens, place):
                    place += length
                if place == last:
                    continue
                for other in self._single(place):
                    made = other.last, [*terms, other.tight()]
                    following.append(made)
                    yield made
            fronts = following[:_MOST]

    def _single(self, at: int) -> list[Formula]:
        """A column or a number, in a list."""
        at = self.skip(at)
        if at >= len(self.tokens):
            return []
        found = list(self._plain(at))
        return [Formula(self._behind_name(one.last), one.text) for one in found]

    def _behind_name(self, at: int) -> int:
        """ "the age column": a word for columns behind the name."""
        return at + longest(self.columnwords, self.tokens, at)

    def _paired(self, at: int, depth: int) -> Iterator[Formula]:
        for sign, phrases in self.words["paired"].items():
            length = longest(phrases, self.tokens, at)
            if not length:
                continue
            joints = self.words["joints"][sign]
            for one in self._operands(at + length, depth):
                joint = longest(joints, self.tokens, one.last)
                for other in self._operands(one.last + joint, depth) if joint else ():
                    first, second = one, other
                    if sign.startswith("turned"):
                        first, second = other, one
                    span = self._span(first, sign[-1], second)
                    if span is not None:
                        last = max(other.last, span.last)
                        yield Formula(last, span.text, 3)
                        continue
                    text = f"{first.tight()} {sign[-1]} {second.tight()}"
                    yield Formula(other.last, text, 2, sign[-1] == "-")

    def _operands(self, at: int, depth: int) -> list[Formula]:
        place = self.skip(self._of(at))
        if place >= len(self.tokens):
            return []
        inner = [*self._bracketed(place, depth), *self._applied(place, depth + 1)]
        return [*self._single(place), *inner]

    def _of(self, at: int) -> int:
        return at + longest(preparations().lists["of"], self.tokens, at)

    def _applied(self, at: int, depth: int) -> Iterator[Formula]:
        for function, phrases in self.words["applied"].items():
            length = longest(phrases, self.tokens, at)
            if length:
                for one in self._operands(at + length, depth):
                    yield Formula(one.last, f"{function}({one.text})", 2)
        for power, phrases in self.words["powers"].items():
            length = longest(phrases, self.tokens, at)
            for one in self._operands(at + length, depth) if length else ():
                yield Formula(one.last, f"{one.tight()} {power}", 2)

    def _turned(self, at: int) -> Iterator[Formula]:
        """ "turn Q3 around (6 minus the answer)": an answer counted from the other end."""
        words = self.words["reversing"]
        length = longest(words["turn"], self.tokens, at)
        for column in self._plain(at + length) if length else ():
            known = self.lattice.columns.get(column.text.strip("`"))
            if known is None or not known.is_numeric:
                continue
            last = column.last
            around = longest(words["around"], self.tokens, last)
            last += around
            least = self._taken_from(last, words["answer"])
            if least is not None:
                yield Formula(least[0], f"{least[1]} - {column.text}", 3)
            elif around or length > 1:
                ends = _ends(known)
                if ends is not None:
                    yield Formula(last, f"{ends} - {column.text}", 3)

    def _taken_from(
        self, at: int, answer: tuple[Phrase, ...]
    ) -> tuple[int, str] | None:
        """ "(6 minus the answer)": where it ends, and the number."""
        tokens = self.tokens
        if at + 2 >= len(tokens) or tokens[at].text not in "(,":
            return None
        number = tokens[at + 1]
        if number.kind != "number" or number.value is None:
            return None
        for sign, place in self._signs(at + 2):
            length = longest(answer, tokens, place)
            if sign == "-" and length:
                closes = place + length
                if tokens[at].text == "(":
                    if closes >= len(tokens) or tokens[closes].text != ")":
                        return None
                    closes += 1
                return closes, f"{number.value:.12g}"
        return None

    def _behind(self, one: Formula) -> Iterator[Formula]:
        yield one
        last = self._behind_name(one.last)
        if last != one.last and one.parts == 1:
            one = Formula(last, one.text, one.parts, one.loose)
            yield one
        for power, phrases in self.words["behind"].items():
            if any(stands(p, self.tokens, one.last) for p in phrases):
                length = longest(phrases, self.tokens, one.last)
                yield Formula(one.last + length, f"{one.tight()} {power}", 2)


def _ends(column: Column) -> str | None:
    """The least and the greatest answer together, of a scale of whole numbers."""
    low, high = column.minimum, column.maximum
    if column.kind != "integer" or column.n_unique > _MOST_ANSWERS:
        return None
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        return None
    return f"{low + high:.12g}"


def _joined(one: Formula, sign: str, other: Formula) -> Formula:
    return Formula(
        other.last, f"{one.text} {sign} {other.text}", one.parts + other.parts + 1, True
    )
