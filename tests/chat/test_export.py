"""The prepared data as a file: by every phrase, with every change, for its owner only."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import timedelta

import pandas as pd
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pandas.testing import assert_frame_equal

from analysis.base.reply import Choices, File, Notice
from analysis.files.kept import kept
from chat.asking import Session
from chat.commands import find_command
from chat.keeping.forgetting import forget
from chat.keeping.pruning import prune
from chat.models import Conversation, Run
from chat.people.owners import KEY
from chat.people.quotas import stored_bytes
from chat.reader.export_request import ExportRequest, is_export, read_export
from chat.tables.attached import attached_file, export_place
from chat.telegram.documents import fetch
from tests.chat.asking import answer

pytestmark = pytest.mark.django_db
READ = {
    "csv": pd.read_csv,
    "xlsx": lambda file: pd.read_excel(file, engine="openpyxl"),
    "parquet": pd.read_parquet,
}


def file_of(message) -> File:
    (file,) = [block for block in message.reply.blocks if isinstance(block, File)]
    return file


def content_of(message) -> bytes:
    owner = message.conversation.owner
    return fetch(owner, file_of(message).reference)[1]


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("export", ExportRequest()),
        ("export the data as xlsx", ExportRequest("xlsx")),
        ("download the prepared data", ExportRequest()),
        ("download prepared dataset as an excel file please", ExportRequest("xlsx")),
        ("Export to Excel", ExportRequest("xlsx")),
        ("export csv", ExportRequest("csv")),
        ("can I get the cleaned data as an Excel file?", ExportRequest("xlsx")),
        ("give me the filtered table as csv", ExportRequest("csv")),
        ("save as parquet", ExportRequest("parquet")),
        ("save the result as clean.csv", ExportRequest("csv", "clean.csv")),
        ("please export everything with all filters applied as csv",
         ExportRequest("csv")),
        ("convert sales.csv to parquet", ExportRequest("parquet", table="sales.csv")),
        ("I want to download this table in a spreadsheet", ExportRequest("xlsx")),
        ("export the rows where age > 40 as csv",
         ExportRequest("csv", part="where age > 40")),
        ("export age and fare as csv", ExportRequest("csv", part="age and fare")),
        ("download csv for women", ExportRequest("csv", part="for women")),
    ],
)  # fmt: skip
def test_requests_for_the_data_are_read(text, request_):
    assert is_export(text)
    assert read_export(text) == request_
    assert find_command(text)[0].name == "export"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("export the model", "bundle"),
        ("download my model fares", "bundle"),
        ("export this conversation", "report"),
        ("download the chart", None),
        ("export the script", None),
        ("what is the mean of exports?", None),
        ("mean of fare by sex", None),
        ("get the mean of fare", None),
        ("save 20 % of the rows", None),
    ],
)
def test_other_requests_stay_what_they_are(text, name):
    found = find_command(text)

    assert (found[0].name if found else None) == name


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_the_file_holds_the_data_with_every_change(conversation, travellers, ending):
    answer(conversation, "keep the rows where age > 30")
    answer(conversation, "add per_head = fare / (1 + sibsp)")

    done = answer(conversation, f"export the women as {ending}")

    data = pd.read_csv(travellers).query("age > 30 and sex == 'female'")
    data = data.assign(per_head=data["fare"] / (1 + data["sibsp"]))
    read = READ[ending](io.BytesIO(content_of(done)))
    assert_frame_equal(read, data.reset_index(drop=True), check_dtype=False)
    assert file_of(done).name == f"travellers_prepared.{ending}"
    assert done.reply.summary.endswith(f"{len(data)} rows × 6 columns.")
    assert done.run.result["n_rows"] == len(data)
    kept = Conversation.objects.get(id=conversation.id).preparation
    assert len(kept) == 2  # the women were for this file only


def test_the_script_alone_writes_the_same_file(conversation, travellers, tmp_path):
    answer(conversation, "keep the rows where age > 30")
    done = answer(conversation, "export as csv")

    (tmp_path / "script.py").write_text(done.run.script)
    command = [sys.executable, "script.py", str(travellers)]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)

    assert (tmp_path / "prepared.csv").read_bytes() == content_of(done)


def test_a_column_choice_and_a_name_of_ones_own(conversation, travellers):
    done = answer(conversation, "save sex and fare as mine.csv")

    assert file_of(done).name == "mine.csv"
    expected = pd.read_csv(travellers)[["sex", "fare"]]
    assert_frame_equal(pd.read_csv(io.BytesIO(content_of(done))), expected)


def test_without_a_format_the_choices_are_offered(conversation):
    answer(conversation, "keep the rows where age > 30")

    offered = answer(conversation, "/export").reply

    options = [
        (option.label, option.value)
        for block in offered.blocks
        if isinstance(block, Choices)
        for option in block.options
    ]
    assert options == [
        ("Data as CSV", "/export csv"),
        ("Data as Excel", "/export xlsx"),
        ("Data as Parquet", "/export parquet"),
        ("This conversation: notebook, report, script", "/report"),
    ]
    for _, value in options:
        reply = answer(conversation, value).reply
        assert any(isinstance(block, File) for block in reply.blocks), value


def test_what_cannot_be_exported_is_said(conversation, empty_conversation):
    unknown = answer(conversation, "export the blorbs as csv").reply
    other = answer(conversation, "convert nothing.csv to excel").reply
    nothing = answer(empty_conversation, "export as csv").reply
    model = answer(conversation, "/export model").reply

    assert (
        unknown.summary == "Which part of the data “the blorbs” is was not understood."
    )
    assert other.summary == "There is no dataset called “nothing.csv”."
    assert nothing.summary == "Please upload a table first."
    assert model.summary == "There is no model yet."


def test_formulas_are_guarded_and_told(alice, tmp_path):
    from tests.chat.learning import talking

    data = pd.DataFrame({"note": ["=1+1", "fine"], "n": [-1, 2]})
    conversation = talking(alice, data, "notes.csv", tmp_path)

    done = answer(conversation, "export as csv")

    assert content_of(done).decode("utf-8-sig") == "note,n\r\n'=1+1,-1\r\nfine,2\r\n"
    (notice,) = [b for b in done.reply.blocks if isinstance(b, Notice)]
    assert notice.text.startswith("1 text cell that a spreadsheet would run")


def test_a_change_that_fails_is_told_and_no_file_is_kept(conversation):
    conversation.preparation = [
        {"operation": "drop_columns", "params": {"columns": ["fare"]}},
        {"operation": "fill_missing", "params": {"columns": ["fare"]}},
    ]
    conversation.save()

    done = answer(conversation, "export as csv")

    assert done.run.status == Run.Status.FAILED
    assert not kept().local(export_place(done.run.id)).exists()


def test_the_browser_serves_the_file_to_its_owner_only(conversation, alice, bob):
    done = answer(conversation, "export as csv")
    url = file_of(done).reference

    def get(owner):
        client = Client()
        session = client.session
        session[KEY] = str(owner.id)
        session.save()
        return client.get(url)

    response = get(alice)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == content_of(done)
    assert 'filename="travellers.csv"' in response["Content-Disposition"]
    assert get(bob).status_code == 404
    assert attached_file(bob, url) is None


def test_files_count_as_storage_go_by_age_and_go_with_their_owner(
    conversation, alice, django_capture_on_commit_callbacks
):
    before = stored_bytes(alice)
    done = answer(conversation, "export as csv")
    folder = kept().local(export_place(done.run.id))
    assert stored_bytes(alice) == before + file_of(done).size

    Run.objects.filter(id=done.run.id).update(
        finished=timezone.now() - timedelta(days=8)
    )
    pruned = {one.kind: one for one in prune()}["exported files"]

    assert (pruned.count, pruned.bytes) == (1, file_of(done).size)
    assert not folder.exists() and stored_bytes(alice) == before
    assert attached_file(alice, file_of(done).reference) is None
    again = answer(conversation, "export as csv").run.id
    again = kept().local(export_place(again))
    assert again.is_dir()
    with django_capture_on_commit_callbacks(execute=True):
        forget(alice)
    assert not again.exists()


def test_without_room_no_file_is_kept(conversation, alice):
    alice.quotas = {"storage_mb": 0}
    alice.save()

    done = answer(conversation, "export as csv")

    assert done.run.status == Run.Status.FAILED
    assert "Your files take" in done.reply.summary
    assert not kept().local(export_place(done.run.id)).exists()


def test_from_the_command_line_the_file_is_named_and_can_be_had(travellers, tmp_path):
    with Session() as session:
        (answered,) = session.ask(1, str(travellers), ["export the data as xlsx"])
        (path,) = session.save_files(answered, tmp_path / "files")

    assert answered.result["file"] == "travellers.xlsx"
    assert answered.as_json()["task"]["steps"] == [
        {
            "operation": "export",
            "params": {
                "format": "xlsx",
                "name": "",
                "file": "travellers.xlsx",
                "size": answered.result["size"],
            },
        }
    ]
    assert path == tmp_path / "files" / "travellers.xlsx"
    assert_frame_equal(READ["xlsx"](path), pd.read_csv(travellers), check_dtype=False)


def test_the_command_puts_files_where_it_is_told(travellers, tmp_path, capsys):
    with pytest.raises(SystemExit):
        call_command("ask", str(travellers), "/export csv", files=str(tmp_path / "to"))

    assert [path.name for path in (tmp_path / "to").iterdir()] == ["travellers.csv"]
    assert "saved:" in capsys.readouterr().out
