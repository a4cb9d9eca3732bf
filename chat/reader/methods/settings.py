"""What a message says about how a method is carried out, and whether it can be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from analysis.base.operation import Operation
from analysis.base.parameters import ColumnRole
from analysis.base.task import Step, Task
from analysis.operations import operation_named
from chat.linking.outcomes import NoSuchMethod
from chat.reader.methods.filling import suggested
from chat.reader.methods.linked import LinkedText, Part
from chat.reader.methods.names import data_of
from chat.reader.methods.refusing import task_of, words_for

_NUMBER = r"(?!\d+(?:th|st|nd|rd)\b)(?P<n>\d+(?:\.\d+)?|\.\d+)"
_COLUMN, _VALUE = "\ue000", "\ue001"
_SLOT = re.compile(r"\{[cv]\}")


@dataclass(frozen=True)
class Option:
    """A way to carry out a method: its name, its words and the parameters that obey it.

    Without ``sets`` no operation can; ``own`` are operations that always do so. It is
    looked for only ``beside`` and not where ``unless`` stands in the text. With one of
    the settings in ``idle`` an operation takes no notice of it. ``keeps`` are the words
    that stay when the text is read without it. A column that it takes is of one of the
    kinds ``takes``, where they are given.
    """

    name: str
    patterns: tuple[re.Pattern[str], ...]
    sets: tuple[Mapping[str, Any], ...] = ()
    number: str = ""
    near: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    beside: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    idle: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    keeps: re.Pattern[str] | None = None
    takes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """An option said from ``start`` to ``end`` of the text, with what it sets.

    ``columns`` are those that it takes for itself.
    """

    option: Option
    start: int
    end: int
    text: str
    sets: tuple[Mapping[str, Any], ...]
    columns: tuple[str, ...] = field(default=())


@cache
def options(language: str = "en") -> tuple[Option, ...]:
    """All options that the lexicon of a language knows."""
    return tuple(_option(entry) for entry in data_of("options", language)["option"])


def _option(entry: Mapping[str, Any]) -> Option:
    def compiled(source: str) -> re.Pattern[str]:
        source = source.replace("{n}", _NUMBER)
        source = source.replace("{c}", f"{_COLUMN}+").replace("{v}", f"{_VALUE}+")
        start = r"(?<![\w.])" if not source.startswith(("\\(", _COLUMN, _VALUE)) else ""
        return re.compile(start + source)

    return Option(
        name=entry["name"],
        patterns=tuple(compiled(form) for form in entry["forms"]),
        sets=tuple(entry.get("set", ())),
        number=entry.get("number", ""),
        near=tuple(entry.get("near", ())),
        own=tuple(entry.get("own", ())),
        beside=re.compile(entry["beside"]) if "beside" in entry else None,
        unless=re.compile(entry["unless"]) if "unless" in entry else None,
        idle=entry.get("idle", {}),
        keeps=re.compile(entry["keeps"]) if "keeps" in entry else None,
        takes=tuple(entry.get("takes", ())),
    )


def said_options(linked: LinkedText) -> tuple[Said, ...]:
    """The options that the message says, the longest first where they overlap."""
    masked = (_masked(linked), _masked(linked, spare=True))
    found: list[Said] = []
    for option in options():
        if option.beside is not None and not option.beside.search(linked.low):
            continue
        if option.unless is not None and option.unless.search(linked.low):
            continue
        for pattern in option.patterns:
            slots = _COLUMN in pattern.pattern or _VALUE in pattern.pattern
            for text in dict.fromkeys(masked if slots else (linked.low,)):
                for match in pattern.finditer(text):
                    one = _said(linked, option, match)
                    if one is not None and not _is_named(linked, one, slots):
                        found.append(one)
    found.sort(key=lambda one: (one.start - one.end, one.start))
    kept: list[Said] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


def without_option(linked: LinkedText, word: str) -> str | None:
    """The text without the option that a word belongs to; None if it belongs to none."""
    for one in said_options(linked):
        if word.lower() in one.text.lower():
            return f"{linked.text[: one.start].rstrip(' ,;')} {linked.text[one.end :]}"
    return None


def without_options(linked: LinkedText) -> str | None:
    """The text without any option that it says; None if it says none."""
    text = linked.text
    said = said_options(linked)
    for one in reversed(said):
        kept = one.option.keeps.search(one.text.lower()) if one.option.keeps else None
        middle = f" {kept[0]} " if kept else " "
        text = text[: one.start].rstrip(" ,;") + middle + text[one.end :].lstrip(" ,;")
    return text.strip() if said else None


def _is_named(linked: LinkedText, one: Said, slots: bool) -> bool:
    """Whether the words are (part of) a name of the table."""
    return not slots and linked.covering(one.start, one.end) is not None


def _masked(linked: LinkedText, spare: bool = False) -> str:
    """The text with every name of a column or value filled with one mark, as long.

    ``spare`` leaves words of options ("weights") that a column is called like; the very
    name of a column ("weight by sex") only behind a comma, where an option begins.
    """
    text, words = list(linked.low), set(data_of("numbers")["spared"]["words"])
    names = {name.lower() for name in linked.columns}
    for part in linked.parts:
        word = linked.low[part.start : part.end]
        opens = linked.low[: part.start].rstrip().endswith((",", ";", "("))
        if spare and word in words and (opens or word not in names):
            continue
        if part.kind in ("column", "value"):
            mark = _COLUMN if part.kind == "column" else _VALUE
            text[part.start : part.end] = mark * (part.end - part.start)
    return "".join(text)


def _said(linked: LinkedText, option: Option, match: re.Match[str]) -> Said | None:
    parts = linked.within(match.start(), match.end())
    columns = [p for p in parts if p.kind == "column"]
    if option.takes and any(
        linked.columns[p.column].kind not in option.takes for p in columns[-1:]
    ):
        return None
    values = [p for p in parts if p.kind == "value"]
    sets = [
        {
            name: _chosen(one, option, match, columns, values)
            for name, one in each.items()
        }
        for each in option.sets
    ]
    if any(value is None for each in sets for value in each.values()):
        return None
    # "sorted by p" takes no column that is called like it.
    said = {str(one) for each in option.sets for one in each.values()}
    takes = option.name not in _KEEPING and bool(said & _OF_COLUMNS)
    return Said(
        option,
        match.start(),
        match.end(),
        linked.text[match.start() : match.end()].strip(),
        tuple(sets),
        tuple(part.column for part in columns) if takes else (),
    )


_OF_COLUMNS = frozenset(("column", "columns", "level", "transform"))
# The column that is transformed or squared stays in the model.
_KEEPING = ("a transformed column", "a squared term", "a reference level")


def _chosen(
    value: Any,
    option: Option,
    match: re.Match[str],
    columns: Sequence[Part],
    values: Sequence[Part],
) -> Any:
    """A parameter's value: as the data say it, or taken from the words."""
    match value:
        case "n":
            return _number(match["n"], option.number)
        case "order":
            groups = match.groupdict()
            return [int(groups["p"]), int(groups.get("d") or 0), int(groups["q"])]
        case "order in words":
            said = match.groupdict()
            counts = [_count(said.get(key)) for key in ("p_", "d_", "q_")]
            return counts if None not in counts else None
        case "column":
            return columns[-1].column if columns else None
        case "columns":
            return [part.column for part in columns] or None
        case "level":
            return {values[-1].column: str(values[-1].value)} if values else None
        case "transform":
            named = [name for name, said in match.groupdict().items() if said]
            if not columns or not named:
                return None
            return {columns[-1].column: named[0].rstrip("_")}
    return value


