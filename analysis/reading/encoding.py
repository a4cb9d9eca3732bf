"""The encoding of a text file, judged on all of its bytes."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import charset_normalizer

from analysis.base.errors import TaskError

_BLOCK = 2**20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In the order of preference where several explain the bytes equally well.
_CANDIDATES = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "iso8859-2", "iso8859-7", "iso8859-15", "koi8-r", "cp866", "cp850", "mac_roman",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_SIGN_IN_WORD = re.compile(
    r"[^\W\d_][£¥¤¦§¨©«¬¯±²³´¶¸¹¼½¾¿×÷]|[£¥¤¦¨¬¯±²³´¶¸¹¼½¾×÷][^\W\d_]"
)


@dataclass(frozen=True)
class Encoding:
    """``name`` for Python's codecs; ``damaged``: invalid bytes are replaced."""

    name: str
    damaged: bool = False
    certain: bool = True


def detect_encoding(path: Path) -> Encoding:
    """The encoding of the file; UTF-8 where all of it is valid UTF-8.

    Raises TaskError where the bytes are no text in any known encoding.
    """
    with path.open("rb") as file:
        head = file.read(_BLOCK)
    for bom, name in _BOMS:
        if head.startswith(bom):
            return Encoding(name, damaged=not _decodes(path, name))
    if wide := _utf16_without_bom(head):
        return Encoding(wide, damaged=not _decodes(path, wide))
    if _decodes(path, "utf-8"):
        return Encoding("utf-8")
    if _looks_binary(head):
        raise TaskError(
            "The file is no text and no known table format.",
            "Upload a table: CSV, Excel, JSON, Parquet, Stata, SAS or SPSS.",
        )
    sample = _telling_lines(path)
    if _is_damaged_utf8(sample):
        return Encoding("utf-8", damaged=True)
    return Encoding(_best(sample), certain=False)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_bom(head: bytes) -> str:
    """Text in a Latin script has a zero in every second byte of UTF-16."""
    if len(head) < 4:
        return ""
    even, odd = head[0:4096:2].count(0), head[1:4096:2].count(0)
    half = min(len(head), 4096) / 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _looks_binary(head: bytes) -> bool:
    controls = sum(
        head.count(bytes([c])) for c in range(32) if c not in (9, 10, 12, 13)
    )
    return controls > 0.02 * len(head)


def _telling_lines(path: Path, most: int = 200_000) -> bytes:
    """Lines with bytes beyond ASCII, from the whole file."""
    found: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                found.append(line[:10_000])
                size += len(found[-1])
                if size > most:
                    break
    return b"".join(found)


def _is_damaged_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", errors="replace")
    good = sum(1 for char in text if ord(char) > 127 and char != "\ufffd")
    bad = text.count("\ufffd")
    return good > 20 * bad


def _best(sample: bytes) -> str:
    """The candidate whose text is least strange; a guess of its language breaks ties."""
    guess = charset_normalizer.from_bytes(sample).best()
    advised = codecs.lookup(guess.encoding).name if guess else "cp1252"
    scores: dict[str, float] = {}
    for name in dict.fromkeys((*_CANDIDATES, advised)):
        try:
            scores[name] = _strangeness(sample.decode(name))
        except UnicodeDecodeError:
            continue
    if not scores:
        return "latin-1"
    least = min(scores.values())
    ties = [name for name, score in scores.items() if score <= least + 0.01]
    few = sum(byte > 127 for byte in sample) < 4
    if "cp1252" in ties or (few and "cp1252" in scores):
        return "cp1252"
    return advised if advised in ties else ties[0]


def _strangeness(text: str) -> float:
    """How unlike written language the characters beyond ASCII are, 0 to about 1."""
    beyond = [char for char in text if ord(char) > 127]
    if not beyond:
        return 1.0
    odd = sum(_oddness(char) for char in beyond)
    for word in _WORD.findall(text):
        if not word.isascii():
            odd += _word_oddness(word)
    odd += len(_SIGN_IN_WORD.findall(text))
    return odd / len(beyond) + _vowel_oddness(text)


_VOWELS = {
    "CYRILLIC": set("аеиоуыэюяёіїє"),
    "GREEK": set("αεηιουωάέήίόύώϊϋΐΰ"),
}


def _vowel_oddness(text: str) -> float:
    """Written words are a third to a half vowels; wrong decoders lose them."""
    for script, vowels in _VOWELS.items():
        letters = [c.lower() for c in text if ord(c) > 127 and _script(c) == script]
        if len(letters) > 4:
            share = sum(letter in vowels for letter in letters) / len(letters)
            return 0.0 if 0.3 < share < 0.65 else 0.3
    return 0.0


def _oddness(char: str) -> float:
    category = unicodedata.category(char)
    if category in ("Cc", "Co", "Cn"):
        return 3.0
    if category == "Mn":
        return 0.7
    if char.isalpha():
        # Half-width katakana and rare ideographs are what wrong decoders produce.
        code = ord(char)
        return 0.8 if 0xFF61 <= code <= 0xFF9F or 0xE000 <= code <= 0xF8FF else 0.0
    return 0.1 if char in "€£°–—‘’“”«»©®·…§²³½\u00a0" else 0.5


def _script(char: str) -> str:
    return unicodedata.name(char, "UNKNOWN").split(" ")[0]


_CJK = {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL"}


def _word_oddness(word: str) -> float:
    """Scripts mixed in one word, small before capital, accents upon accents."""
    beyond = sum(1 for char in word if ord(char) > 127)
    scripts = {_script(char) for char in word}
    odd = 0.0
    if len(scripts) > 1 and not scripts <= _CJK:
        odd += beyond
    if any(a.islower() and b.isupper() for a, b in pairwise(word)):
        odd += 0.5 * beyond
    if scripts == {"LATIN"} and beyond > 0.75 * len(word):
        odd += 0.8 * beyond if len(word) > 1 else 0.4
    return odd
