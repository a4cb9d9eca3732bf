"""Where Telegram delivers updates: they are only stored here, and answered at once."""

from __future__ import annotations

import json
import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from chat.telegram.updates import store

logger = logging.getLogger(__name__)
MAX_BODY = 1024 * 1024


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Store an update. A failure of the database makes Telegram deliver it again."""
    secret = settings.TELEGRAM_WEBHOOK_SECRET
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not secret or not constant_time_compare(given, secret):
        return HttpResponse(status=403)
    if int(request.headers.get("Content-Length") or 0) > MAX_BODY:
        return HttpResponse(status=413)
    try:
        body = json.loads(request.body)
    except ValueError:
        return HttpResponse(status=400)
    if not isinstance(body, dict) or not isinstance(body.get("update_id"), int):
        return HttpResponse(status=400)
    try:
        store(body)
    except DatabaseError:
        logger.exception("update %s could not be stored", body["update_id"])
        return HttpResponse(status=503)
    return HttpResponse("ok", content_type="text/plain")
