"""A measure that a question makes, and the question by its name."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.base.task import Step
from chat.reader.base.senses import Lattice
from chat.reader.preparing.formulas import column_term

_OF_DAYS = {"days": "", "weeks": " / 7", "hours": " * 24", "minutes": " * 1440"}


@dataclass(frozen=True)
class Made:
    """The step that makes a column, the text that asks by its name, what is told of it.

    ``before`` are steps that come first, ``assumed`` what a word was taken to mean.
    """

    step: Step
    text: str
    told: str
    before: tuple[Step, ...] = ()
    assumed: tuple[str, ...] = ()


def time_between(first: str, second: str, unit: str) -> Step:
    """The column of the time from one date to another, in a unit."""
    name = f"time from {first} to {second} ({unit})"
    difference = f"days({column_term(second)} - {column_term(first)})"
    expression = f"{difference}{_OF_DAYS[unit]}"
    return Step(operation="add_column", params={"name": name, "expression": expression})


def replaced(lattice: Lattice, first: int, last: int, said: str) -> str:
    """The text with other words in the place of some tokens."""
    text, tokens = lattice.text, lattice.tokens
    start, end = tokens[first].start, tokens[last - 1].end
    before, after = text[:start].rstrip(), text[end:]
    return f"{before} {said}{after}".strip()
