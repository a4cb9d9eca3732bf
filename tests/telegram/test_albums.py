"""Files sent together."""

from __future__ import annotations

import pytest
from channels.db import database_sync_to_async

from analysis.models import Dataset
from chat.models.telegram import TelegramChat
from chat.telegram import albums
from tests.telegram.tables import file

stored = database_sync_to_async


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """An album is complete a moment after its last part, not a second."""
    monkeypatch.setattr(albums, "_GATHERED", albums._GATHERED / 4)


def names():
    return sorted(Dataset.objects.values_list("name", flat=True))


async def test_files_of_an_album_are_all_read_and_answered_once(phone):
    files = {name: file(name) for name in ("housing.csv", "sales.csv")}
    phone.world.person_sends_album(files, "mean of sales")
    await phone.work()

    listed, mean, _picture = phone.shown()
    assert [line.split() for line in listed.splitlines()[2:4]] == [
        ["sales.csv", "250", "2", "in", "use"],
        ["housing.csv", "20", "7"],
    ]
    assert mean.startswith("The mean of sales is")
    assert await stored(names)() == ["housing.csv", "sales.csv"]
    downloads = [name for name, _ in phone.world.calls if name == "getFile"]
    assert len(downloads) == 2


async def test_what_cannot_be_read_of_an_album_is_said(phone):
    png = b"\x89PNG\r\n\x1a\n" + bytes(200)
    files = {"picture.csv": png, "empty.csv": b"", "sales.csv": file("sales.csv")}
    phone.world.person_sends_album(files)
    await phone.work()

    texts = phone.shown()
    assert len(texts) == 3
    assert "empty" in texts[0] and "picture" in texts[1].lower()
    assert "sales.csv" in texts[2] and "in use" in texts[2]


async def test_an_album_of_which_nothing_can_be_read_gets_no_list(phone):
    phone.world.person_sends_album({"a.csv": b"", "b.csv": b""})
    await phone.work()

    assert ["empty" in text for text in phone.shown()] == [True, True]


async def test_photos_sent_together_are_refused_once(phone):
    for number in range(3):
        more = {"media_group_id": "g", "message_thread_id": 0}
        phone.world.person_sends_photo("look" if number == 1 else "", **more)
    await phone.work()

    (words,) = phone.shown()
    assert "cannot read pictures" in words


async def test_in_a_group_one_caption_speaks_for_the_album(phone):
    phone.world.kinds[-100] = {"type": "supergroup", "title": "Lab"}
    files = {name: file(name) for name in ("housing.csv", "sales.csv")}
    phone.world.person_sends_album(files, "@statagent_bot mean of sales", -100)
    await phone.work()
    phone.world.person_sends_album({"a.csv": b"a\n1", "b.csv": b"b\n2"}, "", -100)
    await phone.work()

    texts = phone.shown(-100)
    assert "sales.csv" in texts[0] and texts[1].startswith("The mean of sales is")
    assert await stored(names)() == ["housing.csv", "sales.csv"]
    assert await stored(TelegramChat.objects.count)() == 1
