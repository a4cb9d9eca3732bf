"""The names of a table that a message may hold, in any form of their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.base.columns import Schema
from chat.linking.tokens import tokenise
from chat.linking.words import fold
from chat.translating.words import is_form_of, root, words

_MOST_WORDS = 12  # of a name
_MOST_LEVELS = 200  # of a column: names of more are looked for as they are written


@dataclass(frozen=True)
class Names:
    """Names by the stems of their words, with how they are written; longest first."""

    by_first: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]

    def at(self, said: Sequence[str], first: int) -> tuple[int, str] | None:
        """The longest name that stands from a word on: how many words, and the name."""
        stems = [root(one) for one in said[first : first + _MOST_WORDS]]
        for pieces, name in self.by_first.get(stems[0], ()):
            if tuple(stems[: len(pieces)]) != pieces:
                continue
            if len(pieces) > 1 or is_form_of(said[first], name):
                return len(pieces), name
        return None

    def holds(self, word: str) -> bool:
        """Whether a word is a name by itself."""
        return self.at([word], 0) is not None

    def written(self, word: str) -> str | None:
        """How the name that a word is, or means, is written in the table."""
        found = self.at([word], 0)
        if found is not None:
            return found[1]
        for group in words().same:
            if not any(is_form_of(word, one) for one in group):
                continue
            for other in group:
                known = self.at([other], 0)
                if known is not None:
                    return known[1]
        return None


def names_of(schema: Schema | None, further: Iterable[str] = ()) -> Names:
    """The columns and values of a table, and ``further`` names (of tables, of models)."""
    found: dict[tuple[str, ...], str] = {}
    for name in further:
        _add(found, name)
    for column in schema.columns if schema is not None else ():
        _add(found, column.name)
        for level, _ in column.levels[:_MOST_LEVELS]:
            if isinstance(level, str):
                _add(found, level)
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for pieces, name in found.items():
        by_first.setdefault(pieces[0], []).append((pieces, name))
    for known in by_first.values():
        known.sort(key=lambda entry: -len(entry[0]))
    return Names(by_first)


def _add(found: dict[tuple[str, ...], str], name: str) -> None:
    # "item_price" is written so, or as two words.
    for form in (name, name.replace("_", " ")):
        pieces = tuple(root(t.text) for t in tokenise(form) if t.text.strip())
        # One letter is rather a word of the sentence than a name.
        if pieces and (len(pieces) > 1 or len(fold(pieces[0])) > 1):
            found.setdefault(pieces, name)
