"""A value that a regression is asked to expect: "what prestige with income 8000?"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
    number_of,
    number_spans,
    value_spans,
)

_FAMILIES = {
    "linear_regression": "linear",
    "logistic_regression": "logistic",
    "poisson_regression": "poisson",
    "expected_value": "",
}
_KEPT = ("outcome", "predictors", "interacting", "all_interactions", "degree", "intercept",
         "confidence_level", "family")  # fmt: skip
_NEAR = 3  # words between a predictor and its value
_LEAST_STEM = 4
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
                     schema[params["outcome"]])  # fmt: skip
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
        spans = _longest(column_spans(words, schema.columns, lexicon))
        names = list(dict.fromkeys(span.name for span in spans))
        if len(names) < 2 or not _predicting(words, lexicon) > 0:
            continue
        outcome = schema[names[0]]
        levels = outcome.n_unique
        if not outcome.is_numeric and levels != 2:
            continue
        rest = [schema[name] for name in names[1:]]
        read = _read(text, lexicon, rest, outcome)
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


def _read(
    text: str, lexicon: Lexicon, predictors: Sequence[Column], outcome: Column
) -> _Read | None:
    """Values for predictors, if every word of the text has a use."""
    words = lexicon.read(_without_glosses(text, [*predictors, outcome]))
    ages = _ages(words, lexicon, predictors)
    columns = _longest([*column_spans(words, [*predictors, outcome], lexicon), *ages])
    named = {column.name: column for column in predictors}
    values: dict[str, Scalar] = {}
    used: set[int] = set()
    for span in columns:
        used |= set(range(span.first, span.last))
    others = [c for c in columns if c not in ages]
    said = [
        *ages,
        *_numbers(words, lexicon, others, named),
        *_levels(words, lexicon, named),
    ]
    named_only = _yes_or_no(words, lexicon, predictors, said)
    # A bare name is a yes beside other values only: "churned from plan" is no value.
    said += [span for span in named_only if said or span.last - span.first > 1]
    for span in said:
        if span.name in values and values[span.name] != span.value:
            return None
        assert span.value is not None
        values[span.name] = span.value
        used |= set(range(span.first, span.last))
    rest = [at for at in range(len(words)) if at not in used]
    known = (lexicon.predicting | lexicon.fillers) - lexicon.training
    rows = {at for at in rest if at and words[at - 1] in lexicon.row_after}
    units = {
        part for c in columns for part in name_words(c.name) if len(part) <= _MOST_UNIT
    }
    events = _event_words(words, lexicon, outcome)
    unknown = [
        at for at in rest
        if words[at] not in known
        and at not in rows | events
        and not (at and words[at] in units and words[at - 1][0].isdigit())
    ]  # fmt: skip
    outcome_words = tuple(
        words[at]
        for at in unknown
        if (at and words[at - 1] in lexicon.outcome_after) or at == len(words) - 1
    )
    if not values or len(outcome_words) < len(unknown) or len(outcome_words) > 1:
        return None
    mentioned = any(span.name == outcome.name for span in columns)
    if outcome_words and (
        mentioned or set(values) < set(named) or _has_sense(outcome_words[0], lexicon)
    ):
        return None
    asks = (
        bool(outcome_words)
        or _predicting(words, lexicon) > 0
        or bool(lexicon.supposing & {*words})
        or (mentioned and bool(lexicon.outcome_after & {*words}))
    )
    return _Read(values, outcome_words, asks)


def _without_glosses(text: str, columns: Sequence[Column]) -> str:
    """ "20 tutoring hours (Hrs)": the words that a name in brackets explains go."""
    for column in columns:
        text = re.sub(
            rf"((?:\b[^\W\d]+[ -]){{1,3}})\(\s*{re.escape(column.name)}\s*\)",
            f"{column.name}",
            text,
            flags=re.IGNORECASE,
        )
    return text


def _ages(
    words: Sequence[str], lexicon: Lexicon, predictors: Sequence[Column]
) -> list[Span]:
    """ "a 40 year old": the predictor that holds an age, named by the words behind."""
    owners = [
        c.name
        for c in predictors
        if c.is_numeric and lexicon.ages & {*name_words(c.name)}
    ]
    if len(owners) != 1:
        return []
    return [
        Span(at - 1, at + len(phrase), "value", owners[0], number_of(words[at - 1]))
        for phrase in lexicon.old
        for at in range(1, len(words))
        if tuple(words[at : at + len(phrase)]) == phrase and words[at - 1][0].isdigit()
    ]


def _event_words(words: Sequence[str], lexicon: Lexicon, outcome: Column) -> set[int]:
    """ "the chance of dropping out with …": what the outcome itself is called."""
    for at, word in enumerate(words[:-1]):
        if word not in lexicon.chances or words[at + 1] not in lexicon.chance_of:
            continue
        end = at + 2
        while end < len(words) and words[end] not in lexicon.chance_ends:
            end += 1
        said = range(at + 2, end)
        stems = {lexicon.stem(part) for part in name_words(outcome.name)}
        if any(lexicon.stem(words[n]) in stems for n in said) and all(
            lexicon.stem(words[n]) in stems
            or words[n] in lexicon.particles | lexicon.fillers
            for n in said
        ):
            return {*said}
    return set()


def _has_sense(word: str, lexicon: Lexicon) -> bool:
    """Whether a word names a statistic or a share, so that it names no outcome."""
    stem = lexicon.stem(word)
    return any(
        surface[0] == stem and concept in ("statistic", "percent")
        for surface, concept in lexicon.surfaces.get(stem, ())
    )


def _longest(spans: Iterable[Span]) -> list[Span]:
    """Spans that do not lie within each other, the longer first."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.first - one.last, one.first)):
        if all(span.last <= one.first or span.first >= one.last for one in kept):
            kept.append(span)
    return sorted(kept, key=lambda one: one.first)


