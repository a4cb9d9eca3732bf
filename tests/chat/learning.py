"""Tables and conversations for the tests of training and predicting in the chat."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.base.reply import Choices, Notice
from analysis.models import Dataset, Owner
from analysis.reading.importing import import_table
from chat.models import Conversation, Message
from chat.tables.datasets import dataset_from
from tests.chat.asking import answer


def housing(n: int = 20) -> pd.DataFrame:
    """Houses whose price follows size, age and place, with noise."""
    rng = np.random.default_rng(4)
    sqft = rng.integers(700, 3000, n)
    age = rng.integers(0, 60, n)
    bathrooms = rng.integers(1, 4, n)
    location = rng.choice(["north", "south", "west"], n)
    noise = rng.normal(0, 9_000, n)
    price = 50_000 + 120 * sqft - 800 * age + 10_000 * bathrooms + noise
    return pd.DataFrame(
        {
            "sqft": sqft,
            "bedrooms": rng.integers(1, 6, n),
            "bathrooms": bathrooms,
            "age": age,
            "price": price.round(),
            "location": location,
            "condition": rng.choice(["good", "fair", "poor"], n),
        }
    )


def shoppers(n: int = 160) -> pd.DataFrame:
    """Two classes that one number mostly tells apart, and three that it does too."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=n)
    return pd.DataFrame(
        {
            "x": x.round(3),
            "z": rng.normal(size=n).round(3),
            "town": rng.choice(list("abc"), n),
            "bought": np.where(x + rng.normal(0, 0.5, n) > 0, "yes", "no"),
            "grade": np.select([x < -0.5, x < 0.5], ["low", "middle"], "high"),
        }
    )


def uploaded(owner: Owner, data: pd.DataFrame, name: str, folder: Path) -> Dataset:
    """A table as a dataset of the owner's, read."""
    path = folder / name
    data.to_csv(path, index=False)
    dataset = dataset_from(owner, name, path)
    receipt = import_table(
        dataset.original, name=dataset.name, parquet_path=dataset.parquet
    )
    dataset.receipt_json = receipt.model_dump(mode="json")
    dataset.save()
    return dataset


def talking(owner: Owner, data: pd.DataFrame, name: str, folder: Path) -> Conversation:
    """A conversation about a table."""
    return Conversation.objects.create(
        owner=owner, dataset=uploaded(owner, data, name, folder)
    )


def buttons(message: Message) -> dict[str, str]:
    """The offered buttons: what stands on them and what they send."""
    return {
        option.label: option.value
        for block in message.reply.blocks
        if isinstance(block, Choices)
        for option in block.options
    }


def notices(message: Message) -> list[str]:
    return [block.text for block in message.reply.blocks if isinstance(block, Notice)]


def told(message: Message) -> str:
    """All words of a reply."""
    return message.reply.model_dump_json()


def trained(conversation: Conversation, request: str) -> Conversation:
    """The conversation behind a training that was asked for and confirmed."""
    answer(conversation, request)
    done = answer(conversation, "start")
    assert done.reply.summary.startswith("Training complete."), done.reply
    return conversation
