"""What the command line's train, predict and models share."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError

from analysis.base.errors import TaskError
from analysis.models import Owner

_OWNER = uuid.uuid5(uuid.NAMESPACE_DNS, "command-line.statagent")


def command_line_owner() -> Owner:
    """Whose the models are that the command line saves: always the same."""
    return Owner.objects.get_or_create(id=_OWNER)[0]


def parsed_settings(pairs: Iterable[str]) -> dict[str, Any]:
    """Hyperparameters from ``name=value``; values as JSON where they are."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise CommandError(f"“{pair}” is not of the form NAME=VALUE.")
        try:
            found[name.strip()] = json.loads(text)
        except ValueError:
            found[name.strip()] = text.strip()
    return found


def error_json(error: TaskError) -> dict[str, Any]:
    """A refusal as the commands' JSON."""
    return {
        "status": "error",
        "error": {
            "message": error.message,
            "hint": error.hint,
            "options": list(error.options),
        },
        "result": None,
    }
