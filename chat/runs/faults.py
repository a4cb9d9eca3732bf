"""What went wrong beneath a request: of which kind, how bad, and whether it passes.

What passes by itself is tried again, each time after twice the pause. The log gets the
kind and the severity as fields; never the words of an error that may hold a cell.
"""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from django.db import Error as DatabaseFault
from django.db import InterfaceError, OperationalError

from analysis.base.errors import TaskError
from sandbox.again import pauses

logger = logging.getLogger(__name__)
# What databases say when another writer, or a lost connection, is to blame.
_PASSING = (
    "locked",
    "busy",
    "deadlock",
    "could not serialize",
    "timeout",
    "connection",
    "starting up",
    "shutting down",
)

Kind = Literal["request", "database", "disk", "memory", "sandbox", "program"]
Severity = Literal["info", "warning", "error", "critical"]
T = TypeVar("T")


@dataclass(frozen=True)
class Fault:
    """A kind of fault; ``transient`` ones are worth another try."""

    kind: Kind
    severity: Severity
    transient: bool = False


def classify(error: BaseException) -> Fault:
    """What an exception is to us."""
    match error:
        case TaskError():
            return Fault("request", "info")
        case OperationalError() if "disk is full" in str(error):
            return Fault("disk", "critical")
        case OperationalError() | InterfaceError():
            passing = any(word in str(error).lower() for word in _PASSING)
            return Fault("database", "warning" if passing else "critical", passing)
        case DatabaseFault():
            return Fault("database", "error")
        case MemoryError():
            return Fault("memory", "error")
        case OSError(errno=errno.ENOSPC | errno.EDQUOT | errno.EROFS):
            return Fault("disk", "critical")
        case OSError(errno=errno.EAGAIN | errno.EINTR | errno.ESTALE):
            return Fault("disk", "warning", transient=True)
        case OSError():
            return Fault("disk", "error")
    return Fault("program", "error")


def is_trouble(fault: Fault) -> bool:
    """Whether it is the machine's trouble, and no fault of the program."""
    return fault.transient or fault.severity == "critical" or fault.kind == "memory"


def trouble_words(fault: Fault) -> str:
    """What a person is told of a fault that is not theirs."""
    match fault:
        case Fault(kind="disk", severity="critical"):
            return (
                "The server's disk is full. Nothing was stored; its administrator has"
                " to make room."
            )
        case Fault(kind="database"):
            return "The database is busy. Nothing is lost or half done; try again."
        case Fault(kind="memory"):
            return "The server is short of memory. Try again in a moment."
    return "That could not be done. Try again."


def persistently(work: Callable[[], T], *, what: str) -> T:
    """What ``work`` returns, tried again while its fault is one that passes.

    ``work`` must leave nothing behind when it fails: a transaction of its own.

    Raises:
        whatever ``work`` raises last, or at once if it does not pass.
    """
    for pause in pauses():
        try:
            return work()
        except Exception as error:
            fault = classify(error)
            if not fault.transient:
                raise
            note(fault, what)
            time.sleep(pause)
    return work()


def note(fault: Fault, what: str) -> None:
    """One line of the log, with the classification as fields."""
    logger.log(
        getattr(logging, fault.severity.upper()),
        "%s: a fault of the %s%s",
        what,
        fault.kind,
        "; trying again" if fault.transient else "",
        extra={
            "kind": fault.kind,
            "severity": fault.severity,
            "transient": fault.transient,
        },
    )
