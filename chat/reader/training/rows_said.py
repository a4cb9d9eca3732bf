"""Which rows a training request speaks of: they are chosen before, and never in silence."""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from chat.linking.tables import schema_index
from chat.linking.tokens import Token, tokenise
from chat.linking.vocabulary import ROW_NOUNS
from chat.reader.base.senses import nouns_of_rows

_LONGEST = 200  # tokens
_DIRECTED = frozenset("before after since until till".split())
_LIMITS = _DIRECTED | frozenset(
    "where whose dated between above below over under".split()
)
_ALSO_ROWS = frozenset("rows records observations cases entries data".split())
# "a model where price is the outcome": what a column is there for, and no choice of rows.
_PARTS = re.compile(
    r"\b(?:target|outcome|response|dependent|predicted|features?|inputs?|predictors?)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\bwhere\b.+", re.IGNORECASE | re.DOTALL)


def rows_that_limit(text: str, schema: Schema) -> TaskError | None:
    """Why a request that chooses its rows cannot be carried out as it stands, with the
    way out: the rows are kept first, as a step of their own."""
    said = _limit(text, schema)
    if not said:
        return None
    return TaskError(
        f"“{said}” would choose rows, which a training request cannot do.",
        hint=f"Keep the rows first (“keep {_as_kept(said)}”), then train; “test on the "
        "latest rows” splits in time.",
    )


def _limit(text: str, schema: Schema) -> str:
    """The words that choose rows; "" where there are none."""
    found = _WHERE.search(text)
    if found and not _PARTS.search(found[0]):
        return found[0].strip(" .?!")
    tokens = tokenise(text, _LONGEST)
    nouns = nouns_of_rows(schema_index(schema))
    for at, token in enumerate(tokens[:-1]):
        rows = token.folded in _ALSO_ROWS | ROW_NOUNS or token.stem in nouns
        behind = tokens[at + 1].folded
        dated = behind in _DIRECTED and _is_day(tokens, at + 2)
        if (rows and behind in _LIMITS) or dated:
            start = token.start if rows else tokens[at + 1].start
            return text[start:].split(",")[0].strip(" .?!")
    return ""


def _is_day(tokens: tuple[Token, ...], at: int) -> bool:
    kinds = [token.kind for token in tokens[at : at + 3]]
    return "date" in kinds or "number" in kinds


def _as_kept(said: str) -> str:
    return said if said.split()[0].casefold() not in _LIMITS else f"rows {said}"
