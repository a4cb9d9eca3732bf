"""Reading formulas: from text to a tree in which placeholders stand for columns.

Columns may be called anything, also ``class`` or ``sum``, so names are replaced before
Python's own parser sees the text; it would also change letters (ﬁ to fi).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from analysis.base.errors import TaskError
from analysis.formulas.expression_functions import FUNCTIONS

MAX_LENGTH = 2_000
EXAMPLES = "For example: sibsp + parch, log(fare), where(age < 18, 'child', 'adult')."

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<quoted>`(?:[^`]|``)+`)
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<name>[^\W\d]\w*)
      | (?P<operator>\*\*|//|==|!=|<=|>=|[-+*/%<>(),])
    """,
    re.VERBOSE,
)
_WORDS = ("and", "or", "not", "True", "False")


@dataclass(frozen=True)
class Parsed:
    """A formula's tree; ``columns`` maps its placeholders to column names."""

    text: str
    tree: ast.expr
    columns: Mapping[str, str]
    places: Mapping[int, int]

    def fault(self, node: ast.AST, what: str = "is not understood") -> TaskError:
        """The error for a part of the formula, which says where the part begins."""
        return fault(
            self.text, self.places.get(getattr(node, "col_offset", 0), 0), what
        )


def fault(text: str, place: int, what: str = "is not understood") -> TaskError:
    """The error for a formula that goes wrong at a place, counted from 0."""
    return TaskError(
        f"The formula “{text}” {what} at character {place + 1}.", hint=EXAMPLES
    )


def parse_expression(text: str) -> Parsed:
    """The formula's tree.

    Raises:
        TaskError: it is no formula; the message says where.
    """
    if not text.strip():
        raise TaskError("The formula is empty.", hint=EXAMPLES)
    if len(text) > MAX_LENGTH:
        raise TaskError(f"A formula has at most {MAX_LENGTH:,} characters.")
    source, columns, places = _with_placeholders(text.strip())
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        # without a place, or with one behind the text, the formula ends too early
        offset = (getattr(error, "offset", None) or len(source) + 1) - 1
        place = places.get(offset, len(text))
        raise fault(text, min(place, len(text) - 1)) from None
    return Parsed(text.strip(), tree, columns, places)


def _with_placeholders(text: str) -> tuple[str, dict[str, str], dict[int, int]]:
    """Source for Python's parser, its columns, and where each byte of it came from."""
    pieces: list[str] = []
    columns: dict[str, str] = {}
    places: dict[int, int] = {}
    position = length = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise fault(text, position)
        piece = _piece(match, text, columns)
        if not pieces:
            piece = piece.lstrip()  # a line that begins with a space is no expression
        size = len(piece.encode(errors="surrogatepass"))
        places.update(dict.fromkeys(range(length, length + size), position))
        length += size
        pieces.append(piece)
        position = match.end()
    return "".join(pieces), columns, places


def _piece(match: re.Match[str], text: str, columns: dict[str, str]) -> str:
    token = match.group()
    match match.lastgroup:
        case "space":
            return " "
        case "text":
            return ascii(token[1:-1])
        case "quoted":
            # Set apart: beside a digit it would become another name or number.
            return f" {_placeholder(token[1:-1].replace('``', '`'), columns)} "
        case "name" if token in _WORDS:
            return token
        case "name" if re.match(r"\s*\(", text[match.end() :]):
            return _function(token)
        case "name":
            return _placeholder(token, columns)
    return token


def _function(name: str) -> str:
    if name not in FUNCTIONS:
        raise TaskError(
            f"There is no function “{name}” for formulas.",
            hint="There are: " + ", ".join(FUNCTIONS) + ".",
            options=tuple(get_close_matches(name, FUNCTIONS)),
        )
    return name


def _placeholder(name: str, columns: dict[str, str]) -> str:
    for placeholder, known in columns.items():
        if known == name:
            return placeholder
    placeholder = f"_{len(columns)}"
    columns[placeholder] = name
    return placeholder
