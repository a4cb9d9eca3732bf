"""Questions about a model are read word by word: each has a use, is told, or ends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.base.columns import Schema
from analysis.reading.importing import import_table
from chat.models import Run
from chat.models.details import PlanDetails, PredictionDetails, asked_of
from chat.reader.training.accounted import accounted_question
from chat.reader.training.described import read_described
from chat.reader.training.relative import relative_change
from mlmodels.models import TrainedModel
from tests.chat.asking import answer
from tests.chat.learning import housing, notices, shoppers, talking, trained

TRAIN = (
    "train a linear regression to predict price from sqft, age, bedrooms and location"
)
SHOP = "train a logistic regression to predict bought from x, z and town"


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path: Path = tmp_path_factory.mktemp("words") / "housing.csv"
    housing(80).to_csv(path, index=False)
    parquet = path.with_suffix(".parquet")
    return import_table(path, name=path.name, parquet_path=parquet).table


READ = [
    ("is that model any use or not?", "quality", ""),
    ("how does it do compared with a coin flip", "quality", ""),
    ("what does that R² mean for my boss", "quality", ""),
    ("does it simply know the training data by heart?", "overfit", ""),
    ("how do the scores on training and test data differ", "overfit", ""),
    ("do more rows help", "more_data", ""),
    ("what influences the predicted price most", "importance", ""),
    ("how much does sqft matter", "feature", "sqft"),
    ("is bedrooms relevant for the model", "feature", "bedrooms"),
    ("is it biased against any location?", "fairness", "location"),
    ("does it treat north and south equally?", "fairness", "location"),
    ("error for each location", "fairness", "location"),
    ("in which location is it worst", "fairness", "location"),
    ("how does the prediction depend on age", "dependence", "age"),
    ("pdp for sqft", "dependence", "sqft"),
    ("what pushed the price so high", "why", ""),
    ("which model is best and why", "best", ""),
    ("is the new one really better?", "best", ""),
    ("how good is it without age", "without", "age"),
    ("what if it had not known sqft", "without", "sqft"),
    ("limited to sqft and age", "only", "sqft age"),
    ("would a random forest beat it", "estimator", ""),
    ("now with 300 trees instead", "changed", ""),
    ("give me something else", "another", ""),
    ("price for sqft 1200 and age 7", "row", "sqft age"),
]


@pytest.mark.parametrize(("text", "kind", "columns"), READ)
def test_each_word_has_a_use(text, kind, columns, schema):
    question = accounted_question(text, schema, "price")

    assert question is not None
    assert question.kind == kind
    if columns:
        assert set(question.parts["columns"].split("\n")) == set(columns.split())


TABLES_OWN = [
    "mean of age by location", "average price by location", "how many houses have 3 bedrooms?",
    "correlation between age and price", "histogram of sqft", "price above 200000",
    "is the price different between north and south?", "the most expensive houses",
    "share of north per condition", "which location has the highest price?",
    "price of houses with age below 10", "median sqft where age is 5",
]  # fmt: skip


@pytest.mark.parametrize("text", TABLES_OWN)
def test_questions_about_the_table_are_none_of_the_model(text, schema):
    assert accounted_question(text, schema, "price") is None


LOST = [
    "how good is it for prices above 300000", "is it fair by chimney",
    "how good is it in 2019", "is the model not good without chimneys",
    "what drives it for each chimney", "residuals per chimney",
]  # fmt: skip


@pytest.mark.parametrize("text", LOST)
def test_what_would_turn_the_question_is_never_passed_over(text, schema):
    assert accounted_question(text, schema, "price") is None


@pytest.mark.parametrize(
    ("text", "value", "meant"),
    [
        ("double the age", 10.0, 20.0), ("half as much sqft", 10.0, 5.0),
        ("it had 5 more bedrooms", 2.0, 7.0), ("age was 3 years younger", 10.0, 7.0),
        ("sqft rose by 10 %", 200.0, 220.0), ("lower age by 4", 10.0, 6.0),
    ],
)  # fmt: skip
def test_changes_are_told_from_the_value_before(text, value, meant):
    shift = relative_change(text)

    assert shift is not None
    assert shift.of(value) == pytest.approx(meant)
    assert relative_change("age were 50") is None


def test_numbers_belong_to_the_feature_that_their_words_mean(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(
        "income,age,wanted\n"
        + "\n".join(f"{900 + n},{20 + n % 40},{n % 2}" for n in range(60))
    )
    parquet = path.with_suffix(".parquet")
    people = import_table(path, name=path.name, parquet_path=parquet).table
    features = [{"name": name, "role": "number"} for name in ("income", "age")]

    row = read_described("a 35 year old earning 42000", features, people, "wanted")

    assert row.values == {"income": 42000.0, "age": 35.0}


@pytest.mark.django_db
def test_a_model_is_talked_with_in_free_words(alice, tmp_path):
    houses = trained(talking(alice, housing(80), "housing.csv", tmp_path), TRAIN)

    matters = answer(houses, "how important is sqft?")
    assert matters.reply.summary.startswith("sqft is number 1 of 4")
    told = answer(houses, "how good is it for martians?")
    assert any("Not used of what was said: “martians”" in one for one in notices(told))
    unread = answer(houses, "what would the model say of a whale on stilts?")
    assert unread.reply.summary.startswith("I do not know what is asked of")
    answer(houses, "predict for sqft 1500, age 20, bedrooms 3, location north")
    older = answer(houses, "and if it was 10 years older?")
    assert asked_of(older.run, PredictionDetails).values["age"] == 30.0
    twice = answer(houses, "now double the sqft")
    assert asked_of(twice.run, PredictionDetails).values["sqft"] == 3000.0
    fewer = answer(houses, "retrain with the two most important features only")
    assert len(asked_of(fewer.run, PlanDetails).plan.features) == 2
    assert TrainedModel.objects.count() == 1


@pytest.mark.django_db
def test_what_a_question_says_besides_is_told(alice, tmp_path):
    shop = trained(talking(alice, shoppers(), "shop.csv", tmp_path), SHOP)

    table = answer(shop, "confusion matrix of those with z above 1")
    assert any(one.startswith("Not used of what was said:") for one in notices(table))
    assert "(sensitivity)" in table.reply.summary
    assert answer(shop, "which threshold gives the best F1?").reply.summary.startswith(
        "With the highest F1: From a probability of"
    )


@pytest.mark.django_db
def test_the_positive_class_is_asked_for_and_changed_in_words(alice, tmp_path):
    shop = trained(talking(alice, shoppers(), "shop.csv", tmp_path), SHOP)

    asked = answer(shop, "which class counts as positive?")
    assert asked.reply.summary.startswith("The positive class is yes")
    changed = answer(shop, 'treat "no" as the positive class')
    assert changed.run.kind == Run.Kind.PLAN
    assert asked_of(changed.run, PlanDetails).plan.positive == "no"
