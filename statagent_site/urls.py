"""All addresses of the site."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from statagent_site import health, selfcheck

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("selfcheck/", selfcheck.page, name="selfcheck"),
    path("", include("chat.urls")),
]
