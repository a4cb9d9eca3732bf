"""What a sentence says of the rows that train and of those that judge."""

from __future__ import annotations

import re
from typing import Any

# In the sentence a setting leaves this, so that what stands around it stays apart.
GAP = " , "
# ``column`` is filled in from the table.
_SPLITS = (
    ("grouped", r"(?:with |using )?(?:an? )?group(?:ed|wise)? (?:test |train[- ]test )?"
                r"(?:split|hold[- ]?out|validation|folds?)(?: (?:by|on|over))? {column}"),
    ("grouped", r"(?:keep(?:ing)? |with )?(?:the )?(?:rows|same|all rows) of (?:each |every |"
                r"the same |an? |one )?{column} (?:stay )?together"),
    ("grouped", r"(?:keep(?:ing)? )(?:each |every |the )?{column}s? together"),
    ("grouped", r"split (?:the rows )?by groups? of {column}"),
    ("time", r"(?:with |using )?(?:an? )?(?:time[- ]?(?:ordered|based|series)?|temporal|"
             r"chronological)[- ](?:test |train[- ]test )?(?:split|hold[- ]?out|validation)"
             r"(?: (?:by|on|along|over) {column})?"),
    ("time", r"(?:split|test(?:ed)?|validat\w+) (?:the rows )?(?:in (?:order of )?time|"
             r"in time order|chronologically)(?: (?:by|on|along) {column})?"),
    ("time", r"test(?:ed|ing)? (?:it )?on the (?:latest|last|newest|most recent)(?: rows| part"
             r"| fifth| data)?(?: (?:by|of|along) {column})?"),
    ("random", r"(?:with |using )?(?:an? )?random (?:test |train[- ]test )?"
               r"(?:split|hold[- ]?out)"),
    ("random", r"mix(?:ing)? (?:the )?rows(?: of (?:one |each |the same )?{column})?"),
    ("random", r"(?:do not|don'?t) keep (?:the )?(?:rows|groups|them)"
               r"(?: of (?:one |each |the same )?{column})? together"),
)  # fmt: skip
_TIME = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_SPAN = (
    rf"(?:(?P<PART_from>{_TIME})\s*(?:-|–|—|to|until|till|through|and)\s*"
    rf"(?P<PART_until>{_TIME})|(?:until|till|up to|through)\s+(?P<PART_last>{_TIME})"
    rf"|(?:from|since|after)\s+(?P<PART_first>{_TIME})(?: on(?:wards?)?)?"
    rf"|(?P<PART_only>{_TIME}))"
)
_ROWS = r"(?:\s+(?:it|them|the model))?\s+(?:on|with|from|in|using)?\s*(?:the )?(?:years? |rows of |data of )?"
_PERIODS = re.compile(
    rf"\b(?:train(?:ed|ing)?|fit(?:ted)?|learn(?:ing|ed)?){_ROWS}{_SPAN.replace('PART', 'train')}"
    r"[\s,;]*(?:and |then )?(?:to )?"
    rf"(?:test(?:ed|ing)?|judged?|validat(?:ed?|ing)|evaluat(?:ed?|ing)){_ROWS}"
    rf"(?:{_SPAN.replace('PART', 'test')}|(?P<rest>after(?:wards?)?|later|the rest|what follows))"
    r"(?: (?:by|of|in) `?(?P<by>[\w ]+?)`?(?=$|[,.;]))?",
    re.IGNORECASE,
)


