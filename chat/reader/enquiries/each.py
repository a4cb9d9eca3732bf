"""A method over several columns, one after the other: "for each of q1, q2 and q3 …"."""

from __future__ import annotations

from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step
from analysis.operations import operation_named
from chat.reader.base.roles import is_key
from chat.reader.enquiries.comparing import has_place, levels_said
from chat.reader.enquiries.limited import limits_of
from chat.reader.enquiries.sentence import Sentence
from chat.reader.methods.linking import linked_message
from chat.reader.methods.naming import named_methods

Read = tuple[list[Step], list[str]]

_CUES = frozenset((
    "eachof", "testword", "relation", "differs", "comparative", "sets_side_by_side", "by",
    "items", "others", "asks", "subjects", "normalword", "groups", "groupword", "correlating",
))  # fmt: skip
_FEWEST, _MOST = 2, 20
_APART = "one test for each column; their p-values are not corrected for their number"


def of_each(sentence: Sentence) -> Read | None:
    """The comparison of groups, the correlation or the check of each of some columns."""
    if not sentence.has("eachof") or any(True for _ in sentence.numbers()):
        return None
    if any(True for _ in sentence.lattice.all("statistic")):
        return None
    limits = limits_of(sentence)
    group, levels = levels_said(sentence)
    outcomes, others = _parted(sentence)
    if not _FEWEST <= len(outcomes) <= _MOST:
        return None
    others = [name for name in others if name != group]
    if group is None and len(others) == 1 and _parts_rows(sentence, others[0]):
        group, others = others[0], []
    sentence.use(*sentence.columns)
    sentence.known.update((*outcomes, *others, *([group] if group else ())))
    steps, told = _steps(sentence, outcomes, others, group, levels)
    sentence.use_cues(_CUES)
    _use_names(sentence)
    if not steps or sentence.limits() or sentence.names_more() or has_place(sentence):
        return None
    return [*limits.steps, *steps], told


def _parted(sentence: Sentence) -> tuple[list[str], list[str]]:
    """The columns behind "each of", and those that are named elsewhere."""
    start = min(cue.last for cue in sentence.of("eachof"))
    listed: list[str] = []
    others: list[str] = []
    at = start
    for span in sentence.columns:
        between = [word.text for word in sentence.words[at : span.first]]
        if at <= span.first and all(w in ("and", "the") for w in between):
            listed.append(span.name)
            at = span.last
        else:
            others.append(span.name)
    columns, n_rows = sentence.lattice.columns, sentence.lattice.index.n_rows
    if not all(_is_measured(columns[name], n_rows) for name in listed):
        return [], others
    return list(dict.fromkeys(listed)), list(dict.fromkeys(others))


def _parts_rows(sentence: Sentence, name: str) -> bool:
    """Whether a column makes groups, and no correlation with its numbers is asked."""
    column = sentence.lattice.columns[name]
    return column.is_grouping and not (
        column.is_numeric and sentence.has("correlating")
    )


def _is_measured(column: Column, n_rows: int) -> bool:
    return column.is_numeric and not is_key(column, n_rows)


def _steps(
    sentence: Sentence,
    outcomes: list[str],
    others: list[str],
    group: str | None,
    levels: list[str],
) -> tuple[list[Step], list[str]]:
    named = _named(sentence)
    if group and not others:
        chosen = {"levels": levels} if levels else {}
        if named is None:
            params = {"outcomes": outcomes, "groups": [group], **chosen}
            return [Step(operation="compare_outcomes", params=params)], []
        if not {"columns", "group"} <= set(operation_named(named).parameters):
            return [], []
        return [
            Step(operation=named, params={"columns": [name], "group": group, **chosen})
            for name in outcomes
        ], [_APART]
    columns: dict[str, Any] = {"columns": outcomes}
    if len(others) == 1 and sentence.lattice.columns[others[0]].is_numeric:
        if not sentence.has("relation") and named != "correlation":
            return [], []
        target = {"columns": [*outcomes, others[0]], "target": others[0]}
        return [Step(operation="correlation", params=target)], []
    if not others and (named == "normality" or sentence.has("normalword")):
        return [Step(operation="normality", params=columns)], []
    return [], []


def _named(sentence: Sentence) -> str | None:
    """The operation of the one method that the message names."""
    linked = linked_message(sentence.lattice.text, sentence.lattice.index)
    found = {one.method.by[0] for one in named_methods(linked) if one.method and one.method.by}  # fmt: skip
    return found.pop() if len(found) == 1 else None


def _use_names(sentence: Sentence) -> None:
    """Counts the words of the methods that are named as used."""
    linked = linked_message(sentence.lattice.text, sentence.lattice.index)
    tokens = sentence.lattice.tokens
    for one in named_methods(linked):
        sentence.used.update(
            n
            for n, word in enumerate(sentence.words)
            if one.start <= tokens[word.at].start < one.end
        )
