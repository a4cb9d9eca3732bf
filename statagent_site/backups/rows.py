"""All rows as lines of JSON that any database takes back, and how they are read.

The queue's tasks stay out: what is to be done stands in the runs, and is queued again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

_CHUNK = 500
_LEFT_OUT = {"django_q.ormq", "django_q.task", "django_q.success", "django_q.failure"}


def kept_models() -> list[type[models.Model]]:
    """Every model whose rows are kept, those of many-to-many relations too."""
    found = apps.get_models(include_auto_created=True)
    return [
        one
        for one in found
        if one._meta.managed
        and not one._meta.proxy
        and one._meta.label_lower not in _LEFT_OUT
    ]


def applied_migrations() -> list[str]:
    """What the database has become by, as "app.name"."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(".".join(one) for one in applied)


@contextmanager
def snapshot() -> Iterator[None]:
    """Within it all queries see the database as it is at one moment.

    Others go on writing meanwhile: SQLite keeps what they write in its log (WAL),
    PostgreSQL in other versions of the rows.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                cursor.execute("SELECT count(*) FROM django_migrations")
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def written_rows(model: type[models.Model]) -> Iterator[str]:
    """The rows of a model, a line each: the values of its columns in their order."""
    names = [field.attname for field in model._meta.concrete_fields]
    every = model._base_manager.order_by("pk").values_list(*names)
    for row in every.iterator(chunk_size=_CHUNK):
        yield json.dumps(row, default=_told, ensure_ascii=False) + "\n"


def _told(value: object) -> Any:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
    raise TypeError(f"a {type(value).__name__} cannot be kept")


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns of a model as lines hold them."""
    return [str(field.column) for field in model._meta.concrete_fields]


def read_rows(model: type[models.Model], lines: Iterable[str]) -> int:
    """Store the rows that lines hold; how many there were."""
    fields = model._meta.concrete_fields
    count, batch = 0, []
    for line in lines:
        values = zip(fields, json.loads(line), strict=True)
        given = {field.attname: _value(field, value) for field, value in values}
        batch.append(model(**given))
        count += 1
        if len(batch) == _CHUNK:
            model._base_manager.bulk_create(batch)
            batch = []
    model._base_manager.bulk_create(batch)
    return count


def _value(field: Any, value: Any) -> Any:
    if value is None:
        return None
    target = field.target_field if field.is_relation else field
    return target.to_python(value)


@transaction.atomic
def remove_all_rows() -> None:
    """Empty every table whose rows are kept, and the queue."""
    every = [*kept_models(), *(apps.get_model(one) for one in ("django_q.ormq",
                                                               "django_q.task"))]  # fmt: skip
    for model in every:
        model._base_manager.all()._raw_delete(connection.alias)


def number_on() -> None:
    """Let the database number new rows behind those that were read."""
    statements = connection.ops.sequence_reset_sql(no_style(), kept_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
