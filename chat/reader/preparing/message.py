"""A whole message that changes the table, and what it asks of it then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from analysis.operations import operation_named
from analysis.preparation import schema_after
from analysis.statistics.units import kind_of_unit, renamed_unit
from chat.linking.outcomes import Question, Reading, Understood, UnknownColumn
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.items import as_formula
from chat.reader.base.requests import Span, sentences
from chat.reader.base.restating import step_words
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.class_words import speaks_of_classes
from chat.reader.preparing.codes import codes_said
from chat.reader.preparing.matching import match_at, opens_request
from chat.reader.preparing.passive import with_verb_in_front
from chat.reader.preparing.words import longest, preparations, stands

_SURE = 0.95
_MOST_STEPS = 12
_LONGEST = 160  # tokens
_MARKS = ",.;:!?\n-"

Read = Callable[[str, Schema, Task | None], Reading]


@dataclass(frozen=True)
class Prepared:
    """Steps that a message begins with, and what is left of it.

    ``subject`` is what later words mean by "it"; ``said`` the text of the steps,
    ``verb`` the text of the last one, which begins with its verb.
    """

    steps: tuple[Step, ...]
    rest: str
    schema: Schema
    subject: tuple[str, ...] = ()
    said: str = ""
    verb: str = ""


def read_preparations(text: str, schema: Schema, read: Read) -> Reading | None:
    """The changes that a message asks for, with the question behind them.

    None where it asks for none. ``read`` reads the question, about the table as it then is.
    """
    found = _coded(text, schema) or prepared(_turned(text, schema), schema)
    if not found.steps:
        return None
    if not found.rest:
        return Understood(_task(found.steps))
    return _followed(found, read)


def read_changes(text: str, schema: Schema, read: Read) -> Reading | None:
    """A message that asks for changes alone, or that puts into classes what it then asks of.

    Its words are those of the change: no other wording of them is looked for.
    """
    found = prepared(_turned(text, schema), schema)
    if not found.steps or _coded(text, schema) is not None:
        return None
    if not found.rest:
        return Understood(_task(found.steps))
    return _followed(found, read) if _makes_classes(found.steps[-1]) else None


def _coded(text: str, schema: Schema) -> Prepared | None:
    """What is said of codes that mean no value, wherever it stands in the message."""
    found = codes_said(text, schema)
    if found is None:
        return None
    steps, rest = found
    after = schema
    for step in steps:
        after = schema_after(after, step)
    return Prepared(steps, rest, after)


def changes_table(text: str, schema: Schema) -> bool:
    """Whether the whole message asks for changes of the table and nothing else."""
    found = prepared(_turned(text, schema), schema)
    return bool(found.steps) and not found.rest


def prepared(text: str, schema: Schema) -> Prepared:
    """The changes that a text begins with."""
    found = Prepared((), text, schema)
    for _ in range(_MOST_STEPS):
        lattice = _lattice(found.rest, found.schema)
        at = _opening(lattice, bool(found.steps))
        match = match_at(lattice, at) if at < len(lattice.tokens) else None
        if match is None and found.steps:
            again = _again(found, lattice, at)
            if again is not None:
                found = again
                continue
        if match is None:
            return replace(found, rest=_trimmed(lattice, at) if found.steps else text)
        end = lattice.tokens[match.last - 1].end
        found = Prepared(
            (*found.steps, match.step),
            found.rest[end:].strip(),
            schema_after(found.schema, match.step),
            _subject(match.step),
            found.said + found.rest[:end],
            found.rest[lattice.tokens[match.first].start : end],
        )
        found = replace(found, rest=_meaning(found))
    return found


def _again(found: Prepared, lattice: Lattice, at: int) -> Prepared | None:
    """ "rename a to b and c to d": the verb is said once for both."""
    verb = tokenise(found.verb, 1)
    if not verb or at >= len(lattice.tokens):
        return None
    rest = lattice.text[lattice.tokens[at].start :]
    text = f"{verb[0].text} {rest}"
    match = match_at(_lattice(text, found.schema), 0)
    if match is None or match.step.operation != found.steps[-1].operation:
        return None
    return replace(found, rest=text)


def _lattice(text: str, schema: Schema) -> Lattice:
    return build_lattice(text, tokenise(text, _LONGEST), schema_index(schema))


def _opening(lattice: Lattice, further: bool) -> int:
    """The token behind what only opens a request or joins it to the one before."""
    known, at = preparations().lists, 0
    while at < len(lattice.tokens):
        token = lattice.tokens[at]
        if token.kind == "mark" and token.text in _MARKS:
            at += 1
            continue
        length = longest(known["opening"], lattice.tokens, at)
        if not length and further:
            length = longest(known["between"], lattice.tokens, at)
        if not length or lattice.at("column", at):
            break
        at += length
    return at


def _trimmed(lattice: Lattice, at: int) -> str:
    """The text without what only joined it."""
    if at >= len(lattice.tokens):
        return ""
    return lattice.text[lattice.tokens[at].start :].strip(" ,;.")


def _subject(step: Step) -> tuple[str, ...]:
    """What "it" means after a step: the column it made, or those it changed."""
    params = step.params
    if step.operation in ("add_column", "rename_column"):
        return (params["name"],)
    if step.operation in ("bin_column", "recode"):
        return (params.get("name") or _binned(step),)
    if step.operation == "convert_units":
        kind = kind_of_unit(params["to"])
        return tuple(renamed_unit(n, kind, params["to"]) for n in params["columns"])
    if step.operation == "merge_columns":
        return (params.get("name") or "_".join(params["columns"]),)
    given = params.get("columns") or params.get("column") or ()
    return (given,) if isinstance(given, str) else tuple(given)


def _binned(step: Step) -> str:
    column = str(step.params["column"])
    return f"{column} group" if step.operation == "bin_column" else column


def _meaning(found: Prepared) -> str:
    """The rest with the column in place of "it" and "its"."""
    if not found.subject or not found.rest:
        return found.rest
    lattice = _lattice(found.rest, found.schema)
    known, names = preparations().lists, " and ".join(_quoted(n) for n in found.subject)
    pieces, done, at = [], 0, 0
    while at < len(lattice.tokens):
        length = longest(known["pronoun words"], lattice.tokens, at)
        if not length:
            length = longest(known["pronoun owning"], lattice.tokens, at)
        if not length or lattice.at("column", at):
            at += 1
            continue
        pieces += [found.rest[done : lattice.tokens[at].start], names]
        done = lattice.tokens[at + length - 1].end
        at += length
    return "".join([*pieces, found.rest[done:]])


def _quoted(name: str) -> str:
    return f"`{name}`"


def _followed(found: Prepared, read: Read) -> Reading:
    """The steps with the question behind them, about the table as it then is."""
    found = replace(found, rest=_of_each_class(found))
    reading = read(found.rest, found.schema, None)
    if not isinstance(reading, Understood) and found.subject:
        short = read(found.rest, found.schema, _about(found.subject))
        if isinstance(short, Understood):
            names = ", ".join(found.subject)
            reading = Understood(short.task.model_copy(update={
                "assumptions": (f"of {names}, as in the step before",),
                "source": "rule",
            }))  # fmt: skip
    return _with_steps(reading, found)


def of_made_classes(text: str, schema: Schema, previous: Task | None) -> str:
    """ "how many are in each group?" behind classes that were made: of their column."""
    step = previous.steps[-1] if previous is not None and previous.steps else None
    if step is None or not _makes_classes(step):
        return text
    name = step.params.get("name") or _binned(step)
    return speaks_of_classes(text, name) if name in schema.names else text


def _makes_classes(step: Step) -> bool:
    """Whether a step puts numbers into classes, by bounds or by a formula of conditions."""
    formula = str(step.params.get("expression", ""))
    return step.operation == "bin_column" or formula.startswith("where(")


def _of_each_class(found: Prepared) -> str:
    """The question with the classes that were made in place of "each of them"."""
    step = found.steps[-1]
    if step.operation != "bin_column":
        return found.rest
    name = step.params.get("name") or _binned(step)
    counted = f"count {_quoted(name)}"
    if found.rest.strip(" .?!").casefold() == counted.casefold():
        return f"how many rows by {_quoted(name)}"
    return speaks_of_classes(found.rest, name)


def _about(subject: tuple[str, ...]) -> Task:
    """What a short question is taken to change: the mean of what was prepared."""
    measures = [{"statistic": "mean", "of": as_formula(name)} for name in subject]
    step = Step(operation="calculate", params={"measures": measures})
    return Task(steps=(step,), confidence=_SURE)


def _with_steps(reading: Reading, found: Prepared) -> Reading:
    """The reading of a question with the steps before it."""
    match reading:
        case Understood(task, others):
            return Understood(
                _preceded(task, found.steps),
                tuple(_preceded(other, found.steps) for other in others),
            )
        case Question(prompt, options, why):
            return Question(
                prompt,
                tuple(
                    (_preceded(o, found.steps), words)
                    if isinstance(o, Task)
                    else (f"{found.said}, then {o}", words)
                    for o, words in options
                ),
                why,
            )
        case UnknownColumn(word, nearest, texts):
            texts = tuple(f"{found.said}, then {text}" for text in texts)
            return UnknownColumn(word, nearest, texts)
    return reading


def _preceded(task: Task, steps: tuple[Step, ...]) -> Task:
    words = tuple(step_words(step) for step in steps)
    return task.model_copy(
        update={
            "steps": (*steps, *task.steps),
            "understood": (*words, *task.understood),
        }
    )


def _task(steps: tuple[Step, ...]) -> Task:
    words = tuple(step_words(step) for step in steps)
    return Task(steps=steps, confidence=_SURE, understood=words)


def _turned(text: str, schema: Schema) -> str:
    """The text with what is done first in front: "…, after removing the outliers"."""
    order = with_verb_in_front(text)
    if order is not None:
        made = prepared(order, schema)
        if made.steps and not made.rest:
            return order
    lattice = _lattice(text, schema)
    tokens, known = lattice.tokens, preparations().lists
    for at in range(1, len(tokens) - 1):
        length = longest(known["pronoun after"], tokens, at)
        place = at + length
        if length and place < len(tokens) and opens_request(lattice, place):
            match = match_at(lattice, place)
            if match is not None and match.last >= len(tokens) - 1:
                before = text[: tokens[at].start].strip(" ,;.?")
                return f"{text[tokens[place].start :].strip(' .?')}. {before}"
    return _sentences_turned(text, lattice)


def _sentences_turned(text: str, lattice: Lattice) -> str:
    """Changes that the last sentences ask for go before the question they are meant for.

    Behind it they would change nothing.
    """
    spans = sentences(lattice)
    if len(spans) < 2:
        return text
    if not _asks(lattice, spans[0]) or _asks(lattice, spans[-1]):
        return text
    asks = [_asks(lattice, span) for span in spans]
    last = max(n for n, one in enumerate(asks) if one)
    parts = [lattice.words(span.first, span.last) for span in spans]
    return ". ".join([*parts[last + 1 :], *parts[: last + 1]])


def _asks(lattice: Lattice, span: Span) -> bool:
    return not _changes(lattice, span.first, span.last)


def _changes(lattice: Lattice, first: int, last: int) -> bool:
    """Whether a sentence is a change and nothing else, not one to be made afterwards."""
    known = preparations().lists
    if any(stands(one, lattice.tokens, first) for one in known["pronoun later"]):
        return False
    at = first
    while length := longest(known["opening"], lattice.tokens, at):
        at += length
    match = match_at(lattice, at) if at < last else None
    return (
        match is not None
        and operation_named(match.step.operation).kind == "prepare"
        and match.last >= last - _openings_behind(lattice, match.last, last)
    )


def _openings_behind(lattice: Lattice, at: int, last: int) -> int:
    """ "first", "before": words behind a change that say when it is made."""
    known = preparations().lists
    if at < last and (
        longest(known["opening"], lattice.tokens, at)
        or longest(known["between"], lattice.tokens, at)
    ):
        return last - at if last - at <= 1 else 0
    return 0
