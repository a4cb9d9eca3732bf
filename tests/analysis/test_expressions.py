"""Formulas: what they mean in pandas, and that nothing else gets through."""

import ast
import math
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.base.errors import TaskError
from analysis.formulas.expression_functions import FUNCTIONS
from analysis.formulas.expressions import (
    check_expression,
    expression_code,
    expression_columns,
)
from tests.analysis.tables import schema_of

DATA = pd.DataFrame(
    {
        "a": [1, 2, 0],
        "b": [1.5, np.nan, -2.0],
        "class": pd.Series(["Deck 1,200.5", "3", None], dtype="str"),
        "day": pd.to_datetime(["2020-01-02", None, "2021-03-04"]),
        "unit price": [1, 2, 3],
        "back`tick": [7, 8, 9],
        "ﬁ": [1, 1, 1],
        "größe": [4, 5, 6],
        "flag": [True, False, True],
    }
)
nan = math.nan


def values(expression):
    """The formula's values, missing ones as None."""
    column = eval(expression_code(expression), {"data": DATA, "np": np, "pd": pd})
    return [None if pd.isna(value) else value for value in column.tolist()]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a + b * 2", [4.0, None, -4.0]),
        ("(a + b) * 2", [5.0, None, -4.0]),
        ("a - (b - a)", [0.5, None, 2.0]),
        ("-a ** 2", [-1, -4, 0]),
        ("a ** -1", [1.0, 0.5, math.inf]),
        ("1 / 2 * a", [0.5, 1.0, 0.0]),
        ("1 / 0", [math.inf] * 3),
        ("a // 2", [0, 1, 0]),
        ("a % 2", [1, 0, 0]),
        ("log(a)", [0.0, math.log(2), None]),
        ("log10(a * 50)", [math.log10(50), 2.0, None]),
        ("sqrt(b)", [math.sqrt(1.5), None, None]),
        ("exp(a * 1000)", [None, None, 1.0]),
        ("abs(b)", [1.5, None, 2.0]),
        ("round(b / 7, 2)", [0.21, None, -0.29]),
        ("floor(b)", [1.0, None, -2.0]),
        ("year(day)", [2020, None, 2021]),
        ("month(day) + day(day)", [3, None, 7]),
        ("weekday(day)", ["Thursday", None, "Thursday"]),
        ("quarter(day)", [1, None, 1]),
        ("days(day - day)", [0.0, None, 0.0]),
        ("day > '2020-06-01'", [False, False, True]),
        ("number(class)", [1200.5, 3.0, None]),
        ("upper(class)", ["DECK 1,200.5", "3", None]),
        ("length(class)", [12, 1, None]),
        ("class + '!'", ["Deck 1,200.5!", "3!", None]),
        ("missing(class)", [False, False, True]),
        ("where(a < 1, 'low', 'high')", ["high", "high", "low"]),
        ("where(flag, a, b)", [1, None, 0]),
        ("a > 0 and not flag", [False, True, False]),
        ("a == 0 or b > 1", [True, False, True]),
        ("0 < a < 2", [True, False, False]),
        ("mean(a)", [1.0, 1.0, 1.0]),
        ("a - mean(a)", [0.0, 1.0, -1.0]),
        ("a / sum(a)", [1 / 3, 2 / 3, 0.0]),
        ("mean(a, `unit price`)", [1.0, 2.0, 1.5]),
        ("max(a, b)", [1.5, 2.0, 0.0]),
        ("minmax(a)", [0.5, 1.0, 0.0]),
        ("zscore(a)", [0.0, math.sqrt(1.5), -math.sqrt(1.5)]),
        ("rank(a)", [2.0, 3.0, 1.0]),
        ("cumsum(a)", [1, 3, 3]),
        ("diff(a)", [None, 1, -2]),
        ("pct_change(`unit price`)", [None, 1.0, 0.5]),
        ("lag(a, 2)", [None, None, 1]),
        ("`back``tick` + größe + ﬁ", [12, 14, 16]),
        ("flag", [True, False, True]),
        ("5", [5, 5, 5]),
        ("'text'", ["text"] * 3),
    ],
)
def test_a_formula_has_the_values_it_says(expression, expected):
    check_expression(expression, schema_of(DATA))

    assert values(expression) == pytest.approx(expected)


def test_a_formula_is_written_as_people_write_pandas():
    assert expression_code("log(a + 1) / std(b)") == (
        'np.log((data["a"] + 1).where(lambda x: x > 0)) / data["b"].std()'
    )
    assert expression_columns("log(a + 1) / std(`unit price`)") == {"a", "unit price"}


