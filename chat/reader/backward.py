"""What points back: "how many of those were cancelled?" keeps the rows and groups before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from chat.linking.outcomes import Question, Reading, Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise, tokenise
from chat.reader.base.restating import step_words
from chat.reader.base.senses import Lattice, Sense, build_lattice
from chat.reader.plain_statistics import as_calculation

Read = Callable[[str, Schema], Reading]

_LONGEST = 30
_EARLY = 4  # tokens: further on "their" is of something in the same sentence


def read_backward(
    text: str, schema: Schema, previous: Task | None, read: Read
) -> Reading | None:
    """A question about the rows of the answer before; None where nothing points back."""
    if previous is None:
        return None
    text = normalise(text)
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return None
    lattice = build_lattice(text, tokens, schema_index(schema))
    pointing = _pointing(lattice)
    if pointing is None:
        return None
    start, end = tokens[pointing.first].start, tokens[pointing.last - 1].end
    counted = _counted_before(previous)
    named = f" {counted} " if counted else ""
    reading = read(_without_opening(lattice, text[:start] + named + text[end:]), schema)
    if not isinstance(reading, Understood):
        return None
    if previous.steps[-1].params.get("limit"):
        return Question(
            f"“{text[start:end]}” would be only those that the answer before shows."
            " Of all rows instead?",
            ((reading.task, reading.task.understood[-1]),),
            "points back",
        )
    task = _joined(reading.task, previous, text[start:end])
    return None if task is None else Understood(task)


def _counted_before(previous: Task) -> str:
    """What was counted, each once: "how many of them …" is of customers, not of rows."""
    measures = previous.steps[-1].params.get("measures") or []
    if len(measures) != 1 or previous.steps[-1].params.get("by"):
        return ""
    return str(measures[0]["of"]) if measures[0].get("statistic") == "unique" else ""


def _pointing(lattice: Lattice) -> Sense | None:
    found = sorted(lattice.all("backward"), key=lambda s: (s.first, -s.last))
    for sense in found:
        if sense.concept == "part" or (
            sense.first <= _EARLY and not _named_before(lattice, sense.first)
        ):
            return sense
    return None


def _named_before(lattice: Lattice, at: int) -> bool:
    """Whether the same sentence names what "their" can be of."""
    return any(
        sense.first < at
        for category in ("rownoun", "column", "value", "rowword")
        for sense in lattice.all(category)
        if not (category == "column" and lattice.columns[sense.column].is_numeric)
    )


def _without_opening(lattice: Lattice, text: str) -> str:
    """ "and how many …": the request by itself."""
    opening = [
        s.last
        for s in lattice.at("continues", 0)
        if s.concept in ("continues", "strong")
    ]
    tokens = lattice.tokens
    if not opening or max(opening) >= len(tokens) or tokens[0].folded != "and":
        return text
    return text[tokens[0].end :].lstrip(" ,")


def _joined(task: Task, previous: Task, words: str) -> Task | None:
    """The new calculation over the rows, and in the groups, of the one before."""
    own = [s for s in task.steps if not s.companion]
    last = as_calculation(own[-1])
    if last is None:
        return None
    before = [s for s in previous.steps if s.operation == "filter_rows"]
    groups = _groups(previous)
    params: dict[str, Any] = dict(last.params)
    said = [step_words(s) for s in before]
    if groups and not params.get("by"):
        params |= {"by": groups}
        params.pop("asks", None)
        said.append("in the same groups")
    counted = _counted_before(previous)
    if counted:
        said.append(f"different {counted.strip('`')}")
    if not said:
        return None
    kept = before if _counts_rows(params) else [*before, *own[:-1]]
    if kept is before:
        params |= _counting(own[:-1])
    where = [leaf for s in kept if s.operation == "filter_rows"
             for leaf in _flat(s.params["where"])]  # fmt: skip
    steps = [s for s in own[:-1] if s.operation != "filter_rows"]
    if where:
        whole = where[0] if len(where) == 1 else {"all": where}
        steps.append(Step(operation="filter_rows", params={"where": whole}))
    steps.append(Step(operation="calculate", params=params))
    return task.model_copy(
        update={
            "steps": tuple(steps),
            "understood": tuple(step_words(s) for s in steps),
            "assumptions": (
                *task.assumptions,
                f"“{words}” as in the question before: {'; '.join(said)}",
            ),
            "source": "followup",
        }
    )


def _counts_rows(params: dict[str, Any]) -> bool:
    """Whether nothing but rows is counted: of those before, which are their whole."""
    measures = params.get("measures") or []
    plain = len(measures) == 1 and measures[0].get("statistic") == "count"
    return plain and not measures[0].get("where") and not params.get("having")


def _counting(steps: Sequence[Step]) -> dict[str, Any]:
    """The count of the rows that meet the conditions of the message itself."""
    own = [leaf for s in steps if s.operation == "filter_rows"
           for leaf in _flat(s.params["where"])]  # fmt: skip
    if not own:
        return {}
    where = own[0] if len(own) == 1 else {"all": own}
    return {"measures": [{"statistic": "count", "of": None, "where": where}]}


def _groups(previous: Task) -> list[dict[str, Any]]:
    last = as_calculation(previous.steps[-1])
    return [] if last is None else list(last.params.get("by") or [])


def _flat(where: dict[str, Any]) -> list[dict[str, Any]]:
    if "all" in where:
        return [leaf for part in where["all"] for leaf in _flat(part)]
    return [where]
