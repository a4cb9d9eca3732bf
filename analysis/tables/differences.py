"""Where two results, as plain JSON, are not the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def difference_words(before: Any, after: Any) -> list[str]:
    """Every place in which the values differ, as "rows.0.mean: 3 then, 4 now"."""
    return list(_differences(before, after, ""))


def _differences(before: Any, after: Any, place: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            yield from _differences(
                before.get(name, _MISSING), after.get(name, _MISSING), f"{place}.{name}"
            )
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            yield from _differences(
                _at(before, index), _at(after, index), f"{place}.{index}"
            )
    elif before is not after and before != after:
        yield f"{place.strip('.') or 'result'}: {before!r} then, {after!r} now"


class _Missing:
    def __repr__(self) -> str:
        return "nothing"


_MISSING = _Missing()


def _at(values: list[Any], index: int) -> Any:
    return values[index] if index < len(values) else _MISSING
