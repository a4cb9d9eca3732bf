"""What is seen to once a message is read, whatever reader read it.

A reading that leaves out what decides its answer becomes a question, one that chose
without being told says so, and one that belongs to a question of its own is read anew.
"""

from __future__ import annotations

from typing import Protocol

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.outcomes import Reading
from chat.reader.demands import as_demanded
from chat.reader.entities import with_nouns_told
from chat.reader.event_codes import with_event_said
from chat.reader.events_asked import with_event_asked
from chat.reader.following.whole import with_own_questions
from chat.reader.level_ranges import with_levels_between
from chat.reader.method_account import with_account
from chat.reader.method_alone import of_its_time
from chat.reader.ordered_scores import with_scores
from chat.reader.rank_tests import by_number_of_groups
from chat.reader.refused_by_name import refused_by_name
from chat.reader.same_named import one_of_several
from chat.reader.series_amounts import with_amounts_of_series
from chat.reader.small_words import with_small_words_told


class ReadAsNew(Protocol):
    """Reads a message of a table with nothing before it."""

    def __call__(
        self, text: str, schema: Schema, is_reread: bool = False, /
    ) -> Reading: ...


def ended(
    asked: str,
    text: str,
    schema: Schema,
    reading: Reading,
    previous: Task | None,
    read: ReadAsNew | None,
) -> Reading:
    """The reading with all that is seen to at the end.

    ``asked`` is the message as it came, ``text`` the words that were read; without
    ``read`` nothing is read anew.
    """
    said = refused_by_name(text, schema, reading)
    if previous is not None and read is not None:
        said = with_own_questions(text, schema, said, lambda _: read(asked, schema))
    said = of_its_time(text, schema, as_demanded(text, schema, said, previous))
    if read is not None:
        said = with_scores(text, schema, said, lambda t, scored: read(t, scored, True))
    said = by_number_of_groups(text, schema, with_amounts_of_series(schema, said))
    said = with_event_said(text, schema, with_levels_between(text, schema, said))
    said = with_event_asked(text, schema, with_account(text, schema, said, previous))
    anew = (lambda t: read(t, schema, True)) if read and previous is None else None
    said = with_nouns_told(text, schema, with_small_words_told(text, said, anew))
    return said if previous is not None else one_of_several(text, schema, said)
