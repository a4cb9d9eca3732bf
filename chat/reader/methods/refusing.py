"""What is said of a method that is not offered: its name, and what comes nearest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.base.columns import Column
from analysis.base.task import Step, Task
from analysis.operations import operation_named
from chat.linking.outcomes import NoSuchMethod
from chat.reader.base.items import as_formula
from chat.reader.methods.filling import suggested
from chat.reader.methods.linked import LinkedText
from chat.reader.methods.names import Method, data_of, looked_up, methods, words_of
from chat.reader.methods.naming import Named, named_methods, unknown_modifiers

_MOST_NAMED = 3
_SURE = 0.95


def refused_methods(linked: LinkedText) -> tuple[Named, ...]:
    """What is named in the message and not offered, in order."""
    named = named_methods(linked)
    absent = [one for one in named if one.is_absent]
    told = [
        one
        for one in (*_figures(linked), *_described(linked))
        if one.method not in [other.method for other in absent]
    ]
    once = {one.text: one for one in told}
    unknown = [*unknown_modifiers(linked, named), *once.values()]
    return tuple(sorted([*absent, *unknown], key=lambda one: one.start))


def _figures(linked: LinkedText) -> list[Named]:
    """A test of figures that the message gives itself: there is no table of it."""
    words = data_of("modifiers")
    if any(
        linked.low[part.start : part.end] not in words["no_values"]
        for kind in ("column", "value")
        for part in linked.of_kind(kind)
    ):
        return []
    for form in words["figures"]:
        match = re.search(form, linked.low)
        if match:
            known = next(m for m in methods() if m.name == words["figures_method"])
            return [Named(match.start(), match.end(), known.name, known)]
    return []


def _described(linked: LinkedText) -> list[Named]:
    """A method that is told by what it finds: "when did sales jump to another level"."""
    for one in data_of("modifiers")["described"]:
        match = re.search(one["form"], linked.low)
        if match:
            known = next(m for m in methods() if m.name == one["method"])
            return [Named(match.start(), match.end(), known.name, known)]
    return []


def refusal(linked: LinkedText) -> NoSuchMethod | None:
    """The refusal by name of what the message asks for and cannot have."""
    refused = refused_methods(linked)
    if not refused:
        return None
    first = refused[0]
    options = near_tasks(first, linked.named, linked.columns)
    told = " ".join(dict.fromkeys(_told(one) for one in refused[:_MOST_NAMED]))
    if first.method is not None and first.method.trained:
        options = (*_training(first.text, linked), *options)
    return NoSuchMethod(tuple(one.text for one in refused), told, options)


def _told(one: Named) -> str:
    name = one.text.strip()
    if one.method is None:
        return f"There is no “{name}” here."
    about = f" ({one.method.about})" if one.method.about else ""
    known = one.method.name
    same = words_of(known.replace("–", " ")) == words_of(name)
    also = "" if same or known.lower() in name.lower() else f", a kind of {known},"
    return f"There is no {name}{also} here{about}."


def near_tasks(
    one: Named, chosen: Sequence[str], columns: Mapping[str, Column]
) -> tuple[tuple[Task | str, str], ...]:
    """Tasks of offered operations with the message's own columns, and their words."""
    names = one.method.near if one.method else _near_head(one.head)
    steps = suggested(names, chosen, columns)
    return tuple((task_of(step), words) for step in steps if (words := words_for(step)))


def _near_head(head: str) -> tuple[str, ...]:
    words = words_of(head)
    method = looked_up(words)
    if method is not None:
        return method.by
    near: dict[str, list[str]] = data_of("modifiers")["near"]
    last = words[-1].rstrip("s") if words else ""
    return tuple(near.get(last, near["others"]))


def task_of(step: Step, assumptions: tuple[str, ...] = ()) -> Task:
    """A task of one step, restated."""
    return Task(
        steps=(step,),
        confidence=_SURE,
        understood=(words_for(step),),
        assumptions=assumptions,
    )


def words_for(step: Step) -> str:
    return operation_named(step.operation).words(step.params)


def _training(name: str, linked: LinkedText) -> tuple[tuple[str, str], ...]:
    """How such a model is trained, with the columns that the message names."""
    if not linked.named:
        return ()
    target, *features = [as_formula(column) for column in linked.named]
    text = f"train a {name.lower()} to predict {target}"
    if features:
        text += f" from {' and '.join(features)}"
    return ((text, text),)


def is_offered_by(method: Method, operations: Sequence[str]) -> bool:
    """Whether one of the operations is this method's."""
    return bool(set(method.by) & set(operations))
