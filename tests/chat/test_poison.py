"""No sentence spoils a conversation: whatever was said, the next question is answered."""

import pytest

from analysis.base.reply import Chart
from chat.models import Run
from chat.report import FORMATS, exported
from chat.tables.standing import prepared
from tests.chat.asking import answer
from tests.chat.poison import POISON

N_ROWS = 60


@pytest.mark.parametrize("sentence", POISON)
def test_after_any_sentence_the_conversation_goes_on(conversation, client, sentence):
    said = answer(conversation, sentence)

    assert said.run is None or said.run.error != "internal error"
    counted = answer(conversation, "how many rows are there?")
    assert counted.run.status == Run.Status.SUCCEEDED
    assert N_ROWS in counted.run.result.values()
    # What reads every column meets whatever was wrong with any of them.
    whole = answer(conversation, "describe all columns")
    assert whole.run.status == Run.Status.SUCCEEDED
    session = client.session
    session["owner"] = str(conversation.owner_id)
    session.save()
    for ending in FORMATS:
        assert exported(conversation, ending).text
        address = f"/c/{conversation.id}/export.{ending}"
        assert client.get(address).status_code == 200
    assert client.get(f"/c/{conversation.id}/").status_code == 200
    for number, _ in enumerate(b for b in said.reply.blocks if isinstance(b, Chart)):
        picture = client.get(f"/messages/{said.id}/chart-{number}.png")
        assert picture.status_code == 200
    before = len(prepared(conversation))
    answer(conversation, "undo")
    assert len(prepared(conversation)) == max(0, before - 1)
    again = answer(conversation, "how many rows are there?")
    assert N_ROWS in again.run.result.values()


@pytest.mark.parametrize("first", POISON[:40:3])
def test_sentences_one_after_the_other_leave_a_conversation_usable(conversation, first):
    at = POISON.index(first)
    for sentence in POISON[at : at + 6]:
        answer(conversation, sentence)

    counted = answer(conversation, "how many rows are there?")

    assert N_ROWS in counted.run.result.values()
