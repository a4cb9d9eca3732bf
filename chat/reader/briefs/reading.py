"""Reads a message of several sentences: each is taken as what it is, in order."""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from analysis.base.task import Step, Task
from analysis.operations import operation_named
from chat.linking.outcomes import (
    NoSuchMethod,
    Reading,
    Understood,
    UnknownColumn,
    question_without,
)
from chat.reader.briefs.classes import binned
from chat.reader.briefs.deriving import created_name, derived, makes_column
from chat.reader.briefs.draft import Draft, Unread, columns_of
from chat.reader.briefs.finishing import (
    parted,
    settle,
    which_first,
    with_halves,
    words_of,
)
from chat.reader.briefs.judging import answers_relation, decides, says_less, stands
from chat.reader.briefs.limits import apart, limited, limiting
from chat.reader.briefs.marked import Marked, marked
from chat.reader.briefs.neutral import is_field_word
from chat.reader.briefs.outliers import denominator, outlier_rule
from chat.reader.briefs.picking import picked, restates_picked
from chat.reader.briefs.preparing import converted, prepared, scaling_method
from chat.reader.briefs.referring import (
    again,
    canonical,
    halves,
    meant,
    points_back,
    referred,
    simple,
    with_columns,
    with_rows,
)
from chat.reader.briefs.sentences import Clause, clauses_of, sentences_of
from chat.reader.briefs.settings import set_by
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
from chat.reader.briefs.words import data, patterns_in

ReadOne = Callable[[str, Schema], Reading]
_MOST_CLAUSES = 40
_ACTS = re.compile(
    r"^(?:identify|find|detect|list|count|how|are|is|which|what|remov|drop|exclud|perform"
    r"|show|determine|check|do|does)\w*\b"
)


def is_brief(text: str) -> bool:
    """Whether a message says more than one thing."""
    return sum(len(clauses_of(one)) for one in sentences_of(text)) > 1


def read_brief(text: str, schema: Schema, read: ReadOne) -> Reading | None:
    """The message as one task; None where no clause of it is understood.

    ``read`` reads a single request. A clause that decides and is not understood makes a
    question of the whole.
    """
    reader = _Reader(schema, read)
    clauses = [
        clause for sentence in sentences_of(text) for clause in clauses_of(sentence)
    ]
    clauses = clauses[:_MOST_CLAUSES]
    for clause in [one for one in clauses if not reader.converts(one)]:
        reader.take(clause)
    return reader.finished()


