"""Small tables, and scripts run in this process: fast, and outside of any sandbox."""

from __future__ import annotations

import hashlib
import runpy
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

from analysis.execution import Table
from analysis.reading.importing import import_table
from mlmodels.base.saved import SavedModel
from mlmodels.plans.problem import plan_training
from mlmodels.training import train

Tabled = Callable[[pd.DataFrame], Table]


def read_as_upload(data: pd.DataFrame, folder: Path, name: str) -> Table:
    """A DataFrame written as CSV and read as an upload is."""
    path = folder / name
    data.to_csv(path, index=False)
    parquet = path.with_suffix(".parquet")
    receipt = import_table(path, name=name, parquet_path=parquet)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Table(name, receipt.table, receipt.recipe, sha256, parquet)


@pytest.fixture(scope="session")
def upload() -> Callable[[pd.DataFrame, Path, str], Table]:
    return read_as_upload


@pytest.fixture
def tabled(tmp_path: Path) -> Tabled:
    def read(data: pd.DataFrame, name: str = "data.csv") -> Table:
        return read_as_upload(data, tmp_path, name)

    return read


@pytest.fixture
def run_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a generated script on a file, in a folder of its own; its result."""

    def run(text: str, file: Path, folder: str = "run") -> dict:
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        (place / "script.py").write_text(text)
        monkeypatch.chdir(place)
        monkeypatch.setattr(sys, "argv", ["script.py", str(file)])
        # One thread, as in the sandbox: more only fight over a busy machine.
        with warnings.catch_warnings(), threadpool_limits(1):
            # Small tables: networks that have not converged, folds without a level.
            warnings.simplefilter("ignore")
            return runpy.run_path(str(place / "script.py"))["result"]

    return run


@pytest.fixture(scope="session")
def price_model(tmp_path_factory: pytest.TempPathFactory) -> SavedModel:
    return _trained(_houses(), "price", "linear", tmp_path_factory.mktemp("prices"))


@pytest.fixture(scope="session")
def kind_model(tmp_path_factory: pytest.TempPathFactory) -> SavedModel:
    return _trained(_flowers(), "kind", "logistic", tmp_path_factory.mktemp("kinds"))


def _trained(
    data: pd.DataFrame, target: str, estimator: str, folder: Path
) -> SavedModel:
    table = read_as_upload(data, folder, "data.csv")
    plan = plan_training(table.schema, target, estimator=estimator)
    return train(plan, table, folder).saved(folder.name.rstrip("0"))


@pytest.fixture
def houses() -> pd.DataFrame:
    return _houses()


@pytest.fixture
def flowers() -> pd.DataFrame:
    return _flowers()


def _houses() -> pd.DataFrame:
    """A price that follows size, age and town; gaps and a date."""
    rng = np.random.default_rng(1)
    n = 120
    sqft = rng.integers(600, 3000, n).astype(float)
    town = rng.choice(["north", "south", "west"], n)
    age = rng.integers(0, 60, n).astype(float)
    extra = np.select([town == "north", town == "south"], [40_000, 0], 15_000)
    price = 50_000 + 120 * sqft - 800 * age + extra + rng.normal(0, 9_000, n)
    data = pd.DataFrame(
        {
            "sqft": sqft,
            'the "age", in\\years': age,
            "town": town,
            "garage": rng.random(n) < 0.5,
            "sold": pd.Timestamp("2020-01-01")
            + pd.to_timedelta(rng.integers(0, 700, n), "D"),
            "price": price.round(2),
        }
    )
    data.loc[rng.choice(n, 10, replace=False), "sqft"] = np.nan
    data.loc[rng.choice(n, 6, replace=False), "town"] = None
    return data


def _flowers() -> pd.DataFrame:
    """Three kinds that two lengths tell apart, mostly."""
    rng = np.random.default_rng(2)
    kind = np.repeat(["a", "b", "c"], 40)
    centre = {"a": (1, 1), "b": (3, 2), "c": (5, 4)}
    lengths = np.array([rng.normal(centre[one], 0.7) for one in kind])
    return pd.DataFrame(
        {
            "long": lengths[:, 0].round(3),
            "wide": lengths[:, 1].round(3),
            "place": rng.choice(["x", "y"], len(kind)),
            "kind": kind,
        }
    )
