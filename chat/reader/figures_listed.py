"""Several figures asked for in one list: "number of members, share of women, mean age".

One reading of the whole takes what one figure counts for rows that the next one is of, or
keeps the first alone. Where each part is a figure by itself, all of them are answered;
groups behind the last ("… by branch") are those of each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from analysis.base.task import Step, Task
from chat.linking.outcomes import Reading, Understood
from chat.reader.base.joining import joined_task
from chat.reader.methods.names import data_of
from chat.reader.plain_statistics import as_calculation

Read = Callable[[str], Reading]

_LONGEST = 240  # characters; longer messages are briefs
_MOST = 6  # figures


def with_listed_figures(text: str, whole: Reading, read: Read) -> Reading:
    """The reading of the whole, or all figures of its list where it lacks one of them."""
    if len(text) > _LONGEST:
        return whole
    parts = _parts(text)
    if len(parts) < 2 or len(parts) > _MOST:
        return whole
    tasks = []
    for part in parts:
        reading = read(part)
        if not isinstance(reading, Understood) or reading.task.ignored:
            return whole
        if not _is_figure_of(part, reading.task):
            return whole
        tasks.append(reading.task)
    joined = joined_task(tasks)
    if joined is None or _given(tasks) <= _given(_tasks(whole)):
        return whole
    return Understood(joined)


def _parts(text: str) -> list[str]:
    """The figures of a list, each with the groups that stand behind the last."""
    data = data_of("figures_listed")
    rest = re.sub(data["lead"], "", text.strip(" ?.!"), count=1, flags=re.IGNORECASE)
    placed = re.split(data["places"], rest, flags=re.IGNORECASE)
    if len(placed) > 2 and not placed[0].strip():
        found = [re.sub(r"[,;?. ]+(?:and|plus)?[,; ]*$", "", one) for one in placed[1:]]
    else:
        found = list(_apart(rest, data))
    found = [re.sub(data["ones"], "", one.strip(), flags=re.I) for one in found]
    found = [
        re.sub(data["indirect"], r"\g<what>", one, flags=re.IGNORECASE) for one in found
    ]
    if len(found) < 2 or not all(_begins(one, data) for one in found):
        return []
    tail = re.search(data["tail"], found[-1], re.IGNORECASE)
    if tail is not None:
        if any(re.search(data["tail"], one, re.IGNORECASE) for one in found[:-1]):
            return []
        found = [*(f"{one} {tail['tail']}" for one in found[:-1]), found[-1]]
    return found


def _apart(text: str, data: dict[str, str]) -> Iterator[str]:
    """The message parted where a figure begins."""
    at = 0
    for joint in re.finditer(data["joint"], text, re.IGNORECASE):
        if joint.start() > at and _begins(text[joint.end() :], data):
            yield text[at : joint.start()]
            at = joint.end()
    yield text[at:]


def _begins(text: str, data: dict[str, str]) -> bool:
    return re.match(data["figure"], text, re.IGNORECASE) is not None


def _is_figure_of(part: str, task: Task) -> bool:
    """Whether a part is a figure of all rows, or of those whose number it asks for.

    "mean price and number of sales in May": whether the price is of May is not said.
    """
    data = data_of("figures_listed")
    made = [as_calculation(step) for step in task.steps]
    if made[-1] is None or made[-1].params.get("order"):
        return False
    if any(
        one is None and step.operation != "filter_rows"
        for one, step in zip(made, task.steps, strict=True)
    ):
        return False
    if task.steps[0].operation != "filter_rows":
        return True
    counted = re.search(data["counts"], part, re.IGNORECASE)
    said = re.sub(data["unit"], "", part, flags=re.IGNORECASE)
    return counted is not None and not re.search(data["limits"], said, re.IGNORECASE)


def _tasks(reading: Reading) -> list[Task]:
    whole = isinstance(reading, Understood) and not reading.task.ignored
    return [reading.task] if whole and isinstance(reading, Understood) else []


def _given(tasks: list[Task]) -> set[str]:
    """Each figure that tasks give, with the rows and the groups that it is of."""
    found: set[str] = set()
    for task in tasks:
        rows: list[Step] = []
        for step in task.steps:
            if step.operation == "filter_rows":
                rows.append(step)
                continue
            made = as_calculation(step) or step
            keys = sorted(str(one.get("column")) for one in made.params.get("by", ()))
            of = [repr(one.params) for one in rows]
            for measure in made.params.get("measures", (made.params,)):
                found.add(json.dumps([measure, keys, of], default=str, sort_keys=True))
    return found
