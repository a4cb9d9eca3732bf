"""A whole server whose database another process holds for 35 seconds."""

import re
import sqlite3
import threading
import time

import httpx
import pytest

from statagent_site.benchmarks.serving import served
from statagent_site.benchmarks.websocket import WebSocket

TABLE = b"width,height\n1,2\n3,4\n5,6\n"
SECONDS = 35


class Page:
    """A tab with a table in it."""

    def __init__(self, address):
        self.client = httpx.Client(base_url=address, follow_redirects=True, timeout=60)
        page = self.client.get("/")
        self.path = page.url.path
        self.client.headers["X-CSRFToken"] = re.findall(r'name="csrf" content="([^"]+)"', page.text)[0]  # fmt: skip
        cookie = "; ".join(f"{k}={v}" for k, v in self.client.cookies.items())
        host, port = address.removeprefix("http://").split(":")
        self.socket = WebSocket(host, int(port), f"/ws{self.path}", cookie, timeout=90)
        self.socket.send({"op": "hello", "cursor": 0})
        self.until(lambda frame: frame["op"] == "ready")

    def close(self):
        self.client.close()
        self.socket.__exit__(None, None, None)

    def until(self, wanted):
        while True:
            frame = self.socket.receive()
            if wanted(frame):
                return frame

    def bring(self, content):
        announced = {"name": "a.csv", "size": len(content)}
        made = self.client.post(f"{self.path}uploads/", json=announced).json()
        self.client.put(f"/uploads/{made['id']}/?offset=0", content=content)
        self.client.post(f"/uploads/{made['id']}/done/")
        self.until(lambda frame: "Data Successfully Loaded" in frame.get("html", ""))


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_lock_of_35_seconds_is_lived_through(tmp_path):
    with served(tmp_path) as address:
        page = Page(address)
        page.bring(TABLE)
        other = sqlite3.connect(
            tmp_path / "var" / "db.sqlite3", check_same_thread=False
        )
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        threading.Timer(SECONDS, lambda: other.execute("ROLLBACK")).start()

        page.socket.send({"op": "say", "cid": "c-1", "text": "mean of width"})
        read = page.client.get(page.path)
        stranger = httpx.get(address, timeout=60, headers={"accept": "text/html"})
        refused_after = time.monotonic() - began
        answered = page.until(lambda frame: frame["op"] in ("error", "replace"))

        assert (read.status_code, stranger.status_code) == (200, 503)
        assert "The database is busy" in stranger.text
        assert refused_after < 20
        assert answered["op"] != "error"
        assert time.monotonic() - began < SECONDS + 30
        page.socket.send(
            {"op": "say", "cid": "c-2", "text": "how many rows are there?"}
        )
        assert page.until(lambda frame: "There are 3 rows" in frame.get("html", ""))
        page.close()
        other.close()
    log = (tmp_path / "log").read_text()
    assert "could not be kept running" not in log
    assert "ended with status" not in log
