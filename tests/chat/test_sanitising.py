"""Names and values that try to leave their place stay what they are: data."""

import csv
import io
import json
import runpy
import sys
from html.parser import HTMLParser

import pytest

from analysis.base.reply import Table
from analysis.models import Dataset
from chat.models import Message, Run
from chat.people.owners import KEY
from chat.runs.jobs import execute_run
from sandbox.validator import validate
from tests.chat.asking import answer

pytestmark = pytest.mark.django_db

NAMES = [
    'a "quoted" name',
    "it's",
    "{{ 7*7 }}",
    "{% for x in y %}",
    "two\nlines",
    "../../etc/passwd",
    "'; DROP TABLE analysis_run; --",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    '"""\nimport os\n"""',
    "back\\slash\\",
    "naïve 名前 🙂",
    "__import__('os')",
    "f'{x}' %s %(x)s",
]
VALUES = ["<img src=x onerror=alert(1)>", "=1+1", "'; DROP TABLE x", "{{ 7*7 }}", "a\nb",
          "../x", '"', "+49 30", "@SUM(A1)", "plain"]  # fmt: skip


def table_with(name):
    """Numbers 1 to 10 under ``name``, and a column of unruly words: the mean is 5.5."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([name, "words", "value"])
    writer.writerows([n, VALUES[n - 1], n * 2.5] for n in range(1, 11))
    return text.getvalue().encode()


@pytest.fixture
def door(client, alice):
    session = client.session
    session[KEY] = str(alice.id)
    session.save()
    return client


def uploaded(door, conversation, content, name="table.csv"):
    begun = door.post(
        f"/c/{conversation.id}/uploads/",
        json.dumps({"name": name, "size": len(content)}),
        content_type="application/json",
    ).json()
    door.put(
        f"/uploads/{begun['id']}/?offset=0",
        content,
        content_type="application/octet-stream",
    )
    door.post(f"/uploads/{begun['id']}/done/")
    run = Run.objects.get(kind=Run.Kind.IMPORT)
    execute_run(str(run.id))
    conversation.refresh_from_db()
    return Dataset.objects.get(id=run.dataset_id)


class _Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def assert_harmless(html):
    """No element came out of a name or value."""
    elements = _Elements()
    elements.feed(html)
    for tag, attributes in elements.found:
        assert not any(name.startswith("on") for name in attributes)
        if tag == "script":
            assert attributes.get("src") or attributes["type"] in (
                "application/json",
                "importmap",
            )
        if tag == "img":
            assert attributes.get("src") != "x"


@pytest.mark.parametrize("name", NAMES)
def test_an_unruly_column_gives_its_number_on_every_way_out(
    door, empty_conversation, name, tmp_path, monkeypatch
):
    conversation = empty_conversation
    content = table_with(name)
    dataset = uploaded(door, conversation, content)
    column = dataset.schema.names[0]

    message = answer(conversation, "/script descriptive")

    run = message.run
    assert run.status == Run.Status.SUCCEEDED
    rows = {row["column"]: row for row in run.result["rows"]}
    assert rows[column]["mean"] == 5.5
    assert validate(run.script) == ()

    (tmp_path / "script.py").write_text(run.script, encoding="utf-8")
    (tmp_path / "table.csv").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["script.py", "table.csv"])
    alone = runpy.run_path("script.py", run_name="__main__")["result"]
    assert alone["steps"][0]["rows"] == run.result["rows"]

    assert_harmless(door.get(f"/c/{conversation.id}/").content.decode())
    assert_harmless(door.get(f"/datasets/{dataset.id}/panel/").content.decode())
    for file in ("answer.md", "answer.ipynb", "script.py"):
        response = door.get(f"/messages/{message.id}/{file}")
        assert response["Content-Disposition"] == f'attachment; filename="{file}"'
    place = [
        n
        for n, table in enumerate(_tables(message))
        if any(column in row for row in table.rows)
    ]
    content = door.get(f"/messages/{message.id}/table-{place[0]}.csv").content.decode()
    for row in csv.reader(io.StringIO(content.lstrip("\ufeff"))):
        assert not any(cell.startswith(("=", "@", "\t", "\r")) for cell in row)


def _tables(message):
    return [block for block in message.reply.blocks if isinstance(block, Table)]


def test_unruly_values_stay_values(door, empty_conversation):
    conversation = empty_conversation
    uploaded(door, conversation, table_with("n"))

    message = answer(conversation, "/script frequency words")

    assert message.run.status == Run.Status.SUCCEEDED
    found = {str(row["value"]) for row in _rows(message.run.result)}
    assert found == set(VALUES)
    html = door.get(f"/c/{conversation.id}/").content.decode()
    assert_harmless(html)
    assert "<img src=x" not in html
    shown = door.get(f"/messages/{message.id}/table-0.csv").content.decode()
    cells = {cell for row in csv.reader(io.StringIO(shown)) for cell in row}
    assert {"'=1+1", "'@SUM(A1)", "'+49 30"} <= cells


def _rows(result):
    """The rows of a result that hold one value each."""
    if isinstance(result, dict):
        if "value" in result:
            yield result
        for inner in result.values():
            yield from _rows(inner)
    elif isinstance(result, list):
        for inner in result:
            yield from _rows(inner)


@pytest.mark.parametrize(
    "name",
    [
        "../../x.csv",
        "<script>alert(1)</script>.csv",
        "'; DROP TABLE x.csv",
        'a"b\r\nSet-Cookie: x=1.csv',
        "{{ 7*7 }}.csv",
        '"""\nimport os\n""".csv',
    ],
)
def test_an_unruly_file_name_is_only_a_name(door, empty_conversation, name, tmp_path):
    conversation = empty_conversation
    dataset = uploaded(door, conversation, table_with("n"), name)

    message = answer(conversation, "/script descriptive n")

    assert "/" not in dataset.name
    assert dataset.original.name == "original"
    assert message.run.status == Run.Status.SUCCEEDED
    assert validate(message.run.script) == ()
    assert_harmless(door.get(f"/c/{conversation.id}/").content.decode())
    notebook = door.get(f"/messages/{message.id}/answer.ipynb")
    assert "Set-Cookie" not in notebook.headers
    assert json.loads(notebook.content)["nbformat"] == 4


@pytest.mark.parametrize("name", NAMES)
def test_a_message_with_unruly_text_is_shown_as_text(door, conversation, name):
    answer(conversation, name)

    assert_harmless(door.get(f"/c/{conversation.id}/").content.decode())
    asked = Message.objects.filter(conversation=conversation, role="user")
    assert [message.text for message in asked] == [name]
