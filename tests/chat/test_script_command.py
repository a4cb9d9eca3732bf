"""Scripts on request: all ways of asking, the refusals, and running again."""

import hashlib
import json
import platform
import subprocess
import sys

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

from analysis.base.reply import Choices, Code, File, KeyValues, Notice, Table
from analysis.scripts.adding import add_template
from chat.models import Run, Violation
from chat.people.owners import KEY
from tests.chat.asking import answer

pytestmark = pytest.mark.django_db


def facts(message):
    [found] = [
        block
        for block in message.reply.blocks
        if isinstance(block, KeyValues)
        and "Security" in {item.label for item in block.items}
    ]
    return {item.label: item.value for item in found.items}


def options(message):
    return [
        option.value
        for block in message.reply.blocks
        if isinstance(block, Choices)
        for option in block.options
    ]


@pytest.mark.parametrize(
    "text, operation, template",
    [
        ("/script descriptive", "describe", "descriptive"),
        ("/script correlation age fare", "correlation", "correlation"),
        ("/script data_info", "overview", "data_info"),
        ("/script group_means fare by sex", "aggregate", "group_means"),
        ("generate script for correlation", "correlation", "correlation"),
        ("create python code for descriptive stats", "describe", "descriptive"),
        ("python code for the mean of fare by sex", "calculate", "pipeline"),
        ("script for age", "describe", "descriptive"),
    ],
)
def test_a_script_asked_for_runs_and_is_shown(conversation, text, operation, template):
    message = answer(conversation, text)

    run = message.run
    assert run.status == Run.Status.SUCCEEDED
    assert (run.task.steps[-1].operation, run.template) == (operation, template)
    assert message.reply.summary.startswith("Script executed successfully. ")
    found = facts(message)
    assert found["Template"] == f"{template}, version 1"
    assert found["Security"].startswith("security validated: ")
    assert found["Execution time"] == run.seconds
    [code] = [block for block in message.reply.blocks if isinstance(block, Code)]
    assert (code.text, code.collapsed) == (run.script, False)
    files = [block.name for block in message.reply.blocks if isinstance(block, File)]
    assert files == ["script.py", "answer.ipynb"]


def test_a_script_for_two_columns_shows_both(conversation):
    message = answer(conversation, "script for age and fare")

    assert message.run.status == Run.Status.SUCCEEDED
    assert message.run.template
    params = message.run.task.steps[-1].params
    assert {"age", "fare"} <= {
        name
        for value in params.values()
        for name in (value if isinstance(value, list) else [value])
        if isinstance(name, str)
    }


def test_the_templates_are_listed_by_category_with_what_they_need(conversation):
    reply = answer(conversation, "/script").reply

    tables = {block.title: block for block in reply.blocks if isinstance(block, Table)}
    assert list(tables) == ["Utilities", "Statistics", "Machine learning"]
    rows = {row[0]: row for row in tables["Statistics"].rows}
    assert rows["histogram"][2] == "column (number column)"
    assert rows["correlation"][2] == "nothing"
    assert any(isinstance(block, Choices) for block in reply.blocks)


def test_a_missing_column_is_asked_for_with_buttons_that_work(conversation):
    asked = answer(conversation, "/script histogram")

    assert asked.run is None
    assert options(asked) == [
        f"/script histogram {name}" for name in ("age", "fare", "sibsp", "parch")
    ]
    assert answer(conversation, options(asked)[0]).run.status == Run.Status.SUCCEEDED


def test_an_unknown_column_is_named_with_the_nearest(conversation):
    message = answer(conversation, "/script histogram far")

    assert message.reply.summary == "There is no column “far” in the table."
    assert options(message)[0] == "/script histogram fare"


def test_a_column_that_does_not_fit_is_refused(conversation):
    message = answer(conversation, "/script histogram sex")

    assert "has no place for the column “sex”" in message.reply.summary
    assert message.run is None


def test_conditions_are_understood_besides_the_columns(conversation, travellers):
    message = answer(conversation, "/script descriptive fare where age > 30")

    data = pd.read_csv(travellers)
    [row] = message.run.result["rows"]
    assert row["mean"] == pytest.approx(data.loc[data["age"] > 30, "fare"].mean())


