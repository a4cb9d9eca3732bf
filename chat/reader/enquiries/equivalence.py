"""Whether two groups are as good as equal: "equivalent within half a minute", "less than 5 apart".

A difference that is not significant shows no equality: where the largest difference that
does not matter is said, the test is one of equivalence, of that bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analysis.base.task import Step
from chat.linking.mentions import is_flag
from chat.reader.enquiries.comparing import has_place, levels_said
from chat.reader.enquiries.durations import fits_unit
from chat.reader.enquiries.sentence import Sentence, Span
from chat.reader.methods.names import data_of

Read = tuple[list[Step], list[str]]

_TWO = 2
_CUES = frozenset(
    ("claim", "testword", "relation", "differs", "timeunit", "mostlyabout")
)
_FORMS = ("apart", "differing", "around")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    data = data_of("equivalence")
    form = data[name]
    for part in ("limit", "number", "unit"):
        form = form.replace(f"<{part}>", data[part])
    return re.compile(form, re.IGNORECASE)


def equivalent(sentence: Sentence) -> Read | None:
    """The equivalence test within the bound that is said; None where none is."""
    text = sentence.lattice.text
    if _pattern("never").search(text):
        return None
    found = next(_bounds(text), None)
    if found is None:
        return None
    columns = sentence.lattice.columns
    group, levels = levels_said(sentence)
    named = list(dict.fromkeys(span.name for span in sentence.columns))
    if group is None:
        parting = [n for n in named if columns[n].n_unique == _TWO]
        group = parting[0] if len(parting) == 1 else None
    outcomes = [n for n in named if n != group and columns[n].is_numeric]
    outcomes = [n for n in outcomes if not is_flag(columns[n])]
    if group is None or len(outcomes) != 1 or set(named) - {group, outcomes[0]}:
        return None
    sentence.known.update((group, outcomes[0]))
    sentence.use(*sentence.columns)
    sentence.use_cues(_CUES)
    _use(sentence, found)
    if not _is_of_its_unit(sentence, found, outcomes[0]):
        return None
    if sentence.limits() or sentence.names_more() or has_place(sentence):
        return None
    if any(True for _ in sentence.numbers()):
        return None
    params = {"columns": [outcomes[0]], "group": group, "bound": _number(found)}
    if levels:
        params["levels"] = levels
    return [Step(operation="equivalence_test", params=params)], []


def _bounds(text: str) -> Iterator[re.Match[str]]:
    """Where a bound is said; one that stands around something, only of what is the same."""
    for name in _FORMS:
        if name != "around" or _pattern("same").search(text):
            yield from _pattern(name).finditer(text)


def _number(found: re.Match[str]) -> float:
    said = found["bound"].casefold()
    if said[0].isdigit():
        return float(said.replace(",", "."))
    numbers = data_of("equivalence")["numbers"]
    return float(numbers.get(said, numbers.get(said.split()[0], 1)))


def _use(sentence: Sentence, found: re.Match[str]) -> None:
    """Counts the words of the bound, of the sameness and of the claim as used."""
    between = found.re.groupindex.get("between")
    skipped = range(*found.span(between)) if between else range(0)
    spans = [found.span()]
    for name in ("same", "beside"):
        spans += [m.span() for m in _pattern(name).finditer(sentence.lattice.text)]
    for at, word in enumerate(sentence.words):
        token = sentence.lattice.tokens[word.at]
        if token.start in skipped:
            continue
        if any(start <= token.start and token.end <= end for start, end in spans):
            sentence.used.add(at)


def _is_of_its_unit(sentence: Sentence, found: re.Match[str], name: str) -> bool:
    """Whether the unit behind the bound, if there is one, can be the column's."""
    start = found.start("unit")
    units = [
        at for at, word in enumerate(sentence.words)
        if sentence.lattice.tokens[word.at].start == start
    ]  # fmt: skip
    cues = {cue.first for cue in sentence.of("timeunit")}
    return all(
        fits_unit(sentence, Span("", at, at + 1), name) for at in units if at in cues
    )
