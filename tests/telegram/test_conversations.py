"""Conversations through the fake Bot API."""

import pytest
from channels.db import database_sync_to_async

from analysis.models import Dataset, Owner
from chat.models import Conversation, Message
from chat.models.telegram import TelegramChat
from chat.people import linking
from chat.telegram.fake.world import BOT

stored = database_sync_to_async


@pytest.fixture
async def asked(phone, sales):
    """A phone with a table in the chat."""
    phone.world.person_sends_file("sales.csv", sales)
    await phone.work()
    return phone


async def test_a_first_look_at_a_table(asked):
    (receipt,) = asked.shown()
    assert "Data Successfully Loaded" in receipt
    assert "40 rows × 2 columns" in receipt

    answer = await asked.ask("What is the mean of sales?")
    # (100 + 373) / 2, the mean of an arithmetic series.
    assert answer[0].startswith("The mean of sales is 236.5 (n = 40).")
    described = await asked.ask("Calculate statistics for sales")
    assert len(described) == 2 and "photo" in asked.messages()[-1]
    correlated = await asked.ask("Show correlation between sales and profit")
    assert "r" in correlated[0] and "photo" in asked.messages()[-1]


async def test_what_goes_wrong_is_said_with_the_way_out(phone, sales):
    (empty,) = await phone.ask("What is the mean of sales?")
    assert "Please upload a table first." in empty
    assert "💡 Send a CSV, Excel, JSON or Parquet file (📎 → File)" in empty

    phone.world.person_sends_file("sales.csv", sales)
    await phone.work()
    (unknown,) = await phone.ask("Calculate statistics for salse_x")
    assert unknown.startswith("❌ There is no column “salse_x”.")
    (answer, *_) = await phone.press("sales")
    assert answer.startswith("sales has a mean of 236.5")
    asked = next(text for text in phone.shown() if "salse_x" in text)
    assert asked.endswith("✓ sales")
    (unclear,) = await phone.ask("asdf random text")
    assert "I did not understand that." in unclear
    phone.button("histogram")


