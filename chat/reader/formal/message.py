"""A whole message as a formal question: a task, a refusal by name, or None."""

from __future__ import annotations

from analysis.base.columns import Schema
from analysis.base.task import Evidence, Step, Task
from analysis.operations import operations
from chat.linking.outcomes import Question, Reading, Understood, question_without
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise, tokenise
from chat.reader.base.account import Unused
from chat.reader.base.senses import build_lattice
from chat.reader.formal.accounting import left_over
from chat.reader.formal.asking import question_of, step_of
from chat.reader.formal.pieces import sentence_of
from chat.reader.formal.roles import Described, described, settled
from chat.reader.formal.sentence import Sentence
from chat.reader.lexicon import lexicon
from chat.reader.message import unknown
from chat.reader.methods.asking import obeyed_by
from chat.reader.methods.linked import LinkedText
from chat.reader.methods.naming import named_methods
from chat.reader.methods.settings import said_options

_MOST_TOKENS = 120
_CONFIDENCE = 0.8
_TOLD_LESS = 0.05  # for each stretch that is not used
_LEAST = 0.6


def read_as_formal(
    text: str, schema: Schema, linked: LinkedText, previous: Task | None = None
) -> Reading | None:
    """The message as a question of statistics whose columns it names.

    One that goes on from an answer before ("and …") is no question by itself.
    """
    sentence = _sentence(text, schema, linked, previous)
    if sentence is None:
        return None
    ways = settled(described(sentence))
    tasks = [
        task
        for found in ways
        for task in [_read(sentence, found, linked)]
        if task is not None
    ]
    if len(tasks) < len(ways) or not tasks:
        return None
    if len(tasks) == 1:
        asked = obeyed_by(tasks[0], linked)
        return Understood(asked) if isinstance(asked, Task) else asked
    return Question(
        "That can be read in several ways. Which is meant?",
        tuple((task, task.understood[0]) for task in tasks),
        "ambiguous",
    )


def refused_as_formal(text: str, schema: Schema, linked: LinkedText) -> Reading | None:
    """What keeps a question of statistics from its answer, with the way out: a column
    that the table does not have, or a value that limits nothing."""
    sentence = _sentence(text, schema, linked, None)
    if sentence is None:
        return None
    found = settled(described(sentence))[0]
    asked = question_of(sentence, found, sentence.index.columns)
    left, step = left_over(asked, found), step_of(asked)
    if left.absent:
        first, last = left.absent[0], left.absent[-1] + 1
        lattice = build_lattice(sentence.text, sentence.tokens, sentence.index)
        words = sentence.words(first, last)
        return unknown(lattice, Unused(first, last, words, "absent"))
    if not left.value or step is None or _names_another(step, linked):
        return None
    task = _task(step, sentence, found, (left.value,))
    return question_without(left.value, task)


def _sentence(
    text: str, schema: Schema, linked: LinkedText, previous: Task | None
) -> Sentence | None:
    """The message as phrases and descriptions, where it has a term of the field."""
    text = normalise(text)
    tokens = tokenise(text, _MOST_TOKENS + 1)
    if not tokens or len(tokens) > _MOST_TOKENS:
        return None
    if previous is not None and any(
        entry.category == "continues" for _, entry in lexicon("en").found(tokens, 0)
    ):
        return None
    spans = [(one.start, one.end) for one in said_options(linked)]
    sentence = sentence_of(text, tokens, schema_index(schema), spans)
    has_term = any(phrase.is_concept for phrase in sentence.phrases)
    return sentence if has_term else None


def _read(
    sentence: Sentence, found: list[Described], linked: LinkedText
) -> Task | None:
    columns = sentence.index.columns
    asked = question_of(sentence, found, columns)
    step = step_of(asked)
    if step is None or _names_another(step, linked):
        return None
    left = left_over(asked, found)
    return None if left.decides else _task(step, sentence, found, left.told)


def _names_another(step: Step, linked: LinkedText) -> bool:
    """Whether the message names a method that is not the one chosen."""
    return any(
        one.method is None or step.operation not in one.method.by
        for one in named_methods(linked)
    )


def _task(
    step: Step,
    sentence: Sentence,
    found: list[Described],
    told: tuple[str, ...],
) -> Task:
    return Task(
        steps=(step,),
        confidence=max(_LEAST, _CONFIDENCE - _TOLD_LESS * len(told)),
        understood=(operations()[step.operation].words(step.params),),
        ignored=told,
        evidence=tuple(_evidence(step, sentence, found)),
    )


def _evidence(step: Step, sentence: Sentence, found: list[Described]) -> list[Evidence]:
    made = [
        Evidence(
            text=sentence.words(p.first, p.last),
            target=step.operation,
            kind="operation",
        )
        for p in sentence.phrases
        if p.is_concept
    ]
    for one in found:
        named = one.piece.named
        if named is not None:
            text = sentence.words(min(named.used), max(named.used) + 1)
            score = round(min(1.0, named.score), 3)
            made.append(
                Evidence(text=text, target=named.column, kind="column", score=score)
            )
    return made
