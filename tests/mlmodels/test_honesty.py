"""Scores that hold: rows that belong together, times, rare classes, edges, choices."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Column, Schema
from analysis.base.errors import TaskError
from mlmodels.base.plan import Validation
from mlmodels.learning.certainty import clopper_pearson, score_interval
from mlmodels.learning.rows import folds, hold_out
from mlmodels.learning.scores import main_metric
from mlmodels.plans.judging import repeated_identifiers
from mlmodels.plans.problem import plan_training
from mlmodels.retraining import plan_again
from mlmodels.sentinel import heeded, look_out
from mlmodels.training import script_for
from mlmodels.words.warnings import fit_verdict


def _visits(text: bool, seed: int = 3) -> pd.DataFrame:
    """Forty patients, eight rows each: what is known of them says nothing of others."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(40), 8)
    level, weight, age = (
        rng.normal(0, 5, 40),
        rng.normal(70, 9, 40),
        rng.uniform(20, 80, 40),
    )
    named = [f"P{number:03}" for number in who]
    return pd.DataFrame(
        {
            "patient_id": named if text else who + 1000,
            "weight": weight[who].round(2),
            "age": age[who].round(2),
            "dose": rng.normal(size=len(who)).round(2),
            "pressure": (120 + level[who] + rng.normal(0, 1, len(who))).round(1),
        }
    )


@pytest.mark.parametrize("text", [True, False])
def test_rows_of_one_patient_stay_together_and_the_number_is_no_feature(
    text, tabled, run_here
):
    table = tabled(_visits(text))
    plan = plan_training(table.schema, "pressure", estimator="random_forest")

    result = run_here(script_for(plan, table).text, table.parquet)

    assert (plan.validation.split, plan.validation.by) == ("grouped", "patient_id")
    assert "patient_id" not in plan.roles
    # By chance rows of one patient would be on both sides: R² above 0.9.
    assert result["scores"]["r2"] < 0.3
    assert result["cross_validation"]["r2"]["mean"] < 0.3


def test_who_wants_rows_mixed_gets_them_and_is_told(tabled):
    table = tabled(_visits(True))
    plan = plan_training(
        table.schema, "pressure", validation=Validation(split="random", said=True)
    )

    assert plan.validation.split == "random"
    assert any("flatter" in note for note in plan.notes)
    assert plan_again(plan, table.schema).validation == plan.validation


def test_a_named_identifier_is_no_feature_either(tabled):
    table = tabled(_visits(False))

    plan = plan_training(table.schema, "pressure", ["patient_id", "dose"])

    assert plan.features == ("dose",)
    assert any(note.startswith("patient_id is left out") for note in plan.notes)


REPEATED = [
    ("customer", "integer", 120, 0.0, True),
    ("customerID", "identifier", 120, None, True),
    ("Household No", "integer", 120, 1.0, True),
    ("player name", "category", 120, None, True),
    ("order_id", "category", 120, None, True),
    ("guests", "integer", 12, 0.0, False),
    ("city", "category", 120, None, False),
    ("number of patients", "integer", 30, 0.0, False),
    ("customer_id", "identifier", 400, 0.0, False),
]


@pytest.mark.parametrize(("name", "kind", "n_unique", "low", "found"), REPEATED)
def test_what_identifies_whom_rows_are_about(name, kind, n_unique, low, found):
    column = Column(name=name, kind=kind, n_unique=n_unique, minimum=low)
    schema = Schema(
        name="t", n_rows=400, columns=(column, Column(name="y", kind="number"))
    )

    assert bool(repeated_identifiers(schema, "y")) is found


def test_the_household_is_kept_together_before_the_people_in_it():
    columns = tuple(
        Column(name=name, kind="integer", n_unique=n, minimum=0.0)
        for name, n in (("person_id", 150), ("household", 60), ("visit_id", 20))
    )
    schema = Schema(name="t", n_rows=400, columns=columns)

    assert [one.name for one in repeated_identifiers(schema, "y")] == [
        "household", "person_id", "visit_id",
    ]  # fmt: skip


def test_groups_are_never_on_both_sides_and_classes_in_equal_shares():
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(60), 5)
    y = np.where(rng.random(300) < 0.3, "yes", "no")

    train, test = hold_out(y, "grouped", 0.2, 0, groups)
    parts = folds(y, train, "grouped", 5, 0, groups)

    assert not set(groups[train]) & set(groups[test])
    assert abs(np.mean(y[test] == "yes") - np.mean(y == "yes")) < 0.05
    assert all(not set(groups[a]) & set(groups[b]) for a, b in parts)


def test_the_years_that_were_named_train_and_test():
    years = np.array([2018, 2019, 2020, 2021, 2022, 2023, 2024])
    train, test = hold_out(
        np.zeros(7), "time", 0, 0, years,
        {"train_from": "2019", "train_until": "2022", "test_from": "2023",
         "test_until": "2023"},
    )  # fmt: skip

    assert (years[train].tolist(), years[test].tolist()) == (
        [2019, 2020, 2021, 2022], [2023],
    )  # fmt: skip


