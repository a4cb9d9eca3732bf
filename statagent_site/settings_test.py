"""Settings of the test suite: a database file of its own, the queue run in place."""

from __future__ import annotations

import os
import tempfile

os.environ.pop("STORAGE_URL", None)
os.environ["STATAGENT_VAR"] = tempfile.mkdtemp(prefix="statagent-test-")
# As in the sandbox: operations that are run in this process would else start as many
# threads as there are cores, in each of the suite's processes, which wait for each other.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from statagent_site.settings import *  # noqa: E402, F403
from statagent_site.settings import DATABASES, Q_CLUSTER, STORAGES, VAR_DIR  # noqa: E402

# A database of this process's own: several runs of the suite may share a server.
DATABASES["default"]["TEST"] = {
    "NAME": str(VAR_DIR / "test.sqlite3")
    if DATABASES["default"]["ENGINE"].endswith("sqlite3")
    else f"test_statagent_{os.getpid()}"
}
Q_CLUSTER["sync"] = True
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_KEY = "only for tests"
SECRET_IS_OURS = False
