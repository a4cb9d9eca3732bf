"""A clause with marks in the place of the names and numbers that it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analysis.base.columns import Schema
from chat.linking.tables import schema_index
from chat.reader.briefs.words import MARK
from chat.reader.methods.linked import LinkedText, Part
from chat.reader.methods.linking import linked_message

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

    @cached_property
    def strong(self) -> list[str]:
        """The columns named by (nearly) their own name."""
        parts = self.linked.of_kind("column")
        return list(dict.fromkeys(p.column for p in parts if p.score >= _STRONG))

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
    return Marked(linked_message(text, schema_index(schema)), schema)


def blank(text: str) -> str:
    """A marked text without its marks."""
    return re.sub(r"\s+", " ", MARK.sub(" ", text)).strip()
