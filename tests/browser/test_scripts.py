"""Scripts on the page: asked for, shown, taken away, run again."""

import json

import pytest

pytestmark = pytest.mark.browser


def test_a_script_is_asked_for_shown_and_taken_away(chat, passengers):
    chat.upload(passengers)
    chat.ask("/script")

    answer = chat.ask("/script correlation age fare")

    assert answer.startswith("Script executed successfully")
    assert "security validated" in answer
    assert "def load(path" in answer
    with chat.page.expect_download() as waiting:
        chat.answers.last.locator("a.card.file", has_text="answer.ipynb").click()
    with open(waiting.value.path(), encoding="utf-8") as file:
        assert json.load(file)["nbformat"] == 4
    chat.say("run again")
    repeated = chat.page.locator(".reply", has_text="2 runs, 0 differences.")
    repeated.wait_for()


def test_a_command_typed_to_its_end_is_sent_by_enter_while_completion_is_open(chat):
    chat.page.locator("textarea").first.press_sequentially("/help")
    chat.page.wait_for_selector("#completion-list [aria-selected=true]")
    chat.page.keyboard.press("Enter")

    chat.page.locator(".reply", has_text="/script").wait_for()


def test_a_missing_column_is_chosen_by_a_button(chat, passengers):
    chat.upload(passengers)
    chat.ask("/script histogram")

    chat.answers.last.get_by_role("button", name="fare", exact=True).click()
    chat.page.wait_for_selector("text=Script executed successfully")
