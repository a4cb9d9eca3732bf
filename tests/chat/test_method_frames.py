"""Requests for methods and charts are read by the operations' own words."""

from __future__ import annotations

import pytest

from analysis.operations import operations
from chat.linking.outcomes import Understood
from chat.linking.tables import schema_index
from chat.reader.frames.reading import read_method, steps_of
from chat.reader.lexicon.operations import methods
from chat.reader.messages import read_message
from tests.analysis.tables import passengers, schema_of
from tests.chat.method_sentences import CHECKING, SENTENCES
from tests.chat.method_tables import schema

PASSENGERS = schema_index(schema_of(passengers()))
# What only the reader of models sets (chat.reader.methods): it goes before the frames.
OF_MODELS = {"focus", "transforms", "weights", "cluster", "reference"}
# Calculations read some of the examples of these; test_language_examples has them all.
OF_CALCULATIONS = {"describe", "show_rows"}
EXAMPLES = [
    pytest.param(name, example, id=f"{name}: {example.text}")
    for name in sorted(set(methods().words) - OF_CALCULATIONS)
    for example in operations()[name].language.examples
    if not set(example.params) & OF_MODELS
]
ROWS = [
    pytest.param(table, *row, id=row[0])
    for table, rows in SENTENCES.items()
    if table not in CHECKING
    for row in rows
]
# Of the sentences that were kept aside, so many are to be read rightly.
LEAST_KEPT_ASIDE = 0.9


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_an_example_fills_the_frame_of_its_operation(name, example):
    best = read_method(example.text, PASSENGERS)[0]
    *before, last = steps_of(best.frame)
    assert best.is_complete
    assert (last.operation, last.params) == (name, dict(example.params))
    assert tuple(step.operation for step in before) == example.before


@pytest.mark.parametrize(("table", "text", "names", "wanted"), ROWS)
def test_a_request_on_another_table_is_read_rightly(table, text, names, wanted):
    assert is_right(table, text, names, wanted)


def test_sentences_kept_aside_are_read_as_well():
    found = [is_right(t, *row) for t in sorted(CHECKING) for row in SENTENCES[t]]
    assert sum(found) >= LEAST_KEPT_ASIDE * len(found)


@pytest.mark.parametrize(
    "text",
    [
        "t-test of fare by season",
        "t-test of height by sex",
        "quantile regression of fare on age",
        "correlation of age and fare adjusting for sex and pclass by 7",
        "anova of fare by class without the weekend",
        "logistic regression of survived on age with robust standard errors",
    ],
)
def test_no_frame_is_complete_with_a_word_that_it_has_no_place_for(text):
    reads = read_method(text, PASSENGERS)
    assert not reads or not reads[0].is_complete


def is_right(table, text, names, wanted):
    """Whether the last step, its columns, and the rows before it are as wanted."""
    known = schema(table)
    reading = read_message(text, known)
    if not isinstance(reading, Understood):
        return False
    *before, last = reading.task.steps
    rows = [step.params["where"] for step in before if step.operation == "filter_rows"]
    if last.operation not in names.split("|"):
        return False
    if rows != ([wanted["rows"]] if "rows" in wanted else []):
        return False
    if "cols" in wanted and columns_of(last.params, known.names) != wanted["cols"]:
        return False
    return all(
        last.params.get(name) == value
        for name, value in wanted.items()
        if name not in ("cols", "rows")
    )


def columns_of(params, names):
    values = [v for p in params.values() for v in (p if isinstance(p, list) else [p])]
    return {v for v in values if isinstance(v, str) and v in names}
