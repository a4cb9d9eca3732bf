"""What each description is to the question: compared, held constant, or its groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chat.reader.formal.sentence import Piece, Sentence
from chat.reader.formal.words import Phrase
from chat.reader.frames.places import numbers_each_row

# What may stand between a word that holds constant and what it holds.
_MOST_WAYS = 4
_PASSED = ("influence", "said", "relation", "change", "sameness", "naming")


@dataclass(frozen=True, slots=True)
class Described:
    """A piece with its role: held, parted or main, and the phrase that it belongs to."""

    piece: Piece
    role: str
    left: Phrase | None
    joined: bool

    @property
    def column(self) -> str:
        return self.piece.column


def described(sentence: Sentence) -> list[Described]:
    """The descriptions of a sentence in order, with their roles."""
    items = sentence.items
    least = least_columns(sentence)
    found: list[Described] = []
    for at, item in enumerate(items):
        if isinstance(item, Phrase):
            continue
        before = found[-1] if found else None
        joined = before is not None and _is_joined(items, at)
        role = _role(items, at)
        if role == "main" and joined and before is not None and before.role != "main":
            named = {one.column for one in found if one.role == "main" and one.column}
            if before.role == "held" or len(named) >= least:
                role = before.role
        found.append(Described(item, role, _left(items, at), joined))
    return _inner(sentence, _joined_back(_held_before(found)))


def least_columns(sentence: Sentence) -> int:
    """How many columns a question of its kind speaks of at least."""
    relates = sentence.says("relation", "influence")
    if sentence.says("statistic", "normal", "law") and not relates:
        return 1
    return 2 if relates or sentence.says("sameness") else 1


def _is_joined(items: Sequence[Phrase | Piece], at: int) -> bool:
    """Whether only "and", a comma or their like stand before, back to another piece."""
    for item in reversed(items[:at]):
        if isinstance(item, Piece):
            return True
        if item.sort != "joint" or item.concept != "and":
            return False
    return False


def _left(items: Sequence[Phrase | Piece], at: int) -> Phrase | None:
    for item in reversed(items[:at]):
        if isinstance(item, Piece):
            return None
        if item.sort != "said":
            return item
    return None


def _role(items: Sequence[Phrase | Piece], at: int) -> str:
    behind = items[at + 1] if at + 1 < len(items) else None
    if isinstance(behind, Phrase) and (behind.sort, behind.concept) == (
        "held",
        "behind",
    ):
        return "held"
    for item in reversed(items[:at]):
        if isinstance(item, Piece):
            break
        if item.sort == "held":
            return "held" if item.concept == "before" else "main"
        if item.sort == "parted":
            return "parted"
        if item.sort not in _PASSED:
            break
    return "main"


def _held_before(found: list[Described]) -> list[Described]:
    """ "when sales in each region are held constant": the sales are."""
    made = list(found)
    for number in range(1, len(made)):
        one, before = made[number], made[number - 1]
        within = one.left is not None and one.left.sort == "parted"
        if one.role == "held" and within and before.column and before.role == "main":
            made[number - 1] = replace(before, role="held")
            made[number] = replace(one, role="parted")
    return made


def _joined_back(found: list[Described]) -> list[Described]:
    """ "when A and B are held constant": the words behind speak of both."""
    made = list(found)
    for number in range(len(made) - 1, 0, -1):
        one, before = made[number], made[number - 1]
        opened = before.left is not None and before.left.sort == "held"
        if one.role == "held" and one.joined and before.role == "main" and opened:
            made[number - 1] = replace(before, role="held")
    return made


def settled(found: list[Described]) -> list[list[Described]]:
    """The ways to take names that fit several columns; one where another name tells."""
    named = {
        one.column for one in found if one.piece.named and not one.piece.named.rivals
    }
    ways: list[list[Described]] = [[]]
    for one in found:
        columns = _possible(one, named)
        ways = [[*way, _as(one, name)] for way in ways for name in columns]
    return ways[:_MOST_WAYS]


def _possible(one: Described, named: set[str]) -> list[str]:
    if one.piece.named is None or not one.piece.named.rivals:
        return [one.column]
    fitting = [one.column, *one.piece.named.rivals]
    said = [name for name in fitting if name in named]
    return said if len(said) == 1 else fitting


def _as(one: Described, name: str) -> Described:
    piece = one.piece
    if piece.named is None or piece.column == name:
        return one
    chosen = replace(piece.named, column=name, rivals=())
    return replace(one, piece=replace(piece, named=chosen))


def _inner(sentence: Sentence, found: list[Described]) -> list[Described]:
    """The descriptions but for the rows themselves ("in the country", a key), and for
    what only describes a column where there are two besides ("price of each type")."""
    columns, n_rows = sentence.index.columns, sentence.index.n_rows
    kept = [
        one for one in found
        if not one.column or not numbers_each_row(columns[one.column], n_rows)
        or columns[one.column].is_numeric
    ]  # fmt: skip
    if not sentence.says("relation", "influence", "sameness"):
        return kept
    inner = [one for number, one in enumerate(kept) if _describes(kept, number)]
    main = {one.column for one in kept if one.column and one not in inner}
    return [one for one in kept if one not in inner] if len(main) > 1 else kept


def _describes(found: Sequence[Described], number: int) -> bool:
    """Whether groups stand within the description of something: not at the end of it."""
    one = found[number]
    if not number or one.role != "parted" or one.left is None:
        return False
    before = found[number - 1]
    if not before.column:
        return False
    following = found[number + 1] if number + 1 < len(found) else None
    if one.left.concept == "of" or before.role == "held":
        return True
    return following is not None and following.joined and following.role == "main"
