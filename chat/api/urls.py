"""Addresses of the API. Loaded at the first request to one of them."""

from __future__ import annotations

from chat.api.site import addresses, make

api = make()
urlpatterns = addresses(api)