def test_a_year_of_dates_ends_with_its_last_day():
    days = pd.date_range("2021-12-30", periods=6).to_numpy()
    train, test = hold_out(np.zeros(6), "time", 0, 0, days, {"train_until": "2021"})

    assert (train.tolist(), test.tolist()) == ([0, 1], [2, 3, 4, 5])


def test_a_years_season_is_learned(tabled, run_here):
    rng = np.random.default_rng(0)
    days = pd.date_range("2020-01-01", "2023-12-31")
    wave = 30 * np.sin(2 * np.pi * days.day_of_year / 365.25)
    sales = 100 + wave + rng.normal(0, 9, len(days))
    table = tabled(pd.DataFrame({"day": days.astype(str), "sales": sales.round(1)}))
    plan = plan_training(table.schema, "sales", estimator="ridge")

    result = run_here(script_for(plan, table).text, table.parquet)

    # The wave has a variance of 450 and the noise of 81: R² cannot be above 0.85.
    assert plan.validation.split == "time"
    assert result["scores"]["r2"] == pytest.approx(450 / 531, abs=0.05)


def test_a_target_that_drifts_is_tested_on_its_latest_rows(tabled):
    rng = np.random.default_rng(2)
    days = np.sort(rng.integers(0, 700, 900))
    x = rng.normal(size=900)
    turned = np.where(days < 560, 3.0, -3.0)
    data = pd.DataFrame(
        {
            "when": (pd.Timestamp("2020-01-01") + pd.to_timedelta(days, "D")).astype(
                str
            ),
            "x": x.round(3),
            "y": (turned * x + rng.normal(0, 0.5, 900)).round(3),
        }
    )
    table = tabled(data)
    plan = plan_training(table.schema, "y")

    findings = look_out(table, plan)
    later = heeded(plan, findings)

    assert [one.kind for one in findings] == ["drift"]
    assert (later.validation.split, later.validation.by) == ("time", "when")
    steady = tabled(data.assign(y=(3 * x + rng.normal(0, 0.5, 900)).round(3)), "s.csv")
    assert look_out(steady, plan_training(steady.schema, "y")) == []


POSITIVE = [
    ("state", {"fraud": 5, "legit": 95}, "fraud"),
    ("outcome", {"died": 60, "alive": 40}, "died"),
    ("status", {"churned": 30, "stayed": 70}, "churned"),
    ("answer", {"no": 20, "yes": 80}, "yes"),
    ("survived", {"died": 60, "survived": 40}, "survived"),
    ("flag", {"0": 10, "1": 90}, "1"),
    ("group", {"alpha": 80, "beta": 20}, "beta"),
    ("group", {"alpha": 20, "beta": 80}, "alpha"),
    ("disease", {"no disease": 30, "disease": 70}, "disease"),
]


@pytest.mark.parametrize(("target", "counts", "meant"), POSITIVE)
def test_the_positive_class_is_the_one_that_is_meant(target, counts, meant):
    column = Column(
        name=target, kind="category", levels=tuple(counts.items()), n_unique=2
    )
    schema = Schema(
        name="t", n_rows=100, columns=(column, Column(name="x", kind="number",
        n_unique=90, minimum=0.0))
    )  # fmt: skip

    assert plan_training(schema, target).positive == meant
    other = next(label for label in counts if label != meant)
    assert plan_training(schema, target, positive=other.upper()).positive == other


def test_of_few_positive_rows_another_score_leads_and_it_is_said(tabled, run_here):
    rng = np.random.default_rng(5)
    x = rng.normal(size=(1500, 2))
    fraud = rng.random(1500) < 1 / (1 + np.exp(4.4 - 1.6 * x[:, 0]))
    data = pd.DataFrame({"a": x[:, 0], "b": x[:, 1]}).round(3)
    data["kind"] = np.where(fraud, "fraud", "fine")
    table = tabled(data)
    plan = plan_training(table.schema, "kind", estimator="logistic")

    result = run_here(script_for(plan, table).text, table.parquet)

    assert any("accuracy says nothing" in note for note in plan.notes)
    assert result["metric"] == "average_precision"
    assert result["baseline"]["average_precision"] == pytest.approx(
        fraud.mean(), abs=0.01
    )
    assert result["thresholds"]["chosen_on"]["n_positive"] > 0
    assert main_metric(["a", "b"], np.array(["a"] * 6 + ["b"] * 4)) == "roc_auc"


