"""Where things are kept and announced: on this machine alone, or by services for several.

The settings' dictionaries, by DATABASE_URL and REDIS_URL. Nothing here is loaded that is
not set: without the addresses SQLite, files and polling do it all.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

Settings = dict[str, Any]
# The threads of one web process that may speak with the database at once.
POOLED = 12
_PATIENCE = 20  # seconds for another's writing


def database(found: Settings) -> Settings:
    """The database of an address, as ``environ`` reads it, with what it needs here."""
    if found["ENGINE"].endswith("sqlite3"):
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": _PATIENCE,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                " PRAGMA cache_size=-20000;"
            ),
        }
        return {**found, "OPTIONS": options}
    if found["ENGINE"].endswith("postgresql"):
        # Workers and the bot have few threads: each keeps its connection for a while.
        # The web process has one thread a request, and takes them from a pool.
        kept = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        return {**found, **kept}
    return found


def pool_connections(settings: Settings) -> None:
    """Let a process of many threads share its connections with PostgreSQL.

    To be called before the first of them, in a process that forks no more.
    """
    if settings["ENGINE"].endswith("postgresql"):
        pool = {"min_size": 1, "max_size": POOLED, "timeout": _PATIENCE}
        settings["CONN_MAX_AGE"] = 0
        settings["OPTIONS"] = {**settings.get("OPTIONS", {}), "pool": pool}


def caches(redis: str, folder: Path) -> Settings:
    """A cache that all processes share: the queue keeps its workers' signs of life here."""
    if redis:
        backend = "django.core.cache.backends.redis.RedisCache"
        return {"default": {"BACKEND": backend, "LOCATION": redis}}
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    return {"default": {"BACKEND": backend, "LOCATION": str(folder / "cache")}}


def storage(address: str) -> Settings:
    """A bucket by its address, as django-storages takes it; nothing without one.

    ``s3://key:secret@bucket/folder?endpoint=https://…&region=…&addressing=path``; without
    a key those of the surroundings hold (``AWS_ACCESS_KEY_ID``, a role of the machine).

    Raises:
        ImproperlyConfigured: it is no such address.
    """
    if not address:
        return {}
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query))
    unknown = set(asked) - {"endpoint", "region", "addressing"}
    if parts.scheme != "s3" or not parts.hostname or unknown:
        raise ImproperlyConfigured(
            "STORAGE_URL is s3://key:secret@bucket/folder?endpoint=https://…&region=…"
        )
    given = {
        "bucket_name": parts.hostname,
        "location": parts.path.strip("/"),
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "endpoint_url": asked.get("endpoint"),
        "region_name": asked.get("region"),
        "addressing": asked.get("addressing", "path" if "endpoint" in asked else ""),
    }
    return {key: value for key, value in given.items() if value}


def broker(redis: str) -> Settings:
    """Where tasks wait: in Redis, which wakes a worker at once, or in the database."""
    return {"redis": redis} if redis else {"orm": "default"}
