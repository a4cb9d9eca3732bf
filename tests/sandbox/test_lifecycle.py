from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from sandbox import job_files
from sandbox.client import run_script
from sandbox.configuration import Configuration, Level
from sandbox.launch import connect, takeover
from sandbox.limits import Limits
from sandbox.outcome import Outcome
from sandbox.place import is_stood_by
from tests.sandbox.conftest import Run

ROOT = Path(__file__).resolve().parents[2]


def server_processes(configuration: Configuration) -> list[psutil.Process]:
    """The supervisor of a folder and everything below it."""
    found = []
    for process in psutil.process_iter():
        try:
            command = " ".join(process.cmdline())
        except (psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
        if f'"directory": "{configuration.directory}"' in command:
            found.append(process)
    return found


def at_rest(configuration: Configuration) -> list[psutil.Process]:
    """The same when the last script's process, which outlives the script, is gone."""
    time.sleep(0.3)
    return server_processes(configuration)


def wait_until(condition: object, seconds: float = 5.0) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_the_server_starts_by_itself_and_is_used_again(light: Configuration) -> None:
    assert run_script("result = 1", configuration=light).result == 1
    first = server_processes(light)[0].pid
    assert run_script("result = 2", configuration=light).result == 2
    assert server_processes(light)[0].pid == first


def test_many_callers_start_one_server(light: Configuration) -> None:
    def call(number: int) -> object:
        return run_script(f"result = {number}", configuration=light).result

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(call, range(6))) == list(range(6))
    every = at_rest(light)
    tops = [p for p in every if p.parent() not in every]
    assert len(tops) == 1


def test_an_idle_server_ends(light: Configuration) -> None:
    short = replace(light, idle_seconds=0.5)
    assert run_script("result = 1", configuration=short).result == 1
    wait_until(lambda: not server_processes(light))
    assert not list(Path(light.directory).glob("*.sock"))
    assert run_script("result = 2", configuration=short).result == 2


def test_the_heavy_process_is_started_on_need_and_given_back(
    light: Configuration,
) -> None:
    short = replace(light, heavy_idle_seconds=0.5)
    assert run_script("result = 1", configuration=short).result == 1
    without = settled(short)["processes"]

    heavy = run_script("result = 2", configuration=short, profile="tensorflow")

    assert heavy.result == 2
    assert len(server_processes(short)) > without
    wait_until(lambda: len(server_processes(short)) == without, 15)
    again = run_script("result = 3", configuration=short, profile="tensorflow")
    assert again.result == 3


def test_a_killed_server_takes_its_jobs_along(light: Configuration) -> None:
    timer = threading.Timer(
        0.4, lambda: [p.kill() for p in server_processes(light)[:1]]
    )
    run_script("result = 1", configuration=light)
    timer.start()
    outcome = run_script("import time\ntime.sleep(20)", configuration=light)
    assert (outcome.status, outcome.error) == (
        "unavailable",
        "The sandbox server ended during the run; nothing is left of it.",
    )
    wait_until(lambda: not server_processes(light))
    assert run_script("result = 2", configuration=light).result == 2


def test_a_client_that_dies_takes_its_job_along(light: Configuration) -> None:
    run_script("result = 1", configuration=light)
    spared = len(at_rest(light))
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from sandbox.client import run_script\n"
        "from sandbox.configuration import Configuration\n"
        "run_script('while 1: 0', check=False,\n"
        "           configuration=Configuration.load(sys.argv[2]))\n"
    )
    client = subprocess.Popen([sys.executable, "-c", script, str(ROOT), light.dump()])
    # The client names the folder too.
    wait_until(lambda: len(server_processes(light)) == spared + 2)
    client.kill()
    client.wait()
    wait_until(lambda: len(server_processes(light)) == spared, 3)


def test_who_waits_for_a_killed_preloaded_process_waits_for_the_next(
    light: Configuration,
) -> None:
    # `test.support` takes longer to load than the killer needs to find the loader.
    slow = replace(light, preload={**light.preload, "base": ("json", "test.support")})
    server = takeover(slow, None)
    family = psutil.Process(server.pid)
    wait_until(lambda: family.children())
    family.children()[0].kill()
    assert run_script("result = 2", configuration=slow).result == 2
    server.terminate()
    server.wait(10)


def test_a_dead_spare_is_replaced(run: Run, light: Configuration) -> None:
    run_script("result = 1", configuration=light)
    leaves = [p for p in at_rest(light) if not p.children()]
    for leaf in leaves:
        leaf.kill()
    time.sleep(0.1)
    assert run_script("result = 2", configuration=light).result == 2


def test_a_successor_takes_over_and_the_old_server_ends(light: Configuration) -> None:
    run_script("result = 1", configuration=light)
    old = {p.pid for p in server_processes(light)}
    server = takeover(light, None)
    wait_until(lambda: not old & {p.pid for p in server_processes(light)})
    assert run_script("result = 2", configuration=light).result == 2
    server.terminate()
    assert server.wait(5) == 0
    assert not list(Path(light.directory).glob("*.sock"))


def test_runs_at_the_same_time_do_not_meet(run: Run) -> None:
    script = """
import os, sys, time
with open("mine", "w") as file:
    file.write(sys.argv[1])
time.sleep(0.3)
result = [sorted(os.listdir(".")), open("mine").read()]
"""
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda n: run(script, argv=[str(n)]), range(8)))
    assert [o.result for o in outcomes] == [[["mine"], str(n)] for n in range(8)]


def measure(configuration: Configuration) -> dict[str, int]:
    processes = server_processes(configuration)
    folder = Path(configuration.jobs)
    return {
        "processes": len(processes),
        "descriptors": sum(p.num_fds() for p in processes),
        "folders": len(list(folder.iterdir())),
        "own descriptors": len(os.listdir("/proc/self/fd")),
        "mounts": Path("/proc/self/mounts").read_text().count("\n"),
    }


def settled(configuration: Configuration) -> dict[str, int]:
    """Measured when the spare stands: twice the same."""
    last: dict[str, int] = {}
    for _ in range(50):
        time.sleep(0.1)
        now = measure(configuration)
        if now == last:
            return now
        last = now
    raise AssertionError(f"does not settle: {last}")


def test_runs_leave_nothing_behind(light: Configuration) -> None:
    for _ in range(3):
        run_script("result = 1", configuration=light)
    before = settled(light)
    for number in range(60):
        script = "raise ValueError" if number % 3 else "result = [1] * 1000"
        run_script(script, configuration=light)
    assert settled(light) == before


@pytest.mark.slow
def test_three_hundred_runs_leave_nothing_behind(
    run: Run, configuration: Configuration
) -> None:
    def memory() -> int:
        return sum(p.memory_info().rss for p in server_processes(configuration))

    for _ in range(5):
        run("result = 1")
    before, memory_before = settled(configuration), memory()
    for _ in range(300):
        assert run("import pandas as pd\nresult = len(pd.DataFrame())").result == 0
    assert settled(configuration) == before
    assert memory() < memory_before * 1.05


@pytest.mark.slow
def test_a_server_of_older_code_ends_early(light: Configuration) -> None:
    newer = replace(light, preload={**light.preload, "base": ("json", "csv")})
    assert run_script("result = 1", configuration=light).result == 1
    assert run_script("result = 2", configuration=newer).result == 2
    older = Path(light.directory) / light.socket_name("base")
    wait_until(lambda: not older.exists(), 40)
    assert (Path(light.directory) / newer.socket_name("base")).exists()


def test_a_process_from_before_an_upgrade_keeps_the_server_that_it_started(
    light: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each of its jobs would start one, which listens where nobody asks."""
    monkeypatch.setattr(Configuration, "_fingerprint", lambda self: "0123456789ab")

    results = [
        run_script(f"result = {n}", configuration=light).result for n in range(3)
    ]

    assert results == [0, 1, 2]
    everything = at_rest(light)
    assert sum(p.parent() not in everything for p in everything) == 1


@pytest.mark.slow
def test_every_run_ends_in_a_true_state_whatever_is_killed(
    light: Configuration,
) -> None:
    chance, over = random.Random(7), threading.Event()

    def killer() -> None:
        while not over.wait(chance.uniform(0.05, 0.4)):
            processes = server_processes(light)
            if processes:
                with suppress(psutil.NoSuchProcess):
                    chance.choice(processes).kill()

    def call(number: int) -> Outcome:
        script = f"import time\ntime.sleep(0.05)\nresult = {number}"
        return run_script(script, configuration=light)

    thread = threading.Thread(target=killer)
    thread.start()
    try:
        with ThreadPoolExecutor(4) as pool:
            outcomes = list(pool.map(call, range(200)))
    finally:
        over.set()
        thread.join()
    assert {o.status for o in outcomes} <= {"succeeded", "unavailable", "failed"}
    right = [o.result == n for n, o in enumerate(outcomes) if o.status == "succeeded"]
    assert all(right) and len(right) > 20
    wait_until(lambda: run_script("result = 1", configuration=light).result == 1)
    assert {p.name for p in Path(light.jobs).iterdir()} == set(job_files.KEPT)


@pytest.mark.slow
def test_the_preloaded_process_is_renewed(light: Configuration) -> None:
    run_script("result = 1", configuration=light)
    before = {p.pid for p in server_processes(light)}
    for _ in range(1002):
        assert run_script("result = 1", configuration=light).result == 1
    wait_until(lambda: len(before & {p.pid for p in server_processes(light)}) == 1)
    assert run_script("result = 2", configuration=light).result == 2


def test_folders_of_dead_clients_are_swept(light: Configuration) -> None:
    run_script("result = 1", configuration=light)
    stale, fresh = Path(light.jobs) / ("a" * 32), Path(light.jobs) / ("b" * 32)
    for folder in (stale, fresh):
        (folder / "in").mkdir(parents=True)
    os.utime(stale, (0, 0))
    job_files.sweep(light)
    assert (stale.exists(), fresh.exists()) == (False, True)


def test_rubbish_from_a_client_is_refused(light: Configuration) -> None:
    run_script("result = 1", configuration=light)
    with connect(light, "base") as connection:
        connection.settimeout(5)
        connection.send(b"rubbish")
        assert b'"event": "refused"' in connection.recv(4096)
    with connect(light, "base") as connection:
        connection.shutdown(socket.SHUT_WR)
    assert run_script("result = 2", configuration=light).result == 2


def test_the_preloaded_process_knows_nothing_of_the_project(run: Run) -> None:
    script = """
import os, sys
result = {
    "modules": [m for m in sys.modules if m.partition(".")[0] in
                ("django", "analysis", "chat", "mlmodels", "statagent_site")],
    "path": [p for p in sys.path if os.path.exists(p + "/manage.py")],
    "threads": len(os.listdir("/proc/self/task")) if os.path.exists("/job") else 1,
}
"""
    assert run(script).result == {"modules": [], "path": [], "threads": 1}


def test_the_folder_is_private(light: Configuration, level: Level) -> None:
    run_script("result = 1", configuration=light)
    folder = Path(light.directory)
    passable = level == "reduced" and os.geteuid() == 0
    assert folder.stat().st_mode & 0o777 == (0o711 if passable else 0o700)
    assert {p.stat().st_mode & 0o777 for p in folder.glob("*.sock")} == {0o600}


def test_time_counts_from_the_start_of_the_script(light: Configuration) -> None:
    slow = replace(light, preload={**light.preload, "base": ("json", "test.support")})
    limits = Limits(wall_seconds=0.2)
    assert run_script("result = 1", configuration=slow, limits=limits).result == 1


def test_a_signal_to_the_server_ends_everything(light: Configuration) -> None:
    run_script("result = 1", configuration=light)
    for process in server_processes(light)[:1]:
        process.send_signal(signal.SIGTERM)
    wait_until(lambda: not server_processes(light))


@pytest.fixture
def pair(light: Configuration) -> Iterator[list[subprocess.Popen[bytes]]]:
    """A server, and one that stands by for it."""
    servers = [takeover(light, None, standby=True) for _ in range(2)]
    wait_until(lambda: is_stood_by(light.directory))
    yield servers
    for server in servers:
        server.kill()
        server.wait()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_server_that_ends_is_replaced_by_the_one_that_stands_by(
    light: Configuration, pair: list[subprocess.Popen[bytes]], how: signal.Signals
) -> None:
    assert run_script("result = 1", configuration=light).result == 1
    assert not pair[1].poll()
    known = len(at_rest(light))
    pair[0].send_signal(how)
    began = time.monotonic()

    assert run_script("result = 2", configuration=light).result == 2

    assert time.monotonic() - began < 2
    pair[0].wait(10)
    # No client has started a third one.
    assert len(server_processes(light)) < known


def test_a_killed_preloaded_process_gives_its_place_to_the_one_that_stands_by(
    light: Configuration, pair: list[subprocess.Popen[bytes]]
) -> None:
    assert run_script("result = 1", configuration=light).result == 1
    for child in psutil.Process(pair[0].pid).children():
        child.kill()
    began = time.monotonic()
    assert pair[0].wait(10)

    assert run_script("result = 2", configuration=light).result == 2

    assert time.monotonic() - began < 3
    assert pair[1].poll() is None


def test_the_one_that_stands_by_leaves_the_other_in_peace(
    light: Configuration, pair: list[subprocess.Popen[bytes]]
) -> None:
    sockets = {
        path: path.stat().st_ino for path in Path(light.directory).glob("*.sock")
    }
    for number in range(3):
        assert run_script(f"result = {number}", configuration=light).result == number
    assert all(server.poll() is None for server in pair)
    now = {path: path.stat().st_ino for path in Path(light.directory).glob("*.sock")}
    assert now == sockets


def test_without_one_that_stands_by_a_server_is_started_as_before(
    light: Configuration,
) -> None:
    server = takeover(light, None)
    assert not is_stood_by(light.directory)
    server.kill()
    server.wait()
    assert run_script("result = 1", configuration=light).result == 1
