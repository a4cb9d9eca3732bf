"""The one place that everything is kept in, by the settings."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from analysis.files.cache import Copies
from analysis.files.folder import FolderStore
from analysis.files.store import Store

COPIES = "copies"  # the folder of copies, within this machine's own


def kept() -> Store:
    """Where datasets, models, uploads and exports are kept."""
    if not settings.STORAGE:
        return FolderStore(Path(settings.FILES_DIR))
    # Connections are never shared with a process that was forked.
    return _bucket(json.dumps(settings.STORAGE, sort_keys=True), copies(), os.getpid())


def copies() -> Copies:
    """This machine's copies of what is kept in a bucket."""
    return Copies(Path(settings.VAR_DIR) / COPIES, settings.STORAGE_CACHE_BYTES)


@lru_cache(maxsize=1)
def _bucket(options: str, copies: Copies, process: int) -> Store:
    # The library is loaded only where there is a bucket.
    from analysis.files.bucket import BucketStore

    return BucketStore(json.loads(options), copies)