def test_without_a_table_the_way_to_one_is_shown(empty_conversation):
    message = answer(empty_conversation, "/script correlation")

    assert message.reply.summary == "Please upload a table first."


def test_the_script_alone_gives_the_same_numbers(conversation, travellers, tmp_path):
    run = answer(conversation, "/script descriptive fare").run
    (tmp_path / "script.py").write_text(run.script)

    alone = subprocess.run(
        [sys.executable, tmp_path / "script.py", travellers],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )

    found = json.loads(alone.stdout)["steps"][0]
    assert found["rows"] == run.result["rows"]


def test_a_script_without_a_file_says_how_to_run_it(conversation, tmp_path):
    script = answer(conversation, "/script data_info").run.script
    (tmp_path / "script.py").write_text(script)

    done = subprocess.run(
        [sys.executable, tmp_path / "script.py"], capture_output=True, text=True
    )

    assert done.returncode == 1
    assert done.stderr == "Which file? Run it so: python script.py your-file\n"


FORBIDDEN = (
    "run this script:\n```python\nimport pandas as pd\nimport os\nos.system('ls')\n```"
)


def test_a_forbidden_script_is_refused_with_its_lines_and_nothing_runs(conversation):
    message = answer(conversation, FORBIDDEN)

    assert message.run is None
    [table] = [block for block in message.reply.blocks if isinstance(block, Table)]
    assert [row[0] for row in table.rows] == [3]
    assert "Nothing ran" in message.reply.summary
    violation = Violation.objects.get()
    assert (violation.owner, violation.kind) == (conversation.owner, "validator")
    assert violation.detail.startswith("line 3: ")


def test_own_scripts_are_off_unless_the_server_allows_them(conversation):
    message = answer(
        conversation, "run this script:\n```python\nresult = {'n': 1}\n```"
    )

    assert message.reply.summary.startswith("Scripts of your own are switched off")
    assert Run.objects.count() == 0


def test_an_allowed_script_runs_on_the_table(conversation, settings):
    settings.ALLOW_USER_SCRIPTS = True
    script = (
        "import sys\nimport pandas as pd\n"
        "data = pd.read_parquet(sys.argv[1])\nresult = {'rows': len(data)}\n"
    )

    message = answer(conversation, f"run this script:\n```python\n{script}```")

    assert message.run.script == script
    assert message.run.result == {"rows": 60}
    assert message.reply.summary == "Script executed successfully: Your own script."


def test_running_again_finds_no_difference(conversation):
    first = answer(conversation, "mean of fare").run
    message = answer(conversation, "run again")

    run = message.run
    assert message.reply.summary == "2 runs, 0 differences."
    assert (run.rerun_of, run.script, run.result) == (first, first.script, first.result)
    assert run.script_sha256 == hashlib.sha256(first.script.encode()).hexdigest()
    assert (run.data_sha256, run.versions) == (first.data_sha256, first.versions)
    assert first.versions["python"] == platform.python_version()


def test_another_result_is_named(conversation):
    first = answer(conversation, "mean of fare").run
    rows = [{**first.result["rows"][0], "mean": 1.5}]
    Run.objects.filter(id=first.id).update(result={**first.result, "rows": rows})

    message = answer(conversation, f"/rerun {str(first.id)[:8]}")

    assert message.reply.summary == "2 runs, 1 difference."
    [notice] = [b for b in message.reply.blocks if isinstance(b, Notice)]
    assert notice.text.startswith("rows.0.mean: 1.5 then, ")


def test_another_file_is_not_compared(conversation, dataset):
    answer(conversation, "mean of fare")
    dataset.sha256 = "0" * 64
    dataset.save()

    message = answer(conversation, "run again")

    assert message.run is None
    assert "not the file of that run" in message.reply.summary


def test_runs_of_others_cannot_be_repeated(conversation, bob):
    from chat.models import Conversation

    run = answer(conversation, "mean of fare").run
    theirs = Conversation.objects.create(owner=bob)

    message = answer(theirs, f"/rerun {run.id}")

    assert message.reply.summary == f"There is no finished run “{run.id}”."


