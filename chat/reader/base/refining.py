"""What other words of a message say of what a word means: the last touch to a lattice."""

from __future__ import annotations

from chat.linking.words import STOPWORDS, fold
from chat.reader.base.lattice import Lattice, Sense
from chat.reader.base.roles import KEY_WORDS, WORDS, is_numbered, parts
from chat.reader.lexicon import nouns

_NUMBERED = 0.1  # what a link to what a column numbers costs
_SURE = 0.15  # a link that costs less is to a whole name
_NAMED = 0.45  # what a link to a name may cost
_PHRASE = 0.1  # what a link by several words of a long name costs
_LONG_NAME = 4  # words
_COUNTING = ("count", "share", "howmuch", "distinct")


def refine(lattice: Lattice) -> None:
    """Adds links by parts of long names, and drops what other words speak against."""
    _link_numbered(lattice)
    _link_phrases(lattice)
    _values_of_named(lattice)
    _periods_are_no_values(lattice)
    _lines_are_rows(lattice)
    _percents_are_numbers(lattice)
    _figures_are_no_names(lattice)
    _groups_are_no_rows(lattice)


def _link_numbered(lattice: Lattice) -> None:
    """ "orders" of order lines are those of "Order no.", each with several rows."""
    columns = lattice.columns.values()
    numbered = [c for c in columns if is_numbered(c, lattice.index.n_rows)]
    for column in numbered:
        words = [word for word in parts(column) if word not in KEY_WORDS]
        for at, token in enumerate(lattice.tokens):
            if len(words) != 1 or token.stem != words[0] or token.kind != "word":
                continue
            if lattice.at("rowword", at + 1) or lattice.at("rownoun", at + 1):
                # "order lines" are the rows.
                lattice.senses.get("column", {}).pop(at, None)
                lattice.add(Sense("rownoun", at, at + 1, token.text))
                continue
            here = lattice.senses.setdefault("column", {}).setdefault(at, [])
            if any(s.last > at + 1 or s.cost < _SURE for s in here):
                continue
            name = column.name
            sense = Sense("column", at, at + 1, name, name, _NUMBERED, "inferred")
            here[:] = [sense]
            for category in ("rownoun", "rowword"):
                lattice.senses.get(category, {}).pop(at, None)


def _link_phrases(lattice: Lattice) -> None:
    """ "their workload is manageable": several words of one long name, as it has them."""
    names = {
        name: [fold(word) for word in WORDS.findall(name)] for name in lattice.columns
    }
    names = {name: words for name, words in names.items() if len(words) >= _LONG_NAME}
    at = 0
    while at < len(lattice.tokens):
        found = {name: _shared(lattice, at, words) for name, words in names.items()}
        longest = max(found.values(), default=0)
        best = [name for name, length in found.items() if length == longest]
        if longest and len(best) == 1:
            first = _content_from(lattice, at)
            sense = Sense(
                "column", first, at + longest, best[0], best[0], _PHRASE, "partial"
            )
            lattice.add(sense)
        at += max(longest, 1)


def _content_from(lattice: Lattice, at: int) -> int:
    while lattice.tokens[at].folded in STOPWORDS:
        at += 1
    return at


def _shared(lattice: Lattice, at: int, words: list[str]) -> int:
    """How many tokens from one on stand so in a name: two words of content at least."""
    best = 0
    for place in range(len(words)):
        length = 0
        while (
            at + length < len(lattice.tokens) and place + length < len(words)
            and lattice.tokens[at + length].folded == words[place + length]
        ):  # fmt: skip
            length += 1
        said = words[place : place + length]
        content = [word for word in said if word not in STOPWORDS]
        if len(content) > 1 and said[-1] not in STOPWORDS:
            best = max(best, length)
    return best


def _values_of_named(lattice: Lattice) -> None:
    """ "disagree that the workload is manageable": of the answers to what is named."""
    named = {s.concept for s in lattice.all("column") if s.cost <= _NAMED}
    within = {
        at for s in lattice.all("column")
        if s.cost <= _PHRASE and s.last > s.first + 1
        for at in range(s.first, s.last)
    }  # fmt: skip
    for first, here in lattice.senses.get("value", {}).items():
        here[:] = [s for s in here if not (first in within and _is_akin(lattice, s))]
        for last in {s.last for s in here}:
            columns = {s.column for s in here if s.last == last}
            meant = columns & named
            if len(columns) > 1 and len(meant) == 1:
                here[:] = [s for s in here if s.last != last or s.column in meant]


