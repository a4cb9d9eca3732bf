"""What a result is called by the rules that a message gives."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.base.task import Condition, Rule
from analysis.base.wording import figure

_KEYS = {
    "p": ("p_value",),
    "r": ("coefficient",),
    "abs_r": ("coefficient",),
    "r_squared": ("r_squared",),
    "skewness": ("skewness",),
    "kurtosis": ("kurtosis",),
    "value": ("skewness", "coefficient", "r_squared"),
}
_WORDS = {
    "p": "p", "r": "r", "abs_r": "|r|", "r_squared": "R²", "skewness": "skewness",
    "kurtosis": "kurtosis", "value": "value",
}  # fmt: skip
_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_COMPARE = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_PARTS = ("pairs", "rows", "tests", "columns")


def verdict_of(rules: Sequence[Rule], results: Sequence[Mapping[str, Any]]) -> str:
    """The name that the first rule which holds gives to the last result that it fits.

    "" where a figure of the rules is not in any result, or no rule holds. Figures are
    compared as they are, not rounded.
    """
    for result in reversed(results):
        for rule in rules:
            held = [_holds(one, result) for one in rule.conditions]
            if None in held:
                break
            if all(held):
                return _sentence(rule)
    return ""


def _sentence(rule: Rule) -> str:
    said = " and ".join(
        f"{_WORDS[one.figure]} {_SIGNS[one.op]} {figure(one.value)}"
        for one in rule.conditions
    )
    why = said or "no other case holds"
    return f"By the rule asked for ({why}): {rule.label}."


def _holds(condition: Condition, result: Mapping[str, Any]) -> bool | None:
    value = next(_values(condition.figure, result), None)
    if value is None:
        return None
    compared = abs(value) if condition.figure == "abs_r" else value
    return bool(_COMPARE[condition.op](compared, condition.value))


def _values(name: str, result: Mapping[str, Any]) -> Iterator[float]:
    """The figure of a result that has but one of its kind."""
    parts = [result]
    for key in _PARTS:
        found = result.get(key)
        if isinstance(found, list) and len(found) == 1 and isinstance(found[0], dict):
            parts.append(found[0])
    for key in _KEYS[name]:
        for part in parts:
            value = part.get(key)
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield float(value)
