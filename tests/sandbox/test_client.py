from __future__ import annotations

import socket
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sandbox import client
from sandbox.configuration import Configuration, Level
from sandbox.outcome import Outcome
from tests.sandbox.conftest import Run


def test_the_global_result_is_the_result(run: Run, level: Level) -> None:
    outcome = run("import sys\nresult = {'a': [1, None, 'ä']}\nprint('seen')")
    walls = "namespaces+landlock+seccomp" if level == "full" else "landlock+seccomp"
    expected = Outcome(
        status="succeeded",
        result={"a": [1, None, "ä"]},
        stdout="seen\n",
        isolation=walls,
    )
    unmeasured = replace(outcome, seconds=0.0, peak_memory_mb=0.0, cpu_seconds=0.0)
    assert unmeasured == expected
    assert 0 < outcome.seconds < 5
    assert 0 < outcome.cpu_seconds < 5


def test_values_of_the_libraries_become_plain(run: Run) -> None:
    script = """
import datetime, numpy as np, pandas as pd
result = {
    "scalar": np.float64(0.1), "array": np.arange(3), "flag": np.bool_(True),
    "time": pd.Timestamp("2024-02-29"), "date": datetime.date(2024, 2, 29),
    "nan": float("nan"), "infinite": [float("inf"), -np.inf],
}
"""
    assert run(script).result == {
        "scalar": 0.1,
        "array": [0, 1, 2],
        "flag": True,
        "time": "2024-02-29T00:00:00",
        "date": "2024-02-29",
        "nan": None,
        "infinite": [None, None],
    }


@pytest.mark.parametrize(
    ("script", "result"),
    [
        ("x = 1", None),
        ("result = 1\nraise SystemExit", 1),
        ("import sys\nsys.exit(0)", None),
    ],
)
def test_a_normal_end_succeeds(run: Run, script: str, result: Any) -> None:
    outcome = run(script)
    assert (outcome.status, outcome.result) == ("succeeded", result)


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import sys\nsys.exit(3)", "the script ended itself with 3"),
        ("import os\nos._exit(0)", "The script ended without finishing."),
        ("result = {1, 2}", "TypeError: set has no JSON form"),
        ("x = (", "SyntaxError: '(' was never closed (script.py, line 1)"),
        (
            "import os\nos.abort()",
            "The script crashed the interpreter (signal 6).",
        ),
    ],
)
def test_every_other_end_fails_with_a_sentence(
    run: Run, script: str, error: str, level: Level
) -> None:
    outcome = run(script)
    if "abort" in script and level == "full":
        # As pid 1 of its namespace it cannot get the signal it sends itself.
        error = error.replace("6", "11")
    assert (outcome.status, outcome.error, outcome.result) == ("failed", error, None)


def test_the_traceback_shows_the_scripts_lines_and_no_path(run: Run) -> None:
    script = """import pandas as pd

def mean(data):
    return data["missing"].mean()

mean(pd.DataFrame({"a": [1]}))
"""
    outcome = run(script)
    assert 'File "script.py", line 6, in <module>' in outcome.stderr
    assert 'return data["missing"].mean()' in outcome.stderr
    assert outcome.stderr.endswith("KeyError: 'missing'\n")
    assert 'File "pandas/' in outcome.stderr
    assert "site-packages" not in outcome.stderr


def test_inputs_are_readable_under_their_names(run: Run, tmp_path: Path) -> None:
    name = "odd name {{ä}} '; DROP.csv"
    (tmp_path / "given").write_text("a,b\n1,2\n")
    (tmp_path / "given").chmod(0o600)
    script = (
        "import pandas as pd, sys\nresult = pd.read_csv(sys.argv[1]).to_dict('list')"
    )
    outcome = run(script, inputs={name: tmp_path / "given"}, argv=[name])
    assert (outcome.result, outcome.stderr) == ({"a": [1], "b": [2]}, "")


