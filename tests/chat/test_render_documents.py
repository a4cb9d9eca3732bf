"""Replies as LaTeX and as HTML for word processors."""

import re
from html.parser import HTMLParser

from hypothesis import given

from analysis.base.reply import (
    Choices,
    Code,
    Item,
    KeyValues,
    Option,
    Reply,
    Table,
    TableColumn,
    Text,
)
from chat.render.document import render_blocks
from chat.render.latex import render_reply
from tests.chat.replies import replies

TABLE = Table(
    title="Mean by g",
    columns=(
        TableColumn(label="group_1", format="code"),
        TableColumn(label="mean", format="number"),
        TableColumn(label="p", format="p_value"),
    ),
    rows=(("a & b", -1.5, 0.00001), ("[x]", None, 0.25)),
    note="50 % of the rows",
    n_total=9,
)


def test_a_table_is_latex_with_booktabs():
    text = render_reply(Reply(summary="", blocks=(TABLE,)))

    assert text == (
        "\\begin{table}[htbp]\n"
        "\\centering\n"
        "\\caption{Mean by g}\n"
        "\\begin{tabular}{lrr}\n"
        "\\toprule\n"
        "group\\_1 & mean & p \\\\\n"
        "\\midrule\n"
        "a \\& b & $-$1.5 & \\textless{} 0.001 \\\\\n"
        "{}[x] & — & 0.250 \\\\\n"
        "\\bottomrule\n"
        "\\end{tabular}\n"
        "\\par\\smallskip\\footnotesize 50 \\% of the rows First 2 of 9 rows.\n"
        "\\end{table}\n"
    )


def test_marks_become_commands_and_signs_are_escaped():
    reply = Reply(summary="", blocks=(Text(text="**R²** is `x_1` of {a}\\b ~ 5 %"),))

    assert render_reply(reply) == (
        "\\textbf{R\\textsuperscript{2}} is \\texttt{x\\_1} of "
        "\\{a\\}\\textbackslash{}b \\textasciitilde{} 5 \\%\n"
    )


def test_buttons_and_scripts_are_left_out_of_latex():
    blocks = (
        Text(text="Answer."),
        Choices(options=(Option(label="More", value="more"),)),
        Code(text="print(1)"),
    )

    assert render_reply(Reply(summary="", blocks=blocks)) == "Answer.\n"


@given(replies)
def test_any_reply_is_balanced_latex(reply):
    text = render_reply(reply)

    bare = re.sub(r"\\[\\{}]", "", text)
    depth = 0
    for letter in bare:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth >= 0
    assert depth == 0
    assert re.findall(r"\\begin\{(\w+)\}", bare).count("tabular") == bare.count(
        "\\end{tabular}"
    )
    assert not re.search(r"(?<!\\)[%#]", bare.replace("\\%", "").replace("\\#", ""))


def test_a_table_for_word_processors_is_a_table():
    html = render_blocks((TABLE,))

    assert '<table class="table"><caption>Mean by g</caption>' in html
    assert '<th scope="col">group_1</th><th scope="col" align="right">mean</th>' in html
    assert '<td>a &amp; b</td><td align="right">−1.5</td>' in html
    assert "First 2 of 9 rows" in html


def test_values_for_word_processors_are_a_table_too():
    html = render_blocks((KeyValues(items=(Item(label="<n>", value=3),)),))

    assert "<tr><th>&lt;n&gt;</th><td>3</td></tr>" in html


class _Balance(HTMLParser):
    """Open elements; void ones are closed by themselves."""

    def __init__(self):
        super().__init__()
        self.open, self.names = [], set()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in ("br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@given(replies)
def test_any_reply_is_balanced_html_of_plain_elements(reply):
    parser = _Balance()
    parser.feed(render_blocks(reply.blocks, pictures=False))

    assert parser.open == []
    assert parser.names <= set(
        "h3 p strong em code b br table caption thead tbody tr th td small pre".split()
    )
