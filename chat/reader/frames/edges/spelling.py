"""The words of a message as the lattice read them."""

from __future__ import annotations

from chat.linking.tokens import Token
from chat.linking.words import stem
from chat.reader.base.senses import Lattice


def spelt(lattice: Lattice) -> tuple[Token, ...]:
    """The tokens with misspelt words set right, as the lattice read them."""
    found = []
    for at, token in enumerate(lattice.tokens):
        right = lattice.spelling.get(at)
        if right is None:
            found.append(token)
        else:
            found.append(Token(
                token.text, right, stem(right), token.start, token.end, token.kind,
                letters=right,
            ))  # fmt: skip
    return tuple(found)
