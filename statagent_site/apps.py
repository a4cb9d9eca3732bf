"""What the site looks at before it starts."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "statagent_site"

    def ready(self) -> None:
        """Have the checks known."""
        from statagent_site import several  # noqa: F401
