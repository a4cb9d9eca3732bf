"""Which wall this machine can give, found out by building it."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from . import jail, landlock, namespaces, seccomp
from .configuration import ROOT, Level
from .kernel import check, libc

_GET_ACTION_AVAILABLE = 2
_SECONDS = 20


@dataclass(frozen=True)
class Report:
    """The level and, for each layer, an empty text or why it is missing."""

    level: Level | None
    namespaces: str
    landlock: str
    seccomp: str
    landlock_abi: int

    def allows(self, minimum: Level) -> bool:
        """Whether scripts may run under that minimum."""
        return self.level == "full" or (self.level is not None and minimum == "reduced")

    def __str__(self) -> str:
        if self.level == "full":
            return "full: namespaces, Landlock and seccomp"
        if self.level == "reduced":
            return f"reduced: Landlock and seccomp; no namespaces ({self.namespaces})"
        missing = self.landlock or self.seccomp
        return f"none: {missing}. Scripts cannot run on this machine."


def _without_namespaces() -> str:
    try:
        user, group = os.getuid(), os.getgid()
        namespaces.unshare(jail.ALL_NEW)
        namespaces.map_ids("self", user, group)
        private = namespaces.PRIVATE | namespaces.RECURSIVE
        namespaces.mount("none", "/", flags=private)
        # Some systems let the namespace be made and then refuse everything in it.
        namespaces.mount("probe", "/tmp", "tmpfs")
    except OSError as problem:
        return str(problem)
    return ""


def _without_landlock() -> tuple[str, int]:
    try:
        return "", landlock.abi()
    except OSError as problem:
        return f"the kernel has no Landlock ({problem})", 0


def _without_seccomp() -> str:
    action = ctypes.c_uint32(seccomp.KILL)
    try:
        number = seccomp.native().seccomp
        address = ctypes.addressof(action)
        check(libc.syscall(number, _GET_ACTION_AVAILABLE, 0, address))
    except OSError as problem:
        return f"the kernel has no seccomp filter ({problem})"
    return ""


# Settings that keep an ordinary user from namespaces, with the value that does.
_SWITCHES = {
    "kernel/unprivileged_userns_clone": "0",
    "kernel/apparmor_restrict_unprivileged_userns": "1",
    "user/max_user_namespaces": "0",
}


def namespace_remedy(settings: Path = Path("/proc/sys")) -> str:
    """What to change on this machine so that it gives namespaces."""
    for name, refusing in _SWITCHES.items():
        place = settings / name
        if place.exists() and place.read_text().strip() == refusing:
            wanted = {"0": "1", "1": "0"}[refusing]
            if name.endswith("max_user_namespaces"):
                wanted = "15000"
            return f"Allow user namespaces: sysctl -w {name.replace('/', '.')}={wanted}"
    return (
        "Allow user namespaces: in a container by its seccomp and AppArmor profiles "
        "(Docker: --security-opt seccomp=… and apparmor=unconfined, or CAP_SYS_ADMIN)"
    )


def look() -> Report:
    """Find out in this process, which is of no use afterwards."""
    no_landlock, abi = _without_landlock()
    no_seccomp = _without_seccomp()
    no_namespaces = _without_namespaces()
    level: Level | None = "reduced" if no_namespaces else "full"
    if no_landlock or no_seccomp:
        level = None
    return Report(level, no_namespaces, no_landlock, no_seccomp, abi)


def main() -> None:
    """Entry of the probing process."""
    print(json.dumps(asdict(look())))


def probe() -> Report:
    """Find out in a process of its own. The fork server's self-test has the last word:
    `run_script` is `unavailable` where the wall stands but lets something through.
    """
    if not sys.platform.startswith("linux"):
        missing = "this platform has no supported kernel sandbox"
        return Report(None, missing, missing, missing, 0)
    program = "import sys; sys.path.insert(0, sys.argv[1]); import sandbox.probe as p; "
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", program + "p.main()", ROOT],
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=True,
    )
    return Report(**json.loads(done.stdout))
