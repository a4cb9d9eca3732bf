"""What survival analyses share in their signatures and their language."""

from __future__ import annotations

from typing import Annotated

from analysis.base.parameters import GROUP_MARKERS, ColumnRole

DurationColumn = Annotated[
    str,
    ColumnRole("numeric", markers=("survival of", "duration", "time", "survival time",
                                   "duration column", "time column", "time to event")),
]  # fmt: skip
EventColumn = Annotated[
    str,
    ColumnRole("grouping", markers=("event", "status", "events", "event status",
                                    "event column", "with event", "censored by",
                                    "censoring", "death", "and event")),
]  # fmt: skip
SurvivalGroup = Annotated[
    str, ColumnRole("grouping", markers=(*GROUP_MARKERS, "between", "among"))
]
StratumColumn = Annotated[
    str, ColumnRole("grouping", markers=("stratified by", "strata", "stratum"))
]
EVENT_NUMBERS = (
    r"{n} ?(?:=|is|means|as) ?(?:the |an )?event",
    r"event (?:is|=|value|if|when) ?{n}",
)
