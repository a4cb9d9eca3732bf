"""What is left of a message that no reader understood as a whole.

Words that people say around a question and that change nothing are left out, and told;
where another word is in the way, the question without it is offered, and that word named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.operations import operation_named
from chat.linking.message import LinkedMessage, link_message
from chat.linking.outcomes import (
    UNUSED,
    NoSuchMethod,
    Question,
    Reading,
    Unclear,
    Understood,
    question_without,
)
from chat.linking.tables import schema_index
from chat.linking.tokens import Token, tokenise
from chat.linking.words import STOPWORDS
from chat.reader.base.roles import is_measure
from chat.reader.base.senses import build_lattice
from chat.reader.lexicon import lexicon, nouns
from chat.reader.methods.field_words import is_field_word
from chat.reader.methods.names import data_of, forms
from chat.reader.narration import Read, by_definition, without_glosses
from chat.reader.plainer.light import cut, is_named, light_forms, without_light
from chat.reader.plainer.reading import glossed, plainly

# A person who writes more than that gets the general suggestions: each reading of a
# message costs some 20 ms, and one is tried for each word.
_MOST_WORDS = 24
_MOST_TRIED = 12
_FEWEST_LEFT = 2
_OFFERED = 3
_SURE = 0.7  # confidence of a reading that is worth a button
_OF_FIGURES = ("calculate", "show_rows")
# The lexicon's words that a question can be asked without; all others decide something.
_IDLE = frozenset("glue filler imperative verb narrates purpose look making".split())


def with_less(text: str, schema: Schema, reading: Reading, read: Read) -> Reading:
    """The reading, or that of the message without what nothing explains.

    ``read`` reads a text about the same table.
    """
    meant = without_glosses(text, schema, read) or glossed(text, schema, read)
    if meant is not None:
        return meant
    if isinstance(reading, Understood) and not reading.task.ignored:
        return reading
    if not isinstance(reading, Understood):
        defined = by_definition(text, schema, read)
        if defined is not None:
            return defined
    plain = plainly(
        text, schema, reading, read,
        lambda one, said: isinstance(_asked_about(one, said, schema), Understood),
    )  # fmt: skip
    if plain is not None and _halves_a_name(reading, plain):
        return reading
    if isinstance(plain, Understood) or (plain and isinstance(reading, Unclear)):
        return plain
    lightly = _without_light(text, schema, read)
    if lightly is not None and not _halves_a_name(reading, lightly):
        return lightly
    if isinstance(reading, Understood):
        return _asked_about(reading, text, schema)
    message = link_message(text, schema_index(schema))
    if not isinstance(reading, Unclear) or len(message.tokens) > _MOST_WORDS:
        return reading
    offered = _offered(text, message, read)
    return offered or reading


def _halves_a_name(refused: Reading, lightly: Reading) -> bool:
    """ "pls sem": a method that the lexicon knows is not read by a part of its name."""
    if not isinstance(refused, NoSuchMethod) or not isinstance(lightly, Understood):
        return False
    known = [name.casefold() for name in refused.names if _is_a_method(name)]
    words = {word for name in known for word in name.split()}
    return any(left.casefold() in words for left in lightly.task.ignored)


def _is_a_method(name: str) -> bool:
    joined = re.sub(r"[\W_]+", "", name.casefold())
    return joined in forms()


def _asked_about(reading: Understood, text: str, schema: Schema) -> Reading:
    """The reading, or a question first where what it leaves out decides something.

    That is a name, what is done most ("which guest complains the most"), or a word
    of its own that is none of those that say nothing.
    """
    # Descriptions of methods hold words that only explain; requests for figures do not.
    strictly = reading.task.steps[-1].operation in _OF_FIGURES
    for left in reading.task.ignored:
        most = re.search(
            rf"\b{re.escape(left)} (?:{data_of('light')['most']})\b",
            text,
            re.IGNORECASE,
        )
        if most and _is_of_what_is_named(text, most.end(), schema):
            continue
        told = re.search(
            rf"\b(?:{data_of('light')['told']}) {re.escape(left)}\b",
            text,
            re.IGNORECASE,
        )
        says = strictly and not told and _says_something(left)
        if most or says or _names_something(left, schema, reading.task):
            return question_without(left, reading.task)
    return reading


def _is_of_what_is_named(text: str, end: int, schema: Schema) -> bool:
    """ "which vessel carried the most freight": the amount is named, whatever is done."""
    tokens = tokenise(text, 60)
    lattice = build_lattice(text, tokens, schema_index(schema))
    at = next((n for n, token in enumerate(tokens) if token.start >= end), None)
    if at is None:
        return False
    n_rows = lattice.index.n_rows
    measured = any(
        is_measure(lattice.columns[sense.column], n_rows)
        for sense in lattice.at("column", at)
    )
    return measured or any(lattice.at(kind, at) for kind in ("rownoun", "rowword"))


def _says_something(word: str) -> bool:
    """Whether a word by itself is none that people say around a question."""
    tokens = tokenise(word)
    if len(tokens) != 1 or tokens[0].kind != "word" or is_field_word(word):
        return False
    if tokens[0].stem in nouns("en").people or tokens[0].folded.endswith("ly"):
        return False
    if any(form.fullmatch(word) for form in light_forms()):
        return False
    senses = {entry.category for _, entry in lexicon("en").found(tokens, 0)}
    return not senses & _IDLE


def _names_something(words: str, schema: Schema, task: Task) -> bool:
    """Whether words hold a value of the table that the task has no use for, or a name
    that may be meant for one."""
    message = link_message(words, schema_index(schema))
    used = repr([step.params for step in task.steps])
    if any(
        m.kind == "value" and m.how == "exact" and repr(m.value) not in used
        for m in message.mentions
    ):
        return True
    linked = {
        at for mention in message.mentions for at in range(mention.first, mention.last)
    }
    return any(
        token.text[:1].isupper()
        and not token.text.isupper()
        and at not in linked
        # A sentence begins so, and weekdays, months and methods are written so.
        and (at > 0 or len(message.tokens) == 1)
        and not lexicon("en").found(message.tokens, at)
        and not is_field_word(token.text)
        and token.folded not in STOPWORDS
        for at, token in enumerate(message.tokens)
        if token.kind == "word"
    )


def _without_light(text: str, schema: Schema, read: Read) -> Reading | None:
    """The reading without all light words, or without one of them."""
    for one in without_light(text, schema):
        rest = one.text
        reading = read(rest) if len(rest.split()) >= _FEWEST_LEFT else None
        if isinstance(reading, Understood):
            task = reading.task
            ignored = tuple(dict.fromkeys((*task.ignored, *one.told)))
            told_first = task.model_copy(update={"ignored": ignored})
            return _asked_about(
                Understood(told_first, reading.alternatives), rest, schema
            )
    return None


def _offered(text: str, message: LinkedMessage, read: Read) -> Question | None:
    """Readings without one word, as buttons that say which."""
    options: list[tuple[Task | str, str]] = []
    words: list[str] = []
    for token in islice(_candidates(message), _MOST_TRIED):
        rest, _ = cut(text, [(token.start, token.end)])
        reading = read(rest) if len(rest.split()) >= _FEWEST_LEFT else None
        if not isinstance(reading, Understood) or not _answers(reading.task):
            continue
        if reading.task.ignored or reading.task.confidence < _SURE:
            continue
        if any(
            isinstance(o, Task) and o.steps == reading.task.steps for o, _ in options
        ):
            continue
        words.append(token.text)
        task = reading.task.model_copy(update={"ignored": (token.text,)})
        options.append((task, f"{_said(task)}, without “{token.text}”"))
        if len(options) == _OFFERED:
            break
    if not options:
        return None
    named = " or ".join(f"“{word}”" for word in dict.fromkeys(words))
    prompt = (
        f"I found no place for {named} in this question. Shall I answer without it?"
    )
    return Question(prompt, tuple(options), why=UNUSED)


def _candidates(message: LinkedMessage) -> Iterator[Token]:
    """Words that a question can be asked without: no name, number or deciding word."""
    for at, token in enumerate(message.tokens):
        if token.kind != "word" or is_named(message, token.start, token.end):
            continue
        senses = {
            entry.category for _, entry in lexicon("en").found(message.tokens, at)
        }
        if senses <= _IDLE:
            yield token


def _answers(task: Task) -> bool:
    """Whether a task ends in an answer that is more than the table itself."""
    last = task.steps[-1]
    return operation_named(last.operation).kind != "prepare" and (
        last.operation != "show_rows"
    )


def _said(task: Task) -> str:
    said = task.understood or tuple(
        operation_named(step.operation).words(step.params) for step in task.steps
    )
    return " · ".join(said)
