"""Sentences that ask for nothing: how the answer looks, how it is judged, explanations."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from analysis.base.columns import Schema
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.senses import build_lattice
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.words import data, pattern, patterns_in
from chat.reader.methods.naming import named_methods

_WORD = re.compile(r"[a-z²][\w²'’-]*")
_USUAL_ALPHA = 0.05


@cache
def _formal_words() -> frozenset[str]:
    return frozenset(data()["told"]["formal"].split())


def is_formal(clause: Marked) -> bool:
    """Whether a clause only says how the answer is put ("round to two decimals")."""
    text = clause.text
    plain = blank_names(clause)
    if any(f.search(text) or f.search(plain) for f in patterns_in("told", "silent")):
        return True
    if re.search(data()["told"]["figures"], blank_names(clause)):
        return True
    if clause.strong or clause.linked.of_kind("value"):
        return False
    low = clause.linked.low
    for one in reversed(named_methods(clause.linked)):
        low = low[: one.start] + low[one.end :] if one.method is not None else low
    words = _WORD.findall(low)
    return bool(re.search(data()["told"]["formal_verbs"], text)) and all(
        word.strip("'’-") in _formal_words() for word in words
    )


def leaves_as_is(clause: Marked) -> bool:
    """Whether a clause forbids to change the table ("do not remove any outliers")."""
    return any(form.search(clause.text) for form in patterns_in("told", "negated"))


def is_rounding(clause: Marked) -> bool:
    """Whether a clause only says how figures are rounded, and names no column."""
    plain = blank_names(clause)
    rounds = any(form.search(plain) for form in patterns_in("told", "rounding"))
    return rounds and not clause.strong


def is_verdict(clause: Marked) -> bool:
    """Whether a clause judges the result by a rule ("call it normal if p > 0.05")."""
    return any(
        form.search(blank_names(clause)) for form in patterns_in("told", "verdict")
    )


def is_declined(clause: Marked) -> bool:
    """Whether a clause says what is not to be done: "do not remove outliers"."""
    return any(form.search(clause.text) for form in patterns_in("told", "declined"))


def is_explanation(clause: Marked) -> bool:
    """Whether a clause explains what is known, and asks for nothing."""
    return any(
        form.search(blank_names(clause)) for form in patterns_in("told", "explains")
    )


def blank_names(clause: Marked) -> str:
    """The clause with its marks as plain words, so that forms of words meet them."""
    return re.sub(r"\ue010[a-z]\d+\ue011", "x", clause.text)


def judged_by(clause: Marked) -> dict[str, Any]:
    """The settings that a rule of judgement holds: the level, and when r is linear."""
    found: dict[str, Any] = {}
    for form in data()["told"]["alpha"]:
        match = pattern(form).search(clause.text)
        if match is not None:
            value = float(clause.value_in(match["n"]))
            if 0 < value < 1:
                found["alpha"] = value
    for form in data()["told"]["strength"]:
        match = pattern(form).search(clause.text)
        if match is not None and re.search(data()["told"]["linear"], clause.text):
            found["linear_from"] = float(clause.value_in(match["n"]))
    return found


def holds_other_rule(clause: Marked, found: dict[str, Any]) -> bool:
    """Whether a rule has a number that no setting takes: it is said, not obeyed."""
    numbers = {float(part.value) for part in clause.linked.of_kind("number")}
    return bool(numbers - {abs(v) for v in found.values()} - {_USUAL_ALPHA})


def statistics_of(text: str, schema: Schema) -> set[str]:
    """The figures that a clause asks for, by their names."""
    lattice = build_lattice(text, tokenise(text, 600), schema_index(schema))
    return {
        str(sense.concept)
        for category in ("statistic", "count", "share")
        for sense in lattice.all(category)
    }
