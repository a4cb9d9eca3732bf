"""What stretches of a message say of a method, before a frame takes them."""

from __future__ import annotations

from dataclasses import dataclass, field

from chat.reader.lexicon.operations import Meaning


@dataclass(frozen=True, slots=True)
class Term:
    """Words about methods; ``place`` are their tokens.

    ``idle`` words may also say nothing ("have", "show").
    """

    place: tuple[int, int]
    meaning: Meaning = field(repr=False, compare=False)
    idle: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Columns named together, and what the words before them say of their place.

    ``doubt`` is how unsure the links are; ``star`` whether a sign of interaction joins.
    ``passed`` are words about methods between the marker and the columns.
    """

    names: tuple[str, ...]
    markers: frozenset[str] = frozenset(("none",))
    star: bool = False
    doubt: float = 0.0
    run: bool = False
    passed: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Roled:
    """Columns beside a word that names their role; ``roles`` are (operation, parameter)."""

    names: tuple[str, ...]
    roles: frozenset[tuple[str, str]]
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """Columns said to act on others; ``head`` is the method that the verb suggests."""

    causes: tuple[str, ...]
    outcomes: tuple[str, ...]
    heads: frozenset[str]
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A number with the words before and behind it that may name it."""

    number: float
    percent: bool
    place: tuple[int, int]
    after: Meaning = field(default_factory=Meaning, repr=False, compare=False)
    before: Meaning = field(default_factory=Meaning, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A value that something is said to have: ``sign`` is eq, ne, greater or less."""

    sign: str
    number: float
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """The rows that are not those named before ("those who do not")."""


@dataclass(frozen=True, slots=True)
class Grain:
    """A unit of time by which rows are parted ("weekday", "month")."""

    unit: str
    markers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Output:
    """Figures of the answer that are asked for by name ("F", "the slope of age").

    ``columns`` are those that the figures are said to be of; ``interaction`` that they
    are of a product. One of the ``concepts`` is enough ("epsilon or eta squared").
    """

    place: tuple[int, int]
    concepts: frozenset[str]
    columns: tuple[str, ...] = ()
    interaction: bool = False
