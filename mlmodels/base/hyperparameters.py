"""What may be set of an estimator, and the check of what was set."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from analysis.base.errors import TaskError

_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
_NONE = ("none", "null", "no limit", "unlimited")


@dataclass(frozen=True)
class Range:
    """The numbers allowed, from ``low`` to ``high``; ``above`` leaves ``low`` out."""

    low: float
    high: float
    above: bool = False

    def __contains__(self, value: float) -> bool:
        return (value > self.low if self.above else value >= self.low) and (
            value <= self.high
        )

    def __str__(self) -> str:
        if self.above:
            return f"above {self.low:,.10g}, up to {self.high:,.10g}"
        return f"{self.low:,.10g} to {self.high:,.10g}"


def between(low: float, high: float) -> Range:
    """A range with both ends, for the annotations of build functions."""
    return Range(low, high)


def above(low: float, high: float) -> Range:
    """A range without its lower end."""
    return Range(low, high, above=True)


@dataclass(frozen=True)
class Hyperparameter:
    """One hyperparameter: its type, what it may be and what it is otherwise.

    ``optional`` allows None; ``many`` takes a list of values.
    """

    name: str
    kind: type
    default: Any
    limits: Range | None = None
    choices: tuple[Any, ...] = ()
    optional: bool = False
    many: bool = False

    @property
    def allowed(self) -> str:
        """What it may be, in words."""
        if self.choices:
            words = ", ".join(str(choice) for choice in self.choices)
        else:
            noun = {int: "a whole number", float: "a number", bool: "true or false"}
            words = noun.get(self.kind, "a word")
            words += f", {self.limits}" if self.limits else ""
        if self.many:
            words = f"a list, each {words}"
        return words + (", or none" if self.optional else "")


def checked_value(parameter: Hyperparameter, value: Any) -> Any:
    """The value in the parameter's type.

    Raises:
        TaskError: it is not allowed; the error names parameter, value and what is.
    """
    if parameter.optional and (
        value is None or (isinstance(value, str) and value.strip().lower() in _NONE)
    ):
        return None
    try:
        if parameter.many:
            return [_single(parameter, item) for item in _items(value)]
        return _single(parameter, value)
    except ValueError:
        raise TaskError(
            f"{parameter.name} cannot be {value!r}.",
            hint=f"Allowed: {parameter.allowed}; usual is {parameter.default}.",
            options=tuple(str(choice) for choice in parameter.choices),
        ) from None


def _items(value: Any) -> list[Any]:
    if isinstance(value, str):
        items: list[Any] = [
            part for part in value.strip("[]() ").split(",") if part.strip()
        ]
    else:
        items = list(value) if isinstance(value, list | tuple) else [value]
    if not 1 <= len(items) <= 10:
        raise ValueError
    return items


def _single(parameter: Hyperparameter, value: Any) -> Any:
    if parameter.choices:
        for choice in parameter.choices:
            if str(value).strip().lower() == str(choice).lower():
                return choice
        raise ValueError
    if parameter.kind is bool:
        word = str(value).strip().lower()
        if word not in _TRUE + _FALSE:
            raise ValueError
        return word in _TRUE
    number = _number(value)
    if parameter.kind is int:
        if not number.is_integer():
            raise ValueError
        number = int(number)
    if parameter.limits is not None and number not in parameter.limits:
        raise ValueError
    return number


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number
