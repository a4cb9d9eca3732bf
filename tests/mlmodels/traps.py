"""Small tables with a planted trap each, and what a training must say of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

Rng = np.random.Generator


@dataclass(frozen=True)
class Trap:
    """A table that misleads, by the seed's chance.

    ``rows`` gives the table; ``fresh`` rows that come later, from the same source and,
    where the trap is about that, from other persons or times (``rows`` where it is not
    given). ``named`` are words, one of which must be said before or with the score.
    """

    name: str
    rows: Callable[[Rng, int], pd.DataFrame]
    target: str
    n: int
    named: str
    estimator: str = "linear"
    fresh: Callable[[Rng, int, pd.DataFrame], pd.DataFrame] | None = None
    options: dict[str, object] = field(default_factory=dict)

    def table(self, seed: int) -> pd.DataFrame:
        return self.rows(np.random.default_rng(seed), self.n)

    def later(self, seed: int, n: int) -> pd.DataFrame:
        """Rows of which no training knows, with their target."""
        rng = np.random.default_rng(10_000 + seed)
        if self.fresh is not None:
            return self.fresh(rng, n, self.table(seed))
        return self.rows(rng, n)


def _persons(rng: Rng, n: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Eight rows a person; weight and age tell who it is and nothing else."""
    who = np.arange(n) // 8
    n_persons = int(who.max()) + 1
    return who, {
        "weight": rng.normal(70, 9, n_persons)[who].round(2),
        "age": rng.uniform(20, 80, n_persons)[who].round(2),
        "dose": rng.normal(size=n).round(2),
    }


def _patients(rng: Rng, n: int) -> pd.DataFrame:
    who, known = _persons(rng, n)
    level = rng.normal(0, 5, who.max() + 1)[who]
    pressure = 120 + level + 1.5 * known["dose"] + rng.normal(0, 1, n)
    return pd.DataFrame(
        {"patient_id": who + 1000, **known, "pressure": pressure.round(1)}
    )


def _students(rng: Rng, n: int) -> pd.DataFrame:
    who, known = _persons(rng, n)
    apt = rng.normal(0, 2, who.max() + 1)[who] + 0.8 * known["dose"]
    passed = np.where(rng.random(n) < 1 / (1 + np.exp(-apt)), "passed", "failed")
    names = [f"S{number:05}" for number in who]
    return pd.DataFrame({"student": names, **known, "result": passed})


def _turning(rng: Rng, n: int, days: np.ndarray) -> pd.DataFrame:
    x, z = rng.normal(size=n), rng.normal(size=n)
    weight = np.where(days < 560, 3.0, -1.0)
    y = weight * x + 2 * z + rng.normal(0, 0.5, n)
    when = pd.Timestamp("2020-01-01") + pd.to_timedelta(days, "D")
    return pd.DataFrame({"when": when.astype(str), "x": x, "z": z, "y": y}).round(3)


def _drift(rng: Rng, n: int) -> pd.DataFrame:
    return _turning(rng, n, np.sort(rng.integers(0, 700, n)))


def _drift_later(rng: Rng, n: int, known: pd.DataFrame) -> pd.DataFrame:
    """As the latest fifth, which is the test: the days from 560 on."""
    return _turning(rng, n, rng.integers(560, 700, n))


def _flat(rng: Rng, n: int) -> pd.DataFrame:
    """Flats whose rent follows size and floor."""
    size, floor = rng.uniform(20, 120, n), rng.integers(0, 9, n)
    rent = 200 + 9 * size + 12 * floor + rng.normal(0, 120, n)
    return pd.DataFrame({"size": size.round(1), "floor": floor, "rent": rent.round(2)})


def _copy(rng: Rng, n: int) -> pd.DataFrame:
    data = _flat(rng, n)
    return data.assign(yearly=(12 * data["rent"] + rng.normal(0, 5, n)).round(2))


def _sum(rng: Rng, n: int) -> pd.DataFrame:
    food, travel = rng.gamma(3, 40, n).round(2), rng.gamma(2, 90, n).round(2)
    people = rng.integers(1, 6, n)
    return pd.DataFrame(
        {
            "people": people,
            "food": food,
            "travel": travel,
            "spent": (food + travel).round(2),
        }
    )


