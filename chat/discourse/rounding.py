"""An answer once more with fewer digits."""

from __future__ import annotations

import re

from analysis.base.reply import Block, Cell, Code, KeyValues, Reply, Table, Text

# Not the p-values, which have digits of their own.
_NUMBER = re.compile(r"(?<![\w.])(?<!p = )(?<!p < )(-?\d[\d,]*)\.(\d+)(?![\w.]\d)")


def rounded_reply(reply: Reply, digits: int) -> Reply:
    """The reply with its numbers rounded; the script is left out, which it is not of."""
    blocks = [
        _rounded(block, digits) for block in reply.blocks if not isinstance(block, Code)
    ]
    return Reply(summary=rounded_text(reply.summary, digits), blocks=tuple(blocks))


def rounded_text(text: str, digits: int) -> str:
    """The text with so many decimals at most."""

    def fewer(match: re.Match[str]) -> str:
        if len(match[2]) <= digits:
            return match[0]
        value = float(match[0].replace(",", ""))
        return f"{value:,.{digits}f}" if "," in match[1] or abs(value) >= 1000 else (
            f"{value:.{digits}f}")  # fmt: skip

    return _NUMBER.sub(fewer, text)


def _rounded(block: Block, digits: int) -> Block:
    match block:
        case Text():
            return block.model_copy(update={"text": rounded_text(block.text, digits)})
        case KeyValues():
            items = tuple(
                item.model_copy(
                    update={"value": _cell(item.value, digits, item.format)}
                )
                for item in block.items
            )
            return block.model_copy(update={"items": items})
        case Table():
            rows = tuple(
                tuple(
                    _cell(cell, digits, column.format)
                    for cell, column in zip(row, block.columns, strict=True)
                )
                for row in block.rows
            )
            return block.model_copy(update={"rows": rows})
    return block


def _cell(value: Cell, digits: int, shown: str) -> Cell:
    if isinstance(value, bool) or not isinstance(value, float) or shown == "p_value":
        return value
    return round(value, digits + 2) if shown == "percent" else round(value, digits)
