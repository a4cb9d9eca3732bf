"""Names of the table that a message says and its reading does not use, found at the end.

Each reader accounts for words in its own way; whatever way a reading came about, a column
or a value that the message names for sure, and each group that is asked for ("on each
heating setting"), stands in what is calculated, or is said not to be used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.pipeline import task_columns
from chat.linking.naming import name_parts
from chat.linking.vocabulary import ENTITIES
from chat.linking.words import stem
from chat.reader.base.entities import singular
from chat.reader.base.lattice import Lattice, Sense
from chat.reader.base.roles import is_key, is_numbering, is_person
from chat.reader.briefs.draft import Draft
from chat.reader.briefs.manner import is_idle
from chat.reader.briefs.marked import is_joined, marked
from chat.reader.briefs.sentences import sentences_of
from chat.reader.lexicon import nouns

_LISTING = frozenset(("and", "or", "the", ","))  # between the names of a list
_SURE = 0.2  # what a link costs that is to the whole of a name
# Tokens of a message whose words are all said for a purpose; longer ones also explain.
_BRIEF = 18
_TWO = 2  # values: where one is chosen, the other may only be told of
_SHORTEST = 3  # letters: "Q" may be a statistic
_LIKELY = 0.45  # what a link costs behind "each", where nothing but a column stands
# What a word of the table may say as well: as such it can be used without its column.
_ALSO = (
    "statistic", "unit", "length", "count", "datepart", "weekdayname", "date", "number",
    "rownoun", "rowword", "extreme", "top", "charttype", "quality", "foreign", "share",
    "percent", "rate", "growth", "rank", "missing", "distinct", "head",
)  # fmt: skip


def unaccounted(lattice: Lattice, task: Task, schema: Schema) -> Iterator[str]:
    """The words of names that the task has no use for, and does not tell."""
    said = json.dumps(
        [step.params for step in task.steps], default=str, ensure_ascii=False
    ).casefold()
    used = {name.casefold() for name in task_columns(task, schema)}
    told = " ".join([*task.ignored, *_idle(lattice.text, schema)]).casefold()
    yield from _values_left(lattice, task, told)
    for category in ("column", "value"):
        for sense in lattice.all(category):
            words = lattice.words(sense.first, sense.last)
            if not _is_sure(lattice, sense) or words.casefold() in told:
                continue
            if _is_glossed(lattice, sense) or _is_pooled(lattice, sense):
                continue
            if _is_what_rows_did(lattice, sense):
                continue
            rivals = _rivals(lattice, sense)
            if any(
                one.category == "column" and _is_of_rows(lattice, one) for one in rivals
            ):
                continue
            if not any(_stands(one, said, used) for one in rivals):
                yield words


def _rivals(lattice: Lattice, sense: Sense) -> list[Sense]:
    """All names of the table that a sense's words may stand for."""
    return [
        one
        for kind in ("column", "value", "option")
        for at in range(sense.first, sense.last)
        for one in lattice.at(kind, at)
    ]


def _values_left(lattice: Lattice, task: Task, told: str) -> Iterator[str]:
    """ "boys and girls" of a reading that is of the boys: where a column's values choose
    the rows, each of them that is named does."""
    chosen = _chosen([step.params for step in task.steps])
    for sense in lattice.all("value"):
        column = lattice.columns.get(sense.column)
        literals = chosen.get(sense.column, set())
        if column is None or column.n_unique <= _TWO or not literals:
            continue
        words = lattice.words(sense.first, sense.last)
        if sense.cost > _SURE or words.casefold() in told:
            continue
        taken = any(
            one.category == "column" or str(one.concept).casefold() in literals
            or one.column != sense.column
            for one in _rivals(lattice, sense)
        )  # fmt: skip
        if not (taken or _is_covered(lattice, sense) or _says_else(lattice, sense)):
            yield words


def _chosen(node: Any, found: dict[str, set[str]] | None = None) -> dict[str, set[str]]:
    """The values of each column by which rows are chosen or set against each other."""
    found = {} if found is None else found
    if isinstance(node, dict):
        values = node.get("value", node.get("values"))
        if isinstance(node.get("column"), str) and isinstance(values, str | list):
            listed = values if isinstance(values, list) else [values]
            literals = {str(one).casefold() for one in listed}
            found.setdefault(node["column"], set()).update(literals)
        for inner in node.values():
            _chosen(inner, found)
    elif isinstance(node, list | tuple):
        for inner in node:
            _chosen(inner, found)
    return found


