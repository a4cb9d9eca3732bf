"""What a family of results is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from analysis.base.operation import Answer, Asked, Further
from analysis.base.task import Step

Told = Answer | tuple[Step, ...] | None


@dataclass(frozen=True)
class Family:
    """Results of one shape, and what each further act tells of them.

    ``holds`` says whether a result is one of them; of several families that hold, the
    one with the lowest ``order`` that has something to tell answers.
    """

    order: int
    holds: Callable[[Asked], bool]
    answers: Mapping[str, Further]
