"""The direction of imports, and what else a tool can say of the house."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_packages_import_only_to_their_right():
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout


def test_deployment_check_is_clean_with_production_settings(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "STATAGENT_VAR": str(tmp_path),
            "STATAGENT_HTTPS": "1",
            "SECRET_KEY": "a-key-of-fifty-characters-and-more-for-this-check-0123456789",
        },
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr


def test_migrations_match_the_models(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "STATAGENT_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout
