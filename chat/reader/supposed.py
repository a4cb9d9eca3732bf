"""What would be: "what would sales be if every price went up 5 %", "if each dog cost 200 more".

The question is read as one about the table as it is; the column that is supposed to change
is changed in each row, and both figures are shown. What a change of a price does to what is
bought is in no table: an amount is taken to follow it by the same percentage, and that is
said. A supposition that cannot be carried out is asked about, never left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from analysis.base.columns import Column, Schema
from analysis.base.task import Step, Task
from chat.linking.naming import name_parts, quoted
from chat.linking.outcomes import Reading, Understood, question_without
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.linking.words import stem
from chat.reader.base import roles
from chat.reader.base.items import as_formula
from chat.reader.base.restating import step_words
from chat.reader.base.senses import build_lattice
from chat.reader.lexicon import nouns
from chat.reader.methods.names import data_of

Read = Callable[[str], Reading]

_LONGEST = 240  # characters
_TOKENS = 40
_LINKED = 0.6
_STATISTICS = ("sum", "mean", "median", "min", "max")
_NAMED = {"sum": "total", "mean": "average", "min": "lowest", "max": "highest"}
_KEPT = ("measures", "by", "order", "asks", "noun", "limit", "within")


@dataclass(frozen=True)
class _Change:
    """By what a column is multiplied, or what each of its values gets more."""

    factor: float = 1.0
    more: float = 0.0

    def of(self, name: str, times: str = "") -> str:
        column = as_formula(name)
        if self.factor != 1.0:
            return f"{column} * {_plain(self.factor)}"
        sign = "+" if self.more > 0 else "-"
        return f"{column} {sign} {_plain(abs(self.more))}{times}"


def read_supposed(text: str, schema: Schema, read: Read) -> Reading | None:
    """What a figure would be under a supposition; None where nothing is supposed."""
    if len(text) > _LONGEST:
        return None
    for form in _forms():
        found = form.search(text)
        change = _change(found["supposed"]) if found is not None else None
        if found is None or change is None:
            continue
        question = _asked(_named(found["question"], found["supposed"], schema))
        if question is None:
            continue
        reading = read(f"{question}?")
        if not isinstance(reading, Understood):
            return None
        supposed = _supposing(reading.task, found["supposed"], change, schema)
        if supposed is None:
            return question_without(found["supposed"].strip(), reading.task)
        return Understood(supposed)
    return None


def supposes(text: str) -> bool:
    """Whether a message supposes a change of what the table holds, and asks of a figure."""
    found = [form.search(text) for form in _forms()] if len(text) <= _LONGEST else []
    return any(
        one is not None
        and _change(one["supposed"]) is not None
        and _asked(one["question"]) is not None
        for one in found
    )


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    data = data_of("supposed")
    return tuple(
        re.compile(data[name].replace("OPENS", data["opens"]), re.IGNORECASE)
        for name in ("before", "behind")
    )


def _asked(question: str) -> str | None:
    """The question about the table as it is; None where it asks for what is."""
    for said, means in data_of("supposed")["asked"]:
        made = re.sub(said, means, question, count=1, flags=re.IGNORECASE)
        if made != question:
            return " ".join(made.split())
    return None


def _named(question: str, supposed: str, schema: Schema) -> str:
    """ "If bar sales doubled, what would they be": what the other clause names."""
    column = _column(supposed, None, schema)
    if column is None:
        return question
    name = quoted(column.name)
    return re.sub(data_of("supposed")["pronoun"], rf"\g<1>{name}", question, count=1)


def _change(supposed: str) -> _Change | None:
    """What the clause says of a column; None where it says no size of a change."""
    data = data_of("supposed")
    for words, factor in data["doubled"].items():
        if re.search(rf"\b{words}\b", supposed, re.IGNORECASE):
            return _Change(factor)
    numbers = list(re.finditer(data["number"], supposed, re.IGNORECASE))
    up = re.search(rf"\b{data['up']}\b", supposed, re.IGNORECASE)
    down = re.search(rf"\b{data['down']}\b", supposed, re.IGNORECASE)
    if len(numbers) != 1 or (up is None) == (down is None):
        return None
    size = float(numbers[0]["number"].replace(",", "")) * (1 if up else -1)
    if numbers[0]["percent"]:
        return _Change(factor=round(1 + size / 100, 10))
    each = re.search(data["each"], supposed, re.IGNORECASE)
    return _Change(more=size) if each else None


def _supposing(
    task: Task, supposed: str, change: _Change, schema: Schema
) -> Task | None:
    """The task with its figure as it would be, beside the figure as it is."""
    *before, last = task.steps
    params = _measured(last)
    if params is None:
        return None
    measure = params["measures"][0]
    amount = schema[measure["of"].strip("`")]
    changed = _column(supposed, amount, schema)
    formula = _formula(change, changed, amount, schema) if changed else None
    if formula is None or changed is None:
        return None
    data = data_of("supposed")
    name = f"{_NAMED.get(measure['statistic'], measure['statistic'])} {amount.name}"
    clause = re.sub(rf"^{data['opens']} ", "", supposed.strip(), flags=re.IGNORECASE)
    label = data["label"].format(measure=name, supposed=clause)
    would = {**measure, "of": formula, "label": label}
    step = Step(operation="calculate", params={**params, "measures": [would, measure]})
    told = data["scaled"].format(amount=amount.name, column=changed.name)
    follows = changed.name != amount.name and change.factor != 1.0
    return task.model_copy(
        update={
            "steps": (*before, step),
            "understood": (*task.understood[:-1], step_words(step)),
            "assumptions": (*((told,) if follows else ()), *task.assumptions),
        }
    )


def _measured(step: Step) -> dict[str, Any] | None:
    """The parameters of a calculation of one plain figure of a column."""
    params = step.params
    if step.operation == "describe" and set(params) == {"columns", "statistics"}:
        columns, statistics = params["columns"], params["statistics"]
        if len(columns) == 1 and len(statistics) == 1 and statistics[0] in _STATISTICS:
            of = as_formula(columns[0])
            return {"measures": [{"statistic": statistics[0], "of": of}]}
        return None
    measures: list[dict[str, Any]] = params.get("measures") or []
    if step.operation != "calculate" or len(measures) != 1 or set(params) - set(_KEPT):
        return None
    plain = set(measures[0]) == {"statistic", "of"} and measures[0]["of"]
    return dict(params) if plain and measures[0]["statistic"] in _STATISTICS else None


def _column(supposed: str, amount: Column | None, schema: Schema) -> Column | None:
    """The column that is supposed to change: named, or what is asked about itself."""
    lattice = build_lattice(supposed, tokenise(supposed, _TOKENS), schema_index(schema))
    named = [
        sense for sense in lattice.all("column")
        if sense.cost < _LINKED and schema[sense.concept].is_numeric
    ]  # fmt: skip
    if amount and any(sense.concept == amount.name for sense in named):
        return amount
    if named:
        longest = max(named, key=lambda one: (one.last - one.first, -one.cost))
        return schema[longest.concept]
    itself = data_of("supposed")["itself"]
    return amount if re.search(itself, supposed, re.IGNORECASE) else None


def _formula(
    change: _Change, changed: Column, amount: Column, schema: Schema
) -> str | None:
    """The amount in each row as it would be; None where the table cannot say."""
    if changed.name == amount.name:
        return change.of(amount.name)
    if not _is_money(amount) or not (_is_price(changed) or _is_pieces(changed)):
        return None
    if change.factor != 1.0:
        return change.of(amount.name)
    others = [
        column for column in schema.columns
        if column.is_numeric and column.name not in (changed.name, amount.name)
        and (_is_pieces(column) if _is_price(changed) else _is_price(column))
    ]  # fmt: skip
    if len(others) != 1:
        return None
    return change.of(amount.name, f" * {as_formula(others[0].name)}")


def _is_price(column: Column) -> bool:
    return bool(nouns("en").rates & set(roles.parts(column))) or bool(
        _stems("priced") & set(roles.parts(column))
    )


def _is_pieces(column: Column) -> bool:
    """By words as they are written: "sold" counts, and "sales" do not."""
    return bool(set(data_of("supposed")["counted"]) & set(name_parts(column.name)))


def _is_money(column: Column) -> bool:
    """Whether a column is what comes of a price and how many were sold at it."""
    words = set(roles.parts(column))
    return bool(_stems("money") & words) and not (
        _is_price(column) or _is_pieces(column)
    )


def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in data_of("supposed")[name])


def _plain(number: float) -> str:
    return repr(int(number) if number.is_integer() else number)
