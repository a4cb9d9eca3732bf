"""Several machines have one secret, or do not start."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.core.checks import run_checks

from statagent_site import diagnosis, several

POSTGRES = {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none"}
REDIS = {"REDIS_URL": "redis://127.0.0.1:9/0"}
BUCKET = {"STORAGE_URL": "s3://k:s@box?endpoint=http://127.0.0.1:9"}


def told(tmp_path, *command, **environment):
    kept = {k: v for k, v in os.environ.items()
            if k not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL")}  # fmt: skip
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=site.BASE_DIR, capture_output=True, text=True, timeout=90, check=False,
        env={**kept, "STATAGENT_VAR": str(tmp_path / "var"), **environment},
    )  # fmt: skip


@pytest.mark.parametrize(
    "command, environment, named",
    [
        (["serve", "127.0.0.1:0"], POSTGRES | REDIS, "DATABASE_URL and REDIS_URL are:"),
        (["worker"], BUCKET, "STORAGE_URL is:"),
        (["web"], {"STATAGENT_FILES": "/tmp"}, "STATAGENT_FILES is:"),
        (["telegram", "--poll"], POSTGRES | REDIS, "SECRET_KEY is not set"),
    ],
)
def test_nothing_starts_without_the_common_secret(
    tmp_path, command, environment, named
):
    if "STATAGENT_FILES" in environment:
        environment = {"STATAGENT_FILES": str(tmp_path / "files")}
    refused = told(tmp_path, *command, **environment)

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert named in refused.stderr and "SECRET_KEY is not set, but" in refused.stderr
    [make] = re.findall(r'python -c "([^"]+)"', refused.stderr)
    made = subprocess.run([sys.executable, "-c", make], capture_output=True, check=True)
    assert len(made.stdout.strip()) > 60


@pytest.mark.parametrize("environment", [{}, POSTGRES, REDIS])
def test_one_machine_starts_with_a_secret_of_its_own(tmp_path, environment):
    checked = told(tmp_path, "check", **environment)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_with_the_secret_it_starts(tmp_path):
    checked = told(
        tmp_path, "check", **POSTGRES, **REDIS, **BUCKET, SECRET_KEY="x" * 60
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_doctor_says_it_too(settings, tmp_path, monkeypatch):
    settings.REDIS_URL = ""
    settings.SECRET_IS_OURS, settings.FILES_DIR = True, tmp_path
    [finding] = diagnosis._services()
    assert (finding.name, finding.level) == ("secret key", "fail")
    assert "STATAGENT_FILES is:" in finding.text and "secrets.token" in finding.fix
    assert str(settings.VAR_DIR / "secret_key") in finding.fix
    [error] = run_checks(tags=[several.TAG])
    assert error.id == "statagent.E001"
    settings.SECRET_IS_OURS = False
    assert list(diagnosis._services()) == run_checks(tags=[several.TAG]) == []
