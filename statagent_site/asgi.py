"""The door: HTTP to Django, websockets to the chat."""

from __future__ import annotations

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import SessionMiddlewareStack
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "statagent_site.settings")
http = get_asgi_application()

# Only now: these import models.
from chat.language.reading import warm_up  # noqa: E402
from chat.routing import websocket_urlpatterns  # noqa: E402

# The first question shall not wait for the statistics libraries.
warm_up()

application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": AllowedHostsOriginValidator(
            SessionMiddlewareStack(URLRouter(websocket_urlpatterns))
        ),
    }
)