_RATIO = re.compile(
    r"\b(?:an? )?(?P<train>\d{2})\s*[/:-]\s*(?P<test>\d{2})"
    r"(?: train(?:ing)?(?:[ /-]| and )test(?:ing)?)? split\b",
    re.IGNORECASE,
)
_OPENS = (
    r"\b(?:(?:split|divide|use|take|partition)(?:ting|ing)? (?:the |this |our |all )*"
    r"(?:[\w-]+ )?(?:data ?set|data|rows|records|table|samples?)?,? ?(?:in(?:to)?|with|using)? ?)?"
)
_LEARN = r"(?:an? |the )?train(?:ing)?(?: ?(?:data ?set|sets?|data|part|sample))?"
_JUDGE = r"(?:an? |the )?(?:test(?:ing)?|evaluation|validation)(?: ?(?:data ?sets?|sets?|data|part|sample))?"
_OF = r"(?: of (?:the )?(?:data ?set|data|rows|records|table|samples?))?"
_SHARE = r"\(?(?P<{}>\d{{2}}) ?%\)?"
_REST = r"(?:the |its )?(?:rest|remaining|remainder|other(?: part)?)(?: (?:data|rows|part))?"
# Shares that are said of the two parts, in the orders that people say them in.
_PARTS = tuple(
    re.compile(_OPENS + form, re.IGNORECASE)
    for form in (
        rf"{_LEARN},? (?:and|/|,) ?{_JUDGE},? ?(?:\(|with |in |using |at |of |by )*(?:an? |the )?(?:ratio of )?"
        r"(?P<train>\d{2}) ?%?\s*(?:/|:|-|–|and|to)\s*(?P<test>\d{2})\b ?%?(?: ratio| split)?"
        r"(?:(?P<more>,[^()\n]{0,40})\)|\))?",
        rf"{_LEARN} {_SHARE.format('train')}{_OF},? (?:and|/|,) ?{_JUDGE} {_SHARE.format('test')}{_OF}",
        rf"{_SHARE.format('train')}{_OF} (?:for |as |to )?{_LEARN},? (?:and|,|with|while)(?: use)? ?"
        rf"(?:{_REST} )?(?:{_SHARE.format('test')}{_OF} |{_REST}{_OF} )?(?:for |as |to )?{_JUDGE}",
    )
)
_WHOLE = 100


def with_test_size(text: str) -> str:
    """The text with "an 80/20 split" said as the share of rows that judge.

    "70% for training and the rest for testing" is the same; shares that do not add up to
    the whole stay as they are.
    """

    def said(match: re.Match[str]) -> str:
        train, test = int(match["train"]), match["test"]
        if int(test or _WHOLE - train) + train != _WHOLE:
            return match[0]
        size = f"test size {(_WHOLE - train) / _WHOLE:g}"
        opens = re.match(r"\w+", match[0])
        if opens is not None and opens[0].lower().startswith(_VERBS):
            size = f"Use a {size}"
        return size + (match.groupdict().get("more") or "")

    for form in (_RATIO, *_PARTS):
        text = form.sub(said, text)
    return text


_VERBS = ("split", "divid", "use", "using", "take", "partition")


def split_words(text: str, names: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """The sentence without them, and split, by and periods as far as they are said."""
    found: dict[str, Any] = {}
    match = _PERIODS.search(text)
    if match is not None:
        found["split"], found["periods"] = "time", _periods(match)
        known = {name.casefold(): name for name in names}
        by = (match["by"] or "").casefold()
        if by in known:
            found["by"] = known[by]
        return text[: match.start()] + GAP + text[match.end() :], found
    spelt = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    known = {name.casefold(): name for name in names}
    for split, words in _SPLITS:
        column = rf"`?(?P<by>{spelt})`?" if spelt else "(?P<by>(?!))"
        pattern = rf"\b{words.replace('{column}', column)}(?!\w)"
        match = re.search(pattern, text, re.IGNORECASE)
        if match is None:
            continue
        found["split"] = split
        by = match.groupdict().get("by") or ""
        if by and split != "random":
            found["by"] = known[by.casefold()]
        return text[: match.start()] + GAP + text[match.end() :], found
    return text, found


def _periods(match: re.Match[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in ("train", "test"):
        since = match[f"{part}_from"] or match[f"{part}_first"] or match[f"{part}_only"]
        until = match[f"{part}_until"] or match[f"{part}_last"] or match[f"{part}_only"]
        if since:
            found[f"{part}_from"] = since
        if until:
            found[f"{part}_until"] = until
    return found
