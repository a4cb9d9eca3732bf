"""The account of a method's words, taken at the end whatever reader chose the method.

Several readers find a method and its columns in a message, each with words that it passes
over. Here every word that has no part in the columns, the rows, the method, its settings
and its figures is found again: one that would change the answer (a number, a group or a
quantity where a column belongs, what is done to values or rows before) is asked about,
any other is told.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.operations import operation_named
from analysis.pipeline import task_columns
from chat.linking.message import link_message
from chat.linking.outcomes import Reading, Understood, question_without
from chat.linking.tables import schema_index
from chat.linking.tokens import Token, tokenise
from chat.linking.words import STOPWORDS
from chat.reader.account_words import (
    is_silent,
    may_be_a_column,
    numbers_in,
    places,
    strings_in,
    weighty,
)
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.briefs.sentences import sentences_of
from chat.reader.formal.words import phrases_at
from chat.reader.frames.anchored import read_anchored
from chat.reader.frames.places import numbers_each_row
from chat.reader.lexicon.operations import Meaning, methods
from chat.reader.methods.linking import linked_of
from chat.reader.methods.naming import named_methods

_LONGEST = 120  # tokens; longer messages are briefs, which account for their sentences
_LINKED = 0.7  # what a link to a column that the answer uses may cost
_IDLE = ("glue", "filler", "verb", "purpose", "yesno", "which", "who", "rowword",
         "rownoun", "and", "by", "prep", "per", "rest", "statistic", "not")  # fmt: skip
_SAYING = frozenset((
    "tested", "reading", "whenwords", "onesided", "marker", "adjusted", "affects",
    "depends", "effect", "unequal", "asking", "mere", "output", "unitrise",
))  # fmt: skip
_COUNTING = frozenset(("stat", "unitword", "people"))
# Figures of rows and groups and plans of studies, whose readers account for their words.
_OTHERS = frozenset((
    "calculate", "describe", "show_rows", "count_rows", "frequency", "sample_size",
    "duplicate_rows", "find_outliers", "data_quality", "missing_values", "overview",
    "stands_out", "time_span", "growth", "moving_average", "multiple_response",
    "expected_value", "compare_shares", "aggregate",
))  # fmt: skip
_ROWS = ("rowword", "rownoun")
# Levels that a method has where none is said.
_USUAL = (0.05, 0.95)
_IN_NAME = 0.3  # what a link costs that is one word of a name
_PERCENT = 100
_WIDEST = 5  # tokens of a description before the name that it belongs to
_CHOSEN = frozenset(("levels", "where"))  # settings that ordinals may have chosen
_JOINING = frozenset(("-", "–", "/", "and", "or"))
_SMALLER = (3, 7, 12, 30, 90, 91, 365)  # units of time in a longer one


@dataclass(frozen=True)
class _Account:
    """A message and its task: tokens that ``named`` its columns and values, all that are
    ``used`` by it, and those that are ``idle`` where they stand in no place of a column."""

    lattice: Lattice
    task: Task
    named: frozenset[int]
    used: frozenset[int]
    idle: frozenset[int]

    def left(self) -> list[int]:
        """Tokens that have no part in the answer, in order."""
        places = [n for n in range(len(self.lattice.tokens)) if n not in self.used]
        return [n for n in places if n not in self.idle or self._is_listed(n)]

    def _is_listed(self, at: int) -> bool:
        """ "on amount and age", "by level": a word by itself in a list of columns."""
        tokens = self.lattice.tokens
        word = tokens[at].folded
        if tokens[at].kind != "word" or not may_be_a_column(word):
            return False
        before, behind = self.word_before(at), at + 1
        ends = behind == len(tokens) or tokens[behind].text in ".?!"
        if word_at(tokens, before) in places("parting"):
            return ends
        if word_at(tokens, before) in places("joins") and before - 1 in self.named:
            return ends
        opens = word_at(tokens, before) in places("behind")
        joined = word_at(tokens, behind) in places("joins")
        return opens and joined and behind + 1 in self.named

    def word_before(self, at: int) -> int:
        """Where the word before stands, articles passed over."""
        before = at - 1
        while word_at(self.lattice.tokens, before) in places("articles"):
            before -= 1
        return before


def word_at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].folded if 0 <= at < len(tokens) else ""


def with_account(
    text: str, schema: Schema, reading: Reading, previous: Task | None = None
) -> Reading:
    """The reading with the words told that it leaves out, or a question about one."""
    if not isinstance(reading, Understood) or reading.task.source == "followup":
        return reading
    task = reading.task
    if not _is_one_method(task) or not _reads_all(text, schema, task):
        return reading
    account = _account(text, schema, task)
    if account is None or (previous is not None and not _is_whole(account, schema)):
        return reading
    left = account.left()
    for at in left:
        if _decides(account, at):
            return question_without(_stretch(account, at), task)
    told = tuple(account.lattice.tokens[at].text for at in left)
    if not told:
        return reading
    ignored = tuple(dict.fromkeys((*task.ignored, *told)))
    return replace(reading, task=task.model_copy(update={"ignored": ignored}))


def _is_one_method(task: Task) -> bool:
    """Whether the answer is one method of columns, of all rows or of some."""
    *before, last = [step for step in task.steps if not step.companion]
    return (
        operation_named(last.operation).kind == "analyse"
        and last.operation not in _OTHERS
        and all(step.operation == "filter_rows" for step in before)
    )


def _reads_all(text: str, schema: Schema, task: Task) -> bool:
    """Whether one reader read all sentences; else each was accounted for by itself."""
    if len(sentences_of(text)) < 2:
        return True
    anchored = read_anchored(text, schema)
    return anchored is not None and anchored.task.steps == task.steps


def _is_whole(account: _Account, schema: Schema) -> bool:
    """Whether the message names what is measured, rather than goes on from an answer."""
    step = account.task.steps[-1]
    names = task_columns(Task(steps=(step,)), schema)
    said = {
        sense.column for sense in account.lattice.all("column") if sense.cost < _LINKED
    }
    return bool(said & set(names))


def _account(text: str, schema: Schema, task: Task) -> _Account | None:
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return None
    index = schema_index(schema)
    lattice = build_lattice(text, tokens, index)
    named = _named(lattice, task, schema)
    steps = {step.operation for step in task.steps}
    used = {*named, *_numbers(lattice, task), *_own(lattice, steps)}
    used |= _told(lattice, task)
    for one in named_methods(linked_of(link_message(text, index))):
        if one.method is not None and steps & set(one.method.by):
            used |= {
                n for n, token in enumerate(tokens)
                if one.start <= token.start and token.end <= one.end
            }  # fmt: skip
    said = {*_undone(lattice, _params(task)), *_columns_said(lattice)}
    said |= {at for at in _altered(lattice, named) if at not in named}
    idle = frozenset({*_idle(lattice)} - said)
    return _Account(lattice, task, frozenset(named), frozenset(used), idle)


def _named(lattice: Lattice, task: Task, schema: Schema) -> set[int]:
    """Tokens that name columns and values of the answer."""
    used = {name.casefold() for name in task_columns(task, schema)}
    said, text = _params(task), lattice.text
    places = [
        (at, at + len(one.text))
        for one in task.evidence
        if one.kind in ("column", "value") and (at := text.find(one.text)) >= 0
    ]
    described = {
        at for at, token in enumerate(lattice.tokens)
        if any(first <= token.start and token.end <= last for first, last in places)
    }  # fmt: skip
    values = {one.casefold() for one in strings_in([s.params for s in task.steps])}
    described |= {at for at, t in enumerate(lattice.tokens) if t.folded in values}
    return described | {
        at
        for category in ("column", "value")
        for sense in lattice.all(category)
        if sense.cost < _LINKED
        and (sense.column.casefold() in used or sense.column.casefold() in said)
        for at in range(sense.first, sense.last)
    }


def _params(task: Task) -> str:
    said = [step.params for step in task.steps]
    return json.dumps(said, default=str, ensure_ascii=False).casefold()


def _numbers(lattice: Lattice, task: Task) -> Iterator[int]:
    """Numbers that are settings, limits of rows, or what holds without being said."""
    said = _params(task)
    known = {
        *_USUAL,
        float(lattice.index.n_rows),
        *numbers_in([s.params for s in task.steps]),
    }
    for at, token in enumerate(lattice.tokens):
        value = token.value
        if value is None:
            continue
        written = any(c.isdigit() for c in token.text)
        if not written or token.text in said or _of_scale(lattice, at):
            yield at
            continue
        forms = (value, value / _PERCENT, 1 - value, 1 - value / _PERCENT)
        if any(abs(one - form) < 1e-9 for form in forms for one in known):
            yield at
        elif any(one == value * units for units in _SMALLER for one in known):
            yield at  # "the next 6 months"


def _of_scale(lattice: Lattice, at: int) -> bool:
    """ "on a scale from 1 to 20": the ends of a scale are explained."""
    before = [token.folded for token in lattice.tokens[max(0, at - 5) : at]]
    return any(word in places("scales") for word in before)


def _told(lattice: Lattice, task: Task) -> set[int]:
    """Tokens of stretches that are told already; what is one word may decide yet."""
    stretches = [[w.folded for w in tokenise(one)] for one in task.ignored]
    told = {word for one in stretches if len(one) > 1 for word in one}
    told -= places("done")  # "log transform x and test …": to be done, whatever is told
    told |= {w for w in places("ordinals") if _CHOSEN & set(_params(task).split('"'))}
    return {at for at, token in enumerate(lattice.tokens) if token.folded in told}


def _own(lattice: Lattice, steps: Collection[str]) -> Iterator[int]:
    """Tokens that name the method, its settings and its figures."""
    for at in range(len(lattice.tokens)):
        for last, meaning in methods().found(lattice.tokens, at).items():
            if _is_own(meaning, steps) or _counts(lattice, at, last, meaning):
                yield from range(at, last)


def _counts(lattice: Lattice, at: int, last: int, meaning: Meaning) -> bool:
    """ "90 % confidence level": words for a number, which stands beside them."""
    near = (at - 1, at - 2) if meaning.number_before else ()
    behind = (last, last + 1) if meaning.number_after else ()
    tokens = lattice.tokens
    return any(
        0 <= place < len(tokens) and tokens[place].value is not None
        for place in (*near, *behind)
    )


def _undone(lattice: Lattice, said: str) -> Iterator[int]:
    """Words for what is done to values or rows, where no setting of the task has it."""
    for at, token in enumerate(lattice.tokens):
        shown = weighty().get(token.folded)
        if shown is not None and shown not in said:
            yield at


def _altered(lattice: Lattice, named: Collection[int]) -> Iterator[int]:
    """ "the change of acidity": other values than the column's own, to be told."""
    for at, token in enumerate(lattice.tokens[:-2]):
        if token.folded in places("changing"):
            behind = (
                at + 3
                if word_at(lattice.tokens, at + 2) in places("articles")
                else at + 2
            )
            if word_at(lattice.tokens, at + 1) in ("of", "in") and behind in named:
                yield at


