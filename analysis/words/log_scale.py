"""Logarithmic axes of charts: how they are asked for, and what cannot be on them."""

from __future__ import annotations

from typing import Literal

from analysis.base.language import Phrase
from analysis.base.wording import counted
from analysis.results.charts import Logarithmic

LogAxes = Literal["none", "x", "y", "both"]
# Weak, so that it only tells a chart that it is meant: "log scale" after a chart.
LOG_PHRASE = Phrase(r"\b(?:log(?:arithmic)?|linear)[- ]?(?:scale|axis|axes|log)\b", 1)
_LOG = r"\blog(?:arithmic)?(?:[- ]?(?:scale|axis|axes))?"
_AXIS = r"(?: (?:on|for|of)?(?: ?the)? ?{axis}(?:[- ]?axis)?)\b"


def log_words(unnamed: str) -> dict[str, str]:
    """Words for each choice; ``unnamed`` is the axis that "log scale" alone means."""
    patterns = {
        "none": r"\b(?:linear|normal|no log(?:arithmic)?)[- ]?(?:scale|axis|axes)\b",
        "x": rf"{_LOG}{_AXIS.format(axis='(?:x|horizontal)')}|\blog[- ]x\b",
        "y": rf"{_LOG}{_AXIS.format(axis='(?:y|vertical)')}|\blog[- ]y\b",
        "both": rf"\blog[- ]log\b|{_LOG} (?:on |for )?both(?: axes)?\b",
    }
    alone = r"\blog(?:arithmic)?[- ]?(?:scale|axis|axes)\b"
    patterns[unnamed] = f"{patterns[unnamed]}|{alone}"
    return patterns


def scale(logged: bool) -> dict[str, str | bool]:
    """The scale of a channel."""
    return {"type": "log"} if logged else {"zero": False}


def log_note(result: Logarithmic) -> str:
    """What a logarithmic axis is and leaves out, or nothing."""
    if result.get("log_axes", "none") == "none":
        return ""
    left = result.get("n_not_positive", 0)
    out = (
        f"; {counted(left, 'value')} of 0 or less cannot be shown on it" if left else ""
    )
    return f"Logarithmic scale{out}."
