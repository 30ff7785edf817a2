"""Inserting a row unless it is there already, in the words of both databases.

It must not know any table. An INSERT IGNORE would not do: on MariaDB it lets a CHECK pass with a warning.
"""

from typing import Any

from sqlalchemy import Insert, Table, func
from sqlalchemy.dialects import mysql, sqlite

from app.store.shapes import SQLITE


def insert_if_absent(dialect: str, table: Table, values: dict[str, Any] | list[dict[str, Any]]) -> Insert:
    """Nothing happens when a row with the same key or unique value exists. Its row count tells nothing of that.

    Several rows at once (one at least) are each on their own: one that exists keeps no other out.
    """
    if dialect == SQLITE:
        return sqlite.insert(table).values(values).on_conflict_do_nothing()
    same = next(iter(table.primary_key.columns))
    return mysql.insert(table).values(values).on_duplicate_key_update({same.name: same})


def insert_or_raise(dialect: str, table: Table, rows: list[dict[str, Any]], column: str) -> Insert:
    """For a row whose key exists, `column` takes the greater of both values; several rows at once (one at least)."""
    if dialect == SQLITE:
        fresh = sqlite.insert(table).values(rows)
        keys = [each.name for each in table.primary_key.columns]
        greater = func.max(table.c[column], fresh.excluded[column])
        return fresh.on_conflict_do_update(index_elements=keys, set_={column: greater})
    new = mysql.insert(table).values(rows)
    return new.on_duplicate_key_update({column: func.greatest(table.c[column], new.inserted[column])})
