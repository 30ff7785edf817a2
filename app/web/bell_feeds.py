"""What a bell tells, as an Atom feed (RFC 4287) and as JSON. Words and days only: no reference, no number, no time that
is finer than an hour, and nowhere the secret.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import NAMESPACE_OID, UUID, uuid5
from xml.etree import ElementTree

from app.domain.bells import Ring, Waiting
from app.domain.queues import Queue

ATOM = "http://www.w3.org/2005/Atom"
HOUR, DAY = 60 * 60, 24 * 60 * 60

Say = Callable[..., str]
"""A message's key and its parameters to its words in the reader's language."""


def write_json(ring: Ring) -> str:
    """Small, and documented in the guide and in docs/architecture.md."""
    queues = [
        {"queue": queue.key, "team": queue.team.value, "wiki": queue.wiki or None, "waiting": waiting.value}
        for queue, waiting in ring.queues
    ]
    told = {"queues": queues, "only_waiting": ring.only_waiting, "more": ring.more, "until": _day(ring.until)}
    return json.dumps(told, indent=1) + "\n"


def write_atom(ring: Ring, secret: str, home: str, say: Say, now: int) -> str:
    """One entry for each queue in which something waits, new once a day and whenever the word for it changes.

    `home` is Haven's own address; of the secret only a name made from it (RFC 4122, version 5) is in the feed's id.
    """
    feed_id = uuid5(NAMESPACE_OID, f"haven bell {secret}")
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _head(feed, feed_id, say("bell-feed-title"), now)
    _add(_add(feed, "author"), "name", say("haven"))
    _add(feed, "subtitle", say("bell-feed-until", _day(ring.until)))
    if ring.more:
        _add(feed, "rights", say("bell-feed-more"))
    for queue, waiting in _waiting(ring):
        entry = _add(feed, "entry")
        words = say(f"waiting-{waiting.value}", say(f"team-{queue.team.value}", queue.wiki))
        _head(entry, uuid5(feed_id, f"{queue.key} {waiting.value} {_day(now)}"), words, now)
        _add(entry, "content", words, type="text")
        _add(entry, "link", rel="alternate", href=f"{home}/queues")
    ElementTree.register_namespace("", ATOM)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def _waiting(ring: Ring) -> Iterator[tuple[Queue, Waiting]]:
    return ((queue, waiting) for queue, waiting in ring.queues if waiting is not Waiting.NONE)


def _head(parent: ElementTree.Element, name: UUID, title: str, now: int) -> None:
    """The three that every feed and entry needs. The hour that has begun, so that no moment of a filing is told."""
    _add(parent, "id", name.urn)
    _add(parent, "title", title, type="text")
    _add(parent, "updated", datetime.fromtimestamp(now - now % HOUR, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text
    return child


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
