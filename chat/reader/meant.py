"""Words that name nothing as they stand, read as the column nearest to them in meaning.

"average takings by shop" of a table with revenue and store: where no reading uses every
word, a word that neither the table nor the language knows is replaced by the name of the
column that is clearly the nearest, and the answer says so first. Where none is clear the
nearest are offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from analysis.base.columns import Schema
from analysis.operations import operation_named
from analysis.pipeline import task_columns
from chat.linking.meaning import nearest
from chat.linking.naming import quoted
from chat.linking.other_words import is_concept
from chat.linking.outcomes import Reading, Understood, UnknownColumn
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.linking.vocabulary import ENTITIES
from chat.linking.words import STOPWORDS, is_english
from chat.reader.base.account import is_unknown
from chat.reader.base.senses import Lattice, build_lattice

# Measured on 319 synonyms of columns of 72 tables: a quarter is as near as that to its
# column and to no other, none to a wrong one; of 864 nouns for columns of other tables
# fewer than one in a hundred is.
_SURE = 0.4
# Of a word that is known to name a thing of its own; "profit" is as near to revenue as 0.45,
# "latitude" to longitude as 0.6.
_SURE_OF_CONCEPT = 0.62
_AHEAD = 0.1  # of the second column
_OFFERED = 0.25  # from there on a column is worth offering
_MOST = 3  # words of a message
_LONGEST = 60
_SHORTEST = 3  # letters
_LINKED = 0.5  # a link that costs less is to something of the table
_MOST_OFFERED = 4
_NOUNS = frozenset(
    """size rate time date level type kind number count score amount value length price
    cost age name status class group category""".split()
)

Read = Callable[[str], Reading]


@dataclass(frozen=True)
class _Meant:
    """A stretch of the message, the column nearest to it, and those behind."""

    start: int
    end: int
    words: str
    column: str
    nearness: float
    ahead: float
    others: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether no other thing can be meant: "profit" is near to revenue, and is none."""
        concept = any(is_concept(word) for word in self.words.casefold().split())
        least = _SURE_OF_CONCEPT if concept else _SURE
        return self.nearness >= least and self.ahead >= _AHEAD


def as_meant(text: str, schema: Schema, reading: Reading, read: Read) -> Reading:
    """The reading with unknown words as the columns that are clearly nearest to them."""
    if isinstance(reading, Understood) and not reading.task.ignored:
        return reading
    left = _left_out(reading)
    again, told = text, []
    for _ in range(_MOST):
        found = max(
            (one for one in _meant(again, schema, left) if one.is_sure),
            key=lambda one: one.nearness,
            default=None,
        )
        if found is None:
            break
        told.append(found)
        again = again[: found.start] + quoted(found.column) + again[found.end :]
    if told:
        better = read(again)
        if isinstance(better, Understood) and _uses(better, told, schema, reading):
            said = tuple(f"“{one.words}” is read as {one.column}" for one in told)
            assumptions = (*said, *better.task.assumptions)
            task = better.task.model_copy(update={"assumptions": assumptions})
            return Understood(task, better.alternatives)
    if isinstance(reading, UnknownColumn):
        return _with_nearest(text, schema, reading)
    return reading


def _uses(
    better: Understood, told: list[_Meant], schema: Schema, before: Reading
) -> bool:
    """Whether a reading uses all columns that words were read as, and leaves less out."""
    used = set(task_columns(better.task, schema))
    if not all(one.column in used for one in told):
        return False
    if operation_named(better.task.steps[-1].operation).kind == "chart":
        return False  # a column alone is drawn: nothing of the question says what of it
    if isinstance(before, Understood):
        return len(better.task.ignored) < len(before.task.ignored)
    return not better.task.ignored


def _left_out(reading: Reading) -> frozenset[str]:
    """The words that a reading names as unknown, or leaves out."""
    match reading:
        case UnknownColumn(word=word):
            left = [word]
        case Understood(task=task):
            left = list(task.ignored)
        case _:
            left = []
    return frozenset(word for one in left for word in one.casefold().split())


def _meant(text: str, schema: Schema, left: frozenset[str]) -> Iterator[_Meant]:
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST or not schema.columns:
        return
    lattice = build_lattice(text, tokens, schema_index(schema))
    for at, token in enumerate(tokens):
        if not _is_word(lattice, at) or not (
            token.folded in left or is_unknown(lattice, at)
        ):
            continue
        if _is_named(lattice, at) or token.folded in ENTITIES:
            continue  # "guests" are what is counted, not those who came again
        spans = [
            _nearest(lattice, first, last, schema)
            for first, last in _spans(lattice, at)
        ]
        yield max(spans, key=lambda one: one.nearness)


def _is_word(lattice: Lattice, at: int) -> bool:
    token = lattice.tokens[at]
    return (
        token.kind == "word"
        and token.folded.isalpha()
        and len(token.folded) >= _SHORTEST
        and token.folded not in STOPWORDS
        and is_english(token.folded)
    )


def _is_noun(lattice: Lattice, at: int) -> bool:
    """Whether a word may be part of a name: "size" of "party size", not "average"."""
    word = lattice.tokens[at].folded
    return _is_word(lattice, at) and (word in _NOUNS or is_unknown(lattice, at))


def _is_named(lattice: Lattice, at: int) -> bool:
    return any(
        s.first <= at < s.last and s.cost < _LINKED
        for kind in ("column", "value", "date")
        for s in lattice.all(kind)
    )


def _spans(lattice: Lattice, at: int) -> Iterator[tuple[int, int]]:
    """The word alone, and with a word beside it that names nothing of the table."""
    yield at, at + 1
    for beside, span in ((at + 1, (at, at + 2)), (at - 1, (at - 1, at + 1))):
        inside = 0 <= beside < len(lattice.tokens)
        if inside and _is_noun(lattice, beside) and not _is_named(lattice, beside):
            yield span


def _nearest(lattice: Lattice, first: int, last: int, schema: Schema) -> _Meant:
    tokens = lattice.tokens
    words = lattice.text[tokens[first].start : tokens[last - 1].end]
    found = nearest(words, schema.names)
    best = found[0]
    ahead = best.nearness - found[1].nearness if len(found) > 1 else 1.0
    others = tuple(
        one.name for one in found[:_MOST_OFFERED] if one.nearness >= _OFFERED
    )
    return _Meant(
        tokens[first].start, tokens[last - 1].end, words, best.name, best.nearness,
        ahead, others,
    )  # fmt: skip


def _with_nearest(text: str, schema: Schema, unknown: UnknownColumn) -> UnknownColumn:
    """The refusal with the columns that are near in meaning before those by spelling."""
    found = [one for one in _meant(text, schema, _left_out(unknown)) if one.others]
    if not found:
        return unknown
    best = max(found, key=lambda one: one.nearness)
    if best.words.casefold() != unknown.word.casefold():
        return unknown
    names = tuple(dict.fromkeys((*best.others, *unknown.nearest)))[:_MOST_OFFERED]
    texts = tuple(
        text[: best.start] + quoted(name) + text[best.end :] for name in names
    )
    return replace(unknown, nearest=names, task_texts=texts)
