"""The chat as a person uses it, in Chromium against the whole running system."""

import re
import signal

import pandas as pd
import pytest

from tests.browser.conftest import Chat

pytestmark = pytest.mark.browser
SLOW_QUESTION = "Kendall correlation matrix"


def test_upload_ask_and_a_drawn_chart(chat, passengers):
    chat.upload(passengers)
    assert "250 rows" in chat.last()

    answer = chat.ask("What is the mean of fare?")

    mean = pd.read_csv(passengers)["fare"].mean()
    assert f"{mean:.2f}"[:-1] in answer
    chat.ask("Show correlation between age and fare")
    drawn = chat.answers.last.locator("canvas.marks, svg.marks")
    drawn.first.wait_for()


def test_a_pipeline_is_answered_with_its_script(chat, passengers):
    chat.upload(passengers)

    chat.ask("remove outliers of fare by IQR, then the mean by sex")

    code = chat.answers.last.locator("pre code").first
    assert "remove_outliers(" in code.text_content()


def test_wrong_questions_get_a_way_out(chat, passengers):
    assert "upload" in chat.ask("What is the mean of fare?").lower()
    chat.upload(passengers)
    assert "no column “invalid_column”" in chat.ask(
        "Calculate statistics for invalid_column"
    )
    assert "did not understand" in chat.ask("asdf random text")
    assert "mean of fare" in chat.ask("What is the mean of fare?").lower()


def test_a_button_answers_the_question_above_it(chat, passengers):
    chat.upload(passengers)
    chat.ask("histogram")
    asked = chat.answers.nth(chat.answers.count() - 1)
    older = asked.get_by_role("button", name="age")
    chat.ask("box plot")

    before = chat.answers.count()
    older.click()
    chat.page.wait_for_function(
        "([n]) => document.querySelectorAll("
        "'[role=log] .reply[data-id]:not([aria-busy=true])').length > n",
        arg=[before],
    )

    answer = chat.last().lower()
    assert "histogram" in answer and "box plot" not in answer


def test_rows_are_shown_as_they_come_into_sight_and_in_order(chat, long_table):
    chat.upload(long_table)
    page = chat.page
    # The panel opens by itself on a wide window, a moment after the answer is there.
    page.locator("#tab-rows").click()
    grid = page.locator("#grid")
    grid.locator("tbody tr:not(.gap)").first.wait_for()
    numbers = pd.read_csv(long_table)["sensor_0"]

    grid.get_by_role("button", name="sensor_0", exact=True).click()

    smallest = grid.locator("tbody tr:not(.gap) td:nth-child(2)").first
    page.wait_for_function(
        "([wanted]) => Math.abs(Number(document.querySelector('#grid tbody"
        " tr:not(.gap) td:nth-child(2)').textContent) - wanted) < 1e-9",
        arg=[float(numbers.min())],
    )
    assert float(smallest.inner_text()) == numbers.min()
    grid.evaluate("place => { place.scrollTop = 60_000 * 32; }")
    page.wait_for_function(
        "() => [...document.querySelectorAll('#grid tbody tr:not(.gap)')].some((row) =>"
        " row.cells[0].textContent === '60,000' && row.cells[1].textContent !== '')"
    )


def test_a_run_can_be_cancelled_and_the_chat_goes_on(chat, long_table):
    chat.upload(long_table)
    chat.say(SLOW_QUESTION)
    chat.page.get_by_role("button", name="Cancel").first.click(timeout=10_000)

    chat.page.wait_for_selector("text=Cancelled.", timeout=10_000)
    assert "mean of sensor_1" in chat.ask("mean of sensor_1").lower()


