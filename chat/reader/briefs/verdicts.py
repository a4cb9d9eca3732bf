"""Rules that give a result a name: "linear if p < 0.05 and |r| >= 0.5, else none"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.base.task import Condition, Rule
from chat.reader.briefs.ranges import labelled_ranges
from chat.reader.briefs.sentences import Clause
from chat.reader.briefs.words import data

_TOKEN = r"⟨(?P<figure>\w+)⟩ ?(?P<op>[<>]=?) ?(?P<value>[-−+]?\d*\.?\d+)"
_ONE = re.compile(_TOKEN)
_ALL = re.compile(rf"{_TOKEN}(?:,? ?(?:and|but|&) ?{_TOKEN.replace('?P<', '?P<x')})?")
# "0.3 <= |r| < 0.5"
_CHAINED = re.compile(r"([-−+]?\d*\.?\d+) ?<(=?) ?(⟨\w+⟩) ?(<=?) ?([-−+]?\d*\.?\d+)")
_QUOTED = re.compile(r"[\"“'‘]([^\"”'’]{2,40})[\"”'’]")


@dataclass(frozen=True)
class Verdicts:
    """The rules in order, and the clauses that say them."""

    rules: tuple[Rule, ...] = ()
    clauses: frozenset[str] = frozenset()


def verdicts_in(clauses: list[Clause]) -> Verdicts:
    """The rules of all clauses of a brief; none where labels are missing or repeat."""
    rules: list[Rule] = []
    said: list[str] = []
    for clause in clauses:
        figure = _figure_of(rules)
        found = [] if clause.asks else _rules(clause.text, bool(rules), figure)
        if found:
            rules += found
            said.append(clause.text)
    last = [rule for rule in rules if not rule.conditions]
    ordered = [rule for rule in rules if rule.conditions] + last[:1]
    if len({rule.label for rule in ordered}) < _FEWEST:
        return Verdicts()
    return Verdicts(tuple(ordered), frozenset(said))


_FEWEST = 2


def _figure_of(rules: list[Rule]) -> str:
    """The one figure that the conditions so far judge; "" where there are several."""
    figures = {one.figure for rule in rules for one in rule.conditions}
    return figures.pop() if len(figures) == 1 else ""


def _rules(text: str, goes_on: bool, figure: str) -> list[Rule]:
    """The rules of a clause; ``figure`` is what a condition without one judges."""
    if re.search(data()["verdicts"]["of_values"], text, re.IGNORECASE):
        return []
    plain = _normal(text, figure)
    matches = list(_ALL.finditer(plain))
    found = _of_conditions(plain, matches) if matches else []
    if found:
        return found
    return _of_ranges(text) or (_otherwise(plain) if goes_on and not matches else [])


def _of_conditions(plain: str, matches: list[re.Match[str]]) -> list[Rule]:
    found = []
    for number, match in enumerate(matches):
        before = plain[matches[number - 1].end() if number else 0 : match.start()]
        after_end = (
            matches[number + 1].start() if number + 1 < len(matches) else len(plain)
        )
        label = _label(before, plain[match.end() : after_end])
        if not label:
            return []
        conditions = tuple(
            Condition(
                figure=one["figure"], op=one["op"],
                value=float(one["value"].replace("−", "-")),
            )
            for one in _ONE.finditer(match[0])
        )  # fmt: skip
        found.append(Rule(label=label, conditions=conditions))
    return [*found, *_otherwise(plain[matches[-1].end() :])]


def _normal(text: str, known: str = "") -> str:
    """The text with signs for figures and comparisons."""
    words = data()["verdicts"]
    for form, figure in words["figures"]:
        text = re.sub(form, f"⟨{figure}⟩", text, flags=re.IGNORECASE)
    said = set(re.findall(r"⟨(\w+)⟩", text)) - {"value"}
    known = known or (said.pop() if len(said) == 1 else "")
    if known:
        form = words["goes_on"]
        text = re.sub(form, rf"\g<if> ⟨{known}⟩ ", text, flags=re.IGNORECASE)
    between, instead = words["between"]
    text = re.sub(between, instead, text, flags=re.IGNORECASE)
    for form, sign in words["signs"]:
        text = re.sub(form, f" {sign} ", text, flags=re.IGNORECASE)
    text = re.sub(r"\s+", " ", text)
    return _CHAINED.sub(r"\3 >\2 \1 and \3 \4 \5", text)


def _label(before: str, behind: str) -> str:
    """What a condition is called: in front of its "if", or behind it."""
    words = data()["verdicts"]
    if re.search(words["if_behind"], before, re.IGNORECASE):
        said = re.split(words["otherwise"], before, flags=re.IGNORECASE)[-1]
        quoted = _QUOTED.findall(said)
        if quoted:
            return str(quoted[-1]).strip()
        match = re.search(words["label_before"], said, re.IGNORECASE)
        if match:
            return match["label"].strip()
    said = re.split(words["otherwise"], behind, flags=re.IGNORECASE)[0]
    quoted = _QUOTED.findall(said)
    if quoted:
        return str(quoted[0]).strip()
    match = re.search(words["label_behind"], said, re.IGNORECASE)
    return match["label"].strip() if match else ""


def _otherwise(text: str) -> list[Rule]:
    """The name of what no condition holds for."""
    words = data()["verdicts"]
    for form in words["else"]:
        match = re.search(form, text, re.IGNORECASE)
        if match:
            return [Rule(label=match["label"].strip(" \"'“”‘’.,"))]
    return []


def _of_ranges(text: str) -> list[Rule]:
    """ "|r| below 0.3 is weak, from 0.3 to below 0.5 moderate"."""
    words = data()["verdicts"]
    plain = text
    for form, _ in words["figures"]:
        plain = re.sub(form, " ", plain, flags=re.IGNORECASE)
    ranges = labelled_ranges(plain)
    if not ranges or re.search(words["if"], text, re.IGNORECASE):
        return []
    figure = next(
        (name for form, name in words["figures"] if re.search(form, text, re.I)),
        "value" if re.match(words["of_value"], text, re.I) else None,
    )
    if figure is None:
        return []
    found = []
    for one in ranges:
        conditions = []
        if one.low is not None:
            op = ">=" if one.takes_low else ">"
            conditions.append(Condition(figure=figure, op=op, value=one.low))
        if one.high is not None:
            op = "<=" if one.takes_high else "<"
            conditions.append(Condition(figure=figure, op=op, value=one.high))
        found.append(Rule(label=one.label, conditions=tuple(conditions)))
    return found
