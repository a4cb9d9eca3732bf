"""Which group something happens to most often, as a rate: of its rows, not in numbers.

"Which tool comes back damaged most often, as a rate" and "who is most likely to pay" ask
for the share of each group's own rows. They are read as the question that counts, and the
condition of what is counted becomes that of the rate.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from analysis.base.columns import Column, Schema
from analysis.base.task import Step, Task
from chat.linking.naming import name_parts
from chat.linking.outcomes import Reading, Understood
from chat.linking.tables import schema_index
from chat.linking.words import stem
from chat.reader.base.entities import singular
from chat.reader.base.restating import with_steps
from chat.reader.base.roles import is_person
from chat.reader.base.senses import nouns_of_rows
from chat.reader.methods.names import data_of

Read = Callable[[str], Reading]

_COUNT = {"statistic": "count", "of": None}
_FEW = 25  # kinds; more are things that are told apart
_ROWS = Column(name="", kind="identifier", n_unique=0)
_CHOSEN = ("category", "boolean", "text")


def with_chances(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """ "How likely is it that a tool is damaged", "what percentage of tools are damaged":
    what share of the rows is, and what that takes each row for."""
    data = data_of("ranked_rates")
    for name in ("chance", "share"):
        found = re.search(data[name], text, re.IGNORECASE)
        noun = "" if found is None else found["noun"].casefold()
        kind = _kind(noun, schema)
        if found is None or kind is None:
            continue
        verb = found["verb"]
        verb = data["be"] if re.search(data["to_be"], verb, re.IGNORECASE) else verb
        means = data["chance_means"].format(verb=verb)
        told = data["each_row"].format(noun=singular(noun))
        each = (told,) if kind.name else ()
        return f"{text[: found.start()]}{means}{text[found.end() :]}", each
    return text, ()


def _kind(noun: str, schema: Schema) -> Column | None:
    """The column of a few kinds that a noun names, or none (a column without a name)
    where it names the rows; None where it is measured, or told apart."""
    said = singular(noun)
    for column in schema.columns:
        if [singular(part) for part in name_parts(column.name)] == [said]:
            few = column.kind == "category" and column.n_unique <= _FEW
            return column if few and not is_person(column) else None
    rows = nouns_of_rows(schema_index(schema))
    general = {stem(one) for one in data_of("ranked_rates")["rows"]}
    return _ROWS if stem(said) in rows | general else None


def ranked_as_rate(text: str, schema: Schema, reading: Reading, read: Read) -> Reading:
    """The reading, or the ranking of rates that the message asks for."""
    data = data_of("ranked_rates")
    often = re.search(data["superlative"], text, re.IGNORECASE)
    likely = re.search(data["likely"], text, re.IGNORECASE)
    mark = re.search(data["mark"], text, re.IGNORECASE)
    if often is None or (mark is None and likely is None):
        return reading
    plain = re.sub(data["mark"], " ", text, flags=re.IGNORECASE)
    if likely is not None:
        form = data["often"].format(end=likely["end"])
        plain = re.sub(data["likely"], form, plain, flags=re.IGNORECASE)
    counted = read(" ".join(plain.split()))
    if not isinstance(counted, Understood):
        return reading
    said = (mark or often)[0].strip(" ,;()")
    rated = _rated(counted.task, schema, said)
    return reading if rated is None else Understood(rated)


def _rated(task: Task, schema: Schema, said: str) -> Task | None:
    """Rows of groups that are counted under a condition, as a rate of each group."""
    *before, last = task.steps
    params = last.params
    measures = params.get("measures") or []
    if last.operation != "calculate" or not params.get("by") or len(measures) != 1:
        return None
    measure = {k: v for k, v in measures[0].items() if k not in ("share", "unit")}
    event, rest = measure.pop("where", None), before
    if measure != _COUNT:
        return None
    if event is None and before and before[-1].operation == "filter_rows":
        event, others = _parted(before[-1].params["where"], schema)
        rest = before[:-1]
        if others is not None:
            rest = [*rest, before[-1].model_copy(update={"params": {"where": others}})]
    if event is None:
        return None
    rate = {"statistic": "rate", "of": None, "where": event, "unit": "%"}
    kept = {name: value for name, value in params.items() if name != "noun"}
    step = Step(operation="calculate", params={**kept, "measures": [rate]})
    key = params["by"][0].get("column") or params["by"][0].get("grain")
    told = data_of("ranked_rates")["told"].format(words=said, key=key)
    assumed = [one for one in task.assumptions if "number of rows" not in one]
    said_first = {"assumptions": (told, *assumed)}
    return with_steps(task, (*rest, step)).model_copy(update=said_first)


def _parted(where: dict[str, Any], schema: Schema) -> tuple[Any, Any]:
    """The one condition that says what happens, and those that choose the rows."""
    if "all" not in where:
        return where, None
    happens = [
        one for one in where["all"]
        if one.get("column") in schema.names
        and schema[one["column"]].kind in _CHOSEN and "part" not in one
    ]  # fmt: skip
    if len(happens) != 1:
        return None, None
    others = [one for one in where["all"] if one is not happens[0]]
    return happens[0], others[0] if len(others) == 1 else {"all": others}
