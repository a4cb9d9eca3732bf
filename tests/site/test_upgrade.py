"""A database that an earlier version has made is brought up to date with all in it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from django.conf import settings as site

EARLIER = "01c1a5c"
CSV = "town,size,price\n" + "".join(
    f"{'Basel' if n % 2 else 'Chur'},{40 + n},{200 + 3 * n + n % 7}\n"
    for n in range(40)
)
# What people did then, by the code of then.
LIVED = """
import json, sys
from pathlib import Path
from django.contrib.auth.models import User
from analysis.models import Owner
from chat.models import Conversation, Message, Run
from chat.orchestrator import Request, respond
from chat.jobs import execute_run
from chat.datasets import dataset_from
from analysis.reading.importing import import_table

owner = Owner.objects.create(user=User.objects.create_user("carla", password="x"))
dataset = dataset_from(owner, "towns.csv", Path(sys.argv[-1]))
receipt = import_table(dataset.original, name=dataset.name, parquet_path=dataset.parquet)
dataset.receipt_json = receipt.model_dump(mode="json")
dataset.save()
talk = Conversation.objects.create(owner=owner, dataset=dataset, title="Towns")
for text in ("mean of price by town", "correlation of size and price", "export as csv",
             "train a linear regression to predict price from size", "start"):
    runs = []
    respond(talk, Request(text), start=runs.append)
    for run in runs:
        execute_run(str(run.id))
    talk.refresh_from_db()
"""
# What is there: the same before and after, as columns that both versions have.
TOLD = """
import json, sys
from analysis.models import Dataset
from chat.models import Conversation, Message, Run
from mlmodels.models import TrainedModel
print("@" + json.dumps({
    "datasets": [[str(one.id), one.name, one.sha256, one.schema.n_rows, one.original.read_text()]
                 for one in Dataset.objects.order_by("id")],
    "conversations": [[str(one.id), one.title, str(one.dataset_id), str(one.owner)]
                      for one in Conversation.objects.order_by("id")],
    "messages": [[one.id, one.text, one.reply.summary if one.role == "assistant" else ""]
                 for one in Message.objects.order_by("id")],
    "runs": [[str(one.id), one.kind, one.status, one.script_sha256, one.result]
             for one in Run.objects.order_by("id")],
    "models": [[str(one.id), one.name, one.data_sha256, sorted(one.saved().files)]
               for one in TrainedModel.objects.order_by("id")],
}))
"""
# What people do now with what they had.
GO_ON = """
import json
from chat.models import Conversation, Message
from chat.orchestrator import Request, respond
from chat.runs.jobs import execute_run

talk, said = Conversation.objects.get(), {}
for text in ("mean of price by town", "and the median?", "predict for size 50"):
    runs = []
    message = respond(talk, Request(text), start=runs.append)
    for run in runs:
        execute_run(str(run.id))
    message = Message.objects.select_related("run").get(id=message.id)
    said[text] = [message.run and message.run.status, message.run and message.run.result]
    talk.refresh_from_db()
print("@" + json.dumps(said))
"""


@pytest.fixture
def earlier() -> Iterator[Path]:
    """The earlier version's files, which leave the repository as it is.

    Its sandbox works as another user, who may not look into a test's own folder.
    """
    packed = subprocess.run(["git", "archive", EARLIER], cwd=site.BASE_DIR,
                            capture_output=True, check=False)  # fmt: skip
    if packed.returncode:
        pytest.skip("this clone does not reach back so far")
    with TemporaryDirectory() as folder:
        for place in (Path(folder), Path(folder, "code")):
            place.mkdir(exist_ok=True)
            place.chmod(0o755)
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
            archive.extractall(Path(folder, "code"), filter="tar")
        yield Path(folder, "code")


def _holds(result: object, number: float) -> bool:
    """Whether a result, however it is laid out, holds the number."""
    if isinstance(result, dict | list):
        parts = result.values() if isinstance(result, dict) else result
        return any(_holds(part, number) for part in parts)
    return isinstance(result, float) and abs(result - number) < 1e-9


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_conversations_datasets_runs_and_models_are_all_there(earlier, tmp_path):
    (tmp_path / "towns.csv").write_text(CSV)
    kept = {k: v for k, v in os.environ.items()
            if k not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL")}  # fmt: skip
    environment = {**kept, "STATAGENT_VAR": str(earlier.with_name("var"))}

    def manage(version, *arguments):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=version, env=environment,
            capture_output=True, text=True, check=False, umask=0o022,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        found = [line for line in done.stdout.splitlines() if line.startswith("@")]
        return json.loads(found[0][1:]) if found else None

    code = LIVED.replace("sys.argv[-1]", repr(str(tmp_path / "towns.csv")))
    manage(earlier, "migrate", "-v0")
    manage(earlier, "shell", "-c", code)
    before = manage(earlier, "shell", "-c", TOLD)
    assert {key: len(rows) for key, rows in before.items()} == {
        "datasets": 1, "conversations": 1, "messages": 10, "runs": 5, "models": 1,
    }  # fmt: skip
    assert {one[2] for one in before["runs"]} == {"succeeded"}

    now = Path(site.BASE_DIR)
    manage(now, "migrate", "-v0")
    assert manage(now, "shell", "-c", TOLD) == before
    said = manage(now, "shell", "-c", GO_ON)
    assert [status for status, _ in said.values()] == ["succeeded"] * 3
    means = pd.read_csv(io.StringIO(CSV)).groupby("town")["price"].mean()
    for mean in means:
        assert _holds(before["runs"], mean)
        assert _holds(said["mean of price by town"], mean)
