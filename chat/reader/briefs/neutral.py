"""Whether a clause holds nothing that the steps of a brief do not have already."""

from __future__ import annotations

from analysis.base.task import Step
from analysis.operations import operation_named
from chat.reader.briefs.marked import Marked
from chat.reader.methods.field_words import WORD, neutral_words
from chat.reader.methods.naming import Named, named_methods


def says_nothing_new(clause: Marked, steps: list[Step], used: set[str]) -> bool:
    """Whether all words are neutral, used columns, or methods that are carried out."""
    named = named_methods(clause.linked)
    if not all(is_done(one, steps) for one in named):
        return False
    spans = [(one.start, one.end) for one in named]
    spans += [
        (part.start, part.end)
        for part in clause.linked.of_kind("column")
        if part.column in used and part.column in clause.strong
    ]
    if set(clause.strong) - used:
        return False
    return all(
        match[0] in neutral_words()
        or len(match[0]) == 1
        or any(start <= match.start() < end for start, end in spans)
        for match in WORD.finditer(clause.linked.low.replace("’", "'"))
    )


def is_done(one: Named, steps: list[Step]) -> bool:
    """Whether a step is the method named, with what makes it that one."""
    if one.method is None:
        return False
    return any(
        step.operation in one.method.by
        and all(_set_to(step, *each) for each in one.method.setting.items())
        for step in steps
    )


def _set_to(step: Step, name: str, value: object) -> bool:
    known = operation_named(step.operation).parameters
    if name not in known:
        return True
    return bool(step.params.get(name, known[name].default) == value)
