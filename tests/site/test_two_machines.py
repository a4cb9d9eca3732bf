"""Two machines with one database, one Redis and one bucket: any end serves anybody."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from uuid import uuid4

import psutil
import pytest

from tests.site.served import Site

pytestmark = [
    pytest.mark.services,
    pytest.mark.timeout(400),
    pytest.mark.skipif(
        not {"DATABASE_URL", "REDIS_URL"} <= set(os.environ),
        reason="make test-services names a PostgreSQL and a Redis",
    ),
]
# Areas in no order: a column that counts the rows would be left out of a training.
AREAS = [7 * n % 60 for n in range(60)]
ROWS = "".join(f"{50 + n},{1 + n % 5},{200 + 3 * n + n % 7}\n" for n in AREAS)
CSV = ("area,rooms,price\n" + ROWS).encode()


@pytest.fixture
def shared(s3):
    """A database, a part of Redis and a bucket that nobody else uses."""
    import boto3
    import psycopg
    import redis

    name = f"machines_{uuid4().hex[:8]}"
    start, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    cache = os.environ["REDIS_URL"].rpartition("/")[0] + "/9"
    redis.Redis.from_url(cache).flushdb()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        boto3.client("s3", endpoint_url=s3, region_name="us-east-1", aws_access_key_id="k",
                     aws_secret_access_key="s").create_bucket(Bucket=name.replace("_", "-"))  # fmt: skip
        yield {
            "DATABASE_URL": f"{start}/{name}", "REDIS_URL": cache, "SECRET_KEY": name * 4,
            "STORAGE_URL": f"s3://k:s@{name.replace('_', '-')}?endpoint={s3}&region=us-east-1",
        }  # fmt: skip
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    redis.Redis.from_url(cache).flushdb()


@pytest.fixture
def machines(shared, tmp_path):
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
    first = Site(folders[0], **shared)
    second = Site(folders[1], first.token, **shared)
    yield first, second
    for one in (first, second):
        if one.process.poll() is None:
            one.stop()


def test_every_conversation_works_at_whatever_end(machines):
    first, second = machines
    made = first.upload("houses.csv", CSV)
    dataset, talk = made["dataset"]["id"], made["message"]["conversation"]
    at_first = first.ask(talk, "mean of price")
    at_second = second.ask(talk, "mean of price")
    assert at_first["status"] == at_second["status"] == "answered"
    assert at_first["result"] == at_second["result"]
    assert second.ask(talk, "and by rooms?")["status"] == "answered"
    order = {"dataset": dataset, "target": "price", "model": "ridge"}
    trained = second.call("/models?wait=60", json.dumps(order).encode())
    assert trained["status"] == "answered", trained
    model = first.call("/models")["items"][0]["id"]
    rows = json.dumps({"values": {"area": 70, "rooms": 2}}).encode()
    said = first.call(f"/models/{model}/predictions?wait=60", rows)
    assert 250 < said["result"]["rows"][0]["predicted price"] < 280

    # A machine that is lost takes nothing along.
    own = psutil.Process(first.process.pid)
    for process in (own, *own.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            process.kill()
    first.process.wait()
    for text in ("median of area", "export the data as csv"):
        assert second.ask(talk, text)["status"] == "answered"
