"""Addresses of websockets."""

from __future__ import annotations

from django.urls import path

from chat.sockets.consumers import ChatConsumer

websocket_urlpatterns = [
    path("ws/c/<uuid:conversation_id>/", ChatConsumer.as_asgi()),
]
