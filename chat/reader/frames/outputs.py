"""Whether an answer shows the figures that the message asks for by name."""

from __future__ import annotations

from chat.reader.frames.frame import NO_ROLE, UNEXPLAINED, Frame
from chat.reader.lexicon.operations import MethodWords

_SHOWN = 0.01  # that a figure is asked for is no reason to prefer a method


def take_outputs(frame: Frame, own: MethodWords) -> None:
    """Figures that the answer does not open with, or not of these columns, are no fit."""
    used = _used(frame)
    for output in frame.said.outputs:
        words = frame.lattice.words(*output.place)
        multiplied = not output.interaction or _multiplies(frame)
        if not output.concepts & own.shows:
            frame.violate(words, UNEXPLAINED)
        elif set(output.columns) <= used and multiplied:
            frame.cost += _SHOWN
        else:
            frame.violate(words, NO_ROLE)


def _used(frame: Frame) -> set[str]:
    """The columns that the method uses, whatever their place."""
    return {
        name
        for value in frame.params.values()
        for name in (value if isinstance(value, list) else [value])
        if isinstance(name, str)
    }


def _multiplies(frame: Frame) -> bool:
    """Whether the answer has a term for what two factors do together."""
    if frame.operation.name == "two_way_anova":
        return frame.params.get("interaction", True) is not False
    return bool(frame.params.get("interacting") or frame.params.get("all_interactions"))
