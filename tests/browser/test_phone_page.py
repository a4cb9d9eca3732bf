"""The fake phone, in Chromium: what is typed and pressed there reaches the bot."""

import pytest

from chat.telegram.fake.app import FakeTelegram
from tests.browser.conftest import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]


@pytest.fixture
def fake():
    server = FakeTelegram()
    server.start()
    yield server
    server.stop()


def test_what_a_person_does_on_the_phone_becomes_updates(fake, page, tmp_path):
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    file = tmp_path / "table.csv"
    file.write_text("a,b\n1,2\n")
    keyboard = [[{"text": "Yes", "callback_data": "c:1:0"}]]
    fake.world.person_says("hi")
    fake.world.call(
        "sendMessage",
        {"chat_id": 7, "text": "Sure?", "reply_markup": {"inline_keyboard": keyboard}},
        {},
    )
    page.goto(f"{fake.address}/")

    page.locator("#text").fill("hello")
    page.locator("#text").press("Enter")
    page.locator("article", has_text="hello").wait_for()
    page.get_by_role("button", name="Yes").click()
    page.locator("#file").set_input_files(str(file))
    page.locator("article", has_text="table.csv").wait_for()

    kinds = [next(name for name in body if name != "update_id")
             for body in fake.world.updates]  # fmt: skip
    assert sorted(kinds) == ["callback_query", "message", "message", "message"]
    assert problems == []
