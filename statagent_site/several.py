"""What several machines must have in common before any of them starts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

TAG = "several"
_MAKE = 'python -c "import secrets; print(secrets.token_urlsafe(50))"'


def shared() -> str:
    """The settings by which several machines share what they do; nothing if none is."""
    if settings.STORAGE:
        return "STORAGE_URL"
    if settings.FILES_DIR != settings.VAR_DIR:
        return "STATAGENT_FILES"
    engine: str = settings.DATABASES["default"]["ENGINE"]
    if settings.REDIS_URL and not engine.endswith("sqlite3"):
        return "DATABASE_URL and REDIS_URL"
    return ""


def secret_trouble() -> tuple[str, str]:
    """Why machines with these settings would not trust each other, and the remedy.

    Both are empty if they do.
    """
    names = shared()
    if not settings.SECRET_IS_OURS or not names:
        return "", ""
    many = " are" if " and " in names else " is"
    words = (
        f"SECRET_KEY is not set, but {names}{many}: each machine would sign with a key of"
        " its own, and none could read what another signed."
    )
    remedy = (
        f"Make one and set it on all of them: {_MAKE}. Who used this machine before stays"
        f" signed in with the key in {settings.VAR_DIR / 'secret_key'}."
    )
    return words, remedy


@register(TAG)
def check_secret(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse every command that Django's checks come before."""
    words, remedy = secret_trouble()
    return [Error(words, hint=remedy, id="statagent.E001")] if words else []
