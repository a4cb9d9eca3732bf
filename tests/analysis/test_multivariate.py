"""Multivariate methods and planning beyond the values that the operations declare."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris

from analysis.base.errors import DataError
from analysis.operations import operation_named, operations
from analysis.references.multivariate import ATTITUDE, US_ARRESTS
from tests.analysis.tables import passengers


def run(name: str, data: Any, **params: Any) -> dict[str, Any]:
    function = operations()[name].function
    assert function is not None
    result: dict[str, Any] = function(pd.DataFrame(data), **params)
    return result


def test_three_clusters_of_iris_are_those_of_r():
    data = pd.DataFrame(load_iris().data, columns=list("abcd"))

    result = run("k_means", data, n_clusters=3, standardise=False)

    # R: kmeans(iris[, 1:4], 3, nstart = 10): sizes 50, 62, 38; tot.withinss 78.85144
    assert result["within_ss"] == pytest.approx(78.85144, rel=1e-6)
    assert [row["n_obs"] for row in result["clusters"]] == [50, 62, 38]


def test_an_item_that_runs_against_the_others_is_named():
    data = pd.DataFrame(ATTITUDE).assign(rating=lambda table: 100 - table["rating"])
    presenter = operations()["reliability"].presenter
    assert presenter is not None

    answer = presenter(run("reliability", data), {})

    notices = [block.text for block in answer.blocks if block.kind == "notice"]
    assert notices == ["rating runs against the other items."]


def test_power_named_in_percent_is_the_share():
    by_percent = run("sample_size", {}, effect_size=0.5, power=80.0)

    # Cohen (1988), table 2.4.1: 64 per group for d = 0.5, power 0.80, two-sided 0.05
    assert by_percent["n"] == 64
    assert by_percent == run("sample_size", {}, effect_size=0.5, power=0.8)


def test_an_effect_must_be_named_to_plan():
    with pytest.raises(DataError, match=r"effect to detect \(d\) is not named"):
        run("sample_size", {})


def test_a_constant_column_is_named():
    with pytest.raises(DataError, match="“y” has the same value") as caught:
        run("principal_components", {"x": [1.0, 2.0, 4.0], "y": [3.0, 3.0, 3.0]})

    assert caught.value.column == "y"


def test_the_number_of_clusters_is_the_one_with_the_best_silhouette():
    # four squares, their corners one apart, ten from square to square: by construction
    corners = [(x, y) for x in (0, 1) for y in (0, 1)]
    squares = [(a + x, b + y) for a in (0, 10) for b in (0, 10) for x, y in corners]
    data = pd.DataFrame(squares, columns=["x", "y"])

    result = run("k_means", data, standardise=False)

    assert [row["n_clusters"] for row in result["tried"]] == [2, 3, 4, 5, 6, 7, 8]
    assert result["n_clusters"] == 4
    assert [row["n_obs"] for row in result["clusters"]] == [4, 4, 4, 4]
    assert result["within_ss"] == pytest.approx(4 * 2.0)  # 4 corners, 1/2 each


def test_many_rows_are_clustered_from_a_sample_and_all_counted():
    chance = np.random.default_rng(5)
    data = {"x": np.r_[chance.normal(0, 1, 30_000), chance.normal(50, 1, 10_000)]}

    result = run("k_means", data)

    assert result["n_tried_on"] == 10_000
    assert [row["n_obs"] for row in result["clusters"]] == [30_000, 10_000]


def test_clusters_of_a_cut_tree_are_those_of_r():
    result = run(
        "hierarchical_clusters", US_ARRESTS, linkage_method="average", n_clusters=4,
        standardise=False,
    )  # fmt: skip

    # R: str(as.dendrogram(hclust(dist(USArrests), "ave"))): the branches at 77.6 and 89.2
    # have 2 and 14, 14 and 20 members
    assert sorted(row["n_obs"] for row in result["clusters"]) == [2, 14, 14, 20]
    assert 77.6 > result["cut"] > 54.7


def test_leaves_of_a_tree_are_named_and_coloured_below_the_cut():
    data = pd.DataFrame({"x": [0.0, 1.0, 10.0, 11.5, 30.0], "who": list("abcde")})

    tree = run("hierarchical_clusters", data, columns=["x"], n_clusters=3, label="who")[
        "tree"
    ]

    assert {leaf["name"]: leaf["cluster"] for leaf in tree["leaves"]} == {
        "a": 1, "b": 1, "c": 2, "d": 2, "e": 3,
    }  # fmt: skip
    assert [line["cluster"] for line in tree["lines"]].count(0) == 2


def test_a_large_tree_is_drawn_with_thirty_leaves_and_sampled_beyond_a_limit():
    chance = np.random.default_rng(2)
    data = {"x": chance.normal(size=6_000), "y": chance.normal(size=6_000)}

    result = run("hierarchical_clusters", data, n_clusters=3)

    assert len(result["tree"]["leaves"]) == 30
    assert (result["n_obs"], result["n_complete"]) == (5_000, 6_000)
    assert sum(row["n_obs"] for row in result["clusters"]) == 5_000


def test_wards_method_refuses_other_distances():
    with pytest.raises(DataError, match="Ward's method needs Euclidean distances"):
        run("hierarchical_clusters", US_ARRESTS, metric="cityblock")


def test_the_largest_entry_of_each_component_is_positive():
    data = passengers(60)

    found = operation_named("principal_components").carried_out(
        data, {"columns": ["age", "fare", "sibsp", "parch"]}
    )

    axes = np.array([row["values"] for row in found["loadings"]])
    assert (axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])] > 0).all()
