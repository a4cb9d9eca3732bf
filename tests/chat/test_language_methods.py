"""Methods by their natural names: forecasts, survival, what is trained, what is not there."""

from __future__ import annotations

from typing import Any

import pytest

from chat.linking.outcomes import NoSuchMethod, Understood
from chat.reader.messages import read_message
from chat.reader.training.recognising import is_forecast, is_prediction, is_training
from tests.analysis.tables import passengers, schema_of

PASSENGERS = schema_of(passengers())


def steps(text: str) -> list[tuple[str, dict[str, Any]]]:
    reading = read_message(text, PASSENGERS)
    assert isinstance(reading, Understood), reading
    return [(step.operation, step.params) for step in reading.task.steps]


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("predict fare for the next 12 months", {"column": "fare", "horizon": 12}),
        ("please predict fare 6 weeks ahead", {"column": "fare", "horizon": 6}),
        ("What will fare be in the next 3 months?", {"column": "fare", "horizon": 3}),
        ("how will fare develop over the coming 5 years", {"column": "fare", "horizon": 5}),
        ("predict fare for next year", {"column": "fare", "horizon": 1}),
    ],
)  # fmt: skip
def test_times_to_come_are_forecast_and_no_model_is_asked(text, params):
    assert is_forecast(text)
    assert not is_prediction(text)
    assert not is_training(text)
    assert steps(text) == [("forecast", params)]


@pytest.mark.parametrize(
    "text",
    [
        "predict price for sqft 1500, 3 bedrooms",
        "predict for this dataset",
        "what would price be with sqft 1500",
    ],
)
def test_values_of_a_row_are_predicted_by_a_model(text):
    assert is_prediction(text)
    assert not is_forecast(text)


def test_a_model_for_times_to_come_is_still_trained():
    assert is_training("train a model to predict the next 3 months")


@pytest.mark.parametrize(
    ("text", "operation", "params"),
    [
        ("survival of age by sex with event survived", "kaplan_meier",
         {"duration": "age", "group": "sex", "event": "survived"}),
        ("median survival of age with event survived", "kaplan_meier",
         {"duration": "age", "event": "survived"}),
        ("survival curve of age per class, event is survived", "kaplan_meier",
         {"duration": "age", "group": "class", "event": "survived"}),
        ("kaplan meier of age by sex, every row had the event", "kaplan_meier",
         {"duration": "age", "group": "sex"}),
        ("hazard ratio of sex for age with event survived", "cox_regression",
         {"duration": "age", "predictors": ["sex"], "event": "survived"}),
        ("what is the effect of sex on survival time age with event survived",
         "cox_regression",
         {"duration": "age", "predictors": ["sex"], "event": "survived"}),
        ("survival rate by sex", "calculate",
         {"measures": [{"statistic": "rate", "of": None, "unit": "%",
                        "where": {"column": "survived", "op": "==", "value": 1}}],
          "by": [{"column": "sex"}]}),
    ],
)  # fmt: skip
def test_survival_is_a_time_where_an_event_ends_it(text, operation, params):
    assert steps(text) == [(operation, params)]


def test_what_a_model_does_is_offered_as_a_training():
    reading = read_message("random forest of fare on age", PASSENGERS)

    assert isinstance(reading, NoSuchMethod)
    assert reading.options[0][1] == "train a random forest to predict fare from age"


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("regress fare on age with hc1", {"covariance": "HC1"}),
        ("regress fare on age with an 80/20 split and report the rmse",
         {"test_size": 0.2}),
    ],
)  # fmt: skip
def test_words_that_were_obeyed_are_not_called_unused(text, setting):
    reading = read_message(text, PASSENGERS)

    assert isinstance(reading, Understood)
    assert setting.items() <= reading.task.steps[-1].params.items()
    assert reading.task.ignored == ()