def _is_akin(lattice: Lattice, sense: Sense) -> bool:
    """Whether a word only shares its stem with what is stored: manageable, Manager."""
    said = fold(lattice.words(sense.first, sense.last))
    return said not in (fold(str(sense.concept)), f"{fold(str(sense.concept))}s")


def _periods_are_no_values(lattice: Lattice) -> None:
    """ "which day", "hour of the day" of a table with dates: no value that is called so."""
    if not any(column.kind == "datetime" for column in lattice.columns.values()):
        return
    units = tuple(lattice.all("unit"))
    for at, here in lattice.senses.get("value", {}).items():
        asked = any(
            ((one.first, one.last) == (at, at + 1) and _is_asked(lattice, at))
            or (one.first <= at < one.last and one.last - one.first > 1)
            for one in units
        )  # fmt: skip
        here[:] = [sense for sense in here if not asked or sense.last > at + 1]


def _is_asked(lattice: Lattice, at: int) -> bool:
    """Whether "which", "each" or "per" stands before a word, or before "single" there."""
    while at and lattice.at("filler", at - 1) and not lattice.at("which", at - 1):
        at -= 1
    return any(
        sense.last == at
        for kind in ("which", "by", "per")
        for sense in lattice.all(kind)
    )


def _percents_are_numbers(lattice: Lattice) -> None:
    """ "under 30 percent": a part of the number, and no column that holds such."""
    percents = nouns("en").percents
    for at, here in lattice.senses.get("column", {}).items():
        token = lattice.tokens[at]
        if at and token.folded in percents and lattice.tokens[at - 1].kind == "number":
            here[:] = [s for s in here if s.last > at + 1 or s.cost < _IN_FULL]


def _lines_are_rows(lattice: Lattice) -> None:
    """ "how many lines were paid": rows that are counted, no picture of them."""
    for at, here in lattice.senses.get("charttype", {}).items():
        if counts_rows(lattice, at):
            here.clear()


def counts_rows(lattice: Lattice, at: int) -> bool:
    """Whether a word for rows stands where they are counted: "how many order lines"."""
    if not lattice.at("rowword", at):
        return False
    return any(
        sense.last <= at and all(_is_small(lattice, n) for n in range(sense.last, at))
        for category in _COUNTING
        for sense in lattice.all(category)
    )


_IN_FULL = 0.1  # what a link costs to a name that is said as it stands
_BEFORE_GROUPS = ("by", "per", "which", "prep", "acrossall")


def names_group(lattice: Lattice, at: int, last: int) -> bool:
    """ "per line" of a table with a column ``line``: what parts the rows, and no chart."""
    named = any(
        sense.last == last and sense.cost < _IN_FULL
        for sense in lattice.at("column", at)
    )
    return named and any(
        sense.last == at
        for first in range(max(0, at - 3), at)
        for kind in _BEFORE_GROUPS
        for sense in lattice.at(kind, first)
    )


def _groups_are_no_rows(lattice: Lattice) -> None:
    """ "average delay per line" of a table with a column ``line``: its rows are no lines."""
    for at, here in lattice.senses.get("rowword", {}).items():
        here[:] = [one for one in here if not names_group(lattice, at, one.last)]


def _is_small(lattice: Lattice, at: int) -> bool:
    small = ("glue", "rownoun", "rowword")
    return any(lattice.at(category, at) for category in small)


def _figures_are_no_names(lattice: Lattice) -> None:
    """ "100 euros in total": what is asked of the euros is no part of a doubtful name."""
    phrases = [s for s in lattice.all("statistic") if s.last - s.first > 1]
    for here in lattice.senses.get("column", {}).values():
        here[:] = [
            sense for sense in here
            if sense.cost <= _NAMED or not any(
                sense.first < one.first and one.last <= sense.last for one in phrases
            )
        ]  # fmt: skip
