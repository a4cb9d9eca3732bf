"""What deploy/ and docs/ name is there, and takes what they give it.

Images and units are not started here: no test machine can.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings as site
from django.core.management import get_commands, load_command_class

ROOT = Path(site.BASE_DIR)
DEPLOY = ROOT / "deploy"
COMPOSE = DEPLOY / "compose.yaml"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
PAGES = sorted(ROOT.glob("docs/*.md"))
OURS = ("site", "bot", "training")
GIVEN = {"SECRET_KEY": "x" * 60, "DATABASE_PASSWORD": "d", "STORAGE_PASSWORD": "s"}


def compose():
    return yaml.safe_load(COMPOSE.read_text())


def filled(text: str, given: dict[str, str]) -> str:
    """A value as compose puts the surroundings into it."""

    def value(found: re.Match[str]) -> str:
        name, _, default = found[1].partition(":")
        if name in given:
            return given[name]
        assert not default.startswith("?"), f"{name} is required"
        return default.removeprefix("-")

    return re.sub(r"\$\{([^}]+)\}", value, text)


def commands():
    """Every use of manage.py in the files, as its arguments."""
    for name, service in compose()["services"].items():
        if service.get("command", [""])[0] == "python":
            yield name, service["command"][2:]
    found = re.findall(r'^CMD (\[.*manage\.py.*\])$', (DEPLOY / "Containerfile").read_text(), re.M)  # fmt: skip
    for one in found:
        yield "Containerfile", yaml.safe_load(one)[2:]
    for path in (*UNITS, *PAGES):
        for line in re.findall(r"manage\.py ([^`#|\n]+)", path.read_text()):
            words = line.split("(")[0].replace("%i", "long").rstrip(" .;,'")
            yield path.name, shlex.split(words)


ALL = list(commands())


def test_there_is_something_to_look_at():
    assert len(UNITS) == 4 and len(PAGES) >= 1
    assert {"serve", "worker", "telegram", "backup", "restore", "doctor"} <= {
        words[0] for _, words in ALL
    }


@pytest.mark.parametrize("place, words", ALL, ids=lambda one: str(one)[:40])
def test_every_command_is_there_and_takes_its_arguments(place, words):
    app = get_commands()[words[0]]
    command = load_command_class(app, words[0]) if isinstance(app, str) else app
    command.create_parser("manage.py", words[0]).parse_args(words[1:])


def test_the_site_takes_the_settings_of_the_compose_file(tmp_path):
    services = compose()["services"]
    for name in OURS:
        environment = {key: filled(str(value), GIVEN)
                       for key, value in services[name]["environment"].items()}  # fmt: skip
        checked = subprocess.run(
            [sys.executable, "manage.py", "check"], cwd=ROOT, capture_output=True,
            text=True, check=False, env={"PATH": os.environ["PATH"], **environment,
                                         "STATAGENT_VAR": str(tmp_path / name)},
        )  # fmt: skip
        assert (checked.returncode, checked.stderr) == (0, ""), name


def test_the_compose_file_asks_for_its_secrets_and_holds_none():
    required = set(re.findall(r"\$\{(\w+):\?", COMPOSE.read_text()))
    assert required == set(GIVEN)
    page = (ROOT / "docs/operations.md").read_text()
    [named] = re.findall(r"for name in ([A-Z_ ]+); do", page)
    assert set(named.split()) == required


def test_services_name_each_other_and_nobody_else():
    found = compose()
    services = found["services"]
    volumes = set()
    for name, service in services.items():
        needed = service.get("depends_on", {})
        assert set(needed) <= set(services), name
        for other, how in needed.items() if isinstance(needed, dict) else ():
            if how["condition"] == "service_healthy":
                assert "test" in services[other]["healthcheck"]
        volumes |= {one.split(":")[0] for one in service.get("volumes", []) if ":" in one}  # fmt: skip
    assert volumes == set(found["volumes"])
    hosts = re.findall(r"[@/]([a-z]+):(?:5432|6379|9000)", COMPOSE.read_text())
    assert set(hosts) == {"database", "redis", "storage"} <= set(services)


def test_settings_that_are_named_are_read():
    read = (ROOT / "statagent_site/settings.py").read_text()
    ours = {key for name in OURS for key in compose()["services"][name]["environment"]}
    for path in (*UNITS, DEPLOY / "Containerfile", *PAGES):
        text = path.read_text()
        ours |= set(re.findall(r"\b(STATAGENT_[A-Z_]+|STORAGE_URL)\b", text))
    assert {name for name in ours if f'"{name}"' not in read} == set()


def test_the_image_is_made_of_what_is_here():
    ignored = set((ROOT / ".dockerignore").read_text().split())
    copied = re.findall(r"^COPY (\S+) (\S+)$", (DEPLOY / "Containerfile").read_text(), re.M)  # fmt: skip
    for source, target in copied:
        assert (ROOT / source).exists() and source not in ignored
        assert target in ("./", f"./{source}")
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages <= {source for source, _ in copied}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_units_are_units(tmp_path):
    """With the paths of this machine, as a unit's programs must be there."""
    for path in UNITS:
        text = path.read_text().replace(
            "/opt/statagent/.venv/bin/python", sys.executable
        )
        text = text.replace("file:/opt/statagent", f"file:{ROOT}").replace("/opt/statagent", str(ROOT))  # fmt: skip
        (tmp_path / path.name.replace("@", "@long")).write_text(text)
    names = sorted(str(path) for path in tmp_path.iterdir())
    found = subprocess.run(["systemd-analyze", "verify", "--man=no", *names],
                           capture_output=True, text=True, check=False)  # fmt: skip
    ours = [line for line in found.stderr.splitlines() if "statagent" in line]
    assert ours == []


def test_links_of_the_pages_lead_somewhere():
    for path in (*PAGES, ROOT / "README.md"):
        for link in re.findall(r"\]\(([^)#]+)\)", path.read_text()):
            if "://" not in link:
                assert (path.parent / link).exists(), (path.name, link)
