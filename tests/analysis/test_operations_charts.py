"""Charts: the numbers behind them, and specifications that are valid and small."""

from __future__ import annotations

import json
import math
from importlib.resources import files
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import pytest

from analysis.base.errors import DataError
from analysis.base.reply import Chart
from analysis.operations import operation_named
from analysis.references.small import CARS
from analysis.statistics.chart_groups import labels_of, lumped
from analysis.statistics.density_curve import density_curve

CHARTS = (
    "bar_chart", "box_plot", "density_plot", "heat_map", "line_chart", "pie_chart",
    "violin_plot",
)  # fmt: skip


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft7Validator:
    schema = files("altair") / "vegalite/v6/schema/vega-lite-schema.json"
    return jsonschema.Draft7Validator(json.loads(schema.read_text()))


@pytest.fixture
def passengers() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "class": ["First", "Third", "Third", "Second", None, "Third"],
            "sex": ["f", "m", "f", "m", "f", "m"],
            "fare": [80.0, 8.0, 10.0, 20.0, 50.0, None],
            "deck": [2, 1, 1, 3, 2, 1],
        }
    )


def run(name: str, data: pd.DataFrame, **params: Any) -> dict[str, Any]:
    function = operation_named(name).function
    assert function is not None
    result: dict[str, Any] = function(data, **params)
    return result


def drawn(name: str, data: pd.DataFrame, **params: Any) -> list[Chart]:
    operation = operation_named(name)
    assert operation.presenter is not None
    result = json.loads(json.dumps(run(name, data, **params), allow_nan=False))
    answer = operation.presenter(result, params)
    return [block for block in answer.blocks if isinstance(block, Chart)]


def n_marks(spec: dict[str, Any]) -> int:
    own = len(spec["data"]["values"])
    layers = spec.get("layer", [{}])
    return sum(
        len(layer["data"]["values"]) if "data" in layer else own for layer in layers
    )


def test_bars_count_the_rows_of_each_word_largest_first(passengers):
    result = run("bar_chart", passengers, category="class")

    assert result["bars"] == [
        {"category": "Third", "value": 3, "n": 3},
        {"category": "First", "value": 1, "n": 1},
        {"category": "Second", "value": 1, "n": 1},
    ]
    assert (result["n_obs"], result["n_missing"]) == (5, 1)


def test_bars_of_numbers_stand_in_their_order(passengers):
    result = run(
        "bar_chart", passengers, category="deck", value="fare", statistic="sum"
    )

    assert result["bars"] == [
        {"category": "1", "value": 18.0, "n": 2},
        {"category": "2", "value": 130.0, "n": 2},
        {"category": "3", "value": 20.0, "n": 1},
    ]


def test_bars_split_by_a_group(passengers):
    result = run("bar_chart", passengers, category="deck", value="fare", group_by="sex")

    assert result["bars"] == [
        {"category": "1", "group": "m", "value": 8.0, "n": 1},
        {"category": "1", "group": "f", "value": 10.0, "n": 1},
        {"category": "2", "group": "f", "value": 65.0, "n": 2},
        {"category": "3", "group": "m", "value": 20.0, "n": 1},
    ]


def test_the_top_bars_are_the_highest_and_the_subtitle_says_so(passengers):
    [picture] = drawn("bar_chart", passengers, category="class", top=1)

    assert picture.spec["data"]["values"] == [{"category": "Third", "value": 3, "n": 3}]
    assert picture.subtitle == (
        "n = 5; 1 missing left out; the 1 largest, with 3 of the rows"
    )


def test_a_column_of_many_numbers_becomes_the_value_of_its_groups():
    data = pd.DataFrame({"x": np.arange(60.0), "g": ["a", "b"] * 30})

    result = run("bar_chart", data, category="x", group_by="g")

    assert (result["category"], result["value"], result["statistic"]) == (
        "g", "x", "mean",
    )  # fmt: skip
    assert result["bars"] == [
        {"category": "b", "value": 30.0, "n": 30},
        {"category": "a", "value": 29.0, "n": 30},
    ]


def test_a_column_of_many_numbers_alone_has_no_bars():
    with pytest.raises(DataError) as caught:
        run("bar_chart", pd.DataFrame({"x": np.arange(60.0)}), category="x")

    assert (caught.value.column, caught.value.hint) == (
        "x", "Ask for a histogram of it, or name a column to group it by.",
    )  # fmt: skip


