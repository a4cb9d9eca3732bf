"""Calculations against a second implementation, and laws that all of them keep."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.base.errors import DataError
from analysis.operations import operations
from tests.analysis.calculations_by_hand import (
    ALWAYS,
    STATISTICS,
    WINDOWS,
    Row,
    grouped,
    measured,
    months_between,
)

CALCULATE = operations()["calculate"]
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "region": st.sampled_from(["East", "North", "West", None]),
            "kind": st.sampled_from(["a", "b"]),
            "x": st.one_of(st.none(), st.integers(-50, 50)),
            "day": st.dates(date(2023, 11, 1), date(2024, 6, 30)),
        }
    ),
    min_size=1,
    max_size=25,
)
FEW = settings(max_examples=25, deadline=None)


def table_of(rows: list[Row]) -> pd.DataFrame:
    table = pd.DataFrame(rows)
    return table.assign(
        region=table["region"]
        .astype("str")
        .where(table["region"].notna())
        .astype("str"),
        x=table["x"].astype("float64"),
        day=pd.to_datetime(table["day"]),
    )


def calculated(rows: list[Row], **params: Any) -> dict[str, Any]:
    found: dict[str, Any] = CALCULATE.carried_out(table_of(rows), params)
    return found


def values_of(found: dict[str, Any]) -> dict[tuple[Any, ...], Any]:
    return {tuple(row["keys"]): row["values"][0] for row in found["rows"]}


def has_region(rows: list[Row]) -> bool:
    return any(row["region"] for row in rows)


@pytest.mark.parametrize("statistic", [*STATISTICS, *ALWAYS, "missing"])
@FEW
@given(ROWS)
def test_each_statistic_of_groups_is_what_plain_python_gives(statistic, rows):
    if not has_region(rows):
        return
    measure = {"statistic": statistic, "of": "x"}
    measure |= {"q": 90} if statistic == "percentile" else {}

    found = calculated(rows, measures=[measure], by=[{"column": "region"}])

    expected = {
        (region,): measured(group, statistic, "x")
        for region, group in grouped(rows, lambda row: row["region"]).items()
    }
    assert values_of(found) == pytest.approx(expected, nan_ok=False)
    assert found["n_no_group"] == sum(row["region"] is None for row in rows)


@pytest.mark.parametrize("statistic", [*STATISTICS, *ALWAYS, "missing"])
@FEW
@given(ROWS)
def test_each_statistic_of_all_rows_is_what_plain_python_gives(statistic, rows):
    measure = {"statistic": statistic, "of": "x"}
    measure |= {"q": 90} if statistic == "percentile" else {}

    found = calculated(rows, measures=[measure])

    assert values_of(found) == pytest.approx({(): measured(rows, statistic, "x")})
    assert found["n_missing"] == (
        0 if statistic == "missing" else measured(rows, "missing", "x")
    )


@FEW
@given(ROWS)
def test_months_without_rows_count_as_zero_and_have_no_mean(rows):
    measures = [{"statistic": "count"}, {"statistic": "mean", "of": "x"}]

    found = calculated(
        rows, measures=measures, by=[{"column": "day", "grain": "month"}]
    )

    days = [row["day"] for row in rows]
    groups = grouped(rows, lambda row: f"{row['day']:%Y-%m}")
    labels = months_between(min(days), max(days))
    assert [row["keys"] for row in found["rows"]] == [[label] for label in labels]
    for row in found["rows"]:
        group = groups.get(row["keys"][0], [])
        assert row["values"] == [
            len(group),
            pytest.approx(measured(group, "mean", "x")),
        ]
    assert found["n_empty"] == len(labels) - len(groups)


@FEW
@given(ROWS)
def test_the_parts_of_a_sum_make_the_whole_and_shares_make_one(rows):
    if not has_region(rows):
        return
    measure = {"statistic": "count", "share": "total"}

    found = calculated(rows, measures=[measure], by=[{"column": "region"}])

    assert sum(values_of(found).values()) == pytest.approx(1)
    assert sum(row["values"][1] for row in found["rows"]) == found["total"]
    assert found["total"] == sum(row["region"] is not None for row in rows)


@pytest.mark.parametrize(("share", "key"), [("row", 0), ("column", 1), ([1], 1)])
@FEW
@given(rows=ROWS)
def test_shares_of_rows_and_columns_make_one_in_each(share, key, rows):
    if not has_region(rows):
        return
    measure = {"statistic": "count", "share": share}

    found = calculated(
        rows, measures=[measure], by=[{"column": "region"}, {"column": "kind"}]
    )

    sums: dict[Any, float] = {}
    for keys, value in values_of(found).items():
        sums[keys[key]] = sums.get(keys[key], 0.0) + value
    assert all(total == pytest.approx(1) for total in sums.values())


@FEW
@given(ROWS)
def test_a_running_total_ends_at_the_total_in_every_group(rows):
    if not has_region(rows):
        return
    by = [{"column": "day", "grain": "month"}, {"column": "region"}]

    found = calculated(
        rows, measures=[{"statistic": "count"}], by=by, window={"kind": "running"}
    )

    last = {row["keys"][1]: row["values"][0] for row in found["rows"]}
    assert last == {
        region: len(group)
        for region, group in grouped(rows, lambda row: row["region"]).items()
    }


@FEW
@given(ROWS)
def test_changes_add_up_to_the_last_value(rows):
    by = [{"column": "day", "grain": "month"}]

    found = calculated(
        rows, measures=[{"statistic": "count"}], by=by, window={"kind": "change"}
    )

    changes = [row["values"][0] for row in found["rows"]]
    counts = [row["values"][1] for row in found["rows"]]
    assert changes[0] is None
    assert counts[0] + sum(changes[1:]) == counts[-1]


FORMS: dict[str, dict[str, Any]] = {
    "sum by region": {
        "measures": [{"statistic": "sum", "of": "x"}], "by": [{"column": "region"}]},
    "median by month": {
        "measures": [{"statistic": "median", "of": "x"}],
        "by": [{"column": "day", "grain": "month"}]},
    "most frequent": {
        "measures": [{"statistic": "mode", "of": "x"}], "by": [{"column": "kind"}]},
    "rate": {
        "measures": [{"statistic": "rate",
                      "where": {"column": "x", "op": ">", "value": 0}}],
        "by": [{"column": "kind"}]},
    "ratio": {
        "measures": [{"statistic": "sum", "of": "x", "over": {"statistic": "count"}}],
        "by": [{"column": "kind"}]},
    "growth": {
        "measures": [{"statistic": "count"}],
        "by": [{"column": "day", "grain": "week"}], "window": {"kind": "growth"}},
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@FEW
@given(rows=ROWS, seed=st.integers(0, 999))
def test_the_order_of_the_rows_changes_nothing(form, rows, seed):
    if not has_region(rows):
        return
    data = table_of(rows)

    one = CALCULATE.carried_out(data, FORMS[form])
    other = CALCULATE.carried_out(data.sample(frac=1, random_state=seed), FORMS[form])

    assert [row["keys"] for row in other["rows"]] == [
        row["keys"] for row in one["rows"]
    ]
    for row, twin in zip(one["rows"], other["rows"], strict=True):
        assert twin["values"] == pytest.approx(row["values"])


@FEW
@given(ROWS)
def test_the_groups_that_reach_a_share_are_as_few_as_can_be(rows):
    if not has_region(rows):
        return

    found = calculated(
        rows,
        measures=[{"statistic": "count"}],
        by=[{"column": "region"}],
        reach={"share": 0.6},
    )

    sizes = sorted(
        map(len, grouped(rows, lambda row: row["region"]).values()), reverse=True
    )
    needed = next(n for n in range(1, 9) if sum(sizes[:n]) >= 0.6 * sum(sizes) - 1e-9)
    assert len(found["rows"]) == needed


@FEW
@given(ROWS, st.integers(1, 3))
def test_the_first_rows_of_each_group_are_its_largest(rows, limit):
    top = {
        "columns": ["region", "x"],
        "sort": "x",
        "limit": limit,
        "within": ["region"],
    }

    found = CALCULATE.carried_out(table_of(rows), {"rows": top})

    known = [row for row in rows if row["region"] and row["x"] is not None]
    expected = [
        [region, float(value)]
        for region, group in grouped(known, lambda row: row["region"]).items()
        for value in sorted((row["x"] for row in group), reverse=True)[:limit]
    ]
    assert [row["values"] for row in found["rows"]] == expected


@FEW
@given(ROWS)
def test_a_count_over_groups_counts_those_that_are_left(rows):
    if not has_region(rows):
        return
    count = {"statistic": "count"}

    found = calculated(
        rows,
        measures=[count],
        by=[{"column": "region"}],
        having=[{"measure": count, "op": ">", "value": 2}],
        over_groups={"statistic": "count"},
    )

    sizes = map(len, grouped(rows, lambda row: row["region"]).values())
    assert values_of(found) == {(): sum(size > 2 for size in sizes)}


def test_no_rows_with_a_group_are_refused():
    with pytest.raises(DataError, match="No row has a value of “region”"):
        calculated(
            [{"region": None, "kind": "a", "x": 1, "day": date(2024, 1, 1)}],
            measures=[{"statistic": "sum", "of": "x"}],
            by=[{"column": "region"}],
        )


@pytest.mark.parametrize("kind", WINDOWS)
@FEW
@given(rows=ROWS)
def test_windows_go_along_the_months_of_each_region(kind, rows):
    if not has_region(rows):
        return
    known = [row for row in rows if row["region"]]
    days = [row["day"] for row in known]
    window = {"kind": kind, **({"restart": [1]} if kind == "rank" else {})}

    found = calculated(
        rows,
        measures=[{"statistic": "count"}],
        by=[{"column": "day", "grain": "month"}, {"column": "region"}],
        window=window,
    )

    labels = months_between(min(days), max(days))
    expected = {}
    for region, group in grouped(known, lambda row: row["region"]).items():
        counts = [
            sum(f"{row['day']:%Y-%m}" == label for row in group) for label in labels
        ]
        for label, value in zip(labels, WINDOWS[kind](counts), strict=True):
            expected[(label, region)] = value
    assert values_of(found) == pytest.approx(expected)


@FEW
@given(ROWS)
def test_a_year_to_date_begins_anew_each_january(rows):
    by = [{"column": "day", "grain": "month"}]

    found = calculated(
        rows, measures=[{"statistic": "count"}], by=by, window={"kind": "to_date"}
    )

    for row in found["rows"]:
        (label,) = row["keys"]
        labels = [f"{label[:4]}-{month:02}" for month in range(1, int(label[5:]) + 1)]
        counted = sum(f"{each['day']:%Y-%m}" in labels for each in rows)
        assert row["values"][0] == counted