@pytest.mark.parametrize(
    "expression",
    [
        " + ".join(["a"] * 95),
        "a" + " * (b + a)" * 45,
        "where(a > 0, " * 40 + "a" + ", b)" * 40,
        "-" * 60 + "a",
        "(" * 60 + "a" + " > 0)" + " == (a > 0))" * 59,
    ],
)  # fmt: skip
def test_a_long_formula_is_looked_at_once_and_not_twice_at_each_step(expression):
    """A total of many answers, for example; 2^95 looks would never end."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event == "call" and frame.f_code.co_name == "_sort"
        assert calls < 10_000

    sys.setprofile(count)
    try:
        check_expression(expression, schema_of(DATA))
    finally:
        sys.setprofile(None)
    assert calls


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("", "The formula is empty."),
        ("a +", "The formula “a +” is not understood at character 3."),
        ("a + * b", "The formula “a + * b” is not understood at character 5."),
        ("a[0]", "The formula “a[0]” is not understood at character 2."),
        ("foo(a)", "There is no function “foo” for formulas."),
        ("log()", "The formula “log()” calls log with 0 values at character 1."),
        ("round(a, b)",
         "The formula “round(a, b)” gives round no small whole number at character 10."),
    ],
)  # fmt: skip
def test_a_bad_formula_is_told_where_it_goes_wrong(expression, message):
    with pytest.raises(TaskError) as caught:
        expression_code(expression)

    assert caught.value.message == message


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("a + agee", "There is no column “agee” for the formula “a + agee”."),
        ("class * 2", "The formula “class * 2” has a text where it needs a number "
                      "at character 1."),
        ("year(a)", "The formula “year(a)” has a number where it needs a date "
                    "at character 6."),
        ("a > 'x'", "The formula “a > 'x'” has a text where it needs a number "
                    "at character 5."),
        ("a and flag", "The formula “a and flag” has a number where it needs a boolean "
                       "at character 1."),
        ("day + day", "The formula “day + day” has a date where it needs a number "
                      "at character 1."),
        ("flag - flag", "The formula “flag - flag” does arithmetic with two yes/no "
                        "columns at character 1."),
    ],
)  # fmt: skip
def test_kinds_that_do_not_go_together_are_named(expression, message):
    with pytest.raises(TaskError) as caught:
        check_expression(expression, schema_of(DATA))

    assert caught.value.message == message


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os').system('x')",
        "a.values",
        "(lambda: 1)()",
        "[x for x in a]",
        "a if b else a",
        "a; b",
        "x := 3",
        "f'{a}'",
        "mean(axis=1)",
        "mean(*a)",
        "'a' 'b' * 10 ** 9 @ a",
        "9 ** 9 ** 9 ** 9",
        "(" * 500,
        "-" * 1000 + "a",
        "1" * 400,
        "not" * 300,
        "a" * 3000,
        "`",
        "'",
    ],
)
def test_whatever_is_no_formula_is_refused_or_harmless(expression):
    try:
        code = expression_code(expression)
    except TaskError:
        return
    assert code.count("data[") + code.count("pd.Series") > 0
    _only_pandas(code)


@given(st.text(alphabet="ab1.,()+-*/<>=! '`\"not andrwhelgmx_%\\{}\n", max_size=30))
def test_any_text_is_a_formula_or_an_error_for_people(text):
    try:
        code = expression_code(text)
    except TaskError:
        return
    _only_pandas(code)


@pytest.mark.parametrize("text", ["`a`1", "1`a`", "`a``b`c", "`a`_0"])
def test_a_quoted_name_does_not_run_into_its_neighbour(text):
    with pytest.raises(TaskError):
        expression_code(text)


@given(st.text(min_size=1).filter(str.strip))
def test_any_name_can_be_quoted(name):
    quoted = "`" + name.replace("`", "``") + "`"

    assert expression_columns(f"{quoted} + 1") == {name}
    assert eval(expression_code(quoted), {"data": {name: "the column"}}) == "the column"


def _only_pandas(code):
    """The code names nothing but the table, the libraries and its own lambdas."""
    tree = ast.parse(code, mode="eval")
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert names <= {"data", "np", "pd", "x"}
    attributes = {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
    assert not any(attribute.startswith("_") for attribute in attributes)


@pytest.mark.parametrize("name", list(FUNCTIONS))
def test_each_function_says_what_it_does(name):
    assert FUNCTIONS[name].meaning
    assert FUNCTIONS[name].least >= 1
