"""A value that a regression is asked to expect: "what prestige with income 8000?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.base.columns import Column, Scalar, Schema
from analysis.base.task import Step, Task
from analysis.base.wording import figure, names_of
from analysis.operations import operation_named
from chat.discourse.before import Before, task_after
from chat.discourse.lexicon import Lexicon, lexicons
from chat.discourse.matching import MOST_WORDS
from chat.discourse.names import (
    Span,
    column_spans,
    name_words,
)
from chat.discourse.numbers_said import (
    ages_said,
    clauses_said,
    numbers_said,
    with_names,
)
from chat.discourse.predictor_values import (
    event_words,
    has_sense,
    levels_said,
    longest,
    yes_or_no,
)
from chat.discourse.units_said import with_units_named

_FAMILIES = {
    "linear_regression": "linear",
    "logistic_regression": "logistic",
    "poisson_regression": "poisson",
    "expected_value": "",
}
_KEPT = ("outcome", "predictors", "interacting", "all_interactions", "degree", "intercept",
         "confidence_level", "family")  # fmt: skip
_MOST_UNIT = 3  # letters of a unit in a name ("Rain (mm)")


@dataclass(frozen=True)
class Missing:
    """A question back: predictors without a value, and the task that takes typical ones."""

    prompt: str
    typical: Task
    label: str


@dataclass(frozen=True)
class _Read:
    """The values that were said, and words that could only name the outcome."""

    values: dict[str, Scalar]
    outcome_words: tuple[str, ...]
    asks: bool


def expectation(
    text: str, schema: Schema, befores: Sequence[Before]
) -> Task | Missing | None:
    """The task that computes the expected value; None if none is asked for."""
    model = next((b for b in befores if b.asked.operation.name in _FAMILIES), None)
    if model is None:
        return None
    params = model.asked.params
    names = [name for name in params["predictors"] if name in schema.names]
    if params["outcome"] not in schema.names or len(names) < len(params["predictors"]):
        return None
    for lexicon in lexicons():
        read = _read(text, lexicon, [schema[name] for name in names],
                     schema[params["outcome"]], schema)  # fmt: skip
        if read is None or not (read.asks or set(read.values) == set(names)):
            continue
        return _expected(model, names, read)
    return None


def fresh_expectation(text: str, schema: Schema) -> Task | None:
    """ "predict ozone for temp 80" with no model before: a regression on what is given."""
    for lexicon in lexicons():
        words = lexicon.read(text)
        if len(words) > MOST_WORDS or not _predicting(words, lexicon):
            continue
        spans = longest(column_spans(words, schema.columns, lexicon))
        names = list(dict.fromkeys(span.name for span in spans))
        if len(names) < 2 or not _predicting(words, lexicon) > 0:
            continue
        outcome = schema[names[0]]
        levels = outcome.n_unique
        if not outcome.is_numeric and levels != 2:
            continue
        rest = [schema[name] for name in names[1:]]
        read = _read(text, lexicon, rest, outcome, schema)
        if read is None or set(read.values) != set(names[1:]) or read.outcome_words:
            continue
        family = "logistic" if levels == 2 else "linear"
        params = {"outcome": outcome.name, "predictors": names[1:], "values": read.values,
                  "family": family}  # fmt: skip
        said = f"by a {family} regression of {outcome.name} on {names_of(names[1:])}"
        step = Step(operation="expected_value", params=params)
        words_of_step = operation_named(step.operation).words(params)
        return Task(
            steps=(step,),
            confidence=0.9,
            understood=(words_of_step,),
            assumptions=(said,),
        )
    return None


def _expected(model: Before, names: list[str], read: _Read) -> Task | Missing:
    asked = model.asked
    params = {
        key: asked.params[key] for key in _KEPT if asked.params.get(key) is not None
    }
    params["predictors"] = names
    params["values"] = read.values
    family = _FAMILIES[asked.operation.name]
    if family:
        params["family"] = family
    said = [f"“{word}” means {params['outcome']}" for word in read.outcome_words]
    left = [name for name in names if name not in read.values]
    if not left:
        return task_after(
            model, [Step(operation="expected_value", params=params)], said
        )
    step = Step(operation="expected_value", params={**params, "rest": "typical"})
    given = names_of(f"{name} = {figure(value)}" for name, value in read.values.items())
    known = f" (given: {given})" if given else ""
    task = task_after(
        model, [step], [*said, f"{names_of(left)} at the mean or most frequent"]
    )
    return Missing(
        f"Which value of {names_of(left)} is meant? The regression needs one for each "
        f"predictor{known}; name them all in one sentence.",
        task,
        f"Typical {names_of(left)}",
    )


def _predicting(words: Sequence[str], lexicon: Lexicon) -> int:
    """How many words say that a value is to be predicted."""
    stems = {lexicon.stem(word) for word in words}
    return sum(lexicon.stem(word) in stems for word in lexicon.asking)


def _is_of_luck(words: Sequence[str], lexicon: Lexicon) -> bool:
    """ "or is it just chance?": a test is asked for, and no probability."""
    return any(
        tuple(words[at : at + len(phrase)]) == phrase
        for phrase in lexicon.luck
        for at in range(len(words))
    )


def _asks_how_many(
    words: Sequence[str], lexicon: Lexicon, outcome_words: Sequence[str]
) -> bool:
    """ "how many days would … stay?": a noun and a verb for the outcome."""
    at = words.index(outcome_words[0]) if outcome_words else 0
    return at > 0 and words[at - 1] in lexicon.many


def _unknown(
    words: Sequence[str], lexicon: Lexicon, columns: Sequence[Span], used: set[int]
) -> list[int]:
    """The places of words that have no use and may say something."""
    rest = [at for at in range(len(words)) if at not in used]
    known = (lexicon.predicting | lexicon.fillers) - lexicon.training
    rows = {at for at in rest if at and words[at - 1] in lexicon.row_after}
    units = {
        part for c in columns for part in name_words(c.name) if len(part) <= _MOST_UNIT
    }
    return [
        at for at in rest
        if words[at] not in known
        and at not in rows
        and not (at and words[at] in units and words[at - 1][0].isdigit())
    ]  # fmt: skip


def _read(
    text: str,
    lexicon: Lexicon,
    predictors: Sequence[Column],
    outcome: Column,
    schema: Schema,
) -> _Read | None:
    """Values for predictors, if every word of the text has a use."""
    named_so = with_names(text, [*predictors, outcome], schema)
    words = lexicon.read(with_units_named(named_so, predictors))
    if _is_of_luck(words, lexicon):
        return None
    aged = ages_said(words, lexicon, predictors)
    columns = longest([*column_spans(words, [*predictors, outcome], lexicon), *aged])
    named = {column.name: column for column in predictors}
    values: dict[str, Scalar] = {}
    used: set[int] = set()
    for span in columns:
        used |= set(range(span.first, span.last))
    others = [c for c in columns if c not in aged]
    numbers = numbers_said(words, lexicon, others, named)
    for clause in clauses_said(words, lexicon, others, numbers):
        used |= set(clause)
    said = [*aged, *numbers, *levels_said(words, lexicon, named)]
    named_only = yes_or_no(words, lexicon, predictors, said)
    # A bare name is a yes beside other values only: "churned from plan" is no value.
    said += [span for span in named_only if said or span.last - span.first > 1]
    for span in said:
        if span.name in values and values[span.name] != span.value:
            return None
        assert span.value is not None
        values[span.name] = span.value
        used |= set(range(span.first, span.last))
    unknown = _unknown(
        words, lexicon, columns, used | event_words(words, lexicon, outcome)
    )
    outcome_words = tuple(
        words[at]
        for at in unknown
        if (at and words[at - 1] in lexicon.outcome_after) or at == len(words) - 1
    )
    if not values or len(outcome_words) < len(unknown):
        return None
    if len(outcome_words) > 1 + _asks_how_many(words, lexicon, outcome_words):
        return None
    mentioned = any(span.name == outcome.name for span in columns)
    if outcome_words and (
        mentioned or set(values) < set(named) or has_sense(outcome_words[0], lexicon)
    ):
        return None
    asks = (
        bool(outcome_words)
        or _predicting(words, lexicon) > 0
        or bool(lexicon.supposing & {*words})
        or (mentioned and bool(lexicon.outcome_after & {*words}))
    )
    return _Read(values, outcome_words, asks)
