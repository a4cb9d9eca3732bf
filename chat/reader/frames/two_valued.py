"""What a model tells apart has two values: "AUC of dose for cured" scores cured by dose.

Which of two columns is scored and which scores is said by their values, whatever the
order of the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chat.reader.frames.frame import Frame

_TELLING_APART = ("logistic_regression", "roc_curve")
_TWO = 2


def settle_two_values(frame: Frame) -> None:
    """Sets the one column of two values as the outcome of what tells two values apart."""
    outcome = frame.params.get("outcome")
    if frame.operation.name not in _TELLING_APART or outcome not in frame.columns:
        return
    if frame.columns[outcome].n_unique == _TWO:
        return
    held = {
        name
        for group in frame.said.groups
        if "adjusting" in group.markers
        for name in group.names
    }
    predictors = list(frame.params.get("predictors") or ())
    found = [
        name
        for name in predictors
        if name not in held and frame.columns[name].n_unique == _TWO
    ]
    if len(found) != 1:
        return
    frame.params["outcome"] = found[0]
    frame.params["predictors"] = [outcome, *(n for n in predictors if n != found[0])]
