"""A trained model is talked with: what it is asked, and what is wished of it."""

from __future__ import annotations

import re

import pytest

from analysis.base.errors import TaskError
from analysis.base.reply import Reply
from chat.learning.talk import model_talk
from chat.models import Conversation, Run
from chat.outcomes.command import Guided, Learn, Outcome
from chat.reader.training.described import read_described
from mlmodels.models import TrainedModel
from tests.chat.asking import answer
from tests.chat.learning import (
    buttons,
    housing,
    notices,
    shoppers,
    talking,
    told,
    trained,
)
from tests.chat.model_sentences import CHECKING, WORKING

pytestmark = pytest.mark.django_db
TRAIN = (
    "train a linear regression to predict price from sqft, age, bedrooms and location"
)
SHOP = "train a logistic regression to predict bought from x, z and town"


@pytest.fixture
def houses(alice, tmp_path) -> Conversation:
    return trained(talking(alice, housing(80), "housing.csv", tmp_path), TRAIN)


@pytest.fixture
def shop(alice, tmp_path) -> Conversation:
    return trained(talking(alice, shoppers(), "shop.csv", tmp_path), SHOP)


# How the answer to each kind of question begins.
_SAYS = {
    "quality": r"\S+ regression predicts \w+ .*with (?:R²|ROC AUC)",
    "overfit": r"No sign of overfitting|Yes, it overfits|A little:",
    "confusion": r"[\d,]+ of [\d,]+ .*named rightly",
    "roc": r"ROC AUC is",
    "calibration": r"Probabilities of \w+ are off by",
    "importance": r".* relies most on",
    "errors": r"Predictions of \S+ are off by",
    "more_data": r"With [\d,]+ training rows",
    "facts": r".* predicts \w+ from .*; trained on",
    "dependence": r"All else as it is",
    "fairness": r"By \w+ the",
    "threshold": r"(?:Where a miss .*: )?From a probability of",
    "best": r"There is only one model|.* has the best",
}


def _kind(outcome: Outcome | None) -> str:
    """What an outcome answers."""
    if outcome is None:
        return "table"
    if isinstance(outcome, Reply):
        found = [
            kind for kind, says in _SAYS.items() if re.match(says, outcome.summary)
        ]
        return found[0] if found else outcome.summary
    if isinstance(outcome, Learn):
        return "whatif" if " if " in outcome.question else "described"
    assert isinstance(outcome, Guided)
    return "training" if outcome.workflow == "training" else "described"


def _missed(conversation: Conversation, sentences) -> tuple[list[str], int]:
    answer(conversation, _ROWS[conversation.dataset.name])
    answer(conversation, "typical for the rest")
    missed, n = [], 0
    for kind, said in sentences.items():
        for text in said:
            n += 1
            try:
                found = _kind(model_talk(conversation, text))
            except TaskError as error:
                found = f"refused: {error.message}"
            if found != kind:
                missed.append(f"{text} [{kind}]: {found}")
    return missed, n


_ROWS = {"housing.csv": "predict for sqft 1500, age 20", "shop.csv": "predict for x 1"}


def test_the_working_sentences_are_understood(houses):
    missed, _ = _missed(houses, WORKING)

    assert missed == []


def test_most_sentences_of_the_checking_half_are_understood(shop):
    missed, n = _missed(shop, CHECKING)

    assert n >= 50
    assert len(missed) <= 0.15 * n, missed


def test_a_row_is_described_in_any_order_and_asked_further(houses):
    first = answer(houses, "what would a 3 bedroom house in the north cost?")
    assert "“house”" in " ".join(notices(first))
    row = answer(houses, "typical for the rest")
    older = answer(houses, "what if age were 50?")
    why = answer(houses, "why?")

    before = row.run.result["rows"][0]["predicted price"]
    now = older.run.result["rows"][0]["predicted price"]
    assert now < before  # 800 less for every year
    assert any(text.startswith("Before, with age") for text in notices(older))
    assert why.reply.summary.startswith("Mostly because of age 50 (lowers it by")


def test_words_that_mean_no_value_are_said_and_numbers_without_a_name_are_not_taken(
    houses,
):
    features = TrainedModel.objects.get().saved().inputs

    row = read_described("a pink 4 bedroom one with 1,800 sqft", features, None)
    lost = read_described("a house with 3 bedrooms and 7 chimneys", features, None)

    assert (row.values, row.unread) == ({"bedrooms": 4.0, "sqft": 1800.0}, ["pink"])
    assert lost.values == {"bedrooms": 3.0}
    assert lost.unread == ["house", "7", "chimneys"]


def test_another_training_is_compared_with_the_one_before(houses):
    answer(houses, "without sqft")
    done = answer(houses, "start")

    assert any("on the same rows: worse" in text for text in notices(done))
    assert "sqft" not in done.run.result["importance"][0]["feature"]
    best = answer(houses, "which is best and why?")
    assert best.reply.summary.startswith("price linear regression v1 has the best R²")


def test_a_threshold_is_chosen_used_and_remembered(shop):
    asked = answer(shop, "I want to find 95 % of the yes")
    assert "recall" in asked.reply.summary
    used = answer(shop, "use a threshold of 0.9")
    row = answer(shop, "predict for x 0.6, z 0, town a")

    assert "in use from now on" in used.reply.summary
    found = row.run.result["rows"][0]
    assert 0.5 < found["probability of yes"] < 0.9
    assert found["predicted bought"] == "no"


def test_a_guided_step_answers_a_question_and_waits(houses):
    answer(houses, "train a random forest to predict price from sqft and age")
    stood = dict(houses.answers)
    for text in ("how good is the model?", "is it overfitting?"):
        said = answer(houses, text)
        assert "Go on" in buttons(said), said.reply.summary
    houses.refresh_from_db()

    assert (houses.workflow, houses.answers) == ("training", stood)
    assert answer(houses, "yes").run.kind == Run.Kind.TRAINING


@pytest.mark.parametrize("name", ["xgboost", "LightGBM", "catboost"])
def test_models_that_are_not_here_are_refused_by_name(houses, name):
    before = TrainedModel.objects.count()
    asked = answer(houses, f"train {name} to predict price from sqft and age")
    tried = answer(houses, "/cancel") and answer(houses, f"try {name}")

    for message in (asked, tried):
        assert name.lower() in told(message).lower()
        assert "not installed here" in told(message)
    assert TrainedModel.objects.count() == before


def test_smote_is_refused_and_oversampling_offered(shop):
    message = answer(
        shop, "train a random forest to predict bought from x and z with SMOTE"
    )

    assert "SMOTE is not here" in message.reply.summary
    assert any("oversampling" in value for value in buttons(message).values())


def test_without_a_model_a_question_about_one_is_none_of_it(alice, tmp_path):
    fresh = talking(alice, housing(30), "housing.csv", tmp_path)

    assert model_talk(fresh, "is the model overfitting?", named_only=True) is None
    assert model_talk(fresh, "what if age were 50?") is None
