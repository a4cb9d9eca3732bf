"""Accounts, exports, copies and the keeper's room in a real browser."""

import json
import subprocess
import sys
import uuid

import pytest

from tests.browser.conftest import ROOT

pytestmark = pytest.mark.browser
PASSWORD = "a rather long phrase"


def signed_up(page, address):
    name = f"u{uuid.uuid4().hex[:8]}"
    page.goto(f"{address}/sign-up/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password confirmation").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_selector("text=Connected")
    return name


def test_a_guests_work_comes_along_and_waits_in_another_browser(
    chat, server, browser, passengers
):
    chat.upload(passengers)
    chat.ask("mean of fare")
    page, conversation = chat.page, chat.page.url

    name = signed_up(page, server.address)
    assert page.url == conversation
    assert name in page.locator("#rail footer").inner_text()

    other = browser.new_context().new_page()
    other.goto(f"{server.address}/sign-in/")
    other.get_by_label("Username").fill(name)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_selector("text=The mean of fare is")
    assert other.url == conversation
    other.context.close()


def test_signing_out_closes_the_other_tab_at_its_next_word(chat, server):
    page = chat.page
    signed_up(page, server.address)
    account = page.context.new_page()
    account.goto(f"{server.address}/account/")
    account.get_by_role("button", name="Sign out").click()
    account.wait_for_selector("text=Guest session")

    chat.say("hello")
    page.wait_for_selector("text=There is nothing here")
    chat.problems.clear()  # the browser counts the page that is not there as an error


def test_everything_is_deleted_on_the_word(chat, passengers):
    chat.upload(passengers)
    chat.ask("forget me")
    chat.page.get_by_role("button", name="Delete everything").click()
    chat.page.wait_for_selector("text=Everything of yours is deleted.")
    chat.page.reload()

    chat.page.wait_for_selector("text=Connected")
    assert chat.page.locator("#datasets li").count() == 0


def test_everything_is_deleted_on_the_page(chat, server):
    chat.page.goto(f"{server.address}/account/")
    chat.page.get_by_text("Forget me").click()
    chat.page.get_by_role("button", name="Delete everything").click()

    chat.page.wait_for_selector("text=Everything is deleted")


def test_a_conversation_is_exported_from_the_menu(chat, passengers, tmp_path):
    chat.upload(passengers)
    chat.ask("histogram of fare")
    found = {}
    for words in ("notebook", "report", "Markdown", "script"):
        chat.page.get_by_label("Export or continue this conversation").click()
        with chat.page.expect_download() as download:
            chat.page.get_by_role("link", name=words).first.click()
        name = download.value.suggested_filename
        download.value.save_as(tmp_path / name)
        found[name.rpartition(".")[2]] = tmp_path / name

    assert sorted(found) == ["html", "ipynb", "md", "py"]
    assert json.loads(found["ipynb"].read_text())["nbformat"] == 4
    report = chat.page.context.new_page()
    report.goto(found["html"].as_uri())
    picture = report.locator("img").first
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 100


def test_an_answer_is_copied_in_four_ways(chat, passengers):
    chat.upload(passengers)
    chat.ask("mean of fare by sex")
    page = chat.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reply = chat.answers.last

    def copied(words):
        page.evaluate("document.getElementById('spoken').textContent = ''")
        reply.get_by_label("Copy as").click()
        reply.get_by_role("button", name=words).click()
        page.locator("#spoken", has_text="Copied").wait_for(state="attached")
        return page.evaluate(
            "navigator.clipboard.read().then(async ([item]) => Object.fromEntries("
            "await Promise.all(item.types.map(async (type) =>"
            " [type, await (await item.getType(type)).text()]))))"
        )

    assert "| sex |" in copied("Copy as Markdown")["text/plain"]
    assert r"\begin{tabular}{lrr}" in copied("Copy as LaTeX")["text/plain"]
    assert copied("Copy tables as CSV")["text/plain"].startswith("sex,average fare,")
    word = copied("Copy for Word")
    assert "<table" in word["text/html"] and "| sex |" in word["text/plain"]


def test_the_pages_fit_a_phone(chat, server):
    chat.page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/sign-in/", "/sign-up/", "/account/", "/forgotten/", "/link/x/"):
        answer = chat.page.goto(f"{server.address}{path}")
        width = chat.page.evaluate("document.documentElement.scrollWidth")
        assert (answer.status, width) == (410 if "link" in path else 200, 360)
    chat.problems.clear()  # the link that opens nothing counts as an error


def test_the_keepers_room_breaks_no_policy(chat, server):
    """The pages' own scripts run: filters, dates, the theme, choosing rows."""
    page, name = chat.page, f"keeper{uuid.uuid4().hex[:6]}"
    made = subprocess.run(
        [sys.executable, "manage.py", "createsuperuser", "--noinput",
         "--username", name, "--email", ""],
        cwd=ROOT, check=False, capture_output=True, text=True, timeout=60,
        env=server.environment | {"DJANGO_SUPERUSER_PASSWORD": PASSWORD},
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    chat.ask("hello")

    page.goto(f"{server.address}/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector(".health >> text=workers alive")
    for path in ("chat/conversation", "chat/message", "analysis/owner", "auth/user"):  # fmt: skip
        page.goto(f"{server.address}/admin/{path}/")
        page.locator("#action-toggle").check()
        assert "selected" in page.locator(".action-counter").inner_text()
        page.locator("#result_list tbody th a").first.click()
        page.wait_for_selector("#content h1")
