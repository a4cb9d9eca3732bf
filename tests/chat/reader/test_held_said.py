"""Columns held constant behind a conjunction, and who survives longest."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from chat.reader.plainer.held_said import with_held_said
from tests.analysis.tables import schema_of

rng = np.random.default_rng(4)
LAMPS = pd.DataFrame(
    {
        "brand": rng.choice(["Lux", "Sol", "Nox"], 60),
        "wattage": rng.normal(40, 5, 60).round(1),
        "glow": rng.normal(400, 50, 60).round(1),
        "hours": rng.integers(20, 900, 60),
        "broken": rng.integers(0, 2, 60),
    }
)


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("do brands differ in glow once wattage is held constant?",
         "do brands differ in glow controlling for wattage?"),
        ("does brand matter for glow, holding wattage and hours fixed",
         "does brand matter for glow controlling for wattage and hours"),
        ("does glow differ by brand if we keep the wattage the same?",
         "does glow differ by brand controlling for the wattage?"),
        ("is glow held constant?", "is glow held constant?"),
        ("which brand's lamps survive longest?", "does survival differ between brand?"),
        ("which brand lasts longest?", "which brand lasts longest?"),
    ],
)  # fmt: skip
def test_said_plainly(said: str, plain: str) -> None:
    """What is held constant becomes a control; a bare 'last' is left to the readers."""
    assert with_held_said(said, schema_of(LAMPS)) == plain
