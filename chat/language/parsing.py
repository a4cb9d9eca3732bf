"""From the text of a message to a draft of its pipeline."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from analysis.columns import Column
from chat.language.candidates import candidates
from chat.language.clause import Clause, build_clause
from chat.language.comparing import set_apart
from chat.language.conversions import as_numbers, conversion_steps, read_as_numbers
from chat.language.created import created_columns, created_mentions, created_names
from chat.language.dates import date_candidates
from chat.language.draft import Draft, columns_in
from chat.language.explanations import without_explanations
from chat.language.implied import time_candidates, time_column
from chat.language.index import SchemaIndex
from chat.language.lattice import best_mentions
from chat.language.link import column_candidates
from chat.language.mentions import Mention
from chat.language.merging import (
    add_candidate,
    add_condition,
    apply_settings,
    find_before_removal,
    name_columns,
    names_method,
    put_preparation_first,
    redefine,
)
from chat.language.phrases import (
    phrase_hits,
    phrase_scores,
    scores_of,
    spoken_operations,
)
from chat.language.respelling import respelt
from chat.language.rownouns import without_row_nouns
from chat.language.segments import Span, is_instruction, requests, sentences
from chat.language.tokens import Token, tokenise
from chat.language.unmet import refused_methods, unmet_methods
from chat.language.values import value_candidates
from chat.language.words import stem

_ASKS = 1.4
_STRONG = 2.4
_CLAIMS = 3.0
_OPENING = 6
_MOST_TOKENS = 600
_MOST_SENTENCES = 32
_MOST_CLAUSES = 10


_UNCOUNTED = frozenset(
    """way sample samples tailed sided factor factors variables columns groups proportions
    means sets different other independent of""".split()
)
_SCALE = re.compile(
    r"\b(?:(?:which|that|and) rang\w+(?: \w+)?|scale)(?: \w+)? (?:from|of|between)"
    r" (?:about )?ꙮx(\d+)ꙮ (?:to|and|-) ꙮx(\d+)ꙮ"
)
_FORMATTING = re.compile(
    r"ꙮx(\d+)ꙮ[ -](?:decimals?\b|significant (?:digits|figures)|digits\b|d\.?p\b"
    r"|decimal (?:places?|points?|digits?))"
)


@dataclass(slots=True)
class Message:
    """A message cut into tokens and linked to the table."""

    text: str
    tokens: tuple[Token, ...]
    mentions: list[Mention]
    columns: Mapping[str, Column]
    index: SchemaIndex
    new_names: tuple[str, ...] = ()
    spelling: dict[int, str] = field(default_factory=dict)
    numbers_of_text: list[str] = field(default_factory=list)

    def clause(self, span: Span) -> Clause:
        first, last = span
        mentions = [
            m.shifted(first)
            for m in self.mentions
            if first <= m.first and m.last <= last
        ]
        spelling = {
            at - first: word for at, word in self.spelling.items() if first <= at < last
        }
        clause = build_clause(self.tokens[first:last], mentions, self.columns, spelling)
        clause.time = time_column(self.index)
        for match in _FORMATTING.finditer(clause.text):
            clause.used.add(int(match[1]))
        for match in _SCALE.finditer(clause.text):
            clause.used.update(int(number) for number in match.groups())
        return clause


def link_message(text: str, index: SchemaIndex) -> Message:
    """The text with everything in it that the table knows."""
    tokens = tokenise(text, _MOST_TOKENS)
    names = [name for name in created_names(text) if name not in index.columns]
    columns: Mapping[str, Column] = index.columns
    if names:
        columns = ChainMap(created_columns(names, text), index.columns)
    found = [
        *column_candidates(tokens, index),
        *value_candidates(tokens, index),
        *time_candidates(tokens, index),
        *date_candidates(tokens, _latest(index)),
        *created_mentions(tokens, names),
    ]
    linked = without_row_nouns(best_mentions(found, tokens), tokens, index)
    mentions = sorted([*linked, *_rest(tokens, linked)], key=lambda m: m.first)
    mentions = without_explanations(mentions, tokens)
    message = Message(text, tokens, mentions, columns, index, tuple(names))
    message.spelling = respelt(tokens, mentions)
    _read_numbers(message)
    return message


def _read_numbers(message: Message) -> None:
    """Columns of text count as numbers from the first where the message says so."""
    names = read_as_numbers(message.clause((0, len(message.tokens))))
    if names:
        message.numbers_of_text = names
        changed = as_numbers(names, message.columns)
        message.columns = ChainMap(changed, dict(message.columns))


def _latest(index: SchemaIndex) -> date | None:
    days = []
    for column in index.columns.values():
        if column.kind == "datetime" and isinstance(column.maximum, str):
            try:
                days.append(date.fromisoformat(column.maximum[:10]))
            except ValueError:
                continue
    return max(days, default=None)


def _rest(tokens: Sequence[Token], linked: Sequence[Mention]) -> list[Mention]:
    """Numbers and quoted texts that were linked to nothing."""
    inside = {n for m in linked for n in range(m.first, m.last)}
    found = []
    for at, token in enumerate(tokens):
        if at in inside:
            continue
        if token.kind == "number" and not _is_word_number(tokens, at):
            found.append(
                Mention(
                    kind="number",
                    first=at,
                    last=at + 1,
                    text=token.text,
                    value=token.value,
                    percent=token.percent,
                )
            )
        elif token.kind == "quoted":
            found.append(Mention("quoted", at, at + 1, token.text, value=token.text))
    return found


def _is_word_number(tokens: Sequence[Token], at: int) -> bool:
    """ "two-tailed", "one of": a number word that counts nothing."""
    token = tokens[at]
    if token.text[0].isdigit() or token.text[0] in "$€£":
        return False
    after = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    return token.folded == "one" or after == "-" or after in _UNCOUNTED


def draft_of(message: Message) -> Draft:
    """Reads the message clause by clause."""
    draft = Draft(columns=dict(message.columns))
    parts = sentences(message.tokens, message.mentions)[:_MOST_SENTENCES]
    n_read = 0
    for sentence in parts:
        clause = message.clause(sentence)
        instructs = bool(draft.steps) and is_instruction(clause.text)
        if instructs:
            apply_settings(draft, clause)
            redefine(draft, clause)
            name_columns(draft, clause)
            if not names_method(draft, clause):
                continue
        refused = _without_columns(message, refused_methods(clause.text))
        unmet = refused or _unclaimed(message, clause, unmet_methods(clause.text))
        if refused or (unmet and not _answers(clause, unmet)):
            draft.begins_unmet = draft.begins_unmet or not draft.steps
            draft.unmet.extend(m for m in unmet if m not in draft.unmet)
            continue
        for span in _requests(message, sentence):
            n_read += 1
            if n_read > _MOST_CLAUSES:
                break
            _read(message, draft, span, alone=len(parts) == 1, clarifies=instructs)
    set_apart(draft)
    _convert_first(message, draft)
    if not _STILL.search(message.text):
        find_before_removal(draft)
    put_preparation_first(draft)
    _look_ahead(draft)
    return draft


def _convert_first(message: Message, draft: Draft) -> None:
    """Reads columns of text as numbers before they are used, each in the way it needs."""
    needed = conversion_steps(message.numbers_of_text, message.index.columns)
    ways = dict(zip(message.numbers_of_text, needed, strict=True))
    for place, step in enumerate(draft.steps):
        column = step.params.get("column")
        if step.operation == "convert_column" and column in ways:
            way = ways.pop(column)
            if way.operation != "convert_column":
                draft.steps[place] = way
    if ways and draft.steps:
        draft.insert([*ways.values()])


def _unclaimed(message: Message, clause: Clause, methods: Sequence[str]) -> list[str]:
    """Methods that cannot be had.

    Not words that some column is named with, nor such as stand in the words that ask for
    an operation ("predict the next 12 months").
    """
    if not methods:
        return []
    claimed = [
        clause.text[hit.start : hit.end]
        for hit in phrase_hits(clause)
        if hit.phrasing.weight >= _CLAIMS
    ]
    return [
        name
        for name in _without_columns(message, methods)
        if not any(name in words for words in claimed)
    ]


def _without_columns(message: Message, methods: Sequence[str]) -> list[str]:
    """Methods that no column is named with."""
    return [
        name
        for name in methods
        if not any(stem(word) in message.index.postings for word in name.split())
    ]


def _answers(clause: Clause, unmet: Sequence[str]) -> bool:
    """Whether something else is asked for in the same sentence, strongly."""
    text = clause.text
    for name in unmet:
        text = text.replace(name, " ")
    rest = replace(clause, text=text, literal=text)
    best = max((s for s in phrase_scores(rest).values()), default=0.0)
    return best >= _STRONG


def _requests(message: Message, sentence: Span) -> list[Span]:
    offset = sentence[0]
    whole = message.clause(sentence)
    hits = phrase_hits(whole, every=True)

    def best(first: int, last: int) -> str | None:
        low, high = whole.starts[first - offset], whole.starts[last - offset]
        inside = (hit for hit in hits if low <= hit.start and hit.end <= high)
        name, score = next(iter(scores_of(inside).items()), ("", 0.0))
        return name if score >= _ASKS else None

    def opens(first: int, last: int) -> str | None:
        return best(first, min(last, first + _OPENING))

    return requests(sentence, message.tokens, message.mentions, best, opens)


_THEM = re.compile(
    r"\b(?:remov|exclud|drop|eliminat|discard|delet|filter)\w* (?:out )?"
    r"(?:them\b|(?:these|those|such|all|the|any|identified|detected| )*outliers\b(?! (?:of|in"
    r"|from) ꙮ))|\bwithout (?:them|(?:these|those|the) outliers)\b"
)


def remove_found(draft: Draft, clause: Clause) -> None:
    """ "remove them": the outliers that the step before finds."""
    place = draft.last_of("find_outliers")
    if place is None or not _THEM.search(clause.text):
        return
    known = spoken_operations()["remove_outliers"].parameters
    found = draft.steps[place].params
    if found.get("columns"):
        kept = {name: value for name, value in found.items() if name in known}
        draft.add("remove_outliers", kept)


_STILL = re.compile(
    r"\b(?:still|remaining|left|any ?more|again|new outliers|other outliers)\b", re.I
)
_BINNED = re.compile(r"^ ?(?:group|bin|categor|bucket|range|class|band|interval)")


def with_bins(clause: Clause, draft: Draft) -> Clause:
    """ "by age group" after "bin age": the column that the binning made."""
    for step in draft.steps:
        if step.operation != "bin_column" or step.params.get("name"):
            continue
        column = str(step.params.get("column"))
        made = f"{column} group"
        mentions = [
            replace(mention, columns=(made,))
            if mention.kind == "column"
            and mention.column == column
            and _BINNED.match(clause.after(number))
            else mention
            for number, mention in enumerate(clause.mentions)
        ]
        if mentions == list(clause.mentions):
            continue
        draft.columns[made] = Column(name=made, kind="category")
        made_of = build_clause(clause.tokens, mentions, draft.columns, {})
        return replace(made_of, time=clause.time)
    return clause


_PRONOUN = re.compile(
    r"\b(?:it|its|(?:this|the|that|our) (?:new|resulting|created|derived|computed|normali"
    r"[sz]ed|calculated) (?:\w+ )?(?:column|feature|variable|field|attribute)?|this feature"
    r"|this column|new feature|new column)\b"
)


def _read(
    message: Message, draft: Draft, span: Span, alone: bool, clarifies: bool
) -> None:
    clause = with_bins(message.clause(span), draft)
    if draft.created:
        clause.columns = ChainMap(draft.columns, dict(clause.columns))
    remove_found(draft, clause)
    context = _context(draft, clause)
    meant = (
        draft.created[-1] if draft.created and _PRONOUN.search(clause.text) else None
    )
    found = candidates(clause, message.index, context, message.new_names, meant)
    if not alone:
        found = [candidate for candidate in found if not candidate.shaped] or (
            found if not draft.steps else []
        )
    if found:
        add_candidate(draft, clause, found, clarifies)
        return
    add_condition(draft, clause, message.index)


def _context(draft: Draft, clause: Clause) -> list[str]:
    if re.search(r"\b(?:all|every|whole|entire|each) (?:the )?(?:columns?|variables?|"
                 r"numeric\w*|features?|data\w*|table)\b", clause.text):  # fmt: skip
        return []
    return draft.context or draft.created[-1:]


def _look_ahead(draft: Draft) -> None:
    """Gives a step without columns those of the step behind it."""
    for place, role in list(draft.missing):
        for later in draft.steps[place + 1 :]:
            names = columns_in(later.operation, later.params)
            step = draft.steps[place]
            wanted = spoken_operations()[step.operation].column_parameters()[role]
            fitting = [n for n in names if wanted.accepts(draft.columns[n])]
            if fitting:
                value: Any = fitting if wanted.many else fitting[0]
                draft.change(place, {**step.params, role: value})
                draft.missing.remove((place, role))
                break
