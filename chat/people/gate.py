"""With ``REQUIRE_LOGIN`` nobody gets in who is not signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, JsonResponse


class Gate(LoginRequiredMiddleware):
    """Pages lead to the sign-in page; what a page's script asks for is refused.

    Views marked with ``login_not_required`` stay open.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not settings.REQUIRE_LOGIN:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]  # the base leads to a page only
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        wants_page = "text/html" in request.headers.get("Accept", "text/html")
        if wants_page and request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        refusal = {"error": "You are not signed in.", "hint": "Reload the page."}
        return JsonResponse(refusal, status=401)
