"""What people ask for by name and is not here: refused by that name, never replaced."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from analysis.base.errors import TaskError


@cache
def _named() -> tuple[dict[str, str], ...]:
    path = Path(__file__).with_name("elsewhere.toml")
    found: list[dict[str, str]] = tomllib.loads(path.read_text("utf-8"))["named"]
    return tuple(found)


def refuse_elsewhere(text: str, *, whole: bool = False) -> None:
    """See that a text names no model or method that is not here.

    Raises:
        TaskError: it does; the options are the nearest that are, with ``whole`` as the
            text with these in their place.
    """
    for one in _named():
        pattern = re.compile(one["pattern"], re.IGNORECASE)
        if not pattern.search(text):
            continue

        def instead(words: str, named: re.Pattern[str] = pattern) -> str:
            return named.sub(words, text) if whole else words

        if "setting" in one:
            raise TaskError(
                f"{one['title']} is not here, and nothing is put in its place silently.",
                hint="Oversampling repeats rows of the rarer class; class weights count "
                "them more. Both keep to training rows.",
                options=(instead("oversampling"), instead("balanced classes")),
            )
        nearest = one["nearest"].replace("_", " ")
        raise TaskError(
            f"{one['title']} is not installed here, and no other model is put in its place "
            "silently.",
            hint=f"The nearest that is here is {nearest}.",
            options=(instead(nearest),),
        )
