"""What a script template says of itself, in the comment that it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.operations import operations

KINDS = (
    "column",
    "columns",
    "number column",
    "number columns",
    "group column",
    "group columns",
    "number",
    "text",
    "flag",
)
CATEGORIES = {"utils": "Utilities", "stats": "Statistics", "ml": "Machine learning"}
_COMMENT = re.compile(r"\A\s*\{#-?(?P<body>.*?)-?#\}", re.DOTALL)
_LINE = re.compile(r"(?P<key>[a-z]+):(?P<value>.*)")
_PARAMETER = re.compile(r"(?P<name>[a-z]\w*) \((?P<kind>[a-z ]+)\)")
_KEYS = (
    "title",
    "description",
    "category",
    "version",
    "operation",
    "aliases",
    "required",
    "optional",
    "examples",
)


class TemplateFault(Exception):
    """What is wrong with a template, and in which of its lines (from 1)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Line {line}: {message}")
        self.line = line
        self.message = message


@dataclass(frozen=True)
class TemplateParameter:
    """A parameter that a template takes; the kind is one of :data:`KINDS`."""

    name: str
    kind: str
    required: bool

    @property
    def names_columns(self) -> bool:
        return "column" in self.kind

    @property
    def many(self) -> bool:
        return self.kind.endswith("columns")


@dataclass(frozen=True)
class Header:
    """A template's description.

    ``operation`` is the registry's name of what computes the answer; without one the
    template holds its own code. ``aliases`` are further names in plain words.
    """

    title: str
    description: str
    category: str
    version: int
    operation: str = ""
    aliases: tuple[str, ...] = ()
    parameters: tuple[TemplateParameter, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[TemplateParameter, ...]:
        return tuple(one for one in self.parameters if one.required)

    @property
    def optional(self) -> tuple[TemplateParameter, ...]:
        return tuple(one for one in self.parameters if not one.required)


def read_header(text: str) -> Header:
    """The header of a template.

    Raises:
        TemplateFault: there is none, or one of its lines is not as it should be.
    """
    comment = _COMMENT.match(text)
    if comment is None:
        raise TemplateFault(1, "a template begins with a comment {# title: … #}")
    first = text.count("\n", 0, comment.start("body")) + 1
    lines = dict(_lines(comment["body"], first))
    for key in ("title", "description", "category"):
        if key not in lines:
            raise TemplateFault(first, f"the header names no {key}")
    header = Header(
        title=lines["title"][1],
        description=lines["description"][1],
        category=lines["category"][1],
        version=_whole_number(*lines.get("version", (first, "1"))),
        operation=lines.get("operation", (0, ""))[1],
        aliases=_listed(lines.get("aliases", (0, ""))[1], ","),
        parameters=(
            *_parameters(*lines.get("required", (0, "")), required=True),
            *_parameters(*lines.get("optional", (0, "")), required=False),
        ),
        examples=_listed(lines.get("examples", (0, ""))[1], "|"),
    )
    _check(header, lines)
    return header


def _lines(body: str, first: int) -> Iterator[tuple[str, tuple[int, str]]]:
    for number, line in enumerate(body.splitlines(), start=first):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None or match["key"] not in _KEYS:
            known = ", ".join(_KEYS)
            raise TemplateFault(number, f"a line of the header is one of: {known}")
        yield match["key"], (number, match["value"].strip())


def _whole_number(line: int, value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) < 10_000:
        raise TemplateFault(line, "the version is a whole number from 1")
    return int(value)


def _listed(value: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(separator) if part.strip())


def _parameters(
    line: int, value: str, *, required: bool
) -> Iterator[TemplateParameter]:
    for part in _listed(value, ","):
        match = _PARAMETER.fullmatch(part)
        if match is None or match["kind"] not in KINDS:
            kinds = ", ".join(KINDS)
            fault = f"“{part}” is no parameter: write name (kind), kinds are {kinds}"
            raise TemplateFault(line, fault)
        yield TemplateParameter(match["name"], match["kind"], required)


def _check(header: Header, lines: dict[str, tuple[int, str]]) -> None:
    if header.category not in CATEGORIES:
        known = ", ".join(CATEGORIES)
        raise TemplateFault(lines["category"][0], f"a category is one of: {known}")
    if not header.operation:
        return
    operation = operations().get(header.operation)
    if operation is None:
        line = lines["operation"][0]
        raise TemplateFault(line, f"there is no operation {header.operation}")
    for parameter in header.parameters:
        if parameter.name not in operation.parameters:
            line = lines["required" if parameter.required else "optional"][0]
            fault = f"{header.operation} has no parameter {parameter.name}"
            raise TemplateFault(line, fault)
