"""The queues: one for what is answered at once, one for what takes long.

A training, or the reading of a large file, never keeps a question waiting: it waits in a
queue of its own, which workers of its own serve.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django_q.brokers import get_broker
from django_q.status import Stat

from chat.models import Run
from chat.runs.kinds import KINDS


def queues() -> tuple[str, ...]:
    """The names of the queues that workers serve here, the usual one first."""
    usual: str = settings.Q_CLUSTER["name"]
    return (usual, settings.LONG_QUEUE) if settings.LONG_WORKERS else (usual,)


def queue_of(run: Run) -> str:
    """Where a run waits: by its kind, that of the run which it repeats, or its size."""
    repeated = run.rerun_of if run.kind == Run.Kind.SCRIPT else None
    long = KINDS[(repeated or run).kind].long
    if run.kind == Run.Kind.IMPORT and run.dataset is not None:
        long = run.dataset.size > settings.LONG_IMPORT_BYTES
    return queues()[-1 if long else 0]


def queues_of(runs: Iterable[Run]) -> set[str]:
    """The queues that any of the runs wait in."""
    return {queue_of(run) for run in runs}


def workers() -> dict[str, int]:
    """How many workers each queue has, on all machines; 0 is a queue without any."""
    found = dict.fromkeys(queues(), 0)
    for cluster in Stat.get_all():
        name = getattr(cluster, "queue", queues()[0])
        if name in found:
            found[name] += len(cluster.workers)
    return found


def unserved() -> tuple[str, ...]:
    """What no worker is running for, in words: none, or any of the queues."""
    words = dict(zip(queues(), ("worker", "worker for long work"), strict=False))
    return tuple(words[name] for name, count in workers().items() if not count)


def tasks_waiting() -> int:
    """The tasks of all queues that nobody has taken up yet."""
    return sum(get_broker(name).queue_size() for name in queues())
