"""Every word of the files of other words, in tables made for its line."""

from __future__ import annotations

import re

import pytest

from analysis.base.columns import Schema
from chat.linking.link import VERB_FORMS, column_candidates
from chat.linking.mentions import Mention
from chat.linking.other_words import Names, all_names
from chat.linking.outcomes import Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.linking.values import value_candidates
from chat.linking.vocabulary import TASK_WORDS
from chat.linking.words import STOPWORDS, forms_of_verb
from chat.reader.lexicon import lexicon
from chat.reader.messages import read_message
from tests.chat.reader.named_tables import column, kind_of, table, without

_LEAST = 0.55  # what a link must score to be read
_ASKED = {
    "number": ("average {} by planet", "which planet has the highest average {}"),
    "flag": ("how many are {}", "share of {} by planet"),
    "words": ("how many rows by {}", "average opal by {}"),
    "date": ("how many rows by year of {}",),
}


def said_alone(word: str) -> bool:
    """Whether a word has a use of its own, so that it is linked only by a sign."""
    return word in TASK_WORDS or word in STOPWORDS or word in VERB_FORMS


def only_joins(words: str) -> bool:
    """Whether words say nothing by themselves ("made it"): what rows do, in any table."""
    senses = lexicon("en")
    tokens = tokenise(words)
    return all(
        any(entry.category in ("verb", "glue", "filler", "missing") for _, entry in senses.found(tokens, at))
        for at in range(len(tokens))
    )  # fmt: skip


def pairs(names: Names) -> list[tuple[str, str]]:
    """What a column is called and what is said for it: each word twice at least."""
    first = names.called[0]
    found = [(first, said) for said in (*names.called[1:], *names.said)]
    found += [(called, first) for called in names.called[1:]]
    return [pair for pair in found if not any(map(said_alone, pair))]


LINES = all_names()
PAIRS = [(names, *pair) for names in LINES for pair in pairs(names)]
_TRIED = len(PAIRS) // 80  # one of so many is read as a question


def linked(said: str, schema: Schema) -> Mention | None:
    tokens = tokenise(f"average {said} by planet")
    last = 1 + len(tokenise(said))
    found = column_candidates(tokens, schema_index(schema))
    return next((m for m in found if (m.first, m.last) == (1, last)), None)


def test_each_word_is_linked_to_the_column_it_is_said_for():
    missed = [
        (called, said) for names, called, said in PAIRS
        if not (found := linked(said, table(names, called)))
        or found.columns != (called,) or found.score < _LEAST
    ]  # fmt: skip

    assert len(PAIRS) > 9000
    assert missed == []


def test_no_name_holds_what_a_request_is_made_of():
    """ "men and women" are two values, "how many" counts: neither is part of a name."""
    asking = re.compile(r"how (?:many|much|often)\b|.*\b(?:and|or)\b")
    general = {name for names in LINES for name in names.called}

    assert [
        said for names in LINES for said in (*names.said, *names.opposite)
        if asking.match(said) and said not in general
    ] == []  # fmt: skip


def test_each_word_for_no_is_a_value_of_its_column():
    missed = []
    for names in LINES:
        for said in names.opposite:
            schema = table(names, names.called[0])
            tokens = tokenise(f"how many {said} by planet")
            found = [
                (m.columns, m.value)
                for m in value_candidates(tokens, schema_index(schema))
                if m.last - m.first == len(tokenise(said))
            ]
            if found != [((names.called[0],), "no")]:
                missed.append((names.called[0], said, found))

    assert missed == []


@pytest.mark.parametrize(("names", "called", "said"), PAIRS[::_TRIED])
def test_questions_with_other_words_are_read(names, called, said):
    for sentence in _ASKED[kind_of(names)]:
        reading = read_message(sentence.format(said), table(names, called))

        assert isinstance(reading, Understood), (sentence.format(said), reading)
        assert called in repr([step.params for step in reading.task.steps])


