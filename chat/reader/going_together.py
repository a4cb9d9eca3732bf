"""Two measures said to go together: "do the more anxious students sleep less?".

Readers of comparisons set two columns of numbers of one range against each other. Where
a message says of rows that have more of one measure that they have less of another, how
the two are related is asked, and not which is higher.
"""

from __future__ import annotations

import re

from analysis.base.task import Step
from chat.linking.outcomes import Reading, Understood
from chat.reader.base.restating import step_words
from chat.reader.enquiries.comparing import same_thing
from chat.reader.methods.names import data_of

_OF_ROWS = frozenset(("compare_groups", "paired_t", "wilcoxon", "repeated_anova"))
_TWO = 2


def going_together(text: str, reading: Reading) -> Reading:
    """The reading, or how two measures are related where that is what is asked."""
    if not isinstance(reading, Understood):
        return reading
    *before, step = reading.task.steps
    names = step.params.get("columns") or []
    if step.operation not in _OF_ROWS or "group" in step.params or len(names) != _TWO:
        return reading
    words, low = data_of("comparatives"), text.lower()
    if not re.search(words["more"], low) or re.search(words["against"], low):
        return reading
    if same_thing(names):
        return reading
    related = Step(operation="relate", params={"columns": names})
    said = (*reading.task.understood[:-1], step_words(related))
    task = reading.task.model_copy(
        update={"steps": (*before, related), "understood": said}
    )
    return Understood(task)
