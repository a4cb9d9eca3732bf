"""The items of a cover by sort: what a message says, before an operation takes it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from chat.reader.base.cover import Cover
from chat.reader.base.items import Edge, Rows
from chat.reader.base.senses import Lattice
from chat.reader.frames.items import (
    Effect,
    Grain,
    Group,
    Hypothesis,
    Named,
    Output,
    Rest,
    Roled,
    Term,
)


@dataclass(slots=True)
class Said:
    """What a cover lays over a message, in the order of the words."""

    terms: list[Term] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    roled: list[Roled] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    hypotheses: list[Hypothesis] = field(default_factory=list)
    grains: list[Grain] = field(default_factory=list)
    rows: list[Rows] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    rest: bool = False
    adjacent: int = 0

    def plain(self, kind: str) -> set[str]:
        """The concepts of a kind of shared words that were said."""
        found: set[str] = set()
        for term in self.terms:
            found |= term.meaning.plain.get(kind, set())
        return found

    def names(self) -> set[str]:
        """All columns named for a role."""
        found = {name for group in self.groups for name in group.names}
        found |= {name for one in self.roled for name in one.names}
        for effect in self.effects:
            found |= {*effect.causes, *effect.outcomes}
        return found


def said_by(cover: Cover, lattice: Lattice) -> Said:
    said = Said()
    for at, edge in enumerate(cover.items):
        item = edge.item
        if isinstance(item, Group) and at:
            said.adjacent += _touches(edge, cover.items[at - 1])
            item = _continued(item, edge, cover.items[at - 1], lattice)
        match item:
            case Term():
                said.terms.append(item)
            case Group():
                said.groups.append(item)
                said.terms += item.passed
            case Roled():
                said.roled.append(item)
                if item.term is not None:
                    said.terms.append(item.term)
            case Effect():
                said.effects.append(item)
                said.groups += _groups_of(item)
            case Named():
                said.named.append(item)
                said.terms += [
                    Term(item.place, meaning, idle=True)
                    for meaning in (item.after, item.before)
                    if meaning.heads or meaning.bare
                ]
            case Hypothesis():
                said.hypotheses.append(item)
            case Rest():
                said.rest = True
            case Grain():
                said.grains.append(item)
            case Output():
                said.outputs.append(item)
            case Rows():
                said.rows.append(item)
    return said


def _touches(edge: Edge, before: Edge) -> bool:
    """Whether columns follow others without a word between: rather one name than two."""
    bare = isinstance(edge.item, Group) and edge.item.markers == {"none"}
    return bare and isinstance(before.item, Group) and before.last == edge.first


def _continued(group: Group, edge: Edge, before: Edge, lattice: Lattice) -> Group:
    """ "by a, b": a list that goes on behind a comma keeps its marker."""
    other = before.item
    if group.markers != {"none"} or not isinstance(other, Group):
        return group
    between = lattice.tokens[before.last : edge.first]
    if all(token.text in ",;&" or token.folded == "and" for token in between):
        return replace(group, markers=other.markers)
    return group


def _groups_of(effect: Effect) -> list[Group]:
    causes = Group(effect.causes, frozenset(("cause",)))
    outcomes = Group(effect.outcomes, frozenset(("effect",)))
    return [outcomes, causes] if effect.turned else [causes, outcomes]
