"""How a clause speaks: whether it asks, commands, or only states how things are."""

from __future__ import annotations

import re
from functools import cache

from analysis.base.task import Step
from analysis.operations import operation_named
from chat.linking.outcomes import Reading, Understood
from chat.reader.briefs.draft import Draft
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.referring import meant
from chat.reader.briefs.steps import columns_of
from chat.reader.briefs.told import blank_names
from chat.reader.briefs.words import data, pattern, patterns_in

# What begins a clause that asks for something of what is there.
ACTS = re.compile(
    r"^(?:identify|find|detect|list|count|how|are|is|which|what|remov|drop|exclud|perform"
    r"|show|determine|check|do|does|report|give|state|return|provide|print|tell|replac)\w*\b"
    r"|^(?:calculat|comput)\w*\b.*\b(?:mean|average|median)\b"
)


@cache
def _commands() -> re.Pattern[str]:
    verbs = "|".join([*data()["verbs"], data()["manner"]["commands"]])
    return re.compile(rf"(?:please |also |and |to )*(?:{verbs})\b")


def states(clause: Marked, asks: bool = False) -> bool:
    """Whether a clause says how things are, and neither asks nor commands.

    "The readings are in kilos" asks for nothing; "the sum should be computed" does.
    """
    words, plain = data()["manner"], blank_names(clause)
    if asks or _commands().match(plain) or re.match(words["questions"], plain):
        return False
    if re.search(words["wanted"], plain):
        return False
    # "the mean of sales where profit is over 60": a verb behind "where" states nothing.
    main = re.split(words["subordinate"], plain, maxsplit=1)[0]
    return bool(re.search(words["finite"], main))


def commands_change(clause: Marked) -> bool:
    """Whether a clause begins with a verb that changes the table: "fill …", "drop …"."""
    form = rf"(?:please |also |and )*(?:{data()['words']['changing']})\b"
    return bool(re.match(form, clause.text))


def restricts(clause: Marked) -> bool:
    """Whether words of a statement leave something out, change it or part it."""
    return bool(pattern(data()["manner"]["restricts"]).search(blank_names(clause)))


def leaves_gaps_out(clause: Marked) -> list[str] | None:
    """The columns whose missing values a clause leaves out, [] for those in use.

    None where a clause says nothing of the kind.
    """
    words = data()["words"]
    for form in data()["manner"]["gaps"]:
        match = pattern(form, words).fullmatch(clause.text)
        if match is not None:
            said = match.groupdict().get("noun") or ""
            return clause.columns_in(said)
    return None


def gaps_left_out(clause: Marked, draft: Draft) -> bool:
    """Whether a clause leaves missing values out; those of named columns are dropped."""
    columns = leaves_gaps_out(clause)
    if columns:
        draft.prepare(Step(operation="drop_missing", params={"columns": columns}))
    return columns is not None


def leads(clause: Marked) -> str | None:
    """The rows that a clause names in front of what is asked: "among the older trees"."""
    match = re.match(data()["manner"]["lead"], clause.linked.low)
    if match is None:
        return None
    return clause.linked.text[match.start("rest") : match.end("rest")]


def is_idle(clause: Marked, draft: Draft) -> bool:
    """Whether a clause leaves everything as it is, and names no column that is not used."""
    plain = blank_names(clause)
    words = data()["manner"]
    if re.search(words["signs"], plain) and states(clause):
        columns = [*(clause.columns or meant(draft))]
        if columns and all(draft.schema[name].is_numeric for name in columns):
            draft.signed = True
            return True
    if re.match(words["money"], plain):
        named = clause.columns or meant(draft)
        read = bool(named) and all(draft.schema[name].is_numeric for name in named)
        if draft.signed or (read and re.search(words["written"], plain)):
            return True
    if re.match(words["numeric"], plain) or re.match(words["extract"], plain):
        columns = clause.columns or meant(draft)
        return all(draft.schema[name].is_numeric for name in columns)
    if any(form.search(plain) for form in patterns_in("manner", "whole")):
        return True
    forms = patterns_in("manner", "idle")
    if not any(form.search(plain) for form in forms):
        return False
    used = {name for step in draft.steps for name in columns_of(step)}
    return not set(clause.strong) - used


def fits_manner(clause: Marked, asks: bool, reading: Reading) -> bool:
    """Whether a reading is one that a clause which speaks so can have.

    A statement asks for nothing: it may only change the table. A command to change the
    table does change it.
    """
    stated, changes = states(clause, asks), commands_change(clause)
    if not stated and not changes:
        return True
    if not isinstance(reading, Understood):
        return not stated
    kinds = {operation_named(step.operation).kind for step in reading.task.steps}
    return kinds == {"prepare"} if stated else "prepare" in kinds
