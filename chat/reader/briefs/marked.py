"""A clause with marks in the place of the names and numbers that it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from analysis.base.columns import Schema
from chat.linking.tables import schema_index
from chat.reader.briefs.words import MARK
from chat.reader.methods.linked import LinkedText, Part
from chat.reader.methods.linking import linked_message
from chat.reader.methods.names import data_of

# A column's own name scores more, words that only mean it less (see chat.linking.link).
_STRONG = 1.2
_LETTERS = {"column": "c", "value": "v", "number": "n", "quoted": "q", "date": "d"}


@dataclass(frozen=True)
class Marked:
    """A clause linked to the table; ``text`` is in lower case and holds the marks."""

    linked: LinkedText
    schema: Schema

    @cached_property
    def text(self) -> str:
        pieces, at = [], 0
        for number, part in enumerate(self.linked.parts):
            if part.start < at:
                continue
            pieces.append(self.linked.low[at : part.start])
            pieces.append(f"\ue010{_LETTERS[part.kind]}{number}\ue011")
            at = part.end
        return "".join(pieces) + self.linked.low[at:]

    @cached_property
    def literal(self) -> str:
        """The same with numbers as they were written."""
        return MARK.sub(
            lambda m: self.words_in(m[0]).lower() if m[1] == "n" else m[0], self.text
        )

    @cached_property
    def columns(self) -> list[str]:
        return list(self.linked.named)

    def without_weak(self) -> Marked:
        """The same with only the columns that are named by their own names."""
        parts = self.linked.parts
        kept = tuple(p for p in parts if p.kind != "column" or p.score >= _STRONG)
        return Marked(replace(self.linked, parts=kept, memory={}), self.schema)

    @cached_property
    def strong(self) -> list[str]:
        """The columns named by (nearly) their own name."""
        parts = [p for p in self.linked.of_kind("column") if not self._is_rows(p)]
        return list(dict.fromkeys(p.column for p in parts if p.score >= _STRONG))

    def _is_rows(self, part: Part) -> bool:
        """Whether the plural of a label's name stands for the rows: "flats" of "flat"."""
        column = self.schema[part.column]
        said = self.linked.low[part.start : part.end]
        each = column.n_unique + column.n_missing >= self.schema.n_rows
        return each and not column.is_numeric and said == f"{part.column.lower()}s"

    def parts_in(self, marked: str | None) -> list[Part]:
        """The parts whose marks stand in a stretch of the marked text."""
        found = MARK.finditer(marked or "")
        return [self.linked.parts[int(match[2])] for match in found]

    def columns_in(self, marked: str | None) -> list[str]:
        names = [p.column for p in self.parts_in(marked) if p.kind == "column"]
        return list(dict.fromkeys(names))

    def value_in(self, marked: str | None) -> Any:
        """The first number, value or quoted text of a stretch."""
        for part in self.parts_in(marked):
            if part.kind != "column":
                return part.value
        return None

    def words_in(self, marked: str) -> str:
        """A stretch of the marked text as it was written."""
        return MARK.sub(
            lambda m: self.linked.text[
                self.linked.parts[int(m[2])].start : self.linked.parts[int(m[2])].end
            ],
            marked,
        )


def marked(text: str, schema: Schema) -> Marked:
    linked = linked_message(text, schema_index(schema))
    parts = tuple(filter(None, (_named(linked, part) for part in linked.parts)))
    if parts != linked.parts:
        linked = replace(linked, parts=parts, memory={})
    return Marked(linked, schema)


def _named(linked: LinkedText, part: Part) -> Part | None:
    """A part without a verb or an adjective of time that is only near to a column's name.

    "identify" is no column ID, "weekly wage" no date.
    """
    if part.kind != "column":
        return part
    said = linked.low[part.start : part.end]
    if re.match(r"-[a-z]", linked.low[part.end :]) or is_joined(said, part.column):
        return None  # "built-in" is no column built
    if part.score >= _STRONG:
        return part
    match = _no_names().match(linked.low[part.start : part.end])
    if match is None:
        return part
    start = part.start + match.end()
    return replace(part, start=start) if start < part.end else None


def is_joined(said: str, column: str) -> bool:
    """Whether words name a column only with a small word joined to them: "built-in"."""
    match = re.search(data_of("briefs")["manner"]["joined"], said)
    return match is not None and match["small"] not in re.split(r"\W|_", column.lower())


@cache
def _no_names() -> re.Pattern[str]:
    return re.compile(data_of("briefs")["manner"]["no_names"])


def blank(text: str) -> str:
    """A marked text without its marks."""
    return re.sub(r"\s+", " ", MARK.sub(" ", text)).strip()
