"""Reads a message about a table: a task, a question back, or what can be asked.

The reading is deterministic and needs nothing but the schema. Several readers look at
the same links of words to the table, each for its kind of request:

* named methods, whether there is such a one, and adjusted models (:mod:`.methods`),
* calculations, and which rows go or stay (:mod:`.message`),
* methods and charts, by the frames of the operations (:mod:`.frames`),
* questions as textbooks of statistics put them (:mod:`.formal`).
"""

from __future__ import annotations

import re
from typing import TypeGuard

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.operations import operation_named
from chat.linking.message import link_message
from chat.linking.outcomes import (
    UNUSED,
    Question,
    Reading,
    Unclear,
    Understood,
    UnknownColumn,
)
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise
from chat.linking.written_days import without_dots
from chat.reader.absent_days import of_no_day
from chat.reader.absent_names import leaves_a_name
from chat.reader.added_pairs import with_pairs_added
from chat.reader.aliases import with_aliases
from chat.reader.asked_apart import asked_apart
from chat.reader.backward import read_backward
from chat.reader.briefs.before import prepared_before
from chat.reader.briefs.defining import defines_name
from chat.reader.briefs.judging import asks_other, is_spelled
from chat.reader.briefs.listed import read_listed, read_once, with_first
from chat.reader.briefs.reading import is_brief, read_brief
from chat.reader.briefs.sentences import sentences_of, without_courtesy
from chat.reader.chance import tested_for_chance
from chat.reader.comparatives import as_hypothesis, leaves_a_comparison
from chat.reader.components_said import read_components
from chat.reader.composing.message import read_composed
from chat.reader.counted_rows import read_counts_said, with_counted_rows
from chat.reader.each_value import with_each_value
from chat.reader.ending import ended
from chat.reader.enquiries.message import loosely, read_enquiry
from chat.reader.entities import untold_apart
from chat.reader.figures_listed import with_listed_figures
from chat.reader.first_of_each import read_first_of_each
from chat.reader.following.message import read_following
from chat.reader.frames.anchored import read_anchored
from chat.reader.going_together import going_together
from chat.reader.in_units import read_in_units
from chat.reader.kept_first import read_kept_first
from chat.reader.leaving import with_less
from chat.reader.lexicon.known import known_words
from chat.reader.listed_beside import read_listed_beside
from chat.reader.meant import as_meant
from chat.reader.method_alone import of_one_method
from chat.reader.methods.asking import obeyed_by
from chat.reader.methods.field_words import is_field_word
from chat.reader.methods.linking import linked_of
from chat.reader.methods.names import forms
from chat.reader.methods.naming import named_methods
from chat.reader.methods.settings import without_option
from chat.reader.phrasing import phrased
from chat.reader.plainer.field import with_methods_said
from chat.reader.plainer.intervals import with_interval_said
from chat.reader.preparing.message import changes_table, of_made_classes, read_changes
from chat.reader.ranked_rates import ranked_as_rate
from chat.reader.request import as_reading, read_request
from chat.reader.rewording import as_said, reworded
from chat.reader.rivals import adjusted_instead, says_more
from chat.reader.share_of_count import read_share_of_count
from chat.reader.supposed import read_supposed
from chat.reader.targets import read_target
from chat.reader.time_said import with_time_said
from chat.reader.totals_said import totals_left_out
from chat.reader.training.splits import with_test_size
from chat.reader.two_requests import with_both_requests
from chat.reader.weighted_means import read_weighted_mean

MAX_LENGTH = 4_096
_READ_ONCE = 400  # characters: no other wording of what is longer is tried

__all__ = ["MAX_LENGTH", "read_message", "warm_up"]

# Readings less sure than that are no reason to leave what a conversation was about.
RESTATE = 0.7
# "1. What is …": an item copied from a list.
_ENUMERATED = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-*•])\s+(?=[^\W\d])")


def warm_up() -> None:
    """Compiles and loads what the first message would have to wait for."""
    forms()
    known_words()


def read_message(text: str, schema: Schema, previous: Task | None = None) -> Reading:
    """What a message asks of a table.

    ``previous`` is the task answered last in the conversation: "and for age?" or "now by
    sex" change it. Any text gives a reading; nothing is raised.
    """
    return _read_message(text, schema, previous)


