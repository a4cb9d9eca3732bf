"""Where the wall cannot be built, no line of a script runs."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.client import run_script
from sandbox.configuration import Configuration, configure, current
from sandbox.job import World
from sandbox.probe import Report, namespace_remedy, probe
from sandbox.seccomp import MACHINES, native
from sandbox.zygote import Zygote
from tests.sandbox.conftest import LEVEL

ROOT = Path(__file__).resolve().parents[2]

# The calls are refused for this process and all that it starts.
WITHOUT = """
import errno, os, sys
sys.path.insert(0, sys.argv[1])
from sandbox import seccomp
from sandbox.client import run_script
from sandbox.configuration import Configuration
from sandbox.kernel import PR_SET_NO_NEW_PRIVS, prctl
import json
refused = json.loads(sys.argv[3])
program = [(0x20, 0, 0, 0)]
for number in refused:
    program += [(0x15, 0, 1, number), (0x06, 0, 0, seccomp.error(errno.ENOSYS))]
program.append((0x06, 0, 0, seccomp.ALLOW))
prctl(PR_SET_NO_NEW_PRIVS, 1)
seccomp.load(seccomp.encode(program))
outcome = run_script("print('it ran')\\nresult = 1",
                     configuration=Configuration.load(sys.argv[2]))
print(json.dumps([outcome.status, outcome.stdout, outcome.isolation, outcome.error]))
"""
UNSHARE, MOUNT, SECCOMP = [272], [165], [317]
LANDLOCK_CREATE, LANDLOCK_RESTRICT = [444], [446]


def without(calls: list[int], configuration: Configuration) -> tuple[str, ...]:
    done = subprocess.run(
        [
            *(sys.executable, "-c", WITHOUT, str(ROOT)),
            *(configuration.dump(), json.dumps(calls)),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return tuple(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("calls", "reason"),
    [
        pytest.param(LANDLOCK_CREATE, "Function not implemented", id="no landlock"),
        pytest.param(
            LANDLOCK_RESTRICT, "Function not implemented", id="not restricted"
        ),
        pytest.param(SECCOMP, "Function not implemented", id="no seccomp"),
    ],
)
def test_a_missing_layer_means_that_nothing_runs(
    light: Configuration, calls: list[int], reason: str
) -> None:
    status, stdout, isolation, error = without(calls, light)
    assert (status, stdout, isolation) == ("unavailable", "", "")
    assert reason in error


@pytest.mark.skipif(LEVEL == "reduced", reason="about namespaces")
@pytest.mark.parametrize("calls", [UNSHARE, MOUNT], ids=["unshare", "mount"])
def test_without_namespaces_the_remedy_is_named(
    light: Configuration, calls: list[int]
) -> None:
    status, stdout, isolation, error = without(calls, light)
    assert (status, stdout, isolation) == ("unavailable", "", "")
    assert "STATAGENT_SANDBOX_MINIMUM=reduced" in error


def test_a_library_that_cannot_be_loaded_is_named(light: Configuration) -> None:
    broken = replace(light, preload={"base": ("no_such_library",), "tensorflow": ()})
    outcome = run_script("print('it ran')", configuration=broken)
    assert (outcome.status, outcome.stdout, outcome.isolation) == (
        "unavailable",
        "",
        "",
    )
    assert "no_such_library" in outcome.error


def test_with_a_second_thread_nothing_is_forked() -> None:
    world = World(False, (), "/nowhere", {}, ())
    ours, theirs = socket.socketpair()
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with ours, theirs, pytest.raises(RuntimeError, match="would not be safe"):
            Zygote(world, theirs).fork_spare()
    finally:
        done.set()
        thread.join()


def test_a_folder_of_somebody_else_is_refused() -> None:
    outcome = run_script("result = 1", configuration=Configuration("/proc/sandbox"))
    assert (outcome.status, outcome.isolation) == ("unavailable", "")
    assert outcome.error.startswith("The sandbox has no folder: ")


def test_another_platform_is_refused(
    light: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    outcome = run_script("result = 1", configuration=light)
    assert (outcome.status, outcome.error) == (
        "unavailable",
        "This platform has no supported kernel sandbox. "
        "Run the worker in the provided Linux container.",
    )
    assert probe().level is None


def test_an_unknown_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.seccomp.MACHINES", {"riscv64": MACHINES["aarch64"]})
    with pytest.raises(OSError, match="no system call table"):
        native()


def test_the_minimum_is_one_of_two_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.configuration._configured", [])
    with pytest.raises(ValueError, match="'none', not full or reduced"):
        configure("/x", "none")
    configure("/x", "reduced")
    assert current() == Configuration("/x", minimum="reduced")


@pytest.mark.parametrize(
    ("level", "full", "reduced"),
    [("full", True, True), ("reduced", False, True), (None, False, False)],
)
def test_what_a_machine_gives_is_held_against_the_minimum(
    level: str, full: bool, reduced: bool
) -> None:
    report = Report(level, "", "", "", 7)  # type: ignore[arg-type]
    assert (report.allows("full"), report.allows("reduced")) == (full, reduced)


@pytest.mark.parametrize(
    ("setting", "value", "remedy"),
    [
        ("kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone=1"),
        ("kernel/apparmor_restrict_unprivileged_userns", "1",
         "kernel.apparmor_restrict_unprivileged_userns=0"),
        ("user/max_user_namespaces", "0", "user.max_user_namespaces=15000"),
        ("user/max_user_namespaces", "31000", "in a container"),
    ],
)  # fmt: skip
def test_the_setting_that_refuses_namespaces_is_named(
    tmp_path: Path, setting: str, value: str, remedy: str
) -> None:
    place = tmp_path / setting
    place.parent.mkdir()
    place.write_text(f"{value}\n")
    assert remedy in namespace_remedy(tmp_path)


def test_the_probe_finds_this_machines_layers() -> None:
    report = probe()
    assert (report.landlock, report.seccomp) == ("", "")
    assert report.landlock_abi >= 1
