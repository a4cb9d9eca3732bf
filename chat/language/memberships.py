"""Words that rows must hold: values, text, yes or no, missing cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chat.language.clause import Clause
from chat.language.conditions import Condition, any_of, leaf, negated
from chat.language.found import Found
from chat.language.mentions import Mention, flag_values
from chat.language.tokens import MARK
from chat.language.vocabulary import ROW_NOUNS

_COL = f"{MARK}[ngyitcdb]\\d+{MARK}"
_FLAG = f"{MARK}[bi]\\d+{MARK}"
_VALUE = f"{MARK}v\\d+{MARK}"
_QUOTED = f"{MARK}q\\d+{MARK}"
_NOUN = r"(?: (?:rows?|people|persons?|passengers?|customers?|employees?|those|all|any"
_NOUN += (
    r"|the|from|in|of|with|where|who|that|is|are|was|were|for|on|records?|cases?))*"
)
_NEGATED = re.compile(
    r"(?:\b(?:not|never|except(?: for)?|excluding|exclude|without|other than|but not"
    r"|apart from|aside from|besides|minus|no|non|drop|leave out|leaving out|ignoring"
    r"|ignore|omit|omitting|remove|removing)|n't|!=|<>|≠)-?" + _NOUN + r" ?$"
)
_BETWEEN_VALUES = re.compile(
    r"^(?: ?(?:people|customers|passengers|ones|class|group|category|categories))?"
    r"(?P<joint>,? (?:and|or|nor|vs\.?|versus|than|from|against|to|compared (?:to|with))"
    r" (?:the |for |in |of |from |between |those )*|, ?|/| & )$"
)
_COMPARED = re.compile(
    r"\b(?:vs\.?|versus|than|against|compar\w+|differ\w*|between|separate\w*|each"
    r"|respectively|both)\b"
)
_OWN_COLUMN = re.compile(
    rf"(?P<col>{_COL})(?: (?:column|is|are|was|were|of|equal to|equals?|being|in|from"
    r"|either|at|has|have|set to|the|==?|:|=))* ?(?:==?|:|-)? ?(?:not |!= ?)?\(?\[?$"
)
# "embarked in Cherbourg", where the town is a value of another column
_PLACED = re.compile(rf"{MARK}[cb]\d+{MARK} (?:in|at|from)(?: the)? $")
_COLUMN_BEHIND = re.compile(rf"^\)? ?(?P<col>{_COL})")
_TESTS = (
    (r"(?:does not|doesn't|do not|don't|not) (?:contain(?:ing)?|include)", "not_contains"),
    (r"contain(?:s|ing)?|includ(?:es|ing)|with the (?:word|text)|mention(?:s|ing)?",
     "contains"),
    (r"start(?:s|ing)? with|begin(?:s|ning)? with", "starts_with"),
    (r"end(?:s|ing)? (?:with|in)", "ends_with"),
)  # fmt: skip
_FLAG_CLAUSE = re.compile(
    r"\b(?:who|that|which|those|whom|people|passengers?|customers?|employees?"
    r"|students?|patients?|individuals?|users?|women|men|cases|only|among|all"
    r"|(?:and|or|versus|vs\.?|than)(?= (?:did|were|was|had|have|has|do|does|are|is)(?: not|n't)))"
    r"(?: (?:have|had|has|were|was|are|is|did|do|does|been|also|actually))*"
    r"(?P<neg>(?: not| never|n't| (?:did|were|was|is|are|do|does|has|have|had)n't))?"
    rf"(?: (?:be|been|have))? (?P<col>{_FLAG})"
    r"(?! (?:by|and \w+ \w+ by|is|=|rate|status|column))"
)
_AGENT = re.compile(
    rf"\b(?:of|for|among|only|the|all|with|in|by) (?:the )?(?P<neg>non-? ?)?(?P<col>{_FLAG})"
)
_FLAG_IS = re.compile(
    rf"(?P<col>{_FLAG}) ?(?:is|are|was|were|==|=|equals?) ?(?P<word>true|false|yes|no)\b"
)
_NULL = (
    r"(?:missing|null|nan|na|empty|blank|unknown|none|not (?:available|known|given))"
)
_IS_NULL = re.compile(
    rf"(?P<more>(?:{_COL}(?:, | and | or |, or |, and ))*)"
    rf"(?P<col>{_COL})(?: (?:values?|column))?(?: (?:is|are|was|were|being|has|have))"
    rf"(?P<neg> not|n't)? (?:an? )?{_NULL}\b(?: values?)?"
)
_NOT_NULL = re.compile(
    rf"(?:non-? ?{_NULL}|without (?:any )?{_NULL}|not (?:missing|null)|known"
    rf"|with (?:a )?(?:known|valid|recorded))(?: values?)?(?: (?:in|of|for))?(?: the)?"
    rf" (?P<col>{_COL})"
)
_WITH_NULL = re.compile(
    rf"\b(?:rows|records|cases|\w{{1,30}}s) (?:with|where|that have|having) (?:a )?(?P<neg>non-?)?"
    rf"{_NULL}(?: values?)?(?: in| for)?(?: the)? (?P<col>{_COL})"
)


_BOTH = re.compile(
    rf"\b(?P<one>with)(?P<joint> (?:and|or|vs\.?|versus|against) (?:those )?)(?:without|no)"
    rf" (?:an? |any )?{_NULL}(?: values?)?(?: (?:in|of|for))?(?: the)? (?P<col>{_COL})"
    rf"|\b(?P<other>missing|null)(?: values)? (?:vs\.?|versus|and|or|against) (?:non-?missing"
    rf"|present|known|non-?null)(?: values?)?(?: (?:in|of|for))?(?: the)? (?P<same>{_COL})"
)


def missing_pair(clause: Clause) -> tuple[str, list[Found]] | None:
    """The column of which rows with a value are set against rows without one."""
    both = _BOTH.search(clause.text)
    if both:
        number = clause.number(both["col"] or both["same"])
        column = clause.mentions[number].column
        condition = leaf(column, "is_missing")
        return column, [Found(both.start(), both.end(), condition, (number,))]
    found = list(missing_tests(clause))
    ops: dict[str, set[str]] = {}
    for item in found:
        ops.setdefault(str(item.condition.get("column")), set()).add(
            str(item.condition.get("op"))
        )
    column = next((c for c, said in ops.items() if len(said) == 2), "")
    return (column, found) if column else None


def missing_tests(clause: Clause) -> Iterator[Found]:
    """ "where age is missing", "with known age"."""
    for pattern, op in (
        (_IS_NULL, "is_missing"),
        (_WITH_NULL, "is_missing"),
        (_NOT_NULL, "not_missing"),
    ):
        for match in pattern.finditer(clause.text):
            places = [match["col"]]
            if "more" in pattern.groupindex and match["more"]:
                places = [*re.findall(_COL, match["more"]), match["col"]]
            numbers = tuple(clause.number(place) for place in places)
            parts = [leaf(clause.mentions[n].column, op) for n in numbers]
            condition = any_of(parts)
            if "neg" in pattern.groupindex and match["neg"]:
                condition = negated(condition)
            yield Found(match.start(), match.end(), condition, numbers)


def text_tests(clause: Clause) -> Iterator[Found]:
    """ "whose name contains 'Mrs'"."""
    for words, op in _TESTS:
        pattern = re.compile(
            rf"(?P<col>{_COL})(?: \w+)? (?:{words}) (?:the (?:word|text|letters?) )?"
            rf"(?P<text>{_QUOTED}|{_VALUE}|\w+)"
        )
        for match in pattern.finditer(clause.text):
            column = clause.number(match["col"])
            used: tuple[int, ...] = (column,)
            text = match["text"]
            if text.startswith(MARK):
                number = clause.number(text)
                used = (column, number)
                text = clause.mentions[number].text
            if clause.columns[clause.mentions[column].column].is_numeric:
                continue
            condition = leaf(clause.mentions[column].column, op, text)
            yield Found(match.start(), match.end(), condition, used)


def flag_tests(clause: Clause) -> Iterator[Found]:
    """ "who survived", "non-smokers", "alone is true"."""
    taken: set[int] = set()
    found: list[Found] = []
    for pattern in (_FLAG_IS, _FLAG_CLAUSE, _AGENT):
        for match in pattern.finditer(clause.text):
            number = clause.number(match["col"])
            mention = clause.mentions[number]
            if number in taken or number in clause.used:
                continue
            if pattern is _AGENT and not _is_agent(mention, clause.text[match.end() :]):
                continue
            values = flag_values(clause.columns[mention.column])
            if values is None:
                continue
            if pattern is _FLAG_IS:
                holds = match["word"] in ("true", "yes")
            else:
                holds = not (
                    match["neg"] or _negated_before(clause, match.start("col"))
                )
            taken.add(number)
            condition = leaf(mention.column, "==", values[0] if holds else values[1])
            found.append(Found(match.start(), match.end(), condition, (number,)))
    if len({f.condition["value"] for f in found}) == 2 == len(found):
        first, second = sorted(found, key=lambda f: f.start)
        if first.condition["column"] == second.condition["column"]:
            values_of = [f.condition["value"] for f in (first, second)]
            numbers = (*first.mentions, *second.mentions)
            condition = leaf(first.condition["column"], "in", values_of)
            yield Found(first.start, second.end, condition, numbers, compared=True)
            return
    yield from found


def _is_agent(mention: Mention, rest: str) -> bool:
    """ "smokers", "remote workers": a word for the rows that say yes."""
    word = mention.text.lower()
    following = re.match(r" (\w+)", rest)
    if following and following[1] in ROW_NOUNS:
        return True
    return word.endswith(("ers", "ors")) and word != mention.column.lower()


def _negated_before(clause: Clause, at: int) -> bool:
    return bool(
        re.search(r"(?:\bnot|\bnever|n't)(?: \w+)?(?: been)? $", clause.text[:at])
    )


def value_tests(clause: Clause) -> Iterator[Found]:
    """ "in Paris or London", "women", "except interns", "region = West"."""
    numbers = [n for n, m in enumerate(clause.mentions) if m.kind == "value"]
    numbers = [n for n in numbers if n not in clause.used]
    runs: list[list[int]] = []
    for number in numbers:
        if runs and _follows(clause, runs[-1][-1], number):
            runs[-1].append(number)
        else:
            runs.append([number])
    for run in runs:
        yield from _run(clause, run)
    yield from _unknown_values(clause)


def _follows(clause: Clause, left: int, right: int) -> bool:
    one, other = clause.mentions[left], clause.mentions[right]
    if not set(one.columns) & set(other.columns):
        return False
    between = clause.text[clause.place(left)[1] : clause.place(right)[0]]
    between = re.sub(rf" ?{_COL}(?: =| is)? ?", " ", between).replace("  ", " ")
    return bool(_BETWEEN_VALUES.match(between))


def _run(clause: Clause, run: list[int]) -> Iterator[Found]:
    start, end = clause.place(run[0])[0], clause.place(run[-1])[1]
    mentions = [clause.mentions[number] for number in run]
    used = list(run)
    column, span, own = _column_of(clause, mentions, start, end)
    used.extend(own)
    conditions: list[Condition] = [leaf(column, "==", m.value) for m in mentions]
    condition = any_of(conditions)
    context = clause.text[max(0, start - 60) : end + 40]
    compared = len(run) > 1 and bool(_COMPARED.search(context))
    notes: tuple[str, ...] = ()
    if mentions[0].how == "typo":
        notes = (f"“{mentions[0].text}” was read as {mentions[0].value}",)
    prefix = clause.text[: span[0]]
    if _NEGATED.search(prefix) or re.search(
        r"(?:\bnot |!= ?|<> ?|≠ ?)$", clause.text[:start]
    ):
        condition, compared = negated(condition), False
    yield Found(span[0], span[1], condition, tuple(used), soft=tuple(own),
                compared=compared, notes=notes)  # fmt: skip


def _column_of(
    clause: Clause, mentions: list[Mention], start: int, end: int
) -> tuple[str, tuple[int, int], list[int]]:
    shared = [c for c in mentions[0].columns if all(c in m.columns for m in mentions)]
    choices = shared or list(mentions[0].columns)
    before = _OWN_COLUMN.search(clause.text[:start])
    if before:
        number = clause.number(before["col"])
        own = set(clause.mentions[number].columns) & set(choices)
        if own:
            return own.pop(), (before.start(), end), [number]
        if _PLACED.search(before[0]):
            return choices[0], (before.start(), end), [number]
    behind = _COLUMN_BEHIND.match(clause.text[end:])
    if behind:
        number = clause.number(behind["col"])
        own = set(clause.mentions[number].columns) & set(choices)
        if own:
            return own.pop(), (start, end + behind.end()), [number]
    return choices[0], (start, end), []


def _unknown_values(clause: Clause) -> Iterator[Found]:
    """ "name = 'Smith'": a quoted text that is no stored value known here."""
    pattern = re.compile(
        rf"(?P<col>{MARK}[ctb]\d+{MARK}) ?(?:==?|is|equals?|equal to) ?(?P<text>{_QUOTED})"
    )
    for match in pattern.finditer(clause.text):
        numbers = (clause.number(match["col"]), clause.number(match["text"]))
        column, text = (clause.mentions[number] for number in numbers)
        condition = leaf(column.column, "==", text.text)
        yield Found(match.start(), match.end(), condition, numbers)
