"""Cuts a message into the stretches that each ask for one thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from chat.language.mentions import Mention
from chat.language.tokens import Token

Span = tuple[int, int]

_ABBREVIATED = frozenset(
    "inc corp ltd jr sr no vs e.g i.e eg ie approx avg max min std etc mr mrs dr st fig dept".split()
)
_MOST_JOINTS = 24
_LONGEST = 80
_ENDS = frozenset(".?!;\n")
_THEN = frozenset(("then", "afterwards", "finally", "next"))
_TIMES = frozenset(
    "day days week weeks month months quarter quarters year years few couple several".split()
)
_WEAK = frozenset((",", "and", "before", "after", "but", "plus", "&"))
_VERBS = frozenset(
    """remove drop delete fill impute replace add create compute calculate make generate
    plot draw show display correlate count list find get give report tell keep compare
    describe summarize summarise visualize visualise determine test check train predict
    scale normalize normalise standardize standardise winsorize winsorise bin fit run
    what how which is identify filter recode rename""".split()
)
_MODIFIERS = frozenset(
    """sort sorted order ordered rank ranked color colour colored coloured group grouped
    largest smallest highest lowest descending ascending biggest split only round use using
    taking filled by per for with in of to also""".split()
)


def sentences(tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[Span]:
    """The stretches between full stops, semicolons, line ends and "then"."""
    inside = {n for m in mentions for n in range(m.first + 1, m.last)}
    spans: list[Span] = []
    start = 0
    for at in range(len(tokens)):
        if at in inside:
            continue
        if _ends_sentence(tokens, at):
            spans.append((start, at))
            start = at + 1
        elif _says_then(tokens, at):
            spans.append((start, _without_and(tokens, start, at)))
            start = at + 1
        elif _is_after_that(tokens, at):
            spans.append((start, _without_and(tokens, start, at)))
            start = at + 2
    spans.append((start, len(tokens)))
    return [
        (at, min(b, at + _LONGEST)) for a, b in spans for at in range(a, b, _LONGEST)
    ]


def _ends_sentence(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.kind != "mark" or token.text not in _ENDS:
        return False
    if token.text != ".":
        return True
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is not None and after.start == token.end:
        return False
    return before is None or before.folded not in _ABBREVIATED


def _is_after_that(tokens: Sequence[Token], at: int) -> bool:
    pair = " ".join(token.folded for token in tokens[at : at + 2])
    return pair in ("after that", "after this", "followed by")


def _says_then(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word begins the next step; in "for (the) next 12 months" it does not."""
    token = tokens[at]
    if token.folded not in _THEN or token.kind != "word":
        return False
    if token.folded != "next":
        return True
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if at and tokens[at - 1].folded == "the":
        return False
    return after is None or not (after.kind == "number" or after.folded in _TIMES)


def _without_and(tokens: Sequence[Token], start: int, end: int) -> int:
    while end > start and tokens[end - 1].folded in (",", "and", "-"):
        end -= 1
    return end


def requests(
    span: Span,
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    best: Callable[[int, int], str | None],
    opens: Callable[[int, int], str | None],
) -> list[Span]:
    """Cuts one sentence where "and" or a comma joins two requests.

    ``best`` names the operation that a stretch asks for, if any; ``opens`` that which
    its first words ask for.
    """
    inside = {n for m in mentions for n in range(m.first, m.last)}
    heads = {m.first for m in mentions if m.kind in ("column", "number")}
    start, end = span
    spans: list[Span] = []
    at = start
    tried = 0
    while at < end:
        if at not in inside and tokens[at].folded in _WEAK and at > start:
            right = _skip(tokens, at, end)
            tried += 1
            if tried > _MOST_JOINTS:
                break
            if (
                right < end
                and right not in heads
                and _is_new_request(tokens, start, at, right, end, best, opens)
            ):
                spans.append((start, at))
                start = right
                at = right
        at += 1
    spans.append((start, end))
    return [(a, b) for a, b in spans if a < b]


def _skip(tokens: Sequence[Token], at: int, end: int) -> int:
    while at < end and (tokens[at].folded in _WEAK or tokens[at].folded == "also"):
        at += 1
    return at


def _is_new_request(
    tokens: Sequence[Token],
    start: int,
    at: int,
    right: int,
    end: int,
    best: Callable[[int, int], str | None],
    opens: Callable[[int, int], str | None],
) -> bool:
    word = tokens[right].folded
    if word in _MODIFIERS or _is_within_pair(tokens, start, at):
        return False
    if _sets_against(tokens, at, right, end):
        return False
    left_asks = best(start, at)
    if left_asks is None:
        return False
    right_asks = opens(right, end)
    if word in _VERBS:
        whole = best(right, end)
        return whole is not None and (whole != left_asks or word not in ("is", "how"))
    return right_asks is not None and right_asks != left_asks


def _sets_against(tokens: Sequence[Token], at: int, right: int, end: int) -> bool:
    """ "rows with and (rows) without a value": two sets, not two requests."""
    following = [token.folded for token in tokens[right : min(right + 3, end)]]
    if "without" not in following:
        return False
    before = {token.folded for token in tokens[max(0, at - 6) : at]}
    return bool(before & {"with", "where", "having", "missing", "null"})


def _is_within_pair(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether the "and" at a place belongs to the "between" before it."""
    if tokens[at].folded != "and":
        return False
    for place in range(at - 1, start - 1, -1):
        if tokens[place].folded == "and":
            return False
        if tokens[place].folded == "between":
            return True
    return False


_CHATTER = re.compile(
    r"^(?:\W|\d)*(?:please )?(?:do not|don't|never|no need|avoid|note that|note:|assume\b"
    r"(?! missing)|otherwise|else\b|report (?:the|if|that|whether)|interpret"
    r"|provide (?:a|an|the|statistical|brief)|explain|keep (?:all|only two|the numbers)"
    r"|round|make sure|ensure|all numeric|the (?:result|answer|null hypothesis|values?"
    r" should|desired|calculation|data should)|save|return|output|print|give the answer"
    r"|if\b|consider\b|an? outliers? (?:is|are)|outliers? (?:is|are|should)|define[sd]?\b"
    r"|what do(?:es)? (?:this|that|it) |use\b|using\b|set (?:the|alpha|a)|treat\b"
    r"|calculations? should|when |while |in case|since it|for any|there (?:is|are) no"
    r"|first,? no|no (?:missing|null)|in the test\b|you (?:are to|should|may|can)\b|convert\b|accept|reject|fail)"
)


_EXPLAINS = re.compile(
    r"^(?:\W|\d)*(?:an?|the) [^.;]{0,120}?\b(?:means? that|means there|indicates?|suggests?"
    r"|represents?|can be considered|is (?:often )?assumed|is considered)\b"
)
_IF_ANY = re.compile(
    r"^(?:\W|\d)*if (?:there (?:are|is) )?any (?:outliers?|missing values?|duplicates?)"
    r"(?: (?:exist|are (?:found|present|identified|detected)))?,? (?:remove|drop|fill|impute)"
)


def is_instruction(text: str) -> bool:
    """Whether a sentence tells how to do things rather than what to do."""
    if _IF_ANY.match(text):
        return False
    return bool(_CHATTER.match(text) or _EXPLAINS.match(text))
