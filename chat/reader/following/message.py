"""A short message as a question that the answer before makes clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.outcomes import Reading, Understood
from chat.linking.tokens import normalise
from chat.reader.base.restating import step_words
from chat.reader.base.roles import is_burden
from chat.reader.following.averages import average_of_totals
from chat.reader.following.developing import developed
from chat.reader.following.differences import difference
from chat.reader.following.fragments import continued
from chat.reader.following.periods import period_beside
from chat.reader.following.portions import portion
from chat.reader.following.ratios import per_amount
from chat.reader.following.shares import share_of_whole
from chat.reader.following.standing import Standing, standing
from chat.reader.following.together import all_together, counted
from chat.reader.following.turn import Turn
from chat.reader.following.turning import other_moment, the_others, turned_round
from chat.reader.reading import read_calculations

_KINDS: tuple[Callable[[Turn, Standing], Reading | None], ...] = (
    period_beside,
    average_of_totals,
    per_amount,
    portion,
    share_of_whole,
    difference,
    developed,
    counted,
    all_together,
    turned_round,
    other_moment,
    the_others,
)


def read_following(text: str, schema: Schema, previous: Task | None) -> Reading | None:
    """What a message asks of the calculation before; None where it asks for itself."""
    stands = standing(previous)
    if stands is None or previous is None:
        return None
    turn = Turn(normalise(text), schema)
    if not turn.is_short:
        return None
    for kind in _KINDS:
        found = kind(turn, stands)
        if found is not None:
            return found
    which = _which_one(turn, previous) if stands.keys else None
    return which or _without(turn, previous) or _separately(turn, previous)


def _which_one(turn: Turn, previous: Task) -> Reading | None:
    """ "which one is the worst?": of the groups before, by what is measured there."""
    asked, opens = turn.of("whichone"), turn.of("opens")
    first = opens[0].last if opens and opens[0].first == 0 else 0
    ranks = [s for kind in ("top", "extreme") for s in turn.lattice.all(kind)]
    meant = [s for s in asked if s.first == first or s.concept == "one"]
    if not ranks or not meant:
        return None
    rest = turn.without(meant[:1], turn.of("bearing"), turn.of("opens"))
    found = continued(read_calculations(rest, turn.index), previous)
    return None if found is None else _as_judged(turn, found)


def _as_judged(turn: Turn, found: Reading) -> Reading:
    """ "which one is the worst" of waiting times: the longest, which is said."""
    judged = list(turn.lattice.all("judged"))
    if not judged or not isinstance(found, Understood):
        return found
    last = found.task.steps[-1]
    measures, order = last.params.get("measures"), last.params.get("order")
    name = str(measures[0].get("of") or "").strip("`") if measures else ""
    column = turn.index.columns.get(name)
    if not order or column is None or not is_burden(column):
        return found
    turned = {**order, "descending": not order["descending"]}
    step = last.model_copy(update={"params": {**last.params, "order": turned}})
    word = turn.lattice.words(judged[0].first, judged[0].last)
    end = "highest" if turned["descending"] else "lowest"
    steps = (*found.task.steps[:-1], step)
    changes = {
        "steps": steps,
        "understood": tuple(map(step_words, steps)),
        "assumptions": (
            *found.task.assumptions,
            f"the {word} is taken to be the {end} {name}",
        ),
    }
    return replace(found, task=found.task.model_copy(update=changes))


def _separately(turn: Turn, previous: Task) -> Reading | None:
    """ "for each doctor separately": what only stresses the change is passed over."""
    stressing = [one for one in turn.of("stressing") if not turn.names(one)]
    if not stressing:
        return None
    rest = turn.without(stressing)
    return continued(read_calculations(rest, turn.index), previous)


def _without(turn: Turn, previous: Task) -> Reading | None:
    """ "and leaving out …": rows go from the answer before, and from no table."""
    opens: list[Any] = turn.of("opens")
    at = opens[0].last if opens and opens[0].first == 0 else 0
    if not any(one.first == at for one in turn.of("without")):
        return None
    return continued(read_calculations(turn.text, turn.index), previous)