def test_a_large_input_costs_no_time(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1 << 30)
    (tmp_path / "large").chmod(0o644)
    started = time.monotonic()
    outcome = run(
        "import os\nresult = os.stat('large').st_size",
        inputs={"large": tmp_path / "large"},
    )
    assert outcome.result == 1 << 30
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("name", ["../x", "a/b", "/etc/passwd", "", "..", "a\0b"])
def test_names_with_folders_are_refused(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "given").write_text("x")
    with pytest.raises(ValueError, match="is not a plain file name"):
        run("result = 1", inputs={name: tmp_path / "given"})
    with pytest.raises(ValueError, match="is not a plain file name"):
        run("result = 1", collect=[name], collect_into=tmp_path)


def test_a_missing_input_is_an_error_of_the_caller(run: Run, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        run("result = 1", inputs={"x": tmp_path / "missing"})


def test_progress_arrives_while_the_script_runs(run: Run) -> None:
    script = """
import json, sys, time
for step in range(3):
    print(json.dumps({"progress": step / 2, "step": step}), file=sys.stderr, flush=True)
    time.sleep(0.2)
print("a warning", file=sys.stderr)
"""
    seen: list[tuple[float, dict[str, Any]]] = []
    outcome = run(script, on_progress=lambda e: seen.append((time.monotonic(), e)))
    assert [event for _, event in seen] == [
        {"progress": 0.0, "step": 0},
        {"progress": 0.5, "step": 1},
        {"progress": 1.0, "step": 2},
    ]
    assert seen[2][0] - seen[0][0] > 0.3
    assert outcome.stderr == "a warning\n"


def test_a_flood_of_progress_harms_nothing(run: Run) -> None:
    script = """
import sys
for step in range(20000):
    print('{"progress": 0.5, "rubbish": ' + "x" * 200, file=sys.stderr)
result = "done"
"""
    assert run(script, on_progress=lambda _: time.sleep(0.01)).result == "done"


def test_usage_is_reported_while_the_script_runs(run: Run) -> None:
    seen: list[float] = []
    script = "import time\nkept = bytearray(100 << 20)\ntime.sleep(1.4)"
    outcome = run(script, on_usage=seen.append)
    assert 90 < max(seen) <= outcome.peak_memory_mb + 1 < 130


def test_cancelling_does_not_wait_for_a_server_that_still_loads(
    configuration: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    monkeypatch.setattr(client, "reach", lambda *_: ours)
    started = time.monotonic()

    with theirs:
        outcome = client.run_script(
            "result = 1", cancelled=lambda: True, configuration=configuration
        )

    assert (outcome.status, outcome.error) == ("cancelled", "The run was cancelled.")
    assert time.monotonic() - started < 5


def test_cancelling_kills_at_once(run: Run) -> None:
    started = time.monotonic()
    begun: list[dict[str, Any]] = []
    outcome = run(
        "import sys\n"
        "print('{\"progress\": 0.1}', file=sys.stderr, flush=True)\n"
        "while True: pass",
        on_progress=begun.append,
        cancelled=lambda: bool(begun) and time.monotonic() - started > 0.3,
    )
    assert (outcome.status, outcome.error) == ("cancelled", "The run was cancelled.")
    assert outcome.seconds < 20
    assert outcome.cpu_seconds > 0


def test_collected_files_come_out(run: Run, tmp_path: Path) -> None:
    script = """
with open("model.bin", "wb") as file:
    file.write(bytes(range(256)) * 1000)
"""
    outcome = run(script, collect=["model.bin", "never.bin"], collect_into=tmp_path)
    assert outcome.files == {"model.bin": tmp_path / "model.bin"}
    assert (tmp_path / "model.bin").read_bytes() == bytes(range(256)) * 1000


@pytest.mark.parametrize(
    "trick",
    [
        pytest.param("os.symlink('/etc/passwd', 'out')", id="symlink"),
        pytest.param("open('x', 'w').close(); os.link('x', 'out')", id="hard link"),
        pytest.param("os.mkdir('out')", id="folder"),
    ],
)
def test_only_ordinary_files_come_out(run: Run, tmp_path: Path, trick: str) -> None:
    outcome = run(f"import os\n{trick}", collect=["out"], collect_into=tmp_path)
    assert (outcome.status, outcome.files) == ("failed", {})
    assert list(tmp_path.iterdir()) == []


def test_nothing_comes_out_of_a_failed_script(run: Run, tmp_path: Path) -> None:
    script = "open('out', 'w').write('x')\n1 / 0"
    assert run(script, collect=["out"], collect_into=tmp_path).files == {}
    assert list(tmp_path.iterdir()) == []


def test_collect_wants_a_folder(run: Run) -> None:
    with pytest.raises(ValueError, match="collect needs collect_into"):
        run("result = 1", collect=["out"])


def test_a_refused_script_does_not_run(configuration: Configuration, run: Run) -> None:
    outcome = run("result = 1\nimport socket", check=True)
    assert (outcome.status, outcome.isolation, outcome.result) == ("refused", "", None)
    assert outcome.error == ("Line 2: import of socket: reaches the network")
    assert [v.line for v in outcome.violations] == [2]


def test_the_script_is_main_with_its_arguments(run: Run) -> None:
    script = """
import sys
result = [__name__, __file__, sys.argv, sys.modules["__main__"].__name__]
"""
    assert run(script, argv=["a b", "ä", "--x"]).result == [
        "__main__",
        "script.py",
        ["script.py", "a b", "ä", "--x"],
        "__main__",
    ]


def test_a_script_that_tells_its_end_itself_ends_there(run: Run) -> None:
    """Where a job tells its end is open to its script, and good for nothing else."""
    told = run(
        "import os, time\n"
        "print('before', flush=True)\n"
        "os.write(3, b'f\\x00')\n"
        "time.sleep(5)\n"
        "print('after', flush=True)"
    )

    assert (told.status, told.stdout) == ("failed", "before\n")
    assert told.seconds < 3
    assert run("result = 2").result == 2


def test_a_script_that_hangs_up_on_its_server_is_heard_all_the_same(run: Run) -> None:
    for said in (b"", b"w", b"m", b"r", b"f", b"x" * 99):
        told = run(f"import os\nos.write(3, {said!r})\nresult = 3")
        assert (told.status, told.seconds < 3) == ("succeeded", True)
    told = run("import os\nos.close(3)\nresult = 3")

    assert (told.status, told.seconds < 3) == ("succeeded", True)


def test_a_script_that_fills_the_line_to_its_server_keeps_nobody_waiting(
    run: Run,
) -> None:
    told = run(
        "import os, threading, time\n"
        "def fill():\n"
        "    while True: os.write(3, b'x' * 100)\n"
        "threading.Thread(target=fill, daemon=True).start()\n"
        "time.sleep(0.5)\n"
        "result = 3"
    )

    assert (told.status, told.result) == ("succeeded", 3)


def test_news_of_a_script_are_shares_and_words_or_nothing(run: Run) -> None:
    said = [
        '"x"', "1e999", "-5", "7", "{}", "[1]", "true", "null", "NaN", "9" * 400,
        '0.5, "message": {"a": 1}', '0.25, "message": "' + "w" * 3000 + '"',
    ]  # fmt: skip
    told: list[dict[str, Any]] = []
    run(
        f"import os\nfor said in {said!r}:\n"
        "    os.write(2, b'')\n"
        "    import sys; print('{\"progress\": ' + said + '}', file=sys.stderr)\n",
        on_progress=told.append,
    )

    assert [one.get("progress") for one in told] == [0.0, 1.0, 1.0, 0.5, 0.25]
    assert [len(one.get("message", "")) for one in told] == [0, 0, 0, 0, 300]