def _idle(text: str, schema: Schema) -> list[str]:
    """Sentences that leave everything as it is: "furnished and empty flats alike are
    included"."""
    said = sentences_of(text)
    parts = said if len(said) > 1 else []
    return [
        one for one in parts if is_idle(marked(one.strip(" ."), schema), Draft(schema))
    ]


def _is_sure(lattice: Lattice, sense: Sense) -> bool:
    """Whether a stretch can be meant for nothing but this name."""
    if _is_covered(lattice, sense) or _says_else(lattice, sense):
        return False
    if sense.category == "column" and _is_behind_each(lattice, sense):
        return sense.cost <= _LIKELY
    if sense.cost > _SURE or len(lattice.tokens) > _BRIEF:
        return False
    if sense.category == "column":
        return _is_written_so(lattice, sense)
    return _is_written_as_name(lattice, sense)


def _is_written_so(lattice: Lattice, sense: Sense) -> bool:
    """Whether a word stands in the name: "go" is no column that is called "Gone"."""
    if sense.last > sense.first + 1:
        return True
    word = lattice.tokens[sense.first].folded
    return {word, singular(word)} & {
        form for part in name_parts(sense.column) for form in (part, singular(part))
    } != set()


def _is_covered(lattice: Lattice, sense: Sense) -> bool:
    return any(
        other.first <= sense.first
        and sense.last <= other.last
        and other.last - other.first > sense.last - sense.first
        for category in ("column", "value", "date")
        for other in lattice.all(category)
    )


def _says_else(lattice: Lattice, sense: Sense) -> bool:
    return any(
        other.first < sense.last and sense.first < other.last
        for category in _ALSO
        for other in lattice.all(category)
    )


def _is_behind_each(lattice: Lattice, sense: Sense) -> bool:
    return any(
        by.last == sense.first and by.concept == "each"
        for at in range(max(0, sense.first - 2), sense.first)
        for by in lattice.at("by", at)
    )


def _is_of_rows(lattice: Lattice, sense: Sense) -> bool:
    """ "visits with a patient who smokes": a key names what is counted, and no amount."""
    column = lattice.columns[sense.column]
    n_rows = lattice.index.n_rows
    nouns = {lattice.tokens[at].folded for at in range(sense.first, sense.last)}
    names = column.kind == "text" and 1 < column.n_unique == n_rows
    numbers = names or is_key(column, n_rows) or is_numbering(column, n_rows)
    return numbers or is_person(column) or nouns <= ENTITIES


def _is_what_rows_did(lattice: Lattice, sense: Sense) -> bool:
    """ "members who borrowed a saw" of a table with borrowed_on: what each row tells of."""
    if sense.category != "column" or sense.last > sense.first + 1 or not sense.first:
        return False
    column = lattice.columns[sense.column]
    word, known = lattice.tokens[sense.first].folded, nouns("en")
    done = word.endswith(known.done) or word in known.participles
    parted = any(one.last == sense.first for one in lattice.all("by"))
    return column.kind == "datetime" and not column.n_missing and done and not parted


def _is_glossed(lattice: Lattice, sense: Sense) -> bool:
    """ "low birth weight (low)": the column is the one in brackets; "built-in" names no
    column built."""
    tokens = lattice.tokens
    said = lattice.words(sense.first, sense.last).casefold()
    if re.match(r"-[a-z]", lattice.text[tokens[sense.last - 1].end :]) or is_joined(
        said, sense.column
    ):
        return True
    return sense.last < len(tokens) and tokens[sense.last].text == "("


def _is_pooled(lattice: Lattice, sense: Sense) -> bool:
    """ "across all classes and sexes": no groups are made of what is taken together."""
    at = sense.first - 1
    while at >= 0 and (
        lattice.tokens[at].folded in _LISTING or lattice.at("column", at)
    ):
        at -= 1
    return any(one.last == at + 1 for one in lattice.all("acrossall"))


def _is_written_as_name(lattice: Lattice, sense: Sense) -> bool:
    """ "internet at home" speaks of no value "home" of another column: "at Northgate" does."""
    text = lattice.tokens[sense.first].text
    named = text[:1].isupper() or text[:1].isdigit()
    return sense.first > 0 and named and len(text) >= _SHORTEST


def _stands(sense: Sense, said: str, used: set[str]) -> bool:
    if sense.column.casefold() in used or sense.column.casefold() in said:
        return True
    stems = {stem(part) for part in name_parts(sense.column)}
    if any(stems & {stem(part) for part in name_parts(name)} for name in used):
        return True  # "embarked in Cherbourg": another column has the town
    return (
        sense.category in ("value", "option") and str(sense.concept).casefold() in said
    )
