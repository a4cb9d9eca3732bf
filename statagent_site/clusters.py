"""The workers of all queues as children of one process, which loaded what they share.

Each queue has a django-q2 cluster of its own. They are forked from one process, so that
the second costs little memory; what is particular about its workers stands in the
settings (``ALT_CLUSTERS``), as django-q2 has it.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType
from typing import Any

import psutil
from django.conf import settings
from django.db import connections
from django_q import cluster as library
from django_q.cluster import Cluster
from django_q.conf import Conf
from django_q.status import Stat

_LOOK_EVERY = 0.2


class QueueStat(Stat):
    """What a cluster says of itself, with the queue that it serves."""

    def __init__(self, sentinel: Any) -> None:
        super().__init__(sentinel)
        self.queue: str = Conf.CLUSTER_NAME


class Clusters:
    """The clusters of some queues, from their start to the end of all."""

    def __init__(self, queues: Sequence[str]) -> None:
        library.Stat = QueueStat
        self._named = {name: Cluster() for name in queues}
        self._stopping = False

    def run(self) -> int:
        """Serve the queues; 0 after a stop, 1 if one of the clusters died."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for name, cluster in self._named.items():
            if not self._stopping:
                connections.close_all()
                serve_queue(name)
                cluster.start()
        began = [one.sentinel for one in self._named.values() if one.sentinel]
        # Their own children hold the pipes by which a death could be waited for.
        while all(one.is_alive() for one in began):
            time.sleep(_LOOK_EVERY)
        if not self._stopping:
            _end(began)
            return 1
        for one in began:
            one.join()
        return 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Have every cluster end what it is at; called again it changes nothing."""
        self._stopping = True
        for cluster in self._named.values():
            if cluster.stop_event is not None:
                cluster.stop_event.set()


def serve_queue(name: str) -> None:
    """Let the clusters that are started from here on serve this queue."""
    particular = settings.Q_CLUSTER["ALT_CLUSTERS"].get(name, {})
    Conf.CLUSTER_NAME = name
    for key, value in {**settings.Q_CLUSTER, **particular}.items():
        if key in ("workers", "poll", "scheduler"):
            setattr(Conf, key.upper(), value)


def _end(sentinels: Sequence[Any]) -> None:
    """End what a cluster's death left running: whoever keeps this starts all again."""
    for one in sentinels:
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(one.pid)
            for each in (*process.children(recursive=True), process):
                with suppress(psutil.NoSuchProcess):
                    each.kill()
