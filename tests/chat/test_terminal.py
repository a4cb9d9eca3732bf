"""A conversation at the keyboard, and what the commands around it do."""

import io
import json
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from analysis.models import Dataset, Owner
from chat.models import Conversation
from chat.people import linking
from chat.terminal import Terminal
from tests.chat.asking import answer


@pytest.fixture
def said(db, monkeypatch):
    """Sends lines as if they were typed; what was answered."""

    def talk(*lines, files=(), keep=False):
        left = iter(lines)

        def typed(prompt):
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", typed)
        output = io.StringIO()
        with Terminal(output, keep=keep) as terminal:
            terminal.talk(files)
        return output.getvalue()

    return talk


def test_a_file_is_loaded_by_its_path_and_asked(said, travellers):
    text = said(str(travellers), "mean of fare")

    assert "travellers.csv · 60 rows × 5 columns" in text
    assert "The mean of fare is" in text


def test_a_path_may_be_quoted_and_given_at_the_start(said, travellers):
    text = said("mean of fare", files=[f"'{travellers}'"])

    assert "The mean of fare is" in text


def test_a_number_presses_a_button(said):
    text = said("1")

    assert "Data Successfully Loaded" in text


def test_a_chart_is_saved_as_a_picture_and_named(said, travellers):
    text = said(str(travellers), "histogram of fare", keep=True)

    path = text.split("picture: ")[1].split("\n")[0]
    assert Path(path).read_bytes().startswith(b"\x89PNG")


def test_nothing_is_left_of_it_unless_it_is_kept(said, travellers):
    said(str(travellers), "mean of fare")
    assert (Owner.objects.count(), Dataset.objects.count()) == (0, 0)

    text = said(str(travellers), keep=True)

    kept = Conversation.objects.get()
    assert f"Kept as conversation {kept.id}." in text


def test_what_cannot_be_read_is_said_and_the_talk_goes_on(said, tmp_path, travellers):
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 no table")

    text = said(str(broken), "/quit", str(travellers))

    assert "✗" in text
    assert "travellers" not in text


def test_reports_are_saved_where_one_stands(said, travellers, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    said(str(travellers), "mean of fare", "/report")

    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["travellers-csv.html", "travellers-csv.ipynb",
                     "travellers-csv.md", "travellers-csv.py"]  # fmt: skip


# --- commands -------------------------------------------------------------------------


def called(name, *args, **options):
    out = io.StringIO()
    call_command(name, *args, stdout=out, **options)
    return out.getvalue()


def test_a_conversation_is_exported_by_its_id(conversation, tmp_path):
    answer(conversation, "mean of fare")
    path = tmp_path / "out.ipynb"

    called("export_conversation", str(conversation.id), output=str(path))

    assert json.loads(path.read_text())["nbformat"] == 4
    assert called("export_conversation", str(conversation.id), format="md", output="-")
    assert str(conversation.id) in called("export_conversation")


@pytest.mark.parametrize("known", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_conversation_is_said(db, known):
    with pytest.raises(CommandError, match="no conversation"):
        called("export_conversation", known)


def test_a_demonstration_leaves_a_conversation_and_a_link_to_it(db):
    text = called("demo")

    conversation = Conversation.objects.get()
    token = text.split("/link/")[1].split("/")[0]
    assert conversation.messages.count() >= 6
    assert not conversation.messages.filter(run__status="failed").exists()
    assert linking.redeem(token) == (conversation.owner, conversation)


def test_a_demonstration_for_an_account_waits_there(db):
    user = User.objects.create_user("carla")

    called("demo", user="carla")

    assert Conversation.objects.get().owner.user == user
    with pytest.raises(CommandError, match="no account nobody"):
        called("demo", user="nobody")
