"""Another wording of a message, with what it leaves out and what it takes for what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.base.task import Task

Check = Callable[[Task], bool]


def _holds(_: Task) -> bool:
    return True


@dataclass(frozen=True)
class Variant:
    """``check`` says whether an answer to ``text`` answers the message."""

    text: str
    told: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()
    check: Check = _holds

    def then(self, other: Variant) -> Variant:
        """Another wording of this one, with all that both say and check."""
        return Variant(
            other.text,
            (*self.told, *other.told),
            (*self.meant, *other.meant),
            lambda task: self.check(task) and other.check(task),
        )
