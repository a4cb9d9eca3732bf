"""Questions as textbooks put them come to the method and the columns that they ask for.

The tables are parted: the reader was made with the questions on the working ones in
sight. Few may be refused; hardly any may be answered by something else.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.base.task import Task
from analysis.pipeline import task_columns
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of
from tests.chat.reader.formal_tables import CHECKING, SCHEMAS, WORKING
from tests.sampling import in_sample, shares

_QUESTIONS = tomllib.loads(
    Path(__file__).with_name("formal_questions.toml").read_text(encoding="utf-8")
)
_STATISTICS = {
    "mean": {"mean"}, "median": {"median"}, "mode": {"mode"}, "std": {"std"},
    "range": {"range"}, "skewness": {"skewness"}, "kurtosis": {"kurtosis"},
    "quartile": {"q1", "q3", "percentile"},
}  # fmt: skip
_BY = {
    "correlation": {"correlation", "relate"},
    "contingency": {"chi_square", "fisher_exact", "relate"},
}
_HELD = {"partial_correlation": "controls", "mantel_haenszel": "strata"}


def _asked(tables: tuple[str, ...]) -> Iterator[tuple[str, str, str, str]]:
    for table in tables:
        for questions in _QUESTIONS[table].values():
            for text, columns, method in questions:
                yield table, text, columns, method


def _is_right(task: Task, table: str, columns: str, method: str) -> bool:
    step = next(s for s in reversed(task.steps) if not s.companion)
    main, _, held = (part.strip() for part in columns.partition("|"))
    wanted = {name.strip() for name in (*main.split(","), held) if name.strip()}
    if set(task_columns(task, SCHEMAS[table])) != wanted or len(task.steps) > 1:
        return False
    if method in _STATISTICS:
        said = step.params.get("statistics") or [
            measure["statistic"] for measure in step.params.get("measures", ())
        ]
        return bool(_STATISTICS[method] & set(said)) or (
            method == "mode" and _counts_by(step.params, main)
        )
    if held:
        given = step.params.get(_HELD[method])
        return step.operation == method and given in (held, [held])
    if method in ("exponential", "gamma", "uniform"):
        return step.params.get("distributions") == [method]
    return step.operation in _BY.get(method, {method})


def _counts_by(params: dict[str, Any], column: str) -> bool:
    """Whether rows are counted by a column, the most first: that tells its mode."""
    keys = [key.get("column") for key in params.get("by", ())]
    order = params.get("order") or {}
    return keys == [column] and bool(order.get("descending"))


def counted(tables: tuple[str, ...]) -> tuple[list[str], list[str], list[str]]:
    """The questions that were read rightly, otherwise, and not at all."""
    right: list[str] = []
    wrong: list[str] = []
    refused: list[str] = []
    for table, text, columns, method in _asked(tables):
        reading = read_message(text, SCHEMAS[table])
        if not isinstance(reading, Understood):
            refused.append(text)
        elif _is_right(reading.task, table, columns, method):
            right.append(text)
        else:
            wrong.append(text)
    return right, wrong, refused


# What was reached, less one question; a change of the reader may only raise it.
@pytest.mark.parametrize(
    ("tables", "least", "most_wrong"), [(WORKING, 0.9, 0.05), (CHECKING, 0.85, 0.07)]
)
def test_formal_questions_come_to_their_methods(tables, least, most_wrong):
    right, wrong, refused = counted(tables)
    n_asked = len(right) + len(wrong) + len(refused)

    assert len(right) >= least * n_asked, refused
    assert len(wrong) <= most_wrong * n_asked, wrong


_RIVERS = SCHEMAS["rivers"]


@pytest.mark.parametrize("text", [
    # an absent noun in the place of a column
    "Is there a significant association between basin and zorgon?",
    "After adjusting for zorgon, are pH and WaterTemp still correlated?",
    "Is the variability of pH comparable across the different zorgons?",
    "Does the relationship between pH and nitrate_conc vary across zorgons?",
    # a modifier that makes another method of it
    "Is there a rank-biserial correlation between pH and WaterTemp?",
    "Could you determine the geometric mean of the turbidity readings?",
    # a number, a limit or a value
    "Is the water temperature normally distributed around 12 in these stations?",
    "Is the variance of pH equal across basins for stations above 3?",
    "Is pH correlated with WaterTemp in summer, statistically speaking?",
    # another quantity made of the column
    "Is the logarithm of turbidity normally distributed?",
    "Is there a correlation between the change in pH and WaterTemp?",
])  # fmt: skip
def test_what_decides_is_never_passed_over(text):
    reading = read_message(text, _RIVERS)

    plain = isinstance(reading, Understood) and len(reading.task.steps) == 1
    step = reading.task.steps[0] if plain else None
    assert step is None or step.params.get("statistics") == ["geometric_mean"]


def test_words_of_a_description_that_are_not_used_are_told():
    reading = read_message(
        "Is there evidence that the measured flux of nitrate_conc follows a gamma "
        "distribution?",
        _RIVERS,
    )

    assert not isinstance(reading, Understood) or "flux" in " ".join(
        reading.task.ignored
    )


@pytest.mark.parametrize("frame", [
    "From a statistical point of view, {}",
    "Based on the available data, could you please tell me: {}",
    "I would like to know the following: {}",
])  # fmt: skip
@shares(3)
def test_hedges_in_front_change_nothing(frame, one_in):
    changed = []
    asked = [
        (table, text)
        for table, text, _, _ in _asked(WORKING)
        if in_sample(frame, text, one_in=one_in)
    ]
    for table, text in asked:
        plain = read_message(text, SCHEMAS[table])
        hedged = read_message(frame.format(text), SCHEMAS[table])
        if isinstance(plain, Understood) and (
            not isinstance(hedged, Understood) or hedged.task.steps != plain.task.steps
        ):
            changed.append(text)

    # Brief ones are read by other rooms, which know fewer ways to begin.
    assert len(changed) <= 0.1 * len(asked), changed


_SEASONS = schema_of(
    pd.DataFrame(
        {
            "Season": [2001 + n for n in range(40)],
            "Number of tickets sold": [900 + 7 * (n % 11) for n in range(40)],
            "Average Ticket Price": [12.5 + (n % 7) for n in range(40)],
            "Revenue": [11_000 + 130 * (n % 13) for n in range(40)],
            "wifi": ["yes", "no"] * 20,
            "residence": ["T", "V", "V", "T"] * 10,
            "venue": ["home", "away", "school", "park"] * 10,
            "traveltime": [5 + n % 9 for n in range(40)],
            "Walc": [1 + n % 5 for n in range(40)],
        }
    ),
    "seasons.csv",
)


@pytest.mark.parametrize(("text", "operation", "columns"), [
    ("Is there a correlation between the quantity of tickets sold and the mean cost "
     "of each ticket?",
     "correlation", {"Number of tickets sold", "Average Ticket Price"}),
    ("How strong is the relationship between the fluctuations in the number of tickets "
     "sold and the variations in revenue?",
     "correlation", {"Number of tickets sold", "Revenue"}),
    ("What is the correlation between the number of tickets sold and the money made from "
     "tickets sold within a specific season?",
     "correlation", {"Number of tickets sold", "Revenue"}),
    ("Is the variability in weekend alcohol consumption comparable to that in revenue?",
     "variance_equality", {"Walc", "Revenue"}),
    ("Is there a statistically significant association between wifi access at home and "
     "the type of residence?",
     "relate", {"wifi", "residence"}),
    ("How does the distribution of wifi vary across town and village residences?",
     "chi_square", {"wifi", "residence"}),
    ("How are Walc and Revenue related to each other after adjusting for the influence "
     "of travel time?",
     "partial_correlation", {"Walc", "Revenue", "traveltime"}),
])  # fmt: skip
def test_columns_described_in_other_words_are_found(text, operation, columns):
    reading = read_message(text, _SEASONS)

    assert isinstance(reading, Understood), reading
    assert reading.task.steps[-1].operation == operation
    assert set(task_columns(reading.task, _SEASONS)) == columns


@pytest.mark.parametrize("text", [
    # two descriptions of one column
    "What is the correlation between the number of tickets sold and how many of the "
    "tickets were sold?",
    # values that belong to a column that the description does not name
    "Does a link exist between the choice of wifi (classified as home, away or park) and "
    "the residence?",
])  # fmt: skip
def test_a_description_of_something_else_is_not_answered_in_silence(text):
    assert not isinstance(read_message(text, _SEASONS), Understood)


_VILLAGES = schema_of(
    pd.DataFrame(
        {
            "adj_pay": [900 + 7 * (n % 23) for n in range(60)],
            "PayScore": [10 + n % 9 for n in range(60)],
            "std_contentment": [1 + (n % 7) / 10 for n in range(60)],
            "avg_contentment": [5 + (n % 13) / 10 for n in range(60)],
            "Peru": [20 + n % 17 for n in range(60)],
            "Nepal": [30 + n % 19 for n in range(60)],
            "Rest of World": [40 + n % 23 for n in range(60)],
            "Target Weight": [60 + n % 11 for n in range(60)],
            "Actual Weight": [70 + n % 29 for n in range(60)],
            "Trip": ["walk", "ride", "row"] * 20,
            "Duration": [15 + n % 37 for n in range(60)],
            "grade1": [2 + n % 12 for n in range(60)],
            "grade2": [3 + n % 14 for n in range(60)],
            "grade3": [4 + n % 15 for n in range(60)],
        }
    ),
    "villages.csv",
)


@pytest.mark.parametrize(("text", "columns"), [
    ("Is the variance of the adjusted self-assessed income similar to that of Peru?",
     {"adj_pay", "Peru"}),
    ("Is there a correlation between the standard deviation of self-rated contentment "
     "and Nepal?", {"std_contentment", "Nepal"}),
    ("Do the variances of the average well-known contentment and Peru differ?",
     {"avg_contentment", "Peru"}),
    ("What is the standard deviation of the number of units sold in the rest of the "
     "world, excluding Peru and Nepal, in millions?", {"Rest of World"}),
    ("What is the median number of units sold in Peru, in thousands?", {"Peru"}),
    ("How strong is the association between Nepal and the pay score, on a scale of "
     "1 to 20?", {"Nepal", "PayScore"}),
    ("What is the range of Peru, defined as the distance between the largest and the "
     "smallest sale?", {"Peru"}),
    ("Is the variability of the desired weight similar to that of Peru?",
     {"Target Weight", "Peru"}),
    ("Are the variances of the measured weight and Nepal homogeneous?",
     {"Actual Weight", "Nepal"}),
    ("Are the variances of the trip stage durations and Nepal homogeneous?",
     {"Duration", "Nepal"}),
    ("Is there a correlation between the first period grade and the final grade?",
     {"grade1", "grade3"}),
    ("Is the skewness of the second grade high?", {"grade2"}),
    ("To what extent is the distribution of Peru skewed?", {"Peru"}),
    ("Do Peru and Nepal exhibit similar variance characteristics?", {"Peru", "Nepal"}),
])  # fmt: skip
def test_descriptions_name_the_column_that_all_their_words_fit(text, columns):
    reading = read_message(text, _VILLAGES)

    assert isinstance(reading, Understood), reading
    assert set(task_columns(reading.task, _VILLAGES)) == columns


@pytest.mark.parametrize("text", [
    "Is the variance of the adjusted self-assessed height similar to that of Peru?",
    "What is the median of the fourth grade?",
])  # fmt: skip
def test_what_no_column_fits_is_not_left_out(text):
    assert not isinstance(read_message(text, _VILLAGES), Understood)
