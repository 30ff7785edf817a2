"""Writes the tables out as SQL, for the first migration and for the test that holds models and migrations together.

It must not touch a database.
"""

from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from app.store.migrations import sql_file
from app.store.tables import METADATA

DIALECTS: dict[str, Dialect] = {"sqlite": sqlite.dialect(), "mariadb": mysql.dialect()}


def write_schema(dialect: str) -> str:
    """Every statement that makes an empty database ours, parted by empty lines. Repeating them changes nothing."""
    elements: list[ExecutableDDLElement] = []
    for table in METADATA.sorted_tables:
        elements.append(CreateTable(table, if_not_exists=True))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        elements.extend(CreateIndex(index, if_not_exists=True) for index in indexes)
    return "\n\n".join(_write(element, DIALECTS[dialect]) for element in elements) + "\n"


def write_first_migration() -> None:
    """Only until the first deployment: from then on a change of the tables is a migration of its own."""
    for dialect in DIALECTS:
        sql_file("0001_everything", dialect).write_text(write_schema(dialect), encoding="utf-8")


def _write(element: ExecutableDDLElement, dialect: Dialect) -> str:
    lines = str(element.compile(dialect=dialect)).splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip())
