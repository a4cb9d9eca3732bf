"""Settings of the test suite: a database file of its own, the queue run in place."""

from __future__ import annotations

import os
import tempfile

os.environ["STATAGENT_VAR"] = tempfile.mkdtemp(prefix="statagent-test-")

from statagent_site.settings import *  # noqa: F403
from statagent_site.settings import DATABASES, Q_CLUSTER, STORAGES, VAR_DIR

DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
Q_CLUSTER["sync"] = True
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_KEY = "only for tests"