def _numbers(
    words: Sequence[str],
    lexicon: Lexicon,
    columns: Sequence[Span],
    named: dict[str, Column],
) -> list[Span]:
    """Numbers beside the numeric predictors that they belong to: behind, else before."""
    numbers = [
        span
        for span in number_spans(words, lexicon)
        if words[span.first][0].isdigit()
        and not any(c.first <= span.first < c.last for c in columns)
    ]
    found: list[Span] = []
    free = list(numbers)
    for column in columns:
        if column.name not in named or not named[column.name].is_numeric:
            continue
        near = [
            (gap, place, n)
            for n in free
            for place, gap in enumerate((
                _gap(words, lexicon, columns, column.last, n.first, _NEAR),
                _gap(words, lexicon, columns, n.last, column.first, _NEAR),
            ))
            if gap is not None
        ]  # fmt: skip
        chosen = [min(near, key=lambda one: one[:2])[2]] if near else []
        for number in chosen:
            free.remove(number)
            found.append(Span(number.first, number.last, "value", column.name,
                              number.value))  # fmt: skip
    return found


def _gap(
    words: Sequence[str],
    lexicon: Lexicon,
    columns: Sequence[Span],
    first: int,
    last: int,
    most: int,
) -> int | None:
    """How many words stand between; None where they are too many or name a column.

    Of "450 mm of rain" the words between say nothing; a plain word is as far as two.
    """
    if not 0 <= last - first < most or any(
        first <= one.first < last for one in columns
    ):
        return None
    return sum(1 if w in lexicon.fillers else 2 for w in words[first:last])


def _levels(
    words: Sequence[str], lexicon: Lexicon, named: dict[str, Column]
) -> list[Span]:
    """Values of the predictors by their own words, or by words that mean the same."""
    factors = [column for column in named.values() if not column.is_numeric]
    found = [
        span for span in value_spans(words, factors, lexicon)
        if not _is_yes_or_no(str(span.value), lexicon)
    ]  # fmt: skip
    for at, word in enumerate(words):
        group = next((one for one in lexicon.alike if word in one), None)
        if group is None:
            continue
        for column in factors:
            for level, _ in column.levels:
                if str(level).casefold() in group and not _is_yes_or_no(
                    str(level), lexicon
                ):
                    found.append(Span(at, at + 1, "value", column.name, level))
    owners: dict[tuple[int, int], set[str]] = {}
    for span in found:
        owners.setdefault((span.first, span.last), set()).add(span.name)
    return [span for span in _longest(found) if len(owners[span.first, span.last]) == 1]


def _is_yes_or_no(text: str, lexicon: Lexicon) -> bool:
    return any(text.casefold() in group for group in lexicon.alike[2:])


def _yes_or_no(
    words: Sequence[str],
    lexicon: Lexicon,
    predictors: Sequence[Column],
    said: Sequence[Span],
) -> list[Span]:
    """ "smoke yes", "smoker", "non-smoker": a yes/no predictor by its own name."""
    known = {span.name for span in said}
    found = []
    for column in predictors:
        levels = _two_levels(column, lexicon)
        if column.name in known or levels is None:
            continue
        yes, no = levels
        roots = _roots(column, predictors, lexicon)
        for at, word in enumerate(words):
            if not any(_same_root(lexicon.stem(word), root) for root in roots):
                continue
            first = at - 1 if at and words[at - 1] in lexicon.row_after else at
            before = words[first - 1] if first else ""
            after = words[at + 1] if at + 1 < len(words) else ""
            value, last = yes, at + 1
            if before in lexicon.negations or after in lexicon.alike[3]:
                value = no
            if before in lexicon.negations:
                first -= 1
            if after in lexicon.alike[2] | lexicon.alike[3]:
                last = at + 2
            elif after in ("is", "=") and at + 2 < len(words) and words[at + 2] in (
                lexicon.alike[2] | lexicon.alike[3]):  # fmt: skip
                value = no if words[at + 2] in lexicon.alike[3] else yes
                last = at + 3
            found.append(Span(first, last, "value", column.name, value))
            break
    return found


def _roots(column: Column, predictors: Sequence[Column], lexicon: Lexicon) -> set[str]:
    """What a yes/no predictor is called by: its name, and its own last word."""
    found = {lexicon.stem(words_joined(column.name))}
    last = name_words(column.name)[-1:]
    others = {
        part for c in predictors if c.name != column.name for part in name_words(c.name)
    }
    return found | {lexicon.stem(part) for part in last if part not in others}


def words_joined(name: str) -> str:
    """A name without what is no letter."""
    return "".join(letter for letter in name.lower() if letter.isalpha())


def _same_root(word: str, stem: str) -> bool:
    """ "smoker" and "smoke", "treated" and "treat"."""
    short, long = sorted((word, stem), key=len)
    return word == stem or (
        len(short) >= _LEAST_STEM
        and long.startswith(short)
        and len(long) <= len(short) + 3
    )


def _two_levels(column: Column, lexicon: Lexicon) -> tuple[Scalar, Scalar] | None:
    """The levels of a yes/no column, yes first; None for any other column."""
    if column.kind == "boolean":
        return True, False
    values = [level for level, _ in column.levels]
    yes = [v for v in values if _plain(v) in lexicon.alike[2]]
    no = [v for v in values if _plain(v) in lexicon.alike[3]]
    if len(values) != 2 or len(yes) != 1 or len(no) != 1:
        return None
    return yes[0], no[0]


def _plain(value: Scalar) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).casefold()