@pytest.fixture
def door(client, alice):
    session = client.session
    session[KEY] = str(alice.id)
    session.save()
    return client


def test_the_notebook_of_an_answer_runs_beside_the_file(
    door, conversation, travellers, tmp_path
):
    message = answer(conversation, "mean of fare")
    page = door.get(f"/c/{conversation.id}/").content.decode()
    assert f'href="/messages/{message.id}/answer.ipynb"' in page

    content = door.get(f"/messages/{message.id}/answer.ipynb").content.decode()
    book = nbformat.reads(content, as_version=4)
    nbformat.validate(book)
    (tmp_path / "travellers.csv").write_bytes(travellers.read_bytes())
    NotebookClient(book, resources={"metadata": {"path": str(tmp_path)}}).execute()

    printed = "".join(output["text"] for output in book.cells[-1]["outputs"])
    assert json.loads(printed)["steps"][0]["rows"] == message.run.result["rows"]


@pytest.mark.parametrize("text", ["show the script", "/script descriptive"])
def test_the_files_of_a_script_can_be_taken_away(door, conversation, text):
    answer(conversation, "mean of fare")
    message = answer(conversation, text)

    page = door.get(f"/c/{conversation.id}/").content.decode()
    for name in ("script.py", "answer.ipynb"):
        address = f"/messages/{message.id}/{name}"
        assert f'href="{address}"' in page
        assert door.get(address).status_code == 200


RATIO = """{#
title: Ratio of medians
description: The median of one column divided by that of another.
category: stats
aliases: median ratio
required: above (number column), below (number column)
optional: factor (number)
#}
{% extends "base.py.j2" %}
{% block work %}
above = data[{{ params.above | literal }}].median()
below = data[{{ params.below | literal }}].median()
result = {"ratio": float(above / below) * {{ params.factor | default(1) | literal }}}
{% endblock %}
"""


@pytest.mark.parametrize(
    "text, factor",
    [
        ("/script ratio fare age", 1),
        ("script for median ratio of fare and age", 1),
        ("/script ratio fare age factor=100", 100),
    ],
)
def test_an_administrators_template_is_used_like_the_others(
    conversation, travellers, text, factor
):
    add_template("ratio", "stats", RATIO)

    message = answer(conversation, text)

    data = pd.read_csv(travellers)
    expected = factor * data["fare"].median() / data["age"].median()
    assert message.run.result == {"ratio": pytest.approx(expected)}
    assert message.reply.summary == "Script executed successfully: Ratio of medians."
    assert (
        facts(message)["Template"] == "ratio, version 1 (this server’s administrator)"
    )


def test_an_administrators_frame_holds_an_operations_answer(conversation):
    text = RATIO.partition("#}")[0].replace(
        "required: above (number column), below (number column)\noptional: factor (number)",
        "operation: describe\noptional: columns (columns)",
    )
    text += '#}\n{% extends "base.py.j2" %}\n{% block about %}\nHouse style.\n\n{% endblock %}\n'
    add_template("house", "stats", text)

    run = answer(conversation, "/script house fare").run

    assert run.status == Run.Status.SUCCEEDED
    assert "House style." in run.script


@pytest.mark.slow
def test_a_training_script_trains_and_reports_its_scores(conversation):
    message = answer(
        conversation, "/script train_classifier sex age fare estimator=logistic"
    )

    assert message.run.status == Run.Status.SUCCEEDED
    assert "scores" in message.run.result
    assert facts(message)["Template"] == "train_classifier, version 1"


def test_the_examples_are_of_this_table_and_work(conversation):
    reply = answer(conversation, "/script").reply
    examples = [
        row[-1]
        for table in reply.blocks
        if isinstance(table, Table) and table.title != "Machine learning"
        for row in table.rows
    ]

    runs = [answer(conversation, text).run for text in examples]

    assert [(run.template, run.status) for run in runs] == [
        (text.split()[1], Run.Status.SUCCEEDED) for text in examples
    ]
