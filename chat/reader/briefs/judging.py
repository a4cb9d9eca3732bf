"""Whether what a brief leaves unread would have changed its answer."""

from __future__ import annotations

import math
import re

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from analysis.operations import operation_named
from chat.linking.outcomes import Reading, UnknownColumn
from chat.reader.briefs.draft import Unread
from chat.reader.briefs.manner import commands_change, restricts
from chat.reader.briefs.marked import Marked, marked
from chat.reader.briefs.neutral import is_done, says_nothing_new
from chat.reader.briefs.preparing import scaling_method
from chat.reader.briefs.steps import columns_of, merged, says_more
from chat.reader.briefs.told import statistics_of
from chat.reader.briefs.words import data
from chat.reader.methods.field_words import is_field_word
from chat.reader.methods.naming import named_methods

_PAIR = 2
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?!\w)")


def decides(unread: Unread, steps: list[Step], schema: Schema) -> bool:
    """Whether an answer without a clause would answer something else.

    An introduction may go where the clauses behind it say the same more exactly: its
    columns, its numbers, its figures and its methods are all in the steps.
    """
    one = marked(unread.text, schema)
    used = {name for step in steps for name in columns_of(step)}
    wanted = statistics_of(unread.text, schema)
    if re.search(data()["vague"]["amount"], one.text):
        wanted -= {"rows", "count"}
    if not steps or set(one.strong) - used or _loose(one, steps):
        return True
    if commands_change(one) and not _is_prepared(one, steps):
        return True
    if _relates(one) and not any(step.operation in _RELATIONS for step in steps):
        return True
    if (
        is_asked(steps)
        and wanted <= figures_of(steps)
        and says_nothing_new(one, steps, used)
    ):
        return False
    told = unread.restated or unread.states
    if told and is_asked(steps) and not restricts(one) and _methods_done(one, steps):
        return False
    if unread.refused:
        return True
    if not is_asked(steps):
        return bool(wanted) or unread.asks
    if unread.late and not unread.asks and _restates(one, steps):
        return False
    if unread.late and (unread.asks or not (wanted or _is_idle(one))):
        return True
    if not wanted <= figures_of(steps):
        return True
    return not _methods_done(one, steps)


def asks_more(one: Marked, steps: list[Step]) -> bool:
    """Whether a clause that seems to say how the answer is put asks for figures of
    columns that no step gives."""
    if _relates(one) and len(one.columns) == _PAIR:
        related = [s for s in steps if s.operation in _RELATIONS]
        return all(set(one.columns) - set(columns_of(step)) for step in related)
    asks = re.match(data()["apart"]["opens"], one.text)
    if not steps or not (one.strong or asks):
        return False
    wanted = statistics_of(one.linked.text, one.schema) - {"rows", "count"}
    return bool(wanted - figures_of(steps))


def asks_other(task: Task, steps: tuple[Step, ...]) -> bool:
    """Whether a reading has not all that the clauses ask, each read by itself."""
    asked = [s for s in steps if operation_named(s.operation).kind != "prepare"]
    return any(
        all(one != each and not says_more(one, each) for each in task.steps)
        for one in asked
    )


def _methods_done(one: Marked, steps: list[Step]) -> bool:
    """Whether each method that a clause names is one that a step carries out."""
    done = {step.operation for step in steps}
    methods = [m.method for m in named_methods(one.linked) if m.method is not None]
    return all(done & set(method.by) for method in methods)


def stands(text: str, refused: Reading, steps: list[Step], schema: Schema) -> bool:
    """Whether a refusal holds although other clauses were understood.

    A clause that only describes columns that others name ("the mean of the \\"neg\\"
    sentiment score") is restated by them; one that names what is not there, is not.
    """
    if not isinstance(refused, UnknownColumn):
        return True
    one = marked(text, schema)
    word = re.escape(refused.word.lower())
    if re.search(data()["vague"]["parts"].replace("{word}", word), one.linked.low):
        return True
    if is_spelled(refused.word) and names_object(text, refused.word):
        return True
    if decides(Unread(text), steps, schema):
        return True
    return not one.strong and bool(statistics_of(text, schema))


def _is_prepared(one: Marked, steps: list[Step]) -> bool:
    """Whether a step changes what a clause speaks of, or changes it for all columns."""
    made = [s for s in steps if operation_named(s.operation).kind == "prepare"]
    named = set(one.columns)
    return any(not columns_of(s) or named & set(columns_of(s)) for s in made)