def test_all_of_36_right_is_no_certainty():
    """Clopper, Pearson (1934): with n of n right the lower end is 0.025^(1/n)."""
    y = np.array(["a", "b"] * 18)
    sure = np.array([[0.9, 0.1], [0.1, 0.9]] * 18)

    found = score_interval(y, sure, ["a", "b"], "b", "accuracy", 0)

    assert found == pytest.approx((0.025 ** (1 / 36), 1.0))
    assert found[0] == pytest.approx(0.903, abs=0.001)
    ranked = score_interval(y, sure, ["a", "b"], "b", "roc_auc", 0)
    assert ranked == pytest.approx((0.025 ** (1 / 18), 1.0))


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # R 4.3: binom.test(hits, n)$conf.int; also Clopper-Pearson in closed form at 0.
    [(0, 10, 0.0, 0.3084971), (7, 10, 0.3475471, 0.9332605)],
)
def test_shares_have_the_exact_interval(hits, n, low, high):
    assert clopper_pearson(hits, n) == pytest.approx((low, high), abs=1e-6)


def test_rows_of_few_groups_are_less_sure_than_as_many_alone():
    rng = np.random.default_rng(1)
    groups = np.repeat(np.arange(12), 25)
    y = np.repeat(rng.normal(size=12), 25) + rng.normal(0, 0.1, 300)
    guess = np.repeat(rng.normal(size=12), 25)

    alone = score_interval(y, guess, [], "", "r2", 0)
    together = score_interval(y, guess, [], "", "r2", 0, groups)

    assert together[1] - together[0] > 2 * (alone[1] - alone[0])


def test_intervals_of_counts_stop_at_zero_and_the_kept_model_knows_all_rows(
    tabled, run_here
):
    rng = np.random.default_rng(8)
    x = rng.uniform(0, 3, 300)
    table = tabled(pd.DataFrame({"x": x.round(3), "n": rng.poisson(np.exp(x) / 3)}))
    plan = plan_training(table.schema, "n", estimator="linear", kind="regression")

    result = run_here(script_for(plan, table).text, table.parquet)

    assert result["interval"]["floor"] == 0
    assert (result["kept_on_all"], result["n_kept"]) == (True, 300)


def test_a_thousand_cities_are_learned_within_the_folds(tabled, run_here):
    rng = np.random.default_rng(4)
    city = rng.integers(0, 400, 3000)
    worth = rng.normal(0, 3, 400)
    data = pd.DataFrame({"city": [f"city {one}" for one in city]})
    data["y"] = (worth[city] + rng.normal(0, 1, 3000)).round(3)
    table = tabled(data)
    plan = plan_training(table.schema, "y", estimator="linear")

    result = run_here(script_for(plan, table).text, table.parquet)

    assert any("400 levels" in note or "levels: each" in note for note in plan.notes)
    assert result["scores"]["r2"] > 0.8  # 0.9 is what the noise allows
    noise = tabled(data.assign(y=rng.normal(size=3000).round(3)), "noise.csv")
    plan = plan_training(noise.schema, "y", estimator="linear")
    nothing = run_here(script_for(plan, noise).text, noise.parquet, "noise")
    assert abs(nothing["cross_validation"]["r2"]["mean"]) < 0.03


def test_words_of_a_text_help(tabled, run_here):
    rng = np.random.default_rng(4)
    filler = ["the room", "our stay", "this place", "their food", "a night", "the bed"]
    good = rng.random(300) < 0.5
    text = [
        f"{rng.choice(filler)} was {'lovely' if one else 'awful'} and {rng.choice(filler)} {n}"
        for n, one in enumerate(good)
    ]
    data = pd.DataFrame({"review": text, "stars": np.where(good, "up", "down")})
    table = tabled(data)
    plan = plan_training(table.schema, "stars", estimator="logistic")

    result = run_here(script_for(plan, table).text, table.parquet)

    assert plan.roles == {"review": "text"}
    assert result["scores"]["accuracy"] == 1


def test_a_class_of_two_rows_is_said_and_does_not_end_the_folds(
    tabled, run_here, flowers
):
    flowers.loc[:1, "kind"] = "rare"
    table = tabled(flowers)
    plan = plan_training(table.schema, "kind", estimator="logistic")

    result = run_here(script_for(plan, table).text, table.parquet)

    assert any("Few rows are rare (2)" in note for note in plan.notes)
    assert result["n_folds"] == 5


@pytest.mark.parametrize("seconds", [0, -3, float("nan")])
def test_no_time_is_refused_in_words(seconds, tabled, houses):
    with pytest.raises(TaskError, match="no time to train in"):
        plan_training(tabled(houses).schema, "price", seconds=seconds)


def test_overfitting_is_told_from_both_scores():
    scores = {"metric": "r2", "n_test": 50, "score_interval": (0.3, 0.6)}

    hard = fit_verdict({**scores, "train_scores": {"r2": 0.99}, "scores": {"r2": 0.45}})
    none = fit_verdict({**scores, "train_scores": {"r2": 0.52}, "scores": {"r2": 0.45}})

    assert hard.startswith("Yes, it overfits")
    assert none.startswith("No sign")
