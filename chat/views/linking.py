"""From the browser to Telegram and back, with the conversation."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from analysis.models import Dataset, Owner
from chat.models import Conversation, LinkToken
from chat.people import linking
from chat.people.owners import KEY, owner_of
from chat.views.access import conversation_of
from chat.views.pages import theme_of


@require_POST
def to_telegram(request: HttpRequest, conversation_id: uuid.UUID) -> JsonResponse:
    """The address that opens this conversation in Telegram."""
    conversation = conversation_of(request, conversation_id)
    if not settings.TELEGRAM_BOT_NAME:
        raise Http404
    address = linking.telegram_address(linking.create(conversation))
    return JsonResponse({"url": address, "minutes": linking.MINUTES})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Open a conversation of the other door: asked first, so a preview uses nothing up.

    What belongs to an account is opened by signing in to it; the link alone is no
    password. Two accounts are never joined.
    """
    found = linking.pending(token)
    if found is None:
        return _page(request, None, status=410)
    mine = owner_of(request.session)
    if _needs_account(found.owner, mine):
        return redirect_to_login(request.path)
    if _apart(found.owner, mine):
        return _page(request, found, apart=True, status=403)
    if request.method == "GET":
        return _page(request, found, mine=mine)
    opened = linking.redeem(token)
    if opened is None:
        return _page(request, None, status=410)
    _join(request, opened[0], mine)
    return redirect("conversation", opened[1].id)


def _needs_account(theirs: Owner, mine: Owner | None) -> bool:
    return theirs.user is not None and (mine is None or mine.user is None)


def _apart(theirs: Owner, mine: Owner | None) -> bool:
    """Both are accounts, and not the same."""
    both = mine is not None and mine.user is not None and theirs.user is not None
    return both and mine != theirs


def _join(request: HttpRequest, theirs: Owner, mine: Owner | None) -> None:
    """One owner for both doors; a guest's session becomes the link's."""
    owner = theirs if mine is None else linking.join(theirs, mine)
    if owner != mine:
        request.session.cycle_key()
        request.session[KEY] = str(owner.id)


def _page(
    request: HttpRequest,
    found: LinkToken | None,
    *,
    mine: Owner | None = None,
    apart: bool = False,
    status: int = 200,
) -> HttpResponse:
    asked = Conversation.objects.exclude(messages=None)
    joins = mine is not None and found is not None and mine != found.owner
    context = {
        "found": found,
        "apart": apart,
        "theme": theme_of(request),
        "shares": joins
        and mine is not None
        and (asked.filter(owner=mine).exists() or Dataset.objects.of(mine).exists()),
    }
    return render(request, "accounts/link.html", context, status=status)
