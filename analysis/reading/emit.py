"""The reader of one recipe: the functions a script carries and the call it makes."""

from __future__ import annotations

import csv
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from . import spelled, table
from .missing import PANDAS_DEFAULTS
from .recipe import ColumnRecipe, Recipe

_LINE = 88
_NEEDS = {
    "read_csv_table": ("read_csv_table",),
    "read_excel_cells": ("cell_text", "read_excel_cells"),
    "read_json_cells": ("cell_text", "read_json_cells"),
    "read_parquet_table": ("cell_text", "plain_types", "read_parquet_table"),
    "read_stata_table": ("cell_text", "plain_types", "read_stata_table"),
    "read_sas_table": (
        "cell_text",
        "plain_types",
        "read_sas_cells",
        "read_sas_table",
    ),
    "read_spss_table": ("cell_text", "plain_types", "read_spss_table"),
    "convert_columns": ("to_dates", "to_numbers", "convert_columns"),
    "retyped": ("to_dates", "to_numbers", "convert_columns", "retyped"),
}
# The steps between cells and types, in their order.
_STEPS = ("respelled", "with_option", "plain_numbers", "plain_durations", "plain_dates")


def function_named(name: str) -> Callable[..., Any]:
    """A function that scripts carry, by its name."""
    found: Callable[..., Any] = getattr(
        table if hasattr(table, name) else spelled, name
    )
    return found


_MODULES = ("io", "json", "zipfile", "gzip", "bz2", "lzma")


@dataclass(frozen=True)
class Call:
    """One call of a reader: the function's name, its first argument, its keywords."""

    function: str
    first: str | Call
    kwargs: dict[str, Any] = field(default_factory=dict)

    def source(self, indent: int = 0) -> str:
        """The expression as Python source, one argument a line where it is long."""
        first = self.first if isinstance(self.first, str) else self.first.source()
        words = [first, *(f"{k}={v!r}" for k, v in self.kwargs.items())]
        line = f"{self.function}({', '.join(words)})"
        if len(line) + indent <= _LINE - 8 and "\n" not in line:
            return line
        inner = " " * (indent + 4)
        if isinstance(self.first, Call):
            words[0] = self.first.source(indent + 4)
        words[1:] = [
            f"{k}={_literal(v, indent + 4, len(k) + 1)}" for k, v in self.kwargs.items()
        ]
        body = "".join(f"{inner}{word},\n" for word in words)
        return f"{self.function}(\n{body}{' ' * indent})"

    def run(self, path: Any) -> Any:
        first = path if isinstance(self.first, str) else self.first.run(path)
        return function_named(self.function)(first, **self.kwargs)

    def names(self) -> Iterable[str]:
        if isinstance(self.first, Call):
            yield from self.first.names()
        yield self.function


def _literal(value: Any, indent: int, taken: int) -> str:
    text = repr(value)
    if indent + taken + len(text) < _LINE or not isinstance(value, (dict, list)):
        return text
    inner = " " * (indent + 4)
    items = (
        [f"{key!r}: {item!r}" for key, item in value.items()]
        if isinstance(value, dict)
        else [repr(item) for item in value]
    )
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    body = "".join(f"{inner}{item},\n" for item in items)
    return f"{opening}\n{body}{' ' * indent}{closing}"


@dataclass(frozen=True)
class Reader:
    """What a script needs to read one file: functions, imports and the call."""

    expression: Call

    @property
    def functions(self) -> tuple[Callable[..., Any], ...]:
        """The functions of the script in the order of their definition."""
        names: dict[str, None] = {}
        kwargs: dict[str, Any] = {}
        call: Call | str = self.expression
        while isinstance(call, Call):
            kwargs |= call.kwargs
            call = call.first
        if kwargs.get("dates"):
            names["to_dates"] = None
        for function in self.expression.names():
            names |= dict.fromkeys(_NEEDS.get(function, (function,)))
        return tuple(map(function_named, names))

    @property
    def source(self) -> str:
        """The source of the functions, ready to be placed into a script."""
        return "\n\n".join(inspect.getsource(function) for function in self.functions)

    @property
    def imports(self) -> tuple[str, ...]:
        """The import lines that the functions need."""
        source = self.source
        used = [f"import {name}" for name in sorted(_MODULES) if f"{name}." in source]
        typing = ["from typing import Any"] if "Any" in source else []
        return (*used, *typing, "import pandas as pd")

    def call(self, path: str = "path") -> str:
        """The call as source, ``path`` being the expression of the file's name."""
        return _with_path(self.expression, path).source()

    def read(self, path: str) -> pd.DataFrame:
        """Read the file here and now, by the same functions."""
        data: pd.DataFrame = self.expression.run(path)
        return data


