"""Names of columns one after another without a comma: "logit low on age lwt smoke".

Three names or more that stand side by side are a list. Read without its commas, the name
of a column of yes and no at its end would limit the rows.
"""

from __future__ import annotations

from analysis.base.columns import Schema
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.senses import build_lattice

_LONGEST = 60  # tokens
_FEWEST = 3  # names: two may be one noun ("customer age")


def with_commas(text: str, schema: Schema) -> str:
    """The message with commas between columns that are named side by side."""
    tokens = tokenise(text, _LONGEST + 1)
    names = {name.casefold() for name in schema.names}
    exact = [
        token.kind == "word" and token.text.casefold() in names for token in tokens
    ]
    if len(tokens) > _LONGEST or sum(exact) < _FEWEST:
        return text
    lattice = build_lattice(text, tokens, schema_index(schema))
    longer = {
        at
        for category in ("column", "value")
        for sense in lattice.all(category)
        for at in range(sense.first, sense.last)
        if sense.last > sense.first + 1 and sense.cost == 0
    }
    made, run, last = [], [], 0
    for at in range(len(tokens) + 1):
        if at < len(tokens) and exact[at] and at not in longer:
            run.append(at)
            continue
        if len(run) >= _FEWEST:
            for one in run[:-1]:
                made.append(text[last : tokens[one].end] + ",")
                last = tokens[one].end
        run = []
    return "".join(made) + text[last:]
