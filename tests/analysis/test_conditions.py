"""Row conditions: pandas code and words of the same meaning."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.base.errors import TaskError
from analysis.formulas.conditions import (
    check_where,
    where_code,
    where_columns,
    where_words,
)
from analysis.statistics.selection import rows_where
from tests.analysis.tables import schema_of

DATA = pd.DataFrame(
    {
        "age": [10.0, 40.0, None, 41.0, 65.0],
        "sex": pd.Series(["female", "male", "female", None, "male"], dtype="str"),
        "alone": pd.Series([True, False, None, True, False], dtype="boolean"),
        "born": pd.to_datetime(["1990-05-01", "2001-01-01", None, "2020-02-29", "1999"],
                               format="mixed"),
        'odd "name"\n': [1, 2, 3, 4, 5],
    }
)  # fmt: skip


def kept(where):
    """Places of the rows that the condition's code keeps."""
    selected = eval(where_code(where), {"data": DATA, "pd": pd})
    return DATA[selected].index.tolist()


def leaf(column, op, value=None):
    return {"column": column, "op": op, "value": value}


LEAVES = [
    (leaf("age", ">", 40), [3, 4], 'data["age"] > 40', "age > 40"),
    (leaf("age", "<=", 40), [0, 1], 'data["age"] <= 40', "age ≤ 40"),
    (leaf("age", "!=", 40), [0, 2, 3, 4], 'data["age"] != 40', "age is not 40"),
    (leaf("age", "between", [10, 41]), [0, 1, 3], 'data["age"].between(10, 41)',
     "age from 10 to 41"),
    (leaf("age", "in", [10, 65]), [0, 4], 'data["age"].isin([10, 65])',
     "age one of 10, 65"),
    (leaf("age", "is_missing"), [2], 'data["age"].isna()', "age is missing"),
    (leaf("age", "not_missing"), [0, 1, 3, 4], 'data["age"].notna()',
     "age is not missing"),
    # The mean of 10, 40, 41 and 65 is 39, their median 40.5.
    (leaf("age", ">", {"statistic": "mean"}), [1, 3, 4],
     'data["age"] > data["age"].mean()', "age > its average"),
    (leaf("age", "<=", {"statistic": "median"}), [0, 1],
     'data["age"] <= data["age"].median()', "age ≤ its median"),
    (leaf("sex", "==", "female"), [0, 2], 'data["sex"] == "female"', "sex = female"),
    (leaf("sex", "contains", "MALE"), [0, 1, 2, 4],
     'data["sex"].astype("str").str.contains("MALE", case=False, regex=False, na=False)',
     "sex contains MALE"),
    (leaf("sex", "starts_with", "f"), [0, 2],
     'data["sex"].astype("str").str.startswith("f", na=False)', "sex starts with f"),
    (leaf("sex", "not_in", ["male"]), [0, 2, 3], '~data["sex"].isin(["male"])',
     "sex none of male"),
    (leaf("alone", "==", True), [0, 3], 'data["alone"] == True', "alone = True"),
    (leaf("born", ">=", "2000-01-01"), [1, 3],
     'data["born"] >= pd.Timestamp("2000-01-01")', "born ≥ 2000-01-01"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "places", "code", "words"), LEAVES)
def test_a_comparison_keeps_its_rows(where, places, code, words):
    assert where_code(where) == code
    assert where_words(where) == words
    assert kept(where) == places


@pytest.mark.parametrize("where", [row[0] for row in LEAVES])
def test_a_negated_comparison_never_keeps_missing_values_of_a_range(where):
    both = set(kept(where)) & set(kept({"not": where}))

    assert both == set()
    assert kept({"not": {"not": where}}) == kept(where)
    if where["op"] in ("<", "<=", ">", ">=", "between"):
        assert DATA[where["column"]].notna()[kept({"not": where})].all()


def test_trees_are_written_with_the_brackets_they_need():
    tree = {
        "all": [
            {"any": [leaf("age", ">", 40), leaf("age", "is_missing")]},
            {"not": {"any": [leaf("sex", "==", "male"), leaf("alone", "==", True)]}},
        ]
    }

    assert where_code(tree) == (
        '((data["age"] > 40) | data["age"].isna())'
        ' & ((data["sex"] != "male") & (data["alone"] != True))'
    )
    assert where_words(tree) == (
        "(age > 40 or age is missing) and (sex is not male and alone is not True)"
    )
    assert where_columns(tree) == {"age", "sex", "alone"}
    assert kept(tree) == []


@pytest.mark.parametrize(
    ("column", "op", "value", "places"),
    [
        ("said", "==", "2023-02-28", [0, 3]),
        ("said", "!=", "2023-02-28", [1, 2, 4]),
        ("said", "in", ["2023-02-28", "2023-02-30"], [0, 1, 3]),
        ("said", "not_in", ["2023-02-28", "2023-02-30"], [2, 4]),
        ("day", "==", "2023-02-28", [0, 3]),
        ("day", "!=", "2023-02-28", [1, 2, 4]),
        ("day", "in", ["2023-02-28", "2023-03-01"], [0, 1, 3]),
        ("day", "not_in", ["2023-02-28", "2023-03-01"], [2, 4]),
    ],
)
def test_the_text_of_a_day_is_compared_as_the_column_holds_it(
    column, op, value, places
):
    said = ["2023-02-28", "2023-02-30", "none", "2023-02-28", None]
    day = ["2023-02-28", "2023-03-01", "2024-01-01", "2023-02-28", None]
    data = pd.DataFrame(
        {"said": pd.Series(said, dtype="str"), "day": pd.to_datetime(pd.Series(day))}
    )
    where = leaf(column, op, value)
    kept = data[eval(where_code(where), {"data": data, "pd": pd})]
    left = data[eval(where_code({"not": where}), {"data": data, "pd": pd})]

    assert kept.index.tolist() == places
    assert left.index.tolist() == [n for n in range(5) if n not in places]


