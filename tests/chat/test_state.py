"""The state follows from what is stored."""

import itertools

import pytest

from chat.models import Conversation, Run
from chat.orchestrator import Request, respond
from chat.runs.recovery import cancel
from chat.runs.state import Facts, State, derive, facts_of, state_words
from tests.chat.asking import answer


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(), State.IDLE),
        (Facts(spoken=True), State.AWAITING_DATA),
        (Facts(True, kind="import", status="running"), State.AWAITING_DATA),
        (Facts(True, kind="import", status="failed"), State.ERROR),
        (Facts(True, True, kind="import", status="succeeded"), State.DATA_LOADED),
        (Facts(True, True, kind="analysis", status="queued"), State.CALCULATING),
        (Facts(True, True, kind="analysis", status="succeeded"), State.COMPLETED),
        (Facts(True, True, kind="analysis", status="failed"), State.ERROR),
        (Facts(True, True, kind="analysis", status="cancelled"), State.DATA_LOADED),
        (Facts(True, True, "train", 1), State.GUIDED),
        (Facts(True, True, "train", 3, "training", "running"), State.TRAINING),
        (Facts(True, True, "", 0, "training", "queued"), State.TRAINING),
        (Facts(True, True, "", 0, "training", "succeeded"), State.TRAINED),
        (Facts(True, True, "", 0, "training", "failed"), State.ERROR),
        (Facts(True, True, "", 0, "prediction", "running"), State.PREDICTING),
        (Facts(True, True, "", 0, "prediction", "succeeded"), State.COMPLETED),
        # The dataset was deleted after it had been read.
        (Facts(True, kind="import", status="succeeded"), State.AWAITING_DATA),
    ],
)
def test_each_state_has_its_facts(facts, state):
    assert derive(facts) is state


def test_whatever_is_stored_there_is_a_state():
    kinds = ("", *Run.Kind.values, "training", "prediction")
    statuses = ("", *Run.Status.values)
    for kind, status, *rest in itertools.product(
        kinds, statuses, (True, False), (True, False), ("", "train")
    ):
        spoken, has_data, workflow = rest
        assert derive(Facts(spoken, has_data, workflow, 0, kind, status)) in State


def test_a_conversation_goes_through_its_states(conversation):
    seen = [state_words(conversation)]
    message = respond(conversation, Request("mean of fare"))
    Run.objects.update(status=Run.Status.QUEUED)
    seen.append(state_words(conversation))
    cancel(message.run)
    seen.append(state_words(conversation))
    answer(conversation, "mean of age")
    seen.append(state_words(conversation))

    assert seen == ["data loaded", "calculating", "data loaded", "completed"]


def test_a_guided_conversation_says_its_step(conversation):
    conversation.workflow = "training"
    conversation.answers = {
        "dataset": str(conversation.dataset_id),
        "target": "fare",
    }

    assert state_words(conversation) == "training, step 2/4"


def test_the_newest_run_counts_not_the_last_finished(conversation):
    answer(conversation, "mean of age")
    respond(conversation, Request("mean of fare"))
    newest = Run.objects.order_by("-created").first()
    Run.objects.filter(id=newest.id).update(status=Run.Status.RUNNING)

    facts = facts_of(Conversation.objects.get(id=conversation.id))

    assert (facts.kind, facts.status) == ("analysis", "running")


def test_the_state_is_shown_on_request(conversation):
    answer(conversation, "mean of age")

    message = answer(conversation, "/diagnostic")

    assert message.reply.summary == "The state is: completed."
    labels = {
        item.label: item.value
        for block in message.reply.blocks
        if block.kind == "key_values"
        for item in block.items
    }
    assert labels["Dataset"] == "travellers.csv"
    assert labels["Signed in as"] == "a guest"
    assert labels["Runs succeeded"] == 1
