"""The benchmark of trainings: resuming, and the ranks of what was measured."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from statagent_site.benchmarks.training import OURS, Found, read_results, rows_of


def found(table: str, tool: str, value: float | None, metric: str = "roc_auc") -> Found:
    return Found(table, 0, tool, metric, value, {}, 60.0, 30.0, 60.0)


def test_ranks_follow_the_measures_direction():
    rows = rows_of(
        [
            found("a", OURS, 0.9), found("a", "flaml", 0.8), found("a", "lightgbm", 0.7),
            found("b", OURS, 5.0, "rmse"), found("b", "flaml", 4.0, "rmse"),
            found("b", "lightgbm", 9.0, "rmse"),
        ]
    )  # fmt: skip

    ranks = {row.what: row.value for row in rows if row.what.startswith("mean rank")}
    assert ranks == {
        "mean rank, StatAgent auto": 1.5,
        "mean rank, FLAML": 1.5,
        "mean rank, LightGBM defaults": 3.0,
    }


def test_equal_scores_share_their_rank_and_a_failure_is_last():
    rows = rows_of(
        [found("a", OURS, 0.9), found("a", "flaml", 0.9), found("a", "lightgbm", None)]
    )

    ranks = [row.value for row in rows if row.what.startswith("mean rank")]
    assert ranks == [1.5, 1.5, 3.0]


def test_a_line_that_was_cut_off_is_measured_again(tmp_path):
    whole = found("a", OURS, 0.9)
    path = tmp_path / "results.jsonl"
    path.write_text(json.dumps(asdict(whole)) + '\n{"table": "a", "fo')

    assert read_results(path) == [whole]
    assert read_results(tmp_path / "none.jsonl") == []


@pytest.mark.parametrize("n_folds", [1, 2])
def test_a_tables_score_is_its_mean_over_folds(n_folds):
    folds = [found("a", OURS, 0.5 + 0.1 * fold) for fold in range(n_folds)]

    assert rows_of(folds)[0].value == pytest.approx(0.45 + 0.05 * n_folds)
