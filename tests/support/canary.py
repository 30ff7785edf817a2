"""Canaries: texts and numbers made to be recognised in any writing, and the places of a Haven where one could be left.

It must not know what a day with Haven looks like: a test lives the day and asks here where the canary came up again.
"""

import base64
import html
import json
import logging
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import httpx
from markupsafe import escape
from sqlalchemy import inspect, text

from app.domain.targets import TargetKind
from app.store.sealing import Vault
from app.store.session import Database

TOKEN = re.compile(r"gAAAAAAAAAAA[A-Za-z0-9_=-]+")
ADDRESS = re.compile(r'(?:href|action|src|content|cite|formaction)="([^"]*)"')
CODE = re.compile(r"[a-z][a-z0-9_-]{0,63}")
SAID = frozenset({"answers", "guided", "facts", "filled", "tail", "stewards"})
HINTS = frozenset(
    {"exposed", "parts", "whose", "intent", "published_before", "side", "line", "section", "tail", "guided"}
)


@dataclass(frozen=True)
class Canary:
    """A text that stands nowhere by chance. `core` is its plain part, for addresses, headers and cookies."""

    text: str
    core: str

    def found_in(self, data: bytes) -> list[str]:
        """In which writings it stands there."""
        lowered = data.lower()
        found = {name for name, form in self._any_case() if form.lower() in lowered}
        return sorted(found | {name for name, form in self._exact() if form in data})

    def _any_case(self) -> Iterator[tuple[str, bytes]]:
        """Writings in which only letters can change their case."""
        for each in (self.text, self.core):
            plain = each.encode()
            yield "plain", plain
            yield "percent-encoded", quote(each, safe="").encode()
            yield "percent-encoded", quote_plus(each).encode()
            yield "JSON", json.dumps(each)[1:-1].encode()
            yield "JSON", json.dumps(each, ensure_ascii=False)[1:-1].encode()
            yield "HTML", html.escape(each).encode()
            yield "HTML", str(escape(each)).encode()
            yield "Python", repr(each)[1:-1].encode()
            yield "hex", plain.hex().encode()

    def _exact(self) -> Iterator[tuple[str, bytes]]:
        for each in (self.text, self.core):
            for cased in (each, each.lower(), each.upper(), each.swapcase()):
                yield "UTF-16", cased.encode("utf-16-le")
                yield "UTF-16", cased.encode("utf-16-be")
                for form in _in_base64(cased.encode()):
                    yield "base64", form
            yield "backwards", each[::-1].encode()


@dataclass(frozen=True)
class NumberCanary:
    """An id that nothing else has: larger than 32 bits, so that its bytes do not come up by chance."""

    number: int

    def found_in(self, data: bytes) -> list[str]:
        found = {name for name, form in self._text() if form in data}
        sizes = ((size, order) for size in (5, 6, 8) for order in ("big", "little"))
        if any(self.number.to_bytes(size, order) in data for size, order in sizes):  # type: ignore[arg-type]
            found.add("binary")
        return sorted(found)

    def _text(self) -> Iterator[tuple[str, bytes]]:
        decimal = str(self.number).encode()
        yield "decimal", decimal
        yield "hex", f"{self.number:x}".encode()
        yield "hex", f"{self.number:X}".encode()
        yield "hex of decimal", decimal.hex().encode()
        yield "UTF-16", str(self.number).encode("utf-16-le")
        for form in _in_base64(decimal):
            yield "base64", form


