"""Reads a request to make one table of several: join on keys, or append rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from chat.reader.training.recognising import without_courtesy

Kind = Literal["join", "append", "either"]
_HOW = (
    ("outer", r"(?:full|outer)(?:[- ]outer)?|keep(?:ing)? (?:all|every)(?: (?:the )?rows?)?"
              r" (?:of|from|in) both(?: tables| files)?"),
    ("left", r"left(?:[- ]outer)?"),
    ("right", r"right(?:[- ]outer)?"),
    ("inner", r"inner|(?:keep(?:ing)? )?only (?:the )?(?:matching|matched|common)(?: rows)?"),
)  # fmt: skip
_JOINS = r"join|merge|look ?up|vlookup"
_APPENDS = (
    r"append|stack|concat(?:enate)?|row[- ]?bind|rbind|bind (?:the )?rows(?: of)?"
    r"|union|add (?:the |all )?rows (?:of|from)|vstack"
)
_LEAD = re.compile(
    r"(?:(?:do|make|perform|run)(?: an?)? )?(?P<how>(?:full|outer|left|right|inner)"
    rf"(?:[- ]outer)?[- ])?(?P<verb>{_JOINS}|{_APPENDS}|combine)(?:ing)?(?: of| in| up)?\b",
    re.IGNORECASE,
)
_KEYS = re.compile(
    r"\b(?:on|by|using|via|through|matching(?: on)?|where|over|along"
    r"|with (?:the )?(?:common )?keys?)\s+(?P<keys>\S.*)$",
    re.IGNORECASE,
)
_MARK = re.compile(
    r",?\s*\b(?:and )?(?:with|adding|marking|mark|add|including)\b(?: an?| the)?(?: new)?"
    r" (?:source|origin)(?: column| file)?s?\b|,?\s*\bwith a column (?:for|of|with) the"
    r" (?:file|source|table)(?: name)?s?\b",
    re.IGNORECASE,
)
_TABLES = re.compile(
    r"\b(?:the |my |these |those |both |all |two |three |four |last |of )*"
    r"(?:tables?|files?|data ?sets?|data ?frames?|uploads?|sheets)\b",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"^(?:together )?(?:the |my |these |those |all |both |two |three |four |of |last )*"
    r"(?P<n>tables|files|data ?sets|data ?frames|uploads|sheets|both|all|two|everything)"
    r"(?: together| into one(?: table)?| below each other)?$",
    re.IGNORECASE,
)
_FILE = re.compile(r"[^\s,\"'“”`]+\.[a-z]\w{1,7}\b", re.IGNORECASE)
_THIS = re.compile(
    r"^(?:(?:this|the|my|current)\s*)?(?:it|this|table|data(?: ?set)?|data ?frame|file)?"
    r"(?: in use)?$",
    re.IGNORECASE,
)
_NOUNS = re.compile(
    r"^(?:the |my |table |file |data ?set |data ?frame |columns (?:of|from) |rows (?:of|from) )*"
    r"|(?: (?:table|file|data ?set|data ?frame|data|rows))$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,\s*(?:and\s+|with\s+)?|\s(?:and|with|to|into|onto|under|below|plus|&|\+)\s)\s*",
                    re.IGNORECASE)  # fmt: skip
_PAIR = re.compile(r"\s*(?:==?|\bto\b|\bequals?\b|\bwith\b|\bis\b|\bmatches\b)\s*", re.IGNORECASE)  # fmt: skip
_KEY_NOUNS = re.compile(
    r"^(?:the |their |its |common |same |key |column |field )*|(?: (?:columns?|fields?|keys?))+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class CombineRequest:
    """What a message says of a combination.

    ``tables`` are names as they were said, "" for the one in use; ``many`` says that
    they were meant without being named ("the two files"). ``keys`` pairs the words for
    a key on the left and on the right. ``sure`` is whether nothing else can be meant.
    """

    kind: Kind
    how: str = ""
    tables: tuple[str, ...] = ()
    many: bool = False
    keys: tuple[tuple[str, str], ...] = ()
    mark_source: bool = False
    sure: bool = False


def is_combination(text: str) -> bool:
    """Whether a message may ask for several tables to become one."""
    said = without_courtesy(text)
    return not said.startswith("/") and _LEAD.match(said) is not None


def read_combination(text: str) -> CombineRequest | None:
    """The request that a message makes, or None if it makes none."""
    said = without_courtesy(text).strip().rstrip(".!?")
    lead = _LEAD.match(said)
    if lead is None:
        return None
    verb = lead["verb"].lower()
    kind: Kind = "join" if re.fullmatch(_JOINS, verb) else "append"
    kind = "either" if verb == "combine" else kind
    rest = said[lead.end() :]
    how, rest = _how(lead["how"] or "", rest)
    marked = _MARK.search(rest)
    rest = _MARK.sub("", rest)
    keys: tuple[tuple[str, str], ...] = ()
    found = _KEYS.search(rest) if kind != "append" else None
    if found is not None:
        keys, rest = _pairs(found["keys"]), rest[: found.start()]
    rest = re.sub(r"\b(?:by )?(?:their |the )?(?:rows|vertically)$", "", rest.strip())
    many = _MANY.match(rest.strip()) is not None
    tables = () if many else tuple(_named(verb, rest))
    sure = bool(
        _FILE.search(rest) or many or how or (kind == "join" and keys)
        or _TABLES.search(rest)
    )  # fmt: skip
    if kind == "either" and keys:
        kind = "join"
    return CombineRequest(kind, how, tables, many, keys, marked is not None, sure)


def _how(word: str, rest: str) -> tuple[str, str]:
    for how, source in _HOW:
        if word and re.fullmatch(source, word.strip(" -"), re.IGNORECASE):
            return how, rest
    for how, source in _HOW:
        pattern = rf",?\s*\b(?:(?:as|with|using) an? )?(?:{source})(?: join)?\b"
        found = re.search(pattern, rest, re.IGNORECASE)
        if found and not word:
            return how, f"{rest[: found.start()]} {rest[found.end() :]}"
    return "", rest


def _named(verb: str, rest: str) -> list[str]:
    """The tables in their order: "append a to b" puts b first."""
    said = rest.strip()
    opens = re.match(r"(?:with|to|and|in|from|onto|into|together with)\s+", said)
    said = said[opens.end() :] if opens else said
    joints = "to|onto|below|under" if re.fullmatch(_APPENDS, verb) else "into"
    onto = re.search(rf"\s(?:{joints})\s", said, re.IGNORECASE)
    backwards = not opens and onto is not None
    parts = [_bare(part) for part in _SPLIT.split(said) if part.strip()]
    if backwards:
        parts = [parts[-1], *parts[:-1]]
    if len(parts) == 1 and parts[0]:
        parts = ["", *parts]
    return parts


def _bare(part: str) -> str:
    said = part.strip().strip("'\"“”`").strip()
    return "" if _THIS.match(said) else _NOUNS.sub("", said).strip("'\"“”` ")


def _pairs(said: str) -> tuple[tuple[str, str], ...]:
    """ "a and b", "orders.a = customers.b": the words for each key on both sides."""
    found = []
    for part in re.split(r"\s*(?:,\s*(?:and\s+)?|\sand\s|\s&\s)\s*", said):
        sides = [
            _KEY_NOUNS.sub("", one.strip("'\"“”`() ")) for one in _PAIR.split(part)
        ]
        sides = [side.strip("'\"“”`() ") for side in sides if side.strip()]
        if len(sides) == 1:
            found.append((sides[0], sides[0]))
        elif len(sides) == 2:
            found.append((sides[0], sides[1]))
    return tuple(found)