def _read_message(
    text: str, schema: Schema, previous: Task | None, is_reread: bool = False
) -> Reading:
    asked = text
    text = _ENUMERATED.sub("", without_dots(normalise(text[:MAX_LENGTH])))
    refused = of_no_day(text, schema)
    if refused is not None:
        return refused
    text = with_aliases(with_test_size(without_courtesy(text, schema.names)), schema)
    text, forms_told = phrased(text, schema) if previous is None else (text, ())
    totals = totals_left_out(text, schema)
    if totals is not None:
        return totals
    if len(text) > _READ_ONCE:
        return _read_used(text, schema, previous)
    for own in (
        read_kept_first,
        read_target,
        read_supposed,
        read_listed_beside,
        read_share_of_count,
        read_weighted_mean,
        read_components,
        read_in_units,
        read_counts_said,
    ):
        held = own(text, schema, lambda t: _read_message(t, schema, None))
        if held is not None:
            return held
    first = read_first_of_each(text, schema)
    if first is not None:
        return first
    if previous is None:
        changed = read_changes(
            text, schema, lambda t, s, p: _read_message(t, s, p, True)
        )
        if changed is not None:
            return changed
    said_first = text
    text = of_made_classes(text, schema, previous)
    text = with_time_said(text, schema)
    text, told = reworded(text, schema, previous)
    told = (*forms_told, *told)
    untold = untold_apart(text, schema)
    if untold is not None:
        return loosely(text, schema, untold) or untold
    said = _said_with_more(text, schema, previous, told)
    if previous is None and not is_reread:
        said = with_both_requests(
            said_first, said, lambda t, p: _read_message(t, schema, p, True)
        )
        said = with_listed_figures(
            said_first, said, lambda t: _read_message(t, schema, None, True)
        )
    said = ended(asked, text, schema, said, previous, None if is_reread else _as_new)
    if is_reread:
        return said
    return as_meant(
        text, schema, said, lambda t: _read_message(t, schema, previous, True)
    )


def _said_with_more(
    text: str, schema: Schema, previous: Task | None, told: tuple[str, ...]
) -> Reading:
    """The reading with what other words of the message add to it, or turn it into."""

    def alone(other: str) -> Reading:
        return _read_used(other, schema, None)

    pairs = with_pairs_added(text, schema, alone)
    reading = pairs or _read_used(text, schema, previous)
    reading = asked_apart(text, schema, reading, alone)
    reading = tested_for_chance(text, reading, alone)
    reading = with_less(
        text, schema, reading, lambda t: _read_used(t, schema, previous)
    )
    reading = going_together(text, loosely(text, schema, reading) or reading)
    reading = ranked_as_rate(
        text, schema, reading, lambda t: _read_message(t, schema, None, True)
    )
    reading = as_hypothesis(text, schema, reading)
    reading = with_each_value(text, schema, reading)
    reading = with_counted_rows(text, schema, reading)
    said = as_said(text, schema, reading, told, alone)
    return with_interval_said(text, schema, said, alone)


def _as_new(text: str, schema: Schema, is_reread: bool = False) -> Reading:
    """The reading of a message with nothing before it."""
    return _read_message(text, schema, None, is_reread)


def _read_used(text: str, schema: Schema, previous: Task | None) -> Reading:
    """The reading of the whole, unless it leaves out what is compared.

    A message with words that change nothing of the question before is one of its own.
    """
    reading = _read_whole(text, schema, previous)
    if (
        isinstance(reading, Understood)
        and reading.task.source == "followup"
        and any(not is_field_word(word) for word in reading.task.ignored)
    ):
        reading = _read_whole(text, schema, None)
    if leaves_a_comparison(text, schema, reading):
        return Unclear((), ())
    reading = going_together(text, reading)
    return leaves_a_name(text, schema, reading) or reading


