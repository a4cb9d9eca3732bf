"""Answers of before, computed here from small published tables."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from analysis.base.operation import Asked
from analysis.base.reply import Reply
from analysis.operations import operation_named
from analysis.references.small import CARS, SLEEP, TREES
from analysis.references.tables import INSECT_SPRAYS, PLANT_GROWTH, WARPBREAKS
from chat.discourse.before import Before
from tests.analysis.tables import schema_of

SLEEPERS = {"first": SLEEP["extra"][:10], "second": SLEEP["extra"][10:]}
PARTY = {
    "sex": ["F"] * 1557 + ["M"] * 1200,
    "party": ["Dem"] * 762 + ["Ind"] * 327 + ["Rep"] * 468
    + ["Dem"] * 484 + ["Ind"] * 239 + ["Rep"] * 477,
}  # fmt: skip
ASKED: dict[str, tuple[dict[str, list[Any]], str, dict[str, Any]]] = {
    "groups": (PLANT_GROWTH, "compare_groups", {"columns": ["weight"], "group": "group"}),
    "anova": (INSECT_SPRAYS, "one_way_anova", {"columns": ["count"], "group": "spray"}),
    "kruskal": (PLANT_GROWTH, "kruskal_wallis", {"columns": ["weight"], "group": "group"}),
    "two": (SLEEP, "two_sample_t", {"columns": ["extra"], "group": "group"}),
    "ranks": (SLEEP, "mann_whitney", {"columns": ["extra"], "group": "group"}),
    "paired": (SLEEPERS, "paired_t", {"columns": ["first", "second"]}),
    "related": (CARS, "correlation", {"columns": ["speed", "dist"]}),
    "counts": (PARTY, "chi_square", {"columns": ["sex", "party"]}),
    "line": (CARS, "linear_regression", {"outcome": "dist", "predictors": ["speed"]}),
    "plane": (TREES, "linear_regression",
              {"outcome": "volume", "predictors": ["girth", "height"]}),
    "exact": ({"x": list(range(20)), "y": [2 * x + 1 for x in range(20)]},
              "linear_regression", {"outcome": "y", "predictors": ["x"]}),
    "factors": (WARPBREAKS, "two_way_anova",
                {"outcome": "breaks", "factors": ["wool", "tension"]}),
    "mean": (PLANT_GROWTH, "describe", {"columns": ["weight"], "statistics": ["mean"]}),
    "totals": (INSECT_SPRAYS, "aggregate",
               {"columns": ["count"], "group_by": ["spray"], "statistic": "sum"}),
}  # fmt: skip


@cache
def before(name: str) -> Before:
    """The answer of that name, as a conversation would have stored it."""
    data, operation, params = ASKED[name]
    table = pd.DataFrame(data)
    known = operation_named(operation)
    assert known.function is not None
    asked = Asked(params, known.function(table, **params), schema_of(table), known)
    return Before(known.words(params), (), asked, Reply(summary="1.23456 of 2"))
