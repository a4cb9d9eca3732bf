"""Which predictor a number belongs to that a question gives: "a patient of 82", "10 times"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.base.columns import Column, Schema
from chat.discourse.lexicon import Lexicon
from chat.discourse.names import Span, name_words, number_of, number_spans
from chat.linking.message import link_message
from chat.linking.tables import schema_index

_NEAR = 5  # words between a predictor and its value
_TELLING = 2  # of them, words that say something
_RELATIVE = 3  # words between "who" and a number
_SURE = 0.75
_SURE_ALONE = 0.7  # of one word ("if we bake 120": baked_pcs)


def with_names(text: str, columns: Sequence[Column], schema: Schema) -> str:
    """The text with the names of predictors instead of words that mean them.

    Words that a name in brackets explains go: "20 tutoring hours (Hrs)".
    """
    for column in columns:
        text = re.sub(
            rf"((?:\b[^\W\d]+[ -]){{1,3}})\(\s*{re.escape(column.name)}\s*\)",
            f"{column.name}",
            text,
            flags=re.IGNORECASE,
        )
    known = {column.name for column in columns}
    message = link_message(text, schema_index(schema))
    for mention in reversed(message.mentions):
        words = message.tokens[mention.first : mention.last]
        least = _SURE if len(words) > 1 else _SURE_ALONE
        if mention.kind != "column" or mention.score < least:
            continue
        if len(mention.columns) > 1 or mention.column not in known:
            continue
        if len(words) == 1 and words[0].folded == mention.column.casefold():
            continue
        if re.fullmatch(r"\w+", mention.column):
            text = text[: words[0].start] + mention.column + text[words[-1].end :]
    return text


def ages_said(
    words: Sequence[str], lexicon: Lexicon, predictors: Sequence[Column]
) -> list[Span]:
    """ "a 40 year old", "a patient of 82", "aged 30": the predictor that holds an age."""
    owners = [
        c.name
        for c in predictors
        if c.is_numeric and lexicon.ages & {*name_words(c.name)}
    ]
    if len(owners) != 1:
        return []
    found = [
        Span(at - 1, at + len(phrase), "value", owners[0], number_of(words[at - 1]))
        for phrase in lexicon.old
        for at in range(1, len(words))
        if tuple(words[at : at + len(phrase)]) == phrase and words[at - 1][0].isdigit()
    ]
    if found:
        return found
    return [
        Span(first, at + 1, "value", owners[0], number_of(words[at]))
        for at in range(1, len(words))
        if words[at][0].isdigit()
        and (first := _before_an_age(words, lexicon, at)) is not None
    ][:1]


def _before_an_age(words: Sequence[str], lexicon: Lexicon, at: int) -> int | None:
    """Where "aged 30" and "a patient of 82" begin."""
    if words[at - 1] in lexicon.aged:
        return at - 1
    is_one = at >= 3 and words[at - 3] in lexicon.row_after
    return at - 2 if is_one and words[at - 1] in lexicon.chance_of else None


def numbers_said(
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
                _gap(words, lexicon, columns, column.last, n.first),
                _gap(words, lexicon, columns, n.last, column.first),
            ))
            if gap is not None
        ]  # fmt: skip
        chosen = [min(near, key=lambda one: one[:2])[2]] if near else []
        for number in chosen:
            free.remove(number)
            found.append(Span(number.first, number.last, "value", column.name,
                              number.value))  # fmt: skip
    return found


def clauses_said(
    words: Sequence[str],
    lexicon: Lexicon,
    columns: Sequence[Span],
    numbers: Sequence[Span],
) -> Iterator[range]:
    """The places of "who came 10 times in the …": all that leads from "who" to the name."""
    for number in numbers:
        for column in columns:
            if column.name != number.name or column.first < number.last:
                continue
            for at in range(max(number.first - _RELATIVE, 0), number.first):
                if words[at] in lexicon.relative:
                    yield range(at, column.first)


def _gap(
    words: Sequence[str],
    lexicon: Lexicon,
    columns: Sequence[Span],
    first: int,
    last: int,
) -> int | None:
    """How many words stand between; None where they are too many or name a column.

    Of "450 mm of rain" the words between say nothing; a plain word is as far as two.
    """
    if not 0 <= last - first < _NEAR or any(
        first <= one.first < last for one in columns
    ):
        return None
    telling = sum(w not in lexicon.fillers for w in words[first:last])
    return None if telling > _TELLING else last - first + telling
