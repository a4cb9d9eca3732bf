"""Numbers that rows must exceed, equal or lie between: "over 40", "5 or more"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.columns import Column
from chat.language.clause import Clause
from chat.language.conditions import Condition, leaf
from chat.language.found import Found
from chat.language.index import SchemaIndex, key_of
from chat.language.tokens import MARK
from chat.language.vocabulary import NOUN_CUES, PEOPLE

_COL = f"{MARK}[ngyitcdb]\\d+{MARK}"
_NUM = f"{MARK}x\\d+{MARK}"
_ER = (
    "greater|larger|higher|bigger|older|longer|taller|heavier|faster|richer|hotter"
    "|warmer|later"
)
_LESS_ER = (
    "less|fewer|lower|smaller|younger|cheaper|shorter|lighter|slower|colder|earlier"
)
_COMPARATORS = (
    (r"(?:no|not) (?:less|fewer|lower|smaller|younger) than", ">="),
    (rf"(?:no|not) (?:more|{_ER}) than", "<="),
    (rf"(?:more|{_ER}) than or equal(?:s)?(?: to)?", ">="),
    (rf"(?:{_LESS_ER}) than or equal(?:s)?(?: to)?", "<="),
    (rf"(?:strictly )?(?:more|{_ER}) than", ">"),
    (rf"(?:strictly )?(?:{_LESS_ER}) than", "<"),
    (r"at least|a minimum of|minimum of|not below|not under|>=|=>|≥", ">="),
    (r"at most|a maximum of|maximum of|up to|not above|not over|<=|=<|≤", "<="),
    (r"over|above|exceed(?:s|ing|ed)?|beyond|upwards of|past|>", ">"),
    (r"under|below|beneath|<", "<"),
    (r"not equal(?:s)?(?: to)?|is not|isn't|other than|different from|!=|<>|≠", "!="),
    (r"exactly|equal(?:s)? to|equals?|equaling|==|=|is|are|was|were", "=="),
)
_PRE = "|".join(f"(?P<c{n}>{words})" for n, (words, _) in enumerate(_COMPARATORS))
_BEFORE = re.compile(rf"(?<![\w])(?:{_PRE}) ?(?:the |a )?(?P<n>{_NUM})")
_MORE = "more|over|above|older|greater|higher|up|upwards?|larger|later|longer|newer"
_FEWER = "less|under|below|younger|fewer|lower|smaller|earlier|shorter|older"
_BEHIND = re.compile(
    rf"(?P<n>{_NUM})(?:(?P<plus> ?\+)|(?: years?(?: old)?| years of age)?"
    rf" (?:or|and) (?:(?P<more>{_MORE})|(?P<fewer>{_FEWER}))\b)"
)
_RANGE = re.compile(
    rf"(?:between |from |in the range (?:of |from )?|ranging from |within |in )?"
    rf"\[?(?P<low>{_NUM})(?: and | to | through |-| - |–| – |, ?)(?P<high>{_NUM})\]?"
)
_RANGE_WORDS = re.compile(
    r"^(?:between|from|in the range|ranging|within|in)|[-–]| to | through "
)
_SUBJECT = re.compile(
    rf"(?P<col>{_COL})"
    r"(?: (?:column|columns|variable|values?|levels?|counts?|scores?)\b)?"
    r"(?: ?\([^)]{0,20}\))?(?: in \w+)?"
    r",?(?: (?:that|which|who|whose|where))?"
    r"(?: (?:is|are|was|were|has|have|had|of|being|be|lies?|falls?|must be|should be))*"
    r"(?: (?P<not>not))? ?$"
)
_BEHIND_COLUMN = re.compile(
    rf"^(?: (?:or|and) (?:{_MORE}|{_FEWER}))?(?: (?:of|in|for))?(?: the)? (?P<col>{_COL})"
)
_YEARS_OLD = re.compile(r"^[ -](?:years?[ -]old|years? of age|yrs? old|year-olds?)")
_EQUAL_LIST = re.compile(
    rf"(?P<col>{_COL})(?: (?:column|value|is|are|was|were|in|of|either|=|==|:))* ?=?="
    rf"? ?[\[(]?(?P<list>{_NUM}(?:(?:, ?| or | and |, or |, and ){_NUM})+)[\])]?"
)
_EQUAL_BARE = re.compile(rf"(?P<col>{MARK}[giy]\d+{MARK}) (?P<n>{_NUM})")
_COUNT_OF = re.compile(rf"(?P<n>{_NUM})[ -](?P<col>{MARK}[gi]\d+{MARK})")
_NUMERIC = frozenset("ngyi")


# What such numbers say is of a result, not of rows
_OF_A_RESULT = re.compile(
    r"(?:p-? ?values?|z-? ?scores?|threshold|significance|confidence|alpha|quartile|iqr"
    r"|standard deviations?|coefficient|correlations?|skewness|kurtosis|r-squared|\br\b"
    r"|accuracy|score)[^.;]{0,60}$"
)


_IS_A_RESULT = re.compile(
    r"(?:p-? ?values?|z-? ?scores?|test statistics?|r-? ?squared)"
    r"(?: (?:that |which )?(?:is|are|was|were|lies|falls))? $"
)


@dataclass(slots=True)
class Loose:
    """A comparison whose column is not said."""

    words: str
    op: str
    value: float


def comparisons(clause: Clause, index: SchemaIndex) -> Iterator[Found | Loose]:
    """The comparisons with numbers that nothing has taken, each once."""
    taken: set[int] = set()
    for finder in (_ranges, _lists, _behind, _before, _bare):
        for found in finder(clause, index, taken):
            if isinstance(found, Found):
                taken.update(found.mentions)
            yield found


def _open_number(clause: Clause, placeholder: str, taken: set[int]) -> bool:
    number = clause.number(placeholder)
    return number not in taken and number not in clause.used


def _value(clause: Clause, placeholder: str) -> float | int:
    value = float(clause.mention(placeholder).value)
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _ranges(
    clause: Clause, index: SchemaIndex, taken: set[int]
) -> Iterator[Found | Loose]:
    for match in _RANGE.finditer(clause.text):
        if not _RANGE_WORDS.search(match[0]):
            continue
        if not all(
            _open_number(clause, match[side], taken) for side in ("low", "high")
        ):
            continue
        low, high = _value(clause, match["low"]), _value(clause, match["high"])
        if low > high:
            continue
        if ("between" in match[0]) or not (" and " in match[0] or "," in match[0]):
            yield from _attached(
                clause,
                index,
                match.start(),
                match.end(),
                "between",
                [low, high],
                (clause.number(match["low"]), clause.number(match["high"])),
            )
            taken.update((clause.number(match["low"]), clause.number(match["high"])))


def _lists(
    clause: Clause, index: SchemaIndex, taken: set[int]
) -> Iterator[Found | Loose]:
    for match in _EQUAL_LIST.finditer(clause.text):
        places = re.findall(_NUM, match["list"])
        if not all(_open_number(clause, place, taken) for place in places):
            continue
        column = clause.number(match["col"])
        values = [_value(clause, place) for place in places]
        yield Found(
            match.start(),
            match.end(),
            leaf(clause.mention(match["col"]).column, "in", values),
            (column, *(clause.number(place) for place in places)),
        )


def _behind(
    clause: Clause, index: SchemaIndex, taken: set[int]
) -> Iterator[Found | Loose]:
    for match in _BEHIND.finditer(clause.text):
        if not _open_number(clause, match["n"], taken):
            continue
        op = "<=" if match["fewer"] and match["fewer"] != "older" else ">="
        number = clause.number(match["n"])
        taken.add(number)
        yield from _attached(
            clause,
            index,
            match.start(),
            match.end(),
            op,
            _value(clause, match["n"]),
            (number,),
        )


def _before(
    clause: Clause, index: SchemaIndex, taken: set[int]
) -> Iterator[Found | Loose]:
    for match in _BEFORE.finditer(clause.text):
        if not _open_number(clause, match["n"], taken):
            continue
        which = next(n for n in range(len(_COMPARATORS)) if match[f"c{n}"])
        op = _COMPARATORS[which][1]
        number = clause.number(match["n"])
        found = list(
            _attached(
                clause,
                index,
                match.start(),
                match.end(),
                op,
                _value(clause, match["n"]),
                (number,),
            )
        )
        if op == "==" and any(isinstance(item, Loose) for item in found):
            continue
        taken.add(number)
        yield from found


def _bare(
    clause: Clause, index: SchemaIndex, taken: set[int]
) -> Iterator[Found | Loose]:
    """ "pclass 1", "4 cylinder cars": equality for counts and codes."""
    for pattern in (_EQUAL_BARE, _COUNT_OF):
        for match in pattern.finditer(clause.text):
            numbers = (clause.number(match["col"]), clause.number(match["n"]))
            if not _open_number(clause, match["n"], taken) or numbers[0] in taken:
                continue
            column = clause.mention(match["col"]).column
            value = _value(clause, match["n"])
            if _is_plausible(index, clause, column, value, strict=True):
                taken.update(numbers)
                condition = leaf(column, "==", value)
                yield Found(match.start(), match.end(), condition, numbers)


def _attached(
    clause: Clause,
    index: SchemaIndex,
    start: int,
    end: int,
    op: str,
    value: float | list[float],
    numbers: tuple[int, ...],
) -> Iterator[Found | Loose]:
    if _IS_A_RESULT.search(clause.text[:start]):
        return
    column, number, span, notes = _subject(clause, index, start, end, value)
    if column is None:
        if _OF_A_RESULT.search(clause.text[:start]):
            return
        first = value[0] if isinstance(value, list) else value
        yield Loose(_spoken(clause, start, end), op, float(first))
        return
    condition: Condition = leaf(column, op, value)
    negation = re.search(r"\bnot $", clause.text[:start])
    if negation and op in (">", "<", ">=", "<=", "=="):
        flipped = {">": "<=", "<": ">=", ">=": "<", "<=": ">", "==": "!="}
        condition["op"] = flipped[op]
    used = numbers if number is None else (*numbers, number)
    soft = () if number is None else (number,)
    yield Found(span[0], span[1], condition, used, soft=soft, notes=notes)


def _spoken(clause: Clause, start: int, end: int) -> str:
    return re.sub(
        f"{MARK}[a-z](\\d+){MARK}",
        lambda match: clause.mentions[int(match[1])].text,
        clause.text[start:end],
    ).strip()


def _subject(
    clause: Clause,
    index: SchemaIndex,
    start: int,
    end: int,
    value: float | list[float],
) -> tuple[str | None, int | None, tuple[int, int], tuple[str, ...]]:
    before = _SUBJECT.search(clause.text[:start])
    if before and _takes_numbers(clause, before["col"]):
        number = clause.number(before["col"])
        return clause.mentions[number].column, number, (before.start(), end), ()
    rest = clause.text[end:]
    if _YEARS_OLD.match(rest):
        age = concept_column("age", clause, index)
        if age:
            return age, None, (start, end), ()
    behind = _BEHIND_COLUMN.match(rest)
    if behind and _takes_numbers(clause, behind["col"]):
        number = clause.number(behind["col"])
        place = (start, end + behind.end())
        return clause.mentions[number].column, number, place, ()
    cue, word = _cued(clause, index, start, end, value)
    if cue:
        return cue, None, (start, end), (f"“{word}” was taken to mean {cue}",)
    return None, None, (start, end), ()


def _takes_numbers(clause: Clause, placeholder: str) -> bool:
    return placeholder[1] in _NUMERIC


def _cued(
    clause: Clause,
    index: SchemaIndex,
    start: int,
    end: int,
    value: float | list[float],
) -> tuple[str | None, str]:
    words = re.findall(r"[a-z]+", clause.text[max(0, start - 40) : end + 16])
    for word in reversed(words):
        if word in NOUN_CUES:
            column = concept_column(NOUN_CUES[word], clause, index)
            if column and _is_plausible(index, clause, column, value):
                return column, word
    people = [word for word in words if word in PEOPLE]
    named = any(
        m.kind == "value" and m.first < _token_at(clause, start)
        for m in clause.mentions
    )
    if people or named:
        column = concept_column("age", clause, index)
        if column and _is_plausible(index, clause, column, value):
            return column, _spoken(clause, start, end)
    return None, ""


def _token_at(clause: Clause, at: int) -> int:
    match = re.search(f"{MARK}[a-z](\\d+){MARK}", clause.text[at:])
    return clause.mentions[int(match[1])].first if match else 0


def concept_column(concept: str, clause: Clause, index: SchemaIndex) -> str | None:
    """The numeric or date column that a notion such as "age" stands for, if any."""
    for name, score, _ in sorted(
        index.keys.get(key_of(tuple(concept.split())), ()), key=lambda item: -item[1]
    ):
        column = index.columns.get(name)
        if (
            score >= 0.75
            and column
            and (column.is_numeric or column.kind == "datetime")
        ):
            return name
    return None


def _is_plausible(
    index: SchemaIndex,
    clause: Clause,
    name: str,
    value: float | list[float],
    strict: bool = False,
) -> bool:
    column: Column | None = clause.columns.get(name)
    if column is None or not isinstance(column.minimum, (int, float)):
        return True
    assert isinstance(column.maximum, (int, float))
    slack = 0.0 if strict else 0.25 * (column.maximum - column.minimum)
    values = value if isinstance(value, list) else [value]
    return any(column.minimum - slack <= v <= column.maximum + slack for v in values)
