"""Groups may have been joined with persons: those that were are named, nothing is moved.

The bot gives each of them an owner of its own when it starts, and ``manage.py
telegram_groups`` tells what it finds, or does it before.
"""

from __future__ import annotations

import sys
from typing import Any

from django.db import migrations


def report(apps: Any, schema_editor: Any) -> None:
    """Name the groups whose owner has been seen elsewhere, too."""
    chats = apps.get_model("chat", "TelegramChat").objects.using(
        schema_editor.connection.alias
    )
    groups = chats.exclude(kind="private")
    found = {}
    for chat in groups.select_related("owner__user"):
        others = chats.filter(owner=chat.owner).exclude(chat_id=chat.chat_id)
        if chat.owner.user_id is not None or others.exists():
            found[chat.chat_id] = chat.title
    for number, title in sorted(found.items()):
        sys.stderr.write(
            f"\n  The Telegram group {title} ({number}) shares its owner with a person or"
            " another group."
        )
    if found:
        sys.stderr.write("\n  See: manage.py telegram_groups\n")


class Migration(migrations.Migration):
    dependencies = [
        ("analysis", "0005_group_owners"),
        ("chat", "0005_unreadable_updates"),
    ]

    operations = [migrations.RunPython(report, migrations.RunPython.noop)]
