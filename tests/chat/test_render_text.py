"""Replies as plain text and as Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from analysis.base.reply import Code, Reply, Table, TableColumn, Text
from chat.render import markdown, terminal
from tests.chat.replies import EVERY_BLOCK, replies

TERMINAL = """\
The mean of fare is 32.20
─────────────────────────

Of 891 rows, none is missing.

Mean  32.20  (pounds)
p     < 0.001

How
Column  fare

By class
pclass    mean    n
──────  ──────  ───
first    84.15  216
second  -20.66  184
First 2 of 3 rows
Welch

[chart] Passengers. 577 men, 314 women.

Which column?
  1. age
  2. No

[█████████████████·············] 58 % Training

[file] out.csv (1.2 kB) Predictions

[script] python, lines: 1

✗ No column colour. Did you mean color?
"""

MARKDOWN = """\
## The mean of `fare` is 32.20

Of **891** rows, *none* is missing.

- Mean: **32.20** (pounds)
- p: **\\< 0.001**

**How**

- Column: **fare**

**By class**

| pclass | mean | n |
| :-- | --: | --: |
| first | 84.15 | 216 |
| second | -20.66 | 184 |

Welch
First 2 of 3 rows

**Passengers**

577 men, 314 women.

**Which column?**

- `age`
- No

*Training* 58 %

**out.csv** (1.2 kB) Predictions

**Script**

```python
import pandas as pd  # reads
```

> **Error:** No column `colour`. Did you mean `color`?
"""


def test_every_block_in_a_terminal():
    assert terminal.render_reply(EVERY_BLOCK) == TERMINAL


def test_every_block_as_markdown():
    assert markdown.render_reply(EVERY_BLOCK) == MARKDOWN


def test_a_reply_without_blocks_is_its_summary():
    assert terminal.render_reply(Reply(summary="Done.")) == "Done.\n"
    assert markdown.render_reply(Reply(summary="a*b")) == "a\\*b\n"


@given(replies)
@settings(max_examples=80, deadline=None)
def test_any_reply_is_printable_text(reply):
    text = terminal.render_reply(reply, width=60)

    assert "\x1b" not in text
    assert text.endswith("\n")


@given(replies)
@settings(max_examples=80, deadline=None)
def test_any_reply_is_markdown(reply):
    assert markdown.render_reply(reply).endswith("\n")


def test_a_wide_table_is_split_over_pages_that_repeat_its_first_column():
    columns = tuple(TableColumn(label=f"column {n}") for n in range(9))
    table = Table(columns=columns, rows=(tuple(range(9)),))

    lines = terminal.render_reply(Reply(summary="", blocks=(table,)), 40).splitlines()

    assert max(map(len, lines)) <= 40
    assert [line for line in lines if line.startswith("column 0")] == [
        "column 0  column 1  column 2  column 3",
        "column 0  column 4  column 5  column 6",
        "column 0  column 7  column 8",
    ]


@pytest.mark.parametrize("text", ["a\x1b[31mred", "a\u202eb", "bell\x07"])
def test_control_characters_do_not_reach_the_terminal(text):
    printed = terminal.render_reply(Reply(summary="", blocks=(Text(text=text),)))

    assert not {"\x1b", "\u202e", "\x07"} & set(printed)


def test_a_fence_is_longer_than_any_in_the_source():
    code = Code(text="x = '''\n````\n'''", language="python")

    text = markdown.render_reply(Reply(summary="", blocks=(code,)))

    assert text.count("`````") == 2
