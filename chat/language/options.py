"""The settings that words of a clause choose: "spearman", "in 4 bins", "top 5"."""

from __future__ import annotations

import re
import typing
from collections.abc import Sequence
from typing import Any

from analysis.operation import Operation
from analysis.parameters import Parameter
from chat.language.clause import Clause, capturing, pattern

_SUPERLATIVE = re.compile(
    r"(?:high|low|large|small|great|big)est|most|least|maximum|minimum"
)
_SHARES = (
    "confidence_level", "alpha", "share", "test_size", "proportion", "p1", "p2", "trim",
)  # fmt: skip


def chosen_options(
    operation: Operation, clause: Clause, spans: Sequence[tuple[int, int]] = ()
) -> tuple[dict[str, Any], int]:
    """Parameters with a closed set of words, as far as the clause says them.

    Also how many words said could not be kept, since only one value is taken. ``spans``
    of the clause say something else (which rows) and are not looked at.
    """
    chosen: dict[str, Any] = {}
    lost = 0
    text = clause.literal_without(spans) if spans else clause.literal
    for name, patterns in operation.language.options.items():
        parameter = operation.parameters.get(name)
        if parameter is None:
            continue
        hits = []
        for value, source in patterns.items():
            match = pattern(source).search(text)
            if match:
                hits.append((match.start(), -len(match[0]), value))
        if not hits:
            continue
        hits = _without_superlatives(hits, text, parameter.many)
        if parameter.many:
            said = {value for _, _, value in hits}
            values = [value for value in patterns if value in said]
            chosen[name] = [typed(parameter, value) for value in values]
        else:
            _, _, value = min(hits, key=lambda hit: (hit[1], hit[0]))
            chosen[name] = typed(parameter, value)
            lost += len(hits) - 1
    return chosen, lost


def _without_superlatives(
    hits: list[tuple[int, int, str]], text: str, many: bool
) -> list[tuple[int, int, str]]:
    """ "highest average" asks for the average, as does "total, highest first"."""
    starts = {start for start, _, _ in hits}
    kept = [
        hit
        for hit in hits
        if not (
            _SUPERLATIVE.match(text, hit[0])
            and (not many or hit[0] - hit[1] + 1 in starts)
        )
    ]
    return kept or hits


def chosen_numbers(operation: Operation, clause: Clause) -> dict[str, Any]:
    """Numeric parameters, as far as the clause says them; their numbers become used."""
    chosen: dict[str, Any] = {}
    for name, sources in operation.language.numbers.items():
        parameter = operation.parameters.get(name)
        if parameter is None:
            continue
        values = _numbers(parameter, sources, clause)
        if values:
            chosen[name] = values if parameter.many else values[0]
    return chosen


def _numbers(
    parameter: Parameter, sources: tuple[str, ...], clause: Clause
) -> list[Any]:
    values = []
    for source in sources:
        for match in capturing(source).finditer(clause.text):
            for place in match.groups():
                if place is None or not place.startswith("ꙮx"):
                    continue
                mention = clause.mention(place)
                number = clause.number(place)
                value = float(mention.value)
                if number in clause.used:
                    continue
                clause.used.add(number)
                values.append(_number(parameter, value, mention.percent))
        if values and not parameter.many:
            break
    return values


def _number(parameter: Parameter, value: float, percent: bool) -> Any:
    is_share = parameter.name in _SHARES
    if is_share and (percent or value > 1):
        value = value / 100
    return typed(parameter, value)


def typed(parameter: Parameter, value: Any) -> Any:
    """A value as the parameter's annotation wants it."""
    if parameter.choices:
        return value
    kinds = set(typing.get_args(parameter.plain)) or {parameter.plain}
    for kind in list(kinds):
        kinds.update(typing.get_args(kind))
    if bool in kinds:
        return str(value).lower() in ("true", "1", "yes")
    if float in kinds:
        return float(value)
    if int in kinds:
        number = float(value)
        return int(number) if abs(number) < 1e15 else 0
    return value
