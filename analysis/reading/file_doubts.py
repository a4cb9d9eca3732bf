"""Choices about a whole file: its sheets, its members, its tables, its names."""

from __future__ import annotations

from collections.abc import Sequence

from .receipt import Ambiguity
from .recipe import Recipe


def file_doubts(
    recipe: Recipe, other_sheets: Sequence[str], members: Sequence[str]
) -> tuple[Ambiguity, ...]:
    """Other sheets of a workbook, other files of an archive, fewer rows of names."""
    found = []
    if other_sheets:
        found.append(
            _about_file(
                "The workbook has several sheets",
                recipe.sheet,
                "sheet",
                [(name, name) for name in other_sheets],
            )
        )
    if len(members) > 1:
        others = [(one, one) for one in members if one != recipe.member]
        found.append(
            _about_file(
                "The archive holds several files", recipe.member, "member", others
            )
        )
    if recipe.header_rows > 1:
        found.append(
            _about_file(
                f"The first {recipe.header_rows} rows hold no values",
                "names and what belongs to them",
                "header",
                [("first", "only the first row holds names")],
            )
        )
    return tuple(found)


def table_doubts(tables: Sequence[str], number: str) -> tuple[Ambiguity, ...]:
    """Other tables of the same sheet; ``tables`` says where each is."""
    if not tables:
        return ()
    taken = int(number or 1) - 1
    others = [(str(n + 1), words) for n, words in enumerate(tables) if n != taken]
    what = f"The sheet holds {len(tables)} tables"
    return (_about_file(what, tables[taken], "table", others),)


def _about_file(
    what: str, choice: str, override: str, options: Sequence[tuple[str, str]]
) -> Ambiguity:
    return Ambiguity(
        column="",
        what=what,
        choice=choice,
        override=override,
        options=tuple(options),
    )