def _in_base64(plain: bytes) -> Iterator[bytes]:
    """At each of the three alignments, without the signs that its neighbours decide."""
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + plain)
        ends = (shift + len(plain)) * 8 // 6
        inner = whole[-(-shift * 8 // 6) : ends]
        yield inner
        yield inner.translate(bytes.maketrans(b"+/", b"-_"))


@dataclass
class Traces:
    """What a day left behind: place to bytes. Places of one kind are joined."""

    places: dict[str, bytes] = field(default_factory=dict)

    def add(self, place: str, data: bytes | str) -> None:
        raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        self.places[place] = self.places.get(place, b"") + raw + b"\n"

    def leaks(self, canary: Canary | NumberCanary, kinds: tuple[str, ...] = ("",)) -> list[str]:
        """Where the canary came up, and how written; `kinds` are beginnings of the places to look at."""
        looked_at = (place for place in self.places if place.startswith(kinds))
        return [f"{place}: {form}" for place in looked_at for form in canary.found_in(self.places[place])]

    def add_answer(self, answer: httpx.Response, may_echo: bool, public_url: str) -> None:
        """What Haven wrote of its own: headers, its addresses, and the page unless it gives back what was typed."""
        place = f"{answer.request.method} {answer.status_code}"
        for name, value in answer.headers.raw:
            self.add(f"header {name.decode()} of {place}", value)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        for address in _own_addresses(answer.text, public_url) if is_page else ():
            self.add(f"address in a page of {place}", address)
        if not may_echo:
            self.add(f"page of {place}", answer.content)


def _own_addresses(page: str, public_url: str) -> Iterator[str]:
    for attribute in ADDRESS.findall(page):
        address = html.unescape(attribute)
        if address.startswith(("/", public_url)):
            yield address


async def read_tables(database: Database) -> dict[tuple[str, str], list[Any]]:
    """Every value of every column of every table that the database really has, whatever the code knows of."""
    columns: dict[tuple[str, str], list[Any]] = {}
    async with database.engine.connect() as connection:
        names = await connection.run_sync(lambda raw: inspect(raw).get_table_names())
        for table in names:
            found = (await connection.execute(text(f"SELECT * FROM {table}"))).mappings().all()
            for row in found:
                for column, value in row.items():
                    columns.setdefault((table, str(column)), []).append(value)
    return columns


def add_tables(traces: Traces, columns: Mapping[tuple[str, str], list[Any]]) -> None:
    for (table, column), values in columns.items():
        for value in values:
            traces.add(f"table {table}.{column}", value if isinstance(value, bytes) else str(value))


def add_sqlite_files(traces: Traces, folder: Path) -> None:
    """The raw files with the write-ahead log, and what `sqlite3 haven.db .dump` prints."""
    for path in sorted(folder.glob("haven.db*")):
        traces.add(f"file {path.name}", path.read_bytes())
    connection = sqlite3.connect(folder / "haven.db")
    try:
        for line in connection.iterdump():
            traces.add("dump", line)
    finally:
        connection.close()


def wrong_seals(columns: Mapping[tuple[str, str], list[Any]], vault: Vault, names: frozenset[str]) -> list[str]:
    """The sealed tokens that hold more than pointer fields, ids and codes. `names` are the people signed in: a name
    under a seal is theirs and stands in their sign-in row only."""
    wrong = []
    for (table, column), values in columns.items():
        for value in values:
            for token in TOKEN.findall(value) if isinstance(value, str) else ():
                if not _is_right(f"{table}.{column}", vault.open(token), names):
                    wrong.append(f"{table}.{column}")
    return wrong


def count_seals(columns: Mapping[tuple[str, str], list[Any]]) -> int:
    return sum(len(TOKEN.findall(value)) for values in columns.values() for value in values if isinstance(value, str))


def _is_right(place: str, value: Any, names: frozenset[str]) -> bool:
    match place, value:
        case "sign_ins.name_sealed", str():
            return value in names
        case "trackings.sealed_account", int():
            return True
        case "request_targets.sealed" | "sightings.sealed", list():
            return _is_pointer(value)
        case "drafts.sealed", {"pointers": list(pointers), "left-out": list(places), **said}:
            right = said.keys() == SAID and all(type(place) is int for place in places) and _are_codes(said)
            return right and all(_is_pointer(pointer) for pointer in pointers)
        case "requests.sealed_parties", list():
            return all(type(number) is int for number in value)
        case "requests.sealed_hints", dict():
            return value.keys() == HINTS and _are_codes(value)
    return False


def _are_codes(value: Any) -> bool:
    """Numbers and codes, and lists and mappings of them, however deep."""
    match value:
        case dict():
            return _are_codes([*value.keys(), *value.values()])
        case list():
            return all(_are_codes(part) for part in value)
        case str():
            return not value or CODE.fullmatch(value) is not None
    return value is None or type(value) in (int, bool)


def _is_pointer(value: Any) -> bool:
    """Numbers and codes; a title or a name only where a number is missing."""
    match value:
        case [str(wiki), str(kind), int(number), *rest]:
            numbers = all(type(part) is int or part == "" or str(part).isdigit() for part in rest)
            is_known = CODE.fullmatch(wiki) is not None and kind in set(TargetKind)
            return is_known and (numbers if number else len(rest) >= 2)
    return False


class _Recorder(logging.Handler):
    """Everything that anything logs, with the arguments and the text of exceptions."""

    def __init__(self, traces: Traces) -> None:
        super().__init__(logging.DEBUG)
        self._traces = traces

    def emit(self, record: logging.LogRecord) -> None:
        whole = logging.Formatter("%(name)s %(message)s").format(record)
        self._traces.add("log", f"{whole} {record.args!r}")


@contextmanager
def watched(traces: Traces, folder: Path) -> Iterator[None]:
    """Records all logging of this process and every temporary file that is asked for. Temporary files go to `folder`;
    start it before the application, which takes its own log's handlers."""
    recorder, root = _Recorder(traces), logging.getLogger()
    level, before, ask = root.level, tempfile.tempdir, tempfile.gettempdir

    def asked() -> str:
        traces.add("temporary file", "asked for")
        return str(folder)

    folder.mkdir()
    root.addHandler(recorder)
    root.setLevel(logging.DEBUG)
    tempfile.gettempdir = asked
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir, tempfile.gettempdir = before, ask
        root.removeHandler(recorder)
        root.setLevel(level)
        for path in folder.rglob("*"):
            traces.add("temporary file", path.read_bytes() if path.is_file() else path.name)