def test_a_box_is_that_of_r():
    """R: boxplot.stats(cars$dist)$stats and $out; its hinges equal the quartiles here."""
    [box] = run("box_plot", pd.DataFrame(CARS), columns=["dist"])["boxes"]

    assert [box[key] for key in ("low", "q1", "median", "q3", "high")] == [
        2, 26, 36, 56, 93,
    ]  # fmt: skip
    assert (box["n"], box["n_outliers"], box["outliers"]) == (50, 1, [120])


def test_of_many_outliers_200_are_drawn_with_both_ends():
    values = np.concatenate(
        [np.zeros(2_000), np.arange(-300.0, 0), np.arange(1, 301.0)]
    )

    [picture] = drawn("box_plot", pd.DataFrame({"x": values}), columns=["x"])

    points = [point["value"] for point in picture.spec["layer"][3]["data"]["values"]]
    assert (len(points), min(points), max(points)) == (200, -300, 300)
    assert picture.subtitle == "n = 2,600; 200 of 600 outliers drawn"


def test_a_density_is_the_sum_of_gaussian_kernels_by_scotts_rule():
    """Two values, by the definition: h = s n^(-1/5); f(0) = φ(1 / h) / h."""
    h = math.sqrt(2) * 2 ** (-1 / 5)
    expected = math.exp(-0.5 / h**2) / math.sqrt(2 * math.pi) / h

    points, densities, bandwidth = density_curve(np.array([-1.0, 1.0]), 0.0, 1.0, "x")

    assert (points[0], len(points)) == (0.0, 120)
    assert bandwidth == pytest.approx(h, rel=1e-12)
    assert densities[0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("factor", [1e-150, 1.0, 1e150])
def test_a_density_does_not_depend_on_the_unit(factor):
    values = np.array([1.0, 2.0, 4.0, 8.0])

    _, plain, width = density_curve(values, 1.0, 8.0, "x")
    _, scaled, scaled_width = density_curve(values * factor, factor, 8 * factor, "x")

    assert scaled_width / factor == pytest.approx(width)
    assert scaled * factor == pytest.approx(plain)


def test_a_constant_column_has_no_density():
    with pytest.raises(DataError, match="“x” has fewer than two different values"):
        run("density_plot", pd.DataFrame({"x": [3.0, 3.0]}), columns=["x"])


def test_groups_too_small_for_a_violin_are_counted():
    data = pd.DataFrame({"x": [1.0, 2, 3, 9], "g": ["a", "a", "a", "b"]})

    [picture] = drawn("violin_plot", data, columns=["x"], group_by="g")

    assert picture.subtitle == "n = 4; 1 group too small"
    assert {row["group"] for row in picture.spec["data"]["values"]} == {"a"}


def test_a_line_takes_the_mean_where_rows_share_a_place():
    data = pd.DataFrame({"t": [2, 1, 1, 3], "y": [5.0, 1.0, 2.0, None]})

    result = run("line_chart", data, y="y", x="t")

    assert result["points"] == [
        {"x": 1.0, "value": 1.5, "n": 2},
        {"x": 2.0, "value": 5.0, "n": 1},
    ]
    assert (result["n_obs"], result["n_missing"]) == (3, 1)


def test_sums_by_month_are_zero_where_a_month_has_no_rows():
    dates = pd.to_datetime(["2024-01-03", "2024-01-30", "2024-03-01"])
    data = pd.DataFrame({"day": dates, "y": [1.0, 2.0, 4.0]})

    points = run("line_chart", data, y="y", x="day", statistic="sum", grain="month")[
        "points"
    ]

    assert points == [
        {"x": "2024-01-01T00:00:00", "value": 3.0, "n": 2},
        {"x": "2024-02-01T00:00:00", "value": 0.0, "n": 0},
        {"x": "2024-03-01T00:00:00", "value": 4.0, "n": 1},
    ]


@pytest.mark.parametrize(
    ("days", "grain"),
    [
        (30, "day"),
        (300, "week"),
        (1_000, "month"),
        (5_000, "quarter"),
        (20_000, "year"),
    ],
)
def test_the_grain_follows_from_the_span(days, grain):
    dates = pd.date_range("1960-01-01", periods=days + 1, freq="D").repeat(2)
    data = pd.DataFrame({"day": dates, "y": 1.0})

    assert run("line_chart", data, y="y", x="day")["grain"] == grain


def test_dates_that_occur_once_stay_as_they_are():
    dates = pd.date_range("2020-01-01", periods=100, freq="7D")
    data = pd.DataFrame({"day": dates, "y": np.arange(100.0)})

    result = run("line_chart", data, y="y", x="day")

    assert (result["grain"], len(result["points"])) == (None, 100)


def test_rows_are_counted_by_period_even_where_dates_occur_once():
    data = pd.DataFrame({"day": pd.to_datetime(["2020-01-01", "2020-01-20"])})

    result = run("line_chart", data, x="day", grain="month")
    usual = run("line_chart", data, x="day")

    assert result["points"] == [{"x": "2020-01-01T00:00:00", "value": 2, "n": 2}]
    assert (usual["grain"], len(usual["points"])) == ("day", 20)


def test_words_along_a_line_keep_the_order_of_the_table():
    data = pd.DataFrame({"m": ["Jan", "Feb", "Mar", "Feb"], "y": [1.0, 2, 3, 4]})

    points = run("line_chart", data, y="y", x="m")["points"]

    assert [point["x"] for point in points] == ["Jan", "Feb", "Mar"]


def test_slices_beyond_the_eighth_are_other():
    words = [letter for n, letter in enumerate("abcdefghij", 1) for _ in range(n)]

    slices = run("pie_chart", pd.DataFrame({"w": words}), category="w")["slices"]

    assert [each["category"] for each in slices] == [*"jihgfed", "other"]
    assert slices[-1]["value"] == pytest.approx(1 + 2 + 3)
    assert math.fsum(each["share"] for each in slices) == pytest.approx(1)


def test_negative_parts_make_no_pie():
    data = pd.DataFrame({"w": ["a", "b"], "x": [1.0, -1.0]})

    with pytest.raises(DataError, match="“x” has negative values"):
        run("pie_chart", data, category="w", value="x")


def test_correlations_are_those_of_r():
    """R: cor(cars)."""
    cells = run("heat_map", pd.DataFrame(CARS))["cells"]

    assert {(cell["x"], cell["y"]): cell["value"] for cell in cells} == pytest.approx(
        {
            ("speed", "speed"): 1.0,
            ("speed", "dist"): 0.8068949,
            ("dist", "speed"): 0.8068949,
            ("dist", "dist"): 1.0,
        },
        abs=5e-8,
    )


def test_a_constant_column_has_no_correlation_and_the_answer_says_so():
    data = pd.DataFrame({"x": [1.0, 2, 3], "y": [2.0, 4, 7], "c": [1.0, 1, 1]})

    [picture] = drawn("heat_map", data)

    assert len(picture.spec["data"]["values"]) == 4


def test_rows_are_counted_by_two_groupings(passengers):
    result = run("heat_map", passengers, x="class", y="sex")

    assert result["cells"] == [
        {"x": "Third", "y": "f", "value": 1, "n": 1},
        {"x": "Third", "y": "m", "value": 2, "n": 2},
        {"x": "First", "y": "f", "value": 1, "n": 1},
        {"x": "Second", "y": "m", "value": 1, "n": 1},
    ]
    assert result["n_missing"] == 1


def test_ordered_classes_keep_their_order():
    levels = ["low", "middle", "high"]
    data = pd.DataFrame(
        {"c": pd.Categorical(["high", "low", "high"], levels, ordered=True)}
    )

    labels, order, ordered = labels_of(data, "c")

    assert (list(labels), order, ordered) == (
        ["high", "low", "high"],
        ["low", "high"],
        True,
    )


def test_lumping_keeps_the_frequent_and_never_meets_a_name():
    labels = pd.Series(["other", "other", "a", "a", "b", "c", None])

    merged, order, n_lumped = lumped(labels, ["other", "a", "b", "c"], 3)

    assert list(merged)[:6] == ["other", "other", "a", "a", "all others", "all others"]
    assert merged.isna().sum() == 1
    assert (order, n_lumped) == (["other", "a", "all others"], 2)


ODD = 'a "b".[c]\n\\{d}'
N = 4_000


@pytest.fixture(scope="module")
def odd_table() -> pd.DataFrame:
    """4,000 rows of every kind, with a name and with values that need care."""
    rng = np.random.default_rng(11)
    return pd.DataFrame(
        {
            ODD: rng.normal(size=N),
            "n": rng.normal(size=N),
            "many": [f"level '{number}'\"" for number in rng.integers(0, 300, N)],
            "few": pd.Series(rng.choice(["</script>", ']"', "x"], N)).mask(
                rng.random(N) < 0.1
            ),
            "yes": rng.random(N) < 0.5,
            "when": pd.date_range("2001-02-03", periods=N, freq="3h"),
        }
    )


SHAPES = (
    ("bar_chart", {"category": "many"}),
    ("bar_chart", {"category": "few", "group_by": "many"}),
    ("bar_chart", {"category": "yes", "value": ODD, "group_by": "few"}),
    ("bar_chart", {"category": "many", "value": ODD, "top": 5}),
    ("box_plot", {"columns": [ODD, "n"]}),
    ("box_plot", {"columns": [ODD], "group_by": "many"}),
    ("density_plot", {"columns": [ODD], "group_by": "many"}),
    ("density_plot", {"columns": ["n", ODD]}),
    ("violin_plot", {"columns": [ODD], "group_by": "many"}),
    ("violin_plot", {"columns": [ODD]}),
    ("line_chart", {"y": ODD, "x": "when", "group_by": "many"}),
    ("line_chart", {"y": ODD, "x": "n", "group_by": "few"}),
    ("line_chart", {"y": ODD, "x": "many"}),
    ("line_chart", {"y": ODD}),
    ("line_chart", {"x": "when"}),
    ("heat_map", {"x": "many", "y": "few"}),
    ("heat_map", {"x": "yes", "y": "few", "value": ODD}),
    ("heat_map", {}),
    ("pie_chart", {"category": "many"}),
    ("pie_chart", {"category": "few"}),
)


@pytest.mark.parametrize(("name", "params"), SHAPES)
def test_specifications_are_valid_small_and_free_of_names(
    name, params, odd_table, validator
):
    pictures = drawn(name, odd_table, **params)

    assert pictures
    for picture in pictures:
        assert [error.message for error in validator.iter_errors(picture.spec)] == []
        assert n_marks(picture.spec) <= 2_000
        assert fields_of(picture.spec) <= NEUTRAL
        assert not {"config", "height"} & picture.spec.keys()
        assert "\n" not in picture.title + picture.alt + picture.subtitle


NEUTRAL = {
    "category", "group", "value", "n", "rank", "label", "share", "low", "q1", "median",
    "q3", "high", "x", "y", "place",
}  # fmt: skip


def fields_of(part: Any) -> set[str]:
    """All field names of a specification, its data left out."""
    if isinstance(part, list):
        return set().union(*map(fields_of, part))
    if not isinstance(part, dict):
        return set()
    own = {part["field"]} if "field" in part else set()
    return own.union(*(fields_of(v) for key, v in part.items() if key != "data"))


EDGES = {
    "no rows": {"x": [], "g": []},
    "one row": {"x": [1.0], "g": ["a"]},
    "constant": {"x": [2.0, 2.0, 2.0], "g": ["a", "a", "b"]},
    "all missing": {"x": [math.nan] * 3, "g": [None] * 3},
    "infinite": {"x": [math.inf, -math.inf, math.inf], "g": ["a", "b", "a"]},
    "huge": {"x": [1.7e308, -1.7e308, 1.7e308, 1.7e308], "g": ["a", "b", "a", "a"]},
}
ASKED: dict[str, dict[str, Any]] = {
    "bar_chart": {"category": "g", "value": "x", "statistic": "sum"},
    "box_plot": {"columns": ["x"], "group_by": "g"},
    "density_plot": {"columns": ["x"]},
    "heat_map": {"columns": ["x", "g"]},
    "line_chart": {"y": "x", "x": "g", "statistic": "sum"},
    "pie_chart": {"category": "g", "value": "x"},
    "violin_plot": {"columns": ["x"], "group_by": "g"},
}


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("name", CHARTS)
def test_what_cannot_be_drawn_is_refused_in_words(name, edge):
    columns = EDGES[edge]
    data = pd.DataFrame(
        {
            "x": pd.Series(columns["x"], dtype="float64"),
            "g": pd.Series(columns["g"], dtype="str"),
        }
    )

    try:
        pictures = drawn(name, data, **ASKED[name])
    except DataError as error:
        assert error.message and error.hint
        assert error.column in ("x", "g") or "no rows" in error.message
    else:
        assert [picture.alt for picture in pictures if not picture.alt] == []
        assert pictures


@pytest.mark.parametrize("name", ["box_plot", "density_plot", "violin_plot"])
def test_a_column_of_words_is_refused_by_name(name):
    with pytest.raises(DataError) as caught:
        run(name, pd.DataFrame({"w": ["a", "b"]}), columns=["w"])

    assert (caught.value.message, caught.value.column) == (
        "“w” holds text, not numbers.", "w",
    )  # fmt: skip


def test_a_logarithmic_histogram_has_bins_of_equal_ratio():
    data = pd.DataFrame({"x": [1.0, 10.0, 100.0, 1000.0, 0.0, -5.0, None]})
    found = run("histogram", data, column="x", bins=3, log_axes="x")

    assert [each["low"] for each in found["bins"]] == pytest.approx([1, 10, 100])
    assert [each["count"] for each in found["bins"]] == [1, 1, 2]
    assert (found["n_obs"], found["n_not_positive"], found["n_missing"]) == (4, 2, 1)


def test_the_line_on_logarithmic_axes_is_of_the_logarithms():
    x = [1.0, 2.0, 4.0, 8.0]
    data = pd.DataFrame({"x": [*x, -1.0], "y": [*[3 * one**2 for one in x], 5.0]})
    found = run("scatter_plot", data, x="x", y="y", trend=True, log_axes="both")

    # y = 3 x² is a line of slope 2 on both logarithmic axes.
    assert found["r"] == pytest.approx(1)
    assert found["trend"]["slope"] == pytest.approx(2)
    assert 10 ** found["trend"]["intercept"] == pytest.approx(3)
    assert found["trend"]["points"][1] == pytest.approx({"x": 8, "y": 192})
    assert found["n_not_positive"] == 1


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("histogram", {"column": "x"}),
        ("box_plot", {"columns": ["x"]}),
        ("scatter_plot", {"x": "x", "y": "x"}),
        ("line_chart", {"y": "x"}),
    ],
)
def test_nothing_positive_cannot_be_on_a_logarithmic_axis(name, params):
    with pytest.raises(DataError, match="logarithmic axis"):
        run(name, pd.DataFrame({"x": [-1.0, 0.0]}), **params, log_axes="y")