async def test_pictures_empty_and_huge_files_get_a_clear_word(phone, settings):
    settings.PUBLIC_URL = "https://stat.example"
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
    phone.world._from_person(7, {"photo": photo, "caption": "what is this"})
    await phone.work()
    assert "cannot read pictures" in phone.shown()[-1]

    phone.world.person_sends_file("empty.csv", b"")
    await phone.work()
    assert "The file is empty: empty.csv." in phone.shown()[-1]

    phone.world.person_sends_file("big.csv", b"a,b", file_size=3 * 1024**3)
    await phone.work()
    assert "big.csv has 3,072 MB" in phone.shown()[-1]
    keyboard = phone.messages()[-1]["reply_markup"]["inline_keyboard"]
    link = keyboard[0][0]["url"]
    assert link.startswith("https://stat.example/link/")
    opened = await stored(linking.redeem)(link.split("/")[-2])
    chat = await stored(TelegramChat.objects.select_related("conversation").get)()
    assert opened is not None and opened[1] == chat.conversation

    phone.world.person_sends_file("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(200))
    await phone.work()
    assert "picture" in phone.shown()[-1].lower()
    assert await stored(TelegramChat.objects.count)() == 1


async def test_a_caption_is_the_first_question_and_waits_for_the_table(phone, sales):
    phone.world.person_sends_file("sales.csv", sales, caption="mean of profit")
    phone.world.person_says("and of sales?")
    await phone.work()

    texts = phone.shown()
    assert "Data Successfully Loaded" in texts[0]
    means = [text for text in texts if text.startswith("The mean of")]
    assert means[0].startswith("The mean of profit is")
    assert means[1].startswith("The mean of sales is 236.5")
    assert len(means) == 2


async def test_questions_are_composed_and_followed_up(asked):
    (first, *_) = await asked.ask("mean of sales where profit is over 60, fill missing")
    assert "sales" in first
    (second, *_) = await asked.ask("and the median?")
    assert "median" in second.lower()
    (third, *_) = await asked.ask("undo")
    assert third


async def test_script_and_notebook_come_as_files(asked):
    await asked.ask("What is the mean of sales?")
    await asked.press("Script")
    script = asked.messages()[-1]["document"]
    assert script["file_name"] == "script.py"
    text = asked.world.files[script["file_id"]].decode()
    compile(text, "script.py", "exec")
    await asked.press("Notebook")
    assert asked.messages()[-1]["document"]["file_name"] == "answer.ipynb"


async def test_detailed_answers_bring_the_script_along(asked):
    await asked.ask("/settings")
    (word, *_) = (await asked.press("Detailed"))[1:]
    assert "are detailed" in word
    await asked.ask("What is the mean of sales?")
    assert asked.messages()[-1]["document"]["file_name"] == "script.py"


async def test_a_group_is_answered_only_when_it_asks(phone):
    phone.world.kinds[-100] = {"type": "supergroup", "title": "Lab"}
    assert await phone.ask("just talking", -100) == []
    assert await phone.ask("/version@other_bot", -100) == []

    assert "StatAgent" in (await phone.ask("/version", -100))[0]
    (mentioned,) = await phone.ask("@statagent_bot hello", -100)
    assert "Hello!" in mentioned
    last = phone.messages(-100)[-1]
    reply = {"reply_to_message": {**last, "from": BOT}}
    assert await phone.ask("help", -100, **reply)
    calls = [values for name, values in phone.world.calls if name == "sendMessage"]
    assert all("reply_parameters" in values for values in calls[:2])


async def test_a_topic_has_a_conversation_of_its_own(phone):
    phone.world.kinds[-100] = {"type": "supergroup", "title": "Lab", "is_forum": True}
    topic = {"message_thread_id": 5, "is_topic_message": True}
    await phone.ask("/version", -100, **topic)
    await phone.ask("/version", -100)

    assert phone.messages(-100)[0]["message_thread_id"] == 5
    assert "message_thread_id" not in phone.messages(-100)[1]
    rows = await stored(list)(TelegramChat.objects.values("owner", "conversation"))
    assert len({row["conversation"] for row in rows}) == 2
    assert len({row["owner"] for row in rows}) == 1


async def test_an_edited_message_is_answered_once(phone):
    message = phone.world.person_says("/version")
    for _ in range(2):
        phone.world.tell({"edited_message": {**message, "text": "/help"}})
    await phone.work()

    edits = [text for text in phone.shown() if "edited" in text]
    assert len(edits) == 1 and len(phone.shown()) == 2


async def test_a_group_that_migrates_keeps_its_conversation(phone):
    phone.world.kinds[-5] = {"type": "group", "title": "Lab"}
    await phone.ask("/version", -5)
    phone.world._from_person(-5, {"migrate_to_chat_id": -1005})
    phone.world.kinds[-1005] = {"type": "supergroup", "title": "Lab"}
    await phone.work()
    await phone.ask("/version", -1005)

    chat = await stored(TelegramChat.objects.get)()
    assert chat.chat_id == -1005


async def test_a_deep_link_goes_on_with_the_browsers_conversation(phone):
    def begin():
        owner = Owner.objects.create()
        return Conversation.objects.create(owner=owner, title="From the browser")

    conversation = await stored(begin)()
    token = await stored(linking.create)(conversation)

    (linked,) = await phone.ask(f"/start {token}")
    assert "Linked. We go on with From the browser" in linked
    (again,) = await phone.ask(f"/start {token}")
    assert "used or is too old" in again

    from chat.orchestrator import Request, respond

    await stored(respond)(conversation, Request("/version", "browser-1"))
    await phone.work()
    echo, answer = phone.shown()[-2:]
    assert echo == "You, in the browser\n/version"
    assert answer.startswith("StatAgent")


async def test_another_persons_buttons_do_nothing(asked, sales):
    message, data = asked.button("histogram")
    asked.world.chats[8][message] = {
        **asked.world.chats[7][message],
        "chat": {"id": 8, "type": "private"},
    }
    asked.world.person_presses(message, data, 8)
    await asked.work()

    assert asked.shown(8)[-1] == "This button belongs to an earlier conversation."
    runs = await stored(
        Message.objects.filter(conversation__telegram_chats__chat_id=8).count
    )()
    assert runs == 0
    assert await stored(Dataset.objects.count)() == 1


@pytest.mark.parametrize("data", ["", "c", "c:zz:", "c:!:0", "f:1:q9", "x:" + "z" * 40])
async def test_nonsense_from_a_button_is_harmless(phone, data):
    await phone.ask("/version")
    phone.world.person_presses(phone.messages()[-1]["message_id"], data)
    await phone.work()

    assert len(phone.world.answered) == 1


async def test_scripts_that_train_and_predict(asked):
    trained = await asked.ask("/script train_regressor profit sales estimator=linear")
    said = " ".join(trained)
    assert "Script executed successfully" in said and "Training complete" in said
    assert "train_regressor, version 1" in said

    predicted = " ".join(await asked.ask("create python code to predict profit"))
    assert "40 predictions of profit" in predicted
    assert "predict, version 1" in predicted


async def test_a_button_answers_the_question_that_it_stands_under(asked):
    await asked.ask("histogram")
    older = asked.button("sales")
    await asked.ask("box plot")
    newer = asked.button("sales")
    assert older[0] != newer[0]

    captions = {}
    for name, pressed in {"histogram": older, "box plot": newer}.items():
        before = len(asked.messages())
        asked.world.person_presses(*pressed, 7)
        await asked.work()
        captions[name] = asked.shown()[before]
    tasks = await stored(
        lambda: [
            message.task.steps[0].operation
            for message in Message.objects.filter(task_json__isnull=False)
        ]
    )()

    assert tasks == ["histogram", "box_plot"]
    answered = [text for text in asked.shown() if text.endswith("✓ sales")]
    assert len(answered) == 2


async def test_a_button_that_fits_no_more_says_so_and_stays(asked):
    await asked.ask("histogram")
    older = asked.button("sales")
    asked.world.person_sends_file("costs.csv", b"cost,price\n" + b"1,2\n2,3\n" * 20)
    await asked.work()

    before = len(asked.messages())
    asked.world.person_presses(*older, 7)
    await asked.work()

    refused = asked.shown()[-1]
    assert "This button belongs to sales.csv; costs.csv is in use now." in refused
    assert not any(text.endswith("✓ sales") for text in asked.shown())
    await asked.press("use sales.csv")
    before = len(asked.messages())
    asked.world.person_presses(*older, 7)
    await asked.work()
    assert "photo" in asked.messages()[before:][-1]
