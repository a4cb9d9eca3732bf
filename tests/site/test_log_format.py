"""The log holds where and what, never a table's cells."""

import json
import logging
import sys
from pathlib import Path

from django.db import OperationalError

from statagent_site.log_format import JsonFormatter, LineFormatter, told

NAME = "Quentin Smith"


def record(**extra):
    try:
        try:
            float(NAME)
        except ValueError as error:
            raise RuntimeError(f"row of {NAME}") from error
    except RuntimeError:
        made = logging.LogRecord(
            "chat.runs.jobs",
            logging.ERROR,
            __file__,
            1,
            "run %s",
            ("r1",),
            sys.exc_info(),
        )
    vars(made).update(extra)
    return made


def test_a_json_line_holds_fields_and_types_and_no_cell():
    line = JsonFormatter().format(record(kind="program", severity="error"))

    found = json.loads(line)
    assert found["message"] == "run r1"
    assert (found["kind"], found["severity"]) == ("program", "error")
    assert found["exception"][-1] == "builtins.RuntimeError"
    assert "builtins.ValueError" in found["exception"]
    assert any("test_log_format.py" in entry for entry in found["exception"])
    assert NAME not in line


def test_a_line_for_eyes_holds_no_cell_either():
    form = LineFormatter("{levelname} {name}: {message}", style="{")

    line = form.format(record(kind="program"))

    assert line.startswith("ERROR chat.runs.jobs: run r1 [kind=program]\n")
    assert NAME not in line


def test_words_of_the_system_are_kept():
    try:
        Path("/nowhere/at/all").read_bytes()
    except OSError:
        made = logging.LogRecord("x", logging.ERROR, "", 1, "m", (), sys.exc_info())

    assert "No such file or directory" in JsonFormatter().format(made)


def test_of_a_request_the_path_is_written(rf):
    found = json.loads(JsonFormatter().format(record(request=rf.get("/c/?q=Smith"))))

    assert found["path"] == "/c/"
    assert "request" not in found


def test_the_machines_trouble_is_one_line():
    try:
        raise OperationalError("database is locked")
    except OperationalError as error:
        assert told(error) == ["django.db.utils.OperationalError: database is locked"]
