"""From a request to a plan: which tables are meant, and on which keys they are joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from rapidfuzz import process

from analysis.base.columns import Column, Schema
from analysis.base.errors import TaskError
from analysis.base.reply import Choices, Option, Reply, Text
from analysis.base.task import Step
from analysis.base.wording import names_of
from analysis.models import Dataset
from analysis.statistics.appending import bare_name
from analysis.tables.combining import HOW_WORDS, Combination, stem_of
from chat.models import Conversation
from chat.reader.combining_request import CombineRequest
from chat.tables.standing import prepared
from chat.tables.working import working_schema

_MOST_TABLES = 20
_KEY_NAME = re.compile(
    r"(?:^|[_ .-])(?:id|key|code|nr|no|number)$|[a-z]I[dD]$", re.IGNORECASE
)
_MOST_OPTIONS = 6


@dataclass(frozen=True)
class Part:
    """A table of a combination: the dataset, its columns now, the changes before."""

    dataset: Dataset
    schema: Schema
    steps: tuple[Step, ...]


def parts_of(conversation: Conversation, request: CombineRequest) -> list[Part] | Reply:
    """The tables that a request means, or a question where that is open.

    Raises:
        TaskError: there is no such dataset, or only one.
    """
    if request.many:
        found: list[Dataset] | Reply = _all_meant(conversation, request)
    elif len(request.tables) < 2:
        found = _another(conversation, request)
    else:
        found = [dataset_called(conversation, name) for name in request.tables]
    if isinstance(found, Reply):
        return found
    if len({dataset.id for dataset in found}) < len(found):
        raise TaskError(
            f"{found[0].name} cannot be combined with itself.",
            hint="Name another dataset; /datasets shows yours.",
            options=("/datasets",),
        )
    if request.kind == "join" and len(found) > 2:
        raise TaskError(
            "Two tables are joined at a time.",
            hint=f"Begin with “join {found[0].name} with {found[1].name}”.",
        )
    if len(found) > _MOST_TABLES:
        raise TaskError(
            f"{len(found)} tables are too many; {_MOST_TABLES} at a time work.",
            hint="Append the first ones, then the others.",
        )
    return [_part(conversation, dataset) for dataset in found]


def _part(conversation: Conversation, dataset: Dataset) -> Part:
    if dataset.id == conversation.dataset_id:
        return Part(dataset, working_schema(conversation), prepared(conversation))
    return Part(dataset, dataset.schema, ())


def known_datasets(conversation: Conversation) -> list[Dataset]:
    """The owner's datasets, those of this conversation first, the newest first."""
    theirs = [one for one in Dataset.objects.of(conversation.owner) if one.is_read]
    here = {dataset.id for dataset in _of_conversation(conversation)}
    return sorted(theirs, key=lambda one: one.id not in here)


def _of_conversation(conversation: Conversation) -> list[Dataset]:
    """The datasets that this conversation has worked on, the oldest first."""
    found = (
        Dataset.objects.of(conversation.owner)
        .filter(
            Q(runs__message__conversation=conversation) | Q(id=conversation.dataset_id)
        )
        .distinct()
        .order_by("created")
    )
    return [dataset for dataset in found if dataset.is_read]


def dataset_called(conversation: Conversation, said: str) -> Dataset:
    """The dataset of that name, with or without its ending; "" is the one in use.

    Raises:
        TaskError: there is none.
    """
    if not said:
        if conversation.dataset is None or not conversation.dataset.is_read:
            raise TaskError(
                "There is no dataset in use.", "Upload one, or name both tables."
            )
        return conversation.dataset
    found = named_dataset(conversation, said)
    if found is not None:
        return found
    names = [one.name for one in known_datasets(conversation)]
    near = [name for name, _, _ in process.extract(said, names, limit=3)]
    raise TaskError(
        f"There is no dataset called “{said}”.",
        hint=f"You have {names_of(near)}." if near else "Upload it first.",
        options=("/datasets",),
    )


