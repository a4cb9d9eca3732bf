"""A question in the field's terms beside what other readers made of the message."""

from __future__ import annotations

from typing import TypeGuard

from analysis.base.task import Step, Task
from chat.linking.outcomes import Question, Reading, Understood, UnknownColumn
from chat.linking.tokens import normalise, tokenise
from chat.reader.formal.words import is_small
from chat.reader.message import is_weak

# Parameters that only a message about a model sets.
OF_MODELS = {
    "focus", "controls", "event", "interacting", "all_interactions", "transforms",
    "squared", "weights", "cluster", "reference",
}  # fmt: skip
# What only terms of the field ask for: methods and statistics.
_TERMS = (
    "variance_equality",
    "two_sample_ks",
    "mantel_haenszel",
    "partial_correlation",
)
_SHAPES = {"skewness", "kurtosis", "mode", "q1", "iqr"}


def overrules(formal: Reading | None, other: Task) -> TypeGuard[Reading]:
    """Whether a question in the field's terms asks for more than what was read else.

    A model that takes words for columns gives way to a method that leaves them unused.
    """
    task = _first_of(formal)
    if task is None:
        return False
    one, step = task.steps[-1], other.steps[-1]
    if one.operation == step.operation:
        return False
    if task.ignored and not set(step.params) & OF_MODELS:
        return False
    wanted = _SHAPES & set(one.params.get("statistics") or ())
    if wanted == {"mode"} and _ranks_counts(step):
        return False
    return one.operation in _TERMS or bool(wanted)


def _ranks_counts(step: Step) -> bool:
    """Whether the most frequent value stands first, with the counts of the others."""
    measures = step.params.get("measures") or ()
    return (
        [m.get("statistic") for m in measures] == ["count"]
        and bool(step.params.get("by"))
        and "order" in step.params
    )


def _first_of(formal: Reading | None) -> Task | None:
    if isinstance(formal, Understood):
        return formal.task
    if isinstance(formal, Question) and isinstance(formal.options[0][0], Task):
        return formal.options[0][0]
    return None


def settles(calculation: Reading | None, formal: Reading) -> bool:
    """Whether a calculation answers all that a question in the field's terms asks."""
    return (
        isinstance(calculation, Understood)
        and not is_weak(calculation)
        and not calculation.task.ignored
        and not overrules(formal, calculation.task)
    )


def refuses(
    calculation: Reading | None, formal: Reading, text: str
) -> TypeGuard[UnknownColumn]:
    """Whether a word that a question would leave unused is refused by its name."""
    if not isinstance(calculation, UnknownColumn):
        return False
    task = _first_of(formal)
    if task is None:
        return False
    words = set(calculation.word.casefold().split())
    left = {word.casefold() for part in task.ignored for word in part.split()}
    used = {word.casefold() for e in task.evidence for word in e.text.split()}
    if left & words:
        return True
    return not words & used and not is_small(tokenise(normalise(text)), words)
