"""Lines of generated code: assignments broken where they grow too long."""

from __future__ import annotations

from analysis.base.templating import literal

LINE = 84  # a script's statements stand four to the right


def assigned(column: str, code: str, table: str = "table") -> list[str]:
    """The statement that gives a column of a table its values."""
    line = f"{table}[{literal(column)}] = {code}"
    if len(line) <= LINE:
        return [line]
    return [f"{table}[{literal(column)}] = (", f"    {code}", ")"]


def listed(before: str, names: list[str], after: str) -> list[str]:
    """A list of names between two pieces of code, one on each line where it is long."""
    line = before + literal(names) + after
    if len(line) <= LINE:
        return [line]
    return [f"{before}[", *(f"    {literal(name)}," for name in names), f"]{after}"]


def framed(name: str, columns: dict[str, str]) -> list[str]:
    """The statement that makes a table of named columns."""
    body = [f"    {literal(column)}: {code}," for column, code in columns.items()]
    return [f"{name} = pd.DataFrame({{", *body, "})"]


def packed(items: dict[str, str]) -> list[str]:
    """The entries of a dictionary, as many on a line as fit."""
    lines = [""]
    for name, code in items.items():
        entry = f"{literal(name)}: {code},"
        if lines[-1] and len(lines[-1]) + len(entry) + 5 > LINE:
            lines.append("")
        lines[-1] += f" {entry}" if lines[-1] else entry
    return [f"    {line}" for line in lines if line]


def number(value: float) -> str:
    """A number as people write it: 3 for 3.0."""
    return repr(int(value) if value.is_integer() and abs(value) < 1e15 else value)
