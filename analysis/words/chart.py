"""Words that charts share: what a bar or line shows, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.base.wording import (
    STATISTIC_WORDS,
    counted,
    figure,
    name_of,
    observed_words,
)


def measure(value: str | None, statistic: str | None) -> str:
    """The axis title of an aggregated value: ``"mean of fare"``, ``"rows"``."""
    if value is None or statistic == "count":
        return "rows"
    return f"{STATISTIC_WORDS[statistic or 'mean']} of {name_of(value)}"


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def extremes(
    labels: Sequence[str],
    values: Sequence[float | None],
    what: str,
    link: str = "for",
) -> str:
    """``"… is highest for First (84.15) and lowest for Third (13.68)."``"""
    known = [
        (value, label)
        for value, label in zip(values, labels, strict=True)
        if value is not None
    ]
    if not known:
        return f"{capitalised(what)}: undefined."
    high, low = (
        max(known, key=lambda pair: pair[0]),
        min(known, key=lambda pair: pair[0]),
    )
    if len(known) == 1:
        return f"{capitalised(what)}: {figure(high[0])} {link} {high[1]}."
    if high[0] == low[0]:
        return f"{capitalised(what)}: {figure(high[0])} for each of {len(known)}."
    if what == "rows":
        return (
            f"Most rows are {high[1]} ({figure(high[0])}), "
            f"fewest {low[1]} ({figure(low[0])})."
        )
    subject = f"The {what}" if " of " in what else what
    return (
        f"{subject} is highest {link} {high[1]} ({figure(high[0])}) "
        f"and lowest {link} {low[1]} ({figure(low[0])})."
    )


def shown_words(result: Mapping[str, Any], *more: str) -> str:
    """The subtitle: how many rows, what was left out, taken together or cut."""
    parts = [observed_words(result)]
    if result.get("n_lumped"):
        groups = counted(result["n_lumped"], "group")
        parts.append(f"{groups} taken together as “{result['other']}”")
    return "; ".join([*parts, *(words for words in more if words)])


GRAIN_WORDS = {
    "day": "by day",
    "week": "by week",
    "month": "by month",
    "quarter": "by quarter",
    "year": "by year",
}
