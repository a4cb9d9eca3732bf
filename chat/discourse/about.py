"""What a question about the answer before, or about the whole table, comes to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.base.columns import Column, Schema
from analysis.base.operation import Answer, Asked
from analysis.base.reply import Block, Choices, Notice, Option, Reply, Text
from analysis.base.task import Step, Task
from analysis.further.asking import can_be_asked, told
from analysis.further.charts import roles_of
from analysis.operations import operation_named
from chat.discourse.before import Before, task_after
from chat.discourse.drivers import drivers_of
from chat.discourse.lexicon import Act, Lexicon, lexicons
from chat.discourse.matching import MOST_WORDS, Match, matches
from chat.discourse.names import (
    Span,
    column_spans,
    linked_spans,
    number_spans,
    row_noun_spans,
    table_spans,
    value_spans,
)
from chat.discourse.repairs import repaired
from chat.discourse.rounding import rounded_reply
from chat.linking.outcomes import Understood
from chat.linking.suggestions import suggestions
from chat.reader.messages import read_message

USUAL_DIGITS = 2
OFFERED = 5
_LEAST_LEVEL = 0.5  # of a confidence
# What points at an answer before.
_POINTING = {"that", "this", "it", "those", "these"}


@dataclass(frozen=True)
class Say:
    """What stands for the message: a command in words that everyone knows."""

    text: str


Outcome = Reply | Task | Say | None


def about(text: str, schema: Schema, befores: Sequence[Before]) -> Outcome:
    """A reply, a task to carry out, or None for a message that is no such question.

    Args:
        schema: the table as it is now.
        befores: the last answer first, see :func:`answers_before`.
    """
    for lexicon in lexicons():
        words = lexicon.read(text)
        if len(words) > MOST_WORDS:
            continue
        spans = _spans(words, lexicon, schema, befores)
        found = matches(words, lexicon, spans, _acts(lexicon, befores))
        found = [one for one in found if not _is_complete(one, words, schema, befores)]
        if (
            found
            and found[0].act.scope == "table"
            and _changes_last(text, schema, befores)
        ):
            return None
        # An act that has more of the words, and nothing to say here, is still what is meant.
        for match in [one for one in found if one.core == found[0].core]:
            outcome = _outcome(match, schema, befores)
            if outcome is not None:
                return outcome
        if found and found[0].act.refuses and not _changes(text, schema, befores[0]):
            return _cannot(found[0].act, lexicon, befores[0])
        if (
            not befores
            and _refused(words, lexicon, schema)
            and not _makes_sense_alone(text, schema)
        ):
            return _nothing_before()
    return None


def _changes_last(text: str, schema: Schema, befores: Sequence[Before]) -> bool:
    """ "what's the gap?" behind figures of two groups asks nothing of the table."""
    return bool(befores) and _changes(text, schema, befores[0])


def _changes(text: str, schema: Schema, before: Before) -> bool:
    """Whether the message changes a calculation: "just the best one" is no predictor."""
    asked = before.asked
    if asked.operation.name not in _PLAIN:
        return False
    step = Step(operation=asked.operation.name, params=asked.params)
    reading = read_message(text, schema, Task(steps=(*before.prepares, step)))
    return (
        isinstance(reading, Understood)
        and reading.task.source == "followup"
        and reading.task.steps[-1].operation in _PLAIN
        and not reading.task.ignored
    )


def _is_complete(
    match: Match, words: Sequence[str], schema: Schema, befores: Sequence[Before]
) -> bool:
    """Whether the sentence names so much itself that it is a question of its own.

    Two columns, or a column and values of another, are a whole question; so is a word
    that is the name of another column and was taken for a word without meaning.
    """
    named = {span.name for span in match.spans if span.slot in _NAMING}
    named |= {
        column.name
        for before in befores[:1]
        for column in _columns_of(before, schema)
        if column.name.casefold() in words
    }
    if (
        match.act.scope == "answer"
        and match.act.kind not in _NAMING_ACTS
        and len(named) > 1
    ):
        return True
    known = {c.name for before in befores[:1] for c in _columns_of(before, schema)}
    others = {c.name.casefold() for c in schema.columns if c.name not in known | named}
    taken = {at for span in match.spans for at in range(span.first, span.last)}
    return any(
        word in others and at not in taken and at not in match.core_words
        for at, word in enumerate(words)
    )


def _refused(words: Sequence[str], lexicon: Lexicon, schema: Schema) -> bool:
    """Whether the sentence only makes sense about an answer, which there is not."""
    acts = [act for act in lexicon.acts if act.refuses]
    spans = number_spans(words, lexicon)
    found = matches(words, lexicon, spans, acts)
    return any(not _is_complete(one, words, schema, ()) for one in found)


def _makes_sense_alone(text: str, schema: Schema) -> bool:
    """Whether a message names something of the table: "what does that mean?" does not."""
    reading = read_message(text, schema)
    if not isinstance(reading, Understood):
        return False
    if not _POINTING & set(text.lower().rstrip("?!. ").split()):
        return True
    return any(e.kind in ("column", "value") for e in reading.task.evidence)


def _nothing_before() -> Reply:
    text = "There is no answer before that this could be about."
    notice = Notice(text=text, level="warning", fix="Ask something of the data first.")
    option = Option(label="What should I ask?", value="what should I ask?")
    return Reply(summary=text, blocks=(notice, Choices(options=(option,), role="next")))


_PLAIN = ("calculate", "describe")
_BY_TEST = ("significance", "effect")
_NAMING_ACTS = ("without", "repair", "in_model")
_NAMING = ("column", "group", "outcome", "value", "any")


def _acts(lexicon: Lexicon, befores: Sequence[Before]) -> list[Act]:
    return [act for act in lexicon.acts if befores or act.scope == "table"]


def _spans(
    words: Sequence[str], lexicon: Lexicon, schema: Schema, befores: Sequence[Before]
) -> list[Span]:
    """Columns of the answer before, their values, numbers, and words for the table."""
    spans = [*number_spans(words, lexicon), *table_spans(words, schema, lexicon)]
    spans += [
        Span(one.first, one.last, "table", one.name)
        for one in _concept_spans(words, lexicon, "table")
    ]
    spans += [
        replace(one, slot="any") for one in column_spans(words, schema.columns, lexicon)
    ]
    spans += row_noun_spans(words, schema)
    for before in befores[:1]:
        columns = _columns_of(before, schema)
        spans += column_spans(words, columns, lexicon)
        if before.asked.params.get("predictors"):
            spans += linked_spans(words, schema, columns)
        subjects, groups = roles_of(before.asked)
        spans += [
            replace(one, slot=slot)
            for one in column_spans(words, columns, lexicon)
            for slot, names in (("group", groups), ("outcome", _outcomes(before)))
            if one.name in names
        ]
        split = [c for c in columns if c.name in groups or c.name in subjects]
        spans += value_spans(words, [c for c in split if not c.is_numeric], lexicon)
    return spans


def _concept_spans(words: Sequence[str], lexicon: Lexicon, concept: str) -> list[Span]:
    stems = [lexicon.stem(word) for word in words]
    return [
        Span(at, at + len(surface), concept, concept)
        for at, stem in enumerate(stems)
        for surface, name in lexicon.surfaces.get(stem, ())
        if name == concept and tuple(stems[at : at + len(surface)]) == surface
    ]


def _columns_of(before: Before, schema: Schema) -> list[Column]:
    names: set[str] = set()
    for name in before.asked.operation.column_parameters():
        value = before.asked.params.get(name)
        names |= set(value if isinstance(value, list) else [value] if value else [])
    return [column for column in schema.columns if column.name in names]


def _outcomes(before: Before) -> list[str]:
    found = before.asked.params.get("outcome")
    return [str(found)] if found else []


def _outcome(match: Match, schema: Schema, befores: Sequence[Before]) -> Outcome:
    act = match.act
    if act.scope == "table":
        return _about_table(match, schema)
    special = _SPECIAL.get(act.kind)
    if special is not None:
        return special(match, befores[0])
    for before in befores:
        outcome = _asked(match, before)
        if outcome is not None:
            return outcome
    return None


def _planned_power(numbers: Sequence[float]) -> bool:
    """Whether the numbers can be a power: one, in percent or as a share above a half."""
    return not numbers or (len(numbers) == 1 and 0.5 <= numbers[0] < 100 and (
        numbers[0] < 1 or numbers[0] >= 50))  # fmt: skip


def _asked(match: Match, before: Before) -> Outcome:
    named = [s.name for s in match.spans if s.slot in ("column", "group", "outcome")]
    numbers = [s.value for s in match.spans if s.slot == "number"]
    if match.act.kind == "power" and not _planned_power(
        [float(number) for number in numbers if number is not None]
    ):
        return None
    setting = match.act.setting
    _, groups = roles_of(before.asked)
    if match.act.kind == "sort" and any(name in groups for name in named):
        setting = "group"
    asked = replace(
        before.asked,
        columns=tuple(dict.fromkeys(named)),
        values=tuple(str(s.value) for s in match.spans if s.slot == "value"),
        number=float(numbers[0]) if numbers and numbers[0] is not None else None,
        setting=setting,
    )
    kind = match.act.kind
    if kind == "interval" and asked.number is not None:
        return _at_level(asked, before)
    if asked.values and len(asked.result.get("groups") or ()) > 2:
        # Of two groups of several only their comparison can tell.
        if kind not in ("significance", "pairs"):
            return None
        kind = "pairs"
    found = told(asked, kind)
    if found is None and kind == "why_not":
        found = told(asked, "why")
    if found is None and match.act.kind in _BY_TEST:
        # Figures that were only described are tested then, which answers it.
        found = told(asked, "test")
    if found is None:
        return None
    if isinstance(found, Answer):
        return answered(found, before)
    return task_after(before, found)


def _at_level(asked: Asked, before: Before) -> Outcome:
    """The same again with the confidence that is asked for ("the 99 % interval of that")."""
    level = asked.number or 0.0
    level = level / 100 if level >= 1 else level
    if not _LEAST_LEVEL <= level < 1:
        return None
    name, params = asked.operation.name, asked.params
    if asked.operation.chosen is not None:
        name, params = asked.operation.chosen(asked.result, params)
    if "confidence_level" not in operation_named(name).parameters:
        return None
    step = Step(operation=name, params={**params, "confidence_level": level})
    return task_after(before, [step])


def answered(answer: Answer, before: Before) -> Reply:
    """An answer from the stored result as a reply, with what it is about."""
    summary = answer.summary
    head = Text(text=f"**{summary}**" if len(summary) < 200 else summary)
    tail = Text(text=f"About “{before.question}”.", muted=True)
    return Reply(summary=summary, blocks=(head, *answer.blocks, tail))


def _cannot(act: Act, lexicon: Lexicon, before: Before) -> Reply:
    """That an answer cannot be asked this, and what it can be asked."""
    what = before.asked.operation.title
    text = f"“{act.say}” has no answer after “{before.question}” ({what})."
    kinds = can_be_asked(before.asked)
    said = [lexicon.say(kind) for kind in kinds]
    options = tuple(Option(label=one, value=one) for one in said if one)[:OFFERED]
    blocks: list[Block] = [Notice(text=text, level="warning")]
    if options:
        blocks.append(Choices(prompt="It can be asked", options=options, role="next"))
    return Reply(summary=text, blocks=tuple(blocks))


def _repaired(match: Match, before: Before) -> Outcome:
    named = tuple(
        dict.fromkeys(span.name for span in match.spans if span.slot == "any")
    )
    step = repaired(before.asked, named, before.asked.schema)
    return None if step is None else task_after(before, [step])


def _rounded(match: Match, before: Before) -> Outcome:
    numbers = [
        int(s.value) for s in match.spans if s.slot == "number" and s.value is not None
    ]
    digits = (
        int(match.act.setting) if match.act.setting else (numbers or [USUAL_DIGITS])[0]
    )
    return rounded_reply(before.reply, min(max(digits, 0), 10))


def _script(match: Match, before: Before) -> Outcome:
    return Say("/code")


_SPECIAL: dict[str, Callable[[Match, Before], Outcome]] = {
    "round": _rounded,
    "repair": _repaired,
    "script": _script,
}


def _about_table(match: Match, schema: Schema) -> Outcome:
    act = match.act
    if act.kind == "suggest":
        return _suggested(schema)
    if act.kind == "drivers":
        return _drivers(match, schema)
    params: dict[str, Any] = {"focus": act.setting} if act.setting else {}
    named = [s.name for s in match.spans if s.slot == "any"]
    if act.kind == "time_span" and named:
        if any(schema[name].kind != "datetime" for name in named):
            return None
        params["columns"] = list(dict.fromkeys(named))
    step = Step(operation=act.kind, params=params)
    words = operation_named(act.kind).words(params)
    return Task(steps=(step,), confidence=0.95, understood=(words,))


def _drivers(match: Match, schema: Schema) -> Task | None:
    """What goes with a column: all others side by side, or each taken alone."""
    named = {s.name for s in match.spans if s.slot == "any"}
    if len(named) != 1:
        return None
    return drivers_of(schema[next(iter(named))], schema)


def _suggested(schema: Schema) -> Reply:
    """Questions that fit this table, as buttons."""
    texts = ("what stands out?", "how clean is the data?", *suggestions(schema))
    shown = list(dict.fromkeys(texts))
    summary = "You could ask: " + "; ".join(f"“{one}”" for one in shown[:4]) + "."
    options = tuple(Option(label=one, value=one) for one in shown)
    return Reply(
        summary=summary,
        blocks=(Text(text=summary), Choices(options=options, role="next")),
    )
