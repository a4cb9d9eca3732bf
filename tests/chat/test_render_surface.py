"""What is said differently at each door."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from django.conf import settings
from django.utils import timezone

from analysis.base.reply import Choices, Notice, Reply, Text
from chat.outcomes.welcome import no_dataset_reply
from chat.render import latex, markdown, terminal
from chat.render.html import MessageView, render_message
from chat.render.surface import Surface, worded, worded_reply
from chat.render.telegram import Wanted
from chat.render.telegram import render_reply as telegram

REPLY = no_dataset_reply()


def shown():
    """The reply without a table, as each door shows it."""
    view = MessageView(1, "assistant", "", timezone.now(), REPLY)
    return {
        "browser": render_message(view),
        "telegram": telegram(REPLY, Wanted(message=1))[0].plain,
        "terminal": " ".join(terminal.render_reply(REPLY).split()),
        "paper": markdown.render_reply(REPLY) + latex.render_reply(REPLY),
    }


def test_each_door_says_how_a_file_comes_in_there():
    texts = shown()

    assert "Drop a CSV, Excel, JSON or Parquet file anywhere on the page" in texts.pop(
        "browser"
    )
    assert "Send a CSV, Excel, JSON or Parquet file (📎 → File)" in texts["telegram"]
    assert "Type the path of a CSV, Excel, JSON or Parquet file" in texts["terminal"]
    assert texts["paper"].count("Upload a CSV, Excel, JSON or Parquet file") == 2
    assert not [door for door, text in texts.items() if "page" in text or "⟦" in text]


@pytest.mark.parametrize("surface", get_args(Surface))
def test_every_mark_in_the_sources_has_words_everywhere(surface):
    found = {
        mark
        for package in ("chat", "mlmodels", "analysis")
        for path in (Path(settings.BASE_DIR) / package).rglob("*.py")
        for mark in re.findall("⟦\\w+⟧", path.read_text(encoding="utf-8"))
    }

    assert "⟦upload⟧" in found
    assert not {mark for mark in found if worded(mark, surface) == mark}


def test_what_says_the_same_everywhere_is_left_as_it_is():
    same = Reply(summary="a", blocks=(Text(text="⟦b⟧"), Notice(text="c")))
    marked = Reply(
        summary="⟦upload⟧", blocks=(Choices(prompt="⟦upload⟧?", options=()),)
    )

    assert worded_reply(same, "telegram") is same
    asked = worded_reply(marked, "paper")
    assert asked.summary + "?" == asked.blocks[0].prompt
