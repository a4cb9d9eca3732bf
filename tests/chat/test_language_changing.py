"""Changes of values and columns asked in words: what is read, and what comes of it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.base.errors import DataError, TaskError
from analysis.operations import operation_named
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

STAYS = pd.DataFrame(
    {
        "guest": [" Ann  Lee", "bob roe ", "BOB ROE"],
        "room": ["A-12", "B-7", "A-3"],
        "rate": [101.256, 88.5, 93.149],
        "bed_cm": [200.0, 190.0, 210.0],
        "depth": [1.5, 2.0, 2.5],
        "city": ["Rome", "Oslo", "Rome"],
        "land": ["IT", "NO", "IT"],
        "arrived": pd.to_datetime(["2024-03-04", "2024-11-30", "2023-01-01"]),
        "class": ["mid", "top", "low"],
    }
).astype(dict.fromkeys(["guest", "room", "city", "land", "class"], "str"))
SCHEMA = schema_of(STAYS)
TRIM = ("change_text", {"columns": ["guest"], "trim": True})
LOWER = ("change_text", {"columns": ["guest"], "case": "lower"})
DASH = ("replace_text", {"columns": ["room"], "old": "-", "new": "/"})
BARE = ("replace_text", {"columns": ["room"], "old": "-", "new": ""})
SPLIT = ("split_column", {"column": "room", "mark": "-", "names": ["house", "number"]})
MERGED = ("merge_columns", {"columns": ["city", "land"], "name": "place"})
COMMA = ("merge_columns", {"columns": ["city", "land"], "name": "place", "mark": ","})
TENTH = ("round_columns", {"columns": ["rate"], "decimals": 1})
FIVES = ("round_columns", {"columns": ["rate"], "step": 5})
INCHES = ("convert_units", {"columns": ["bed_cm"], "to": "in"})
FEET = ("convert_units", {"columns": ["depth"], "source": "m", "to": "ft"})
DUMMIES = ("dummy_columns", {"column": "city"})
ORDER = ("order_levels", {"column": "class", "order": ["low", "mid", "top"]})
YEAR = ("add_column", {"name": "year_arrived", "expression": "year(arrived)"})
NUMBER = ("add_column", {"name": "number_room", "expression": "number(room)"})
HIGH = (
    "replace_where",
    {"column": "rate", "where": {"column": "rate", "op": ">", "value": 400}},
)
ZERO = ("replace_where", {"column": "rate", "where": {"column": "rate", "op": "<", "value": 0},
                          "value": 0})  # fmt: skip
TOP = (
    "replace_where",
    {"column": "rate", "where": {"column": "class", "op": "==", "value": "top"}},
)
SAID = [
    ("set rate to missing where it is above 400", HIGH),
    ("make rate missing whenever it is over 400", HIGH),
    ("treat rates above 400 as missing", HIGH),
    ("replace rate values greater than 400 with missing", HIGH),
    ("set rate below 0 to 0", ZERO),
    ("replace rate readings under 0 by 0", ZERO),
    ("mark rate as missing for class top", TOP),
    ("set rate to missing if class is top", TOP),
    ("trim guest", TRIM),
    ("strip the guest column", TRIM),
    ("remove spaces around guest", TRIM),
    ("remove leading and trailing spaces from guest", TRIM),
    ("please clean extra whitespace in guest", TRIM),
    ("lowercase guest", LOWER),
    ("make guest lower case", LOWER),
    ("convert the column guest to lowercase", LOWER),
    ("write guest in small letters", LOWER),
    ("replace - with / in room", DASH),
    ("in room replace the dash by a slash", DASH),
    ("substitute the hyphen by / in the column room", DASH),
    ("remove the dash from room", BARE),
    ("delete “-” in room", BARE),
    ("drop all hyphens from room", BARE),
    ("split room at the dash into house and number", SPLIT),
    ("separate room by - into house, number", SPLIT),
    ("split the column room into house and number by the hyphen", SPLIT),
    ("merge city and land into place", MERGED),
    ("combine the columns city and land as place", MERGED),
    ("join city and land into one column called place", MERGED),
    ("combine city and land with a comma as place", COMMA),
    ("concatenate city, land into place separated by comma", COMMA),
    ("round rate to 1 decimal", TENTH),
    ("round the column rate to one decimal place", TENTH),
    ("please round rate to 1 digits", TENTH),
    ("round rate to the nearest 5", FIVES),
    ("round rate to multiples of 5", FIVES),
    ("bed_cm to inches", INCHES),
    ("convert bed_cm to inches", INCHES),
    ("change the unit of bed_cm to inch", INCHES),
    ("convert depth from meters to feet", FEET),
    ("depth from m to ft", FEET),
    ("convert m to feet in depth", FEET),
    ("make dummy columns for city", DUMMIES),
    ("one-hot encode city", DUMMIES),
    ("create dummies for city", DUMMIES),
    ("turn city into dummy variables", DUMMIES),
    ("the order of class is low < mid < top", ORDER),
    ("the order of class is top > mid > low", ORDER),
    ("reorder class as low, mid, top", ORDER),
    ("order the levels of class: low, mid, top", ORDER),
    ("extract the year from arrived", YEAR),
    ("get year of arrived", YEAR),
    ("take the year out of arrived", YEAR),
    ("extract the number from room", NUMBER),
    ("get the digits from room", NUMBER),
]


def steps(text: str) -> list[tuple[str, dict[str, Any]]]:
    reading = read_message(text, SCHEMA)
    assert isinstance(reading, Understood), reading
    return [(step.operation, step.params) for step in reading.task.steps]


@pytest.mark.parametrize(("text", "step"), SAID, ids=[text for text, _ in SAID])
def test_a_change_is_read_in_other_words(text, step):
    assert steps(text) == [step]


@pytest.mark.parametrize(
    "text",
    [
        "merge guest and rate by city",
        "round the mean of rate",
        "order by class",
        "get the average of rate and depth",
        "take the sum of rate",
        "rate to city",
    ],
)
def test_other_requests_are_none_of_these(text):
    changes = {name for _, (name, _) in SAID}
    reading = read_message(text, SCHEMA)
    found = reading.task.steps if isinstance(reading, Understood) else ()
    assert not changes & {step.operation for step in found}


def done(step: tuple[str, dict[str, Any]], data: pd.DataFrame = STAYS) -> pd.DataFrame:
    table, _ = operation_named(step[0]).carried_out(data, dict(step[1]))
    return table


@pytest.mark.parametrize(
    ("step", "column", "expected"),
    [
        (TRIM, "guest", ["Ann Lee", "bob roe", "BOB ROE"]),
        (LOWER, "guest", [" ann  lee", "bob roe ", "bob roe"]),
        (DASH, "room", ["A/12", "B/7", "A/3"]),
        (SPLIT, "number", [12, 7, 3]),
        (MERGED, "place", ["Rome IT", "Oslo NO", "Rome IT"]),
        (TENTH, "rate", [101.3, 88.5, 93.1]),
        (FIVES, "rate", [100, 90, 95]),
        (INCHES, "bed_in", pytest.approx([78.7401575, 74.8031496, 82.6771654])),
        (FEET, "depth", pytest.approx([4.9212598, 6.5616798, 8.2020997])),
        (DUMMIES, "city_Rome", [1, 0, 1]),
        (ORDER, "class", ["mid", "top", "low"]),
    ],
)
def test_what_a_change_makes(step, column, expected):
    assert done(step)[column].tolist() == expected
    kept = operation_named(step[0]).reshaping(SCHEMA, step[1])
    assert [one.name for one in kept] == [str(name) for name in done(step).columns]


def test_words_with_an_order_keep_it_when_they_are_rewritten():
    ordered = done(ORDER)
    made = done(("change_text", {"columns": ["class"], "case": "upper"}), ordered)
    assert made["class"].cat.ordered
    assert list(made["class"].cat.categories) == ["LOW", "MID", "TOP"]


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (("change_text", {"columns": ["rate"], "trim": True}), "holds numbers"),
        (("replace_text", {"columns": ["room"], "old": "x"}), "holds “x”"),
        (("split_column", {"column": "city", "mark": ";"}), "holds a semicolon"),
        (("merge_columns", {"columns": ["city"]}), "At least two"),
        (("round_columns", {"columns": ["city"]}), "not numbers"),
        (("dummy_columns", {"column": "lone"}), "1 different value"),
        (("order_levels", {"column": "class", "order": ["low", "best"]}), "“best”"),
        (("merge_columns", {"columns": ["city", "land"], "name": "rate"}), "already"),
    ],
)
def test_what_does_not_fit_is_refused(step, message):
    with pytest.raises(DataError, match=message):
        done(step, STAYS.assign(lone="a"))


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"columns": ["depth"], "to": "ft"}, "In which unit is “depth”"),
        (
            {"columns": ["depth"], "source": "kg", "to": "ft"},
            "neither can be the other",
        ),
        ({"columns": ["bed_cm"], "to": "cm"}, "is in cm already"),
    ],
)
def test_units_that_do_not_fit_are_refused_before_anything_runs(params, message):
    checking = operation_named("convert_units").checking
    assert checking is not None
    with pytest.raises(TaskError, match=message):
        checking(SCHEMA, params)


PARTS = pd.DataFrame(
    {"Year": [2023, 2023, 24], "mon": [2, 2, 12], "dd": [28, 30, 1], "n": [1, 2, 3]}
)


@pytest.mark.parametrize(
    ("text", "columns", "days"),
    [
        ("make a date from Year, mon and dd", ["Year", "mon", "dd"],
         ["2023-02-28", None, "2024-12-01"]),
        ("combine dd, mon and Year into a date", ["dd", "mon", "Year"],
         ["2023-02-28", None, "2024-12-01"]),
        ("create a date column out of Year and mon", ["Year", "mon"],
         ["2023-02-01", "2023-02-01", "2024-12-01"]),
    ],
)  # fmt: skip
def test_dates_come_from_columns_of_their_parts(text, columns, days):
    reading = read_message(text, schema_of(PARTS))
    assert isinstance(reading, Understood), reading
    (step,) = reading.task.steps
    assert (step.operation, step.params) == ("make_dates", {"columns": columns})
    made = done((step.operation, step.params), PARTS)["date"]
    assert [None if pd.isna(one) else f"{one:%Y-%m-%d}" for one in made] == days


def test_parts_without_a_year_make_no_date():
    with pytest.raises(DataError, match="a column of years"):
        done(("make_dates", {"columns": ["mon", "dd"]}), PARTS)


WIDE = pd.DataFrame(
    {
        "land": ["A", "B"],
        "2019": [1.0, 2.0],
        "2020": [3.0, 4.0],
        "2021": [5.0, 6.0],
        "mood_t1": [1, 2],
        "mood_t2": [3, 3],
        "mood_t3": [5, 4],
    }
).astype({"land": "str"})
YEARS, MOODS = ["2019", "2020", "2021"], ["mood_t1", "mood_t2", "mood_t3"]
NAMED = {"names_to": "year", "values_to": "gdp"}


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("columns 2019 to 2021 to long form", {"columns": YEARS}),
        ("turn the years into long format", {"columns": YEARS}),
        ("melt 2019-2021", {"columns": YEARS}),
        ("make the columns 2019 through 2021 rows", {"columns": YEARS}),
        ("put the year columns into one column", {"columns": YEARS}),
        ("columns 2019 to 2021 to long form with year and gdp",
         {"columns": YEARS, **NAMED}),
        ("reshape to long with year and gdp", {"columns": YEARS, **NAMED}),
        ("gather 2019, 2020 and 2021 into year and gdp", {"columns": YEARS, **NAMED}),
        ("wide to long: 2019, 2020, 2021 as year, values as gdp",
         {"columns": YEARS, **NAMED}),
        ("mood_t1 to mood_t3 to long form", {"columns": MOODS}),
        ("bring mood_t1 until mood_t3 into the long format", {"columns": MOODS}),
        ("stack mood_t1, mood_t2 and mood_t3 into wave and mood",
         {"columns": MOODS, "names_to": "wave", "values_to": "mood"}),
    ],
)  # fmt: skip
def test_columns_become_rows_in_any_wording(text, params):
    reading = read_message(text, schema_of(WIDE))
    assert isinstance(reading, Understood), reading
    (step,) = reading.task.steps
    assert (step.operation, step.params) == ("reshape_long", params)


def test_years_become_numbers_and_a_question_may_follow():
    made = done(("reshape_long", {"columns": YEARS, **NAMED}), WIDE)
    assert made["year"].tolist() == [2019, 2019, 2020, 2020, 2021, 2021]
    text = "2019 to 2021 to long form with year and gdp, then the mean of gdp by year"
    reading = read_message(text, schema_of(WIDE))
    assert isinstance(reading, Understood), reading
    assert reading.task.steps[1].params["by"] == [{"column": "year"}]


@pytest.mark.parametrize(
    ("text", "operation", "columns"),
    [
        ("drop mood_t1 to mood_t3", "drop_columns", MOODS),
        ("keep only the columns land, mood_t1 to mood_t3", "keep_columns",
         ["land", *MOODS]),
    ],
)  # fmt: skip
def test_runs_of_columns_stand_for_those_between(text, operation, columns):
    reading = read_message(text, schema_of(WIDE))
    assert isinstance(reading, Understood), reading
    (step,) = reading.task.steps
    assert (step.operation, step.params["columns"]) == (operation, columns)
