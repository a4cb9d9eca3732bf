"""What programs are told when something cannot be: what is wrong, and the way out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from analysis.base.errors import TaskError
from chat.people.quotas import LimitReached
from chat.runs.faults import classify, is_trouble, trouble_words
from chat.uploads import Gone, TooLarge, Unusable

logger = logging.getLogger(__name__)
_RETRY_SECONDS = 10
_HOW_TO_SIGN = "Send “Authorization: Bearer sa_…”; the account page makes tokens."
_STATUS: dict[type[TaskError], int] = {
    TooLarge: 413,
    Unusable: 400,
    Gone: 410,
    LimitReached: 429,
}


class Field(Schema):
    """A part of the request that does not fit, and why."""

    where: str
    problem: str


class Trouble(Schema):
    """What is wrong, the way out, and words that would do instead."""

    error: str
    hint: str = ""
    options: list[str] = []
    fields: list[Field] = []


class Problem(Exception):
    """A refusal with its HTTP status; ``more`` are further fields of the answer."""

    def __init__(self, status: int, error: str, hint: str = "", **more: Any) -> None:
        super().__init__(error)
        self.status, self.error, self.hint, self.more = status, error, hint, more


def told(status: int, error: str, hint: str = "", **more: Any) -> JsonResponse:
    """The answer that says so."""
    shape = Trouble(error=error, hint=hint)
    response = JsonResponse({**shape.model_dump(), **more}, status=status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if status in (429, 503):
        response["Retry-After"] = str(more.get("retry_after") or _RETRY_SECONDS)
    return response


def add_handlers(api: NinjaAPI) -> None:
    """Every exception has an answer of its own, none a traceback."""

    def unsigned(request: HttpRequest, error: Any) -> JsonResponse:
        return told(401, "There is no token with this request.", _HOW_TO_SIGN)

    def problem(request: HttpRequest, error: Any) -> JsonResponse:
        return told(error.status, error.error, error.hint, **error.more)

    def refused(request: HttpRequest, error: Any) -> JsonResponse:
        status = _STATUS.get(type(error), 422)
        options = list(error.options)
        return told(status, error.message, error.hint, options=options)

    def missing(request: HttpRequest, error: Any) -> JsonResponse:
        return told(404, "There is nothing of yours at this address.", "Check the id.")

    def unfit(request: HttpRequest, error: Any) -> JsonResponse:
        fields = [_field(one) for one in error.errors]
        text = "The request does not fit."
        said = "; ".join(f"{one['where']}: {one['problem']}" for one in fields[:3])
        return told(422, text, said, fields=fields)

    def plain(request: HttpRequest, error: Any) -> JsonResponse:
        return told(error.status_code, str(error), "See openapi.json.")

    handlers: dict[type[Exception], Callable[[HttpRequest, Any], JsonResponse]] = {
        AuthenticationError: unsigned,
        Problem: problem,
        TaskError: refused,
        Http404: missing,
        ValidationError: unfit,
        HttpError: plain,
        Exception: unexpected,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _field(error: dict[str, Any]) -> dict[str, str]:
    where = ".".join(str(part) for part in error.get("loc", ()))
    return {"where": where, "problem": str(error.get("msg", ""))}


def unexpected(request: HttpRequest, error: Exception) -> JsonResponse:
    """The machine's trouble is told as such; anything else is ours, and logged."""
    if isinstance(error, RequestDataTooBig):
        return told(413, "The request is too large.", "Send files by chunks: /uploads.")
    if isinstance(error, UnreadablePostError):
        return told(400, "The request broke off.", "Send it again.")
    fault = classify(error)
    if is_trouble(fault):
        return told(503, trouble_words(fault), "Try again later.")
    logger.exception("a request of the API")
    text = "The server made a mistake; it has been written to the log."
    return told(500, text, "Try again later.")


View = Callable[..., HttpResponseBase]


def guarded(view: View) -> View:
    """A view of the API whose every answer is JSON, what goes wrong included.

    Tokens are no cookies: it needs no guard against forged requests, and whether
    somebody is signed in to the page means nothing here.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except Exception as error:
            return unexpected(request, error)
        if response.status_code != 405:
            return response
        verbs = response.headers.get("Allow", "")
        text = f"{request.method} is not possible at this address."
        refusal = told(405, text, f"Possible: {verbs}.")
        refusal["Allow"] = verbs
        return refusal

    answered.csrf_exempt = True  # type: ignore[attr-defined]
    answered.login_required = False  # type: ignore[attr-defined]
    return answered
