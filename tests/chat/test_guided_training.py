"""The guided training of a model, from the first question to the last."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.base.reply import Table
from chat.commands import find_command
from chat.deciding import decide
from chat.models import Conversation, Run
from chat.orchestrator import Request, respond
from chat.workflows.training_plan import plan_of
from tests.chat.asking import answer
from tests.chat.learning import buttons, housing, notices, shoppers, talking, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def houses(alice, tmp_path) -> Conversation:
    return talking(alice, housing(), "housing.csv", tmp_path)


@pytest.fixture
def shop(alice, tmp_path) -> Conversation:
    return talking(alice, shoppers(), "shop.csv", tmp_path)


def at(conversation, *texts):
    """The conversation after some answers that need no run, and the last reply."""
    message = None
    for text in texts:
        message = respond(conversation, Request(text), start=lambda run: None)
        conversation.refresh_from_db()
    return message


def test_the_likely_target_is_marked_in_a_numbered_list(houses):
    asked = at(houses, "Train a model to predict house prices")

    [table] = [b for b in asked.reply.blocks if isinstance(b, Table)]
    assert asked.reply.summary == "Step 1/4. Which column is to be predicted?"
    assert table.rows[4] == (5, "price", "number", "the likely one")
    assert buttons(asked) == {"price": "price"}


@pytest.mark.parametrize("chosen", ["5", "price", "PRICE", "`price`"])
def test_a_target_is_chosen_by_number_or_name(houses, chosen):
    asked = at(houses, "Train a model to predict house prices", chosen)

    assert asked.reply.summary == "Step 2/4. Which features?"
    assert houses.answers["target"] == "price"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("9", "Number out of range. Please select 1-6."),
        ("0", "Number out of range. Please select 1-6."),
        ("1-9", "Number out of range. Please select 1-6."),
        (
            "colour",
            "Column 'colour' not found. Available: sqft, bedrooms, bathrooms, age,"
            " location, condition.",
        ),
        ("price", "'price' is the target; it cannot be a feature too."),
    ],
)
def test_a_wrong_selection_says_why_and_the_step_stays(houses, text, error):
    at(houses, "Train a model to predict house prices", "5")
    before = houses.answers

    refused = at(houses, text)

    assert refused.reply.summary == error
    assert (houses.workflow, houses.answers) == ("training", before)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("all", "all"),
        ("1", ["sqft"]),
        ("age", ["age"]),
        ("1,2,3", ["sqft", "bedrooms", "bathrooms"]),
        ("age,SQFT", ["age", "sqft"]),
        ("1-5", ["sqft", "bedrooms", "bathrooms", "age", "location"]),
        ("age,2,4-6", ["age", "bedrooms", "location", "condition"]),
        ("all except location", ["sqft", "bedrooms", "bathrooms", "age", "condition"]),
    ],
)
def test_features_are_chosen_in_every_form(houses, text, chosen):
    asked = at(houses, "Train a model to predict house prices", "price", text)

    assert asked.reply.summary == "Step 3/4. Which model?"
    assert houses.answers["features"] == chosen


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("1", "linear"),
        ("5", "auto"),
        ("Random Forest", "random_forest"),
        ("a gradient boosting model please", "gradient_boosting"),
        ("lasso", "lasso"),
    ],
)
def test_a_model_is_chosen_by_number_name_or_words(houses, text, model):
    at(houses, "Train a model to predict house prices", "price", "all", text)

    assert houses.answers["model"] == model


def test_more_models_are_listed_and_numbered_on(houses):
    at(houses, "Train a model to predict house prices", "price", "all")
    refused = at(houses, "9")
    asked = at(houses, "more models")
    at(houses, "9")

    assert refused.reply.summary == "Number out of range. Please select 1-5."
    [table] = [b for b in asked.reply.blocks if isinstance(b, Table)]
    assert table.rows[8][1].lower().replace(" ", "_") == houses.answers["model"]


def test_a_classifier_is_not_offered_for_a_number(houses):
    refused = at(houses, "train", "/train", "price", "all", "naive bayes")

    assert refused.reply.summary == "Naive Bayes is not for regression."


def test_back_asks_the_step_before_and_cancel_ends(houses):
    at(houses, "Train a model to predict house prices", "price", "all")
    back = at(houses, "/back")
    assert back.reply.summary == "Step 2/4. Which features?"
    at(houses, "back", "back")
    assert houses.answers.keys() == {"dataset", "likely", "many_classes"}

    cancelled = at(houses, "/cancel")

    assert "Cancelled." in notices(cancelled)
    assert cancelled.reply.blocks[0].fix == "The data is still there."
    assert (houses.workflow, houses.answers) == ("", {})


def test_a_question_in_between_is_answered_and_the_training_goes_on(houses):
    at(houses, "Train a model to predict house prices", "price")

    answered = answer(houses, "what is the mean of sqft?")
    helped = answer(houses, "help")

    assert answered.reply.summary.startswith("The mean of sqft is")
    assert buttons(answered)["Go on"] == "/continue"
    assert buttons(helped)["Go on"] == "/continue"
    again = answer(houses, "/continue")
    assert again.reply.summary == "Step 2/4. Which features?"


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (
            "train a random forest to predict price from sqft and age",
            {"model": "random_forest", "target": "price", "features": ["sqft", "age"]},
        ),
        (
            "predict price using all columns except location with gradient boosting",
            {
                "model": "gradient_boosting",
                "target": "price",
                "features": ["sqft", "bedrooms", "bathrooms", "age", "condition"],
            },
        ),
        (
            "train a random forest with 200 trees, max depth 5, test size 30 %, seed 42,"
            " 5-fold to predict price from sqft",
            {
                "model": "random_forest",
                "target": "price",
                "features": ["sqft"],
                "hyperparameters": {"n_estimators": "200", "max_depth": "5"},
                "options": {"test_size": 0.3, "random_state": 42, "n_splits": 5},
            },
        ),
    ],
)
def test_one_sentence_skips_what_it_answers(houses, text, answers):
    at(houses, text)

    found = {key: houses.answers.get(key) for key in answers}
    assert found == answers
    assert Run.objects.get(owner=houses.owner).kind == Run.Kind.PLAN


def test_named_settings_are_those_of_the_plan(houses):
    at(
        houses,
        "train a random forest with 200 trees, max depth 5, test size 30 %, seed 42,"
        " 3-fold, within 20 s to predict price from sqft",
    )

    plan = Run.objects.get(kind=Run.Kind.PLAN).details["plan"]
    assert plan["hyperparameters"] == {"n_estimators": 200, "max_depth": 5}
    assert (plan["random_state"], plan["seconds"]) == (42, 20)
    assert plan["validation"]["test_size"] == 0.3
    assert plan["validation"]["n_splits"] == 3


@pytest.mark.parametrize(
    ("said", "split", "by"),
    [
        ("with a grouped split by location", "grouped", "location"),
        ("keeping the rows of each location together", "grouped", "location"),
        ("with a time-ordered split by age", "time", "age"),
        ("with a random split", "random", None),
    ],
)
def test_how_rows_are_split_can_be_said(houses, said, split, by):
    answer(houses, f"train a random forest to predict price from sqft and age {said}")

    plan = plan_of(houses, houses.answers)

    assert (plan.validation.split, plan.validation.by) == (split, by)
    assert set(plan.roles) == {"sqft", "age"}


def test_a_split_in_time_needs_a_column_of_times(houses):
    at(houses, "train a random forest to predict price from sqft and age")

    reply = answer(houses, "chronological split").reply

    assert "needs a column of times" in reply.summary


def test_a_time_beyond_what_is_allowed_is_cut_and_said(houses):
    card = answer(houses, "train auto for 20 minutes to predict price from all columns")

    assert any("270 s, the most that a training may take" in n for n in notices(card))


def test_a_setting_that_the_model_lacks_is_named(houses):
    refused = at(houses, "train a linear regression with max depth 5 to predict price")

    assert refused.reply.summary == (
        "Linear regression has no hyperparameter “max_depth”."
    )
    assert houses.answers["target"] == "price"
    assert "model" not in houses.answers


def test_an_unknown_feature_in_a_sentence_keeps_the_rest(houses):
    refused = at(houses, "train a random forest to predict price from sqft and colour")

    assert refused.reply.summary.startswith("Column 'colour' not found.")
    assert houses.answers["target"] == "price"
    assert houses.answers["model"] == "random_forest"
    assert at(houses, "sqft") is not None
    assert Run.objects.filter(kind=Run.Kind.PLAN).count() == 1


def test_the_plan_says_what_was_noticed_and_can_be_changed(houses):
    card = answer(
        houses, "train a random forest to predict price from sqft and location"
    )

    assert card.reply.summary.startswith("Step 4/4. Here is the plan")
    assert any("20 rows are few" in text for text in notices(card))
    assert "location is a category" in told(card)
    assert buttons(card)["Start"] == "start"
    changed = answer(houses, "test size 30 %, 50 trees")
    assert "30% of the rows" in told(changed)
    assert "n_estimators = 50" in told(changed)
    asked = answer(houses, "change features")
    assert asked.reply.summary == "Step 2/4. Which features?"
    card = answer(houses, "age")
    assert '"age"' in told(card)
    refused = answer(houses, "colours")
    assert "does not change the plan" in refused.reply.summary
    assert houses.workflow == "training"


def test_features_that_know_the_answer_are_reported_before_training(alice, tmp_path):
    data = shoppers()
    data["alive"] = data["bought"].map({"yes": "y", "no": "n"})
    shop = talking(alice, data, "shop.csv", tmp_path)

    card = answer(shop, "train logistic regression to predict bought from all columns")

    assert any(text.startswith("alive alone predicts bought") for text in notices(card))
    assert buttons(card)["Start without alive"] == "start without alive"
    message = respond(shop, Request("start without alive"), start=lambda run: None)
    assert "alive" not in message.run.details["plan"]["roles"]


def test_parts_of_the_target_are_reported_before_training(alice, tmp_path):
    data = housing(120)
    data["casual"], data["registered"] = data["age"], data["sqft"]
    data["cnt"] = data["casual"] + data["registered"]
    bikes = talking(alice, data.drop(columns=["age", "sqft"]), "bikes.csv", tmp_path)

    card = answer(bikes, "train linear regression to predict cnt from all columns")

    assert any("casual and registered determine cnt" in text for text in notices(card))


@pytest.mark.parametrize(
    ("text", "what"),
    [("0", "epochs"), ("-3", "epochs"), ("ten", "epochs"), ("10001", "epochs")],
)
def test_epochs_outside_what_is_allowed_keep_the_step(shop, text, what):
    asked = at(
        shop, "I want to train a neural network for binary classification",
        "bought", "all", "1",
    )  # fmt: skip
    assert asked.reply.summary == "Step 5/7. How many epochs? (1-10000)"

    refused = at(shop, text)

    assert refused.reply.summary == f"'{text}' cannot be the {what}."
    assert "from 1 to 10,000" in refused.reply.blocks[0].fix
    assert "epochs" not in shop.answers


def test_the_default_network_is_sized_from_the_data(shop):
    asked = at(
        shop, "I want to train a neural network for binary classification",
        "bought", "all", "1 with he_uniform",
    )  # fmt: skip

    words = told(asked)
    assert "binary_crossentropy" in words
    assert "units 1, activation sigmoid" in words
    assert "kernel_initializer he_uniform" in words
    at(shop, "50")
    assert at(shop, "0").reply.summary == "'0' cannot be the batch size."
    at(shop, "32")
    plan = Run.objects.get(kind=Run.Kind.PLAN).details["plan"]
    assert plan["hyperparameters"] == {
        "kernel_initializer": "he_uniform", "epochs": 50, "batch_size": 32,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("target", "end"),
    [("grade", "units 3, activation softmax"), ("x", "units 1, activation linear")],
)
def test_the_end_of_the_network_follows_the_target(shop, target, end):
    asked = at(shop, "train a neural network", target, "all", "1")

    assert end in told(asked)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"layers": [', "This is no valid JSON"),
        ("a network", "This is no JSON."),
        ("[1]", "The architecture is not an object."),
        (
            '{"layers": [{"type": "Dense", "units": 0}]}',
            "Layer 1 (Dense): units cannot be 0.",
        ),
        (
            '{"layers": [{"type": "Dense", "units": 8}, {"type": "Dropot"}]}',
            "Layer 2 has the unknown type 'Dropot'.",
        ),
        (
            '{"layers": [{"type": "Dense", "units": 3, "activation": "softmax"}]}',
            "Layer 1 (Dense) is the last and has units 3; this target needs 1.",
        ),
    ],
)
def test_a_faulty_architecture_is_answered_with_layer_and_field(shop, text, fault):
    asked = at(shop, "train a neural network", "bought", "all", "2")
    assert '\\"units\\": 64' in told(asked)

    refused = at(shop, text)

    assert refused.reply.summary.startswith(fault)
    assert "network" not in shop.answers


def test_an_own_architecture_is_taken(shop):
    asked = at(
        shop, "train a neural network", "bought", "all", "2",
        '```json\n{"layers": [{"type": "Dense", "units": 5, "activation": "tanh"},'
        ' {"type": "Dense", "units": 1, "activation": "sigmoid"}]}\n```',
    )  # fmt: skip

    assert asked.reply.summary == "Step 6/8. How many epochs? (1-10000)"
    assert "units 5, activation tanh" in told(asked)


def test_many_classes_are_asked_about(alice, tmp_path):
    data = shoppers()
    data["shop"] = [f"shop {number % 40}" for number in range(len(data))]
    shop = talking(alice, data, "shop.csv", tmp_path)

    refused = at(shop, "train a model", "shop")
    assert "has 40 classes" in refused.reply.summary
    at(shop, buttons(refused)["shop anyway"])

    assert shop.answers["target"] == "shop"


def test_another_dataset_ends_the_training(houses, tmp_path):
    at(houses, "Train a model to predict house prices", "price")
    houses.dataset = talking(houses.owner, shoppers(), "shop.csv", tmp_path).dataset
    houses.save()

    message = at(houses, "all")

    assert "Step" not in message.reply.summary


def test_of_two_answers_at_once_none_is_lost(houses):
    at(houses, "Train a model to predict house prices")
    stale = Conversation.objects.get(id=houses.id)

    at(houses, "price")
    message = at(stale, "sqft")

    assert message.reply.summary == "Step 3/4. Which model?"
    assert (stale.answers["target"], stale.answers["features"]) == ("price", ["sqft"])


STATES = (
    ("train a model",),
    ("train a model", "price"),
    ("train a model", "price", "all"),
    ("train a model", "price", "all", "linear"),
    ("train a neural network", "price", "all"),
    ("train a neural network", "price", "all", "2"),
    ("train a neural network", "price", "all", "1"),
    ("train a neural network", "price", "all", "1", "5"),
)
_WORDS = st.sampled_from(
    "1 -1 99 1-3 3-1 all none price age colour start change 2 {} [] with without test"
    " size 30 % features to except random forest trees 200 epochs , and json".split()
)
_TEXTS = st.text(max_size=40) | st.lists(_WORDS, max_size=6).map(" ".join)


@pytest.mark.parametrize("state", STATES)
def test_any_text_gets_a_reply_and_the_answers_stay(houses, state):
    at(houses, *state)
    answers = dict(houses.answers)

    @given(_TEXTS)
    @settings(max_examples=30)
    def holds(text):
        if find_command(text) is not None or text.startswith("/"):
            return
        decision = decide(houses, text)
        assert decision.reply is None or decision.reply.summary
        if decision.moved is not None and decision.moved[0] == "training":
            kept = set(answers) & set(decision.moved[1])
            assert {"dataset"} <= kept
        assert houses.answers == answers

    holds()


def test_a_question_beside_the_training_goes_on_from_the_last_answer(houses):
    at(houses, "train a model")

    first = answer(houses, "what is the mean of age?")
    behind = answer(houses, "and the median of it?")

    assert "mean of age" in first.reply.summary
    assert "median of age" in behind.reply.summary
    assert houses.workflow == "training"


def test_a_question_that_nobody_reads_is_no_name_of_a_column(houses):
    at(houses, "train a model")

    refused = at(houses, "what is the flibbertigibbet of every wombat?")

    assert "not found. Available" not in refused.reply.summary
    assert houses.workflow == "training"
