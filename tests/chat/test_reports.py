"""A conversation to take away computes every number again."""

import json
import os
import shutil
import subprocess
import sys

import nbclient
import nbformat
import pytest

from chat.models import Conversation, Run
from chat.report import FORMATS, exported
from chat.report.scripts import Session, take_apart
from tests.chat.asking import answer

QUESTIONS = (
    "mean of fare",
    "median age by sex",
    "correlation between age and fare",
    "histogram of fare",
    "is fare different between men and women?",
    "how many rows per sibsp",
    "describe fare",
    "add double_fare = fare * 2",
    "mean of double_fare by sex",
    "is age normally distributed?",
)


@pytest.fixture
def ten_steps(conversation):
    for question in QUESTIONS:
        message = answer(conversation, question)
        assert message.run is not None, question
        assert message.run.status == Run.Status.SUCCEEDED, message.summary
    return Conversation.objects.get(id=conversation.id)


def runs_of(conversation):
    return list(
        Run.objects.filter(message__conversation=conversation).order_by("created")
    )


def printed(notebook):
    """What the cells of the questions printed, as JSON."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.startswith("sys.argv"):
            text = "".join(out.text for out in cell.outputs if out.name == "stdout")
            found.append(json.loads(text)["steps"])
    return found


def numbers(value):
    """All numbers in a JSON value, in order."""
    if isinstance(value, dict):
        return [n for key in sorted(value) for n in numbers(value[key])]
    if isinstance(value, list):
        return [n for item in value for n in numbers(item)]
    return [value] if isinstance(value, int | float) else []


def asked_for(run, steps):
    """The steps that were asked for, as the run's result holds them."""
    from analysis.execution import answering

    return answering(run.message.task, steps)


