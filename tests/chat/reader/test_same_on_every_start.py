"""The same message is read the same on every start, whatever Python's hashes are seeded by."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
READ = """
import django
django.setup()
from chat.reader.messages import read_message
from tests.chat.reader import everyday_tables as tables
from analysis.base.columns import Column, Schema

JOBS = Schema(name="jobs.csv", n_rows=300, columns=(
    Column(name="Job", kind="identifier", n_unique=300),
    Column(name="labour_min", kind="integer", n_unique=90, minimum=5, maximum=300),
    Column(name="Labour EUR", kind="number", n_unique=150, minimum=5.0, maximum=400.0),
    Column(name="Parts EUR", kind="number", n_unique=150, minimum=0.0, maximum=400.0),
    Column(name="Mechanic", kind="category", n_unique=3,
           levels=(("Ana", 100), ("Bo", 100), ("Cy", 100))),
))
ASKED = {
    JOBS: ("total labour by mechanic", "labour income of every mechanic", "mean labour",
           "does labour differ between mechanics", "parts by mechanic and labour"),
    tables.SHOP: ("revenu by regoin", "avrage unit of membrs", "orders by product and region",
                  "what drives revenue", "customers in North or East who paid",
                  "wats the totel of all the revenus", "mediam prise by chanel",
                  "share of paid and delivered by region", "best product"),
    tables.CLINIC: ("smoking and insurance", "systolc bp of smokers by ward and sex",
                    "compare age of smokers and others", "missing values"),
    tables.STAFF: ("pay by sex and team", "who earns most", "is pay related to tenure"),
}
for schema, texts in ASKED.items():
    for text in texts:
        print(text, "|", read_message(text, schema))
"""


def _read(seed: str) -> str:
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "DJANGO_SETTINGS_MODULE": "statagent_site.settings_test",
    }
    done = subprocess.run(
        [sys.executable, "-c", READ], cwd=ROOT, env=environment,
        capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_readings_do_not_depend_on_how_hashes_are_seeded():
    first, *others = [_read(seed) for seed in ("1", "6")]
    assert first.count(" | ") >= 19
    for other in others:
        assert other.splitlines() == first.splitlines()
