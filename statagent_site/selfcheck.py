"""The public page of the self-check: published values recomputed on this server."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from analysis.selfcheck import run_checks, versions

_DAY = 24 * 3600


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Every reference with its source and digits; ``?format=json`` for programs."""
    report = recent_report()
    if request.GET.get("format") == "json":
        return JsonResponse(report)
    return render(request, "selfcheck.html", report)


def recent_report() -> dict[str, Any]:
    """The check of today with these libraries; computing it takes some seconds."""
    used = versions()
    words = hashlib.sha256(repr(sorted(used.items())).encode()).hexdigest()[:16]
    report: dict[str, Any] | None = cache.get(f"selfcheck-{words}")
    # Only one request computes; others in the meantime compute their own at worst
    # once a day, which is cheaper than a lock that may be left behind.
    if report is None:
        report = _report(used)
        cache.set(f"selfcheck-{words}", report, _DAY)
    return report


def _report(used: dict[str, str]) -> dict[str, Any]:
    started = time.perf_counter()
    checks = [asdict(check) for check in run_checks()]
    return {
        "checks": checks,
        "versions": used,
        "n_checks": len(checks),
        "n_agreeing": sum(check["agrees"] for check in checks),
        "n_values": sum(check["n_values"] for check in checks),
        "seconds": time.perf_counter() - started,
        "checked": timezone.now().strftime("%Y-%m-%d %H:%M"),
    }