class _Reader:
    """Takes clause after clause into a draft."""

    def __init__(self, schema: Schema, read: ReadOne):
        self.draft = Draft(schema)
        self.read = read
        self.before: list[Step] = []
        self.both: list[Step] = []

    def take(self, clause: Clause) -> None:
        whole = marked(clause.text, self.draft.schema)
        if leaves_as_is(whole) or is_rounding(whole):
            return
        rest, what, half = halves(clause.text)
        if half == "both" and what:
            self._prepares(marked(referred(what, self.draft), self.draft.schema))
        plain = marked(simple(rest), self.draft.schema)
        if is_declined(plain):
            return
        if self._judges(plain) or (points_back(plain) and self._prepares(plain)):
            return
        text = referred(self._without_removal(plain), self.draft)
        one = marked(text, self.draft.schema)
        for way in (
            self._limits, self._prepares, self._defines, self._finds,
            self._is_form, lambda each: is_vague(each, self.draft), self._classes, self._derives, self._sets,
        ):  # fmt: skip
            if way(one):
                return
        if self._picks(one):
            return
        explains = is_explanation(one) and not makes_column(one)
        if not (explains and not clause.asks) and (
            self._asks(one, half, clause.text) or self._asks_within(one, half)
        ):
            return
        if explains:
            if one.linked.of_kind("number", "column"):
                self.draft.told.append(clause.text)
            return
        self.draft.leave(clause.text, clause.asks)
        if one.columns and not self.draft.context.columns:
            self.draft.context.columns = one.columns

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

    def _limits(self, one: Marked) -> bool:
        if re.search(data()["words"]["gaps"], one.text) or re.search(
            data()["outliers"]["about"], one.text
        ):
            return False
        step = limited(one)
        if step is not None:
            self.draft.prepare(step)
            return True
        for command in limiting(one):
            reading = self.read(command, self.draft.schema)
            if isinstance(reading, Understood) and all(
                step.operation in ("filter_rows", "drop_missing")
                for step in reading.task.steps
            ):
                for step in reading.task.steps:
                    self.draft.prepare(step)
                return True
        return False

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
        if _ACTS.match(one.text) and one.text.startswith(
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

    def _defines(self, one: Marked) -> bool:
        """What an outlier is, how is scaled, what the deviation divides by."""
        rule = outlier_rule(one)
        if rule and not _ACTS.match(one.text):
            self.draft.outliers.update(rule)
            return True
        if any(form.search(one.text) for form in patterns_in("scaling", "explains")):
            method = scaling_method(one)
            if method is not None:
                self.draft.scaling = method
                return True
        ddof = denominator(one)
        if ddof is not None and not one.strong:
            self.draft.ddof = ddof
            return True
        return False

    def _finds(self, one: Marked) -> bool:
        """Outliers asked for, by whatever rule the clause or the brief names."""
        words = data()["outliers"]
        if not re.search(words["finding"], one.text) or re.search(
            words["other"], one.text
        ):
            return False
        kinds = self.draft.schema
        named = one.columns or meant(self.draft)
        numbers = [name for name in named if kinds[name].is_numeric]
        labels = [name for name in named if not kinds[name].is_numeric]
        known = self._outlying()
        if not numbers and (known is None or len(labels) > 1):
            return False
        params = {"columns": numbers, **outlier_rule(one)}
        if known is not None:
            params = {**known.params, **outlier_rule(one)}
        if labels:
            params["label"] = labels[0]
        self.draft.ask([Step(operation="find_outliers", params=params)])
        return True

    def _outlying(self) -> Step | None:
        """The search for outliers that the last analysis is."""
        last = self.draft.steps[-1:]
        return last[0] if last and last[0].operation == "find_outliers" else None

    def _is_form(self, one: Marked) -> bool:
        return is_formal(one)

    def _classes(self, one: Marked) -> bool:
        step = binned(one, meant(self.draft))
        if step is not None:
            self.draft.prepare(step)
        return step is not None

    def _derives(self, one: Marked) -> bool:
        """A new column by its formula; a name without one waits for the next clause."""
        pending = self.draft.to_name
        if not makes_column(one) and pending is None:
            return False
        named = created_name(one.linked.text)
        for each in (one, marked(canonical(one), one.schema)):
            step = derived(each, one.schema, None if named else pending)
            if step is not None:
                self.draft.prepare(step)
                self.draft.to_name = None
                return True
        if makes_column(one) and named and named[0] not in one.schema.names:
            self.draft.to_name = named[0]
        return False

    def _sets(self, one: Marked) -> bool:
        if set_by(one, self.draft):
            return True
        rule = judged_by(one)
        self.draft.judging.update(rule)
        return bool(rule) and not one.columns and not holds_other_rule(one, rule)

    def _asks(self, one: Marked, half: str, said: str) -> bool:
        text = again(one, self.draft) or one.linked.text
        texts = [text, canonical(one)] if one.columns else [
            *with_columns(text, self.draft), text,
        ]  # fmt: skip
        refused: Reading | None = None
        for each in dict.fromkeys(texts):
            reading = self._read(each, one)
            if isinstance(reading, Understood) and says_less(
                reading.task, self.draft.steps
            ):
                continue
            if isinstance(reading, Understood) and answers_relation(one, reading.task):
                self._take_request(parted(reading.task, said), half)
                self.draft.asked = each
                return True
            refused = refused or reading
        if isinstance(refused, UnknownColumn) and is_field_word(refused.word):
            self.draft.leave(said, refused=True)
            return True
        if isinstance(refused, UnknownColumn | NoSuchMethod) and not is_explanation(
            one
        ):
            self.draft.refused.append((text, refused))
            return True
        return False

    def _picks(self, one: Marked) -> bool:
        found = picked(one)
        if found is not None:
            self.draft.ask([found.step])
            self.draft.assumed.append(found.assumed)
        return found is not None or restates_picked(one, self.draft.steps)

    def _asks_within(self, one: Marked, half: str) -> bool:
        """A request with the rows it is about set apart ("… for area above 50")."""
        found = apart(one)
        if found is None:
            return False
        step, rest = found
        reading = self.read(rest, self.draft.schema)
        if not isinstance(reading, Understood) or not rest:
            reading = self.read(canonical(marked(rest, one.schema)), self.draft.schema)
        if not isinstance(reading, Understood):
            return False
        task = reading.task.model_copy(update={"steps": (step, *reading.task.steps)})
        self._take_request(task, half)
        return True

    def _read(self, text: str, one: Marked) -> Reading:
        """One request read, whatever it calls the rows."""
        reading = self.read(text, self.draft.schema)
        if isinstance(reading, UnknownColumn) and one.columns:
            rows = with_rows(text, reading.word)
            if rows is not None:
                again = self.read(rows, self.draft.schema)
                return again if isinstance(again, Understood) else reading
        return reading

    def _take_request(self, task: Task, half: str) -> None:
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
            self.draft.ask(steps)

    def finished(self) -> Reading | None:
        draft = self.draft
        if not draft.entries and not self.both:
            return draft.refused[0][1] if draft.refused else None
        if not settle(draft):
            return None
        if draft.parted:
            return which_first(draft)
        steps = with_halves(draft.ordered(), self.before, self.both)
        task = Task(
            steps=tuple(steps),
            confidence=draft.confidence,
            understood=words_of(steps),
            assumptions=tuple(dict.fromkeys(draft.assumed)),
            ignored=tuple(
                dict.fromkeys([*draft.told, *(u.text for u in draft.unread)])
            ),
            evidence=tuple(draft.evidence),
        )
        for text, refused in draft.refused:
            if not decides(Unread(text, refused=True), steps, draft.schema):
                continue
            if stands(text, refused, steps, draft.schema):
                return refused
        told = [text for text, _ in draft.refused]
        task = task.model_copy(update={"ignored": (*task.ignored, *told)})
        deciding = [
            one.text for one in draft.unread if decides(one, steps, draft.schema)
        ]
        if deciding:
            return question_without(deciding[0], task)
        return Understood(task)


__all__ = ["TaskError", "is_brief", "read_brief"]
