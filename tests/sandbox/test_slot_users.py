"""Without namespaces, jobs of a server that root started are users of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sandbox import jail
from sandbox.configuration import Configuration
from sandbox.jail import BLOCKS, SLOT_IDS, _claim_block

ALL_BLOCKS = range(SLOT_IDS.start, SLOT_IDS.start + BLOCKS * len(SLOT_IDS))
HERE = Path(__file__).resolve().parent
DRIVER = """
import json, sys
sys.path.insert(0, sys.argv[1])
from concurrent.futures import ThreadPoolExecutor
from sandbox.client import run_script
from sandbox.configuration import Configuration
from sandbox.limits import Limits
settings = Configuration.load(sys.argv[2])
def run(script, **limits):
    done = run_script(script, configuration=settings, check=False, limits=Limits(**limits))
    return [done.status, done.result, done.error]
busy = '''
import os, threading, time
for _ in range(10):
    threading.Thread(target=time.sleep, args=(0.4,), daemon=True).start()
open("mine", "w").write("x")
time.sleep(0.4)
result = [os.getuid(), sorted(os.listdir("."))]
'''
with ThreadPoolExecutor(4) as pool:
    together = list(pool.map(lambda _: run(busy, threads=14), range(4)))
slow = run("import time\\ntime.sleep(20)", wall_seconds=0.3)
spent = [run("import os\\nresult = os.getuid()")[1] for _ in range(80)]
print(json.dumps({"together": together, "slow": slow, "spent": spent}))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if os.geteuid() != 0:
        pytest.skip("only root can make jobs other users")
    folder = tmp_path_factory.mktemp("slots")
    # pytest keeps its folders to itself, one level more of them where it runs in parts.
    for parent in (folder, *folder.parents):
        parent.chmod(0o755)
        if parent.name.startswith("pytest-of-"):
            break
    settings = Configuration(
        str(folder / "sandbox"),
        minimum="reduced",
        highest="reduced",
        idle_seconds=0.1,
        preload={"base": ("json",), "tensorflow": ("json",)},
    )
    done = subprocess.run(
        [
            *(sys.executable, str(HERE / "as_ordinary_user.py")),
            *(sys.executable, "-c", DRIVER, str(HERE.parents[1]), settings.dump()),
        ],
        env={**os.environ, "SANDBOX_TEST_USER": "root"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_runs_at_the_same_time_are_different_users(found: dict[str, Any]) -> None:
    assert [status for status, _, _ in found["together"]] == ["succeeded"] * 4
    users = {result[0] for _, result, _ in found["together"]}
    assert len(users) == 4
    assert users < set(ALL_BLOCKS)
    # All of one block.
    assert len({(user - SLOT_IDS.start) // len(SLOT_IDS) for user in users}) == 1


def test_each_has_its_own_folder_and_its_own_count_of_threads(
    found: dict[str, Any],
) -> None:
    assert [result[1] for _, result, _ in found["together"]] == [["mine"]] * 4


def test_the_server_can_end_a_run_of_another_user(found: dict[str, Any]) -> None:
    assert found["slow"][0] == "timed_out"


def test_users_are_given_back(found: dict[str, Any]) -> None:
    assert len(found["spent"]) == 80
    assert set(found["spent"]) <= set(ALL_BLOCKS)


@pytest.fixture
def own_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks that no server beside this test has to do with."""
    monkeypatch.setattr(jail, "_CLAIM", f"\0statagent-test-{os.getpid()}-")


def test_two_servers_never_share_users(own_names: None) -> None:
    one, first = _claim_block()
    two, second = _claim_block()
    assert first is not None
    assert second is not None
    assert len(one) == len(two) == len(SLOT_IDS)
    assert not set(one) & set(two)
    first.close()
    again, third = _claim_block()
    assert third is not None
    assert not set(again) & set(two)
    third.close()
    second.close()


def test_when_all_blocks_are_taken_nobody_gets_a_taken_one(own_names: None) -> None:
    held = [_claim_block() for _ in range(BLOCKS + 1)]
    assert held[-1] == ((), None)
    for _, claim in held:
        if claim is not None:
            claim.close()
