"""A whole message as a model or a named test with its options, or a refusal by name."""

from __future__ import annotations

from analysis.base.task import Step, Task
from analysis.operations import operation_named
from chat.linking.outcomes import NoSuchMethod, Question
from chat.reader.methods.directions import is_one_sided, with_direction
from chat.reader.methods.filling import filled
from chat.reader.methods.leftover import words_left
from chat.reader.methods.linked import LinkedText
from chat.reader.methods.models import has_loose_numbers, model_steps
from chat.reader.methods.names import Method, methods
from chat.reader.methods.naming import named_methods
from chat.reader.methods.refusing import refusal, words_for
from chat.reader.methods.roles import adjusts_for_nothing
from chat.reader.methods.settings import Said, obeying, said_options

_SURE = 0.9
_BRIEF = 25  # words
# Figures of columns, which are no answer to a named method.
_PLAIN = ("describe", "aggregate", "calculate", "count_rows", "frequency", "show_rows")
# They are asked of any test, by its name.
_ABOUT_TESTS = ("sample_size",)

Asked = Task | Question | NoSuchMethod


def model_task(linked: LinkedText) -> Asked | None:
    """The task of a model that the message asks for; None if it asks for none."""
    refused = refusal(linked)
    if refused is not None:
        return refused
    linked = linked.with_nouns
    said = said_options(linked)
    word = adjusts_for_nothing(linked)
    if word:
        told = f"There is no column “{word}” to adjust for."
        return NoSuchMethod((word,), told)
    steps = model_steps(linked, said)
    if steps is None:
        return None
    task = _task(steps)
    if "event" in operation_named(steps[-1].operation).parameters:
        # An event is found where none is named: what is named and not there is told.
        places = [(one.start, one.end) for one in said]
        left = words_left(linked, steps[-1].operation, places)
        task = task.model_copy(update={"ignored": left})
    return obeyed_by(task, linked, said)


def obeyed_by(
    task: Task, linked: LinkedText, said: tuple[Said, ...] | None = None
) -> Asked:
    """The task as the message's options and its direction want it."""
    chosen = obeying(task, said_options(linked) if said is None else said, linked)
    return with_direction(chosen, linked) if isinstance(chosen, Task) else chosen


def checked(task: Task, linked: LinkedText) -> Asked:
    """The task if it is by the methods that the message names; they with its columns else.

    Nothing that is named is answered by a neighbour: where the named one does not fit the
    columns, that is said.
    """
    operations = {step.operation for step in task.steps}
    if operations & set(_ABOUT_TESTS):
        return obeyed_by(task, linked)
    lost = [method for method in _offered(linked) if not operations & set(method.by)]
    if _has_unlisted(task):
        lost = []
    unsure = _is_brief(linked) and (
        _has_more(task, linked) or _limits_a_group(task, linked)
    )
    if not lost and not unsure:
        return obeyed_by(task, linked)
    named = named_task(linked)
    if named is not None:
        return named
    if not lost:
        return obeyed_by(task, linked)
    told = f"I could not tell which columns to use for {lost[0].name}."
    options = tuple((task, words_for(step)) for step in task.steps[-1:])
    return NoSuchMethod((lost[0].name,), told, options)


def _has_unlisted(task: Task) -> bool:
    """Whether an analysis is by an operation that the lexicon knows no method of."""
    listed = {name for method in methods() for name in method.by}
    return any(
        step.operation not in listed
        and operation_named(step.operation).kind == "analyse"
        and step.operation not in _PLAIN
        for step in task.steps
    )


def _has_more(task: Task, linked: LinkedText) -> bool:
    """Whether a message of one named method was read as several analyses."""
    asked = {
        step.operation
        for step in task.steps
        if operation_named(step.operation).kind != "prepare"
    }
    by = {name for method in _offered(linked) for name in method.by}
    return bool(by) and len(asked) > 1 and not asked <= by


def _limits_a_group(task: Task, linked: LinkedText) -> bool:
    """Whether a column that is named by itself only limits the rows."""
    used = str([s.params for s in task.steps if s.operation != "filter_rows"])
    limits = str([s.params for s in task.steps if s.operation == "filter_rows"])
    return any(name in limits and name not in used for name in linked.named)


def _is_brief(linked: LinkedText) -> bool:
    """One sentence or two: longer texts say more than a method and its columns."""
    return len(linked.text.split()) <= _BRIEF


def named_task(linked: LinkedText) -> Asked | None:
    """The one method that the message names, of the columns that it names."""
    offered = _offered(linked)
    said = said_options(linked)
    if not offered or has_loose_numbers(linked, said):
        return None
    if not is_one_sided(linked) and _has_loose_values(linked, said):
        return None
    taken = {column for one in said for column in one.columns}
    meant = [part.column for part in linked.of_kind("column", "value")]
    columns = [name for name in dict.fromkeys(meant) if name not in taken]
    for operation in offered[0].by:
        if "duration" in operation_named(operation).parameters:
            continue  # no kind of a column tells the time of a survival
        if all(operation in method.by for method in offered):
            step = filled(operation, columns, linked.columns, offered[0].setting)
            if step is not None:
                places = [(one.start, one.end) for one in said]
                left = words_left(linked, operation, places)
                task = _task((step,)).model_copy(update={"ignored": left})
                return obeyed_by(task, linked, said)
    return None


def _has_loose_values(linked: LinkedText, said: tuple[Said, ...]) -> bool:
    return any(
        not any(one.start <= part.start and part.end <= one.end for one in said)
        for part in linked.of_kind("value")
    )


def _offered(linked: LinkedText) -> list[Method]:
    return [
        one.method
        for one in named_methods(linked)
        if one.method is not None and one.method.is_offered and not one.method.modifier
    ]


def _task(steps: tuple[Step, ...]) -> Task:
    return Task(
        steps=steps,
        confidence=_SURE,
        understood=tuple(words_for(step) for step in steps),
    )
