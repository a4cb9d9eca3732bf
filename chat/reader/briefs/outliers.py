"""What makes an outlier, as a sentence defines it."""

from __future__ import annotations

import re
from typing import Any

from chat.reader.briefs.marked import Marked
from chat.reader.briefs.words import data, pattern

_NUMBER = r"(?P<n>\d+(?:\.\d+)?)"


def outlier_rule(clause: Marked) -> dict[str, Any]:
    """The method, the threshold and the denominator that a clause names, if any."""
    words = data()["outliers"]
    text = clause.text
    if not re.search(words["about"], text):
        return {}
    rule: dict[str, Any] = {}
    for method in ("iqr", "zscore", "mad", "isolation_forest"):
        if re.search(words[method], text):
            rule["method"] = method
            break
    for form in words["threshold"]:
        match = pattern(form).search(text)
        if match is not None:
            value = clause.value_in(match["n"])
            rule["threshold"] = abs(float(value))
            break
        written = re.search(form.replace("{n:n}", _NUMBER), clause.linked.low)
        if written is not None:  # a number that a setting's words took
            rule["threshold"] = float(written["n"])
            break
    ddof = denominator(clause)
    if ddof is not None and rule.get("method") == "zscore":
        rule["ddof"] = ddof
    return rule


def denominator(clause: Marked) -> int | None:
    """0 or 1 where some words say what the standard deviation divides by."""
    for ddof, name in ((0, "population"), (1, "sample")):
        if any(
            re.search(form, text)
            for form in data()["deviation"][name]
            for text in (clause.literal, clause.linked.low)
        ):
            return ddof
    return None


def has_outlier_rule(text: str) -> bool:
    """Whether a message says anywhere what makes an outlier."""
    return bool(re.search(data()["outliers"]["ruled"], text.lower()))


def seeks_outliers(clause: Marked, ruled: bool) -> bool:
    """Whether a clause asks for outliers; ``ruled``: the brief has a rule for them.

    With a rule, other words mean the same: "an abnormal number", "an extreme price".
    """
    words, text = data()["outliers"], clause.text
    if re.search(words["other"], text):
        return False
    if re.search(words["finding"], text) or re.search(words["scored"], text):
        return True
    return (
        ruled
        and bool(re.search(words["seeking"], text))
        and bool(re.search(words["odd"], text))
    )