def _columns_said(lattice: Lattice) -> Iterator[int]:
    """ "noise and sleep before …": a verb that is a word of a column's name."""
    for sense in lattice.all("column"):
        word = lattice.tokens[sense.first].folded
        column = lattice.columns[sense.column]
        n_rows = lattice.index.n_rows
        text = not column.is_numeric and column.n_unique > n_rows / 2
        key = text or numbers_each_row(column, n_rows)
        if sense.cost < _IN_NAME and word not in STOPWORDS and not key:
            yield sense.first


def _idle(lattice: Lattice) -> Iterator[int]:
    """Tokens that say nothing by themselves."""
    tokens = lattice.tokens
    for at, token in enumerate(tokens):
        if token.kind == "mark" or is_silent(token.folded):
            yield at
        for last, meaning in methods().found(tokens, at).items():
            if meaning.plain.keys() & _COUNTING:
                yield from range(at, last)
        for category in _IDLE:
            for sense in lattice.at(category, at):
                yield from range(sense.first, sense.last)
        for phrase in phrases_at(tokens, at):
            if phrase.last - phrase.first > 1 or phrase.sort not in ("general", "soft"):
                yield from range(phrase.first, phrase.last)


def _is_own(meaning: Meaning, steps: Collection[str]) -> bool:
    """Whether words name a method of the answer, a setting of it or a part of it."""
    settings = {
        name
        for step in steps
        for operation in ("", step)
        for name in meaning.options.get(operation, {})
        if name in operation_named(step).parameters
    }
    return bool(
        (meaning.heads | meaning.bare | meaning.hints) & set(steps)
        or settings
        or meaning.role_before
        or meaning.role_behind
        or meaning.plain.keys() & _SAYING
    )


