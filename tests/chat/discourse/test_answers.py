"""What an answer tells when it is asked further, against R."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Language
from analysis.base.operation import Answer, Asked, Operation
from analysis.base.reply import KeyValues, Table
from analysis.further import apa
from analysis.further.asking import can_be_asked, told
from analysis.further.effect_scales import size_words
from analysis.operations import operation_named
from chat.discourse.before import Before
from chat.discourse.expectation import Missing, expectation
from chat.discourse.rounding import rounded_text
from tests.analysis.tables import schema_of
from tests.chat.discourse.befores import ASKED, before

# R 4: the calls stand beside the figures that they give.
TOLD = [
    ("two", "report", ["t(17.78) = −1.86", "p = .079"]),  # t.test(extra ~ group, sleep)
    ("two", "significance", ["No", "p = 0.0794"]),
    ("two", "interval", ["-3.37 to 0.205"]),
    ("paired", "report", ["t(9) = −4.06", "p = .003"]),  # t.test(…, paired = TRUE)
    ("paired", "meaning", ["second", "first", "1.58", "0.700 to 2.46"]),
    ("anova", "report", ["F(5, 66) = 34.70", "p < .001"]),  # aov(count ~ spray)
    ("anova", "effect", ["large", "eta² = 0.724"]),  # 2669 / (2669 + 1015)
    ("groups", "why", ["Welch's analysis of variance", "3 independent groups"]),
    ("groups", "report", ["F(2, 17.13) = 5.18", "p = .017"]),  # oneway.test
    ("kruskal", "report", ["H(2) = 7.99", "p = .018", "Mdn"]),  # kruskal.test
    ("related", "report", ["r(48) = .81", "95% CI [.68, .89]", "p < .001"]),  # cor.test
    ("related", "meaning", ["higher", "r = 0.807", "65.11 %"]),
    ("related", "effect", ["very strong positive"]),
    ("counts", "report", ["χ²(2, N = 2,757) = 30.07", "p < .001"]),  # chisq.test
    ("counts", "meaning", ["Rep"]),
    ("line", "meaning", ["each unit of speed", "rises by 3.93"]),  # lm(dist ~ speed, cars)
    ("plane", "importance", ["girth matters most", "0.899", "0.132"]),  # lm of scaled columns
    ("plane", "fit", ["94.8 %", "R² = 0.948"]),  # summary(lm(Volume ~ Girth + Height))
    ("plane", "collinearity", ["No", "1.3692"]),  # car::vif
    ("plane", "influence", ["0.605", "row 31"]),  # cooks.distance
    ("plane", "residuals", ["0.2911", "0.6440"]),  # lmtest::bptest, shapiro.test
    ("plane", "report", ["F(2, 28)", "R² = .95", "b = 4.71", "b = 0.34", "p = .014"]),
    ("plane", "insignificant", ["Every predictor is significant"]),
    ("factors", "significance", ["tension", "wool × tension", "wool (F(1, 48) = 3.77"]),
    ("totals", "percent", ["F 27.55 %", "%"]),  # 200 of 684 … sums by spray
]  # fmt: skip


def asked_of(name: str, **named: Any) -> Asked:
    return replace(before(name).asked, **named)


@pytest.mark.parametrize(
    ("name", "kind", "parts"),
    [
        pytest.param(*row, id=f"{row[0]}-{row[1]}")
        for row in TOLD
        if row[1] != "percent"
    ],
)
def test_what_is_told_agrees_with_r(name: str, kind: str, parts: list[str]):
    found = told(asked_of(name), kind)

    assert isinstance(found, Answer)
    assert all(part in found.summary for part in parts), found.summary


LINE = {"x": list(range(20)), "y": [2 * x + 1 for x in range(20)]}
HALVES = {"half": ["low"] * 10 + ["high"] * 10}
STEADY = {
    **LINE,
    **HALVES,
    "level": [1.0] * 10 + [3.0] * 10,
    "even": [x % 2 for x in range(20)],
}
# What has no error, or no variation, has figures that are not defined.
EXACT = [
    ("linear_regression", {"outcome": "y", "predictors": ["x"]}),
    ("linear_regression", {"outcome": "y", "predictors": ["x", "half"]}),
    ("logistic_regression", {"outcome": "even", "predictors": ["x"]}),
    ("correlation", {"columns": ["x", "y"]}),
    ("correlation", {"columns": ["x", "y", "level"], "alternative": "greater"}),
    ("compare_groups", {"columns": ["level"], "group": "half"}),
    ("two_sample_t", {"columns": ["y"], "group": "half", "alternative": "less"}),
    ("mann_whitney", {"columns": ["level"], "group": "half"}),
    ("paired_t", {"columns": ["x", "y"]}),
    ("chi_square", {"columns": ["half", "even"]}),
    ("two_way_anova", {"outcome": "y", "factors": ["half", "even"]}),
    ("post_hoc", {"columns": ["y"], "group": "half"}),
    ("describe", {"columns": ["level", "half"]}),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "params"), EXACT)
def test_whatever_is_asked_of_undefined_figures_is_told(
    operation: str, params: dict[str, Any]
):
    table, known = pd.DataFrame(STEADY), operation_named(operation)
    assert known.function is not None
    try:
        result = known.function(table, **params)
    except DataError:
        return
    asked = Asked(params, result, schema_of(table), known)

    for kind in can_be_asked(asked):
        for named in ({}, {"columns": tuple(params.get("columns", ["x"]))}):
            found = told(replace(asked, **named), kind)
            assert isinstance(found, Answer | tuple)


def test_a_line_without_error_is_in_words():
    meant, reported = (told(asked_of("exact"), kind) for kind in ("meaning", "report"))

    assert isinstance(meant, Answer)
    assert "y rises by 2.00 (p undefined)" in meant.summary
    assert isinstance(reported, Answer)
    assert "t(18) = undefined, p undefined" in reported.summary


def test_shares_of_totals_add_up():
    found = told(asked_of("totals"), "percent")

    assert isinstance(found, Answer)
    table = next(block for block in found.blocks if isinstance(block, Table))
    assert sum(row[1] for row in table.rows) == pytest.approx(1)
    by_spray = pd.DataFrame(ASKED["totals"][0]).groupby("spray")["count"].sum()
    assert {row[0]: row[2] for row in table.rows} == by_spray.to_dict()


@pytest.mark.parametrize("name", sorted(ASKED))
def test_whatever_can_be_asked_has_words(name: str):
    asked = asked_of(name)
    for kind in can_be_asked(asked):
        found = told(asked, kind)
        if isinstance(found, Answer):
            assert found.summary.strip().endswith((".", "?")), (kind, found.summary)
        else:
            for step in found:
                known = operation_named(step.operation)
                assert set(step.params) <= set(known.parameters)
                assert known.words(step.params)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("groups", "pairs"), ("groups", "ranks"), ("groups", "assumptions"), ("groups", "variances"),
     ("groups", "power"), ("paired", "ranks"), ("paired", "assumptions"), ("counts", "pairs"),
     ("counts", "power"), ("related", "ranks"), ("related", "power"), ("factors", "pairs"),
     ("kruskal", "pairs"), ("totals", "test")],
)  # fmt: skip
def test_a_further_calculation_can_be_carried_out(name: str, kind: str):
    steps = told(asked_of(name), kind)

    assert isinstance(steps, tuple)
    for step in steps:
        known = operation_named(step.operation)
        result = known.function(pd.DataFrame(ASKED[name][0]), **step.params)
        assert known.presenter(result, step.params).summary


def test_two_groups_are_one_pair():
    found = told(asked_of("two"), "pairs")

    assert isinstance(found, Answer)
    assert found.summary.startswith("There is one pair only: 1 and 2 do not differ")


def test_a_predictor_can_be_left_out():
    found = told(asked_of("plane", columns=("height",)), "without")

    assert found is not None
    assert found[0].params["predictors"] == ["girth"]
    assert told(asked_of("plane", columns=("girth", "height")), "without") is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0069, "p = .007"),
        (0.00005, "p < .001"),
        (0.9999, "p > .999"),
        (0.05, "p = .050"),
    ],
)
def test_p_values_are_written_as_the_manual_has_them(value: float, text: str):
    assert apa.p_text(value) == text


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [("Hedges g", -0.1, "very small"), ("Hedges g", 0.5, "medium"), ("eta²", 0.05, "small"),
     ("r", -0.66, "strong"), ("odds ratio", 0.2, "medium"), ("D", 0.3, None)],
)  # fmt: skip
def test_sizes_have_the_words_of_their_scale(name: str, value: float, word: str | None):
    found = size_words(name, value, {})

    assert (found.word if found else None) == word


def test_rounding_keeps_p_values_and_whole_numbers():
    text = "12,345.678 of 20, p = 0.0070, mean 0.12345"

    assert rounded_text(text, 2) == "12,345.68 of 20, p = 0.0070, mean 0.12"


def test_a_new_operation_is_asked_further_without_a_change_elsewhere():
    """Its result's shape makes it a test, its own file says the rest."""
    operation = Operation(
        "analysis.operations.invented", kind="analyse", title="Invented test",
        category="Compare", language=Language(phrases=()),
    )  # fmt: skip

    @operation.compute
    def invented(
        data: pd.DataFrame, columns: list[str], group: str | None = None
    ) -> dict[str, Any]:
        """An invented test."""
        return {}

    operation.stands_on(
        Grounds(suits="invented data", leads={"ranks": ("mann_whitney", {})})
    )

    @operation.further("pairs")
    def pairs(asked: Asked) -> Answer:
        return Answer("All of them.")

    result = {"p_value": 0.03, "alpha": 0.05, "significant": True, "statistic": 2.1, "statistic_name": "Z",
              "method": "invented test", "n_obs": 20}  # fmt: skip
    schema = Schema(name="t.csv", n_rows=20, columns=())
    asked = Asked({"columns": ["x"], "group": "g"}, result, schema, operation)

    assert {"why", "significance", "report", "pairs", "ranks", "meaning"} <= {
        *can_be_asked(asked)
    }
    assert told(asked, "pairs") == Answer("All of them.")
    assert "invented data" in told(asked, "why").summary
    assert "Z = 2.10" in told(asked, "report").summary
    assert told(asked, "ranks")[0].operation == "mann_whitney"


