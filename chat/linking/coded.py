"""Names of survey columns: a code, and the question or statement behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from chat.linking.words import fold, is_english

_CODED = re.compile(
    r"^\s*(?P<code>[A-Za-z]{1,8}\s?\d+[a-z]?(?:[_.\-]\d*[a-z]?)*?)(?:[.:)]+\s*|\s+[-–]?\s*)"
    r"(?P<text>[^\W\d].*)$",
    re.DOTALL,
)
_LEAST_WORDS = 2
_MOST_LETTERS = 2
_LETTERS = re.compile(r"[A-Za-z]+")
# What the letters of a code may be spelt as ("question 7", "item 3").
_SPELT = {
    "q": ("question", "q", "statement", "item", "question no", "question number"),
    "v": ("variable", "v"),
    "i": ("item",),
    "s": ("statement", "s"),
}

# What a question is about that never says so: "How old are you?" is the age.
_TOPICS: tuple[tuple[str, str], ...] = (
    (r"\bhow old\b|\byour age\b|\byear of birth\b", "age"),
    (r"\b(?:fe)?male or (?:fe)?male\b|\bwom[ae]n or (?:a )?m[ae]n\b", "gender"),
    (r"\b(?:fe)?male or (?:fe)?male\b|\byour gender\b", "sex"),
    (r"\bhow tall\b", "height"),
    (r"\bhow heavy\b|\bhow much do you weigh\b", "weight"),
    (r"\bhow (?:long|many (?:minutes|hours|days))\b", "duration"),
    (r"\bhow (?:long|many (?:minutes|hours))\b", "time"),
    (r"\bhow far\b|\bhow many (?:km|kilomet\w+|miles)\b", "distance"),
    (r"\bhow fast\b", "speed"),
    (r"\bhow (?:often|frequently)\b", "frequency"),
    (r"\bhow (?:much|many euros)\b.*\b(?:spend|spent)\b", "spending"),
    (r"\bhow (?:much|many euros)\b.*\b(?:spend|spent)\b", "expenditure"),
    (r"\bhow (?:much|many euros)\b.*\b(?:pay|paid|costs?)\b", "price"),
    (r"\bhow (?:much|many euros)\b.*\b(?:pay|paid|costs?)\b", "cost"),
    (r"\bhow (?:much|many euros)\b.*\bearn\b", "income"),
    (r"\bhow many\b.*\b(?:children|kids)\b", "children"),
    (r"\bhow many people\b.*\b(?:household|live)\b", "household size"),
    (r"\bhow satisfied\b", "satisfaction"),
    (r"\bhow happy\b", "happiness"),
    (r"\bhow likely\b", "likelihood"),
    (r"\bhow safe\b", "safety"),
    (r"\bwhat do you do for a living\b", "occupation"),
    (r"\bwhere (?:do|did|are) you\b.*\b(?:live|from)\b", "residence"),
    (r"\b(?:anything else|other comments?|further comments?)\b", "comment"),
    (r"\b(?:anything else|other comments?|further comments?)\b", "remark"),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def code_and_text(name: str) -> tuple[str, str] | None:
    """The code and the words of a coded name: "Q8_1 Buses run on time" → Q8_1, Buses …

    None for names without a code, or whose code is a word itself ("Week 2 sales").
    """
    match = _CODED.match(name)
    if match is None:
        return None
    code, text = match["code"].strip(), match["text"].strip()
    letters = _LETTERS.findall(code)[0]
    if len(letters) > _MOST_LETTERS and is_english(fold(letters)):
        return None
    if len(re.findall(r"[^\W\d_]{2,}", text)) < _LEAST_WORDS:
        return None
    return code, text


def spellings_of_code(code: str) -> tuple[str, ...]:
    """A code as it may be said: "q84", "question84" (written together, folded)."""
    letters = _LETTERS.findall(code)[0]
    rest = "".join(c for c in fold(code)[len(letters) :] if c.isalnum())
    named = _SPELT.get(fold(letters), ())
    return tuple(
        dict.fromkeys(
            (fold(letters) + rest, *(word.replace(" ", "") + rest for word in named))
        )
    )


def topics(name: str) -> tuple[str, ...]:
    """What a question in a column's name is about, beyond its own words."""
    if len(name) > 500 or " " not in name:
        return ()
    text = fold(name)
    found = (topic for pattern, topic in _TOPICS if re.search(pattern, text))
    return tuple(dict.fromkeys(found))


_RUN = re.compile(r"^(.*?)(\d+)$")


def _numbered(name: str) -> re.Match[str] | None:
    """The common part and the number of a name, or of the code in front of it."""
    both = code_and_text(name)
    return _RUN.match(both[0] if both else name)


def run_between(names: Iterable[str], first: str, last: str) -> tuple[str, ...]:
    """The columns from one to another that share a name, or a code, but for its number."""
    low, high = _numbered(first), _numbered(last)
    if not low or not high or low[1] != high[1] or int(low[2]) >= int(high[2]):
        return ()
    wanted = range(int(low[2]), int(high[2]) + 1)
    found = []
    for name in names:
        match = _numbered(name)
        if match and match[1] == low[1] and int(match[2]) in wanted:
            found.append((int(match[2]), name))
    return tuple(name for _, name in sorted(found))


@lru_cache(maxsize=200)
def families(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The columns of questions with several statements: q8 → those of Q8_1 to Q8_4."""
    found: dict[str, list[str]] = {}
    for name in names:
        both = code_and_text(name)
        code = fold(both[0] if both else name)
        head, _, number = code.rpartition("_")
        if head and number.isdigit() and head[-1:].isdigit():
            found.setdefault(head, []).append(name)
    return {head: tuple(each) for head, each in found.items() if len(each) > 1}