def _encoded(rng: Rng, n: int) -> pd.DataFrame:
    """Streets of three houses, which say nothing, with the mean of their prices."""
    street = rng.permutation(np.arange(n) % (n // 3))
    area = rng.normal(100, 20, n)
    price = 300 + 1.5 * area + rng.normal(0, 60, n)
    data = pd.DataFrame(
        {"street": [f"street {one}" for one in street], "area": area, "price": price}
    ).round(2)
    return data.assign(
        street_level=data.groupby("street")["price"].transform("mean").round(2)
    )


def _encoded_later(rng: Rng, n: int, known: pd.DataFrame) -> pd.DataFrame:
    """Other houses of the same streets: the means are those of the houses known."""
    means = known.groupby("street")["street_level"].first()
    street = rng.choice(means.index.to_numpy(), n)
    area = rng.normal(100, 20, n)
    price = 300 + 1.5 * area + rng.normal(0, 60, n)
    data = pd.DataFrame({"street": street, "area": area, "price": price}).round(2)
    return data.assign(street_level=means[street].to_numpy())


def _noise(rng: Rng, n: int) -> pd.DataFrame:
    data = pd.DataFrame(rng.normal(size=(n, 5)), columns=list("abcde")).round(3)
    return data.assign(answer=rng.choice(["no", "yes"], n))


def _frauds(rng: Rng, n: int) -> pd.DataFrame:
    amount, hour = rng.normal(size=n), rng.normal(size=n)
    odds = -4.3 + 1.6 * amount + 0.7 * hour
    fraud = rng.random(n) < 1 / (1 + np.exp(-odds))
    data = pd.DataFrame({"amount": amount, "hour": hour}).round(3)
    return data.assign(kind=np.where(fraud, "fraud", "fine"))


def _separated(rng: Rng, n: int) -> pd.DataFrame:
    a, b = rng.uniform(-3, 3, n), rng.uniform(-3, 3, n)
    above = a + b > 0
    a = np.where(above, a + 0.5, a - 0.5)
    return pd.DataFrame(
        {"a": a.round(3), "b": b.round(3), "c": rng.normal(size=n).round(3),
         "grade": np.where(above, "good", "poor")}
    )  # fmt: skip


def _flowers(rng: Rng, n: int, rare: np.ndarray) -> pd.DataFrame:
    kind = np.where(rng.random(n) < 0.5, "aster", "daisy").astype(object)
    kind[rare] = "orchid"
    centre = pd.Series({"aster": 1.0, "daisy": 2.5, "orchid": 5.0})[kind].to_numpy()
    return pd.DataFrame(
        {"long": rng.normal(centre, 0.8).round(2), "wide": rng.normal(size=n).round(2),
         "kind": kind}
    )  # fmt: skip


def _rare(rng: Rng, n: int) -> pd.DataFrame:
    return _flowers(rng, n, np.array([7, 90]))


def _rare_later(rng: Rng, n: int, known: pd.DataFrame) -> pd.DataFrame:
    return _flowers(rng, n, np.flatnonzero(rng.random(n) < 2 / len(known)))


_TOWNS = np.random.default_rng(77).normal(0, 3, 1_000)


def _towns(rng: Rng, n: int) -> pd.DataFrame:
    town = rng.integers(0, 1_000, n)
    income = rng.normal(size=n)
    spent = 20 + _TOWNS[town] + income + rng.normal(0, 1, n)
    return pd.DataFrame(
        {"town": [f"town {one}" for one in town], "income": income.round(3),
         "spent": spent.round(2)}
    )  # fmt: skip


def _year(rng: Rng, n: int, start: str) -> pd.DataFrame:
    days = pd.date_range(start, periods=n)
    wave = 30 * np.sin(2 * np.pi * days.day_of_year / 365.25)
    sales = 100 + wave + rng.normal(0, 9, n)
    return pd.DataFrame({"day": days.astype(str), "sales": sales.round(1)})


def _season(rng: Rng, n: int) -> pd.DataFrame:
    return _year(rng, n, "2020-01-01")


def _season_later(rng: Rng, n: int, known: pd.DataFrame) -> pd.DataFrame:
    """The year behind the table, again and again: a model is asked for what comes next."""
    start = str(pd.Timestamp(known["day"].iloc[-1]) + pd.Timedelta(days=1))
    years = [_year(rng, 365, start) for _ in range(-(-n // 365))]
    return pd.concat(years, ignore_index=True).iloc[:n]


def _counts(rng: Rng, n: int) -> pd.DataFrame:
    x = rng.uniform(0, 3, n)
    return pd.DataFrame({"x": x.round(3), "visits": rng.poisson(np.exp(x) / 3)})


def _answers(rng: Rng, n: int) -> pd.DataFrame:
    x, z = rng.normal(size=n), rng.normal(size=n)
    y = x + rng.normal(0, 1.5, n)
    return pd.DataFrame({"x": x, "z": z, "y": y}).round(3)


def _copies(rng: Rng, n: int) -> pd.DataFrame:
    """Half of the rows stand there three times."""
    data = _answers(rng, n // 2)
    again = data.sample(n // 4, random_state=1)
    return pd.concat([data, again, again]).sample(frac=1, random_state=2)


def _copies_later(rng: Rng, n: int, known: pd.DataFrame) -> pd.DataFrame:
    return _answers(rng, n)


def _constant(rng: Rng, n: int) -> pd.DataFrame:
    return _flat(rng, n).assign(country="here")


def _sorted(rng: Rng, n: int) -> pd.DataFrame:
    """Numbered in the order of the target, as an export that was sorted is."""
    data = _answers(rng, n).sort_values("y", ignore_index=True)
    return data.assign(record=np.arange(1, n + 1))


def _sorted_later(rng: Rng, n: int, known: pd.DataFrame) -> pd.DataFrame:
    return _answers(rng, n).assign(record=np.arange(len(known) + 1, len(known) + n + 1))


def _untold(rng: Rng, n: int) -> pd.DataFrame:
    data = _flat(rng, n)
    return data.assign(rent=data["rent"].mask(rng.random(n) < 0.3))


def _untold_later(rng: Rng, n: int, known: pd.DataFrame) -> pd.DataFrame:
    return _flat(rng, n)


def _weights(rng: Rng, n: int) -> pd.DataFrame:
    height = rng.normal(170, 9, n)
    weight = 0.9 * height - 85 + rng.normal(0, 7, n)
    return pd.DataFrame(
        {"height": height.round(1), "shoe": rng.integers(36, 47, n),
         "weight": [f"{one:.1f} kg" for one in weight]}
    )  # fmt: skip


def _churn(rng: Rng, n: int) -> pd.DataFrame:
    """The day of leaving is known of those who left alone."""
    calls = rng.poisson(3, n)
    left = rng.random(n) < 1 / (1 + np.exp(2.2 - 0.5 * calls))
    since = pd.Timestamp("2021-01-01") + pd.to_timedelta(rng.integers(0, 400, n), "D")
    until = since + pd.to_timedelta(rng.integers(30, 300, n), "D")
    return pd.DataFrame(
        {"calls": calls, "tenure": rng.integers(1, 60, n),
         "closing_date": np.where(left, until.astype(str), ""),
         "churned": np.where(left, "yes", "no")}
    )  # fmt: skip


def _stays(rng: Rng, n: int) -> pd.DataFrame:
    """How long a stay was is what lies between its two dates."""
    age = rng.integers(20, 90, n)
    days = np.maximum(1, rng.poisson(2 + age / 12))
    came = pd.Timestamp("2021-01-01") + pd.to_timedelta(rng.integers(0, 300, n), "D")
    went = came + pd.to_timedelta(days, "D")
    return pd.DataFrame(
        {"age": age, "admitted": came.astype(str), "discharged": went.astype(str),
         "days": days}
    )  # fmt: skip


def _near_copies(rng: Rng, n: int) -> pd.DataFrame:
    """Inches and centimetres of one length, each measured with a small error."""
    length = rng.normal(100, 15, n)
    weight = 3 * length + rng.normal(0, 40, n)
    return pd.DataFrame(
        {"centimetres": (length + rng.normal(0, 0.2, n)).round(2),
         "inches": (length / 2.54 + rng.normal(0, 0.1, n)).round(2),
         "colour": rng.choice(["red", "blue"], n), "weight": weight.round(1)}
    )  # fmt: skip


def _few(rng: Rng, n: int) -> pd.DataFrame:
    return _flat(rng, n)


TRAPS = (
    Trap("repeated number", _patients, "pressure", 320, "Rows of one patient_id stay together"),
    Trap("repeated text", _students, "result", 480, "Rows of one student stay together",
         "logistic"),
    Trap("drift", _drift, "y", 900, "y drifts with when", fresh=_drift_later),
    Trap("leak as copy", _copy, "rent", 300, "yearly alone predicts rent"),
    Trap("leak as sum", _sum, "spent", 300, "food and travel determine spent"),
    Trap("target-encoded group", _encoded, "price", 450, "street_level is made of the mean of price for each street",
         fresh=_encoded_later),
    Trap("noise", _noise, "answer", 240, "not clearly better than guessing", "auto"),
    Trap("4 % positive", _frauds, "kind", 1_500, "accuracy says nothing", "logistic"),
    Trap("perfect separation", _separated, "grade", 200, "A perfect score", "logistic"),
    Trap("two rows of a class", _rare, "kind", 200, "Few rows are orchid (2)", "logistic",
         _rare_later),
    Trap("1,000 categories", _towns, "spent", 4_000, "levels: each is used by the mean target"),
    Trap("season", _season, "sales", 1_826, "the test is the latest part", "ridge",
         _season_later),
    Trap("counts", _counts, "visits", 400, "Intervals stop at zero",
         options={"kind": "regression"}),
    Trap("duplicates", _copies, "y", 400, "occur more than once", "random_forest",
         _copies_later),
    Trap("constant", _constant, "rent", 200, "country is left out: it has one value only"),
    Trap("identifier in order", _sorted, "y", 300, "record only identifies rows",
         "random_forest", _sorted_later),
    Trap("missing target", _untold, "rent", 400, "have no rent", fresh=_untold_later),
    Trap("target with units", _weights, "weight", 300, "(in kg)"),
    Trap("date after the event", _churn, "churned", 500,
         "closing_date is known only once churned is", "logistic"),
    Trap("duration between dates", _stays, "days", 400, "admitted and discharged determine days"),
    Trap("near-copies", _near_copies, "weight", 300, "centimetres and inches tell nearly the same"),
    Trap("few rows", _few, "rent", 40, "are few"),
)  # fmt: skip