def named_dataset(conversation: Conversation, said: str) -> Dataset | None:
    """The dataset that the words name, if one does."""
    datasets = known_datasets(conversation)
    for wanted, name in (
        (said.casefold(), lambda one: one.name.casefold()),
        (bare_name(said), lambda one: bare_name(stem_of(one.name))),
        # The first sheet of a workbook has the file's name, and answers to its own.
        (bare_name(said), lambda one: bare_name(one.receipt.sheet)),
    ):
        for dataset in datasets:
            if name(dataset) == wanted:
                return dataset
    return None


def _all_meant(
    conversation: Conversation, request: CombineRequest
) -> list[Dataset] | Reply:
    """ "the two tables": of this conversation, or else all of the owner's."""
    here = [one for one in _of_conversation(conversation) if not one.origin]
    known = known_datasets(conversation)
    theirs = sorted(
        (one for one in known if not one.origin), key=lambda one: one.created
    )
    for found in (here, theirs):
        if len(found) == 2 or (request.kind == "append" and len(found) > 2):
            return found
    return _another(conversation, request)


def _another(conversation: Conversation, request: CombineRequest) -> Reply:
    """Asks which table the one in use is to be combined with."""
    own = dataset_called(conversation, "")
    others = [one for one in known_datasets(conversation) if one.id != own.id]
    if not others:
        raise TaskError(
            f"There is only one dataset, {own.name}.",
            hint="Upload the other table as well; then they can be combined.",
        )
    verb = "append" if request.kind == "append" else "join"
    how = f"{request.how} " if request.how else ""
    keys = " and ".join(a if a == b else f"{a} = {b}" for a, b in request.keys)
    options = tuple(
        Option(
            label=other.name,
            value=f"append {other.name} to {own.name}"
            if verb == "append"
            else f"{how}join {own.name} with {other.name}{keys and f' on {keys}'}",
        )
        for other in others[:_MOST_OPTIONS]
    )
    text = f"Which table should {own.name} be combined with?"
    return Reply(summary=text, blocks=(Text(text=text), Choices(options=options)))


def plan_of(request: CombineRequest, parts: Sequence[Part]) -> Combination | Reply:
    """The plan of a combination, or a question where the message leaves it open.

    Raises:
        TaskError: a key is no column, or none can be found.
    """
    names = tuple(part.dataset.name for part in parts)
    steps = tuple(part.steps for part in parts)
    kind = request.kind
    if kind == "either" or (kind == "join" and not request.keys and not request.how):
        alike = _alike([part.schema for part in parts])
        if kind == "either" and len(parts) > 2:
            kind = "append"
        elif alike:
            return _join_or_append(names)
    if kind == "append":
        return Combination(
            kind="append", names=names, prepared=steps, mark_source=request.mark_source
        )
    left, right = parts[0].schema, parts[1].schema
    assumed = []
    if request.keys:
        keys = tuple(_named_pair(pair, parts) for pair in request.keys)
    else:
        found = _likely_keys(left, right, names)
        if len(found) > 1:
            return _which_keys(request, names, found)
        keys = (found[0],)
        words = " = ".join(dict.fromkeys(keys[0]))
        assumed.append(f"the key is {words}")
    if not request.how:
        assumed.append(f"a left join, which keeps every row of {names[0]}")
    return Combination(
        kind="join",
        names=names,
        how=request.how or "left",
        keys=keys,
        prepared=steps,
        assumed=tuple(assumed),
    )


def _alike(schemas: Sequence[Schema]) -> bool:
    """Whether the tables have the same columns: rows of one kind in several files."""
    names = [{bare_name(name) for name in schema.names} for schema in schemas]
    return all(one == names[0] for one in names)


def _join_or_append(names: Sequence[str]) -> Reply:
    text = f"{names[0]} and {names[1]} have the same columns. What should happen?"
    options = (
        Option(label="Put the rows below each other",
               value=f"append {names[1]} to {names[0]}"),
        Option(label="Join them on a key", value=f"left join {names[0]} with {names[1]}"),
    )  # fmt: skip
    return Reply(summary=text, blocks=(Text(text=text), Choices(options=options)))


