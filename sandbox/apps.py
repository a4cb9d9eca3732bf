"""The sandbox as a Django application: its settings, nothing of its work."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings

from .configuration import configure


class SandboxConfig(AppConfig):
    """Hands the project's settings to the modules that do not know Django."""

    name = "sandbox"
    label = "sandbox"
    verbose_name = "Sandbox"

    def ready(self) -> None:
        configure(str(settings.SANDBOX_DIR), settings.SANDBOX_MINIMUM)