def test_a_pair_plot_of_many_columns_draws_the_most_related_ones():
    random = np.random.default_rng(4)
    base = random.normal(size=80)
    data = pd.DataFrame({f"noise{n}": random.normal(size=80) for n in range(5)})
    for n, size in enumerate([0.01, 0.02, 0.03, 0.04, 0.05, 0.06]):
        data[f"like{n}"] = base + size * random.normal(size=80)
    data["same"] = 1.0

    result = operation_named("pair_plot").function(data)

    assert result["columns"] == [f"like{n}" for n in range(6)]
    assert result["not_drawn"] == [*(f"noise{n}" for n in range(5)), "same"]
    assert result["chosen"] and len(result["pairs"]) == 15


def test_a_pair_plot_draws_the_first_six_that_were_named_and_a_sample_of_rows():
    random = np.random.default_rng(5)
    data = pd.DataFrame(random.normal(size=(5_000, 7)), columns=list("abcdefg"))

    result = operation_named("pair_plot").function(data, list("gfedcba"))

    assert result["columns"] == list("gfedcb") and result["not_drawn"] == ["a"]
    assert (result["n_obs"], result["n_shown"]) == (5_000, 266)
    bars = [bar for bar in result["bars"] if bar["place"] == 0]
    assert sum(bar["count"] for bar in bars) == 5_000
    assert max(bar["to"] for bar in bars) == 1.0


