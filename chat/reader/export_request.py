"""Reads a request for the prepared table as a file: which format, which part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from analysis.base.task import Step
from analysis.operations import operation_named
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from chat.reader.training.recognising import without_courtesy

_ENDINGS = {
    "xlsx": r"\.?xlsx?|(?:ms |microsoft )?excel|spread ?sheet|work ?book",
    "csv": r"\.?csv|comma[- ]separated(?: values)?",
    "parquet": r"\.?parquet|\.?pq",
}
_FORMAT = "|".join(_ENDINGS.values())
_VERB = re.compile(
    r"(?:(?:export|download|save|convert|write(?: out)?)(?:ing)?|(?:give|send|get|let|make)"
    r"(?: me)?(?: have)?|get|have|turn)\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"^(?:can|could|may|might) (?:i|we) (?:please )?", re.IGNORECASE)
_SURE = re.compile(r"(?:export|download)", re.IGNORECASE)
_AS = re.compile(
    rf"\b(?:as|in(?:to)?|to)\s+(?:an?\s+|the\s+)?(?P<as>{_FORMAT})\b(?:[- ](?:file|format"
    r"|table|sheet|document|workbook|spreadsheet)s?)?",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?:^|(?<=\s))(?:an?\s+|the\s+)?(?P<as>{_FORMAT})\b(?:[- ](?:file|format|version"
    r"|copy)s?)?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:\b(?:as|to|into|called|named)\s+)?[\"'“`]?"
    r"(?P<name>[^\s\"'“”`/\\]+\.(?P<as>csv|xlsx|parquet))\b[\"'”`]?",
    re.IGNORECASE,
)
_ANY_TABLE = re.compile(
    r"[\"'“`]?([^\s\"'“”`/\\]+\.[a-z]\w{1,7})\b[\"'”`]?", re.IGNORECASE
)
_TABLE = (
    r"(?:data ?set|data ?frame|data|table|rows?|records?|file|everything|it|this|that"
    r"|version|copy|result(?:s|ing)?)"
)
_DESCRIBED = (
    r"(?:the|my|this|these|that|all|whole|full|entire|current|prepared|cleaned|clean"
    r"|filtered|transformed|processed|changed|modified|new|final|reshaped|joined|merged"
    r"|resulting|of|up|only)"
)
_OBJECT = re.compile(
    rf"(?:\s*\b{_DESCRIBED}\b)*\s*\b{_TABLE}\b(?:\s+\b{_TABLE}\b)?", re.IGNORECASE
)
_APPLIED = re.compile(
    r"\b(?:with|after|including)\s+(?:all\s+)?(?:of\s+)?(?:the\s+|my\s+|its\s+)*"
    r"(?:filters?|changes?|steps?|preparations?|cleaning|transformations?)\b"
    r"(?:\s+and\s+\w+)?(?:\s+(?:applied|made|done))?",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:models?|bundles?|scripts?|code|python|notebooks?|jupyter|report|pdf|html"
    r"|markdown|conversation|chat|analysis|charts?|plots?|graphs?|pictures?|images?|png"
    r"|answers?|predictions?|summary|histogram|correlations?|latex)\b",
    re.IGNORECASE,
)
_FILLING = re.compile(r"^[\s,.:;?!]*(?:(?:and|please|now|file|for me|as|a|an|to)\b[\s,]*)*|"
                      r"(?:[\s,.:;?!]|\b(?:please|file|for me|now|as|to|a)\b)*$", re.IGNORECASE)  # fmt: skip
_ROWS = re.compile(
    r"(?:where|with|for|of|only|in|whose|that|which|having|who|when|without|except|since"
    r"|from|over|under|above|below|before|after)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ExportRequest:
    """What a request for a file says; "" for what it does not say.

    ``file`` is a name of the file to be made, ``table`` of the one that it is made of;
    ``part`` is what was said of rows or columns, not read yet.
    """

    ending: str = ""
    file: str = ""
    table: str = ""
    part: str = ""


def _bare(text: str) -> str:
    return _MAY.sub("", without_courtesy(text))


def is_export(text: str) -> bool:
    """Whether a message asks for the table as a file."""
    said = _bare(text)
    verb = _VERB.match(said)
    if verb is None or said.startswith("/") or _OTHERS.search(said):
        return False
    rest = said[verb.end() :]
    if _AS.search(rest) or _NAMED.search(rest):
        return True
    if not _SURE.match(said):
        return False
    return not rest.strip() or bool(_BARE.search(rest) or _OBJECT.match(rest))


def read_export(text: str) -> ExportRequest:
    """The format, the file's name and the part of the table that a request names."""
    said = _bare(text)
    verb = _VERB.match(said)
    rest = said[verb.end() :] if verb else said
    ending = file = table = ""
    for pattern in (_AS, _NAMED, _BARE):
        found = pattern.search(rest)
        if found:
            ending = _ending(found["as"])
            file = found.groupdict().get("name") or ""
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
            break
    named = _ANY_TABLE.search(rest)
    if named is not None:  # "convert sales.csv to parquet"
        table, rest = named[1], f"{rest[: named.start()]} {rest[named.end() :]}"
    rest = _APPLIED.sub(" ", rest)
    rest = _OBJECT.sub(" ", rest, count=1) if _OBJECT.match(rest) else rest
    part = _FILLING.sub("", rest.strip()).strip()
    return ExportRequest(ending, file, table, " ".join(part.split()))


def _ending(word: str) -> str:
    for ending, pattern in _ENDINGS.items():
        if re.fullmatch(pattern, word, re.IGNORECASE):
            return ending
    raise ValueError(word)


def steps_for(part: str, schema: Schema) -> tuple[Step, ...]:
    """The preparing steps that leave the part of the table that was asked for.

    Raises:
        TaskError: the part cannot be understood.
    """
    if not part:
        return ()
    as_columns, as_rows = f"keep only the columns {part}", f"keep the rows {part}"
    tried = (as_rows, as_columns) if _ROWS.match(part) else (as_columns, as_rows)
    for said in tried:
        reading = read_message(said, schema)
        if not isinstance(reading, Understood) or reading.task.ignored:
            continue
        steps = reading.task.steps
        if steps and all(operation_named(s.operation).kind == "prepare" for s in steps):
            return steps
    raise TaskError(
        f"Which part of the data “{part}” is was not understood.",
        hint="Name rows (“export the rows where age > 40 as csv”) or columns (“export"
        " age and fare as csv”), or export all of it.",
        options=("/export",),
    )
