"""Where Telegram delivers updates: they are only stored here, and answered at once."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from chat.telegram.updates import take_in

logger = logging.getLogger(__name__)
MAX_BODY = 1024 * 1024


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Store an update, also one that cannot be read, if it has a number at all.

    Whatever the body, Telegram does not deliver it again; only a failure of the
    database makes it do so.
    """
    secret = settings.TELEGRAM_WEBHOOK_SECRET
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not secret or not constant_time_compare(given, secret):
        return HttpResponse(status=403)
    try:
        # A length that is none is refused here, one that is wrong when it is read.
        if int(request.headers.get("Content-Length") or 0) > MAX_BODY:
            return HttpResponse(status=413)
        text = request.body.decode()
    except (ValueError, UnreadablePostError):
        return HttpResponse(status=400)
    except RequestDataTooBig:
        return HttpResponse(status=413)
    try:
        number = take_in(text)
    except DatabaseError:
        logger.exception("an update could not be stored")
        return HttpResponse(status=503)
    if number is None:
        return HttpResponse(status=400)
    return HttpResponse("ok", content_type="text/plain")
