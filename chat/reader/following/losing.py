"""Words at the head of a short message that do more than go on: "without", "the best"."""

from __future__ import annotations

from chat.reader.base.cover import Cover
from chat.reader.base.senses import Lattice


def passes_over(lattice: Lattice, cover: Cover) -> bool:
    """Whether a cover takes a word that turns the message for one without meaning."""
    return _loses_a_not(lattice, cover) or _loses_a_rank(lattice, cover)


def _loses_a_not(lattice: Lattice, cover: Cover) -> bool:
    """Whether "without …" is passed over beside rows, which would keep what is to go."""
    if not any(edge.category == "rows" for edge in cover.items):
        return False
    strong = [s.first for s in lattice.at("continues", 0) if s.concept == "strong"]
    return any(
        sense.first not in strong
        and not any(e.first <= sense.first < e.last for e in cover.items)
        for sense in lattice.all("not")
    )


def _loses_a_rank(lattice: Lattice, cover: Cover) -> bool:
    """ "the best class": the words at the head rank, and do not only go on."""
    return any(
        sense.first not in cover.unused
        and not any(e.first <= sense.first < e.last for e in cover.items)
        for sense in lattice.all("top")
    )
