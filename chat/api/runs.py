"""Runs: what was carried out, with its script and its unrounded result."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from ninja import Router
from ninja.responses import Status as Answer

from analysis.base.plain import plain
from chat.api.door import ASK, READ, Asked
from chat.api.problems import Problem
from chat.api.reach import run_of
from chat.api.shapes import Limit, Runs, RunShape, Whole, answers
from chat.api.shown import shown_run
from chat.models import Run
from chat.report.answers import AnswerFile
from chat.report.handing import made_file
from chat.runs import recovery

router = Router(tags=["runs"])


@router.get("/runs", response=answers(Runs), auth=READ, url_name="runs")
def list_runs(request: Asked, limit: Limit = 30, offset: Whole = 0) -> dict[str, Any]:
    """Your runs, the newest first."""
    theirs = Run.objects.of(request.auth.owner)
    found = theirs.defer("script", "result")[offset : offset + limit]
    return {"total": theirs.count(), "items": [shown_run(one) for one in found]}


@router.get("/runs/{uuid:run_id}", response=answers(RunShape), auth=READ,
            url_name="run")  # fmt: skip
def see_run(request: Asked, run_id: uuid.UUID) -> RunShape:
    """A run: its status, time, memory, versions and hashes."""
    return shown_run(run_of(request.auth.owner, run_id))


@router.get("/runs/{uuid:run_id}/result", response=answers(Any), auth=READ,
            url_name="run-result")  # fmt: skip
def see_result(request: Asked, run_id: uuid.UUID) -> Any:
    """The unrounded numbers."""
    run = run_of(request.auth.owner, run_id)
    if run.result is None:
        raise Problem(409, f"This run ({run.status}) has no result.", run.error)
    return plain(run.result)


@router.get("/runs/{uuid:run_id}/script", response=answers(None), auth=READ,
            url_name="run-script")  # fmt: skip
def see_script(request: Asked, run_id: uuid.UUID) -> HttpResponse:
    """The script that ran, as a file."""
    run = run_of(request.auth.owner, run_id)
    if not run.script:
        raise Problem(404, f"This run ({run.kind}) has no script.")
    return made_file(AnswerFile("script.py", "text/x-python", run.script))


@router.post("/runs/{uuid:run_id}/cancel", response=answers(RunShape, 202), auth=ASK,
             url_name="run-cancel")  # fmt: skip
def cancel_run(request: Asked, run_id: uuid.UUID) -> Answer[RunShape]:
    """Stop a run; one that is over stays as it is."""
    run = run_of(request.auth.owner, run_id)
    if run.is_active:
        recovery.cancel(run)
    return Answer(202, shown_run(run_of(request.auth.owner, run_id)))
