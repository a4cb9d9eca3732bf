"""A conversation with a small table in it, ready to be asked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.models import Dataset
from analysis.reading.importing import import_table
from chat.models import Conversation
from chat.tables.datasets import dataset_from


@pytest.fixture(scope="session")
def travellers(tmp_path_factory):
    """An invented table: 60 travellers, some ages missing, one fare far out."""
    random = np.random.default_rng(2)
    n = 60
    data = pd.DataFrame(
        {
            "sex": random.choice(["male", "female"], n),
            "age": random.normal(35, 12, n).clip(1, 80).round(1),
            "fare": random.gamma(2, 20, n).round(2),
            "sibsp": random.poisson(0.5, n),
            "parch": random.poisson(0.4, n),
        }
    )
    data.loc[[3, 17, 40], "age"] = np.nan
    data.loc[5, "fare"] = 900.0
    path = tmp_path_factory.mktemp("tables") / "travellers.csv"
    data.to_csv(path, index=False)
    return path


@pytest.fixture
def dataset(alice, travellers) -> Dataset:
    dataset = dataset_from(alice, "travellers.csv", travellers)
    receipt = import_table(
        dataset.original, name=dataset.name, parquet_path=dataset.parquet
    )
    dataset.receipt_json = receipt.model_dump(mode="json")
    dataset.save()
    return dataset


@pytest.fixture
def conversation(alice, dataset) -> Conversation:
    return Conversation.objects.create(owner=alice, dataset=dataset)


@pytest.fixture
def empty_conversation(alice) -> Conversation:
    return Conversation.objects.create(owner=alice)


@pytest.fixture(autouse=True)
def no_heartbeat(monkeypatch):
    """A test's transaction locks the database: the heartbeat's thread must not wait."""
    monkeypatch.setattr("chat.runs.pulse.FIRST_BEAT", 60)
