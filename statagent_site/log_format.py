"""The log's lines: for eyes, or as JSON for programs. Neither holds a table's cells.

An exception's words may quote a cell ("could not convert string to float: 'Smith'"), so
its type and place are written and its words only where they come from the system.
"""

from __future__ import annotations

import json
import logging
import traceback
from types import TracebackType
from typing import Any

from django.conf import settings
from django.db import OperationalError

# What every record has; anything else came with ``extra``.
_USUAL = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_SYSTEM_WORDS = (OSError, OperationalError, ImportError, SystemError)

Raised = (
    tuple[type[BaseException], BaseException, TracebackType | None]
    | tuple[None, None, None]
)


def told(error: BaseException) -> list[str]:
    """An exception with those that led to it, oldest first.

    The machine's trouble (a busy database, a full disk) is one line: where it was met
    says nothing.
    """
    # Logging begins before there are models.
    from chat.runs.faults import classify, is_trouble

    if is_trouble(classify(error)):
        return [f"{type(error).__module__}.{type(error).__qualname__}: {error}"]
    lines: list[str] = []
    earlier = error.__cause__ or (
        None if error.__suppress_context__ else error.__context__
    )
    if earlier is not None:
        lines += [*told(earlier), "which led to:"]
    lines += [line.rstrip("\n") for line in traceback.format_tb(error.__traceback__)]
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    own_words = settings.DEBUG or isinstance(error, _SYSTEM_WORDS)
    return [*lines, f"{name}: {error}" if own_words else name]


class LineFormatter(logging.Formatter):
    """A line for eyes, with the fields that came along."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        fields = " ".join(f"{key}={value}" for key, value in _fields(record).items())
        head, _, rest = line.partition("\n")
        return f"{head} [{fields}]\n{rest}".rstrip() if fields else line

    def formatException(self, ei: Raised) -> str:
        return "\n".join(told(ei[1])) if ei[1] else ""


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and fields."""

    def format(self, record: logging.LogRecord) -> str:
        found: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info and record.exc_info[1]:
            found["exception"] = told(record.exc_info[1])
        return json.dumps(found, ensure_ascii=False, default=str)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    """What came with ``extra``; a request is named by its path."""
    fields = {key: value for key, value in vars(record).items() if key not in _USUAL}
    request = fields.pop("request", None)
    if request is not None and hasattr(request, "path"):
        fields["path"] = request.path
    return fields
