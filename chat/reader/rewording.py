"""What a message is read as where its words have another form, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.naming import name_parts
from chat.linking.outcomes import Reading, Unclear, Understood
from chat.reader.base.entities import singular
from chat.reader.base.restating import step_words
from chat.reader.called import without_calls
from chat.reader.column_runs import with_commas
from chat.reader.composing.improving import with_both_sides
from chat.reader.declined import without_declined
from chat.reader.embedded import without_embedded_questions
from chat.reader.entities import with_rows_told
from chat.reader.events_asked import without_events_of_all
from chat.reader.following.again import without_again
from chat.reader.following.plain_turns import with_plain_turns
from chat.reader.methods.names import data_of
from chat.reader.missing_measures import which_column
from chat.reader.negated import without_negating_prefixes
from chat.reader.offers import unclear
from chat.reader.plainer.ages import with_ages
from chat.reader.plainer.amounts import with_amounts
from chat.reader.plainer.baseline import with_baseline
from chat.reader.plainer.clients import with_clients
from chat.reader.plainer.events import with_events
from chat.reader.plainer.field import with_methods_said
from chat.reader.plainer.held_said import with_held_said
from chat.reader.plainer.idle_verbs import without_idle_verbs
from chat.reader.plainer.items import with_items
from chat.reader.plainer.lags_said import with_lags_said
from chat.reader.plainer.last_periods import with_last_periods
from chat.reader.plainer.more_of_both import with_relation
from chat.reader.plainer.placed import with_places
from chat.reader.plainer.possessed import with_rows_of_owners
from chat.reader.plainer.same_ones import with_same_ones
from chat.reader.plainer.stage_said import with_stage
from chat.reader.plainer.survival_said import with_survival_said
from chat.reader.plainer.those_who import with_those_who
from chat.reader.plainer.unended import with_open_ends
from chat.reader.plainer.units import contradicts, with_units
from chat.reader.plainer.units_named import without_units_named
from chat.reader.plainer.verbless import with_verb
from chat.reader.pronouns import with_names
from chat.reader.ranked_rates import with_chances
from chat.reader.shared_heads import with_shared_heads

_CORRELATE = re.compile(r"\bcorrelat", re.IGNORECASE)


def reworded(
    text: str, schema: Schema, previous: Task | None = None
) -> tuple[str, tuple[str, ...]]:
    """The message in words that the grammar knows, and what was taken for what."""
    if previous is not None:
        text = with_plain_turns(without_again(text))
    text = without_calls(without_declined(text), schema)
    text = with_shared_heads(text, schema)
    text = without_idle_verbs(with_commas(text, schema), schema)
    text = with_verb(without_negating_prefixes(text, schema), schema)
    text = with_both_sides(_without_kinds(_for_each(text), schema), schema)
    text, told = with_names(text, schema, previous)
    text = with_relation(with_places(text, schema), schema)
    text, chances = with_chances(text, schema)
    text, periods = with_last_periods(with_lags_said(text, schema), schema)
    text, open_ends = with_open_ends(text, schema)
    text = with_held_said(text, schema)
    text, events = with_events(text, schema)
    text, owned = with_rows_of_owners(text, schema)
    text, clients = with_clients(text, schema)
    text, more = without_embedded_questions(text, schema)
    text, ages = with_ages(text, schema)
    text, items = with_items(text, schema)
    text, happened = without_events_of_all(text)
    text, survival = with_survival_said(text, schema)
    text, units = with_units(without_units_named(text, schema), schema)
    text, amounts = with_amounts(text, schema)
    text, started = with_baseline(text, schema)
    text, staged = with_stage(text, schema)
    text, same = with_same_ones(text, schema)
    text, those = with_those_who(text, schema)
    text, said = with_methods_said(text, schema)
    return text, (
        *told, *chances, *periods, *open_ends, *events, *owned, *clients, *more, *ages,
        *items, *happened, *survival, *units, *amounts, *started, *staged, *same, *those, *said,
    )  # fmt: skip


def _for_each(text: str) -> str:
    """ "who pays more a night": per night; "month by month": by month; "an average day"."""
    each = data_of("light")["each"]
    form = rf"({each['before']}) (?:an?|each|every) ({each['ones']})\b"
    text = re.sub(form, each["each"], text, flags=re.IGNORECASE)
    text = re.sub(each["again"], each["grain"], text, flags=re.IGNORECASE)
    text = re.sub(each["same_unit"], each["same_said"], text, flags=re.IGNORECASE)
    text = re.sub(each["usual"], each["each_usual"], text, flags=re.IGNORECASE)
    text = _with_years(text)
    for said, means in data_of("light")["otherwise"]["pairs"]:
        text = re.sub(said, means, text, flags=re.IGNORECASE)
    return text


def _with_years(text: str) -> str:
    """ "July and August 2022": both are of that year, not the first of the latest."""
    words = data_of("light")["listed"]
    listed = rf"\b{words['part']}(?:{words['joined']}{words['part']})+{words['year']}"

    def spread(found: re.Match[str]) -> str:
        if re.search(words["span"], text[: found.start()], re.IGNORECASE):
            return found[0]  # "between November and February 2023" is one stretch
        parts = found[0][: found.start("year") - found.start()].rstrip(" ,")
        parts = re.sub(r"\s+of$", "", parts)
        year = found["year"]
        return re.sub(
            rf"\b{words['part']}(?!\w)", rf"\g<0> {year}", parts, flags=re.IGNORECASE
        )

    return re.sub(listed, spread, text, flags=re.IGNORECASE)


def _without_kinds(text: str, schema: Schema) -> str:
    """ "for each type of insurance": for each insurance, where no column is of types."""
    each = data_of("light")["each"]
    named = {singular(part) for name in schema.names for part in name_parts(name)}
    return re.sub(
        each["kinds"],
        lambda found: found[0] if found["kind"] in named else f"{found['each']} ",
        text,
        flags=re.IGNORECASE,
    )


def as_said(
    text: str,
    schema: Schema,
    reading: Reading,
    told: tuple[str, ...],
    read: Callable[[str], Reading],
) -> Reading:
    """The reading with the method that was named, which says what it took for what.

    Where there is none, what is missing is asked, or what could be asked is offered.
    """
    if isinstance(reading, Understood) and contradicts(text, schema, reading.task):
        reading = Unclear((), ())
    if isinstance(reading, Unclear):
        return which_column(text, schema, read) or unclear(text, schema, read)
    reading = with_rows_told(text, schema, _correlated(text, schema, reading))
    if not told or not isinstance(reading, Understood):
        return reading
    assumptions = (*told, *reading.task.assumptions)
    task = reading.task.model_copy(update={"assumptions": assumptions})
    return Understood(task, reading.alternatives)


def _correlated(text: str, schema: Schema, reading: Reading) -> Reading:
    """ "Correlate …" names the method, where another would be chosen by the columns."""
    if not isinstance(reading, Understood) or not _CORRELATE.search(text):
        return reading
    step = reading.task.steps[-1]
    columns = step.params.get("columns") or []
    numbers = all(name in schema.names and schema[name].is_numeric for name in columns)
    if step.operation != "relate" or set(step.params) != {"columns"} or not numbers:
        return reading
    named = step.model_copy(update={"operation": "correlation"})
    steps = (*reading.task.steps[:-1], named)
    words = (*reading.task.understood[:-1], step_words(named))
    task = reading.task.model_copy(update={"steps": steps, "understood": words})
    return Understood(task, reading.alternatives)
