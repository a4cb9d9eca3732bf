"""What the machine's trouble looks like from outside: a page that says so, never a riddle.

A busy database or a full disk is no fault of the program. It is told as such, with 503,
to people as a page and to programs as JSON; nothing of the request was stored, since
each is one transaction.
"""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from chat.runs.faults import classify, is_trouble, trouble_words

_RETRY_SECONDS = 10


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to a request that ended in an exception."""
    error = sys.exc_info()[1]
    fault = classify(error) if error is not None else None
    if fault is None or not is_trouble(fault):
        text = "The server made a mistake; it has been written to the log."
        return _told(request, text, "500.html", 500)
    response = _told(request, trouble_words(fault), "trouble.html", 503)
    response["Retry-After"] = str(_RETRY_SECONDS)
    return response


def _told(request: HttpRequest, text: str, page: str, status: int) -> HttpResponse:
    if _wants_page(request):
        # Without the request: what it carries may need the database.
        content = render_to_string(page, {"words": text, "number": status})
        return HttpResponse(content, status=status)
    return JsonResponse({"error": text, "hint": "Try again later."}, status=status)


def _wants_page(request: HttpRequest) -> bool:
    """Whether a person looks at the answer, or a script of our page reads it."""
    accepted = request.headers.get("Accept", "text/html")
    return "text/html" in accepted or request.method in ("GET", "HEAD")
