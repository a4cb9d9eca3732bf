"""Reads one request of a message: a method, a calculation, a chart or a change.

Each reader of a kind looks at the same words; what uses more of them, or is surer, stands.
"""

from __future__ import annotations

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.operations import operation_named
from analysis.pipeline import task_columns
from chat.linking.message import LinkedMessage, link_message
from chat.linking.outcomes import NoSuchMethod, Reading, Unclear, Understood
from chat.linking.tables import schema_index
from chat.reader.briefs.gaps import read_gap_groups
from chat.reader.briefs.picking import row_picked
from chat.reader.comparatives import as_asked, leaves_a_column, tests_what_limits
from chat.reader.continuing import method_continued
from chat.reader.formal.message import read_as_formal, refused_as_formal
from chat.reader.formal.weighing import overrules, refuses, settles
from chat.reader.frames.asking import missing_columns
from chat.reader.frames.message import read_as_method
from chat.reader.lexicon.known import known_words
from chat.reader.message import is_weak, read_as_calculation
from chat.reader.method_alone import draws_a_method
from chat.reader.methods.asking import model_task, named_task, obeyed_by
from chat.reader.methods.linked import LinkedText
from chat.reader.methods.linking import linked_of
from chat.reader.methods.refusing import refusal
from chat.reader.methods.settings import without_options
from chat.reader.named_again import is_of_all, named_again
from chat.reader.numberless import of_no_numbers
from chat.reader.options import of_options
from chat.reader.pictures.message import lines_are_rows, read_as_picture, read_as_points
from chat.reader.preparing.message import read_preparations
from chat.reader.rivals import answers, is_surer, says_more

_DOUBT = 0.02  # a difference of confidence that is none


def read_request(text: str, schema: Schema, previous: Task | None) -> Reading:
    apart = _read_apart(text, schema)
    if apart is not None:
        return apart
    method = as_asked(text, schema, read_as_method(text, schema, previous))
    if method is not None and lines_are_rows(text, schema, method.task):
        method = None
    going = None
    if method is None or is_of_all(text, method.task):
        going = method_continued(text, schema, previous)
        if going is None and method is not None:
            going = named_again(text, schema, previous)
    if going is not None:
        return going
    message = link_message(text, schema_index(schema))
    linked = linked_of(message)
    asked = model_task(linked)
    formal = read_as_formal(text, schema, linked, previous)
    if leaves_a_column(text, schema, formal):
        formal = None
    if asked is not None and not isinstance(asked, Task):
        if formal is not None and not refusal(linked):
            return formal
        return _drawn_of_columns(text, schema, asked) or asked
    if asked is not None and (method is None or says_more(asked, method.task)):
        return formal if overrules(formal, asked) else Understood(asked)
    calculation = read_as_calculation(text, schema, previous, known_words())
    if method is not None and (
        not is_surer(calculation, method)
        or tests_what_limits(text, schema, calculation, method)
    ):
        if overrules(formal, method.task):
            return formal
        return _method_or_picture(text, schema, method, linked)
    if formal is not None and not settles(calculation, formal):
        if refuses(calculation, formal, text):
            return calculation
        return _picture_of_all_words(text, schema, formal) or formal
    if calculation is None:
        return _otherwise(message, schema, previous)
    if not isinstance(calculation, Understood):
        return _drawn(text, schema) or calculation
    picture = _picture_instead(text, schema, calculation.task)
    if picture is not None:
        return picture
    if is_weak(calculation):
        other = _otherwise(message, schema, previous)
        return other if answers(other) else calculation
    return calculation


def _read_apart(text: str, schema: Schema) -> Reading | None:
    """Groups by gaps, a row that is picked, options and changes; None for other requests."""
    groups = read_gap_groups(text, schema, read_request)
    if groups is not None:
        return groups
    row = row_picked(text, schema)
    if row is not None:
        return Understood(row)
    options = of_options(text, schema)
    if options is not None:
        return options
    return read_preparations(text, schema, read_request)