def _named_pair(pair: tuple[str, str], parts: Sequence[Part]) -> tuple[str, str]:
    """The columns that the words for a key mean, whichever table is named first."""
    first, second = pair
    left, right = parts
    stems = [bare_name(stem_of(part.dataset.name)) for part in parts]
    prefix = bare_name(first.partition(".")[0])
    turned = prefix == stems[1] and "." in first
    if not turned and first != second:
        here = _column(left.schema, first) and _column(right.schema, second)
        turned = not here and bool(
            _column(left.schema, second) and _column(right.schema, first)
        )
    if turned:
        first, second = second, first
    return _key(left, first), _key(right, second)


def _key(part: Part, said: str) -> str:
    found = _column(part.schema, said)
    if found is not None:
        return found
    name = part.dataset.name
    near = [one for one, _, _ in process.extract(said, part.schema.names, limit=3)]
    raise TaskError(
        f"{name} has no column “{said}”.",
        hint=f"It has {names_of(near)}, among others. Where the names differ, say both:"
        " “on customer_id = id”.",
    )


def _column(schema: Schema, said: str) -> str | None:
    """The column of that name, "orders.id" and other spellings included."""
    bare = said.partition(".")[2] or said
    for wanted in (said, bare):
        for same in (str, str.casefold, bare_name):
            for name in schema.names:
                if same(name) == same(wanted):
                    return name
    return None


def _likely_keys(
    left: Schema, right: Schema, names: Sequence[str]
) -> list[tuple[str, str]]:
    """The pairs that may be meant: names that both have, "customer_id" and "id".

    One that is named as a key is taken before all others, and one that tells the rows of
    a table apart before those that do not.
    """
    shared = [
        (one.name, two.name)
        for one in left.columns
        for two in right.columns
        if bare_name(one.name) == bare_name(two.name)
    ]
    foreign = [
        *_foreign(left, right, names[1]),
        *((b, a) for a, b in _foreign(right, left, names[0])),
    ]
    pairs = list(dict.fromkeys([*foreign, *shared]))
    if not pairs:
        raise TaskError(
            f"{names[0]} and {names[1]} have no column of the same name.",
            hint=f"Say which belong together: “join {names[0]} with {names[1]} on"
            f" {left.names[0]} = {right.names[0]}”.",
        )
    called = [pair for pair in pairs if pair in foreign or _KEY_NAME.search(pair[0])]
    unique = [
        (one, two)
        for one, two in pairs
        if _identifies(left, left[one]) or _identifies(right, right[two])
    ]
    for likely in (called, unique):
        if len(likely) == 1:
            return likely
    return pairs


def _identifies(schema: Schema, column: Column) -> bool:
    whole = column.kind != "number"
    return whole and column.n_missing == 0 and column.n_unique == schema.n_rows > 1


def _foreign(one: Schema, other: Schema, table: str) -> list[tuple[str, str]]:
    """ "customer_id" beside a table customers with an "id"."""
    thing = re.sub(r"(?:es|s)$", "", bare_name(stem_of(table)))
    return [
        (name, key)
        for key in other.names
        if bare_name(key) in ("id", "key", "code", "number", "no")
        for name in one.names
        if bare_name(name).startswith(thing)
        and bare_name(name).endswith(bare_name(key))
    ]


def _which_keys(
    request: CombineRequest, names: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> Reply:
    text = f"On which columns should {names[0]} and {names[1]} be joined?"
    words = [a if a == b else f"{a} = {b}" for a, b in pairs[:_MOST_OPTIONS]]
    if len(words) > 1:
        words.append(" and ".join(words))
    how = f"{request.how} " if request.how else ""
    options = tuple(
        Option(label=one, value=f"{how}join {names[0]} with {names[1]} on {one}")
        for one in words
    )
    return Reply(summary=text, blocks=(Text(text=text), Choices(options=options)))


def other_joins(plan: Combination) -> tuple[Option, ...]:
    """The same join of the other kinds, as buttons."""
    keys = " and ".join(a if a == b else f"{a} = {b}" for a, b in plan.keys)
    left, right = plan.names
    return tuple(
        Option(label=words, value=f"{how} join {left} with {right} on {keys}")
        for how, words in HOW_WORDS.items()
        if how not in (plan.how, "right")
    )
