"""Replies for the tests of the renderers: any reply, and one of every block."""

from __future__ import annotations

from hypothesis import strategies as st

from analysis.base.reply import (
    Chart,
    Choices,
    Code,
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

BARS = {
    "data": {"values": [{"sex": "male", "n": 577}, {"sex": "female", "n": 314}]},
    "mark": "bar",
    "encoding": {
        "x": {"field": "n", "type": "quantitative", "title": "passengers"},
        "y": {"field": "sex", "type": "nominal", "title": None},
    },
}
EVERY_BLOCK = Reply(
    summary="The mean of fare is 32.20.",
    blocks=(
        Heading(text="The mean of `fare` is 32.20"),
        Text(text="Of **891** rows, *none* is missing."),
        KeyValues(
            style="tiles",
            items=(
                Item(label="Mean", value=32.204207968574636, note="pounds"),
                Item(label="p", value=0.00001, format="p_value"),
            ),
        ),
        KeyValues(
            title="How", items=(Item(label="Column", value="fare", format="code"),)
        ),
        Table(
            title="By class",
            columns=(
                TableColumn(label="pclass", format="text"),
                TableColumn(label="mean"),
                TableColumn(label="n", format="integer"),
            ),
            rows=(("first", 84.1546875, 216), ("second", -20.662183, 184)),
            n_total=3,
            note="Welch",
        ),
        Chart(title="Passengers", spec=BARS, alt="577 men, 314 women."),
        Choices(
            prompt="Which column?",
            options=(
                Option(label="`age`", value="age"),
                Option(label="No", value="no"),
            ),
        ),
        Progress(run="r1", label="Training", fraction=0.58),
        File(
            name="out.csv", reference="/files/1", size=1234, description="Predictions"
        ),
        Code(text="import pandas as pd  # reads\n", filename="script.py"),
        Notice(text="No column `colour`.", level="error", fix="Did you mean `color`?"),
    ),
)

HOSTILE = (
    "<script>alert(1)</script>",
    '" onmouseover=\'x\' style="a"',
    "{{ view.id }}{% now 'Y' %}",
    "</template></textarea><img src=x onerror=alert(1)>",
    "`<b>`, **<i>**, *</script>*",
    "&lt;&#x27;",
)

texts = st.text(max_size=30) | st.sampled_from(HOSTILE)
formats = st.sampled_from(
    ["text", "code", "integer", "number", "percent", "p_value", "seconds", "bytes"]
)
cells = texts | st.integers() | st.floats(allow_nan=False) | st.booleans() | st.none()
options = st.builds(Option, label=texts, value=texts)
items = st.builds(Item, label=texts, value=cells, format=formats, note=texts)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(
        st.lists(st.builds(TableColumn, label=texts, format=formats), max_size=4)
    )
    row = st.tuples(*[cells for _ in columns])
    rows = draw(st.lists(row, max_size=4))
    total = draw(st.none() | st.integers(len(rows), 10**9))
    return Table(
        columns=tuple(columns),
        rows=tuple(rows),
        title=draw(texts),
        note=draw(texts),
        n_total=total,
    )


fractions = st.none() | st.floats(0, 1)
blocks = st.one_of(
    st.builds(Heading, text=texts),
    st.builds(Text, text=texts, muted=st.booleans()),
    st.builds(
        KeyValues,
        items=st.lists(items, max_size=7).map(tuple),
        style=st.sampled_from(["tiles", "list"]),
        title=texts,
    ),
    tables(),
    st.builds(Chart, title=texts, spec=st.just(BARS), alt=texts, subtitle=texts),
    st.builds(
        Choices,
        options=st.lists(options, max_size=3).map(tuple),
        prompt=texts,
        role=st.sampled_from(["question", "next"]),
    ),
    st.builds(Progress, run=texts, label=texts, fraction=fractions),
    st.builds(
        File,
        name=texts,
        reference=st.sampled_from(["", "/files/1"]),
        size=st.none() | st.integers(0, 10**12),
        description=texts,
    ),
    st.builds(
        Code,
        text=texts,
        title=texts,
        language=st.sampled_from(["python", "json"]),
        filename=texts,
        collapsed=st.booleans(),
    ),
    st.builds(
        Notice,
        text=texts,
        level=st.sampled_from(["info", "warning", "error"]),
        fix=texts,
    ),
)
replies = st.builds(
    Reply, summary=texts, blocks=st.lists(blocks, max_size=5).map(tuple)
)
