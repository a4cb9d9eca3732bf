"""Multivariate methods and planning beyond the values that the operations declare."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from sklearn.datasets import load_iris

from analysis.errors import DataError
from analysis.operations import operations
from analysis.reference_multivariate import ATTITUDE


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
