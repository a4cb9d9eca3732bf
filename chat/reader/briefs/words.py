"""The words of briefs, read from the lexicon's data, as patterns over marked text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from chat.reader.methods.names import data_of

# What stands for a name or a number in marked text, each with its place in the clause.
MARK = re.compile("\ue010([cvnqd])(\\d+)\ue011")
_ONE = "\ue010{}\\d+\ue011"
_JOINT = r"(?: ?, ?(?:and |as well as )?| and (?:the |of )?| as well as | & )(?:the )?"
NOUN = (
    r"(?:'s|’s)?(?: (?:columns?|variables?|features?|fields?|attributes?|values?|scores?"
    r"|data|figures?|prices?|levels?))*"
)
_SLOT = re.compile(r"\{(c|cs|v|n|q|t|ts)(?::(\w+))?\}")


def _slot(match: re.Match[str]) -> str:
    kind, name = match[1], match[2]
    if kind in ("cs", "ts"):
        one = _ONE.format("[cn]" if kind == "ts" else "c")
        source = f"{one}{NOUN}(?:{_JOINT}{one}{NOUN})*"
    elif kind == "t":
        source = _ONE.format("[cn]") + NOUN
    elif kind == "c":
        source = _ONE.format("c") + NOUN
    else:
        source = _ONE.format(kind)
    return f"(?P<{name}>{source})" if name else f"(?:{source})"


def pattern(source: str, words: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """A form of the lexicon: ``{c:name}`` a column, ``{cs}`` several, ``{n}`` a number,
    ``{v}`` a value, ``{t}`` a column or number; ``<name>`` is a list of words by name."""
    for name, said in (words or {}).items():
        source = source.replace(f"<{name}>", f"(?:{said})")
    return re.compile(_SLOT.sub(_slot, source))


@cache
def data(language: str = "en") -> dict[str, Any]:
    return data_of("briefs", language)


@cache
def patterns(name: str, language: str = "en") -> tuple[re.Pattern[str], ...]:
    """The forms of a list of the lexicon."""
    return tuple(pattern(source, data(language)["words"]) for source in data()[name])


@cache
def patterns_in(
    group: str, name: str, language: str = "en"
) -> tuple[re.Pattern[str], ...]:
    """The forms of a list within a group of the lexicon."""
    found = data(language)
    known = {**found[group].get("words", {}), **found["words"]}
    return tuple(pattern(source, known) for source in found[group][name])


@cache
def rewritings(
    name: str, language: str = "en"
) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Forms with what stands for them."""
    words = data(language)["words"]
    return tuple((pattern(one[0], words), one[1]) for one in data(language)[name])


@dataclass(frozen=True)
class Form:
    """A way to ask for a step: the operation, what it sets, and the pattern."""

    operation: str
    pattern: re.Pattern[str]
    sets: Mapping[str, Any]


@cache
def forms_of(name: str, language: str = "en") -> tuple[Form, ...]:
    words = data(language)["words"]
    return tuple(
        Form(entry["operation"], pattern(form, words), entry.get("set", {}))
        for entry in data(language)[name]
        for form in entry["forms"]
    )