def _count(word: str | None) -> int | None:
    """A number word of an order; one that is not said is 0."""
    words: dict[str, int] = data_of("numbers")["counts"]
    if word is None:
        return 0
    return int(word) if word.isdigit() else words.get(word)


def _number(text: str, kind: str) -> float | int:
    value = float(text)
    if kind == "share":
        return value / 100 if value >= 1 else value  # "alpha 1 %"
    return value if kind == "measure" else int(value)


def obeyed(step: Step, said: Said) -> Step | None:
    """The step with the option obeyed; None where its operation cannot."""
    operation = operation_named(step.operation)
    if step.operation in said.option.own:
        return step
    for chosen in said.sets:
        if not _accepts(operation, chosen) or _is_another(operation, step, chosen):
            continue
        params = dict(step.params)
        for name, value in chosen.items():
            before = params.get(name)
            if isinstance(value, dict) and isinstance(before, dict):
                value = {**before, **value}
            if isinstance(value, list) and name == "squared":
                value = list(dict.fromkeys([*(before or []), *value]))
            params[name] = value
        if _is_idle(said.option, operation, params):
            continue
        for name in _column_roles(operation):
            if name not in chosen:
                params = _without(params, name, said.columns)
        return step.model_copy(update={"params": params})
    return None


def _accepts(operation: Operation, chosen: Mapping[str, Any]) -> bool:
    for name, value in chosen.items():
        parameter = operation.parameters.get(name)
        if parameter is None:
            return False
        if parameter.choices and value not in parameter.choices:
            return False
    return True


