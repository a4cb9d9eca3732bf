"""Every method of the field that is not offered is refused by its name, no offered one is."""

from __future__ import annotations

import random

import pytest

from analysis.operations import operations
from chat.linking.outcomes import NoSuchMethod
from chat.reader.messages import read_message
from chat.reader.methods.names import Method, data_of, methods, spelled
from tests.analysis.tables import passengers, schema_of
from tests.chat.reader.method_tables import EVERY
from tests.sampling import in_sample, shares

PASSENGERS = schema_of(passengers())
FRAMES = (
    "{} of {a} and {b}",
    "run a {} of {a} by {b}",
    "please do the {} for {a} on {b}",
    "can you show me a {} of {a} with {b}?",
    "{}: {a}, {b}",
    "I would like a {} between {a} and {b}, thanks",
)


def forms_of(method: Method) -> list[str]:
    for group in data_of("methods").values():
        for entry in group["methods"]:
            if entry["name"] == method.name:
                return [entry["name"], *entry["forms"]]
    return []


ABSENT = [method for method in methods() if not method.is_offered]
OFFERED = [m for m in methods() if m.is_offered and not m.modifier]
STANDING = set(data_of("modifiers")["standing"])


def sentences(n: int) -> list[tuple[str, str, str]]:
    """Absent methods in sentences about tables, each method in a form drawn by lot."""
    chance = random.Random(2_026)
    found = []
    for method in chance.sample(ABSENT, n):
        form = chance.choice([f for f in forms_of(method) if f not in STANDING])
        words = next(iter(spelled(form)))
        table = chance.choice(sorted(EVERY))
        a, b = chance.sample([c.name for c in EVERY[table].columns], 2)
        found.append((table, chance.choice(FRAMES).format(words, a=a, b=b), words))
    return found


def test_the_lexicon_knows_the_field():
    assert len(methods()) >= 250
    assert all(method.about and method.near for method in ABSENT)
    known = set(operations())
    assert {name for m in methods() for name in (*m.by, *m.near)} <= known
    for method in OFFERED:
        assert any(
            set(method.setting) <= set(operations()[name].parameters)
            for name in method.by
        ), method.name


@pytest.mark.parametrize(("table", "text", "words"), sentences(100))
def test_an_absent_method_is_refused_by_its_name(table, text, words):
    reading = read_message(text, EVERY[table])

    assert isinstance(reading, NoSuchMethod), (text, reading)
    assert words.split()[0].lower() in " ".join(reading.names).lower()
    assert words.split()[0].lower() in reading.told.lower()


@shares(3)
@pytest.mark.parametrize("method", OFFERED, ids=lambda method: method.name)
def test_an_offered_method_is_not_said_to_be_missing(method, one_in):
    for form in forms_of(method):
        if form != method.name and not in_sample(form, one_in=one_in):
            continue
        for words in spelled(form):
            reading = read_message(f"{words} of age and fare by sex", PASSENGERS)
            said = reading.told if isinstance(reading, NoSuchMethod) else ""
            assert not said.startswith("There is no "), (words, said)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("foo regression of salary on experience", "foo regression"),
        ("zorb-robust t test of salary by gender", "robust t test"),
        ("a kwix chart of salary by department", "kwix chart"),
        ("Blenkinsop test of salary by gender", "Blenkinsop test"),
        ("gumpian correlation of salary and hours", "gumpian correlation"),
        ("the frobnicated mean of salary", "frobnicated mean"),
    ],
)
def test_an_unknown_word_before_a_method_is_never_left_out(text, words):
    reading = read_message(text, EVERY["staff"])

    assert isinstance(reading, NoSuchMethod), reading
    assert words in reading.told


@pytest.mark.parametrize(
    "text",
    [
        "a nice bar chart of department",
        "quick t test of salary by gender",
        "please run a simple linear regression of salary on experience",
        "the overall mean of salary",
        "salary chart by department",
        "test whether salary differs by gender",
        "a t test of salary by gender, not a Scheffé test",
    ],
)
def test_words_that_change_nothing_are_no_methods(text):
    assert not isinstance(read_message(text, EVERY["staff"]), NoSuchMethod)


def test_names_of_the_table_are_no_methods():
    table = passengers().rename(columns={"fare": "gini", "age": "entropy"})
    schema = schema_of(table)

    for text in ("mean of gini", "correlation of gini and entropy"):
        assert not isinstance(read_message(text, schema), NoSuchMethod)


def test_the_nearest_are_tasks_with_the_columns_of_the_message():
    reading = read_message("quantile regression of salary on hours", EVERY["staff"])

    assert isinstance(reading, NoSuchMethod)
    labels = [label for _, label in reading.options]
    assert labels[0] == "Linear regression of salary on hours"
    assert all("salary" in label for label in labels)


def test_a_test_of_figures_in_the_message_is_refused():
    for text in (
        "45 of 150 against 60 of 150: is that difference significant?",
        "t test from summary: mean 5.1 sd 2 n 30 against mean 4.2 sd 1.8 n 28",
    ):
        assert isinstance(read_message(text, EVERY["pupils"]), NoSuchMethod)