def _decides(account: _Account, at: int) -> bool:
    """Whether an answer without the word would answer something else."""
    token = account.lattice.tokens[at]
    if token.value is not None or token.folded in weighty():
        return True
    return _narrows_rows(account, at) or _stands_for_a_column(account, at)


def _narrows_rows(account: _Account, at: int) -> bool:
    """ "among new patients": a word right before the rows that says which of them."""
    if _is_joined(account, at):
        return False  # "international and domestic flights": the other of two groups
    return _is_before_rows(account, at)


def _is_before_rows(account: _Account, at: int) -> bool:
    return any(account.lattice.at(category, at + 1) for category in _ROWS)


def _is_joined(account: _Account, at: int) -> bool:
    """Whether a word is joined to a name of the table: "age and …"."""
    before = account.word_before(at)
    join = word_at(account.lattice.tokens, before)
    return join in places("joins") and before - 1 in account.named


def _stands_for_a_column(account: _Account, at: int) -> bool:
    """ "by version", "age and population": a word where a column belongs."""
    if _describes(account, at) or _governs(account, at):
        return False
    tokens, before = account.lattice.tokens, account.word_before(at)
    if _is_part_of(tokens, before):
        return False
    if word_at(tokens, before) in places("behind"):
        return True
    return _is_joined(account, at) and not _is_before_rows(account, at)


