"""Columns of plain numbers are found without the passes that text needs, and alike."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.reading.facts import gather

CELLS = {
    "whole": ["1", "2", None, "-3"],
    "decimal": ["1.5", "2", "3e2", None],
    "zeros": ["007", "012", "100", "1"],
    "nan": ["1", "nan", "2", "3"],
    "padded": [" 1", "2 ", "3", "4"],
    "quoted": ["1", "", "3", "4"],
    "words": ["a", "1", None, " b"],
    "empty": [None, None, None, None],
}


@pytest.mark.parametrize(
    ("name", "n_values", "n_numbers", "numbers", "whole", "zeros", "nan", "padded"),
    [
        ("whole", 3, 3, True, True, False, False, False),
        ("decimal", 3, 3, True, False, False, False, False),
        ("zeros", 4, 4, True, True, True, False, False),
        ("nan", 4, 4, True, False, False, True, False),
        ("padded", 4, 4, True, True, False, False, True),
        ("quoted", 3, 3, True, True, False, False, False),
        ("words", 3, 1, False, False, False, False, True),
        ("empty", 0, 0, False, False, False, False, False),
    ],
)
def test_what_all_cells_show(
    name, n_values, n_numbers, numbers, whole, zeros, nan, padded
):
    table = pl.DataFrame(CELLS, schema=dict.fromkeys(CELLS, pl.String))
    found = dict(gather(table))
    assert list(found) == list(CELLS)
    facts = found[name]
    assert (facts.n_values, facts.n_numbers) == (n_values, n_numbers)
    assert (facts.numbers is not None, facts.whole is not None) == (numbers, whole)
    assert (facts.zeros, facts.nan, facts.padded) == (zeros, nan, padded)
    assert facts.text.null_count() == 4 - n_values
