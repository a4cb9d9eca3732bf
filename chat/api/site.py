"""The API put together: its rooms, its answers to what goes wrong, its addresses."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, re_path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Router

from analysis.models import Dataset
from chat.api import conversations, datasets, models, runs, stream
from chat.api.door import READ, Asked
from chat.api.problems import add_handlers, guarded, told
from chat.api.shapes import Myself, Use, answers
from chat.models import Conversation, Run
from chat.people.quotas import MIB, quota, stored_bytes
from mlmodels.models import TrainedModel

_ABOUT = """Ask tables in plain language, with proof: every number comes with the script
that computed it. A token (account page, or `manage.py api_token`) goes into the header
`Authorization: Bearer sa_…`. What goes wrong is told as `{"error", "hint"}`."""
router = Router(tags=["you"])


@router.get("/me", response=answers(Myself), auth=READ, url_name="me")
def myself(request: Asked) -> Myself:
    """Whose the token is, what it is for, and how much of what is allowed is used."""
    token, owner = request.auth, request.auth.owner
    used = {
        "storage_mb": stored_bytes(owner) / MIB,
        "datasets": Dataset.objects.of(owner).count(),
        "models": TrainedModel.objects.of(owner).count(),
        "conversations": Conversation.objects.of(owner).count(),
        "concurrent_runs": Run.objects.of(owner).filter(status__in=Run.ACTIVE).count(),
    }
    return Myself(
        owner=owner.id,
        account=owner.user.get_username() if owner.user else None,
        token=token.name,
        scopes=token.scopes,
        quotas={
            name: Use(used=float(count), allowed=quota(owner, name))
            for name, count in used.items()
        },
    )


def make() -> NinjaAPI:
    """The API with everything in it."""
    api = NinjaAPI(
        title="StatAgent",
        version="1",
        description=_ABOUT,
        urls_namespace="api",
        docs_url=None,  # its page loads scripts from elsewhere
        servers=[{"url": settings.PUBLIC_URL}] if settings.PUBLIC_URL else [],
    )
    add_handlers(api)
    for one in (router, datasets.router, conversations.router, stream.router,
                runs.router, models.router):  # fmt: skip
        api.add_router("", one)
    return api


@require_safe
def about(request: HttpRequest) -> JsonResponse:
    """Where the description is."""
    return JsonResponse(
        {"name": "StatAgent", "version": "1", "openapi": "openapi.json"}
    )


def nowhere(request: HttpRequest) -> HttpResponse:
    """An address that there is not."""
    return told(404, "There is no such address.", "See /api/v1/openapi.json.")


def addresses(api: NinjaAPI) -> list[URLPattern]:
    """All addresses, each of them once and guarded; any other one says that it is none."""
    found: dict[str, Any] = {}
    for one in api.urls[0]:
        # One view serves all verbs of an address, under the name of each.
        found.setdefault(str(one.pattern), one)
    for one in found.values():
        match one.name:
            case "api-root":
                one.callback = about
            case "openapi-json":
                one.callback = require_safe(one.callback)
        one.callback = guarded(one.callback)
    return [*found.values(), re_path("", guarded(nowhere), name="nowhere")]
