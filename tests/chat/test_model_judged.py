"""What a trained model is worth: beside guessing, class by class, its limits, one more."""

from __future__ import annotations

import pytest

from analysis.base.errors import TaskError
from analysis.base.reply import Reply
from chat.learning.talk import model_talk
from chat.models import Conversation, Run
from chat.models.details import PlanDetails, PredictionDetails, asked_of
from tests.chat.asking import answer
from tests.chat.learning import buttons, housing, notices, shoppers, talking, trained

pytestmark = pytest.mark.django_db
TRAIN = "train a linear regression to predict price from sqft, age and location"
SHOP = "train a decision tree to predict grade from x, z and town"


@pytest.fixture
def houses(alice, tmp_path) -> Conversation:
    return trained(talking(alice, housing(80), "housing.csv", tmp_path), TRAIN)


@pytest.fixture
def shop(alice, tmp_path) -> Conversation:
    return trained(talking(alice, shoppers(), "shop.csv", tmp_path), SHOP)


HOUSES = {
    "how much is it off, usually?": "Predictions of price are off by",
    "how far off would I be if I always said the average?": "Always predicting the mean of",
    "compare it with just guessing": "Always predicting the mean of price is off by",
    "how does it do on the rows it learned from compared to new houses?": "No sign of over",
    "could the same house be in both the training and the test part?": "Yes, that can be",
    "what are its limits? when should I not trust it": "It holds for rows like the 80",
    "any ideas what I could do to improve it": "What may help: give it columns",
    "what does one more sqft bring?": "One more of sqft means 1",
    "draw me the effect of age": "All else as it is, the mean prediction is lowest",
    "at which age does it level off?": "All else as it is, the mean prediction is lowest",
    "rank the inputs, and which could I drop?": "price linear regression v1 relies most on",
    "so can I rely on it for planning purchases?": "Linear regression predicts price",
    "how many houses did it learn from and how many were kept back?": "Linear regression "
    "predicts price from sqft, age and location; trained on 64 rows and tested on 16",
    "which of the two is better?": "There is only one model of price",
}


def test_what_a_model_of_a_number_is_worth(houses):
    for said, begins in HOUSES.items():
        found = model_talk(houses, said)
        assert isinstance(found, Reply), said
        assert found.summary.startswith(begins), (said, found.summary)


def test_classes_are_told_one_by_one(shop):
    for said in ("how often is it right for the middle ones?", "recall for middle"):
        found = answer(shop, said).reply.summary
        assert " that are middle it finds " in found, (said, found)
    mixed = answer(shop, "which grades does it mix up most?").reply.summary
    assert "are named rightly" in mixed
    curves = answer(shop, "roc curves please").reply.summary
    assert curves.startswith("ROC AUC is")


def test_the_probability_of_the_class_that_is_asked_for_is_shown(shop):
    low = answer(shop, "how do the chances of low change with x?").reply.summary
    high = answer(shop, "how do the chances of high change with x?").reply.summary

    assert low.startswith("All else as it is, the mean probability of low is lowest")
    assert high.startswith("All else as it is, the mean probability of high is lowest")
    assert "It falls" in low
    assert "It rises" in high


def test_columns_are_added_and_left_out_in_words(houses):
    more = answer(houses, "would adding the bathrooms help?")
    assert set(asked_of(more.run, PlanDetails).plan.features) == {
        "sqft", "age", "location", "bathrooms",
    }  # fmt: skip
    answer(houses, "/cancel")
    fewer = answer(houses, "it's not ok to use location. redo it without")
    assert set(asked_of(fewer.run, PlanDetails).plan.features) == {"sqft", "age"}
    answer(houses, "/cancel")
    advised = answer(houses, "what could I do to improve it?")
    assert any(
        value.startswith("retrain, adding") for value in buttons(advised).values()
    )


def test_values_alone_are_a_row_and_words_without_a_use_make_it_none(houses):
    row = answer(houses, "1500 sqft, age 20, north")
    assert row.run.kind == Run.Kind.PREDICTION
    assert asked_of(row.run, PredictionDetails).values == {
        "sqft": 1500.0, "age": 20.0, "location": "north",
    }  # fmt: skip
    assert model_talk(houses, "houses over 40 in the north") is None


def test_a_supposition_that_is_not_read_is_no_question_to_the_table(houses):
    with pytest.raises(TaskError, match="Which value would change"):
        model_talk(houses, "what if the owner had 3 dogs?")


def test_a_plan_is_changed_in_loose_words(alice, tmp_path):
    talk = talking(alice, housing(80), "housing.csv", tmp_path)
    answer(talk, "predict price from sqft, age and location with a decision tree")
    other = answer(talk, "actually take gradient boosting instead")
    assert asked_of(other.run, PlanDetails).plan.estimator == "gradient_boosting"
    fewer = answer(talk, "leave out the location")
    assert set(asked_of(fewer.run, PlanDetails).plan.features) == {"sqft", "age"}


def test_of_several_kinds_of_model_the_others_are_told(alice, tmp_path):
    talk = talking(alice, housing(80), "housing.csv", tmp_path)
    plan = answer(
        talk, "compare ridge, lasso and random forest for price using sqft, age"
    )

    assert asked_of(plan.run, PlanDetails).plan.estimator == "ridge"
    assert any(
        one.startswith("Several kinds of model were named") for one in notices(plan)
    )