def test_the_notebook_of_ten_steps_gives_every_number_again(
    ten_steps, travellers, tmp_path, monkeypatch
):
    shutil.copy(travellers, tmp_path / "travellers.csv")
    made = exported(ten_steps, "ipynb")
    notebook = nbformat.reads(made.text, as_version=4)
    nbformat.validate(notebook)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")

    nbclient.NotebookClient(
        notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()

    again = printed(notebook)
    runs = runs_of(ten_steps)
    assert len(again) == len(runs) == len(QUESTIONS)
    for run, steps in zip(runs, again, strict=True):
        assert asked_for(run, steps) == run.result, run.question
        assert numbers(run.result)


def test_the_script_of_ten_steps_gives_every_number_again(
    ten_steps, travellers, tmp_path
):
    shutil.copy(travellers, tmp_path / "travellers.csv")
    (tmp_path / "all.py").write_text(exported(ten_steps, "py").text, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "all.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )

    assert done.returncode == 0, done.stderr
    decoder, text, again = json.JSONDecoder(), done.stdout, []
    while text.strip():
        one, end = decoder.raw_decode(text.lstrip())
        again.append(one["steps"])
        text = text.lstrip()[end:]
    for run, steps in zip(runs_of(ten_steps), again, strict=True):
        assert asked_for(run, steps) == run.result, run.question


def test_another_file_of_the_same_name_is_refused(conversation, tmp_path):
    answer(conversation, "mean of fare")
    (tmp_path / "travellers.csv").write_text("fare\n1\n", encoding="utf-8")
    (tmp_path / "all.py").write_text(
        exported(conversation, "py").text, encoding="utf-8"
    )

    done = subprocess.run(
        [sys.executable, "all.py"], cwd=tmp_path, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "is not the file that was asked" in done.stderr


def test_common_functions_stand_in_the_notebook_once(conversation):
    for question in ("mean of fare", "mean of age"):
        answer(conversation, question)

    text = exported(conversation, "ipynb").text

    assert text.count("def numbers_of(") == 1
    assert text.count("sys.argv = ") == 2


def test_a_document_holds_answers_pictures_and_scripts_and_loads_nothing(conversation):
    answer(conversation, "histogram of fare")

    text = exported(conversation, "html").text

    assert "<h2>histogram of fare</h2>" in text
    assert "data:image/svg+xml;base64," in text
    assert "numbers_of" in text
    assert 'src="http' not in text and "href=" not in text and "<script" not in text


def test_names_of_a_table_stay_text_in_every_format(alice, tmp_path):
    from analysis.reading.importing import import_table
    from chat.tables.datasets import dataset_from

    path = tmp_path / "x.csv"
    path.write_text('"<b>a</b>`$x$`","g"\n1,"<script>"\n2,"y"\n4,"y"\n')
    dataset = dataset_from(alice, "<img src=x>.csv", path)
    receipt = import_table(
        dataset.original, name=dataset.name, parquet_path=dataset.parquet
    )
    dataset.receipt_json = receipt.model_dump(mode="json")
    dataset.save()
    conversation = Conversation.objects.create(
        owner=alice, dataset=dataset, title="<i>t"
    )
    message = answer(conversation, "describe all columns")
    assert message.run is not None

    made = {ending: exported(conversation, ending).text for ending in FORMATS}

    assert "<b>a</b>" not in made["html"]
    assert "<img src=x>" not in made["html"]
    assert "<script" not in made["html"]
    compile(made["py"], "all.py", "exec")
    nbformat.validate(nbformat.reads(made["ipynb"], as_version=4))


def test_an_empty_conversation_can_be_taken_away_too(empty_conversation):
    made = {ending: exported(empty_conversation, ending) for ending in FORMATS}

    assert made["html"].name == "new-analysis.html"
    assert "Nothing was asked yet" in made["html"].text
    compile(made["py"].text, "all.py", "exec")


def test_reports_are_offered_once_there_is_something(conversation):
    assert answer(conversation, "/report").summary == "There is nothing to report yet."
    answer(conversation, "mean of fare")

    message = answer(conversation, "/report")

    files = [block.reference for block in message.reply.blocks if block.kind == "file"]
    assert files == [f"conversation.{ending}" for ending in FORMATS]


def test_every_format_comes_down_by_its_address(client, conversation):
    from chat.people.owners import KEY

    answer(conversation, "mean of fare")
    message = answer(conversation, "/report")
    session = client.session
    session[KEY] = str(conversation.owner_id)
    session.save()

    for ending, format in FORMATS.items():
        by_menu = client.get(f"/c/{conversation.id}/export.{ending}")
        by_reply = client.get(f"/messages/{message.id}/conversation.{ending}")
        assert (by_menu.status_code, by_reply.status_code) == (200, 200)
        assert by_menu["Content-Type"].startswith(format.media_type)
        assert by_menu["Content-Disposition"].startswith("attachment")
    assert client.get(f"/c/{conversation.id}/export.exe").status_code == 404


# --- taking scripts apart -------------------------------------------------------------


def test_a_script_falls_into_imports_definitions_and_work():
    parts = take_apart(
        '"""Doc."""\nimport sys\n\n\nMOST = 3\n\n\ndef f():\n    return MOST\n\n\nprint(f())\n'
    )

    assert parts.imports == ("import sys",)
    assert parts.definitions == {"MOST": "MOST = 3", "f": "def f():\n    return MOST"}
    assert parts.work == "print(f())"


@pytest.mark.parametrize(
    "script",
    [
        "import sys\nx = 1\ndef f():\n    return x\nprint(f())",
        "print(1)\nimport sys\nprint(sys.path)",
        "def f():\n    return 1\ndef f():\n    return 2\nprint(f())",
    ],
)
def test_a_script_that_mixes_them_stays_in_one_piece(script):
    parts = take_apart(script)

    assert (parts.imports, parts.definitions) == ((), {})
    assert parts.work == script


def test_a_constant_that_is_computed_is_work():
    """A time limit that counts from now must be computed at each run."""
    parts = take_apart("import time\nUNTIL = time.monotonic() + 5\nprint(UNTIL)")

    assert parts.definitions == {}
    assert parts.work.startswith("UNTIL = time.monotonic()")


def test_a_function_that_another_script_changed_is_defined_again():
    session = Session()
    first, second = (
        "def f():\n    return 1\n\n\nprint(f())",
        "def f():\n    return 2\n\n\nprint(f())",
    )
    given = [session.add(script)[0] for script in (first, first, second, first)]

    assert given == [
        "def f():\n    return 1",
        "",
        "def f():\n    return 2",
        "def f():\n    return 1",
    ]


def test_what_depends_on_a_changed_constant_is_defined_again():
    session = Session()
    script = "LOW = {}\nALL = (LOW, 9)\nprint(ALL)".format

    given = [session.add(script(low))[0] for low in (1, 1, 2)]

    assert given == ["LOW = 1\n\n\nALL = (LOW, 9)", "", "LOW = 2\n\n\nALL = (LOW, 9)"]


def test_after_a_script_in_one_piece_everything_is_defined_again():
    session = Session()
    plain = "import sys\n\n\ndef f():\n    return 1\n\n\nprint(f())"
    session.add(plain)
    session.add("x = 1\ndef f():\n    return 3\nprint(f())")

    assert session.add(plain)[0] == "import sys\n\n\ndef f():\n    return 1"