def _with_path(call: Call, path: str) -> Call:
    first = path if isinstance(call.first, str) else _with_path(call.first, path)
    return Call(call.function, first, call.kwargs)


def reader_for(recipe: Recipe, columns: Sequence[str] | None = None) -> Reader:
    """The reader of ``columns`` (all when None) of the file that ``recipe`` describes.

    Only those columns are read, in the order given. Raises KeyError for a name that
    the recipe does not have.
    """
    chosen = (
        recipe.columns if columns is None else tuple(recipe[name] for name in columns)
    )
    if recipe.counts is None:
        return Reader(_call(recipe, chosen))
    call = _call(recipe, (*chosen, recipe.counts))
    return Reader(Call("repeated", call, {"by": recipe.counts.name}))


def _call(recipe: Recipe, chosen: tuple[ColumnRecipe, ...]) -> Call:
    if recipe.format == "csv":
        return _csv_call(recipe, chosen)
    source = _source(recipe)
    if recipe.format in ("excel", "json", "jsonl"):
        cells = _mended(_cells_call(recipe, chosen, source), recipe, chosen)
        return _converted(cells, chosen)
    call = Call(_TYPED[recipe.format], source, {"columns": _sources(chosen)})
    if recipe.format in ("sas7bdat", "xport"):
        call.kwargs["format"] = recipe.format
    if recipe.format in ("stata", "spss"):
        coded = [column.name for column in chosen if column.codes]
        call.kwargs.update({"codes": coded} if coded else {})
    changed = tuple(c for c in chosen if c.converted)
    return _converted(_mended(call, recipe, chosen), changed, "retyped")


def _mended(call: Call, recipe: Recipe, columns: Sequence[ColumnRecipe]) -> Call:
    """The steps between the cells and their types."""
    if recipe.left_out:
        call = Call("without_rows", call, {"rows": list(recipe.left_out)})
    for step in _STEPS:
        how = {c.name: m.how for c in columns for m in c.mends if m.step == step}
        if how:
            call = Call(step, call, {"columns": how})
    return call


def mended_words(words: pd.DataFrame, column: ColumnRecipe) -> pd.DataFrame:
    """Words of one column after its steps, as scripts take them."""
    for mend in column.mends:
        words = function_named(mend.step)(words, {column.name: mend.how})
    return words


_TYPED = {
    "parquet": "read_parquet_table",
    "stata": "read_stata_table",
    "sas7bdat": "read_sas_table",
    "xport": "read_sas_table",
    "spss": "read_spss_table",
}


def _source(recipe: Recipe) -> str | Call:
    if not recipe.packing:
        return "path"
    kwargs = {"packing": recipe.packing}
    return Call(
        "unpack", "path", kwargs | ({"member": recipe.member} if recipe.member else {})
    )


def _sources(columns: Iterable[ColumnRecipe]) -> dict[str, str]:
    return {column.name: column.source for column in columns}


def _positions(columns: Iterable[ColumnRecipe]) -> dict[str, int]:
    return {column.name: column.position for column in columns}


def _cells_call(
    recipe: Recipe, columns: Sequence[ColumnRecipe], source: str | Call
) -> Call:
    if recipe.format == "excel":
        kwargs: dict[str, Any] = {
            "columns": _positions(columns),
            "sheet": recipe.sheet,
            "first_row": recipe.first_row,
            "last_row": recipe.last_row,
        }
        if recipe.right:
            kwargs["across"] = (recipe.left, recipe.right)
        return Call("read_excel_cells", source, kwargs)
    kwargs = {
        "columns": _sources(columns),
        "lines": recipe.format == "jsonl",
        "within": recipe.within,
        "encoding": recipe.encoding,
    }
    return Call("read_json_cells", source, kwargs)


def _csv_call(recipe: Recipe, columns: Sequence[ColumnRecipe]) -> Call:
    if _is_plain(recipe):
        return _plain_call(recipe, columns)
    cells = _mended(_csv_cells_call(recipe, columns), recipe, columns)
    return _converted(cells, columns)


def _csv_source(recipe: Recipe) -> str | Call:
    if not recipe.lone_returns:
        return _source(recipe) if recipe.packing == "zip" else "path"
    kwargs = {"encoding": recipe.encoding}
    kwargs |= {"errors": "replace"} if recipe.replace_bytes else {}
    return Call("plain_lines", _source(recipe), kwargs)


