"""What a brief defines anywhere, taken before what it asks: formulas, classes, terms."""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from analysis.base.task import Step
from chat.reader.briefs.classing import Classes, classes_of, opens_classes
from chat.reader.briefs.deriving import created_name, derived
from chat.reader.briefs.draft import Draft
from chat.reader.briefs.marked import marked
from chat.reader.briefs.ranges import labelled_ranges
from chat.reader.briefs.sentences import Clause, clauses_of, sentences_of
from chat.reader.briefs.words import data
from chat.reader.class_words import speaks_of_classes

_MOST = 12  # clauses: what is longer is a brief anyway


def clauses_in(text: str) -> list[Clause]:
    """The clauses of a message; a list of classes stays one whatever parts its items."""
    found = []
    for sentence in sentences_of(text, lists=True):
        whole = clauses_of(sentence)
        if any(lists_classes(one.text) for one in whole):
            found += whole
        else:
            parts = sentences_of(sentence)
            found += [clause for part in parts for clause in clauses_of(part)]
    return found


def lists_classes(text: str) -> bool:
    """Whether a clause lists ranges or months with labels."""
    if re.search(data()["ranges"]["figures"], text.lower()):
        return False
    if len(labelled_ranges(text)) > 1:
        return True
    months = "|".join(data()["classing"]["months"])
    form = data()["classing"]["month_list"].replace("<month>", f"(?:{months})")
    return len(re.findall(form, text.lower())) > 1


def define(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Takes the definitions of a brief into its draft; the clauses that are left.

    Where the table is changed before, a definition waits for its turn.
    """
    left = []
    changed = False
    for clause in clauses:
        changed = changed or bool(
            re.search(data()["defining"]["changes"], clause.text.lower())
        )
        if changed or clause.asks or not _is_formula(clause, draft):
            left.append(clause)
    return _substituted(_classes_made(left, draft), draft)


def _is_formula(clause: Clause, draft: Draft) -> bool:
    """Whether a clause is a formula: "Age = 2020 - year", "span is high minus low"."""
    said = created_name(clause.text)
    if said is None or said[0] in draft.schema.names:
        return False
    if not re.match(data()["defining"]["formula"], clause.text[said[1][1] :]):
        return False
    step = derived(marked(clause.text, draft.schema), draft.schema)
    if step is None:
        return False
    draft.prepare(step)
    return True


def defines_name(text: str, schema: Schema) -> bool:
    """Whether a message of several sentences says what a word of its own means.

    "Revenue is nights times rate. What is the total revenue?": the sentence makes a
    column, and no question is to be made of its formula.
    """
    clauses = clauses_in(text)[:_MOST]
    return len(clauses) > 1 and any(
        _is_formula(one, Draft(schema)) for one in clauses if not one.asks
    )


def _classes_made(clauses: list[Clause], draft: Draft) -> list[Clause]:
    listed = [clause for clause in clauses if lists_classes(clause.text)]
    if not listed:
        return clauses
    opening = [one for one in clauses if opens_classes(marked(one.text, draft.schema))]
    said = [marked(one.text, draft.schema) for one in opening]
    candidates = [name for one in said for name in one.strong]
    candidates += [name for one in said for name in one.columns]
    names = [created_name(one.text) for one in opening]
    new = [one[0] for one in names if one and one[0] not in draft.schema.names]
    made = [one for one in draft.made if one in draft.schema.names]
    left = list(clauses)
    for clause in listed:
        found = classes_of(
            marked(clause.text, draft.schema),
            [*candidates, *reversed(made)],
            new[0] if new else None,
        )
        if found is None:
            continue
        for step in found.steps:
            draft.prepare(step)
        draft.classes = found
        left.remove(clause)
    return left


def _substituted(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """The clauses with what a term stands for: "the return rate is the share of …"."""
    form = re.compile(data()["defining"]["term"], re.IGNORECASE)
    for clause in clauses:
        match = None if clause.asks else form.fullmatch(clause.text)
        if match is None or marked(match["term"], draft.schema).strong:
            continue
        others = [one for one in clauses if one is not clause]
        word = re.compile(rf"\b(?:the )?{re.escape(match['term'])}\b", re.IGNORECASE)
        if not any(word.search(one.text) for one in others):
            continue
        meaning = match["meaning"].replace("\\", r"\\")
        return [Clause(word.sub(meaning, one.text), one.asks) for one in others]
    return clauses


def is_made(clause: Clause, draft: Draft) -> bool:
    """Whether a clause only says that the classes are made which others list."""
    if draft.classes is None:
        return False
    one = marked(clause.text, draft.schema)
    words = data()["classing"]
    if not re.match(words["made"], one.linked.low) or not opens_classes(one):
        return False
    known = {draft.classes.name, draft.classes.column}
    figures = re.search(words["figures"], one.linked.low)
    return not set(one.strong) - known and figures is None


def counts_classes(clause: Clause) -> bool:
    """Whether a clause only asks how many rows each class has."""
    return bool(re.match(data()["classing"]["count"], clause.text.lower()))


def classes_counted(clause: Clause, draft: Draft) -> bool:
    """ "Sort the loans into …; count them": how many rows each class has."""
    if draft.classes is None or not counts_classes(clause):
        return False
    params = {"columns": [draft.classes.name]}
    draft.ask([Step(operation="frequency", params=params)])
    return True


def with_classes(text: str, classes: Classes | None) -> str:
    """A text with the column of classes in the place of "each class"."""
    return text if classes is None else speaks_of_classes(text, classes.name)
