"""What scripts tried and limits that were met: for the log and the administrator."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from analysis.models import Owner
from chat.models import Run, Violation
from sandbox import validator
from sandbox.outcome import Outcome

logger = logging.getLogger("statagent.security")
_KINDS = {
    "timed_out": Violation.Kind.TIME,
    "out_of_memory": Violation.Kind.MEMORY,
    "refused": Violation.Kind.VALIDATOR,
}
# The sandbox's own sentences; what a script raises begins with its exception's name.
_SENTENCES = {
    "The script made a forbidden system call": Violation.Kind.SYSTEM_CALL,
    "The script wrote more than": Violation.Kind.DISK,
    "The script made more than": Violation.Kind.DISK,
}


def record_violation(
    owner: Owner | None, run: Run | None, kind: str, detail: str
) -> Violation:
    """Store a violation; the log gets its kind and place, never what a table holds."""
    logger.warning(
        "%s: owner %s, run %s", kind, owner.id if owner else "-", run.id if run else "-"
    )
    return Violation.objects.create(owner=owner, run=run, kind=kind, detail=detail)


def record_refusal(
    owner: Owner | None,
    found: Sequence[validator.Violation],
    kind: str = Violation.Kind.VALIDATOR,
    run: Run | None = None,
) -> None:
    """A script or template that the validator refused."""
    lines = "\n".join(f"line {one.line}: {one.message}" for one in found[:50])
    record_violation(owner, run, kind, lines)


def record_outcome(run: Run, outcome: Outcome) -> None:
    """What the sandbox had to stop, if it was that that ended the run."""
    kind = _KINDS.get(outcome.status)
    if outcome.status == "failed":
        found = (
            k for words, k in _SENTENCES.items() if outcome.error.startswith(words)
        )
        kind = next(found, None)
    if kind is not None:
        record_violation(run.owner, run, kind, outcome.error)
