"""Measures that are set side by side and nothing else: "compare sales and profit"."""

from __future__ import annotations

from analysis.base.task import Step
from chat.linking.mentions import is_flag
from chat.reader.base.roles import is_measure
from chat.reader.enquiries.comparing import without_stage
from chat.reader.enquiries.sentence import Sentence

_STATISTICS = ["mean", "median"]


def side_by_side(sentence: Sentence) -> tuple[list[Step], list[str]] | None:
    """The averages of the columns that are compared, where no group or test is named.

    What was measured twice is for those who compare times.
    """
    opened = [cue for cue in sentence.of("sets_side_by_side") if cue.first <= 1]
    if not opened or len(sentence.columns) < 2:
        return None
    if any(True for _ in sentence.lattice.all("statistic")):
        return None  # "compare total sales and profit"
    columns = sentence.lattice.columns
    names = list(dict.fromkeys(span.name for span in sentence.columns))
    n_rows = sentence.lattice.index.n_rows
    fit = all(is_measure(columns[n], n_rows) and not is_flag(columns[n]) for n in names)
    if len(names) < 2 or not fit or any(map(sentence.is_doubtful, sentence.columns)):
        return None
    if len({without_stage(name.casefold()) for name in names}) < len(names):
        return None
    sentence.use(*sentence.columns, *opened)
    if sentence.limits() or sentence.names_more() or sentence.left():
        return None
    params = {"statistics": _STATISTICS, "columns": names}
    return [Step(operation="describe", params=params)], [
        "their averages are set side by side; say “test the difference” for a test"
    ]
