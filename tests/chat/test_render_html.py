"""Messages as HTML: every block, and nothing in a text that becomes markup."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import get_args

import pytest
from hypothesis import given, settings

from analysis.base.reply import (
    Block,
    Chart,
    Code,
    Heading,
    Item,
    KeyValues,
    Reply,
    Table,
    TableColumn,
    Text,
)
from chat.render.html import MessageView, inline, render_message
from tests.chat.replies import BARS, EVERY_BLOCK, HOSTILE, replies

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
VOID = {"img", "input", "br", "use", "path"}


def reply_view(reply: Reply, **changes) -> MessageView:
    return MessageView(7, "assistant", "", NOON, reply, **changes)


class Page(HTMLParser):
    """The elements of a fragment, their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def test_every_kind_of_block_is_drawn():
    kinds = {block.kind for block in EVERY_BLOCK.blocks}
    union = get_args(get_args(Block)[0])

    page = Page(render_message(reply_view(EVERY_BLOCK)))

    assert kinds == {kind.model_fields["kind"].default for kind in union}
    assert page.open == []
    assert "32.20" in page.words
    assert "< 0.001" in page.words
    assert "−20.66" in page.words
    assert "First 2 of 3 rows" in page.words
    assert "58 %" in page.words
    assert "Did you mean color?" in page.words


@given(replies)
@settings(max_examples=60, deadline=None)
def test_any_reply_is_well_formed_and_free_of_inline_script_and_style(reply):
    page = Page(render_message(reply_view(reply)))
    names = {name for name, _ in page.attributes}

    assert page.open == []
    assert "style" not in names
    assert not {name for name in names if name.startswith("on")}
    assert page.tags.count("script") == sum(
        isinstance(block, Chart) for block in reply.blocks
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    shown = text.replace("`", "").replace("**", "").replace("*", "")
    plain = Page(render_message(reply_view(Reply(summary=text))))
    block = Page(
        render_message(reply_view(Reply(summary="", blocks=(Text(text=text),))))
    )
    mine = Page(render_message(MessageView(8, "user", text, NOON)))

    assert ("data-summary", text) in plain.attributes
    assert shown in block.words
    assert text in mine.words
    assert ("data-text", text) in mine.attributes
    assert not {"img", "i", "b"} & {*plain.tags, *mine.tags, *block.tags}


def test_hostile_text_in_a_chart_cannot_end_its_script():
    spec = {**BARS, "data": {"values": [{"sex": "</script><b>", "n": 1}]}}
    chart = Chart(title="t", spec=spec, alt="a")

    page = Page(render_message(reply_view(Reply(summary="", blocks=(chart,)))))

    assert "b" not in page.tags
    assert page.open == []


def test_marks_become_elements():
    assert inline("**a < b**, *c* and `d*e*`, not 2 * 3 * 4 or **open") == (
        "<strong>a &lt; b</strong>, <em>c</em> and <code>d*e*</code>,"
        " not 2 * 3 * 4 or **open"
    )


def test_charts_that_follow_each_other_stand_side_by_side():
    chart = Chart(title="t", spec=BARS, alt="a")
    blocks = (chart, chart, Heading(text="then"), chart)

    html = render_message(reply_view(Reply(summary="", blocks=blocks)))

    assert html.count('class="pair"') == 1
    assert [f"/messages/7/chart-{n}.png" in html for n in range(4)] == [
        True,
        True,
        True,
        False,
    ]


def test_estimates_that_are_not_significant_step_back():
    rows = (("a", 0.2), ("b", 0.01), ("c", None))
    columns = (
        TableColumn(label="term", format="code"),
        TableColumn(label="p", format="p_value"),
    )
    html = render_message(
        reply_view(Reply(summary="", blocks=(Table(columns=columns, rows=rows),)))
    )

    assert html.count('<tr class="faint">') == 1
    assert '<tr class="faint"><th scope="row" class="left mono">a</th>' in html


def test_a_long_table_shows_its_first_rows_and_says_so():
    rows = tuple((number,) for number in range(1000))
    table = Table(columns=(TableColumn(label="n"),), rows=rows)

    page = Page(render_message(reply_view(Reply(summary="", blocks=(table,)))))

    assert page.tags.count("tr") == 201
    assert "First 200 of 1,000 rows" in page.words


def test_a_message_names_its_run_only_while_it_runs():
    waiting = render_message(reply_view(Reply(summary=""), run="r-1"))
    done = render_message(reply_view(Reply(summary="Done."), has_script=True))

    assert 'data-run="r-1"' in waiting
    assert 'class="actions"' not in waiting
    assert "data-run" not in done
    assert 'href="/messages/7/script.py"' in done


def test_what_a_person_sent_carries_the_id_that_the_browser_gave():
    html = render_message(MessageView(3, "user", "mean of fare", NOON, client_id="c-9"))

    assert 'id="m3"' in html
    assert 'data-cid="c-9"' in html


def test_python_source_is_marked_and_escaped():
    code = Code(text='if x < 1:  # small\n    print("<b>")\n')
    html = render_message(reply_view(Reply(summary="", blocks=(code,))))

    assert '<i class="keyword">if</i> x &lt; 1:  <i class="comment"># small</i>' in html
    assert '<i class="string">&quot;&lt;b&gt;&quot;</i>' in html


def test_the_first_tile_is_the_answer():
    tiles = KeyValues(
        style="tiles",
        items=(Item(label="Mean", value=1.5), Item(label="n", value=2)),
    )
    html = render_message(reply_view(Reply(summary="", blocks=(tiles,))))

    assert '<div class="hero"><dt>Mean</dt><dd>1.5</dd></div>' in html
    assert html.count('class="hero"') == 1
