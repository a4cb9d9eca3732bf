"""The keeper's room: every page opens with data in it, under the strict policy."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_q.models import Failure, OrmQ, Schedule, Success
from django_q.signing import SignedPackage

from analysis.files.kept import kept
from analysis.models import Dataset, Owner, ScriptTemplate
from chat.models import Conversation, Run, Upload, Violation
from chat.models.telegram import TelegramChat, TelegramPost, TelegramUpdate
from chat.people import linking, tokens
from mlmodels.models import TrainedModel
from tests.chat.asking import answer

# Inline code and styles, which the policy forbids.
_INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style|\son\w+=\"|\sstyle=\"",
    re.IGNORECASE,
)


@pytest.fixture
def keeper(db):
    user = User.objects.create_superuser("keeper", password="x")
    client = Client()
    client.force_login(user, "chat.people.attempts.PatientBackend")
    return client


@pytest.fixture
def filled(conversation, alice):
    """A row of every kind that there is a page for."""
    answer(conversation, "mean of fare")
    failed = answer(conversation, "mean of age").run
    Run.objects.filter(id=failed.id).update(status="failed", error="It <b>broke</b>.")
    linking.create(conversation)
    tokens.create(alice, "<b>x", ["read"])
    Violation.objects.create(owner=alice, kind=Violation.Kind.TIME, detail="<i>")
    Upload.objects.create(owner=alice, conversation=conversation, name="<u>", size=3)
    now = timezone.now()
    done = {"func": "chat.runs.jobs.execute_run", "started": now, "stopped": now}
    Success.objects.create(id="1", name="good", success=True, **done)
    Failure.objects.create(id="2", name="bad", success=False, result="<p>", **done)
    task = {
        "id": "3",
        "name": "waiting",
        "func": "chat.runs.jobs.execute_run",
        "args": ("x",),
    }
    OrmQ.objects.create(key="statagent", payload=SignedPackage.dumps(task), lock=now)
    Schedule.objects.create(func="chat.keeping.pruning.prune", name="pruning")
    chat = TelegramChat.objects.create(
        chat_id=7, title="<b>Alice</b>", owner=alice, conversation=conversation
    )
    body = {"update_id": 1, "message": {"text": "<script>"}}
    TelegramUpdate.objects.create(
        update_id=1, chat_id=7, body=body, state="failed", attempts=4, error="<i>boom"
    )
    TelegramPost.objects.create(
        chat=chat, content={"method": "sendMessage", "text": "<b>x"}, state="failed",
        attempts=6, error="BadRequest: <u>",
    )  # fmt: skip
    model = TrainedModel.objects.create(
        owner=alice, name="m", estimator="ridge", target="y", plan_json={"a": [1]},
        result={"r2": 0.5}, script="print(1)",
    )  # fmt: skip
    with kept().writing(f"{model.place}/model.skops") as path:
        path.write_bytes(b"abc")
    return model


def links(page):
    """Addresses of the admin that a page leads to, without what changes something."""
    found = re.findall(r'href="([^"#]+)"', page.content.decode())
    for link in found:
        url = link.replace("&amp;", "&")
        if url.startswith("/admin/") and not re.search(r"logout|jsi18n", url):
            yield url


@pytest.mark.timeout(400)
def test_every_page_opens_and_holds_nothing_inline(keeper, filled):
    """From the first page to all that it leads to, lists with their filters included."""
    todo, seen, problems = ["/admin/"], set(), []
    while todo and len(seen) < 400:
        url = todo.pop()
        if url in seen:
            continue
        seen.add(url)
        page = keeper.get(url)
        if page.status_code not in (200, 302):
            problems.append((url, page.status_code))
        if page.streaming:  # read to its end, so that the file is closed
            assert b"".join(page.streaming_content)
        if "attachment" in page.get("Content-Disposition", ""):
            continue
        assert "default-src 'none'" in page["Content-Security-Policy"]
        text = page.content.decode()
        if match := _INLINE.search(text):
            problems.append((url, match[0]))
        if "?" not in url:
            base = url.rpartition("/")[0] + "/"
            relative = re.findall(r'href="(\?[^"]+)"', text)[:12]
            todo += [base + one.replace("&amp;", "&") for one in relative]
            todo += list(links(page))

    assert problems == []
    kinds = {url.split("/")[3] for url in seen if url.count("/") > 4}
    assert kinds >= {model._meta.model_name for model in admin.site._registry}


def test_every_list_can_be_searched(keeper, filled):
    for model in admin.site._registry:
        url = reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        )
        assert keeper.get(url, {"q": "a"}).status_code == 200, url


def test_what_came_from_outside_is_shown_as_text(keeper, filled):
    page = keeper.get("/admin/").content.decode()

    assert "It &lt;b&gt;broke&lt;/b&gt;." in page


def test_health_is_on_the_first_page(keeper, filled):
    page = keeper.get("/admin/").content.decode()

    for words in (
        "Workers",
        "no worker and no worker for long work is running",
        "Queue",
        "Sandbox",
        "MB free",
        "time: 1",
    ):
        assert words in page


def test_files_come_down(keeper, filled, dataset, travellers):
    table = keeper.get(f"/admin/analysis/dataset/{dataset.id}/file/")
    model = keeper.get(f"/admin/mlmodels/trainedmodel/{filled.id}/files/model.skops")
    elsewhere = keeper.get(f"/admin/mlmodels/trainedmodel/{filled.id}/files/secret_key")

    assert b"".join(table.streaming_content) == travellers.read_bytes()
    assert b"".join(model.streaming_content) == b"abc"
    assert elsewhere.status_code == 404


def test_a_conversation_comes_down_in_every_format(keeper, filled, conversation):
    for ending in ("ipynb", "html", "md", "py"):
        url = f"/admin/chat/conversation/{conversation.id}/export.{ending}"
        assert keeper.get(url).status_code == 200


def act(client, model, action, *rows):
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    chosen = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return client.post(url, chosen, follow=True).content.decode()


def test_a_run_is_cancelled(keeper, filled):
    run = Run.objects.create(owner=filled.owner, status=Run.Status.QUEUED)

    page = act(keeper, Run, "cancel", run)

    run.refresh_from_db()
    assert "1 runs were told to stop" in page
    assert run.status == Run.Status.CANCELLED


def test_a_run_is_run_again(keeper, filled):
    run = Run.objects.get(question="mean of fare")

    act(keeper, Run, "run_again", run)

    assert Run.objects.filter(rerun_of=run).count() == 1


def test_a_model_is_retired_and_its_files_are_gone(keeper, filled):
    act(keeper, TrainedModel, "retire", filled)

    filled.refresh_from_db()
    assert filled.retired is not None
    assert not kept().local(filled.place).exists()


def test_a_deleted_dataset_takes_its_files_along(
    keeper, filled, dataset, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(f"/admin/analysis/dataset/{dataset.id}/delete/", {"post": "yes"})

    assert not Dataset.objects.filter(id=dataset.id).exists()
    assert not dataset.original.parent.exists()


def test_an_owner_is_forgotten(keeper, filled, alice):
    act(keeper, Owner, "forget_owners", alice)

    assert not Owner.objects.filter(id=alice.id).exists()
    assert not Conversation.objects.exclude(owner__user__username="keeper").exists()


def test_the_keeper_is_not_forgotten_by_a_slip(keeper, filled):
    mine = Owner.objects.get(user__username="keeper")

    page = act(keeper, Owner, "forget_owners", mine)

    assert "keeps the server" in page
    assert Owner.objects.filter(id=mine.id).exists()


def test_who_may_only_look_can_do_nothing(filled):
    user = User.objects.create_user("looker", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    client.force_login(user, "chat.people.attempts.PatientBackend")
    run = Run.objects.create(owner=filled.owner, status=Run.Status.QUEUED)

    for model, action, row in (
        (TelegramUpdate, "handle_again", TelegramUpdate.objects.get()),
        (TelegramPost, "send_again", TelegramPost.objects.get()),
        (Run, "cancel", run),
        (Run, "delete_selected", run),
        (TrainedModel, "retire", filled),
        (Owner, "forget_owners", filled.owner),
    ):
        act(client, model, action, row)

    run.refresh_from_db()
    filled.refresh_from_db()
    assert (run.status, filled.retired) == (Run.Status.QUEUED, None)
    assert TelegramUpdate.objects.get().state == "failed"
    assert TelegramPost.objects.get().state == "failed"
    assert client.get(f"/admin/chat/run/{run.id}/change/").status_code == 200


def test_staff_without_the_permission_gets_no_file(filled, dataset, conversation):
    user = User.objects.create_user("staff", password="x", is_staff=True)
    client = Client()
    client.force_login(user, "chat.people.attempts.PatientBackend")

    for url in (
        f"/admin/analysis/dataset/{dataset.id}/file/",
        f"/admin/mlmodels/trainedmodel/{filled.id}/files/model.skops",
        f"/admin/chat/conversation/{conversation.id}/export.md",
    ):
        assert client.get(url).status_code == 403


def test_a_stranger_is_led_to_the_door(client, filled, dataset):
    answered = client.get(f"/admin/analysis/dataset/{dataset.id}/file/")

    assert answered.status_code == 302
    assert answered.url.startswith("/admin/login/")


def test_quotas_can_be_set(keeper, alice, db):
    keeper.post(
        f"/admin/analysis/owner/{alice.id}/change/", {"quotas": '{"datasets": 3}'}
    )

    alice.refresh_from_db()
    assert alice.quotas == {"datasets": 3}


def test_a_faulty_template_is_refused_with_the_line(keeper, db):
    given = {"name": "bad", "category": "stats", "text": "{{ nonsense", "active": "on"}

    page = keeper.post("/admin/analysis/scripttemplate/add/", given).content.decode()

    assert "errorlist" in page
    assert not ScriptTemplate.objects.exists()


def test_an_update_that_failed_is_handled_again(keeper, filled):
    update = TelegramUpdate.objects.get()
    done = TelegramUpdate.objects.create(update_id=2, body={}, state="handled")

    page = act(keeper, TelegramUpdate, "handle_again", update, done)

    update.refresh_from_db()
    done.refresh_from_db()
    assert "1 will be handled again." in page
    assert "2 was handled already." in page
    assert (update.state, update.attempts, update.error) == ("received", 0, "")
    assert done.state == "handled"


def test_a_post_that_was_given_up_is_sent_again(keeper, filled):
    page = act(keeper, TelegramPost, "send_again", TelegramPost.objects.get())

    post = TelegramPost.objects.get()
    assert "1 posts will be sent again." in page
    assert (post.state, post.attempts, post.error) == ("queued", 0, "")


def test_updates_and_posts_are_found_by_chat_and_by_error(keeper, filled):
    TelegramUpdate.objects.create(update_id=99, chat_id=8, body={})

    def listed(model, **query):
        url = reverse(f"admin:chat_{model._meta.model_name}_changelist")
        return keeper.get(url, query).context["cl"].result_count

    assert listed(TelegramUpdate) == 2
    assert listed(TelegramUpdate, q="boom") == listed(TelegramUpdate, q="7") == 1
    assert listed(TelegramUpdate, error__isempty="0") == 1
    assert listed(TelegramUpdate, state__exact="received") == 1
    assert listed(TelegramPost, q="7") == listed(TelegramPost, error__isempty="0") == 1


def test_nobody_has_functions_run_through_the_queues_pages(keeper, filled):
    """Not even with every permission: the pages are to look at."""
    given = {"func": "os.system", "args": "'true'", "schedule_type": "O", "repeats": 1}
    schedule = Schedule.objects.get(name="pruning")
    change = f"/admin/django_q/schedule/{schedule.id}/change/"

    assert keeper.post("/admin/django_q/schedule/add/", given).status_code == 403
    assert keeper.post(change, given).status_code == 403
    assert act(keeper, Success, "resubmit_task", Success.objects.get())
    assert act(keeper, Failure, "resubmit_task", Failure.objects.get())

    assert not Schedule.objects.filter(func="os.system").exists()
    assert Failure.objects.count() == 1
    assert OrmQ.objects.count() == 1
