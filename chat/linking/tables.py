"""Keeps the indexes of the schemas that were used last."""

from __future__ import annotations

from collections import OrderedDict

from analysis.base.columns import Schema
from chat.linking.index import SchemaIndex, build_index
from chat.linking.values import add_values

_CACHED_SCHEMAS = 64

_cache: OrderedDict[object, SchemaIndex] = OrderedDict()


def schema_index(schema: Schema) -> SchemaIndex:
    """The index of a schema, kept for the schemas used last."""
    key = _fingerprint(schema)
    index = _cache.get(key)
    if index is None:
        index = _cache[key] = build_index(schema)
        add_values(index)
        if len(_cache) > _CACHED_SCHEMAS:
            _cache.popitem(last=False)
    else:
        _cache.move_to_end(key)
    return index


def _fingerprint(schema: Schema) -> object:
    return (
        schema.name,
        schema.n_rows,
        tuple(
            (
                *(c.name, c.kind, c.n_unique, c.minimum, c.maximum, c.label),
                len(c.levels),
                *c.levels[:3],
            )
            for c in schema.columns
        ),
    )
