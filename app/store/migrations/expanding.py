"""Which statements of a migration the release before it could not live with.

An update runs the migration first, while the older release still serves from the same tables. So a migration may only
add what that release need not know of. What takes away comes a release later, when nothing uses it any more, in a
migration whose name ends with `_contract`. It must not touch a database: texts in, texts out.
"""

import re
from collections.abc import Iterable

CONTRACT = "_contract"

_NEW_TABLE = re.compile(r"CREATE TABLE ", re.IGNORECASE)
_NEW_INDEX = re.compile(r"CREATE INDEX ", re.IGNORECASE)
_CHANGED_TABLE = re.compile(r"ALTER TABLE (?:IF EXISTS )?\S+ (?P<changes>.+)", re.IGNORECASE | re.DOTALL)
_NEW_COLUMN = re.compile(r"ADD (?:COLUMN )?(?:IF NOT EXISTS )?\S+ (?P<shape>.+)", re.IGNORECASE)
_NEW_KEY = re.compile(r"ADD (?:INDEX|KEY) ", re.IGNORECASE)
_NEW_CHECK = re.compile(r"ADD CONSTRAINT (?P<name>\S+) CHECK ", re.IGNORECASE)
_OLD_CHECK = re.compile(r"DROP CONSTRAINT (?:IF EXISTS )?(?P<name>\S+)", re.IGNORECASE)
_FILLED = re.compile(r"(INSERT INTO|UPDATE) ", re.IGNORECASE)
_NOT_A_COLUMN = re.compile(r"ADD (?:CONSTRAINT|UNIQUE|PRIMARY|FOREIGN|CHECK|FULLTEXT|SPATIAL)\b", re.IGNORECASE)


def contracting_statements(name: str, statements: Iterable[str]) -> list[str]:
    """Those of a migration called `name` that the release before it might fail on; none for a `_contract` migration.

    What is not known to be harmless is not. Allowed are new tables and indexes, new columns that may be left out of an
    INSERT, values filled in, and, in one statement, a CHECK that is dropped and added again under its name: a closed
    list that grows (that it does not shrink is for whoever reviews it).
    """
    if name.endswith(CONTRACT):
        return []
    return [each for each in statements if not _only_adds(" ".join(each.split()).rstrip("; "))]


def _only_adds(statement: str) -> bool:
    if _NEW_TABLE.match(statement) or _NEW_INDEX.match(statement) or _FILLED.match(statement):
        return True
    changed = _CHANGED_TABLE.fullmatch(statement)
    if changed is None:
        return False
    changes = _parts_of(changed["changes"])
    dropped = {found["name"] for each in changes if (found := _OLD_CHECK.fullmatch(each))}
    added = {found["name"] for each in changes if (found := _NEW_CHECK.match(each))}
    return dropped == added and all(_is_addition(each, added) for each in changes)


def _is_addition(change: str, checks: set[str]) -> bool:
    for rule in (_OLD_CHECK.fullmatch, _NEW_CHECK.match):
        if (found := rule(change)) is not None:
            return found["name"] in checks
    if _NEW_KEY.match(change):
        return True
    column = None if _NOT_A_COLUMN.match(change) else _NEW_COLUMN.fullmatch(change)
    return column is not None and _may_be_left_out(column["shape"])


def _may_be_left_out(shape: str) -> bool:
    """Whether a row can be written without this column, and with any value of the others."""
    words = f" {shape.upper()} "
    if " UNIQUE " in words or " PRIMARY KEY " in words or " REFERENCES " in words:
        return False
    return " NOT NULL " not in words or " DEFAULT " in words


def _parts_of(changes: str) -> list[str]:
    """The changes of one ALTER TABLE, parted at the commas that stand in no brackets and no quotes."""
    parts, depth, quoted = [""], 0, False
    for sign in changes:
        quoted ^= sign == "'"
        depth += 0 if quoted else (sign == "(") - (sign == ")")
        if sign == "," and depth == 0 and not quoted:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]
