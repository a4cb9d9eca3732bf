"""What words say of predictors: their values by number, by level, by yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.base.columns import Column, Scalar
from chat.discourse.lexicon import Lexicon
from chat.discourse.names import (
    Span,
    name_words,
    value_spans,
)

_LEAST_STEM = 4


def event_words(words: Sequence[str], lexicon: Lexicon, outcome: Column) -> set[int]:
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


def has_sense(word: str, lexicon: Lexicon) -> bool:
    """Whether a word names a statistic or a share, so that it names no outcome."""
    stem = lexicon.stem(word)
    return any(
        surface[0] == stem and concept in ("statistic", "percent")
        for surface, concept in lexicon.surfaces.get(stem, ())
    )


def longest(spans: Iterable[Span]) -> list[Span]:
    """Spans that do not lie within each other, the longer first."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.first - one.last, one.first)):
        if all(span.last <= one.first or span.first >= one.last for one in kept):
            kept.append(span)
    return sorted(kept, key=lambda one: one.first)


def levels_said(
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
    return [span for span in longest(found) if len(owners[span.first, span.last]) == 1]


def _is_yes_or_no(text: str, lexicon: Lexicon) -> bool:
    return any(text.casefold() in group for group in lexicon.alike[2:])


def yes_or_no(
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