def _is_another(operation: Operation, step: Step, chosen: Mapping[str, Any]) -> bool:
    """Whether the step has another method than the one that obeys, and not by default."""
    usual = operation.parameters["method"].default if "method" in chosen else None
    return "method" in chosen and step.params.get("method", usual) not in (
        usual,
        chosen["method"],
    )


def _is_idle(option: Option, operation: Operation, params: Mapping[str, Any]) -> bool:
    """Whether the operation takes no notice of the option beside its other settings."""
    known = operation.parameters
    return any(
        name in known and params.get(name, known[name].default) in values
        for name, values in option.idle.items()
    )


def _column_roles(operation: Operation) -> list[str]:
    return [
        name
        for name, parameter in operation.parameters.items()
        if isinstance(parameter.role, ColumnRole)
    ]


def _without(params: dict[str, Any], name: str, taken: Iterable[str]) -> dict[str, Any]:
    """The parameters without columns that the option took for itself."""
    value, taken = params.get(name), set(taken)
    if isinstance(value, list) and taken & set(value):
        rest = [column for column in value if column not in taken]
        return {**params, name: rest} if rest else params
    return params


def with_options(task: Task, linked: LinkedText) -> Task | NoSuchMethod:
    """The task with every option of the message obeyed, or the refusal of one by name."""
    return obeying(task, said_options(linked), linked)


def obeying(
    task: Task, said: Sequence[Said], linked: LinkedText
) -> Task | NoSuchMethod:
    """The task with the options given obeyed, or the refusal of the first that cannot be."""
    steps = list(task.steps)
    for level in [v["confidence_level"] for o in said for v in o.sets if len(v) == 1 and
                  "confidence_level" in v]:  # fmt: skip
        steps[-1:] = [_with_interval(step, level) for step in steps[-1:]]
    for one in said:
        if _is_usual(one) or any(_holds(step, one) for step in steps):
            continue
        places = [
            (place, changed)
            for place, step in enumerate(steps)
            if (changed := obeyed(step, one)) is not None
        ]
        analysed = [p for p in places if _kind(steps[p[0]]) != "prepare"]
        if not places:
            return refused_option(one, task, linked)
        for place, changed in analysed or places:
            steps[place] = changed
    if steps == list(task.steps):
        return task
    words = [words_for(step) for step in steps]
    return task.model_copy(update={"steps": tuple(steps), "understood": tuple(words)})


def _with_interval(step: Step, level: object) -> Step:
    """A share of yes as the operation that gives its interval, too; the interval's level
    is no share that is held against it."""
    if step.params.get("p") == level:
        params = {name: v for name, v in step.params.items() if name != "p"}
        return step.model_copy(update={"params": params})
    measures = step.params.get("measures") or [{}]
    where = measures[0].get("where") or {}
    if step.operation != "calculate" or len(measures) > 1 or step.params.get("by"):
        return step
    if measures[0].get("statistic") != "rate" or where.get("op") != "==":
        return step
    params = {"column": where["column"], "success": str(where["value"])}
    return Step(operation="proportion_test", params=params)


def _kind(step: Step) -> str:
    return operation_named(step.operation).kind


def _holds(step: Step, one: Said) -> bool:
    """Whether a step does already what is said."""
    return not _is_idle(
        one.option, operation_named(step.operation), step.params
    ) and any(
        all(step.params.get(name) == value for name, value in chosen.items())
        for chosen in one.sets
        if chosen
    )


def _is_usual(one: Said) -> bool:
    """A level that everything here has unless another is said."""
    usual = {"alpha": 0.05, "confidence_level": 0.95}
    return any(
        usual.get(name) == value for each in one.sets for name, value in each.items()
    )


def refused_option(one: Said, task: Task, linked: LinkedText) -> NoSuchMethod:
    """ "robust standard errors" of what has none: said, with what can be had instead."""
    asked = [
        step
        for step in task.steps
        if operation_named(step.operation).kind != "prepare" and not step.companion
    ]
    titles = " and ".join(operation_named(s.operation).title for s in asked[:2])
    told = f"There is no option “{one.text}” ({one.option.name}) for {titles} here."
    if not one.option.sets:
        told = f"There is no option “{one.text}” ({one.option.name}) here."
    plain = [(task, f"{words_for(step)}, without it") for step in asked[:1]]
    near = suggested(one.option.near, linked.named, linked.columns, 2)
    others = [(task_of(step), words_for(step)) for step in near]
    return NoSuchMethod((one.text,), told, (*plain, *others))
