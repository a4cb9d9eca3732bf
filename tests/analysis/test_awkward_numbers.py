"""Numbers that differ in their last digits only, and differences that tie on paper."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from analysis.operations import operations


def run(name: str, data: dict[str, list[Any]], *args: Any, **params: Any) -> Any:
    function = operations()[name].function
    assert function is not None
    return function(pd.DataFrame(data), *args, **params)


@pytest.mark.parametrize("offset", [0, 1_000_000, 1_000_000_000])
def test_two_samples_are_compared_by_the_digits_that_differ(offset):
    # 4, 5, 6 and 1, 2, 3 tenths: means 0.3 apart, variances 0.01 each, so Student's
    # t = 0.3 / sqrt(0.01 · 2/3) = 3 · sqrt(3/2) with 4 degrees of freedom
    x = [float(f"{offset}.{digit}") for digit in (4, 5, 6, 1, 2, 3)]
    data = {"x": x, "g": ["a"] * 3 + ["b"] * 3}

    t = run("two_sample_t", data, ["x"], "g", equal_var=True)
    u = run("mann_whitney", data, ["x"], "g")

    assert t["statistic"] == pytest.approx(3 * math.sqrt(1.5), rel=1e-13)
    assert t["estimate"] == pytest.approx(0.3, rel=1e-13)
    # Hedges' J of 4 degrees of freedom is Γ(2) / (Γ(3/2) sqrt 2) = sqrt(2 / π)
    assert t["effect_size"] == pytest.approx(3 * math.sqrt(2 / math.pi), rel=1e-13)
    assert u["estimate"] == pytest.approx(0.3, rel=1e-13)


@pytest.mark.parametrize("offset", [0, 1_000_000_000])
def test_pairs_are_compared_by_the_decimals_that_were_written(offset):
    # differences 0.1, 0.2, 0.3 have mean 0.2 and deviation 0.1: t = 2 sqrt 3
    x = [float(f"{offset}.{digit}") for digit in (3, 5, 7)]
    y = [float(f"{offset}.{digit}") for digit in (2, 3, 4)]

    result = run("paired_t", {"x": x, "y": y}, ["x", "y"])

    assert result["statistic"] == pytest.approx(2 * math.sqrt(3), rel=1e-13)


def test_differences_that_tie_on_paper_tie():
    # 0.48 − 0.67 = −0.19 and 1.14 − 0.95 = 0.19, which doubles do not see as equal;
    # with 0.5 − 0.1 = 0.4 the ranks are 1.5, 1.5 and 3, of which 1.5 and 3 are positive
    data = {"x": [0.48, 1.14, 0.5], "y": [0.67, 0.95, 0.1]}

    result = run("wilcoxon", data, ["x", "y"])

    assert result["statistic"] == 4.5
