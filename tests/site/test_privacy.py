"""Another user of the machine reads nothing that is kept here."""

import os
import socket
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from statagent_site.diagnosis import _privacy
from statagent_site.privacy import exposed, make_private, mend

STRANGER = 65534
# Tries to open, list and connect to everything; prints what it could.
_LOOK = """
import os, socket, sys
os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
for line in sys.stdin.read().splitlines():
    try:
        if os.path.isdir(line):
            os.listdir(line)
        elif line.endswith(".sock"):
            socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET).connect(line)
        else:
            open(line, "rb").close()
        print(line)
    except OSError:
        pass
"""
# One process does what four commands would: each of them takes seconds to start.
_USE = """
import sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("demo")
try:
    call_command("ask", sys.argv[1], "mean of pay")
except SystemExit as ended:
    assert not ended.code
call_command("collectstatic", verbosity=0, interactive=False)
"""


@pytest.fixture
def open_place():
    """A folder that everybody may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def everything(folder):
    yield folder
    yield from folder.rglob("*")


def seen_by_a_stranger(folder):
    paths = "\n".join(str(path) for path in everything(folder))
    command = [sys.executable, "-c", _LOOK]
    told = subprocess.run(
        command, input=paths, capture_output=True, text=True, check=True, cwd="/"
    )
    return told.stdout.splitlines()


def used(place):
    """An installation that has been used under the most careless umask."""
    table = place / "people.csv"
    table.write_text("name,pay\nAnn,1\nBo,2\nCy,3\n")
    var = place / "data" / "var"
    environment = {**os.environ, "STATAGENT_VAR": str(var)}
    environment["DJANGO_SETTINGS_MODULE"] = "statagent_site.settings"
    subprocess.run(
        [sys.executable, "-c", _USE, str(table)], cwd=settings.BASE_DIR, umask=0,
        env=environment, check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return var


def end_sandbox(var):
    for process in psutil.process_iter(["cmdline"]):
        if f'"directory": "{var}' in " ".join(process.info["cmdline"] or ()):
            process.terminate()


# Starts four commands and a sandbox: half a minute on a machine that does much else two.
@pytest.mark.timeout(600)
def test_whatever_the_umask_a_stranger_sees_nothing(open_place):
    var = used(open_place)
    try:
        sandbox = var / "sandbox"
        kinds = {path.suffix for path in everything(var)}
        assert {".sqlite3", ".parquet", ".sock"} <= kinds
        assert stat.S_IMODE(var.stat().st_mode) == 0o700
        assert list(exposed(var, sandbox)) == []
        if os.geteuid() == 0:
            assert seen_by_a_stranger(var) == []
            # Even with the gate open each thing is shut by itself.
            var.parent.chmod(0o755)
            var.chmod(0o755)
            assert set(seen_by_a_stranger(var)) == {str(var)}
    finally:
        end_sandbox(var)


def test_what_others_could_read_is_mended_and_told(open_place, settings):
    var, sandbox = open_place / "var", open_place / "var" / "sandbox"
    (var / "datasets" / "1").mkdir(parents=True)
    (var / "datasets" / "1" / "original").write_text("secret")
    (var / "datasets" / "1" / "original").chmod(0o644)
    (sandbox / "jobs").mkdir(parents=True)
    (var / "link").symlink_to("/etc/hosts")
    for path, mode in ((var, 0o755), (var / "datasets", 0o777), (sandbox, 0o755)):
        path.chmod(mode)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(sandbox / "base.sock"))
        (sandbox / "base.sock").chmod(0o666)
        settings.VAR_DIR, settings.SANDBOX_DIR = var, sandbox
        level = next(_privacy()).level

        n_mended = mend(var, sandbox)

        assert (level, next(_privacy()).level) == ("fail", "ok")
        assert n_mended == 5
        assert (
            stat.S_IMODE((var / "datasets" / "1" / "original").stat().st_mode) == 0o600
        )
        assert stat.S_IMODE((sandbox / "base.sock").stat().st_mode) == 0o600
        assert stat.S_IMODE((var / "datasets").stat().st_mode) == 0o700
    assert Path("/etc/hosts").stat().st_mode & 0o004
    assert mend(var, sandbox) == 0


def test_a_folder_of_the_systems_is_left_as_it_is(open_place, settings):
    open_place.chmod(0o1777)

    make_private(open_place)

    assert stat.S_IMODE(open_place.stat().st_mode) == 0o1777
    assert mend(open_place, open_place / "sandbox") == 0
    settings.VAR_DIR = open_place
    assert next(_privacy()).level == "fail"


def test_the_suites_own_folder_is_private_too():
    """Whatever the tests of this process have uploaded, trained and written."""
    var = Path(settings.VAR_DIR)

    assert list(exposed(var, Path(settings.SANDBOX_DIR))) == []