def _restates(one: Marked, steps: list[Step]) -> bool:
    """Whether a clause names the last analysis' columns and its method once more."""
    named = named_methods(one.linked)
    analyses = [s for s in steps if operation_named(s.operation).kind != "prepare"]
    columns = set(columns_of(analyses[-1]))
    said = bool(columns) and columns <= set(one.strong)
    return said and bool(named) and all(is_done(each, steps) for each in named)


def names_object(text: str, word: str) -> bool:
    """Whether a word stands where a column would: "mean of height", "with height"."""
    form = data()["vague"]["object"].replace("{word}", re.escape(word.lower()))
    return bool(re.search(form, text.lower()))


def is_spelled(word: str) -> bool:
    """Whether a word is written as names of columns are: "balcony_size"."""
    return bool(re.fullmatch(r"\w+_\w+|[`\"'].+[`\"']", word))


_RELATIONS = frozenset((
    "correlation", "partial_correlation", "covariance", "relate", "association_matrix",
    "linear_regression", "scatter_plot", "pair_plot", "chi_square", "cross_correlation",
    "autocorrelation", "correlation_difference",
))  # fmt: skip


def _relates(one: Marked) -> bool:
    """Whether a clause asks how columns go together."""
    return bool(re.search(data()["told"]["relation"], one.text))


def answers_relation(one: Marked, task: Task) -> bool:
    """Whether a task is no misreading of "is there a correlation between …" as figures."""
    if not _relates(one):
        return True
    last = task.steps[-1]
    said = repr(last.params)
    if operation_named(last.operation).kind == "chart":
        return bool(re.search(data()["told"]["drawn"], one.text))
    return last.operation in _RELATIONS or "correlation" in said


def says_less(task: Task, steps: list[Step]) -> bool:
    """Whether a reading is one before, without words that would change it."""
    left, last = [w for w in task.ignored if not is_field_word(w)], task.steps[-1]
    return bool(left) and any(
        says_more(before, last) and merged(before, last) == before for before in steps
    )


def leaves_figures(task: Task, schema: Schema) -> bool:
    """Whether a reading of a clause leaves out the name of a figure that it asks for."""
    left = [word for word in task.ignored if not is_field_word(word)]
    wanted = {one for word in left for one in statistics_of(word, schema)}
    return bool(wanted - {"rows", "count"} - figures_of(list(task.steps)))


def _is_idle(one: Marked) -> bool:
    """Whether a clause asks in general for what an analysis does anyway."""
    return bool(re.search(data()["vague"]["idle"], one.text))


def is_asked(steps: list[Step]) -> bool:
    return any(operation_named(s.operation).kind != "prepare" for s in steps)


def figures_of(steps: list[Step]) -> set[str]:
    """The figures that the steps give, by their names."""
    said = repr([(step.operation, step.params) for step in steps])
    return set(re.findall(r"[a-z_]+", said)) | {
        name for step in steps for name in _shown(step)
    }


def _shown(step: Step) -> tuple[str, ...]:
    """Figures that an answer shows beside the one that it is for.

    A description gives those that are chosen for it, and no others.
    """
    if step.operation == "describe" and step.params.get("statistics"):
        return ()
    shown: dict[str, tuple[str, ...]] = data()["vague"]["shown"]
    return tuple(shown.get(step.operation, ()))


def _loose(one: Marked, steps: list[Step]) -> list[object]:
    """Numbers and values of a clause that no step has."""
    said = repr([step.params for step in steps])
    scaled = any(step.operation == "scale_columns" for step in steps)
    if scaled and scaling_method(one) is not None:
        return []
    return [
        part.value
        for part in one.linked.of_kind("number", "value", "date")
        if part.kind == "date" or not _is_in(part.value, said, part.percent)
    ]


def _is_in(value: object, said: str, percent: bool = False) -> bool:
    """Whether a value stands in what is said; a number in any spelling, 40 % as 0.4."""
    number = isinstance(value, int | float)
    shown = re.escape(f"{value:g}" if number else str(value))
    if re.search(rf"(?<![^\W_]){shown}(?![\w.]*\d)", said):
        return True  # in a column's name, too: 2007 in gdp_2007
    if not isinstance(value, int | float):
        return False
    meant = {float(value), float(value) / 100} if percent else {float(value)}
    return any(
        math.isclose(float(one), m) for one in _NUMBER.findall(said) for m in meant
    )
