"""What is said where a column of yes and no says no: "went ahead", where it was cancelled."""

from __future__ import annotations

from analysis.base.columns import Column
from chat.linking.index import SchemaIndex, StoredValue
from chat.linking.naming import names_said
from chat.linking.other_words import value_for_no
from chat.linking.tokens import tokenise
from chat.linking.words import stem

_OPPOSITE = 0.9


def add_opposites(index: SchemaIndex, column: Column) -> None:
    """ "went ahead" for the no of a column that says what was cancelled."""
    no = value_for_no(column)
    if no is None:
        return
    for words in names_said(column):
        for said in index.table.opposites(words, column):
            if _names_another(index, column, said):
                continue  # "opened" is when, where a column says so
            stored = StoredValue(column.name, no, _OPPOSITE, "synonym")
            index.values[_key(said)].append(stored)


def _names_another(index: SchemaIndex, column: Column, said: str) -> bool:
    """Whether a word stands in the name of another column."""
    return any(
        posting.quality == 1 and index.forms[posting.form].column != column.name
        for posting in index.postings.get(stem(said), ())
    )


def _key(said: str) -> str:
    return " ".join(token.stem for token in tokenise(said) if token.kind != "mark")
