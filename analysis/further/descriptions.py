"""Described columns: mean and spread as papers report them, and the mean's interval."""

from __future__ import annotations

from analysis.base.operation import Answer, Asked
from analysis.base.reply import Text
from analysis.base.wording import figure, group_words, name_of
from analysis.further import apa
from analysis.further.family import Family
from analysis.further.tests import APA_NOTE
from analysis.results.descriptions import DescribedColumn
from analysis.words.inference import interval

SHOWN_COLUMNS = 8


def is_description(asked: Asked) -> bool:
    """Whether the result is means with their spread."""
    rows = asked.result.get("rows") or [{}]
    first = rows[0]
    return isinstance(first, dict) and first.get("mean") is not None and "std" in first


def _named(row: DescribedColumn) -> str:
    group = group_words(row.get("group") or {})
    return name_of(row["column"]) + (f" for {group}" if group else "")


def report(asked: Asked) -> Answer:
    """Mean and standard deviation in APA style."""
    rows = [row for row in asked.result["rows"] if row.get("mean") is not None]
    shown = [
        f"{_named(row)}, M = {apa.decimals(row['mean'])}, SD = {apa.decimals(row['std'])}, "
        f"n = {row['n_obs']:,}"
        for row in rows[:SHOWN_COLUMNS]
        if row.get("std") is not None
    ]
    return Answer(f"{'; '.join(shown)}.", (Text(text=APA_NOTE, muted=True),))


def confidence(asked: Asked) -> Answer | None:
    """The intervals of the means, where they were computed."""
    rows = [row for row in asked.result["rows"] if row.get("ci_low") is not None]
    if not rows:
        return None
    level = asked.result.get("confidence_level", 0.95)
    shown = "; ".join(
        f"{_named(row)} {figure(row['mean'])}, {interval({**row, 'confidence_level': level})}"
        for row in rows[:SHOWN_COLUMNS]
    )
    return Answer(f"The mean with its interval: {shown}.")


def meaning(asked: Asked) -> Answer | None:
    """What a typical value is, and how far values lie from it."""
    rows = [row for row in asked.result["rows"] if row.get("std") is not None]
    if not rows:
        return None
    shown = "; ".join(
        f"a typical {_named(row)} is {figure(row['mean'])}, and values lie about "
        f"{figure(row['std'])} from it"
        for row in rows[:SHOWN_COLUMNS]
    )
    return Answer(f"In plain words: {shown}.")


family = Family(
    order=40,
    holds=is_description,
    answers={"report": report, "interval": confidence, "meaning": meaning},
)