def model(name: str) -> Before:
    return before(name)


@pytest.mark.parametrize(
    "text",
    ["what volume do you expect for girth 15 and height 80?", "predict volume for height = 80, girth = 15",
     "if girth is 15 and height is 80, what is volume?", "and with girth 15 and height 80?",
     "how much volume for a tree with girth of 15 and height of 80?", "suppose girth is 15 and height 80"],
)  # fmt: skip
def test_a_regression_is_asked_for_a_value(text: str):
    found = model("plane")
    task = expectation(text, found.asked.schema, [found])

    assert task is not None
    assert not isinstance(task, Missing)
    step = task.steps[-1]
    known = operation_named(step.operation)
    result = known.function(pd.DataFrame(ASKED["plane"][0]), **step.params)
    # R: predict(lm(Volume ~ Girth + Height, trees), data.frame(Girth = 15, Height = 80),
    #            interval = "prediction")
    assert result["estimate"] == pytest.approx(39.77485, rel=1e-6)
    assert result["prediction_low"] == pytest.approx(31.63524, rel=1e-6)
    assert result["prediction_high"] == pytest.approx(47.91446, rel=1e-6)
    tiles = next(
        b
        for b in known.presenter(result, step.params).blocks
        if isinstance(b, KeyValues)
    )
    assert tiles.items[0].value == result["estimate"]


def test_a_predictor_without_a_value_is_asked_for():
    found = model("plane")
    question = expectation("what if girth were 15?", found.asked.schema, [found])

    assert isinstance(question, Missing)
    assert "height" in question.prompt
    assert question.typical.steps[-1].params["rest"] == "typical"


@pytest.mark.parametrize(
    "text",
    ["mean of volume", "only girth above 15", "average volume for girth over 15",
     "volume by height", "how many rows have girth 15?", "show rows with girth 15 and height 80",
     "what percentage of volume comes from girth 15 and height 80?",
     "what percentile is a girth of 15 and height 80 in?"],
)  # fmt: skip
def test_what_is_no_question_for_a_value_is_left_to_the_reader(text: str):
    found = model("plane")

    assert expectation(text, found.asked.schema, [found]) is None
