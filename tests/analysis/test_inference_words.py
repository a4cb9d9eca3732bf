"""How the figures of a test are put in words."""

from __future__ import annotations

import pandas as pd

from analysis.operations.proportion_test import proportion_test
from analysis.words.inference import estimate_words


def test_a_difference_of_shares_is_said_in_percentage_points():
    data = pd.DataFrame(
        {"site": ["a"] * 100 + ["b"] * 100, "won": ["y"] * 35 + ["n"] * 65 + ["y"] * 25 + ["n"] * 75}
    )  # fmt: skip

    words = estimate_words(
        proportion_test(data, column="won", group="site", success="y")
    )

    assert words.startswith("difference of shares 10.00 percentage points (95 % CI ")
