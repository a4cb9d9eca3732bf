"""What the validator lets through: honest scripts work, hidden attacks meet the wall."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sandbox.limits import Limits
from sandbox.validator import validate
from tests.sandbox.conftest import Run
from tests.sandbox.honest_scripts import SCRIPTS, TABLE

CANARY = Path("/tmp/statagent-let-through")
# Calls without end fill what memory there is; to fill the usual 2 GB takes half a minute.
LIMITS = Limits(memory_mb=256)
# A root, "os" and "system" that no look at the text finds.
_HIDDEN = f"""
import sys
root, o, s = chr(47), "o" + "s", "sys" + "tem"
canary = {"/".join(("", *CANARY.parts[1:]))[1:]!r}
order = f"id > {{root}}{{canary}}; cat {{root}}etc{{root}}passwd"
passwd = root + "etc" + root + "passwd"
"""

ATTACKS = {
    "a pickle that calls": """
import pickle
result = pickle.loads(b"cos\\nsystem\\n(S'" + order.encode() + b"'\\ntR.")
""",
    "a pickle in a table": """
import pandas as pd
with open("x.pkl", "wb") as f:
    f.write(b"cposix\\nsystem\\n(S'" + order.encode() + b"'\\ntR.")
result = pd.read_pickle("x.pkl")
""",
    "a pickle in an array": """
import numpy as np
import pickle
class Bad:
    def __reduce__(self):
        import shutil
        return getattr(getattr(shutil, o), s), (order,)
np.save("x.npy", np.array([Bad()], dtype=object), allow_pickle=True)
result = np.load("x.npy", allow_pickle=True).item()
""",
    "a program by its name": """
import shutil
result = getattr(getattr(shutil, o), s)(order)
""",
    "a program by another name": """
import logging
result = vars(vars(logging)[o])["pop" + "en"](order).read()
""",
    "a program by a query": """
import pandas as pd
frame = pd.DataFrame({"a": [1]})
tail = "__class__.__base__.__subc" + "lasses__()"
result = len(frame.query("@frame." + tail + " == a"))
""",
    "a program by a configuration": """
import logging.config
logging.config.dictConfig({"version": 1, "formatters": {"x": {"()": f"{o}.{s}", "command": order}},
    "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "x"}}})
""",
    "a class made while it runs": """
k = type("K", (), {"__getattr__": lambda self, name: name})
subclasses = getattr(object, "__subc" + "lasses__")()
loader = [c for c in subclasses if c.__name__ == "BuiltinImporter"][0]
module = getattr(loader, "load_" + "module")("po" + "six")
result = getattr(module, s)(order)
""",
    "a template that climbs": """
import string
class T(string.Formatter):
    def get_field(self, name, args, kwargs):
        return super().get_field(name.replace("~", "__"), args, kwargs)
result = T().format("{0.~init~.~globals~}", T())
""",
    "a file by a path put together": "result = open(passwd).read()",
    "a file by pathlib": """
from pathlib import Path
result = [Path(passwd).read_text()]
""",
    "a file by pandas": """
import pandas as pd
result = pd.read_csv(passwd, sep=":", header=None).to_csv()
""",
    "a file by linecache": """
import linecache
lines = linecache.getlines(passwd)
result = lines if lines else 1 / 0
""",
    "a file by fileinput": """
import fileinput
result = list(fileinput.input([passwd]))
""",
    "a file by a link": """
import shutil
getattr(getattr(shutil, o), "sym" + "link")(passwd, "mine")
result = open("mine").read()
""",
    "a file by an entity": """
import io
import xml.sax
from xml.sax.handler import feature_external_ges
parser = xml.sax.make_parser()
parser.setFeature(feature_external_ges, True)
text = f'<!DOCTYPE x [<!ENTITY y SYSTEM "file:{root}{root}{passwd}">]><x>&y;</x>'
parser.parse(io.StringIO(text))
result = "parsed"
1 / 0
""",
    "a file in an archive that climbs": """
import zipfile
up = ".." + root
with zipfile.ZipFile("x.zip", "w") as z:
    z.writestr(up * 9 + canary, "x")
with zipfile.ZipFile("x.zip") as z:
    for info in z.infolist():
        with z.open(info) as f, open(up * 9 + canary, "wb") as out:
            out.write(f.read())
""",
    "a log elsewhere": """
import logging
logging.getLogger().addHandler(logging.FileHandler(root + canary))
logging.error("x")
""",
    "a database elsewhere": """
import sqlite3
c = sqlite3.connect(root + canary)
c.execute("create table x (y)")
c.commit()
""",
    "a database attached": """
import sqlite3
c = sqlite3.connect(":memory:")
c.execute(f"attach '{root}{canary}' as x")
c.execute("create table x.y (z)")
c.commit()
""",
    "a temporary file elsewhere": """
import tempfile
with open(tempfile.gettempdir() + root + canary.split(root)[-1], "w") as f:
    f.write("x")
import os
if not tempfile.gettempdir().startswith(os.getcwd()):
    pass
1 / 0
""",
    "the list of everything": """
import os
found = os.listdir(root)
result = found if "home" in found or "work" in found else 1 / 0
""",
    "other processes": """
from pathlib import Path
found = [p.name for p in Path(root + "proc").iterdir() if p.name.isdigit()]
result = found if len(found) > 1 else 1 / 0
""",
    "the network by another's module": """
import logging.handlers
h = logging.handlers.HTTPHandler("127.0.0.1:8000", root)
h.handleError = lambda record: 1 / 0
h.emit(logging.makeLogRecord({"msg": "x"}))
result = "sent"
""",
    "a letter": """
import logging.handlers
h = logging.handlers.DatagramHandler("127.0.0.1", 9)
h.handleError = lambda record: 1 / 0
h.emit(logging.makeLogRecord({"msg": "x"}))
result = "sent"
""",
    "something left for the end": """
import atexit
import shutil
atexit.register(lambda: getattr(getattr(shutil, o), s)(order))
1 / 0
""",
    "no bottom": """
sys.setrecursionlimit(10**9)
def f(n):
    return f(n + 1) if n >= 0 else 0
result = f(0)
""",
    "a great many threads": """
import threading
import time
for _ in range(100_000):
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
result = "all"
""",
}


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_what_a_look_cannot_find_the_wall_holds(run: Run, name: str) -> None:
    script = _HIDDEN + ATTACKS[name]
    assert not [one for one in validate(script) if one.code == "syntax"]
    CANARY.unlink(missing_ok=True)

    outcome = run(script, limits=LIMITS)

    told = json.dumps([outcome.result, outcome.stdout, outcome.stderr])
    assert not CANARY.exists()
    assert "root:x:0" not in told
    assert outcome.isolation
    if outcome.status == "succeeded":
        # A call that came back with nothing but its own failure.
        assert outcome.result in (-1, None) or outcome.result in _NOTHING, told


# An order that could not be carried out, and a namespace that holds no way out.
_NOTHING = (32512, 256, "", 127, 1, 0)


def test_most_of_these_attacks_get_past_the_look() -> None:
    """Else they would prove nothing of the wall."""
    passed = [name for name, code in ATTACKS.items() if not validate(_HIDDEN + code)]
    assert len(passed) >= 20


def test_honest_scripts_run(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text(TABLE)
    failed = {}
    for name, script in SCRIPTS.items():
        outcome = run(script, inputs={"data.csv": data}, argv=["data.csv"], check=True)
        if outcome.status != "succeeded" or outcome.result is None:
            failed[name] = f"{outcome.status}: {outcome.error}"
    assert failed == {}
