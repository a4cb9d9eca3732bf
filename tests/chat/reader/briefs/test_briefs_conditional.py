"""Columns and names that depend on a condition, and terms that a message defines."""

from __future__ import annotations

import pytest

from analysis.base.task import Step
from chat.linking.outcomes import Question, Understood
from chat.reader.briefs.defining import clauses_in
from chat.reader.briefs.verdicts import verdicts_in
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of
from tests.chat.reader.briefs.brief_tables import TABLES


def _steps(table: str, text: str) -> list[Step]:
    reading = read_message(text, schema_of(TABLES[table], table))
    assert isinstance(reading, Understood), reading
    return list(reading.task.steps)


@pytest.mark.parametrize(
    ("said", "formula"),
    [
        (
            'Create a column "late" which is 1 if days_kept is greater than 28 and 0 otherwise',
            "where(days_kept > 28, 1, 0)",
        ),
        (
            'Create a column "late" that equals "yes" when days_kept exceeds 28 and "no" otherwise',
            'where(days_kept > 28, "yes", "no")',
        ),
        ('Add a feature "late": 1 if days_kept > 28, otherwise 0', "where(days_kept > 28, 1, 0)"),
    ],
)  # fmt: skip
def test_a_column_of_two_values_is_made_by_its_condition(said, formula):
    steps = _steps(
        "library", f"{said}. What is the average of pages for each value of late?"
    )
    assert steps[0].params == {"name": "late", "expression": formula}
    assert "late" in repr(steps[1].params)


def test_the_share_of_rows_with_a_flag_counts_rows():
    text = (
        'Create a new column "overdue" which is 1 if days_kept is greater than 28 and 0 '
        "otherwise. What proportion of the loans are overdue in each branch?"
    )
    (measure,) = _steps("library", text)[-1].params["measures"]
    assert measure["statistic"] == "rate"
    assert measure["where"] == {"column": "overdue", "op": "==", "value": 1}


@pytest.mark.parametrize(
    "said",
    [
        "For any loan with renewals of zero, their ratio should be defined as zero to avoid "
        "division by zero",
        "If renewals is 0, the ratio should be set to 0",
        "Set it to 0 where renewals is zero",
    ],
)
def test_an_exception_belongs_to_the_formula_before_it(said):
    text = f"Compute pages_each as pages / renewals. {said}. What is the mean of pages_each?"
    assert _steps("library", text)[0].params == {
        "name": "pages_each",
        "expression": "where(renewals == 0, 0, pages / renewals)",
    }


@pytest.mark.parametrize(
    ("text", "name", "formula"),
    [
        (
            "Calculate the average pace. The pace is defined as Finish Time divided by 42.195.",
            "pace",
            "`Finish Time` / 42.195",
        ),
        (
            "What is the mean running pace by country? Running pace is defined as Finish Time "
            "divided by 42.195.",
            "Running pace",
            "`Finish Time` / 42.195",
        ),
    ],
)
def test_a_term_is_what_the_message_says_it_is(text, name, formula):
    steps = _steps("marathon", text)
    assert steps[0].params == {"name": name, "expression": formula}
    assert name in repr(steps[-1].params)


def test_a_noun_for_money_that_is_defined_takes_no_other_column():
    text = "Revenue is days_kept times fine_eur. What is the total revenue by branch?"
    steps = _steps("library", text)
    assert steps[0].params == {"name": "Revenue", "expression": "days_kept * fine_eur"}
    assert steps[1].params["measures"] == [{"statistic": "sum", "of": "Revenue"}]


@pytest.mark.parametrize(
    "text",
    [
        'If the absolute value of the correlation is above 0.7, report "strong"; if between '
        '0.3 and 0.7, report "moderate"; otherwise report "weak".',
        "Consider the correlation strong if |r| > 0.7, moderate if it is between 0.3 and 0.7 "
        "and weak otherwise.",
    ],
)
def test_bands_of_a_verdict_go_on_with_its_figure(text):
    rules = verdicts_in(clauses_in(text)).rules
    assert [
        (rule.label, [(c.figure, c.op, c.value) for c in rule.conditions])
        for rule in rules
    ] == [
        ("strong", [("abs_r", ">", 0.7)]),
        ("moderate", [("abs_r", ">=", 0.3), ("abs_r", "<=", 0.7)]),
        ("weak", []),
    ]


def test_a_band_of_a_verdict_limits_no_rows():
    text = (
        "Fill missing values of Training Km with its mean. Calculate the Pearson correlation "
        'between Training Km and Finish Time. If |r| is above 0.7, report "strong"; if '
        'between 0.3 and 0.7, report "moderate"; otherwise report "weak".'
    )
    operations = [one.operation for one in _steps("marathon", text)]
    assert operations == ["fill_missing", "correlation"]


def test_gaps_are_filled_where_there_are_any():
    text = (
        "Are there any missing values in heating? If so, replace them with the median. Then "
        "compute the mean of heating."
    )
    steps = _steps("flats", text)
    assert steps[1].operation == "fill_missing"
    assert steps[1].params == {"columns": ["heating"], "strategy": "median"}


def test_the_median_of_the_respective_group_is_that_of_the_group():
    text = (
        "Impute the missing values in trunk_cm using the median of the respective variety. "
        "Then compute the mean of trunk_cm."
    )
    assert _steps("orchard", text)[0].params["group_by"] == ["variety"]


def test_a_scaled_column_that_is_only_named_is_not_scaled_again():
    text = (
        "Normalize the area column with min-max scaling. Create a scatter plot of the "
        "normalized area and rent."
    )
    assert [one.operation for one in _steps("flats", text)] == [
        "scale_columns",
        "scatter_plot",
    ]


def test_a_whole_reading_does_not_leave_out_what_a_clause_compares():
    text = (
        "Select the runners with a Training Km above the median. Compare their Finish Time "
        "with the others' using a Mann-Whitney test."
    )
    reading = read_message(text, schema_of(TABLES["marathon"], "marathon"))
    assert isinstance(reading, Question)


@pytest.mark.parametrize(
    ("text", "shared", "group"),
    [
        (
            "What is the distribution of sleep_hours among the female smokers? Is it "
            "significantly different from that among the male smokers?",
            {"column": "smoker", "op": "==", "value": 1},
            "sex",
        ),
        (
            "What is the distribution of weight_kg among the women of the placebo group? Does "
            "it differ from that of the men of the placebo group?",
            {"column": "group", "op": "==", "value": "placebo"},
            "sex",
        ),
    ],
)
def test_rows_that_differ_in_one_value_are_set_against_each_other(text, shared, group):
    rows, drawn, test = _steps("sleepers", text)
    assert rows.params == {"where": shared}
    assert drawn.params["group_by"] == group
    assert test.operation == "two_sample_ks"
    assert test.params["group"] == group


def test_rows_behind_a_relation_are_those_of_a_mean():
    text = (
        "Is there a linear relationship between Half Time and Finish Time among male runners "
        "from Kenya or Peru? Report r and the p-value."
    )
    rows, relation = _steps("marathon", text)
    assert rows.params["where"]["all"] == [
        {"column": "Sex", "op": "==", "value": "male"},
        {"column": "Country", "op": "in", "value": ["Kenya", "Peru"]},
    ]
    assert relation.params["columns"] == ["Half Time", "Finish Time"]