def _asks_more(text: str, task: Task) -> bool:
    """Whether words say what is to be done, rather than a column alone."""
    return text.casefold() not in {one.text.casefold() for one in task.evidence}


def as_reading(asked: Task | Reading, others: tuple[Task, ...] = ()) -> Reading:
    return Understood(asked, others) if isinstance(asked, Task) else asked


def _drawn(text: str, schema: Schema) -> Reading | None:
    """The message as a chart, where no other reader understood it."""
    picture = read_as_picture(text, schema)
    return None if draws_a_method(picture, text, schema) else picture


def _method_or_picture(
    text: str, schema: Schema, method: Understood, linked: LinkedText
) -> Reading:
    """The method as the options want it, or a chart that explains the words better."""
    if operation_named(method.task.steps[-1].operation).kind == "chart":
        picture = read_as_picture(text, schema)
        if picture is not None and _explains_more(picture.task, method.task):
            return as_reading(obeyed_by(picture.task, linked))
    asked = as_reading(obeyed_by(method.task, linked), method.alternatives)
    return _drawn_of_columns(text, schema, asked) or asked


def _explains_more(one: Task, other: Task) -> bool:
    """Whether a reading leaves fewer words unused, or doubts less about them."""
    if len(one.ignored) != len(other.ignored):
        return len(one.ignored) < len(other.ignored)
    return one.confidence > other.confidence + _DOUBT


def _picture_of_all_words(text: str, schema: Schema, other: Reading) -> Reading | None:
    """A chart that uses every word, where the other reading leaves words or columns out."""
    if not isinstance(other, Understood):
        return None
    if not other.task.ignored and other.task.steps[-1].operation != "describe":
        return None
    picture = read_as_picture(text, schema)
    if picture is None or picture.task.ignored:
        return None
    used = set(task_columns(other.task, schema))
    more = used < set(task_columns(picture.task, schema))
    return picture if other.task.ignored or more else None


def _picture_instead(text: str, schema: Schema, calculated: Task) -> Reading | None:
    """A chart, where figures would leave words out or two columns are set against."""
    if calculated.ignored:
        picture = _picture_of_all_words(text, schema, Understood(calculated))
        if picture is not None:
            return picture
    step = calculated.steps[-1]
    pair = step.params.get("measures") or step.params.get("columns") or ()
    return read_as_points(text, schema) if len(pair) == 2 else None


def _drawn_of_columns(text: str, schema: Schema, refused: Reading) -> Reading | None:
    """ "weight by origin" is no option of weights where a column is called weight."""
    if not isinstance(refused, NoSuchMethod) or not refused.names:
        return None
    picture = read_as_picture(text, schema)
    if picture is None or picture.task.ignored:
        return None
    words = refused.names[0].casefold()
    named = [e.text.casefold() for e in picture.task.evidence if e.kind == "column"]
    return picture if any(words.startswith(one) for one in named) else None


def _otherwise(
    message: LinkedMessage, schema: Schema, previous: Task | None
) -> Reading:
    """What no reader understood as a whole: a method by its name, or what was recognised."""
    linked = linked_of(message)
    picture = _drawn(message.text, schema)
    if picture is not None:
        return picture
    asked = missing_columns(message.text, schema)
    if asked is not None:
        return asked
    named = named_task(linked)
    if named is not None:
        return as_reading(named)
    bare = without_options(linked)
    if bare is not None:
        reading = read_request(bare, schema, previous)
        if isinstance(reading, Understood) and _asks_more(bare, reading.task):
            return as_reading(obeyed_by(reading.task, linked))
    refused = refused_as_formal(message.text, schema, linked)
    if refused is not None:
        return refused
    numberless = of_no_numbers(message.text, schema)
    if numberless is not None:
        return numberless
    return Unclear((), ())