def _read_whole(text: str, schema: Schema, previous: Task | None) -> Reading:
    read = read_once(_read_alone)
    again: Reading | None = prepared_before(text, schema, previous)
    if again is None:
        again = read_following(text, schema, previous)
    if again is None:
        again = read_backward(text, schema, previous, read)
    if again is not None:
        return again
    anchored = read_anchored(text, schema)
    if anchored is not None:
        return adjusted_instead(text, schema, anchored)
    several = len(sentences_of(text)) > 1
    composed = None
    if not (several and defines_name(text, schema)):
        composed = read_composed(text, schema, lambda t, s: _read_whole(t, s, None))
    enquiry = read_enquiry(text, schema)
    scale = enquiry is not None and enquiry.steps[-1].operation == "reliability"
    if composed is not None and not (scale and isinstance(composed, Unclear)):
        return composed
    if enquiry is not None and not _is_a_change(text, schema, enquiry):
        return Understood(enquiry)
    brief: Reading | None = None
    if several:
        brief = read_brief(text, schema, read)
        if isinstance(brief, Understood):
            return of_one_method(_with_its_method(text, schema, brief))
        if _is_parted(brief):
            return brief
    reading = read_request(text, schema, previous)
    if isinstance(reading, UnknownColumn):
        reading = _without_option(text, reading, schema, previous)
    if isinstance(reading, Understood) and not _passes_over(reading, brief):
        drawn = operation_named(reading.task.steps[-1].operation).kind == "chart"
        listed = read_listed(text, schema, read) if drawn else None
        return listed or with_first(text, schema, reading, read)
    if brief is None and is_brief(text):
        brief = read_brief(text, schema, read)
        return brief if isinstance(brief, Understood) else reading
    return brief or read_listed(text, schema, read) or reading


def _is_a_change(text: str, schema: Schema, enquiry: Task) -> bool:
    """Whether a message changes the table; "may I add these up?" asks for a scale."""
    asks_first = enquiry.steps[-1].operation == "reliability"
    return not asks_first and changes_table(text, schema)


_SHORT = 12  # words: "do crops differ in yield? tukey" is one question


def _with_its_method(text: str, schema: Schema, brief: Understood) -> Understood:
    """A short message as a whole, where that is the method that a clause of it names."""
    if len(text.split()) > _SHORT or brief.task.ignored:
        return brief
    whole = read_request(text, schema, None)
    if not isinstance(whole, Understood) or whole.task.ignored:
        return brief
    one, other = whole.task.steps[-1].operation, brief.task.steps[-1].operation
    adjusted = "focus" in whole.task.steps[-1].params
    if adjusted and says_more(whole.task, brief.task):
        return whole
    linked = linked_of(link_message(text, schema_index(schema)))
    methods = [m.method for m in named_methods(linked) if m.method is not None]
    named = any(one in method.by and other != method.by[0] for method in methods)
    return whole if one != other and named else brief


def _passes_over(reading: Understood, brief: Reading | None) -> bool:
    """Whether the whole is read only by leaving out what a clause of it asks about."""
    if isinstance(brief, UnknownColumn):
        return is_spelled(brief.word)
    if not isinstance(brief, Question):
        return False
    left = [word for word in reading.task.ignored if not is_field_word(word)]
    without = [one.steps for one, _ in brief.options if isinstance(one, Task)]
    if brief.why != UNUSED:
        return bool(left)
    fewer = any(asks_other(reading.task, steps) for steps in without)
    return bool(left) or reading.task.steps in without or fewer


def _is_parted(brief: Reading | None) -> TypeGuard[Question]:
    """Whether a message asks of different rows: no reading of the whole may join them."""
    return isinstance(brief, Question) and brief.why == "several requests"


def _read_alone(text: str, schema: Schema) -> Reading:
    """One request of a message of several."""
    reading = read_request(text, schema, None)
    if isinstance(reading, UnknownColumn):
        return _without_option(text, reading, schema, None)
    if isinstance(reading, Unclear):
        said, _ = with_methods_said(text, schema)
        if said != text:
            return read_request(said, schema, None)
        return loosely(text, schema, reading) or reading
    return reading


def _without_option(
    text: str, unknown: UnknownColumn, schema: Schema, previous: Task | None
) -> Reading:
    """The message read without an option whose words were taken for a column, and obeyed."""
    linked = linked_of(link_message(text, schema_index(schema)))
    rest = without_option(linked, unknown.word)
    if rest is None:
        return unknown
    reading = read_request(rest, schema, previous)
    if not isinstance(reading, Understood):
        return reading if not isinstance(reading, UnknownColumn) else unknown
    return as_reading(obeyed_by(reading.task, linked), reading.alternatives)
