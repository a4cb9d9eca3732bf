"""Whether a message can stand by itself, or only changes what stands before it."""

from __future__ import annotations

from collections.abc import Callable

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.outcomes import Reading, Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise, tokenise
from chat.reader.base.senses import build_lattice
from chat.reader.demands import unmet
from chat.reader.following.turn import Turn

_BRIEF = 4  # words: a message so short that only rows are named in it
_PART = "part"
_DRAWN = ("line_chart", "bar_chart", "pie_chart")
_SURE = 0.3  # a link that costs less is to a name of the table
_LONGEST = 60
_ASKING = ("count", "howmuch", "which", "who", "yesno", "share", "rateof", "distinct")


def depends(text: str, schema: Schema, read: Callable[[str, Schema], Reading]) -> bool:
    """Whether a message says nothing without the one before: "and 2024?", "of those".

    ``read`` reads it by itself.
    """
    turn = Turn(normalise(text), schema)
    if not turn.is_short:
        return False
    if _points_back(turn):
        return True
    alone = read(text, schema)
    if isinstance(alone, Understood):
        return is_bare(alone.task, turn) and (_opens(turn) or _is_brief(turn))
    opens = _opens(turn) or bool(turn.of("percent", "turns"))
    return opens and (not _asks(turn) or _is_brief(turn))


def stands_for_itself(text: str, schema: Schema, reading: Reading) -> bool:
    """Whether a reading is an answer; the rows that "and in 2024?" names are none."""
    if not isinstance(reading, Understood) or reading.task.source == "followup":
        return True
    turn = Turn(normalise(text), schema)
    if turn.is_short and turn.of("ofthat"):
        return False
    opens = [one for one in turn.of("opens") if one.first == 0]
    return not (turn.is_short and opens and is_bare(reading.task, turn))


def leaves_little(question: str, schema: Schema, offered: Task) -> bool:
    """Whether a reading leaves out only words that name nothing of the table.

    Nor may it pass over the statistic that was asked for: "total …" is no count.
    """
    index = schema_index(schema)
    for words in offered.ignored:
        lattice = build_lattice(words, tokenise(words), index)
        named = (s for kind in ("column", "value") for s in lattice.all(kind))
        if any(sense.cost < _SURE for sense in named):
            return False
    if unmet(question, schema, Understood(offered)):
        return False
    lattice = build_lattice(question, tokenise(question, _LONGEST), index)
    shown = repr([step.params for step in offered.steps])
    asked = {str(sense.concept) for sense in lattice.all("statistic")}
    return not asked or any(repr(one) in shown for one in asked)


def is_bare(task: Task, turn: Turn) -> bool:
    """Whether rows are listed or counted though no word asks for that."""
    step = task.steps[-1]
    if turn.of("listing"):
        return False
    if step.operation in ("show_rows", "filter_rows", "count_rows"):
        return True
    if step.operation in _DRAWN:
        drawn = any(True for _ in turn.lattice.all("charttype"))
        return not drawn and not step.params.get("y") and not step.params.get("value")
    if step.operation != "calculate":
        return False
    measures = step.params.get("measures") or []
    counts = all(m["statistic"] == "count" and not m.get("where") for m in measures)
    return bool(step.params.get("rows")) or (counts and not _asks(turn))


def _asks(turn: Turn) -> bool:
    """Whether words behind the opening ask for something of their own."""
    opening = max((s.last for s in turn.of("dependent") if s.first == 0), default=0)
    shares = turn.of("percent", "turns")
    return any(
        sense.first >= opening
        and not any(s.first <= sense.first < s.last for s in shares)
        for kind in _ASKING
        for sense in turn.lattice.all(kind)
    )


def _points_back(turn: Turn) -> bool:
    """Whether it speaks of the rows before, or asks something of "that"."""
    pointing = bool(turn.of("isthat") or turn.of("developing"))
    return pointing or any(
        sense.concept == _PART for sense in turn.lattice.all("backward")
    )


def _opens(turn: Turn) -> bool:
    return any(one.first == 0 for one in turn.of("dependent"))


def _is_brief(turn: Turn) -> bool:
    return sum(t.kind != "mark" for t in turn.lattice.tokens) <= _BRIEF