def test_histograms_of_a_pair_plot_stack_their_groups():
    data = pd.DataFrame({"x": [0, 0, 1, 1], "y": [1, 2, 3, 4], "k": list("aabb")})

    result = operation_named("pair_plot").function(data, ["x", "y"], "k")

    bars = [bar for bar in result["bars"] if bar["place"] == 0]
    assert [(bar["group"], bar["count"], bar["from"], bar["to"]) for bar in bars] == [
        ("a", 2, 0.0, 1.0),
        ("b", 2, 0.0, 1.0),
    ]


def test_in_a_pair_plot_a_value_lies_in_the_cell_of_its_pair():
    """Of two columns the only pair is drawn below the diagonal: left and bottom."""
    data = pd.DataFrame({"x": [0.0, 10.0, 5.0, np.nan], "y": [1.0, 2.0, 1.5, 1.0]})
    operation = operation_named("pair_plot")
    result = operation.function(data, ["x", "y"])

    chart = operation.presenter(result, {}).blocks[0]

    assert [(row["s0"], row["s1"]) for row in chart.spec["data"]["values"]] == [
        (0.06, 0.06), (0.94, 0.94), (0.5, 0.5),
    ]  # fmt: skip
    (points,) = [part for part in chart.spec["layer"] if "transform" in part]
    assert [step.get("calculate") for step in points["transform"]] == [
        None, "datum.s0 + 0", "datum.s1 + 0",
    ]  # fmt: skip
    texts = [
        row["text"]
        for part in chart.spec["layer"]
        if part["mark"]["type"] == "text"
        for row in part["data"]["values"]
    ]
    assert sorted(texts) == ["1.00", "x", "y"]
    assert result["n_missing"] == 1
