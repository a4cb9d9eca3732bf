"""What the reading of a first message loads, loaded before anything is written."""

from __future__ import annotations

from threading import Lock

from analysis.base.columns import Column, Schema
from chat.discourse.precedence import asked_of_a_name
from chat.discourse.turn import discourse
from chat.discourse.two_answers import of_two_answers
from chat.models import Conversation
from chat.reader.messages import read_message, warm_up
from chat.tables.working import previous_task, working_schema
from chat.translating import is_german, names_of

# Between them they need what any message may need.
_SENTENCES = (
    "average size by town",
    "correlation of size and price",
    "is there a difference in price between the towns",
    "histogram of size for towns with a price over 100",
    "remove outliers of price, then train a random forest to predict price from size",
)
# Words of which only their frequency tells whether they are German.
_SIMILAR = "correlation was normal"
_TABLE = Schema(
    name="towns",
    n_rows=40,
    columns=(
        Column(name="town", kind="category", n_unique=2, levels=(("A", 20), ("B", 20))),
        Column(name="size", kind="number", n_unique=40, minimum=1.5, maximum=90.5),
        Column(name="price", kind="integer", n_unique=40, minimum=10, maximum=900),
    ),
)
_loading = Lock()
_loaded: set[str] = set()


def be_ready(conversation: Conversation) -> None:
    """Load what reading needs; does something once in a process.

    To be called outside a transaction that writes. Loading takes some seconds on a busy
    machine, and with SQLite nobody else can write as long as such a transaction lasts.
    """
    with _loading:
        if not _loaded:
            _read_first(conversation)
            _loaded.add("all")


def _read_first(conversation: Conversation) -> None:
    warm_up()
    text = _SENTENCES[0]
    is_german(_SIMILAR, names_of(_TABLE, ()))
    dataset = conversation.dataset
    if dataset is not None and dataset.is_read:
        schema, previous = working_schema(conversation), previous_task(conversation)
        asked_of_a_name(text, schema, previous, called=False)
        of_two_answers(conversation, text, None)
        discourse(conversation, text, None)
    for sentence in _SENTENCES:
        read_message(sentence, _TABLE)
