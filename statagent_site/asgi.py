"""The door: HTTP to Django, websockets to the chat."""

from __future__ import annotations

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import SessionMiddlewareStack
from django.core.asgi import get_asgi_application
from django.urls import re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "statagent_site.settings")
http = get_asgi_application()

# Only now: these import models.
from chat.reader.messages import warm_up  # noqa: E402
from chat.sockets.door import ReadableOrigin, nowhere  # noqa: E402
from chat.sockets.routing import websocket_urlpatterns  # noqa: E402

# The first question shall not wait for the statistics libraries.
warm_up()

application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": ReadableOrigin(
            AllowedHostsOriginValidator(
                SessionMiddlewareStack(
                    # The last is an ASGI application, as channels takes them.
                    URLRouter([*websocket_urlpatterns, re_path("", nowhere)])  # type: ignore[arg-type]
                )
            )
        ),
    }
)
