"""The mark of a page: all that it showed, as short keyed digests, to be compared with what it shows later.

A mark travels in addresses, which proxies log. It tells nothing: its key is Haven's own and another one for each reader
and page, its length is always the same, and what is in it stands in no order. It must not know what the things are.
"""

import hmac
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b, sha256
from itertools import islice

Shown = tuple[str | int | None, ...]
"""All that a page shows of one thing, in codes and numbers."""
Things = Mapping[str, Shown]
"""What a page shows: the name of a thing on that page -> what is shown of it."""

SLOTS = 64
"""Digests in a mark. A list has at most fifty rows; what goes beyond counts as one thing together."""
NAME_BYTES = STATE_BYTES = 4
SLOT_BYTES = NAME_BYTES + STATE_BYTES
CHECK_BYTES = 8
REST = "rest"

_MARK = re.compile(r"[A-Za-z0-9_-]{694}")
"""A check and the slots, in base64 without padding."""


@dataclass(frozen=True)
class Changes:
    """What is new, different or gone since a mark; `mark` is the one of how it is now. Gone things have no name."""

    mark: str
    new: frozenset[str] = frozenset()
    different: frozenset[str] = frozenset()
    gone: int = 0

    @property
    def count(self) -> int:
        return len(self.new) + len(self.different) + self.gone


class PageMarks:
    """Makes marks and compares with them. `secret` is HAVEN_SESSION_SECRET."""

    def __init__(self, secret: str) -> None:
        self._key = sha256(b"haven-page-marks" + secret.encode()).digest()

    def compare(self, reader: int, page: str, things: Things, since: str | None) -> Changes:
        """What changed on `page` (its path) for the reader (a central id) since the mark; without one, nothing.

        Whatever is not a mark of this reader's and this page counts as "everything changed", and as one change at
        least.
        """
        key = blake2b(f"{reader}\n{page}".encode(), key=self._key, digest_size=32).digest()
        now = _slots(key, _bounded(things))
        mark = _write(key, now)
        if since is None:
            return Changes(mark)
        before = _read(key, since)
        if before is None:
            return Changes(mark, frozenset(things), gone=0 if things else 1)
        names = {_name(key, name): name for name in _bounded(things)}
        new = frozenset(name for digest, name in names.items() if digest not in before)
        different = frozenset(
            name for digest, name in names.items() if digest in before and before[digest] != now[digest]
        )
        fillers = {_filler(key, place) for place in range(SLOTS)}
        return Changes(mark, new, different, len(before.keys() - now.keys() - fillers))


def _bounded(things: Things) -> Things:
    """At most as many things as there are slots: those beyond are one thing, which differs when any of them does."""
    if len(things) <= SLOTS:
        return things
    first = dict(islice(things.items(), SLOTS - 1))
    rest = [(name, shown) for name, shown in things.items() if name not in first]
    return {**first, REST: (json.dumps(rest),)}


def _slots(key: bytes, things: Things) -> dict[bytes, bytes]:
    """Digest of the name -> digest of what is shown, filled up so that nothing tells how many there are."""
    slots = {_name(key, name): _digest(key, b"shown", json.dumps(shown), STATE_BYTES) for name, shown in things.items()}
    place = 0
    while len(slots) < SLOTS:
        slots.setdefault(_filler(key, place), _digest(key, b"filled", str(place), STATE_BYTES))
        place += 1
    return slots


def _name(key: bytes, name: str) -> bytes:
    return _digest(key, b"name", name, NAME_BYTES)


def _filler(key: bytes, place: int) -> bytes:
    return _digest(key, b"filler", str(place), NAME_BYTES)


def _digest(key: bytes, purpose: bytes, text: str, size: int) -> bytes:
    return blake2b(text.encode(), key=key, digest_size=size, person=purpose).digest()


def _check(key: bytes, body: bytes) -> bytes:
    return blake2b(body, key=key, digest_size=CHECK_BYTES, person=b"check").digest()


def _write(key: bytes, slots: Mapping[bytes, bytes]) -> str:
    body = b"".join(name + slots[name] for name in sorted(slots))
    return urlsafe_b64encode(_check(key, body) + body).decode().rstrip("=")


def _read(key: bytes, mark: str) -> dict[bytes, bytes] | None:
    """The slots of a mark, or None when it is not one that this key made."""
    if not _MARK.fullmatch(mark):
        return None
    raw = urlsafe_b64decode(mark + "==")
    check, body = raw[:CHECK_BYTES], raw[CHECK_BYTES:]
    # SECURITY: without it anybody could try digests in an address and count which of them a page shows.
    if not hmac.compare_digest(check, _check(key, body)):
        return None
    slots = [body[start : start + SLOT_BYTES] for start in range(0, len(body), SLOT_BYTES)]
    return {slot[:NAME_BYTES]: slot[NAME_BYTES:] for slot in slots}
