"""Which group of the answer before comes first or last: "and which month was the weakest?"."""

from __future__ import annotations

from typing import Any

from analysis.base.task import Step, Task
from chat.linking.outcomes import Understood
from chat.reader.base.restating import step_words
from chat.reader.calculating.state import Calculation
from chat.reader.reading import ReadMessage

_CONFIDENCE = 0.93
_NOT_KEPT = ("chart", "window", "share", "order", "limit", "asks")


def ranked_again(read: ReadMessage, previous: Task) -> Understood | None:
    """The figures before in order, where a message ranks their groups by nothing else.

    None where it names what it ranks by, other rows or other groups.
    """
    steps = [s for s in previous.steps if not s.companion and not s.standing]
    if len(read.reads) != 1 or not steps or steps[-1].operation != "calculate":
        return None
    made = read.reads[0].made
    if read.reads[0].unused or not _only_ranks(made):
        return None
    params = steps[-1].params
    asked, known = made.keys[0], params.get("by") or []
    if not any(_is_same(asked, key) for key in known):
        return None
    kept = {name: value for name, value in params.items() if name not in _NOT_KEPT}
    kept["order"] = made.params["order"]
    kept["asks"] = "which"
    if made.params.get("limit"):
        kept["limit"] = made.params["limit"]
    changed = steps[-1].model_copy(update={"params": kept})
    whole: list[Step] = [*steps[:-1], changed]
    return Understood(
        Task(
            steps=tuple(whole),
            confidence=_CONFIDENCE,
            understood=tuple(step_words(step) for step in whole),
            source="followup",
        )
    )


def _only_ranks(made: Calculation) -> bool:
    """Whether a reading ranks one sort of group by their numbers for want of a figure."""
    counts = [m for m in made.measures if m.statistic == "count" and m.where is None]
    return (
        len(made.keys) == 1
        and len(counts) == len(made.measures) == 1
        and not made.rows
        and bool(made.params.get("order"))
        and any("number of rows" in one for one in made.assumed)
    )


def _is_same(asked: dict[str, Any], known: dict[str, Any]) -> bool:
    """Whether two keys part the rows alike: by one grain, or by one column."""
    if asked.get("grain"):
        return bool(asked["grain"] == known.get("grain"))
    return asked.get("column") == known.get("column") and not known.get("grain")
