"""A function's text without the branches that cannot be reached.

Lines are taken as they stand, comments and all; nothing is written anew but an `else`
where an `elif` was decided.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

_INDENT = 4


def prune(text: str, function: ast.FunctionDef, decided: Mapping[int, bool]) -> str:
    """The text of a function, cut down by what is decided about its nodes.

    Args:
        text: the function's source, which the line numbers count from 1.
        decided: by ``id`` of a node: whether an `if` or `x if y else z` holds, whether
            `or` or `and` stops at its first operand; False for a loop over nothing.
    """
    if not decided:
        return text
    cut = _Cut(text.splitlines(), decided)
    end = _header_end(cut.lines, function, function.body[0])
    body, _ = cut.block(function.body, end, 0)
    return "\n".join([*cut.lines[:end], *(body or [" " * _INDENT + "pass"])])


class _Cut:
    """Renders statements; ``shift`` is by how many columns lines move to the left."""

    def __init__(self, lines: Sequence[str], decided: Mapping[int, bool]) -> None:
        self.lines = lines
        self.decided = decided

    def block(
        self, statements: Sequence[ast.stmt], after: int, shift: int
    ) -> tuple[list[str], bool]:
        """Lines of statements with what stands between them; whether they end."""
        kept: list[str] = []
        for statement in statements:
            before = self.lines[after : statement.lineno - 1]
            found, falls_through = self.statement(statement, shift)
            if found:
                kept += [*_moved(before, shift), *found]
            after = statement.end_lineno or statement.lineno
            if not falls_through:
                return kept, False
        return kept, True

    def statement(self, node: ast.stmt, shift: int) -> tuple[list[str], bool]:
        if isinstance(node, ast.If):
            return self.choice(node, shift, "if")
        if isinstance(node, ast.For) and id(node) in self.decided:
            return [], True
        if isinstance(node, (ast.For, ast.With)) and not getattr(node, "orelse", ()):
            end = _header_end(self.lines, node, node.body[0])
            body, _ = self.block(node.body, end, shift)
            header = self.cut_out(node, node.lineno, end)
            return _moved(header, shift) + (body or _nothing(node, shift)), True
        found = self.cut_out(node, node.lineno, node.end_lineno or node.lineno)
        return _moved(found, shift), not isinstance(node, (ast.Return, ast.Raise))

    def choice(self, node: ast.If, shift: int, word: str) -> tuple[list[str], bool]:
        """An `if`, or with ``word`` "elif" the rest of a chain of them."""
        holds = self.decided.get(id(node))
        end = _header_end(self.lines, node, node.body[0])
        if holds is None:
            body, body_falls = self.block(node.body, end, shift)
            rest, rest_falls = self.otherwise(node, shift, "elif")
            header = self.cut_out(node, node.lineno, end)
            header[0] = re.sub(r"^( *)(?:el)?if\b", rf"\1{word}", header[0])
            kept = _moved(header, shift) + (body or _nothing(node, shift))
            return kept + rest, body_falls or rest_falls
        if not holds:
            return self.otherwise(node, shift, word)
        if word == "if":
            return self.block(node.body, end, shift + _INDENT)
        body, falls = self.block(node.body, end, shift)
        margin = " " * (node.col_offset - shift)
        return [f"{margin}else:", *(body or _nothing(node, shift))], falls

    def otherwise(self, node: ast.If, shift: int, word: str) -> tuple[list[str], bool]:
        """What follows when an `if` does not hold; ``word`` says if one stands above."""
        if not node.orelse:
            return [], True
        first = node.orelse[0]
        if isinstance(first, ast.If) and _is_elif(self.lines, first):
            return self.choice(first, shift, word)
        start = _else_line(self.lines, node)
        if word == "if":
            return self.block(node.orelse, start, shift + _INDENT)
        body, falls = self.block(node.orelse, start, shift)
        if not body:
            return [], falls
        return [*_moved([self.lines[start - 1]], shift), *body], falls

    def cut_out(self, node: ast.stmt, first: int, last: int) -> list[str]:
        """Lines first to last with decided expressions replaced by what they come to."""
        text = "\n".join(self.lines[first - 1 : last])
        edits = sorted(self.edits(node, last), key=lambda e: e[0], reverse=True)
        for place, end, chosen in edits:
            at, to = (_offset(self.lines, first, *p) for p in (place, end))
            kept = "\n".join(self.lines[chosen.lineno - 1 : chosen.end_lineno])
            begin = _offset(self.lines, chosen.lineno, chosen.lineno, chosen.col_offset)
            assert chosen.end_lineno is not None and chosen.end_col_offset is not None
            stop = _offset(
                self.lines, chosen.lineno, chosen.end_lineno, chosen.end_col_offset
            )
            kept = kept[begin:stop]
            if isinstance(chosen, (ast.IfExp, ast.BoolOp, ast.Lambda, ast.NamedExpr)):
                kept = f"({kept})"
            text = text[:at] + kept + text[to:]
        return text.splitlines()

    def edits(
        self, node: ast.AST, last: int
    ) -> Iterator[tuple[tuple[int, int], tuple[int, int], ast.expr]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt) or getattr(child, "lineno", last) > last:
                continue
            if id(child) not in self.decided:
                yield from self.edits(child, last)
                continue
            holds = self.decided[id(child)]
            if isinstance(child, ast.IfExp):
                chosen = child.body if holds else child.orelse
            elif isinstance(child, ast.BoolOp):
                chosen = child.values[0 if holds else 1]
            else:
                continue
            assert child.end_lineno is not None and child.end_col_offset is not None
            start = (child.lineno, child.col_offset)
            yield start, (child.end_lineno, child.end_col_offset), chosen


def _moved(lines: Sequence[str], shift: int) -> list[str]:
    return [line[shift:] if line[:shift].isspace() else line for line in lines]


def _nothing(node: ast.stmt, shift: int) -> list[str]:
    return [" " * (node.col_offset + _INDENT - shift) + "pass"]


def _offset(lines: Sequence[str], first: int, line: int, column: int) -> int:
    """Characters from the start of a line to a place, which counts UTF-8 bytes."""
    before = sum(len(text) + 1 for text in lines[first - 1 : line - 1])
    return before + len(lines[line - 1].encode()[:column].decode())


def _header_end(lines: Sequence[str], node: ast.stmt, body: ast.stmt) -> int:
    """The last line before a block, without the comments that belong to the block."""
    line = body.lineno - 1
    while line > node.lineno and lines[line - 1].strip()[:1] in ("", "#"):
        line -= 1
    return max(line, node.lineno)


def _is_elif(lines: Sequence[str], node: ast.If) -> bool:
    return lines[node.lineno - 1].lstrip().startswith("elif")


def _else_line(lines: Sequence[str], node: ast.If) -> int:
    line = node.body[-1].end_lineno or 0
    while lines[line].split("#")[0].strip() != "else:":
        line += 1
    return line + 1
