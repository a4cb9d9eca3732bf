"""All addresses of the site."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path

from statagent_site import health, selfcheck

handler500 = "statagent_site.trouble.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("healthz", login_not_required(health.alive)),
    path("readyz", login_not_required(health.ready)),
    path("selfcheck/", login_not_required(selfcheck.page), name="selfcheck"),
    path("", include("chat.urls")),
]
