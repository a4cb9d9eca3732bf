"""How well a score tells two kinds of rows apart: "does crp spot the infected", "AUC of …".

Two values are told apart by numbers: which column is which is said by their values.
"""

from __future__ import annotations

from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.reader.base.roles import yes_of
from chat.reader.enquiries.comparing import has_place
from chat.reader.enquiries.limited import Limits, limits_of
from chat.reader.enquiries.sentence import Sentence
from chat.reader.preparing.formulas import column_term

Read = tuple[list[Step], list[str]]

_CUES = frozenset((
    "rocname", "tellsapart", "howwell", "better", "fromthose", "marker", "claim", "asks",
))  # fmt: skip
_CUTS = frozenset((
    "sensitivity", "overscore", "underscore", "atleast", "atmost", "orhigher", "orlower",
    "cutoff", "countsas", "howmany", "sharekept", "subjects",
))  # fmt: skip
_SAID = {">": "above {}", ">=": "of {} or more", "<": "below {}", "<=": "of {} or less"}
_SURE = 0.45
_TWO = 2
_WIDER = "each has a curve of its own; the larger area tells them apart better"


def told_apart(sentence: Sentence) -> Read | None:
    """The ROC curve of each score that is named; None for what asks for none."""
    asked = sentence.has("rocname") or (
        sentence.has("tellsapart")
        and sentence.has("howwell", "better")
        and not sentence.has("tellsus")
    )
    if sentence.has("sensitivity"):
        return _at_a_cut(sentence)
    if not asked or any(True for _ in sentence.numbers()):
        return None
    columns = sentence.lattice.columns
    limits = limits_of(sentence)
    outcome = _outcome(sentence, limits)
    scores = list(dict.fromkeys(
        span.name for span in sentence.columns if _is_score(columns[span.name])
    ))  # fmt: skip
    apart = len(scores) > 1 and sentence.has("better")
    if outcome is None or not scores or (len(scores) > 1 and not apart):
        return None
    if any(map(sentence.is_doubtful, sentence.columns)):
        return None
    sentence.use(*sentence.columns)
    sentence.known.update((outcome, *scores))
    sentence.use_cues(_CUES)
    sentence.use(*_sides(sentence))
    if sentence.limits() or sentence.names_more() or has_place(sentence):
        return None
    steps = [
        Step(operation="roc_curve", params=_params(outcome, [score]))
        for score in scores
    ]
    return [*limits.steps, *steps], [_WIDER] if apart else []


def _at_a_cut(sentence: Sentence) -> Read | None:
    """ "sensitivity and specificity of crp at 60 for infected": how many are called rightly."""
    columns = sentence.lattice.columns
    numbers = [at for at in sentence.numbers() if not sentence.words[at].percent]
    scores = {s.name for s in sentence.columns if _is_score(columns[s.name])}
    if len(numbers) != 1 or len(scores) != 1:
        return None
    limits = limits_of(sentence)
    event = _event(sentence)
    outcome = _outcome(sentence, limits)
    if outcome is None or any(map(sentence.is_doubtful, sentence.columns)):
        return None
    event = yes_of(columns[outcome]) if event is None else event
    others = [level for level, _ in columns[outcome].levels if level != event]
    if event is None or len(others) != 1:
        return None
    (score,), at = scores, numbers[0]
    op = _side_of(sentence, at)
    cut = f"{sentence.words[at].number:g}"
    sentence.used.add(at)
    sentence.use(*sentence.columns)
    sentence.known.update((outcome, score))
    sentence.use_cues(_CUES | _CUTS)
    if sentence.limits() or sentence.names_more() or has_place(sentence):
        return None
    named, term = column_term(outcome), column_term(score)
    called = f"{term} {op} {cut}"
    name = f"{score} {_SAID[op].format(cut)} tells {outcome} rightly"
    made = (
        f"({called} and {named} == {_literal(event)}) or "
        f"(not ({called}) and {named} == {_literal(others[0])})"
    )
    change = Step(operation="add_column", params={"name": name, "expression": made})
    where = {"column": name, "op": "==", "value": True}
    rate = {"statistic": "rate", "of": None, "where": where, "unit": "%"}
    shown = {"measures": [rate], "by": [{"column": outcome}]}
    told = [
        f"the share for {outcome} = {event} is the sensitivity, that for "
        f"{others[0]} the specificity",
        f"{score} {_SAID[op].format(cut)} counts as positive",
    ]
    return [*limits.steps, change, Step(operation="calculate", params=shown)], told


def _event(sentence: Sentence) -> Any:
    """The one value of two that is named and whose rows are to be found."""
    columns = sentence.lattice.columns
    said = {
        (sense.column, sense.concept)
        for sense in sentence.lattice.all("value")
        if sense.cost < _SURE and columns[sense.column].n_unique == _TWO
    }
    return said.pop()[1] if len(said) == 1 else None


def _side_of(sentence: Sentence, at: int) -> str:
    """On which side of the number a score counts: where none is said, from it on."""
    for cue, op in (("overscore", ">"), ("underscore", "<"), ("atmost", "<=")):
        if any(span.last == at for span in sentence.of(cue)):
            return op
    below = any(cue.first == at + 1 for cue in sentence.of("orlower"))
    return "<=" if below else ">="


def _literal(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else repr(str(value))


def _params(outcome: str, scores: list[str]) -> dict[str, Any]:
    return {"outcome": outcome, "predictors": scores}


def _is_score(column: Column) -> bool:
    return column.is_numeric and column.n_unique > _TWO


def _outcome(sentence: Sentence, limits: Limits) -> str | None:
    """The one column of two values that is named, itself or by a value."""
    columns = sentence.lattice.columns
    named = {
        span.name for span in sentence.columns if columns[span.name].n_unique == _TWO
    }
    if any(
        span.name not in named and not _is_score(columns[span.name])
        for span in sentence.columns
    ):
        return None
    for sense in sentence.lattice.all("value"):
        places = sentence.places(sense)
        if sense.cost >= limits.sure or not places or places & sentence.used:
            continue
        if columns[sense.column].n_unique == _TWO:
            named.add(sense.column)
            sentence.used |= places
    return named.pop() if len(named) == 1 else None


def _sides(sentence: Sentence) -> list[Any]:
    """ "those with it from those without": the other side says nothing more."""
    return [
        cue
        for cue in sentence.of("limit")
        if any(one.first <= cue.first < one.last for one in sentence.of("fromthose"))
    ]
