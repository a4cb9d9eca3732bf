"""A file that comes in: what is made of it, and what is said when that is nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from analysis.base.errors import TaskError
from chat.models.telegram import TelegramChat
from chat.orchestrator import take_in
from chat.people import linking
from chat.people.quotas import check_upload
from chat.render.telegram import Call, said
from chat.render.telegram_buttons import Button
from chat.render.telegram_limits import DOWNLOAD_BYTES
from chat.tables.datasets import dataset_from
from chat.telegram import albums
from chat.telegram.linked import plain
from chat.telegram.posting import post, shown_as

_MIB = 1024 * 1024


def take_file(
    chat: TelegramChat,
    message: dict[str, Any],
    file: Path | None,
    *,
    quiet: bool = False,
) -> bool:
    """Take a file in; False if it cannot be, which was said then.

    ``quiet`` leaves its receipt out if all is well with it.
    """
    document = message["document"]
    name = Path(str(document.get("file_name") or "table.csv").replace("\\", "/")).name
    size = int(document.get("file_size", 0))
    if file is None:
        post(chat, _too_large(chat, name, size))
        return False
    size = file.stat().st_size
    if size == 0:
        words = f"❌ **The file is empty: {plain(name)}.**\n💡 Send a file with a table in it."
        post(chat, said(words))
        return False
    try:
        check_upload(chat.owner, size)
    except TaskError as error:
        post(chat, said(f"❌ **{plain(error.message)}**\n💡 {plain(error.hint)}"))
        return False
    assert chat.conversation is not None
    dataset = dataset_from(chat.owner, name[:255], file)
    answer = take_in(chat.conversation, dataset, f"Uploaded {name[:255]}")
    if quiet:
        albums.keep_quiet(chat, answer)
    shown_as(chat, answer.question, message["message_id"])
    return True


def _too_large(chat: TelegramChat, name: str, size: int) -> Call:
    """What to do with a file that bots do not get: the browser takes it, for this chat.

    A group's conversation is in no browser.
    """
    assert chat.conversation is not None
    most = DOWNLOAD_BYTES // _MIB
    words = (
        f"❌ **{plain(name)} has {size / _MIB:,.0f} MB;** Telegram gives bots files up to"
        f" {most} MB only.\n💡 "
    )
    if not settings.PUBLIC_URL or chat.is_group:
        return said(words + "Zip it, save it as Parquet, or take fewer rows.")
    address = linking.browser_address(linking.create(chat.conversation))
    words += (
        "Upload it in the browser: the button opens this conversation there, once,"
        f" within {linking.MINUTES} minutes. Or send it zipped."
    )
    return said(words, [Button("Upload in the browser", url=address)])
