"""Any reply becomes calls that Telegram takes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.base.reply import (
    Choices,
    Code,
    Curve,
    File,
    Heading,
    Item,
    KeyValues,
    Notice,
    Option,
    Progress,
    Reply,
    Table,
    TableColumn,
    Text,
)
from chat.render.telegram import Wanted, option_of, render_reply, said
from chat.render.telegram_limits import PHONE_COLUMNS, units
from chat.render.telegram_tables import display_width, table_pieces
from chat.render.telegram_text import Piece, as_html, messages, plain
from chat.telegram.fake.checks import Refused
from chat.telegram.fake.entities import CannotParse, Entity, parse_html
from chat.telegram.fake.world import World
from tests.chat.replies import EVERY_BLOCK, replies

PNG = b"\x89PNG\r\n\x1a\n"
wanted = st.builds(
    Wanted,
    message=st.integers(0, 2**63 - 1),
    detailed=st.booleans(),
    has_script=st.booleans(),
)
# With control characters, astral letters and right-to-left marks.
words = st.text(st.characters(codec="utf-8"), max_size=400)
long_texts = st.builds(lambda part, n: part * n, words, st.integers(1, 60))


def send_all(reply: Reply, how: Wanted) -> list[dict]:
    """What the fake shows after a reply; it raises where it refuses."""
    world = World()
    for call in render_reply(reply, how):
        content = call.as_json()
        given = {"chat_id": 7, "parse_mode": "HTML"}
        if content.get("keyboard"):
            given["reply_markup"] = json.dumps({"inline_keyboard": content["keyboard"]})
        if call.method == "sendMessage":
            world.call("sendMessage", {**given, "text": call.text}, {})
        else:
            kind = "photo" if call.method == "sendPhoto" else "document"
            world.call(
                call.method, {**given, "caption": call.text}, {kind: ("file", PNG)}
            )
    return list(world.chats[7].values())


@given(replies, wanted)
def test_any_reply_is_accepted(reply, how):
    assert send_all(reply, how)


@given(long_texts, long_texts, st.lists(st.sampled_from(["*", "**", "`", "<", "&"])))
def test_long_and_strange_texts_are_accepted(text, fix, marks):
    blocks = (
        Text(text="x".join([text, *marks])),
        Text(text=fix, muted=True),
        Notice(text=text, fix=fix),
        Code(text=text, collapsed=False),
    )
    assert send_all(Reply(summary=text, blocks=blocks), Wanted(message=1))


@given(long_texts.filter(lambda text: "*" not in text and "`" not in text))
def test_splitting_loses_only_white_space(text):
    parts = messages([Piece(text), Piece(text, "b")])
    kept = "".join(plain(part) for part in parts)

    assert "".join(kept.split()) == "".join(_printable(text + text).split())


def _printable(text):
    from chat.render.telegram_text import printable

    return printable(text)


def test_a_text_of_many_marks_keeps_all_of_them():
    text = " ".join(f"**{n}**" for n in range(10, 260))
    sent = send_all(Reply(summary="", blocks=(Text(text=text),)), Wanted(message=1))

    assert len(sent) == 3
    assert sum(len(message["entities"]) for message in sent) == 250


def test_every_block_on_a_phone():
    sent = send_all(EVERY_BLOCK, Wanted(message=46, has_script=True))

    text, photo = sent
    assert "The mean of fare is 32.20" in text["text"]
    assert "Mean: 32.20 (pounds)" in text["text"]
    assert "❌ No column `colour`.\n💡 Did you mean color?" not in text["text"]
    assert "❌ No column colour.\n💡 Did you mean color?" in text["text"]
    assert photo["caption"] == "Passengers\n577 men, 314 women."
    rows = photo["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [
        ["age", "No"],
        ["Cancel"],
        ["⬇ out.csv"],
        ["Script", "Notebook"],
    ]
    assert rows[0][1]["callback_data"] == "c:1a:1"


def test_a_press_finds_the_option_over_all_choices():
    reply = Reply(
        summary="",
        blocks=(
            Choices(options=(Option(label="a", value="1"),)),
            Choices(options=(Option(label="b", value="2" * 900),)),
        ),
    )

    assert option_of(reply, 1).value == "2" * 900
    assert option_of(reply, 2) is None and option_of(reply, -1) is None


def _grid_of(table):
    pieces, complete = table_pieces(table, most_rows=12)
    lines = [line for p in pieces if p.tag == "pre" for line in p.text.splitlines()]
    return lines, complete


def test_a_wide_table_shows_the_columns_that_fit_and_says_what_is_left_out():
    columns = tuple(TableColumn(label=f"measure {n}") for n in range(9))
    rows = tuple(tuple(float(n * m) for n in range(9)) for m in range(30))
    table = Table(columns=columns, rows=rows)
    pieces, complete = table_pieces(table, most_rows=12, brief=True)

    assert not complete
    assert "+ 5 more columns: measure 4" in plain(pieces)
    assert "First 12 of 30 rows" in plain(pieces)


@given(replies)
def test_monospace_is_never_wider_than_a_phone(reply):
    for block in reply.blocks:
        if isinstance(block, Table):
            lines, _ = _grid_of(block)
            assert all(display_width(line) <= PHONE_COLUMNS for line in lines)


def test_far_eastern_letters_take_two_columns():
    columns = (TableColumn(label="城市", format="text"), TableColumn(label="n"))
    lines, complete = _grid_of(Table(columns=columns, rows=(("東京", 3), ("Rom", 12))))

    assert complete
    assert lines == ["城市  n", "───────", "東京  3", "Rom  12"]


def test_names_of_columns_are_wrapped_and_cut_before_anything_is_left_out():
    columns = (
        TableColumn(label="Column", format="code"),
        TableColumn(label="Kind", format="text"),
        TableColumn(label="Missing", format="integer"),
        TableColumn(label="Standard error", format="number"),
    )
    rows = (("department", "category", 0, 0.25), ("age", "integer", 40, 1.5))
    lines, complete = _grid_of(Table(columns=columns, rows=rows))

    assert complete
    assert lines == [
        "                          Stan.",
        "Column     Kind     Miss. error",
        "───────────────────────────────",
        "department category     0  0.25",
        "age        integer     40  1.50",
    ]


def test_names_that_would_look_alike_are_not_cut():
    columns = tuple(
        TableColumn(label=f"measurement_of_{n}", format="integer") for n in range(4)
    )
    lines, _ = _grid_of(Table(columns=columns, rows=((1, 2, 3, 4),) * 5))

    assert lines[0] == "measurement_of_0 measurement_of_1"


def test_a_few_rows_of_many_numbers_stand_upright():
    labels = ("mean", "interval of the mean, low", "median", "range", "sum", "mode")
    columns = (
        TableColumn(label="column", format="code"),
        *(TableColumn(label=label) for label in labels),
    )
    rows = (("sales", 1123.5, 1065.25, 1041.5, 2338, 280800, 248.5),
            ("profit", 267.5, 252.25, 248.5, 603, 66846, 27.5))  # fmt: skip
    lines, complete = _grid_of(Table(columns=columns, rows=rows))

    assert complete
    assert lines == [
        "                      sales profit",
        "──────────────────────────────────",
        "mean                  1,124    268",
        "interval of the",
        " mean, low            1,065    252",
        "median                1,042    248",
        "range                 2,338    603",
        "sum                 280,800 66,846",
        "mode                  248.5   27.5",
    ]


def test_numbered_rows_are_a_list_to_choose_from():
    columns = (
        TableColumn(label="Number", format="integer"),
        TableColumn(label="Model", format="text"),
        TableColumn(label="", format="text"),
    )
    rows = ((1, "Linear", "Fast, and its weights can be read."), (2, "Auto", "Best."))
    pieces, complete = table_pieces(Table(columns=columns, rows=rows), most_rows=12)

    assert complete
    assert plain(pieces) == (
        "1. Linear\n    Fast, and its weights can be read.\n2. Auto  Best."
    )


def test_a_brief_list_keeps_what_things_are_and_names_the_rest():
    labels = ("Template", "What", "Needs", "For example")
    columns = tuple(TableColumn(label=label, format="text") for label in labels)
    row = ("anova", "Do the means of three or more groups differ?", "columns", "x" * 30)
    table = Table(columns=columns, rows=(row,))

    brief, _ = table_pieces(table, most_rows=12, brief=True)
    full, _ = table_pieces(table, most_rows=12)

    assert plain(brief) == (
        "• anova: Do the means of three or more groups differ?\n"
        "Also: Needs, For example (/settings detailed)"
    )
    assert "Needs: columns" in plain(full)


def test_columns_without_any_value_are_left_out():
    columns = tuple(TableColumn(label=label) for label in ("a", "empty", "b"))
    table = Table(columns=columns, rows=((1, None, 2), (3, None, None)))

    lines, complete = _grid_of(table)

    assert complete
    assert lines == ["a b", "───", "1 2", "3 —"]


def test_many_numbers_stand_in_a_column_and_short_words_flow():
    numbers = KeyValues(
        items=tuple(Item(label=f"n{n}", value=10.0**n) for n in range(5))
    )
    words = KeyValues(
        items=tuple(Item(label=f"w{n}", value="x", format="text") for n in range(5))
    )
    (message,) = send_all(Reply(summary="", blocks=(numbers, words)), Wanted(message=1))

    assert message["text"] == (
        "n0      1\nn1     10\nn2    100\nn3  1,000\nn4 10,000\n"
        "w0 x · w1 x · w2 x · w3 x · w4 x"
    )


def test_a_long_script_comes_as_a_file_and_once():
    long = "print(1)\n" * 200
    code = Code(title="Script", text=long, filename="script.py", collapsed=False)
    file = File(name="script.py", reference="/messages/9/script.py", size=1800)
    own = File(name="script.py", reference="script.py", size=1800)

    of_another = render_reply(
        Reply(summary="Here.", blocks=(Text(text="Here."), code, file)),
        Wanted(message=10),
    )
    of_this = render_reply(
        Reply(summary="Here.", blocks=(Text(text="Here."), code, own)),
        Wanted(message=10, has_script=True),
    )

    shown_here = render_reply(
        Reply(summary="Here.", blocks=(Text(text="Here."), code, own)),
        Wanted(message=10),
    )

    assert [call.path for call in of_another] == ["", "/messages/9/script.py"]
    assert shown_here[1].path == "/messages/10/script.py"
    assert [call.path for call in of_this] == ["", "/messages/10/script.py"]
    assert of_another[1].keyboard == ()
    assert [b.label for row in of_this[1].keyboard for b in row] == ["Notebook"]


def test_an_error_is_not_said_twice():
    said_so = "One column at a time."
    blocks = (
        Heading(text=said_so),
        Notice(text=said_so, level="error", fix="Name it."),
    )
    (message,) = send_all(Reply(summary=said_so, blocks=blocks), Wanted(message=1))

    assert message["text"] == f"{said_so}\n\n💡 Name it."


def test_progress_is_a_bar_with_a_button_to_cancel():
    reply = Reply(
        summary="", blocks=(Progress(run="r", label="Training", fraction=0.5),)
    )
    (message,) = send_all(reply, Wanted(message=35))

    assert message["text"] == "⏳ Training\n▓▓▓▓▓▓░░░░░░ 50 %"
    button = message["reply_markup"]["inline_keyboard"][0][0]
    assert (button["text"], button["callback_data"]) == ("Cancel", "x:z")


def test_progress_shows_the_course_of_each_loss_and_what_is_known():
    curves = (
        Curve(label="loss", values=tuple(float(20 - n) for n in range(20))),
        Curve(label="validation loss", values=(0.5,)),
        Curve(label="not begun", values=()),
    )
    block = Progress(
        run="r", label="Epoch 20 of 50", curves=curves, note="Best so far: **0.81**"
    )
    (message,) = send_all(Reply(summary="", blocks=(block,)), Wanted(message=35))

    # The last 16 of the values 20, 19 … 1: 16 down to 1, over eight heights.
    assert message["text"] == (
        "⏳ Epoch 20 of 50\n"
        "██▇▇▆▆▅▅▄▄▃▃▂▂▁▁ loss 1\n"
        "▁ validation loss 0.5\n"
        "Best so far: 0.81"
    )


# The fake itself: it must refuse what Telegram refuses.


@pytest.mark.parametrize(
    "markup", ["<b>x", "x</b>", "<b><i>x</b></i>", "<script>x</script>", "a < b"]
)
def test_faulty_html_is_refused(markup):
    with pytest.raises(CannotParse):
        parse_html(markup)


def test_entities_count_in_utf16():
    text, entities = parse_html("😀 <b>x &amp; y</b>")

    assert text == "😀 x & y"
    assert entities == [Entity("bold", 3, 5)]
    assert units("😀") == 2


@pytest.mark.parametrize(
    "method, given, words",
    [
        ("sendMessage", {"chat_id": 7}, "text is empty"),
        ("sendMessage", {"chat_id": 7, "text": " \n"}, "message text is empty"),
        ("sendMessage", {"chat_id": 7, "text": "😀" * 2049}, "too long"),
        (
            "sendMessage",
            {"chat_id": "x y", "text": "a", "colour": "b"},
            "unknown field",
        ),
        (
            "sendMessage",
            {"chat_id": 7, "text": "a", "reply_markup": "{"},
            "of the type",
        ),
        ("sendMassage", {}, "method not found"),
        (
            "sendMessage",
            {
                "chat_id": 7,
                "text": "a",
                "reply_markup": {
                    "inline_keyboard": [[{"text": "a", "callback_data": "é" * 33}]]
                },
            },
            "BUTTON_DATA_INVALID",
        ),
        ("editMessageText", {"chat_id": 7, "message_id": 9, "text": "a"}, "not found"),
    ],
)
def test_the_fake_refuses_what_telegram_refuses(method, given, words):
    with pytest.raises(Refused, match=words):
        World().call(method, given, {})


def test_own_words_take_marks_and_escape_the_rest():
    assert said("**a** < b").text == "<b>a</b> &lt; b"
    assert as_html([Piece("a", "fold")]) == "<blockquote expandable>a</blockquote>"
