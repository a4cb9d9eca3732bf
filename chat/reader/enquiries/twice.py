"""What was measured twice, and its change by groups: "did stress drop more for women".

The two columns of one thing are meant by what they measure, whichever is named.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from analysis.base.task import Step
from chat.linking.words import stem
from chat.reader.base.roles import parts
from chat.reader.enquiries.comparing import has_place, in_two_stages, levels_said
from chat.reader.enquiries.sentence import Sentence
from chat.reader.enquiries.stages import use_events
from chat.reader.methods.names import data_of

Read = tuple[list[Step], list[str]]

_CUES = frozenset((
    "changed", "comparative", "relation", "differs", "times", "apart", "testword", "by",
    "others", "groups", "groupword", "subjects",
))  # fmt: skip
_TWO = 2
_BECOMING = frozenset((
    "become", "became", "becomes", "becoming", "got", "gotten", "grown",
))  # fmt: skip
_APART = "an interval without 0 shows a change in that group beyond chance"


def changed_by_group(sentence: Sentence) -> Read | None:
    """Whether the change of what was measured twice differs between groups, or each change."""
    if not sentence.has("changed"):
        return None
    apart = sentence.has("apart")
    if not (apart or sentence.has("comparative", "relation", "differs")):
        return None
    columns = sentence.lattice.columns
    group, levels = levels_said(sentence)
    grouping = {s.name for s in sentence.columns if columns[s.name].is_grouping}
    if group is None and len(grouping) == 1:
        group = grouping.pop()
    names = measured_twice(sentence) if group else []
    if group is None or not names or _is_of_one_time(sentence, names):
        return None
    sentence.known.update((group, *names))
    sentence.use(*(s for s in sentence.columns if s.name in (group, *names)))
    sentence.use_cues(_CUES)
    if any(True for _ in sentence.numbers()) or sentence.limits():
        return None
    if sentence.names_more() or has_place(sentence):
        return None
    change, made = f"{names[1]} minus {names[0]}", f"`{names[1]}` - `{names[0]}`"
    steps = [Step(operation="add_column", params={"name": change, "expression": made})]
    told = [f"the change of each row is {change}"]
    if apart:
        if levels:
            where = {"column": group, "op": "in", "value": levels}
            steps.insert(0, Step(operation="filter_rows", params={"where": where}))
        shown = {"columns": [change], "statistics": ["mean", "ci"], "group_by": [group]}
        return [*steps, Step(operation="describe", params=shown)], [*told, _APART]
    params: dict[str, Any] = {"columns": [change], "group": group}
    if levels:
        params["levels"] = levels
    return [*steps, Step(operation="compare_groups", params=params)], told


def _is_of_one_time(sentence: Sentence, names: list[str]) -> bool:
    """ "is THI at week 12 different between the arms": one of the two by its whole name,
    and no word for a change."""
    named = {span.name for span in sentence.columns} & set(names)
    steady = {stem(one) for one in data_of("enquiries")["steady"].split()}
    changes = any(
        sentence.words[cue.first].stem not in steady for cue in sentence.of("changed")
    )
    return len(named) == 1 and not changes


def held_twice(sentence: Sentence) -> Read | None:
    """ "could more climb stairs after than before": whether a yes became more common."""
    if not sentence.has("comparative", "changed", "relation", "differs"):
        return None
    if _before_and_after().search(sentence.lattice.text) is None:
        return None
    names = measured_twice(sentence, flags=True)
    if not names:
        return None
    sentence.known.update(names)
    sentence.use(*(span for span in sentence.columns if span.name in names))
    use_events(sentence, sentence.lattice.text.casefold())
    sentence.used |= {n for n, w in enumerate(sentence.words) if w.text in _BECOMING}
    sentence.use_cues(_CUES)
    if any(True for _ in sentence.numbers()) or sentence.limits():
        return None
    if sentence.names_more() or has_place(sentence):
        return None
    return [Step(operation="mcnemar", params={"columns": names})], []


@cache
def _before_and_after() -> re.Pattern[str]:
    return re.compile(data_of("enquiries")["before_and_after"], re.IGNORECASE)


def measured_twice(sentence: Sentence, flags: bool = False) -> list[str]:
    """The first and the second measurement of what is named; none where it is not clear.

    Of numbers, or of yes and no. The words that name them count as used.
    """
    found: list[tuple[list[str], set[int]]] = []
    for pair in in_two_stages(sentence.lattice.columns.values(), flags).values():
        stems = set.intersection(
            *(set(parts(sentence.lattice.columns[name])) for name in pair)
        )
        places = {n for n, w in enumerate(sentence.words) if w.stem in stems}
        if places:
            found.append(([*pair], places))
    if len(found) != 1:
        return []
    names, places = found[0]
    sentence.used |= places
    return names
