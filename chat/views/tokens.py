"""Tokens of the API, on the account page: made, shown once, revoked."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from analysis.base.errors import TaskError
from chat.people import tokens
from chat.people.owners import owner_of
from chat.received import whole_number
from chat.views.access import visitor
from chat.views.accounts import account_page
from chat.views.pages import refusal


@never_cache
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new token; it is on this one page and nowhere else, ever."""
    scopes = request.POST.getlist("scope")
    days = whole_number(request.POST.get("days"))
    try:
        owner = visitor(request)
    except TaskError as error:
        return refusal(request, error)
    try:
        made, _ = tokens.create(owner, request.POST.get("name", ""), scopes, days)
    except TaskError as error:
        return account_page(request, owner, said=f"{error.message} {error.hint}")
    return account_page(request, owner, made=made)


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Take a token back: whoever has it gets in no more."""
    owner = owner_of(request.session)
    if owner is None or not tokens.revoke(owner, token_id):
        raise Http404
    request.session["said"] = "The token is revoked."
    return redirect("account")
