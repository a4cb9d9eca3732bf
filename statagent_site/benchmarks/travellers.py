"""An invented table of travellers in any number of rows, and difficult forms of it.

It has the columns that the operations' examples name, so that every operation can be
tried on it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd


def travellers(n_rows: int) -> pd.DataFrame:
    """Numbers, words and truth values; ages, decks and ports are missing in places."""
    random = np.random.default_rng(1912)
    pclass = random.choice([1, 2, 3], n_rows, p=[0.25, 0.25, 0.5])
    sex = random.choice(["female", "male"], n_rows)
    survived = (random.random(n_rows) < np.where(sex == "female", 0.7, 0.25)).astype(
        int
    )
    age = random.normal(35, 14, n_rows).clip(1, 80).round(1)
    sibsp, parch = random.poisson(0.5, n_rows), random.poisson(0.4, n_rows)
    port = random.choice(["S", "C", "Q"], n_rows, p=[0.7, 0.2, 0.1])
    towns = {"S": "Southampton", "C": "Cherbourg", "Q": "Queenstown"}
    data = pd.DataFrame(
        {
            "survived": survived,
            "pclass": pclass,
            "sex": sex,
            "age": age,
            "sibsp": sibsp,
            "parch": parch,
            "fare": (random.gamma(2, 45, n_rows) / pclass**1.5 + 4).round(4),
            "embarked": port,
            "class": pd.Series(pclass).map({1: "First", 2: "Second", 3: "Third"}),
            "who": np.where(
                age < 16, "child", np.where(sex == "female", "woman", "man")
            ),
            "deck": random.choice(list("ABCDE"), n_rows),
            "embark_town": pd.Series(port).map(towns),
            "alive": np.where(survived == 1, "yes", "no"),
            "alone": sibsp + parch == 0,
        }
    )
    words = ["sex", "embarked", "class", "who", "deck", "embark_town", "alive"]
    data = data.astype(dict.fromkeys(words, "str"))
    for name, share in (("age", 0.2), ("deck", 0.4), ("embarked", 0.01)):
        data.loc[random.random(n_rows) < share, name] = None
    return data


def _constant(data: pd.DataFrame) -> pd.DataFrame:
    return data.iloc[[0] * len(data)].reset_index(drop=True)


def _all_missing(data: pd.DataFrame) -> pd.DataFrame:
    nothing = {
        name: pd.Series([None] * len(data), dtype="str" if kind == "str" else "float64")
        for name, kind in data.dtypes.items()
    }
    return pd.DataFrame(nothing)


def _infinite(data: pd.DataFrame) -> pd.DataFrame:
    numbers = list(data.select_dtypes("number").columns)
    data = data.astype(dict.fromkeys(numbers, "float64"))
    data.loc[::7, numbers] = np.inf
    data.loc[3::11, numbers] = -np.inf
    return data


def _text(data: pd.DataFrame) -> pd.DataFrame:
    numbers = list(data.select_dtypes("number").columns)
    return data.assign(
        **{name: data[name].map(lambda v: f"about {v}") for name in numbers}
    )


def _duplicate_names(data: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([data, data], axis=1)


DIFFICULT: dict[str, Callable[[], pd.DataFrame]] = {
    "empty": lambda: travellers(60).head(0),
    "one row": lambda: travellers(60).head(1),
    "constant": lambda: _constant(travellers(60)),
    "all missing": lambda: _all_missing(travellers(60)),
    "infinite": lambda: _infinite(travellers(60)),
    "text": lambda: _text(travellers(60)),
    "duplicate names": lambda: _duplicate_names(travellers(60)),
}
