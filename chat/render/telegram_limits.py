"""What Telegram allows. Lengths are UTF-16 units of the text without its markup.

Source: core.telegram.org/bots/api and /bots/faq, Bot API 10.1.
"""

from __future__ import annotations

TEXT = 4096
CAPTION = 1024
ENTITIES = 100
CALLBACK_BYTES = 64
CALLBACK_ANSWER = 200
BUTTONS = 100
BUTTONS_IN_A_ROW = 8
DOWNLOAD_BYTES = 20 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
COMMAND_DESCRIPTION = 256
# Ours: a page of a phone holds about so many letters of monospace, and a client's
# buttons cut longer labels off.
PHONE_COLUMNS = 34
LABEL = 60


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
