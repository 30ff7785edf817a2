"""Shapes of columns: what each may hold, said as a CHECK in the words of both databases, because declared types and
lengths alone are not enforced everywhere. No shape can hold a sentence.

It must not know any table. Times are whole seconds since 1970 (UTC) in BIGINT columns.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Integer, LargeBinary, SmallInteger, String, Table
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

from app.domain import references
from app.domain.queues import Team
from app.store.sealing import FINGERPRINT_LENGTH, SIZES, token_length

SQLITE = "sqlite"
MARIADB = ("mysql", "mariadb")
LAST_SECOND = 99_999_999_999
LARGEST_SMALL = 32_767


@dataclass(frozen=True)
class Shape:
    """A type and the condition every value meets, per database; `{c}` stands for the column's name."""

    type: TypeEngine[Any]
    sqlite: str
    mariadb: str


def column(shape: Shape, *arguments: Any, nullable: bool = False, **settings: Any) -> Column[Any]:
    """A column that remembers its shape; `guard` turns that into CHECK constraints."""
    return Column(shape.type, *arguments, nullable=nullable, info={"shape": shape}, **settings)


def guard(table: Table) -> None:
    """Gives every column of `table` its CHECK constraint. SECURITY: this keeps sentences out of the database."""
    for each in table.columns:
        if each is table.autoincrement_column:
            continue  # The database numbers these rows itself; MariaDB takes no CHECK on them.
        shape: Shape = each.info["shape"]
        rules: tuple[tuple[str, Any], ...] = ((shape.sqlite, SQLITE), (shape.mariadb, MARIADB))
        for words, dialects in rules:
            rule = words.replace("{c}", each.name)
            if each.nullable:
                rule = f"{each.name} IS NULL OR ({rule})"
            table.append_constraint(CheckConstraint(rule, name=each.name).ddl_if(dialect=dialects))


def _whole(kind: TypeEngine[Any], least: int, most: int) -> Shape:
    within = f"{{c}} BETWEEN {least} AND {most}"
    return Shape(kind, f"typeof({{c}}) = 'integer' AND {within}", within)


def _text(length: int, shortest: int, signs: str, more: str = "", length_rule: str = "") -> Shape:
    """Text of `signs` only (the inside of a bracket expression, which GLOB and REGEXP write alike)."""
    rule = length_rule or f"length({{c}}) BETWEEN {shortest} AND {length}"
    tail = f"{rule}{more}"
    return Shape(
        String(length),
        f"typeof({{c}}) = 'text' AND {{c}} NOT GLOB '*[^{signs}]*' AND {tail}",
        f"{{c}} NOT REGEXP '[^{signs}]' AND {tail}",
    )


def listed(codes: Iterable[Enum]) -> Shape:
    """One code of a closed list."""
    values = [str(code.value) for code in codes]
    rule = "{c} IN (" + ", ".join(f"'{value}'" for value in values) + ")"
    # The signs as well, because MariaDB takes `open` with a blank after it for `open`.
    return _text(max(map(len, values)), 1, "a-z0-9-", length_rule=rule)


def numbered(codes: Iterable[int]) -> Shape:
    """One number of a closed list."""
    numbers = sorted(int(code) for code in codes)
    return _whole(SmallInteger(), numbers[0], numbers[-1])


def sealed(*sizes: int) -> Shape:
    """A Fernet token of one of these plaintext sizes, its time stamp zero."""
    lengths = [token_length(size) for size in sizes]
    starts = "substr({c}, 1, 12) = 'gAAAAAAAAAAA'"
    known_length = f"length({{c}}) IN ({', '.join(map(str, lengths))})"
    shape = _text(lengths[-1], lengths[0], "A-Za-z0-9_=-", f" AND {starts}", known_length)
    if lengths[-1] <= token_length(SIZES[3]):
        return shape
    return Shape(String().with_variant(mysql.MEDIUMTEXT(), *MARIADB), shape.sqlite, shape.mariadb)


ROW_ID = _whole(BigInteger().with_variant(Integer(), SQLITE), 1, 2**63 - 1)
PERSON = _whole(BigInteger(), 1, 2**63 - 1)
PERSON_OR_ALL = _whole(BigInteger(), 0, 2**63 - 1)
TIME = _whole(BigInteger(), 0, LAST_SECOND)
SMALL_NUMBER = _whole(SmallInteger(), 0, LARGEST_SMALL)
COUNT = _whole(BigInteger(), 0, 2**53)
YES_OR_NO = _whole(Boolean(create_constraint=False), 0, 1)
DBNAME = _text(64, 1, "a-z0-9_-")
CODE = _text(64, 1, "a-z0-9_-")
PLACE = _whole(BigInteger(), -1, 2**53)
"""A place in an event stream: a count of events (-1: none yet), or milliseconds since 1970."""
TOPIC = _text(100, 1, "a-z.-", " AND instr({c}, '.mediawiki.') > 1")
"""The name of a topic of an event stream, such as `eqiad.mediawiki.recentchange`: never a digit."""
REFERENCE = _text(references.LENGTH, references.LENGTH, references.ALPHABET)

_LOCAL_TEAMS = " OR ".join(
    f"substr({{c}}, 1, {len(team.value) + 1}) = '{team.value}.'" for team in Team if team.is_local
)
_WHOLE_TEAMS = ", ".join(f"'{team.value}'" for team in Team if not team.is_local)
QUEUE = _text(80, 1, "a-z0-9_.-", f" AND ({{c}} IN ({_WHOLE_TEAMS}) OR {_LOCAL_TEAMS})")

_MARKED = f"length({{c}}) = {FINGERPRINT_LENGTH} AND substr({{c}}, 1, 1) = x'00'"
FINGERPRINT = Shape(
    LargeBinary(FINGERPRINT_LENGTH).with_variant(mysql.BINARY(FINGERPRINT_LENGTH), *MARIADB),
    f"typeof({{c}}) = 'blob' AND {_MARKED}",
    _MARKED,
)
