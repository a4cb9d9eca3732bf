"""Cuts a message into sentences, and these into clauses that each say one thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from chat.reader.base.requests import ABBREVIATED
from chat.reader.briefs.words import data, patterns

_END = re.compile(r"[.?!;](?=[\s)}\]\"'”]|$)[)\"'”]*|\n+")
_BULLET = re.compile(r"^[\s{}\[\]]*(?:[-*•–]\s+|\(?\d{1,2}[.)]\s+|[a-h]\)\s+)?")
_TAIL = " \t\n,;:{}"
_QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"|`[^`\n]*`")
_FEWEST = 2
_LONGEST_THANKS = 60


@dataclass(frozen=True)
class Clause:
    """One thing that a message says; ``asks`` is whether its sentence is a question."""

    text: str
    asks: bool = False


def sentences_of(text: str, lists: bool = False) -> list[str]:
    """The sentences in order, without bullets, numbers and words of order in front.

    ``lists``: a semicolon parts no sentences.
    """
    spans = [match.span() for match in _QUOTED.finditer(text)]
    found, first = [], 0
    for match in _END.finditer(text):
        if any(start < match.start() < end - 1 for start, end in spans):
            continue
        if lists and match[0].startswith(";"):
            continue
        if match[0].startswith(".") and _abbreviates(text, match.start()):
            continue
        found.append(text[first : match.end()])
        first = match.end()
    found.append(text[first:])
    return [one for one in map(without_lead, found) if re.search(r"\w", one)]


def _abbreviates(text: str, at: int) -> bool:
    word = re.search(r"([\w.]+)$", text[:at])
    if word is None:
        return False
    before = word[1].lower()
    if before.isdigit():  # "1. …" opens an item behind an end or where a line begins
        return bool(re.search(r"(?:^|[.?!:;\n])[\s{}]*$", text[: at - len(before)]))
    if word[1].isupper() and _is_named(text[: at - len(before)]):
        return False
    return before in ABBREVIATED or (len(before) == 1 and before.isalpha())


def _is_named(before: str) -> bool:
    """Whether what stands in front names a column or a value: "in column W."."""
    return bool(re.search(data()["told"]["naming"], before.lower()))


def without_lead(text: str) -> str:
    """A sentence without what stands in front and says nothing."""
    text = _BULLET.sub("", text.strip(), count=1).strip(_TAIL)
    while True:
        for form in patterns("leading"):
            match = form.match(text.lower())
            if match and match.end() and match.end() < len(text):
                text = text[match.end() :].strip(_TAIL)
                break
        else:
            return text


@cache
def _courtesy() -> re.Pattern[str]:
    words = "|".join(data()["courtesy"]["words"])
    return re.compile(
        rf"(?:(?<=\w)[,;]|(?<=[.?!]))?\s+(?:{words})[\s.!]*$", re.IGNORECASE
    )


def without_courtesy(text: str, names: Sequence[str]) -> str:
    """A message without the thanks at its end, unless a column is called so."""
    while match := _courtesy().search(text, max(0, len(text) - _LONGEST_THANKS)):
        said = match[0].strip(" \n,;.!").casefold()
        if said in {name.casefold() for name in names} or not match.start():
            break
        text = text[: match.start()]
    return text


@cache
def _joints() -> re.Pattern[str]:
    verbs = "|".join(data()["verbs"])
    asks = "|".join(data()["asking"])
    declines = data()["told"]["declining"].format(data()["words"]["changing"])
    return re.compile(
        rf"(?:,? (?:and )?(?:then|afterwards|after that|finally|subsequently|next),?"
        rf"|, ?(?:and )?(?:also )?|,? and (?:also )?|; ?|: )"
        rf" ?(?=(?:(?:please |to )?(?:{verbs})|{asks})\b)"
        rf"|,? (?:(?:but|and) )?(?=(?:{declines})\b)",
        re.IGNORECASE,
    )


def clauses_of(sentence: str) -> list[Clause]:
    """A sentence cut where it goes on to another thing to do or to ask."""
    asks = sentence.rstrip().endswith("?")
    if any(form.match(sentence.lower()) for form in patterns("whole")):
        return [Clause(sentence.strip(" .;,"), asks)]
    spans = [match.span() for match in _QUOTED.finditer(sentence)]
    found, first = [], 0
    led = re.match(data()["manner"]["led"], sentence.lower())
    if led and asks and not any(start < led.end() <= end for start, end in spans):
        found.append(sentence[: led.end()])
        first = led.end()
    for match in _joints().finditer(sentence, first):
        inside = any(start < match.start() < end for start, end in spans)
        before = sentence[first : match.start()]
        if (
            inside
            or len(before.split()) < _FEWEST
            or before.count("(") > before.count(")")
        ):
            continue
        found.append(before)
        first = match.end()
    found.append(sentence[first:])
    cut = [
        each
        for one in found
        for part in _opened(without_lead(one))
        for each in _apart(part)
    ]
    return [Clause(one.strip(" .;,"), asks) for one in cut if re.search(r"\w", one)]


def _apart(text: str) -> list[str]:
    """ "The correlation between a and b, and between a and c": two requests."""
    match = re.search(data()["parallel"]["form"], text, re.IGNORECASE)
    if match is None:
        return [text]
    head = text[: match.start("first")]
    return [text[: match.end("first")], *_apart(f"{head}{text[match.start('then') :]}")]


def _opened(text: str) -> list[str]:
    """ "After removing the outliers, compute …": the step first, then the rest."""
    for form in patterns("opening"):
        match = form.match(text.lower())
        if match and match.end() < len(text):
            said = text[match.start("said") : match.end("said")]
            return [said, without_lead(text[match.end() :])]
    return [text]
