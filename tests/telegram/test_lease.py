"""One sender among all machines, and somebody after it when it ends."""

import asyncio
from datetime import timedelta

import pytest
from channels.db import database_sync_to_async
from django.core.management import CommandError, call_command
from django.utils import timezone

from chat.models import Lease
from chat.runs.machine import is_gone, machine_name, process_name
from chat.telegram import lease

ELSEWHERE = "other/0123456789ab:77"


def held_by(holder, seconds):
    until = timezone.now() + timedelta(seconds=seconds)
    Lease.objects.update_or_create(
        name=lease.NAME, defaults={"holder": holder, "until": until}
    )


@pytest.mark.django_db
def test_the_right_to_send_is_held_and_given_back():
    with lease.only_one():
        found = Lease.objects.get()
        assert found.holder == process_name()
        assert found.until > timezone.now() + timedelta(seconds=15)

    assert Lease.objects.get().until <= timezone.now()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("holder", "seconds", "free"),
    [
        (ELSEWHERE, 10, False),
        (ELSEWHERE, -1, True),
        (f"{machine_name()}:1", 10, False),
        (f"{machine_name()}:999999999", 10, True),
        ("", 10, False),
    ],
)
def test_it_is_free_when_its_holder_is_gone(holder, seconds, free):
    held_by(holder, seconds)

    assert lease.take() is free
    assert Lease.objects.get().holder == (process_name() if free else holder)


@pytest.mark.django_db
def test_a_second_bot_is_refused_or_stands_by(monkeypatch):
    held_by(ELSEWHERE, 10)
    with pytest.raises(lease.AlreadyRunning), lease.only_one():
        pass

    monkeypatch.setattr(lease.time, "sleep", lambda seconds: held_by(ELSEWHERE, -1))
    with lease.only_one(wait=True):
        assert Lease.objects.get().holder == process_name()


@pytest.mark.django_db(transaction=True)
async def test_who_lost_the_right_stops(monkeypatch):
    monkeypatch.setattr(lease, "PROLONG_EVERY", 0.05)
    await database_sync_to_async(held_by)(process_name(), 10)
    keeping = asyncio.create_task(lease.keep())
    await asyncio.sleep(0.2)
    assert not keeping.done()

    await database_sync_to_async(held_by)(ELSEWHERE, 10)

    with pytest.raises(lease.LeaseLost):
        await asyncio.wait_for(keeping, 5)


@pytest.mark.django_db
def test_the_command_says_why_it_does_not_run(settings, monkeypatch):
    settings.TELEGRAM_TOKEN = "42:x"
    held_by(ELSEWHERE, 10)
    with pytest.raises(CommandError, match="Another bot of this installation"):
        call_command("telegram")

    async def lost(*args, **options):
        async with asyncio.TaskGroup() as group:
            group.create_task(_lose())

    held_by(ELSEWHERE, -1)
    monkeypatch.setattr("chat.management.commands.telegram.serve", lost)
    with pytest.raises(CommandError, match="Another bot has taken over"):
        call_command("telegram")


async def _lose():
    raise lease.LeaseLost


def test_a_process_of_elsewhere_is_never_known_to_be_gone():
    assert not is_gone(ELSEWHERE)
    assert not is_gone(process_name())
    assert not is_gone("")
    assert is_gone(f"{machine_name()}:999999999")
