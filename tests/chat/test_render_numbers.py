"""Numbers as people read them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.render.numbers import format_cell, format_column


@pytest.mark.parametrize(
    ("value", "format", "text"),
    [
        (29.69911764705882, "number", "29.70"),
        (32.204207968574636, "number", "32.20"),
        (0.5, "number", "0.5"),
        (0.1 + 0.2, "number", "0.3"),
        (0.012345678, "number", "0.01235"),
        (123456.7, "number", "123,457"),
        (1234567, "number", "1,234,567"),
        (-3.14159, "number", "-3.142"),
        (0.0, "number", "0"),
        (-0.0, "number", "0"),
        (0.0000123456, "number", "1.235 × 10⁻⁵"),
        (1.5e20, "number", "1.5 × 10²⁰"),
        (10**18, "number", "1 × 10¹⁸"),
        (None, "number", "—"),
        (math.nan, "number", "—"),
        (-math.inf, "number", "-∞"),
        (True, "number", "yes"),
        ("1,102 – 1,466", "number", "1,102 – 1,466"),
        (2025, "text", "2025"),
        ("a", "code", "a"),
        (891, "integer", "891"),
        (10432.0, "integer", "10,432"),
        (2.5, "integer", "2.5"),
        (0.25, "percent", "25 %"),
        (0.384, "percent", "38.4 %"),
        (0.67099, "percent", "67.1 %"),
        (0.000412, "percent", "0.041 %"),
        (1.0, "percent", "100 %"),
        (1.5, "percent", "150 %"),
        (0.0, "p_value", "< 0.001"),
        (0.000999, "p_value", "< 0.001"),
        (0.0312, "p_value", "0.031"),
        (0.05, "p_value", "0.050"),
        (1.0, "p_value", "> 0.999"),
        (0.0042, "seconds", "4 ms"),
        (1.34, "seconds", "1.3 s"),
        (120, "seconds", "2 min 00 s"),
        (3725, "seconds", "1 h 02 min"),
        (1, "bytes", "1 byte"),
        (999, "bytes", "999 bytes"),
        (1_800_000, "bytes", "1.8 MB"),
        (183_000, "bytes", "183 kB"),
    ],
)
def test_a_value_is_written_in_its_format(value, format, text):
    assert format_cell(value, format) == text


def test_the_sign_of_negative_numbers_can_be_a_typographic_minus():
    assert format_cell(-0.5, "percent", minus="−") == "−50 %"


@pytest.mark.parametrize(
    ("values", "format", "texts"),
    [
        (
            [13.8277, 5.73, -4.4473, -0.7308],
            "number",
            ["13.83", "5.73", "-4.45", "-0.73"],
        ),
        ([763.23, 219.0, 40.577], "number", ["763.2", "219.0", "40.6"]),
        ([1284.0, 842.0, -388.0], "number", ["1,284", "842", "-388"]),
        ([891, 29.699, None], "number", ["891", "29.70", "—"]),
        ([0.25, 0.1234], "percent", ["25.0 %", "12.3 %"]),
        ([12345.6, 0.00012], "number", ["12,346", "0.00012"]),
        ([5510.3, 0.512], "number", ["5,510.30", "0.51"]),
        ([1284.3, 0.00432], "number", ["1,284", "0.00432"]),
        ([0.04, 1e-9], "p_value", ["0.040", "< 0.001"]),
        ([], "number", []),
    ],
)
def test_a_column_shares_its_decimals(values, format, texts):
    assert format_column(values, format) == texts


@given(st.floats(-1e300, 1e300))
def test_a_written_number_is_the_number_to_four_digits(value):
    text = format_cell(value, "number").replace(",", "")
    superscripts = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    mantissa, _, exponent = text.partition(" × 10")
    written = float(f"{mantissa}e{exponent.translate(superscripts) or 0}")

    assert math.isclose(written, value, rel_tol=5.01e-4, abs_tol=0)


@given(st.lists(st.none() | st.booleans() | st.integers() | st.floats() | st.text()))
def test_every_column_has_a_text_for_every_value(values):
    for format in ("number", "percent", "integer", "p_value", "seconds", "bytes"):
        assert len(format_column(values, format)) == len(values)
