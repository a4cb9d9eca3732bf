"""Invented tables for tests."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd

from analysis.base.columns import Column, Kind, Schema
from analysis.base.plain import plain

TOWNS = {"S": "Southampton", "C": "Cherbourg", "Q": "Queenstown"}
CLASSES = {1: "First", 2: "Second", 3: "Third"}


def passengers(n_rows: int = 60) -> pd.DataFrame:
    """Passengers of an invented ship; ages, decks and ports are missing in places."""
    chance = random.Random(1912)
    rows = []
    for _ in range(n_rows):
        pclass = chance.choice([1, 2, 3, 3])
        sex = chance.choice(["female", "male"])
        age = float(chance.randint(1, 70))
        survived = int(chance.random() < (0.7 if sex == "female" else 0.25))
        sibsp, parch = chance.choice([0, 0, 1, 2]), chance.choice([0, 0, 1])
        port = chance.choice(["S", "S", "C", "Q", None])
        rows.append(
            {
                "survived": survived,
                "pclass": pclass,
                "sex": sex,
                "age": None if chance.random() < 0.2 else age,
                "sibsp": sibsp,
                "parch": parch,
                "fare": round(chance.expovariate(1) * 90 / pclass**1.5 + 4, 4),
                "embarked": port,
                "class": CLASSES[pclass],
                "who": "child" if age < 16 else "woman" if sex == "female" else "man",
                "deck": None if chance.random() < 0.4 else chance.choice("ABCDE"),
                "embark_town": TOWNS.get(port or ""),
                "alive": "yes" if survived else "no",
                "alone": sibsp + parch == 0,
            }
        )
    table = pd.DataFrame(rows)
    words = ["sex", "embarked", "class", "who", "deck", "embark_town", "alive"]
    return table.astype(dict.fromkeys(words, "str") | {"age": "float64"})


def schema_of(data: pd.DataFrame, name: str = "table.csv") -> Schema:
    """What is known of a table, worked out in the simplest way."""
    data = data.loc[:, ~data.columns.duplicated()]
    columns = tuple(_column(str(column), data[column]) for column in data.columns)
    return Schema(name=name, n_rows=len(data), columns=columns)


def _column(name: str, values: pd.Series) -> Column:
    observed = values.dropna()
    kind = _kind(values)
    ranged = kind in ("integer", "number", "datetime") and len(observed) > 0
    return Column(
        name=name,
        kind=kind,
        n_missing=int(values.isna().sum()),
        n_unique=int(observed.nunique()),
        minimum=plain(observed.min()) if ranged else None,
        maximum=plain(observed.max()) if ranged else None,
        levels=tuple(
            (plain(value), int(count))
            for value, count in observed.value_counts().items()
            if plain(value) is not None
        ),
    )


def _kind(values: pd.Series) -> Kind:
    if pd.api.types.is_bool_dtype(values.dtype):
        return "boolean"
    if pd.api.types.is_integer_dtype(values.dtype):
        return "integer"
    if pd.api.types.is_float_dtype(values.dtype):
        return "number"
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return "datetime"
    return "category" if values.nunique() <= 20 else "text"


ODD_NAMES = [
    "unit price", 'say "hi"', "it's", "{braces} {0}", "new\nline", "größe", "数量",
    "a.b[c]", "back`tick", "back\\slash", "class", "mean", "value", "row", "column",
    "*stars*", "", "group", "key 0", "<b>&amp;",
]  # fmt: skip


def _measured(n_rows: int) -> pd.DataFrame:
    chance = np.random.default_rng(3)
    return pd.DataFrame(
        {
            "x": chance.normal(10, 2, n_rows),
            "y": chance.normal(0, 1, n_rows),
            "n": chance.integers(0, 9, n_rows),
            "group": pd.Series(chance.choice(["a", "b", "c"], n_rows), dtype="str"),
            "flag": chance.random(n_rows) < 0.5,
            "day": pd.date_range("2024-01-01", periods=n_rows, freq="D"),
        }
    )


def _with_missing() -> pd.DataFrame:
    table = _measured(30)
    for place, name in enumerate(("x", "y", "group", "day")):
        table.loc[table.index % 4 == place, name] = None
    table["flag"] = table["flag"].astype("boolean")
    table.loc[::5, "flag"] = pd.NA
    return table


def _named_oddly(names: list[str]) -> pd.DataFrame:
    table = _measured(25)
    return table.set_axis(names[: table.shape[1]], axis=1)


def difficult_tables() -> dict[str, pd.DataFrame]:
    """Tables in which something is wrong or unusual, by what it is."""
    plain_table = _measured(30)
    missing = {name: pd.Series([None] * 5, dtype="float64") for name in ("x", "y")}
    words = pd.Series([None] * 5, dtype="str")
    infinite = _measured(30)
    infinite.loc[[0, 3], "x"] = [np.inf, -np.inf]
    huge = pd.DataFrame({"x": [1e308, -1e308, 1e308], "y": [1e-310, 0, 5e-320],
                         "n": [2**62, -(2**62), 0]})  # fmt: skip
    classes = plain_table.assign(
        group=pd.Categorical(
            plain_table["group"], ["c", "a", "b", "unused"], ordered=True
        )
    )
    tables = {
        "no rows": plain_table.head(0),
        "one row": plain_table.head(1),
        "two rows": plain_table.head(2),
        "constant columns": plain_table.assign(x=0.1, y=3.0, n=7, group="a", flag=True),
        "nearly constant": plain_table.assign(x=1e9 + np.arange(30) * 1e-6),
        "missing values": _with_missing(),
        "only missing values": pd.DataFrame({**missing, "group": words, "flag": words}),
        "infinite values": infinite,
        "only infinite values": plain_table.assign(x=np.inf, y=-np.inf),
        "huge and tiny numbers": huge,
        "words only": plain_table[["group"]].assign(other=plain_table["group"]),
        "no columns": pd.DataFrame(index=range(3)),
        "ordered categories": classes,
        "other row labels": plain_table.iloc[::-1].iloc[5:20],
        "repeated row labels": plain_table.set_axis([0] * 30, axis=0),
        "many levels": pd.DataFrame(
            {
                "x": np.arange(1500.0),
                "y": np.arange(1500.0)[::-1] ** 2,
                "group": pd.Series([f"level {i}" for i in range(1500)], dtype="str"),
            }
        ),
        "repeated names": pd.concat([plain_table, plain_table[["x", "group"]]], axis=1),
    }
    for start in range(0, len(ODD_NAMES), 5):
        names = [*ODD_NAMES[start : start + 5], "z"]
        tables[f"odd names {start}"] = _named_oddly(names)
    return tables
