"""Words with an order of their own keep it in tables, charts, medians and tests."""

from __future__ import annotations

from itertools import product

import pytest

from analysis.base.errors import DataError
from analysis.base.reply import Table, Text
from analysis.models import Dataset
from analysis.reading.importing import import_table
from analysis.statistics.values import joint_order
from chat.models import Conversation, Message
from chat.tables.datasets import dataset_from
from tests.chat.asking import answer

SCALES = {
    "opinion": ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"),
    "band": ("under 18", "18-24", "25-64", "65+"),
    "usage": ("1 - never", "2 - seldom", "3 - often"),
    "pay": ("low", "medium", "high"),
    "weekday": ("Monday", "Wednesday", "Friday", "Sunday"),
    "month": ("Jan", "Apr", "Feb", "Dec"),
}
ORDERED = {**SCALES, "month": ("Jan", "Feb", "Apr", "Dec")}


def survey() -> str:
    """40 rows in which the answers of all columns come in no order, and score rises."""
    rows = ["site,score," + ",".join(SCALES)]
    for number in range(40):
        picked = [words[(7 * number + 1) % len(words)] for words in SCALES.values()]
        place = SCALES["opinion"].index(picked[0])
        rows.append(f"{'AB'[number % 2]},{10 * place + number % 3},{','.join(picked)}")
    return "\n".join(rows) + "\n"


@pytest.fixture
def conversation(alice, tmp_path) -> Conversation:
    path = tmp_path / "survey.csv"
    path.write_text(survey(), encoding="utf-8")
    dataset: Dataset = dataset_from(alice, path.name, path)
    receipt = import_table(
        dataset.original, name=dataset.name, parquet_path=dataset.parquet
    )
    dataset.receipt_json = receipt.model_dump(mode="json")
    dataset.save()
    return Conversation.objects.create(owner=alice, dataset=dataset)


def first_cells(message: Message, column: str) -> list[str]:
    """The first table's cells under a heading, in their order."""
    table = next(b for b in message.reply.blocks if isinstance(b, Table))
    place = next(n for n, one in enumerate(table.columns) if one.label == column)
    return [str(row[place]) for row in table.rows]


@pytest.mark.parametrize(
    ("column", "form"),
    list(product(SCALES, ["frequency of {}", "average score by {}", "rows per {}"])),
)
def test_tables_stand_in_the_order_of_the_words(conversation, column, form):
    message = answer(conversation, form.format(column))
    assert first_cells(message, column) == list(ORDERED[column])


@pytest.mark.parametrize("column", SCALES)
def test_charts_stand_in_the_order_of_the_words(conversation, column):
    message = answer(conversation, f"bar chart of {column}")
    assert message.run.result["order"] == list(ORDERED[column])


@pytest.mark.parametrize("by", ["", " by site", " for each site"])
@pytest.mark.parametrize("column", ["opinion", "band", "usage", "pay"])
def test_a_median_of_words_is_one_of_them(conversation, column, by):
    message = answer(conversation, f"median {column}{by}")
    row = message.run.result["rows"][0]
    assert set(row["median"].split(" to ")) <= set(SCALES[column])


@pytest.mark.parametrize("word", ["median", "mean"])
def test_weekdays_have_no_middle(conversation, word):
    message = answer(conversation, f"{word} of weekday")
    assert f"it has no {word}" in message.reply.summary


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("Spearman correlation of opinion and score", "correlation"),
        ("Mann-Whitney test of opinion by site", "mann_whitney"),
        ("Kruskal-Wallis test of opinion by pay", "kruskal_wallis"),
        ("median test of opinion by site", "median_test"),
    ],
)
def test_tests_of_ranks_take_the_words_by_their_order(conversation, text, operation):
    message = answer(conversation, text)
    assert message.run.result["operation"] == operation
    said = [b.text for b in message.reply.blocks if isinstance(b, Text)]
    assert any("opinion counts by its order: Strongly disagree (1)" in t for t in said)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("is opinion different between the sites?", "mann_whitney"),
        ("does opinion differ by pay?", "kruskal_wallis"),
        ("is opinion related to score?", "correlation"),
        ("is opinion related to weekday?", "chi_square"),
    ],
)
def test_a_method_that_follows_from_the_columns_heeds_the_order(
    conversation, text, chosen
):
    assert answer(conversation, text).run.result["chosen"] == chosen


def test_pearsons_correlation_of_words_is_refused_with_the_one_of_ranks(conversation):
    message = answer(conversation, "Pearson correlation of opinion and score")
    assert "no numbers" in message.reply.summary


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("opinion at least agree", ("Agree", "Strongly agree")),
        ("opinion above neutral", ("Agree", "Strongly agree")),
        ("opinion neutral or worse", ("Strongly disagree", "Disagree", "Neutral")),
        ("opinion below disagree", ("Strongly disagree",)),
        ("pay between low and medium", ("low", "medium")),
        ("band over 18-24", ("25-64", "65+")),
    ],
)
def test_conditions_compare_by_the_order(conversation, said, kept):
    column = said.split()[0]
    answer(conversation, f"keep only rows with {said}")
    found = first_cells(answer(conversation, f"frequency of {column}"), column)
    assert tuple(found) == kept


def test_columns_set_against_each_other_give_a_word_one_place():
    whole = ["low", "medium", "high", "top"]
    assert joint_order({"a": whole[:3], "b": whole[1:]}) == whole
    with pytest.raises(DataError, match="not of one scale"):
        joint_order({"a": whole, "b": ["never", "often", "always"]})
