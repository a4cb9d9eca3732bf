"""The ledger counts the tests on a table and corrects their p-values."""

from __future__ import annotations

import subprocess
import sys

import pytest

from analysis.base.reply import Code, Table
from analysis.models import Owner
from chat.ledger import adjusted, entries
from chat.models import Conversation
from tests.chat.test_orchestrator import answer


def asked(conversation, *texts):
    return [answer(conversation, text) for text in texts]


@pytest.mark.django_db
def test_tests_are_counted_once_and_corrected_for_their_number(conversation):
    one, two, *_ = asked(
        conversation,
        "Welch t-test of fare by sex",
        "Spearman correlation of sibsp and parch",
        "mean of fare",
        "Welch t-test of fare by sex",
    )
    found = adjusted(entries(conversation.owner, conversation.dataset))

    p = [one.run.result["p_value"], two.run.result["pairs"][0]["p_value"]]
    assert [entry.p_value for entry, _, _ in found] == p
    # Holm by hand: the smaller of two doubles, the larger is at least that.
    small, large = sorted(p)
    by_hand = {small: min(1, 2 * small), large: min(1, max(large, 2 * small))}
    assert [holm for _, holm, _ in found] == pytest.approx([by_hand[one] for one in p])


@pytest.mark.django_db
def test_a_matrix_is_many_tests_and_post_hoc_comparisons_are_one(conversation):
    asked(
        conversation,
        "Show correlation matrix of age, fare and sibsp",
        "Tukey post-hoc test of fare by parch",
    )
    found = entries(conversation.owner, conversation.dataset)

    assert len(found) == 4
    assert sum("smallest of all pairs" in entry.words for entry in found) == 1
    assert {"age and fare" in entry.words for entry in found} == {True, False}


@pytest.mark.django_db
def test_tests_of_the_table_as_it_was_are_not_counted(conversation):
    asked(conversation, "correlation of age and fare")
    dataset = conversation.dataset
    assert len(entries(conversation.owner, dataset)) == 1

    dataset.sha256 = "0" * 64  # as when its file was read in another way
    assert entries(conversation.owner, dataset) == []


@pytest.mark.django_db
def test_the_same_test_on_other_rows_is_another_test(conversation):
    asked(
        conversation,
        "correlation of age and fare",
        "correlation of age and fare for women",
    )
    assert len(entries(conversation.owner, conversation.dataset)) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    ["/ledger", "how many tests have I done?", "adjust for multiple testing",
     "Holm adjusted p-values"],
)  # fmt: skip
def test_the_ledger_is_shown_on_request(conversation, text):
    asked(conversation, "correlation of age and fare", "t-test of age by sex")
    reply = answer(conversation, text).reply

    assert reply.summary.startswith("2 tests were made on travellers.csv")
    [table] = [block for block in reply.blocks if isinstance(block, Table)]
    assert [column.label for column in table.columns] == [
        "test",
        "p",
        "p, Holm",
        "p, BH",
    ]
    assert len(table.rows) == 2


@pytest.mark.django_db
def test_the_script_of_the_ledger_prints_the_same_numbers(conversation, tmp_path):
    asked(conversation, "correlation of age and fare", "t-test of age by sex")
    reply = answer(conversation, "/ledger").reply
    [code] = [block for block in reply.blocks if isinstance(block, Code)]
    [table] = [block for block in reply.blocks if isinstance(block, Table)]
    path = tmp_path / "ledger.py"
    path.write_text(code.text)

    done = subprocess.run(
        [sys.executable, path], capture_output=True, text=True, check=True
    )

    for _, raw, holm, bh in table.rows:
        assert f"{raw:.4g}  Holm {holm:.4g}  BH {bh:.4g}" in done.stdout


@pytest.mark.django_db
def test_without_tests_the_ledger_says_so(conversation):
    reply = answer(conversation, "/ledger").reply
    assert reply.summary == "No test was made on travellers.csv yet."


@pytest.mark.django_db
def test_tests_of_others_are_not_counted(conversation):
    asked(conversation, "correlation of age and fare")
    bob = Owner.objects.create()
    theirs = Conversation.objects.create(owner=bob, dataset=conversation.dataset)

    assert entries(bob, theirs.dataset) == []
