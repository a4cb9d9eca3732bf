"""Wordings of every day: what tells, glosses, units, amounts, superlatives, light words."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Reading, Understood
from chat.reader.messages import read_message
from tests.chat.reader.everyday_tables import (
    _dates,
    _flag,
    _key,
    _number,
    _words,
)

FERRY = Schema(
    name="sailings.csv", n_rows=300,
    columns=(
        _key("sailing_id", 300), _dates("sailed", "2022-01-01", "2023-12-31", 280),
        _words("Port", "Kirkwall", "Lerwick", "Stromness"),
        _words("Vessel", "Hamnavoe", "Hjaltland"),
        _number("Wave height m", 0.2, 6.5), _number("rain_mm", 0.0, 31.0),
        _number("T max °C", 2.0, 24.5), _number("T min °C", -4.0, 15.0),
        _number("Freight kg", 120.0, 9400.0, 260), _number("Takings GBP", 80.0, 5200.0, 270),
        _flag("cancelled"),
    ),
)  # fmt: skip
VET = Schema(
    name="visits.csv", n_rows=260,
    columns=(
        _key("visit_no", 260), _dates("visited", "2023-01-01", "2024-06-30", 200),
        Column(name="owner", kind="text", n_unique=90),
        _words("animal", "Horse", "Goat", "Sheep"), _number("age_years", 0, 22, 22),
        _number("weight_kg", 4.0, 610.0, 200), _number("Fee (EUR)", 15.0, 420.0, 120),
        _words("reason", "Hoof trim", "Vaccination", "Injury"), _flag("insured"),
    ),
)  # fmt: skip


def read(text: str, schema: Schema) -> Reading:
    return read_message(text, schema)


def steps_of(text: str, schema: Schema) -> list[dict]:
    reading = read(text, schema)
    assert isinstance(reading, Understood), (text, reading)
    return [step.params for step in reading.task.steps]


PLAIN = (
    ("what is the mean fee per animal", VET),
    ("how many visits were there per month", VET),
    ("total takings by port", FERRY),
    ("which vessel carried the most freight", FERRY),
)
TELLING = (
    "My partner thinks the goats cost us far too much. {}",
    "Everybody complains about Lerwick. {}",
    "Our neighbours keep saying that horses are a nuisance. {}",
    "We had a lot of trouble with the office computer last week. {}",
    "I'm writing a grant application and need to know {}",
    "For the parish council I have to report {}",
    "hi! quick one, {}",
    "{}? My brother claims that sheep are hopeless.",
    "{}, I want to pin it up in the harbour office",
)


@pytest.mark.parametrize("telling", TELLING)
def test_what_only_tells_changes_nothing_and_is_seldom_asked_about(telling):
    read_wholly = 0
    for plain, schema in PLAIN:
        reading = read(telling.format(plain), schema)
        if isinstance(reading, Understood):
            read_wholly += 1
            said = [step.params for step in reading.task.steps]
            assert said == steps_of(plain, schema), plain
    assert read_wholly >= len(PLAIN) - 1


@pytest.mark.parametrize(
    "limit",
    [
        "My boss wants only the goats.",
        "I think we should leave out the horses.",
        "She says that a pony counts as a goat.",
        "My partner thinks that we need the insured ones.",
        "Our limit is 40.",
    ],
)
def test_what_limits_or_defines_is_never_just_told(limit):
    question = "What is the mean fee per animal?"
    reading = read(f"{limit} {question}", VET)
    if isinstance(reading, Understood):
        assert [s.params for s in reading.task.steps] != steps_of(question, VET)


@pytest.mark.parametrize(
    ("glossed", "plain", "schema"),
    [
        ("median fee of the old horses (20 years or older)",
         "median fee of the horses that are 20 years or older", VET),
        ("how many kids (goats under 2 years) came in",
         "how many goats under 2 years came in", VET),
        ("number of farrier jobs (Hoof trim) in 2023",
         "number of Hoof trim in 2023", VET),
        ("mean weight of grown-up sheep (3 years or older)",
         "mean weight of sheep that are 3 years or older", VET),
        ("total takings of the old tub (Hamnavoe) by port",
         "total takings of Hamnavoe by port", FERRY),
        ("how many visits were for foals, that is younger than 1 year",
         "how many visits were younger than 1 year", VET),
    ],
)  # fmt: skip
def test_a_gloss_takes_the_place_of_what_it_explains(glossed, plain, schema):
    assert steps_of(glossed, schema) == steps_of(plain, schema)


@pytest.mark.parametrize(
    "text",
    [
        "mean fee of giants (over 4 metres)",
        "how many ponies (the Shetland kind) came in",
        "mean weight of lambs, i.e. from the north pasture",
    ],
)
def test_a_gloss_that_the_table_does_not_know_is_not_passed_over(text):
    assert not isinstance(read(text, VET), Understood)


@pytest.mark.parametrize(
    ("text", "column", "value", "schema"),
    [
        ("how many goats over 50 kg", "weight_kg", 50, VET),
        ("mean fee of animals heavier than 300 kilos", "weight_kg", 300, VET),
        ("visits over 100 euros", "Fee (EUR)", 100, VET),
        ("how many visits had a fee above 200 euros", "Fee (EUR)", 200, VET),
        ("on how many days did it reach 20 degrees or more", "T max °C", 20, FERRY),
        ("how many sailings had waves over 3 metres", "Wave height m", 3, FERRY),
        ("total takings of sailings with more than 10 mm", "rain_mm", 10, FERRY),
        ("how many sailings took over 5000 kg of freight", "Freight kg", 5000, FERRY),
    ],
)
def test_a_unit_says_which_column_a_number_limits(text, column, value, schema):
    assert f"'column': '{column}'" in str(steps_of(text, schema))
    assert f"'value': {value}" in str(steps_of(text, schema)).replace(".0", "")


def test_of_two_columns_of_a_unit_neither_is_guessed():
    assert not isinstance(read("days above 10 degrees", FERRY), Understood)


@pytest.mark.parametrize(
    ("text", "column", "descending", "schema"),
    [
        ("the three wettest days", "rain_mm", True, FERRY),
        ("the three driest days", "rain_mm", False, FERRY),
        ("the two warmest days", "T max °C", True, FERRY),
        ("the two coldest days", "T min °C", False, FERRY),
        ("the five heaviest goats", "weight_kg", True, VET),
        ("the five lightest sheep", "weight_kg", False, VET),
    ],
)
def test_superlatives_go_by_their_quality(text, column, descending, schema):
    shown = steps_of(text, schema)[-1]
    assert column in str(shown)
    assert str(descending) in str(shown), shown


@pytest.mark.parametrize("word", ["commonest", "most frequent", "most common"])
def test_the_commonest_is_the_most_frequent(word):
    assert steps_of(f"which is the {word} reason", VET)[-1] == steps_of(
        "which is the most frequent reason", VET
    )[-1]  # fmt: skip


@pytest.mark.parametrize(
    "noun", ["income", "revenue", "sales", "turnover", "earnings", "receipts"]
)
def test_a_noun_for_money_means_the_one_amount(noun):
    by = steps_of("total Takings GBP by Port", FERRY)
    assert steps_of(f"total {noun} by port", FERRY) == by


@pytest.mark.parametrize("text", ["total sales by month", "average sales by region"])
def test_of_several_amounts_none_is_guessed_and_no_rows_are_counted(text):
    schema = Schema(
        name="jobs.csv", n_rows=100,
        columns=(
            _dates("date", "2023-01-01", "2023-12-31", 90), _words("region", "N", "S"),
            _number("parts cost", 1.0, 90.0), _number("labour cost", 1.0, 90.0),
        ),
    )  # fmt: skip
    assert not isinstance(read(text, schema), Understood)


@pytest.mark.parametrize(
    "text",
    [
        "How many owners have insured animals? Count every owner once.",
        "how many owners came in (counting each owner only once)",
    ],
)
def test_counted_once_counts_different_ones(text):
    assert "unique" in str(steps_of(text, VET))


@pytest.mark.parametrize("word", ["yet", "already", "still", "ever", "of course"])
def test_a_light_word_is_said_and_does_not_block(word):
    text = f"how many visits were insured {word}"
    reading = read(text, VET)
    assert isinstance(reading, Understood)
    assert steps_of(text, VET) == steps_of("how many visits were insured", VET)


def test_lines_that_are_counted_are_no_chart():
    reading = read("how many lines have a fee above 100", VET)
    if isinstance(reading, Understood):
        assert "chart" not in reading.task.steps[-1].operation


STAY = Schema(
    name="stays.csv", n_rows=200,
    columns=(
        _key("stay_no", 200), _dates("arrived", "2023-01-01", "2024-12-31", 180),
        _words("home_country", "NLD", "DEU", "GBR", "DNK", "AUT"),
        _words("Age band", "18-29", "30-49", "50-64", "65+"),
        _words("Regular since", "Less than 1 year", "1-4 years", "5 years or more"),
        _number("nights", 1, 14, 14), _number("rate_per_night_eur", 40.0, 260.0),
        Column(name="voucher code", kind="category", n_unique=3, n_missing=120,
               levels=(("SUN", 30), ("SEA", 30), ("ICE", 20))),
        _flag("repeat_guest", 1, 0),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("the dutch", "NLD"), ("germans", "DEU"), ("the brits", "GBR"),
        ("danes", "DNK"), ("people from Austria", "AUT"), ("the netherlands", "NLD"),
    ],
)  # fmt: skip
def test_codes_of_countries_are_said_by_names_and_people(said, code):
    assert f"'value': '{code}'" in str(steps_of(f"average nights for {said}", STAY))


def test_two_letters_of_departments_are_no_countries():
    schema = Schema(
        name="staff.csv", n_rows=90,
        columns=(_words("unit", "IT", "HR", "QA"), _number("age", 18, 65, 40)),
    )  # fmt: skip
    assert not isinstance(read("average age of croatians", schema), Understood)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("how many stays of people aged 50 or over", ["50-64", "65+"]),
        ("how many people are under 30", ["18-29"]),
        ("how many people are 65 or older", ["65+"]),
    ],
)
def test_ages_in_bands_are_limited_by_their_ends(text, levels):
    assert str(levels) in str(steps_of(text, STAY))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("five years or longer", "5 years or more"),
        ("5 years and more", "5 years or more"),
        ("less than a year", "Less than 1 year"),
        ("under one year", "Less than 1 year"),
    ],
)
def test_an_answer_is_said_by_other_words_for_its_end(said, value):
    assert value in str(steps_of(f"average nights of those here {said}", STAY))


@pytest.mark.parametrize(
    "text",
    [
        "how many stays with a voucher code",
        "how many stays had a voucher code",
        "how many stays used a voucher code",
        "what share of the stays used a voucher",
    ],
)
def test_a_value_that_not_every_row_has_is_a_condition(text):
    assert "not_missing" in str(steps_of(text, STAY))


@pytest.mark.parametrize(
    "text",
    [
        "price per night by age band",
        "what does a night cost by age band",
        "who pays more a night, the dutch or the danes",
        "cheapest country per night",
    ],
)
def test_what_a_night_costs_is_no_number_of_nights(text):
    reading = read(text, STAY)
    if isinstance(reading, Understood):
        assert "rate_per_night_eur" in str(reading.task.steps[-1].params)


def test_guests_are_no_flag_of_some_of_them():
    reading = read("how many guests came from Denmark", STAY)
    assert "repeat_guest" not in str(getattr(reading, "task", ""))


@pytest.mark.parametrize(
    "text",
    [
        "are there rows that are exactly the same?",
        "how many rows are exact duplicates of another one?",
        "I may have typed things in twice. Are there any identical rows?",
    ],
)
def test_rows_that_are_the_same_are_duplicates(text):
    reading = read(text, STAY)
    assert isinstance(reading, Understood)
    assert reading.task.steps[-1].operation == "duplicate_rows"


@pytest.mark.parametrize(
    ("limit", "column", "denied"),
    [
        ("Ignore everything that was from Denmark.", "home_country", True),
        ("We don't count the danes.", "home_country", True),
        ("Leave out the danes.", "home_country", True),
        ("We only look at the danes.", "home_country", False),
        ("We are only interested in the danes.", "home_country", False),
    ],
)
def test_a_sentence_that_limits_becomes_a_condition(limit, column, denied):
    for text in (
        f"{limit} total nights by age band",
        f"total nights by age band? {limit}",
    ):
        reading = read(text, STAY)
        if not isinstance(reading, Understood):
            continue
        where = str(
            [s.params for s in reading.task.steps if s.operation == "filter_rows"]
        )
        assert column in where, reading.task
        assert ("!=" in where or "not" in where) == denied


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("total nights over the two years", "total nights"),
        ("total nights over both years", "total nights"),
        ("total nights in each of the two years", "total nights by year"),
        (
            "total nights by age band, both years taken together",
            "total nights by age band",
        ),
    ],
)
def test_the_span_of_all_years_limits_nothing(text, plain):
    assert steps_of(text, STAY) == steps_of(plain, STAY)


@pytest.mark.parametrize(
    "text",
    ["total nights over the three years", "total nights in each of the five years"],
)
def test_another_number_of_years_is_not_passed_over(text):
    assert not isinstance(read(text, STAY), Understood)
