"""Names of columns that the message itself creates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.base.columns import Column, Kind
from chat.linking.mentions import Mention
from chat.linking.tokens import Token
from chat.linking.words import STOPWORDS, fold, is_english

_QUOTED = r"[\"“'‘`](?P<q{n}>[^\"”'’`\n]{{1,60}})[\"”'’`]"
_WORD = r"(?P<w{n}>[^\W\d]\w*)"


def _name(n: int) -> str:
    return f"(?:{_QUOTED.format(n=n)}|{_WORD.format(n=n)})"


_NUMBER = r"-?[\d.]+(?:[\s,;.)]|$)"
_THING = r"(?:column|feature|variable|field|attribute)"
_PATTERNS = (
    re.compile(rf"\b(?:called|named|titled|labell?ed)(?: as)? {_name(0)}", re.I),
    re.compile(
        rf"\b(?:new|additional|derived|computed|calculated)(?: \w+)? {_THING},? {_name(0)}",
        re.I,
    ),
    re.compile(
        rf"\b(?:add|create|compute|define|make|set|generate|derive|calculate|let)"
        rf"(?: (?:a|an|the|new|{_THING}))* {_name(0)} ?(?::?=(?![= ]*{_NUMBER})"
        rf"| as (?:the )?(?:sum|difference|ratio|product|log|square)\b)",
        re.I,
    ),
    re.compile(rf"\b(?:add|define|derive) {_name(0)} as (?!an? )", re.I),
    re.compile(rf"(?:^|[.;\n,] ?|\bthen ){_name(0)} ?:?=(?![= ]*{_NUMBER})", re.I),
    re.compile(
        rf"\b(?:as|into) (?:a )?(?:new )?(?:{_THING} )?{_name(0)}(?=[ ,.;]|$)", re.I
    ),
)
_NOT_NAMES = frozenset(
    """by that which for from with using based representing to is as the a an of in and
    where containing combining called named showing indicating histogram chart plot
    iqr q1 q2 q3 mean median mode std variance skewness kurtosis range alpha
    bar line box scatter table percentage percent column new it them html""".split()
)


_RECODES = re.compile(r"\b(?:recode|relabel|encode|map|rename|replace)\b", re.I)


def created_names(text: str) -> dict[str, tuple[int, int]]:
    """New columns' names → where each is first named, as "create … called X" says."""
    found: dict[str, tuple[int, int]] = {}
    for number, pattern in enumerate(_PATTERNS):
        if number >= 2 and _RECODES.search(text):
            break
        for match in pattern.finditer(text):
            group = "q0" if match["q0"] else "w0"
            name = match[group].strip()
            if not name or name.lower() in _NOT_NAMES or name.lower() in STOPWORDS:
                continue
            plain = group == "w0" and is_english(name.lower())
            if number == 1 and plain and name.islower():
                continue
            if number == 5 and (plain or not _makes(text, match.start())):
                continue
            found.setdefault(name, match.span(group))
    return found


def _makes(text: str, at: int) -> bool:
    before = text[max(0, at - 120) : at].lower()
    return bool(
        re.search(r"\b(?:add|create|compute|save|store|bin|cut|log|sum)\b", before)
    )


_SORTS = re.compile(
    r"\b(?:categori[sz]\w*|bins?|binned|binning|labels?|groups? into)\b"
    r"|[\"'’] ?\(\d+ ?[-–] ?\d+",
    re.I,
)
_SORT_NAME = re.compile(
    r"(?:group|category|class|level|bin|band|type|bracket)s?$", re.I
)


def created_columns(names: Sequence[str], text: str) -> dict[str, Column]:
    """The columns to come, as far as the message tells their kind."""
    sorts = bool(_SORTS.search(text))
    found = {}
    for name in names:
        kind: Kind = "category" if sorts or _SORT_NAME.search(name) else "number"
        found[name] = Column(name=name, kind=kind)
    return found


def created_mentions(tokens: Sequence[Token], names: Sequence[str]) -> list[Mention]:
    """Where the message speaks of a column that it creates."""
    if not names:
        return []
    keys = {_key(name): name for name in names}
    found = []
    for first, token in enumerate(tokens):
        joined = ""
        for last in range(first, min(first + 5, len(tokens))):
            if tokens[last].kind == "mark" and tokens[last].text not in "_-":
                break
            joined += tokens[last].letters
            if joined in keys and token.kind != "mark":
                found.append(
                    Mention(
                        kind="column",
                        first=first,
                        last=last + 1,
                        text=" ".join(t.text for t in tokens[first : last + 1]),
                        columns=(keys[joined],),
                        score=1.5,
                    )
                )
    return found


def _key(name: str) -> str:
    return "".join(c for c in fold(name) if c.isalnum())