def _is_part_of(tokens: Sequence[Token], of: int) -> bool:
    """ "30 % of the trees", "half of our trees": the noun behind is the rows."""
    if word_at(tokens, of) != "of" or of < 1:
        return False
    return tokens[of - 1].value is not None or tokens[of - 1].folded in places("parts")


def _describes(account: _Account, at: int) -> bool:
    """ "the self-rated calm", "town and village residence": words of the name behind."""
    tokens = account.lattice.tokens
    for place in range(at + 1, at + _WIDEST):
        if place in account.named:
            return word_at(tokens, account.word_before(place)) not in ("and", "or")
        joined = _JOINING & {word_at(tokens, place), word_at(tokens, place - 1)}
        if not joined and not _is_plain(account, place):
            return False
    return False


def _is_plain(account: _Account, at: int) -> bool:
    """Whether a word only tells more of the noun behind: "past class failures"."""
    word = word_at(account.lattice.tokens, at)
    return word.isalpha() and word not in STOPWORDS and not word.endswith("ly")


def _governs(account: _Account, at: int) -> bool:
    """ "the desire for higher education": a noun whose complement names the column.

    What alters the column's values ("the change in weight") does more than that.
    """
    tokens, place = account.lattice.tokens, at + 1
    if word_at(tokens, at) in places("alters"):
        return False
    if word_at(tokens, place) not in places("governing"):
        return False
    for place in range(at + 2, at + 2 + _WIDEST):
        if place in account.named:
            return True
        word = word_at(tokens, place)
        if word not in places("articles") and not _is_plain(account, place):
            return False
    return False


def _stretch(account: _Account, at: int) -> str:
    """The word with those beside it that are left out, too."""
    left, last = set(account.left()), at + 1
    while last in left:
        last += 1
    return account.lattice.words(at, last)
