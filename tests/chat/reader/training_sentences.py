"""Requests to train a model in people's words, and what each of them says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.base.columns import Schema
from tests.analysis.tables import schema_of

N = 160


def tables() -> dict[str, Schema]:
    R = np.random.default_rng(5)
    T: dict[str, pd.DataFrame] = {}

    def yn(share: float) -> np.ndarray:
        return np.where(R.random(N) < share, "yes", "no")

    T["gym"] = pd.DataFrame(
        {
            "member_id": [f"M{n:04}" for n in range(N)],
            "Age": R.integers(18, 75, N),
            "sex": R.choice(["f", "m"], N),
            "visits_per_week": R.normal(2.5, 1, N).round(1),
            "plan": R.choice(["Basic", "Plus", "Gold"], N),
            "monthly_fee": R.normal(45, 12, N).round(2),
            "has_trainer": yn(0.3),
            "cancelled": yn(0.35),
            "satisfaction": R.integers(1, 6, N),
            "join_date": pd.to_datetime("2022-01-01")
            + pd.to_timedelta(R.integers(0, 900, N), unit="D"),
        }
    )
    T["soil"] = pd.DataFrame(
        {
            "Plot": np.arange(1, N + 1)[::-1],
            "pH": R.normal(6.5, 0.6, N).round(2),
            "rainfall_mm": R.normal(600, 90, N).round(),
            "Nitrogen": R.normal(30, 8, N).round(1),
            "Crop": R.choice(["wheat", "barley", "rye"], N),
            "yield_t_ha": R.normal(6, 1.5, N).round(2),
            "Region": R.choice(["North", "South", "West"], N),
            "irrigated": R.integers(0, 2, N),
        }
    )
    T["loans"] = pd.DataFrame(
        {
            "loan_id": [f"L{n:05}" for n in range(N)],
            "income": R.normal(42000, 9000, N).round(),
            "loan_amount": R.normal(12000, 4000, N).round(),
            "term_months": R.choice([12, 24, 36, 48], N),
            "purpose": R.choice(["car", "home", "study"], N),
            "home_owner": yn(0.5),
            "defaulted": yn(0.2),
            "Credit Score": R.integers(400, 850, N),
            "interest_rate": R.normal(6, 1.5, N).round(2),
        }
    )
    T["wine"] = pd.DataFrame(
        {
            "Alcohol": R.normal(12.5, 1, N).round(1),
            "acidity": R.normal(6, 1, N).round(2),
            "sugar": R.normal(4, 2, N).round(1),
            "colour": R.choice(["red", "white", "rose"], N),
            "Quality": R.integers(3, 9, N),
            "producer": R.choice(list("ABCDEF"), N),
            "price_eur": R.normal(14, 5, N).round(2),
            "award": yn(0.25),
        }
    )
    return {name: schema_of(frame) for name, frame in T.items()}


class Without(tuple):
    """All columns but these."""


Said = tuple[str, str, Any, str | None, dict[str, Any]]
SENTENCES: dict[str, list[Said]] = {
    "gym": [
        (
            "train a random forest that predicts monthly_fee from Age, sex and plan",
            "monthly_fee",
            ["Age", "sex", "plan"],
            "random_forest",
            {},
        ),
        (
            "I want to predict cancelled from everything except member_id",
            "cancelled",
            Without(("member_id",)),
            None,
            {},
        ),
        (
            "can you predict satisfaction from age and visits per week with gradient boosting and 5-fold cross validation?",
            "satisfaction",
            ["Age", "visits_per_week"],
            "gradient_boosting",
            {"n_splits": 5},
        ),
        (
            "which members will cancel? make a model for cancelled from plan, age and sex",
            "cancelled",
            ["plan", "Age", "sex"],
            None,
            {},
        ),
        (
            "train a k-nearest neighbours model of monthly fee on age with k = 7",
            "monthly_fee",
            ["Age"],
            "k_nearest",
            {"n_neighbors": "7"},
        ),
        (
            "ridge regression with alpha 0.5 to predict monthly_fee from age and visits_per_week, keep 30 % for testing",
            "monthly_fee",
            ["Age", "visits_per_week"],
            "ridge",
            {"alpha": "0.5", "test_size": 0.3},
        ),
        (
            "neural network for cancelled from age and plan, 30 epochs",
            "cancelled",
            ["Age", "plan"],
            "keras",
            {"epochs": "30"},
        ),
        (
            "using age, sex and has_trainer, build a classifier for cancelled",
            "cancelled",
            ["Age", "sex", "has_trainer"],
            None,
            {},
        ),
        (
            "build me a model for the cancellations, leave out the join date and the member id",
            "cancelled",
            Without(
                (
                    "join_date",
                    "member_id",
                )
            ),
            None,
            {},
        ),
        (
            "predict who is going to cancel, based on visits, fee and plan",
            "cancelled",
            ["visits_per_week", "monthly_fee", "plan"],
            None,
            {},
        ),
        (
            "fit a decision tree, max depth 4, outcome cancelled, predictors age plan and satisfaction",
            "cancelled",
            ["Age", "plan", "satisfaction"],
            "decision_tree",
            {"max_depth": "4"},
        ),
        (
            "i need a model that guesses the monthly fee. don't use satisfaction",
            "monthly_fee",
            Without(("satisfaction",)),
            None,
            {},
        ),
        (
            "train an svm with age and visits per week as features and has_trainer as the target",
            "has_trainer",
            ["Age", "visits_per_week"],
            "svm",
            {},
        ),
        (
            "lasso for monthly_fee on all other columns but not the join date, hold back 25% to test it",
            "monthly_fee",
            Without(("join_date",)),
            "lasso",
            {"test_size": 0.25},
        ),
        (
            "train something to tell me whether a member cancels, age and plan only",
            "cancelled",
            ["Age", "plan"],
            None,
            {},
        ),
    ],
    "soil": [
        (
            "train a model to predict the yield from rainfall, nitrogen and pH",
            "yield_t_ha",
            ["rainfall_mm", "Nitrogen", "pH"],
            None,
            {},
        ),
        (
            "predict yield_t_ha with a random forest of 300 trees, use all columns except Plot",
            "yield_t_ha",
            Without(("Plot",)),
            "random_forest",
            {"n_estimators": "300"},
        ),
        (
            "make a model of crop given region, rainfall and ph",
            "Crop",
            ["Region", "rainfall_mm", "pH"],
            None,
            {},
        ),
        (
            "is it possible to predict irrigated from nitrogen and rainfall? use logistic regression",
            "irrigated",
            ["Nitrogen", "rainfall_mm"],
            "logistic",
            {},
        ),
        (
            "learn to predict yield from pH and region, 80/20 split, seed 7",
            "yield_t_ha",
            ["pH", "Region"],
            None,
            {"test_size": 0.2, "random_state": 7},
        ),
        (
            "gradient boosting for yield, everything but region and plot as predictors",
            "yield_t_ha",
            Without(
                (
                    "Region",
                    "Plot",
                )
            ),
            "gradient_boosting",
            {},
        ),
        (
            "train yield_t_ha ~ rainfall_mm + Nitrogen with a linear regression",
            "yield_t_ha",
            ["rainfall_mm", "Nitrogen"],
            "linear",
            {},
        ),
        (
            "create a classifier to classify the crop by pH and nitrogen, ten folds",
            "Crop",
            ["pH", "Nitrogen"],
            None,
            {"n_splits": 10},
        ),
        (
            "fit an elastic net: target yield, inputs rainfall, nitrogen; alpha 0.1",
            "yield_t_ha",
            ["rainfall_mm", "Nitrogen"],
            "elastic_net",
            {"alpha": "0.1"},
        ),
        (
            "please train the best model you can find for yield in 20 seconds, ignore the plot number",
            "yield_t_ha",
            Without(("Plot",)),
            "auto",
            {"seconds": 20.0},
        ),
        (
            "Can nitrogen and rainfall predict the yield? train a tree",
            "yield_t_ha",
            ["Nitrogen", "rainfall_mm"],
            "decision_tree",
            {},
        ),
        (
            "build a model where yield is the outcome and region, crop and pH are the inputs",
            "yield_t_ha",
            ["Region", "Crop", "pH"],
            None,
            {},
        ),
        (
            "train a naive bayes to recognise the crop from ph, rain and region",
            "Crop",
            ["pH", "rainfall_mm", "Region"],
            "naive_bayes",
            {},
        ),
        (
            "train a random forest to predict yield from humidity and pH",
            "yield_t_ha",
            LookupError("humidity"),
            "random_forest",
            {},
        ),
    ],
    "loans": [
        (
            "train a random forest that predicts interest_rate from income, purpose and term_months",
            "interest_rate",
            ["income", "purpose", "term_months"],
            "random_forest",
            {},
        ),
        (
            "I want to predict who defaults (defaulted) from everything except loan_id",
            "defaulted",
            Without(("loan_id",)),
            None,
            {},
        ),
        (
            "could you predict the interest rate from income and credit score with gradient boosting and 3-fold cross validation?",
            "interest_rate",
            ["income", "Credit Score"],
            "gradient_boosting",
            {"n_splits": 3},
        ),
        (
            "which loans will default? make a model for defaulted using income, purpose and the loan amount",
            "defaulted",
            ["income", "purpose", "loan_amount"],
            None,
            {},
        ),
        (
            "train a k nearest neighbours model of interest rate on income with k = 9",
            "interest_rate",
            ["income"],
            "k_nearest",
            {"n_neighbors": "9"},
        ),
        (
            "lasso with alpha 0.2 to predict loan_amount from income and credit score, leave 20 % for the test",
            "loan_amount",
            ["income", "Credit Score"],
            "lasso",
            {"alpha": "0.2", "test_size": 0.2},
        ),
        (
            "neural net for defaulted from income and purpose, 15 epochs",
            "defaulted",
            ["income", "purpose"],
            "keras",
            {"epochs": "15"},
        ),
        (
            "using income, home_owner and purpose, create a model for defaulted",
            "defaulted",
            ["income", "home_owner", "purpose"],
            None,
            {},
        ),
        (
            "a model for the loan amount please, without loan_id and interest rate",
            "loan_amount",
            Without(
                (
                    "loan_id",
                    "interest_rate",
                )
            ),
            None,
            {},
        ),
        (
            "predict which loans are going to default, based on score, income and term",
            "defaulted",
            ["Credit Score", "income", "term_months"],
            None,
            {},
        ),
        (
            "fit a decision tree with depth 3, dependent variable defaulted, independent variables income, purpose and term_months",
            "defaulted",
            ["income", "purpose", "term_months"],
            "decision_tree",
            {"max_depth": "3"},
        ),
        (
            "i need a model that estimates the interest rate. do not include the purpose",
            "interest_rate",
            Without(("purpose",)),
            None,
            {},
        ),
        (
            "train an svm with income and term_months as inputs and home_owner as outcome",
            "home_owner",
            ["income", "term_months"],
            "svm",
            {},
        ),
        (
            "train something that tells us if a customer defaults, only income and credit score",
            "defaulted",
            ["income", "Credit Score"],
            None,
            {},
        ),
    ],
    "wine": [
        (
            "train a model to predict the quality from alcohol, acidity and sugar",
            "Quality",
            ["Alcohol", "acidity", "sugar"],
            None,
            {},
        ),
        (
            "predict price_eur with a random forest of 150 trees, use every column except producer",
            "price_eur",
            Without(("producer",)),
            "random_forest",
            {"n_estimators": "150"},
        ),
        (
            "make a model of colour given acidity, sugar and alcohol",
            "colour",
            ["acidity", "sugar", "Alcohol"],
            None,
            {},
        ),
        (
            "is it possible to predict the award from quality and price? use logistic regression",
            "award",
            ["Quality", "price_eur"],
            "logistic",
            {},
        ),
        (
            "learn to predict the price from colour and quality, 70/30 split, seed 3",
            "price_eur",
            ["colour", "Quality"],
            None,
            {"test_size": 0.3, "random_state": 3},
        ),
        (
            "ridge for price, everything but the producer and the award as predictors",
            "price_eur",
            Without(
                (
                    "producer",
                    "award",
                )
            ),
            "ridge",
            {},
        ),
        (
            "train price_eur ~ Alcohol + Quality with a linear regression",
            "price_eur",
            ["Alcohol", "Quality"],
            "linear",
            {},
        ),
        (
            "create a classifier to classify the colour by sugar and acidity, four folds",
            "colour",
            ["sugar", "acidity"],
            None,
            {"n_splits": 4},
        ),
        (
            "fit an elastic net: target price, inputs alcohol, sugar; alpha 0.3",
            "price_eur",
            ["Alcohol", "sugar"],
            "elastic_net",
            {"alpha": "0.3"},
        ),
        (
            "find the best model for the price in 30 seconds and ignore the producer",
            "price_eur",
            Without(("producer",)),
            "auto",
            {"seconds": 30.0},
        ),
        (
            "Can alcohol and sugar predict the colour? train a tree",
            "colour",
            ["Alcohol", "sugar"],
            "decision_tree",
            {},
        ),
        (
            "build a model where quality is the outcome and colour, sugar and alcohol are the inputs",
            "Quality",
            ["colour", "sugar", "Alcohol"],
            None,
            {},
        ),
        (
            "train a naive bayes to recognise the colour from acidity, alcohol and price",
            "colour",
            ["acidity", "Alcohol", "price_eur"],
            "naive_bayes",
            {},
        ),
        (
            "train a random forest to predict quality from tannins and sugar",
            "Quality",
            LookupError("tannins"),
            "random_forest",
            {},
        ),
    ],
}
