from __future__ import annotations

import json
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from sandbox import configuration as module
from sandbox.configuration import Configuration

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def here(
    configuration: Configuration, monkeypatch: pytest.MonkeyPatch
) -> Configuration:
    monkeypatch.setattr(module, "_configured", [configuration])
    return configuration


def run_script(path: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    out, code = StringIO(), 0
    try:
        call_command("run_script", str(path), "--json", *arguments, stdout=out)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, json.loads(out.getvalue())


def test_run_script_prints_the_agreed_object(
    here: Configuration, tmp_path: Path
) -> None:
    (tmp_path / "data.csv").write_text("a\n1\n2\n")
    script = tmp_path / "script.py"
    script.write_text(
        "import pandas as pd, sys\n"
        "result = {'mean': pd.read_csv(sys.argv[1])['a'].mean()}\n"
        "print('done')\n"
    )
    code, shown = run_script(script, "--data", str(tmp_path / "data.csv"))
    assert code == 0
    assert (shown.pop("seconds") > 0, shown.pop("peak_memory_mb") >= 0) == (True, True)
    assert shown.pop("isolation").endswith("landlock+seccomp")
    assert shown == {
        "status": "succeeded",
        "result": {"mean": 1.5},
        "stdout": "done\n",
        "stderr": "",
        "violations": [],
        "error": "",
    }


def test_run_script_tells_why_it_refuses(here: Configuration, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import socket\nresult = 1\n")
    code, shown = run_script(script)
    assert (code, shown["status"], shown["violations"]) == (
        1,
        "refused",
        [
            {
                "line": 1,
                "column": 0,
                "code": "import",
                "message": "import of socket: reaches the network",
            }
        ],
    )
    code, shown = run_script(script, "--no-validator")
    assert (code, shown["status"], shown["result"]) == (0, "succeeded", 1)


def test_run_script_tells_what_it_let_pass(here: Configuration, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import pickle\nresult = 1\n")
    code, shown = run_script(script)
    (note,) = shown["notes"]
    assert (code, shown["result"], note["line"], note["code"]) == (0, 1, 1, "import")
    assert run_script(script, "--no-validator")[1].keys() == shown.keys() - {"notes"}


def test_run_script_for_people(here: Configuration, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("print('seen')\n1 / 0\n")
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("run_script", str(script), stdout=out, stderr=err)
    assert ended.value.code == 1
    assert out.getvalue() == "seen\n"
    assert "failed: ZeroDivisionError: division by zero" in err.getvalue()


def test_sandboxd_serves_until_it_is_told_to_end(tmp_path: Path) -> None:
    program = (
        "import django; from django.conf import settings\n"
        f"settings.configure(INSTALLED_APPS=['sandbox'], "
        f"SANDBOX_DIR={str(tmp_path / 'sandbox')!r}, SANDBOX_MINIMUM='reduced')\n"
        "django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('sandboxd')\n"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    with server.stdout:
        assert server.stdout.readline() == "The sandbox accepts scripts.\n"
        sockets = list((tmp_path / "sandbox").glob("*.sock"))
        server.send_signal(signal.SIGTERM)
        assert server.wait(10) == 0
    assert len(sockets) == len(Configuration("unused").preload)
    assert not list((tmp_path / "sandbox").glob("*.sock"))
