"""Run a command as an ordinary user: `python as_ordinary_user.py COMMAND …`, as root.

It is another user each time: the kernel counts threads for a user, and tests that run
at the same time would take them from each other. With SANDBOX_TEST_USER=root the command
stays root and only sees the home opened.

An interpreter below a private home folder is shown to that user as if the folder were
not private; the machine's own view stays as it is.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(__file__))))
from sandbox import namespaces

# Above all accounts and below those the sandbox uses.
USER = 100_000 + os.getpid() % 60_000


def open_private_home() -> None:
    parts = sys.base_prefix.split("/")
    home, first = "/" + parts[1], "/".join(parts[:3])
    if os.stat(home).st_mode & 0o001:
        return
    namespaces.unshare(namespaces.NEW_MOUNTS)
    private = namespaces.PRIVATE | namespaces.RECURSIVE
    namespaces.mount("none", "/", flags=private)
    inside = os.open(first, os.O_PATH)
    namespaces.mount("home", home, "tmpfs", options="mode=755")
    os.mkdir(first)
    again = namespaces.BIND | namespaces.RECURSIVE
    namespaces.mount(f"/proc/self/fd/{inside}", first, flags=again)
    os.close(inside)


open_private_home()
if os.environ.get("SANDBOX_TEST_USER") != "root":
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)
os.environ["HOME"] = "/tmp"
os.execv(sys.argv[1], sys.argv[1:])
