"""The doctor: every line ok, warn or fail with the way to mend it."""

import json

import pytest
from django.core.management import call_command

from sandbox.probe import Report
from statagent_site import diagnosis

pytestmark = pytest.mark.django_db
FULL = Report("full", "", "", "", 5)
REDUCED = Report("reduced", "Operation not permitted", "", "", 5)
NONE = Report(None, "Operation not permitted", "the kernel has no Landlock", "", 0)


def only(monkeypatch, *checks):
    monkeypatch.setattr(diagnosis, "CHECKS", checks)


def found(capsys, *arguments):
    try:
        call_command("doctor", "--json", *arguments)
        status = 0
    except SystemExit as ended:
        status = ended.code
    return status, json.loads(capsys.readouterr().out)


def test_a_sound_installation_names_all_its_parts(capsys):
    status, report = found(capsys)

    levels = {one["name"]: one["level"] for one in report["findings"]}
    assert {"Python", "isolation", "sandbox", "database", "workers", "disk", "charts",
            "static files"} <= set(levels)  # fmt: skip
    assert levels["database"] == levels["charts"] == levels["sandbox"] == "ok"
    assert levels["workers"] == "warn"
    assert (status, report["status"]) == (0, "warn")


@pytest.mark.parametrize(
    "report, minimum, level, words",
    [
        (FULL, "full", "ok", "full: namespaces, Landlock and seccomp"),
        (REDUCED, "reduced", "warn", "no namespaces (Operation not permitted)"),
        (REDUCED, "full", "fail", "the minimum is full"),
        (NONE, "reduced", "fail", "the kernel has no Landlock"),
    ],
)
def test_the_wall_is_judged_by_what_is_asked_of_it(
    monkeypatch, report, minimum, level, words
):
    monkeypatch.setattr(diagnosis, "probe", lambda: report)
    settings = diagnosis.current().__class__("/tmp/unused", minimum)
    monkeypatch.setattr(diagnosis, "current", lambda: settings)

    first = next(iter(diagnosis._wall()))

    assert (first.name, first.level) == ("isolation", level)
    assert words in first.text
    assert bool(first.fix) == (level != "ok")


def test_a_failure_ends_with_status_1_and_says_what_to_do(monkeypatch, capsys):
    monkeypatch.setattr(diagnosis, "chart_png", lambda spec: b"")
    only(monkeypatch, diagnosis._charts)

    assert found(capsys) == (
        1,
        {
            "status": "fail",
            "findings": [
                {
                    "name": "charts",
                    "level": "fail",
                    "text": "no picture came out",
                    "fix": "pip install --force-reinstall vl-convert-python",
                }
            ],
        },
    )


def test_a_check_that_breaks_does_not_hide_the_others(monkeypatch, capsys):
    def _broken():
        raise OSError("gone")

    only(monkeypatch, _broken, diagnosis._database)

    status, report = found(capsys)

    assert status == 1
    names = [(one["name"], one["level"]) for one in report["findings"]]
    assert names == [("broken", "fail"), ("database", "ok"), ("migrations", "ok")]


def test_for_people_each_finding_is_a_line(monkeypatch, capsys):
    only(monkeypatch, diagnosis._database)

    call_command("doctor")

    assert capsys.readouterr().out.splitlines() == [
        "✓ ok    database       sqlite",
        "✓ ok    migrations     all are applied",
    ]


def test_a_full_disk_is_a_failure(monkeypatch):
    usage = type("Usage", (), {"free": 1024})
    monkeypatch.setattr(diagnosis.shutil, "disk_usage", lambda place: usage)

    [disk] = diagnosis._disk()

    assert (disk.level, disk.text) == ("fail", "0 MB free")


def test_what_several_machines_must_share_is_named(settings, tmp_path, monkeypatch):
    assert list(diagnosis._services()) == []
    settings.REDIS_URL, settings.SECRET_IS_OURS = "redis://127.0.0.1:1/0", True
    settings.FILES_DIR = settings.VAR_DIR

    alone = {one.name: one.level for one in diagnosis._services()}

    assert alone == {"redis": "ok", "secret key": "warn", "files": "warn"}
    settings.SECRET_IS_OURS, settings.FILES_DIR = False, tmp_path
    monkeypatch.setattr(diagnosis.cache, "set", lambda *args: 1 / 0)
    shared = [(one.name, one.level) for one in diagnosis._services()]
    assert shared == [("redis", "fail")]
