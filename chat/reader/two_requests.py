"""Two requests in one sentence, of which one reading of the whole would keep one.

"How many orders came in, and which region had the most?" asks for a number and for a
ranking; "which hotel has most guests and what is its mean price" for two figures of the
groups of one ranking. Where both halves are requests by themselves and the reading of the
whole does not hold what each asks for, both are answered; a second question that nothing
answers is told as not used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from analysis.base.task import Step, Task
from chat.linking.outcomes import Reading, Understood
from chat.reader.base.joining import joined_task
from chat.reader.base.restating import with_steps
from chat.reader.methods.names import data_of
from chat.reader.plain_statistics import as_calculation

Read = Callable[[str, Task | None], Reading]

_LONGEST = 240  # characters; longer messages are briefs
_FEWEST = 2  # words of a request


def with_both_requests(text: str, whole: Reading, read: Read) -> Reading:
    """The reading of the whole, or both of its requests where it lacks one of them."""
    if len(text) > _LONGEST:
        return whole
    listed = _said_twice(text, whole, read)
    if listed is not None:
        return listed
    for first, second, is_sentence in _halves(text):
        one = _alone(read(first, None))
        if one is None or not (_says_what(one) or _begins_ranking(first)):
            continue
        if _goes_on(whole, one):
            return whole
        both = _both(one, second, read)
        if both is None:
            left = _keeps_first_only(whole, one) and _is_question(second)
            if left and not is_sentence:  # those say themselves what became of them
                return _told_unused(whole, second)
            continue
        return whole if _holds(whole, both) else Understood(both)
    return whole


def _said_twice(text: str, whole: Reading, read: Read) -> Reading | None:
    """ "what share of boys and what share of girls passed": both values, asked once."""
    data = data_of("two_requests")
    for joint in re.finditer(data["again"], text, re.IGNORECASE):
        once = f"{text[: joint.start('again')]}{text[joint.end('again') :]}"
        reading = read(" ".join(once.split()), None)
        task = _alone(reading)
        if task is not None and _named(whole) < _named(reading):
            return reading
    return None


def _named(reading: Reading) -> set[str]:
    """The values that a reading limits rows to, or sets against each other."""
    if not isinstance(reading, Understood):
        return set()
    found: set[str] = set()

    def look(node: Any) -> None:
        if isinstance(node, dict):
            for name, inner in node.items():
                if name in ("value", "values"):
                    found.update(
                        map(str, inner if isinstance(inner, list) else [inner])
                    )
                else:
                    look(inner)
        elif isinstance(node, list | tuple):
            for one in node:
                look(one)

    look([step.params for step in reading.task.steps])
    return found


def _halves(text: str) -> Iterator[tuple[str, str, bool]]:
    """Where a message may be parted: the second half begins as a request does."""
    data = data_of("two_requests")
    text = text.strip()
    for joint in re.finditer(data["joint"], text, re.IGNORECASE):
        first, second = text[: joint.start()], text[joint.end() :].rstrip("?.! ")
        if min(len(first.split()), len(second.split())) < _FEWEST:
            continue
        words = [half.casefold().split()[: data["same_words"]]
                 for half in (first, second)]  # fmt: skip
        if re.search(data["pair"], first, re.IGNORECASE):
            continue
        is_sentence = joint[0].strip()[:1] in ("?", ";")
        # What is told to be done behind a question says how that is answered.
        if is_sentence and not re.match(data["question"], second, re.IGNORECASE):
            continue
        if words[0] != words[1] and _begins_request(second):
            yield first, second, is_sentence


def _begins_request(text: str) -> bool:
    data = data_of("two_requests")
    return any(
        re.match(data[name], text, re.IGNORECASE) for name in ("asks", "superlative")
    )


def _begins_ranking(text: str) -> bool:
    """Whether it says what is the most of something: "the busiest day", "who ordered most"."""
    return (
        re.search(data_of("two_requests")["ranking"], text, re.IGNORECASE) is not None
    )


def _is_question(text: str) -> bool:
    return re.match(data_of("two_requests")["asks"], text, re.IGNORECASE) is not None


def _alone(reading: Reading) -> Task | None:
    """The task of a request that is understood with all its words."""
    if not isinstance(reading, Understood) or reading.task.ignored:
        return None
    return reading.task if reading.task.steps else None


def _both(one: Task, second: str, read: Read) -> Task | None:
    """Both requests as one task; None where the second is not understood."""
    data = data_of("two_requests")
    second = _with_its_noun(one, second)
    refers = re.search(data["of_it"], second, re.IGNORECASE) is not None
    if refers:
        merged = _of_the_first(one, second, read)
        if merged is not None:
            return merged
    other = _second(one, second, refers, read)
    if other is None or other.steps == one.steps:
        return None
    if not (_says_what(other) or _begins_ranking(second)):
        return None
    return joined_task([one, other])


def _with_its_noun(one: Task, second: str) -> str:
    """ "which one has …" behind a ranking of regions: "which region has …"."""
    data = data_of("two_requests")
    keys = one.steps[-1].params.get("by") or [{}]
    name = keys[0].get("grain") or keys[0].get("column")
    if len(keys) != 1 or not name:
        return second
    return re.sub(
        data["one"], lambda _: data["which"].format(key=name), second, flags=re.I
    )


def _second(one: Task, second: str, refers: bool, read: Read) -> Task | None:
    """The second request by itself, or as one that goes on from the first.

    "Which region had the most" leaves open what of, and takes it from the first; "which
    one earned the most" does not.
    """
    open_end = re.search(data_of("two_requests")["open_end"], second, re.IGNORECASE)
    alone = None if refers else _alone(read(second, None))
    if alone is not None:
        ranks = _begins_ranking(second) and open_end is None
        if _says_what(alone) or ranks:
            return alone
    following = _alone(read(second, one))
    if open_end is None:
        return following or alone
    goes_on = following is not None and following.source == "followup"
    return following if goes_on else None


def _says_what(task: Task) -> bool:
    """Whether more is asked than how many rows there are, where no word counts them."""
    last = task.steps[-1]
    made = as_calculation(last)
    if made is None or task.source == "followup":
        return True
    return any(
        one.get("of") is not None or one.get("where") or last.params.get("noun")
        for one in made.params["measures"]
    )


def _of_the_first(one: Task, second: str, read: Read) -> Task | None:
    """A figure of what comes first, as a further figure of all groups of the ranking."""
    *before, last = one.steps
    keys = last.params.get("by") or []
    ranking = last.operation == "calculate" and last.params.get("asks") == "which"
    if not ranking or len(keys) != 1:
        return None
    other = made = None
    for asked in _of_each(second, str(keys[0].get("grain") or keys[0]["column"])):
        other = _alone(read(asked, None))
        made = _figures_by(other, keys[0]) if other is not None else None
        if made is not None:
            break
    if other is None or made is None:
        return None
    measures = last.params["measures"]
    more = [m for m in made.params["measures"] if m not in measures]
    if not more:
        return one
    params = {**last.params, "measures": [*measures, *more]}
    steps = (*before, last.model_copy(update={"params": params}))
    merged = with_steps(one, steps)
    return merged.model_copy(
        update={
            "assumptions": tuple(dict.fromkeys((*one.assumptions, *other.assumptions))),
            "confidence": min(one.confidence, other.confidence),
        }
    )


def _of_each(second: str, key: str) -> Iterator[str]:
    """ "what is its mean price": "what is the mean price by hotel"."""
    data = data_of("two_requests")
    bare = second
    for form, instead in data["without"]:
        bare = re.sub(form, instead, bare, flags=re.IGNORECASE)
    for text in dict.fromkeys((" ".join(bare.split()), second)):
        yield data["by_each"].format(text=text, key=key)


def _figures_by(task: Task, key: dict[str, Any]) -> Step | None:
    """The step of figures of all rows by a key alone, which it says."""
    made = as_calculation(task.steps[-1])
    if made is None or len(task.steps) > 1 or not _says_what(task):
        return None
    keys = [_plain_key(one) for one in made.params.get("by", ())]
    return made if keys == [_plain_key(key)] else None


def _plain_key(key: dict[str, Any]) -> tuple[Any, Any]:
    return key.get("column"), key.get("grain")


def _holds(whole: Reading, both: Task) -> bool:
    """Whether the reading of the whole gives every figure that the halves ask for."""
    if not isinstance(whole, Understood) or whole.task.ignored:
        return False
    given = {one for step in whole.task.steps for one in _figures(step)}
    asked = {one for step in both.steps for one in _figures(step)}
    overall = not _orders(both) or _has_overall(both) <= _has_overall(whole.task)
    return asked <= given and _orders(both) <= _orders(whole.task) and overall


def _has_overall(task: Task) -> bool:
    """Whether a figure is of all rows, beside those of groups."""
    made = [as_calculation(step) for step in task.steps]
    return any(one is not None and not one.params.get("by") for one in made)


def _figures(step: Step) -> Iterator[str]:
    """What a step answers: each figure, or what is done with which settings."""
    if step.operation == "filter_rows":
        return
    made = as_calculation(step)
    if made is None:
        yield json.dumps([step.operation, step.params], default=str, sort_keys=True)
        return
    for measure in made.params["measures"]:
        yield json.dumps(measure, default=str, sort_keys=True)


def _orders(task: Task) -> set[str]:
    """By which figures groups are ranked."""
    found = set()
    for step in task.steps:
        order = step.params.get("order") or {}
        if step.operation == "calculate" and order.get("by") == "value":
            measure = step.params["measures"][order.get("measure", 0)]
            key = [_plain_key(one) for one in step.params.get("by", ())]
            found.add(json.dumps([key, measure], default=str, sort_keys=True))
    return found


def _keeps_first_only(whole: Reading, one: Task) -> bool:
    """Whether the whole is read as its first request, with nothing of the second."""
    return (
        isinstance(whole, Understood)
        and not whole.task.ignored
        and whole.task.steps == one.steps
    )


def _goes_on(whole: Reading, one: Task) -> bool:
    """Whether the whole does what its first request asks for, and more."""
    if not isinstance(whole, Understood) or whole.task.ignored:
        return False
    more = len(whole.task.steps) > len(one.steps)
    return more and all(step in whole.task.steps for step in one.steps)


def _told_unused(whole: Reading, second: str) -> Reading:
    assert isinstance(whole, Understood)
    task = whole.task.model_copy(update={"ignored": (second,)})
    return Understood(task, whole.alternatives)