@pytest.mark.parametrize("op", ["==", ">=", "<", "!="])
def test_days_that_do_not_exist_are_no_days_of_a_column_of_dates(op):
    check_where(leaf("born", op, "2020-02-29"), schema_of(DATA))
    with pytest.raises(TaskError, match="There is no 2021-02-29"):
        check_where(leaf("born", op, "2021-02-29"), schema_of(DATA))
    with pytest.raises(TaskError, match="There is no 2021-04-31"):
        both = leaf("born", "between", ["2021-04-01", "2021-04-31"])
        check_where(both, schema_of(DATA))


def test_a_name_with_quotes_and_a_newline_stays_a_name():
    assert kept(leaf('odd "name"\n', ">", 3)) == [3, 4]


@pytest.mark.parametrize(
    "where",
    [
        {},
        {"column": "age"},
        {"column": "age", "op": "like", "value": 1},
        {"column": 3, "op": "==", "value": 1},
        {"all": []},
        {"all": {"column": "age"}},
        {"any": ["age > 3"]},
        {"not": 1},
        {"all": [], "any": []},
        leaf("age", "between", [1]),
        leaf("age", "between", 3),
        leaf("age", ">", [3]),
        leaf("age", "==", None),
        leaf("age", "==", float("nan")),
        leaf("age", "in", "abc"),
        leaf("age", "==", {"evil": 1}),
    ],
)
def test_what_is_no_condition_is_refused(where):
    with pytest.raises(TaskError):
        where_code(where)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (leaf("agee", ">", 1), "There is no column “agee” to filter by."),
        (leaf("sex", ">", 3),
         "“sex” holds words and cannot be compared with 3 by “>”."),
        (leaf("age", "<", "old"),
         "“age” holds numbers and cannot be compared with old by “<”."),
        (leaf("born", ">", 2000),
         "“born” holds dates and cannot be compared with 2000 by “>”."),
        (leaf("born", "contains", "20"),
         "“born” holds dates and cannot be compared with 20 by “contains”."),
    ],
)  # fmt: skip
def test_a_comparison_that_does_not_fit_the_column_is_explained(where, message):
    with pytest.raises(TaskError) as caught:
        check_where(where, schema_of(DATA))

    assert caught.value.message == message


numbers = st.integers(-5, 80) | st.floats(-5, 80).map(lambda x: round(x, 2))
words = st.sampled_from(["female", "male", "x", "it's", 'a "b"', "\\", "{}"])
dates = st.dates().map(str)
leaves = st.one_of(
    st.builds(leaf, st.just("age"), st.sampled_from("== != < <= > >=".split()), numbers),
    st.builds(leaf, st.just("age"), st.sampled_from(["between", "not_between"]),
              st.lists(numbers, min_size=2, max_size=2)),
    st.builds(leaf, st.just("age"), st.sampled_from(["in", "not_in"]),
              st.lists(numbers, max_size=3)),
    st.builds(leaf, st.just("sex"),
              st.sampled_from("== != contains not_contains starts_with ends_with".split()),
              words),
    st.builds(leaf, st.sampled_from(["age", "sex", "alone", "born"]),
              st.sampled_from(["is_missing", "not_missing"])),
    st.builds(leaf, st.just("alone"), st.sampled_from(["==", "!="]), st.booleans()),
    st.builds(leaf, st.just("born"), st.sampled_from("== != < <= > >=".split()),
              st.dates(min_value=pd.Timestamp("1950-01-01").date(),
                       max_value=pd.Timestamp("2050-01-01").date()).map(str)),
)  # fmt: skip
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(
            lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)
        ),
        st.builds(
            lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)
        ),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)


@given(trees)
def test_code_and_evaluation_select_the_same_rows(where):
    check_where(where, schema_of(DATA))

    assert kept(where) == np.flatnonzero(rows_where(DATA, where)).tolist()


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(["all", "any", "not", "column", "op", "value", "x"]), inner),
))  # fmt: skip
def test_any_json_is_a_condition_or_an_error_for_people(where):
    try:
        code = where_code(where)
    except TaskError:
        return
    compile(code, "where", "eval")


@pytest.mark.parametrize(
    "where",
    [
        leaf("age", "in", {"statistic": "mean"}),
        leaf("age", ">", {"statistic": "mode"}),
        leaf("age", ">", {"statistic": "mean", "of": "born"}),
    ],
)
def test_other_figures_are_no_conditions(where):
    with pytest.raises(TaskError, match="is not a condition"):
        where_code(where)


def test_words_have_no_average():
    with pytest.raises(TaskError, match="which have no average"):
        check_where(leaf("sex", ">", {"statistic": "mean"}), schema_of(DATA))