def test_a_dropped_socket_resumes_without_loss(server, page, long_table):
    sockets = []

    def through(route):
        sockets.append(route)
        route.connect_to_server()

    page.route_web_socket(re.compile("/ws/c/"), through)
    page.goto(server.address)
    page.wait_for_selector("text=Connected")
    page.set_input_files("input[type=file]", str(long_table))
    page.wait_for_selector("text=Data Successfully Loaded", timeout=30_000)
    page.locator("textarea").first.fill("Kendall correlation of sensor_1 to sensor_8")
    page.locator("textarea").first.press("Enter")
    page.wait_for_selector("[role=log] .reply[aria-busy=true]")

    sockets[-1].close()
    page.wait_for_function("() => true")

    page.wait_for_selector(
        "[role=log] .reply[data-id]:not([aria-busy=true]) >> text=/Kendall/i",
        timeout=40_000,
    )
    assert len(sockets) >= 2
    assert page.locator("[role=log] .mine", has_text="Kendall").count() == 1


def test_a_message_sent_while_offline_arrives_once(server, page, passengers):
    sockets = []

    def through(route):
        sockets.append(route)
        route.connect_to_server()

    page.route_web_socket(re.compile("/ws/c/"), through)
    page.goto(server.address)
    page.wait_for_selector("text=Connected")
    page.set_input_files("input[type=file]", str(passengers))
    page.wait_for_selector("text=Data Successfully Loaded", timeout=30_000)
    sockets[-1].close()
    box = page.locator("textarea").first
    box.fill("What is the median of fare?")
    box.press("Enter")

    page.wait_for_selector("text=/median of fare is/i", timeout=30_000)
    page.reload()
    page.wait_for_selector("text=Connected")
    asked = page.locator("[role=log] .mine", has_text="median of fare")
    assert asked.count() == 1


def test_a_killed_worker_does_not_lose_the_run(server, chat, long_table):
    chat.upload(long_table)
    chat.say("Kendall correlation of sensor_1 to sensor_9")
    chat.page.wait_for_selector("[role=log] .reply[aria-busy=true]")
    chat.page.wait_for_timeout(700)

    for worker in server.workers():
        worker.send_signal(signal.SIGKILL)

    chat.page.wait_for_selector(
        "[role=log] .reply[data-id]:not([aria-busy=true]) >> text=/Kendall|was stopped/i",
        timeout=60_000,
    )
    assert "mean of sensor_1" in chat.ask("mean of sensor_1", 60).lower()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_its_width(chat, passengers, width, tmp_path):
    chat.page.set_viewport_size({"width": width, "height": 850})
    table = tmp_path / f"{'passengers_of_a_ship_' * 4}.csv"
    table.write_bytes(passengers.read_bytes())
    chat.upload(table)
    chat.ask("Calculate statistics for age")

    overflow = chat.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0


def test_who_reads_above_is_not_carried_away(chat, passengers):
    chat.page.set_viewport_size({"width": 1280, "height": 700})
    chat.upload(passengers)
    chat.ask("describe all columns")
    chat.page.evaluate("document.querySelector('#log').scrollTop = 60")
    chat.page.wait_for_timeout(200)
    other = chat.page.context.new_page()
    other.goto(chat.page.url)
    other.wait_for_selector("text=Connected")

    Chat(other).ask("mean of fare")
    chat.page.wait_for_selector("#jump:not([hidden])")

    assert chat.page.evaluate("document.querySelector('#log').scrollTop") == 60
    chat.page.locator("#jump").click()
    chat.page.wait_for_selector("#jump[hidden]", state="attached")
    assert chat.page.evaluate("document.querySelector('#log').scrollTop") > 60
    other.close()


def test_hostile_names_and_values_stay_data(chat, tmp_path):
    path = tmp_path / "odd.csv"
    name = "<script>alert(1)</script>"
    pd.DataFrame(
        {name: [1.5, 2.5, 4.0], 'a "b" {{c}}': ["x", "=cmd()", "<b>y</b>"]}
    ).to_csv(path, index=False)
    chat.upload(path)

    answer = chat.ask("describe all columns")

    assert name in answer or name in chat.page.locator("[role=log]").inner_text()
