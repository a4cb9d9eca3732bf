"""Names of the table before words of commands: "and by source", where a column is so called."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.discourse.lexicon import Lexicon, lexicons
from chat.discourse.names import name_words
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message


def asked_of_a_name(
    text: str, schema: Schema, previous: Task | None, *, called: bool = False
) -> Understood | None:
    """The reading of a question about a column that is called like a command.

    The name stands where a column does ("by source", "for each part"), or the message is
    ``called`` a command by its own words, and is a whole question by itself.
    """
    named = {
        column.name
        for lexicon in lexicons()
        for column in schema.columns
        if _stands(lexicon.read(text), column.name, lexicon, anywhere=called)
    }
    if not named:
        return None
    reading = read_message(text, schema, None if called else previous)
    if not isinstance(reading, Understood) or reading.task.ignored:
        return None
    steps = repr([step.params for step in reading.task.steps])
    return reading if any(repr(name) in steps for name in named) else None


def _stands(
    words: Sequence[str], name: str, lexicon: Lexicon, *, anywhere: bool
) -> bool:
    """Whether a column's whole name is there that is a word of a command, too."""
    own = name_words(name)
    if not own or (not anywhere and lexicon.stem(own[0]) not in lexicon.surfaces):
        return False
    for at in range(len(words) - len(own) + 1):
        if not _same(words[at : at + len(own)], own, lexicon):
            continue
        before = at - 1
        while before >= 0 and words[before] in lexicon.fillers - lexicon.before_names:
            before -= 1
        if anywhere or (before >= 0 and words[before] in lexicon.before_names):
            return True
    return False


def _same(words: Sequence[str], own: Sequence[str], lexicon: Lexicon) -> bool:
    return [lexicon.stem(w) for w in words] == [lexicon.stem(w) for w in own]
