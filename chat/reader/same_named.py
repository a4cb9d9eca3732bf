"""A word that fits several columns as well: which of them is meant is asked, not chosen.

"Correlation of age and FIM" of a table with ``fim_pre``, ``fim_post`` and ``fim_6m``: the
first of them would be an answer to a question that nobody asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.pipeline import task_columns
from chat.linking.mentions import Mention
from chat.linking.message import link_message
from chat.linking.naming import name_parts
from chat.linking.outcomes import Question, Reading, Understood
from chat.linking.tables import schema_index
from chat.reader.base.restating import with_steps
from chat.reader.briefs.steps import renamed

_MOST = 6  # columns that are offered; a word that fits more is no name of one


def one_of_several(text: str, schema: Schema, reading: Reading) -> Reading:
    """The reading, or a question where it took one of several columns that a word fits."""
    if not isinstance(reading, Understood):
        return reading
    task = reading.task
    for mention, chosen in _chosen(text, schema, task):
        tasks = [
            task if name == chosen else _with(task, chosen, name)
            for name in mention.columns
        ]
        return Question(
            f"“{mention.text}” fits several columns. Which is meant?",
            tuple((one, " · ".join(one.understood)) for one in tasks),
            "ambiguous",
        )
    return reading


def _chosen(text: str, schema: Schema, task: Task) -> Iterator[tuple[Mention, str]]:
    """Words that fit several columns, and the one that was taken of them."""
    mentions = link_message(text, schema_index(schema)).mentions
    used = set(task_columns(task, schema))
    named = {
        m.columns[0] for m in mentions if m.kind == "column" and len(m.columns) == 1
    }
    told = " ".join(task.assumptions)
    for mention in mentions:
        if mention.kind != "column" or not 1 < len(mention.columns) <= _MOST:
            continue
        taken = [name for name in mention.columns if name in used]
        if len(taken) != 1 or taken[0] in named or taken[0] in told:
            continue
        if not _is_all(task, mention, taken[0]) or _is_alike(mention, taken[0], used):
            continue
        if not _is_placed(task, taken[0], mention.columns):
            continue
        yield mention, taken[0]


def _is_all(task: Task, mention: Mention, chosen: str) -> bool:
    """Whether nothing else said which it is: "mother's education" is one of two."""
    said = {
        one.text.casefold()
        for one in task.evidence
        if one.kind == "column" and one.target == chosen
    }
    return said == {mention.text.casefold()}


def _is_alike(mention: Mention, chosen: str, used: set[str]) -> bool:
    """ "postage and insurance" of amounts in euro: the insurance in euro beside them."""
    told = set(name_parts(chosen))
    for other in mention.columns:
        told -= set(name_parts(other)) if other != chosen else set()
    return any(told & set(name_parts(name)) for name in used - {chosen})


def _is_placed(task: Task, chosen: str, others: tuple[str, ...]) -> bool:
    """Whether each of the others could stand in the column's place."""
    last = task.steps[-1]
    return all(renamed(last, chosen, name) != last for name in others if name != chosen)


def _with(task: Task, old: str, new: str) -> Task:
    return with_steps(task, (renamed(step, old, new) for step in task.steps))
