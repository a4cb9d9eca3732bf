"""Words that speak of classes which are made: "in each class", "by season"."""

from __future__ import annotations

import re

from chat.reader.methods.names import data_of


def speaks_of_classes(text: str, column: str) -> str:
    """A text with the column of the classes in the place of "each class", "by season"."""
    words = data_of("briefs")["classing"]
    head = re.escape(column.split()[-1].lower())
    nouns = f"(?:{words['nouns']}|{head}s?)"
    for form in words["references"]:
        text = re.sub(
            form.replace("<nouns>", nouns), f" by `{column}`", text, flags=re.IGNORECASE
        )
    return re.sub(r"\s+", " ", text).strip()
