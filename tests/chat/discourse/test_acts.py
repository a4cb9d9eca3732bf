"""Which questions are about the answer before, and which are not."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.base.reply import Notice, Reply
from analysis.base.task import Task
from analysis.operations import operations
from chat.discourse.about import _spans, about
from chat.discourse.before import Before
from chat.discourse.lexicon import lexicons
from chat.discourse.matching import matches
from tests.analysis.tables import passengers, schema_of
from tests.chat.discourse.befores import before

WORDINGS: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("wordings.toml").read_text(encoding="utf-8")
)
# The half that was looked at, and the half that was only counted.
LEAST = {"working": 0.97, "checking": 0.9}
ABOUT_TABLE = {
    "overview", "missing_values", "duplicate_rows", "data_quality", "stands_out", "time_span",
}  # fmt: skip


def answered(text: str, name: str) -> bool:
    found = before(name)
    outcome = about(text, found.asked.schema, [found])
    if isinstance(outcome, Reply):
        return not isinstance((outcome.blocks or (None,))[0], Notice)
    return outcome is not None


def share_answered(texts: list[str], name: str) -> tuple[float, list[str]]:
    missed = [text for text in texts if not answered(text, name)]
    return 1 - len(missed) / len(texts), missed


@pytest.mark.parametrize("half", ["working", "checking"])
@pytest.mark.parametrize(
    "name", ["groups", "anova", "two", "paired", "related", "counts"]
)
def test_questions_about_a_test_are_answered(half: str, name: str):
    no_answer = {
        "paired": ("variances",),
        "related": ("pairs", "variances"),
        "counts": ("variances", "interval"),
    }.get(name, ())
    texts = [
        text
        for kind, listed in WORDINGS[half].items()
        if isinstance(listed, list) and kind not in no_answer
        for text in listed
    ]
    share, missed = share_answered(texts, name)

    assert share >= LEAST[half], missed


@pytest.mark.parametrize("half", ["working", "checking"])
def test_questions_about_a_regression_are_answered(half: str):
    texts = [text for listed in WORDINGS[half]["model"].values() for text in listed]
    share, missed = share_answered(texts, "plane")

    assert share >= LEAST[half], missed


@pytest.mark.parametrize("half", ["working", "checking"])
def test_questions_about_the_table_need_no_answer_before(half: str):
    schema = schema_of(passengers())
    texts = [text for listed in WORDINGS[half]["table"].values() for text in listed]
    missed = [text for text in texts if about(text, schema, ()) is None]

    assert 1 - len(missed) / len(texts) >= LEAST[half], missed


def after_all_columns(name: str) -> Before:
    """An answer that was about every column of the passengers."""
    schema, found = schema_of(passengers()), before(name)
    every = [column.name for column in schema.columns]
    params = {
        "groups": {"columns": [c.name for c in schema.columns if c.is_numeric], "group": "sex"},
        "plane": {"outcome": "fare", "predictors": [c for c in every if c != "fare"]},
        "totals": {**found.asked.params, "columns": every, "group_by": ["class", "sex"]},
    }[name]  # fmt: skip
    return replace(found, asked=replace(found.asked, params=params, schema=schema))


@pytest.mark.parametrize("name", ["groups", "plane", "totals"])
def test_a_question_of_its_own_is_never_taken_for_one_about_the_answer(name: str):
    """All examples of all operations, asked after an answer about the same columns.

    “Drop deck” is the one that can be meant of a regression, too.
    """
    schema = schema_of(passengers())
    found = after_all_columns(name)
    taken = [
        example.text
        for operation in operations().values()
        if operation.name not in {*ABOUT_TABLE, "drop_columns"}
        for example in operation.language.examples
        if about(example.text, schema, [found]) is not None
    ]

    assert taken == []


@pytest.mark.parametrize(
    "text",
    [
        "is there a difference in weight by group",
        "which group has the highest weight in March?",
        "why is weight higher in trt2?",
        "what are the assumptions of a cox regression?",
        "round robin",
        "is that significant for the women only?",
        "plot weight against height",
        "what does colour mean?",
        "is weight normal?",
        "write a letter in APA style to my boss without the outliers",
    ],
)
def test_a_word_without_use_makes_it_another_question(text: str):
    found = before("groups")

    assert about(text, found.asked.schema, [found]) is None


def test_a_word_for_a_column_of_the_table_is_no_filler():
    found = before("groups")
    column = found.asked.schema.columns[0].model_copy(update={"name": "result"})
    schema = found.asked.schema.model_copy(
        update={"columns": (*found.asked.schema.columns, column)}
    )

    assert about("is the result significant?", schema, [found]) is None


@pytest.mark.parametrize("text", ["which pairs differ?", "is it significant?", "VIF?"])
def test_what_an_answer_cannot_be_asked_is_said_with_what_it_can(text: str):
    found = before("mean")
    outcome = about(text, found.asked.schema, [found])

    assert isinstance(outcome, Reply)
    assert "has no answer after" in outcome.summary
    offered = [option.value for option in outcome.blocks[-1].options]
    assert offered
    assert all(answered(one, "mean") for one in offered)


def test_every_act_that_is_offered_is_understood_as_itself():
    for lexicon in lexicons():
        for act in lexicon.acts:
            if act.say and act.scope == "answer":
                names = ("groups", "plane", "totals", "counts")
                assert any(answered(act.say, name) for name in names) or act.kind in (
                    "grain", "top", "sort"), act.say  # fmt: skip


@pytest.mark.parametrize(
    ("text", "step", "params"),
    [
        ("which pairs differ?", "post_hoc", {"method": "games_howell"}),
        ("what if I do not trust normality?", "kruskal_wallis", {}),
        ("are the variances equal?", "variance_equality", {}),
        ("what are the assumptions and do they hold?", "check_assumptions", {}),
        (
            "how many would I need to detect this with 90% power?",
            "sample_size",
            {"power": 90.0},
        ),
    ],
)
def test_a_further_calculation_is_of_the_same_columns(
    text: str, step: str, params: dict[str, Any]
):
    found = before("groups")
    outcome = about(text, found.asked.schema, [found])

    assert isinstance(outcome, Task)
    assert outcome.steps[-1].operation == step
    assert params.items() <= outcome.steps[-1].params.items()
    if step != "sample_size":
        assert outcome.steps[-1].params["columns"] == ["weight"]
        assert outcome.steps[-1].params["group"] == "group"
    assert outcome.source == "followup"


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("sort it from small to large", {"sort": "ascending"}),
        ("largest first", {"sort": "descending"}),
        ("alphabetically please", {"sort": "group"}),
        ("only the top 3", {"top": 3}),
        ("the worst two", {"bottom": 2}),
    ],
)
def test_groups_are_put_in_another_order(text: str, params: dict[str, Any]):
    found = before("totals")
    outcome = about(text, found.asked.schema, [found])

    assert isinstance(outcome, Task)
    assert params.items() <= outcome.steps[-1].params.items()


def test_rounding_leaves_everything_but_the_digits():
    found = before("groups")
    outcome = about("round to two decimals", found.asked.schema, [found])

    assert isinstance(outcome, Reply)
    assert outcome.summary == "1.23 of 2"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("would you call that a large difference?", "effect"),
        ("is that considered strong?", "effect"),
        ("does it amount to much? I mean the size of the effect", "effect"),
        ("explain why you did it this way", "why"),
        ("what has to be true of my data for this?", "assumptions"),
        ("how would this be reported according to APA?", "report"),
        ("how is this to be understood?", "meaning"),
        ("and in normal language?", "meaning"),
        ("interpretation?", "meaning"),
    ],
)
def test_everyday_words_for_a_question_about_a_test(text: str, kind: str):
    assert _act_of(text, "two") == kind


@pytest.mark.parametrize("text", ["mean?", "and the mean?", "the median, please"])
def test_a_statistic_alone_asks_for_no_meaning(text: str):
    assert _act_of(text, "two") != "meaning"


def _act_of(text: str, name: str) -> str:
    found = before(name)
    for lexicon in lexicons():
        words = lexicon.read(text)
        spans = _spans(words, lexicon, found.asked.schema, [found])
        matched = matches(words, lexicon, spans, lexicon.acts)
        if matched:
            return matched[0].act.kind
    return ""
