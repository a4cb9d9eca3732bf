"""A bucket of an S3 stand-in that runs in this process, for tests."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from statagent_site import services


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of a storage with nothing in it."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3, settings, tmp_path) -> Iterator[object]:
    """An empty bucket, in which everything is kept; a machine with a folder of its own."""
    import boto3

    made = boto3.resource(
        "s3", endpoint_url=s3, region_name="us-east-1",
        aws_access_key_id="k", aws_secret_access_key="s/+",
    ).Bucket("kept")  # fmt: skip
    made.create()
    settings.VAR_DIR = settings.FILES_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    settings.STORAGE = services.storage(
        f"s3://k:s%2F%2B@kept/all?endpoint={s3}&region=us-east-1"
    )
    yield made
    made.objects.delete()
    made.delete()
