"""Why another method was not used: what it is for, or that it agrees."""

from __future__ import annotations

import pytest

from analysis.base.reply import Reply
from chat.discourse.about import about
from tests.chat.discourse.befores import before


def said(text: str, name: str) -> str:
    found = before(name)
    outcome = about(text, found.asked.schema, [found])
    assert isinstance(outcome, Reply), (text, outcome)
    return outcome.summary


@pytest.mark.parametrize(
    "text",
    [
        "why not a t test?",
        "why can't I use a t-test here",
        "why did you use anova instead of a t test?",
        "couldn't I use a t test?",
    ],
)
def test_three_groups_are_too_many_for_a_t_test(text):
    assert said(text, "groups").startswith(
        "A t-test compares exactly two means, and “group” makes 3 groups: "
    )


def test_a_method_that_agrees_is_told_with_its_p_value():
    assert said("why not kruskal wallis?", "groups").startswith(
        "Kruskal–Wallis test is defensible here, too (p = 0.0184). The choice was made"
    )


def test_a_method_for_other_data_is_told_by_what_it_is_for():
    assert said("why not fisher's exact test?", "counts").startswith(
        "Fisher's exact test is the method for whether two columns of groups are independent"
    )


def test_the_method_that_was_used_is_justified():
    assert said("why not a welch t test?", "two").startswith("Welch's t-test was used")
    assert said("why not spearman?", "related").startswith(
        "Pearson's correlation was used"
    )