def _csv_cells_call(recipe: Recipe, columns: Sequence[ColumnRecipe]) -> Call:
    kwargs: dict[str, Any] = {"columns": _positions(columns), "width": recipe.width}
    if recipe.blank_rows:
        kwargs["blank_rows"] = True
    skip = recipe.skip + recipe.header_rows
    kwargs |= {"skiprows": skip} if skip else {}
    return Call("read_csv_cells", _csv_source(recipe), kwargs | csv_options(recipe))


def csv_options(recipe: Recipe) -> dict[str, Any]:
    """The keyword arguments of ``pandas.read_csv`` for the recipe's dialect."""
    options: dict[str, Any] = {}
    if recipe.delimiter not in (",", ""):
        options["sep"] = recipe.delimiter
    if not recipe.quote:
        options["quoting"] = int(csv.QUOTE_NONE)
    elif recipe.quote != '"':
        options["quotechar"] = recipe.quote
    if recipe.escape:
        options["escapechar"] = recipe.escape
    if not recipe.lone_returns:
        options |= _bytes_options(recipe)
    if recipe.n_rows is not None:
        options["nrows"] = recipe.n_rows
    return options


def _bytes_options(recipe: Recipe) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if recipe.encoding not in ("utf-8", "ascii"):
        options["encoding"] = recipe.encoding
    if recipe.replace_bytes:
        options["encoding_errors"] = "replace"
    if recipe.packing and recipe.packing != "zip":
        options["compression"] = recipe.packing
    return options


def _is_plain(recipe: Recipe) -> bool:
    """Whether ``pandas.read_csv`` alone, with types, reads the file correctly."""
    names = [c.source or f"Unnamed: {c.position}" for c in recipe.columns]
    return (
        recipe.header_rows == 1
        and not recipe.blank_rows
        and not recipe.left_out
        and recipe.width == recipe.header_width == len(recipe.columns)
        and names == [column.name for column in recipe.columns]
        and all(_is_plain_column(column) for column in recipe.columns)
    )


def _is_plain_column(column: ColumnRecipe) -> bool:
    if column.padded or column.has_marks or column.kept or column.dtype == "Int64":
        return False
    if column.mends:
        return False
    if column.dtype in ("bool", "boolean"):
        words = {*column.true_words, *column.false_words}
        return words <= {"True", "TRUE", "true", "False", "FALSE", "false"}
    return not column.converted


def _plain_call(recipe: Recipe, columns: Sequence[ColumnRecipe]) -> Call:
    dates = {c.name: c.date_format for c in columns if c.date_format}
    dtypes = {c.name: "str" if c.name in dates else c.dtype for c in columns}
    kwargs: dict[str, Any] = {"dtypes": dtypes}
    kwargs |= {"dates": dates} if dates else {}
    kwargs |= {"skiprows": recipe.skip} if recipe.skip else {}
    missing = _missing(columns, PANDAS_DEFAULTS)
    kwargs |= {"na_values": missing} if missing else {}
    return Call("read_csv_table", _csv_source(recipe), kwargs | csv_options(recipe))


def _missing(
    columns: Iterable[ColumnRecipe], known: Iterable[str] = ()
) -> dict[str, list[str]]:
    known = set(known)
    words = {c.name: [word for word in c.missing if word not in known] for c in columns}
    return {name: list(found) for name, found in words.items() if found}


def _converted(
    call: Call, columns: Sequence[ColumnRecipe], how: str = "convert_columns"
) -> Call:
    if not columns:
        return call
    kwargs: dict[str, Any] = {"dtypes": {c.name: c.dtype for c in columns}}
    kwargs |= conversions(columns)
    return Call(how, call, kwargs)


def conversions(columns: Sequence[ColumnRecipe]) -> Mapping[str, Any]:
    """The arguments of ``convert_columns`` beside the types."""
    found: dict[str, Any] = {
        "dates": {c.name: c.date_format for c in columns if c.date_format},
        "numbers": {c.name: _marks(c) for c in columns if _marks(c)},
        "words": {c.name: _truth(c) for c in columns if c.true_words or c.false_words},
        "missing": _missing(columns),
    }
    return {key: value for key, value in found.items() if value}


def _marks(column: ColumnRecipe) -> dict[str, str]:
    marks = {"thousands": column.thousands, "other": column.other}
    marks = {key: value for key, value in marks.items() if value}
    return marks | ({"decimal": column.decimal} if column.decimal != "." else {})


def _truth(column: ColumnRecipe) -> dict[str, bool]:
    return {
        **dict.fromkeys(column.true_words, True),
        **dict.fromkeys(column.false_words, False),
    }
