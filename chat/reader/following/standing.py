"""The calculation that stands, and the task that a change of it comes to."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.base.task import Step, Task
from chat.reader.base.restating import step_words
from chat.reader.plain_statistics import (
    as_calculation,
    as_description,
    calculation_step,
)

_CONFIDENCE = 0.92
_FURTHER = ("window", "over_groups", "reach")

Where = dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """The calculation before: other steps, the conditions on its rows, and itself."""

    before: tuple[Step, ...]
    conditions: tuple[Where, ...]
    params: dict[str, Any]

    @property
    def measures(self) -> list[dict[str, Any]]:
        return list(self.params.get("measures") or [{"statistic": "count", "of": None}])

    @property
    def keys(self) -> list[dict[str, Any]]:
        return list(self.params.get("by") or [])

    @property
    def measured(self) -> str | None:
        """The one column whose figures it gives."""
        named = {one.get("of") for one in self.measures}
        only = next(iter(named)) if len(named) == 1 else None
        return only.strip("`") if only else None

    def goes_further(self, *besides: str) -> bool:
        """Whether it is more than figures of groups: along them, over them, or until a
        share is reached; or whether it has one of what is named besides."""
        return any(self.params.get(one) for one in (*_FURTHER, *besides))

    def kept(self, *names: str) -> dict[str, Any]:
        """Its measures and keys, and of the rest what is named, free to be changed."""
        kept = {"measures": self.measures}
        kept |= {n: v for n, v in self.params.items() if n in ("by", "noun", *names)}
        return copy.deepcopy(kept)


def standing(previous: Task | None) -> Standing | None:
    """The calculation that the answer before gave; None where it was something else."""
    found = last_calculation(previous) if previous is not None else None
    if found is None:
        return None
    steps, last = found
    if last.params.get("rows") or last.params.get("position"):
        return None
    before = [s for s in steps if s.operation != "filter_rows"]
    return Standing(tuple(before), tuple(limits_of(steps)), dict(last.params))


def last_calculation(previous: Task) -> tuple[list[Step], Step] | None:
    """The steps in front of a task's one calculation, and that; None if it is no such."""
    steps = [s for s in previous.steps if not s.companion and not s.standing]
    last = as_calculation(steps[-1]) if steps else None
    if last is None or any(s.operation == "calculate" for s in steps[:-1]):
        return None
    return steps[:-1], last


def changed(
    stands: Standing,
    conditions: Sequence[Where],
    params: dict[str, Any],
    said: Iterable[str],
) -> Task:
    """The task of the calculation with what was changed, which says so."""
    return changed_task(stands.before, conditions, params, said, _CONFIDENCE)


def changed_task(
    before: Iterable[Step],
    conditions: Sequence[Where],
    params: dict[str, Any],
    said: Iterable[str],
    confidence: float,
    ignored: tuple[str, ...] = (),
) -> Task:
    """A calculation of some rows behind other steps, which says what was changed."""
    steps = list(before)
    if conditions:
        steps.append(
            Step(operation="filter_rows", params={"where": joined(conditions)})
        )
    steps.append(as_description(params) or calculation_step(params))
    return Task(
        steps=tuple(steps),
        confidence=confidence,
        understood=tuple(step_words(one) for one in steps),
        assumptions=(
            f"changed: {'; '.join(said)}; the rest as in the question before",
        ),
        ignored=ignored,
        source="followup",
    )


def joined(conditions: Sequence[Where]) -> Where:
    """Conditions that all hold, as one."""
    return conditions[0] if len(conditions) == 1 else {"all": list(conditions)}


def limits_of(steps: Iterable[Step]) -> list[Where]:
    """The conditions that steps set on the rows."""
    return [
        leaf
        for step in steps
        if step.operation == "filter_rows"
        for leaf in flat(step.params["where"])
    ]


def flat(where: Where) -> list[Where]:
    """The conditions that all hold."""
    if "all" in where:
        return [leaf for part in where["all"] for leaf in flat(part)]
    return [where]


def columns_of(where: Where) -> set[str]:
    """The columns that a condition is about."""
    if "column" in where:
        return {where["column"]}
    return {name for part in parts_of(where) for name in columns_of(part)}


def parts_of(where: Where) -> Iterator[Where]:
    """What a condition is made of."""
    yield from where.get("all") or where.get("any") or [where["not"]]