@pytest.mark.parametrize(
    ("names", "called", "said"),
    [pair for pair in PAIRS[7::_TRIED] if not only_joins(pair[-1])],
)
def test_without_the_column_a_word_is_not_read_as_another(names, called, said):
    schema = without(names)
    reading = read_message(_ASKED[kind_of(names)][0].format(said), schema)

    if isinstance(reading, Understood):
        told = (*reading.task.ignored, *reading.task.assumptions)
        assert any(word in " ".join(map(str, told)) for word in said.split()), reading


# Columns that stand side by side in one table and are never taken for each other.
BESIDE = (
    {"revenue": "number", "profit": "number", "cost": "number", "quantity": "number"},
    {"price": "number", "discount": "number", "quantity": "number", "tip": "number"},
    {"country": "words", "city": "words", "region": "words", "store": "words"},
    {"weight": "number", "height": "number", "age": "number", "income": "number"},
    {"passengers": "number", "seats": "number", "fuel": "number", "delay": "number"},
    {"origin": "words", "destination": "words", "airline": "words", "captain": "words"},
    {"clicks": "number", "impressions": "number", "conversions": "number"},
    {"order date": "date", "ship date": "date", "delivery date": "date"},
    {"paid": "flag", "returned": "flag", "delivered": "flag", "damaged": "flag"},
)


@pytest.mark.parametrize("beside", BESIDE, ids=lambda one: "-".join(one))
def test_columns_of_other_meanings_stay_apart(beside):
    schema = Schema(
        name="table.csv", n_rows=160,
        columns=tuple(column(name, kind) for name, kind in beside.items()),
    )  # fmt: skip
    said_for: dict[str, set[str]] = {}
    for names in LINES:
        for name, kind in beside.items():
            if name in names.called and (not names.kinds or kind in names.kinds):
                for said in (*names.called, *names.said):
                    said_for.setdefault(said, {said} & set(beside) or set()).add(name)
    crossed = {
        said: found.columns for said, meant in said_for.items()
        if (found := linked(said, schema)) and not set(found.columns) <= meant
    }  # fmt: skip

    assert len(said_for) > 10
    assert crossed == {}


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("call off", {"call off", "calls off", "called off", "calling off"}),
        ("scrub", {"scrub", "scrubs", "scrubbed", "scrubbing"}),
        ("carry on", {"carry on", "carries on", "carried on", "carrying on"}),
        ("go ahead", {"go ahead", "goes ahead", "went ahead", "gone ahead", "going ahead"}),
        ("send back", {"send back", "sends back", "sent back", "sending back"}),
        ("abandon", {"abandon", "abandons", "abandoned", "abandoning"}),
    ],
)  # fmt: skip
def test_verbs_are_said_in_all_their_forms(verb, forms):
    assert set(forms_of_verb(verb)) == forms


def test_a_name_as_programs_write_it_is_no_other_word():
    staff = Schema(
        name="staff.csv", n_rows=160,
        columns=(column("job level", "words"), column("salary", "number")),
    )  # fmt: skip

    found = linked("pay band", staff)
    assert found is not None
    assert found.columns == ("job level",)
    written = linked("pay_band", staff)
    assert written is None or "job level" not in written.columns


def test_a_word_for_no_is_none_where_another_column_is_called_so():
    tickets = Schema(
        name="tickets.csv", n_rows=160,
        columns=(column("resolved", "flag"), column("opened", "date")),
    )  # fmt: skip
    found = value_candidates(tokenise("how many were opened"), schema_index(tickets))

    assert found == []


def test_a_noun_in_ing_is_no_word_of_its_stem():
    pupils = Schema(
        name="pupils.csv", n_rows=160,
        columns=(column("school", "words"), column("student", "words")),
    )  # fmt: skip

    found = linked("degree", pupils)
    assert found is None or "school" not in found.columns
