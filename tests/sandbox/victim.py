"""A process beside the sandbox that has what an attacker wants.

Started as `python victim.py FOLDER TOKEN`; prints one line of JSON about itself.
"""

import json
import os
import socket
import sys
import time

folder, token = sys.argv[1:]
path = os.path.join(folder, "database.sqlite3")
with open(path, "w") as file:
    file.write("rows of other people")
os.chmod(folder, 0o777)
os.chmod(path, 0o666)
opened = open(path, "r+")  # noqa: SIM115
tcp = socket.create_server(("127.0.0.1", 0))
named = socket.socket(socket.AF_UNIX)
named.bind(os.path.join(folder, "named.sock"))
named.listen()
os.chmod(os.path.join(folder, "named.sock"), 0o777)
abstract = socket.socket(socket.AF_UNIX)
abstract.bind(f"\0victim-{token}")
abstract.listen()
details = {
    "pid": os.getpid(),
    "folder": folder,
    "port": tcp.getsockname()[1],
    "abstract": f"victim-{token}",
    "fd": opened.fileno(),
}
print(json.dumps(details), flush=True)
time.sleep(600)
