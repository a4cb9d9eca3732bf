"""Reads a message of several sentences: each is taken as what it is, in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from analysis.base.task import Step, Task
from analysis.operations import operation_named
from chat.linking.outcomes import (
    NoSuchMethod,
    Reading,
    Understood,
    UnknownColumn,
)
from chat.reader.briefs.among import read_among
from chat.reader.briefs.apart import counts_changed, figures_apart
from chat.reader.briefs.asides import without_asides
from chat.reader.briefs.conditional import excepted, flagged
from chat.reader.briefs.counting import counts_again, missing_counted, rows_counted
from chat.reader.briefs.defining import (
    classes_counted,
    clauses_in,
    define,
    is_made,
    with_classes,
)
from chat.reader.briefs.deriving import (
    makes_column,
)
from chat.reader.briefs.draft import Draft
from chat.reader.briefs.finding import found, replaces_outliers
from chat.reader.briefs.finishing import finished, parted
from chat.reader.briefs.grouping import by_groups, groups
from chat.reader.briefs.judging import (
    answers_relation,
    asks_more,
    leaves_figures,
    says_less,
)
from chat.reader.briefs.limiting import limits_rows
from chat.reader.briefs.limits import apart, conditions_of
from chat.reader.briefs.making import classifies, defines, derives
from chat.reader.briefs.manner import (
    ACTS,
    fits_manner,
    gaps_left_out,
    is_idle,
    leads,
    states,
)
from chat.reader.briefs.marked import Marked, marked
from chat.reader.briefs.opposing import set_against
from chat.reader.briefs.outliers import has_outlier_rule, outlier_rule
from chat.reader.briefs.picking import picked, restates_picked
from chat.reader.briefs.preparing import converted, prepared
from chat.reader.briefs.ranking import ranked
from chat.reader.briefs.referring import (
    again,
    canonical,
    halves,
    meant,
    names_hold_figures,
    points_back,
    referred,
    simple,
    with_columns,
    with_rows,
)
from chat.reader.briefs.restated import give_way, is_sure, mark_last
from chat.reader.briefs.sentences import Clause, clauses_of, sentences_of
from chat.reader.briefs.settings import set_by
from chat.reader.briefs.steps import columns_of
from chat.reader.briefs.told import (
    holds_other_rule,
    is_declined,
    is_explanation,
    is_formal,
    is_rounding,
    is_verdict,
    judged_by,
    leaves_as_is,
)
from chat.reader.briefs.vague import is_vague
from chat.reader.briefs.verdicts import verdicts_in
from chat.reader.briefs.words import data
from chat.reader.methods.field_words import is_field_word

ReadOne = Callable[[str, Schema], Reading]
_MOST_CLAUSES = 40


def is_brief(text: str) -> bool:
    """Whether a message says more than one thing."""
    return sum(len(clauses_of(one)) for one in sentences_of(text)) > 1


def read_brief(text: str, schema: Schema, read: ReadOne) -> Reading | None:
    """The message as one task; None where no clause of it is understood.

    ``read`` reads a single request. A clause that decides and is not understood makes a
    question of the whole.
    """
    reader = _Reader(schema, read)
    clauses = clauses_in(text)[:_MOST_CLAUSES]
    reader.draft.ruled = has_outlier_rule(text)
    clauses = [one for one in clauses if not reader.converts(one)]
    reader.draft.verdicts = verdicts_in(clauses)
    for clause in define(clauses, reader.draft):
        reader.take(clause)
    return reader.finished()


class _Reader:
    """Takes clause after clause into a draft."""

    def __init__(self, schema: Schema, read: ReadOne):
        self.draft = Draft(schema)
        self.read = read
        self.before: list[Step] = []
        self.both: list[Step] = []
        self.lead = ""

    def take(self, clause: Clause) -> None:
        items = figures_apart(clause, self.draft)
        if len(items) > 1:
            for item in items:
                self.take(item)
            return
        before = len(self.draft.entries)
        self._take(clause)
        if len(self.draft.entries) == before:
            self._speaks_of(marked(clause.text, self.draft.schema))

    def _take(self, clause: Clause) -> None:
        if self._leads(clause) or is_made(clause, self.draft):
            return
        clause = self._without_asides(clause)
        whole = marked(clause.text, self.draft.schema)
        if leaves_as_is(whole) or is_rounding(whole):
            return
        rest, what, half = halves(clause.text)
        if half == "both" and what:
            self._prepares(marked(referred(what, self.draft), self.draft.schema))
        if counts_changed(clause.text, self.draft):
            return
        if clause.text in self.draft.verdicts.clauses:
            self.draft.judging.update(judged_by(whole))
            set_by(whole, self.draft)
            return
        told = with_classes(simple(rest), self.draft.classes)
        plain = marked(by_groups(told, self.draft), self.draft.schema)
        if groups(plain, self.draft):
            return
        if is_declined(plain):
            return
        if classes_counted(clause, self.draft):
            return
        if counts_again(plain, self.draft) or is_idle(plain, self.draft):
            return
        if any(way(plain, self.draft) for way in (flagged, excepted, rows_counted)):
            return
        if set_against(plain, self.draft, self.read):
            return
        if replaces_outliers(plain):
            if not self._prepares(plain):
                self.draft.leave(clause.text, clause.asks)
            return
        if self._judges(plain) or (points_back(plain) and self._prepares(plain)):
            return
        self._take_plain(plain, clause, half)

    def _take_plain(self, plain: Marked, clause: Clause, half: str) -> None:
        """A clause that no way took which looks at its form alone."""
        text = referred(self._without_removal(plain), self.draft)
        one = marked(text, self.draft.schema)
        for way in (
            lambda each: limits_rows(each, self.draft, self.read), self._prepares, lambda each: defines(each, self.draft),
            lambda each: ranked(each, self.draft),
            lambda each: found(each, self.draft),
            lambda each: missing_counted(each, self.draft),
            lambda each: is_formal(each) and not asks_more(each, self.draft.steps), lambda each: is_vague(each, self.draft), lambda each: classifies(each, self.draft),
            lambda each: derives(each, self.draft), self._sets,
        ):  # fmt: skip
            if way(one):
                return
        if self._picks(one) or gaps_left_out(one, self.draft):
            return
        explains = is_explanation(one) and not makes_column(one)
        if not (explains and not clause.asks) and (
            self._asks(one, half, clause.text, clause.asks)
            or self._asks_within(one, half)
        ):
            return
        if explains:
            if one.linked.of_kind("number", "column"):
                self.draft.told.append(clause.text)
            return
        self.draft.leave(clause.text, clause.asks, states=states(one, clause.asks))

    def _without_asides(self, clause: Clause) -> Clause:
        """The clause behind what leads it in, without what stands in brackets idly."""
        plain, asides = without_asides(self.lead + clause.text, self.draft)
        self.draft.told += asides
        self.lead = ""
        return replace(clause, text=plain)

    def _speaks_of(self, one: Marked) -> None:
        """What a clause that asks for nothing is about, for "it" in those behind it."""
        if one.strong:
            self.draft.context.columns = one.strong
        elif one.columns and not self.draft.context.columns:
            self.draft.context.columns = one.columns

    def _leads(self, clause: Clause) -> bool:
        """Rows named in front of a question are those of the brief; other words that
        stand there belong to the clause behind them."""
        one = marked(clause.text, self.draft.schema)
        rest = leads(one)
        if rest is None:
            return False
        rows = marked(rest, self.draft.schema)
        where = conditions_of(rows) or conditions_of(rows.without_weak())
        if where is None:
            self.lead = f"{clause.text}, "
        else:
            self.draft.prepare(Step(operation="filter_rows", params={"where": where}))
        return True

    def _without_removal(self, one: Marked) -> str:
        """A request without "after removing them", which is done first."""
        match = re.fullmatch(data()["anaphora"]["removed"], one.text)
        if match is None:
            return one.linked.text
        removal = marked(one.words_in(match["said"]), self.draft.schema)
        done = self._prepares(removal)
        return one.words_in(match["asked"]) if done else one.linked.text

    def converts(self, clause: Clause) -> bool:
        """Takes what is read as numbers, wherever it is said: all else is of numbers."""
        one = marked(clause.text, self.draft.schema)
        steps = [] if clause.asks else converted(one)
        for step in steps:
            self.draft.prepare(step)
        return bool(steps)

    def _judges(self, one: Marked) -> bool:
        if not is_verdict(one):
            return False
        rule = judged_by(one)
        if outlier_rule(one) and re.search(r"outl", one.text):
            return False
        self.draft.judging.update(rule)
        set_by(one, self.draft)
        if holds_other_rule(one, rule):
            self.draft.told.append(one.linked.text)
        return True

    def _prepares(self, one: Marked) -> bool:
        steps = prepared(one, meant(self.draft))
        if ACTS.match(one.text) and one.text.startswith(
            ("how", "are", "is", "which", "what")
        ):
            return False
        for step in steps:
            if step.operation == "remove_outliers" and re.search(
                data()["outliers"]["found_first"], one.text
            ):
                self.draft.ask([Step(operation="find_outliers", params=step.params)])
            self.draft.prepare(step)
        if steps and not self.draft.context.columns:
            self.draft.context.columns = columns_of(steps[-1])
        return bool(steps)

    def _sets(self, one: Marked) -> bool:
        if set_by(one, self.draft):
            self.draft.explicit |= bool(one.strong)
            return True
        rule = judged_by(one)
        self.draft.judging.update(rule)
        return bool(rule) and not one.columns and not holds_other_rule(one, rule)

    def _asks(self, one: Marked, half: str, said: str, asks: bool = False) -> bool:
        text = again(one, self.draft) or one.linked.text
        texts = [text, canonical(one)] if one.columns else [
            *with_columns(text, self.draft), text,
        ]  # fmt: skip
        if names_hold_figures(one):
            texts.reverse()
        refused: Reading | None = None
        for each in dict.fromkeys(texts):
            reading = self._read(each, one)
            if not fits_manner(one, asks, reading):
                continue
            if isinstance(reading, Understood) and (
                says_less(reading.task, self.draft.steps)
                or leaves_figures(reading.task, self.draft.schema)
            ):
                continue
            if isinstance(reading, Understood) and answers_relation(one, reading.task):
                self._restates(one, reading.task)
                task = parted(reading.task, said)
                sure = is_sure(one, task.steps[-1])
                if sure:
                    give_way(self.draft, task.steps[-1])
                before = len(self.draft.entries)
                self._take_request(task, half, again=not one.columns)
                if len(self.draft.entries) > before:
                    mark_last(self.draft, sure or not asks)
                self.draft.asked = each
                return True
            refused = refused or reading
        if isinstance(refused, UnknownColumn) and is_field_word(refused.word):
            self.draft.leave(said, refused=True)
            return True
        if isinstance(refused, UnknownColumn | NoSuchMethod) and not is_explanation(
            one
        ):
            self.draft.refuse(text, refused, asks)
            return True
        return False

    def _restates(self, one: Marked, task: Task) -> None:
        """Notes that columns are asked about by their names, behind what was not read."""
        left = bool(self.draft.unread or self.draft.refused)
        analyses = operation_named(task.steps[-1].operation).kind == "analyse"
        if left and one.strong and analyses:
            self.draft.explicit = True

    def _picks(self, one: Marked) -> bool:
        found = picked(one)
        if found is not None:
            self.draft.ask([found.step])
            self.draft.assumed.append(found.assumed)
        return found is not None or restates_picked(one, self.draft.steps)

    def _asks_within(self, one: Marked, half: str) -> bool:
        """A request with the rows it is about set apart ("… for area above 50")."""
        if states(one):
            return False
        task = self._limited(one) or read_among(one, self.read)
        if task is None:
            return False
        self._take_request(task, half)
        return True

    def _limited(self, one: Marked) -> Task | None:
        """A request and the comparison that limits its rows, read apart."""
        found = apart(one)
        if found is None:
            return None
        step, rest = found
        reading = self.read(rest, self.draft.schema)
        if not isinstance(reading, Understood) or not rest:
            reading = self.read(canonical(marked(rest, one.schema)), self.draft.schema)
        if not isinstance(reading, Understood):
            return None
        return reading.task.model_copy(update={"steps": (step, *reading.task.steps)})

    def _read(self, text: str, one: Marked) -> Reading:
        """One request read, whatever it calls the rows."""
        reading = self.read(text, self.draft.schema)
        if isinstance(reading, UnknownColumn) and one.columns:
            rows = with_rows(text, reading.word)
            if rows is not None:
                again = self.read(rows, self.draft.schema)
                return again if isinstance(again, Understood) else reading
        return reading

    def _take_request(self, task: Task, half: str, again: bool = False) -> None:
        steps = list(task.steps)
        prepares = [operation_named(s.operation).kind == "prepare" for s in steps]
        self.draft.confidence = min(self.draft.confidence, task.confidence)
        self.draft.assumed += task.assumptions
        self.draft.evidence += task.evidence
        self.draft.told += task.ignored
        if all(prepares):
            for step in steps:
                self.draft.prepare(step)
        elif half == "both":
            self.both += steps
        elif half == "before":
            self.before += steps
        else:
            self.draft.ask(steps, again)

    def finished(self) -> Reading | None:
        return finished(self.draft, self.before, self.both)


__all__ = ["TaskError", "is_brief", "read_brief"]
