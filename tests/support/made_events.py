"""Events of the true shapes, sizes and mix, made from a seed: for measuring, and for killing whoever reads them.

Sizes and shares are those of public samples of Wikimedia's stream (an event is about 1.5 kB); every word is invented.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.trackings import SightingKind

RECENT, VISIBILITY = "mediawiki.recentchange", "mediawiki.revision-visibility-change"
FIRST_MS = 1_790_000_000_000
SPACING_MS = 30
"""About thirty events a second."""

WIKIS = ("wikidatawiki", "commonswiki", "enwiki", "dewiki", "frwiki", "arwiki", "ruwiki", "jawiki", "dewikibooks")
MIX = (("edit", 60), ("categorize", 20), ("log", 11), ("new", 7), ("visibility", 1), ("external", 1))
LOGS = (("newusers", "create"), ("patrol", "patrol"), ("upload", "upload"), ("thanks", "thank"), ("move", "move"),
        ("delete", "delete"), ("block", "block"), ("abusefilter", "hit"), ("review", "approve-a"))  # fmt: skip
WORDS = ("harbour", "lighthouse", "Hafen", "phare", "маяк", "порт", "ضوء", "الميناء", "灯台", "港", "quay", "ferry")

Key = tuple[str, str, int]
"""What a sighting is known by: its kind, its wiki and its number."""


@dataclass(frozen=True)
class MadeEvent:
    """`sighting` is what it means for a followed account: its name and the key."""

    stream: str
    ms: int
    data: bytes
    sighting: tuple[str, Key] | None = None


@dataclass(frozen=True)
class Cast:
    """Who and what may appear: `tracked` names with `wikis`, and revisions that are `targets` (wiki, number).

    One event in `every` is a tracked account's, one change of visibility in ten a target's.
    """

    tracked: Sequence[str] = ()
    wikis: Sequence[str] = WIKIS
    targets: Sequence[tuple[str, int]] = ()
    every: int = 1_000


def make_events(number: int, seed: int, cast: Cast, first_ms: int = FIRST_MS) -> Iterator[MadeEvent]:
    """As many events, the same for the same seed; the first of them at `first_ms` (milliseconds since 1970)."""
    dice = random.Random(seed)
    kinds, shares = zip(*MIX, strict=True)
    for place in range(number):
        ms = first_ms + place * SPACING_MS
        if cast.tracked and dice.randrange(cast.every) == 0:
            yield _of_tracked(dice, ms, place, cast)
            continue
        kind = dice.choices(kinds, shares)[0]
        if kind == "visibility":
            yield MadeEvent(VISIBILITY, ms, _visibility(dice, ms, place, cast))
        else:
            user = f"Invented {dice.randrange(50_000)}" if dice.random() < 0.9 else f"192.0.2.{dice.randrange(256)}"
            yield MadeEvent(RECENT, ms, _change(dice, ms, place, kind, dice.choice(WIKIS), user))


def _of_tracked(dice: random.Random, ms: int, place: int, cast: Cast) -> MadeEvent:
    name, wiki = dice.choice(cast.tracked), dice.choice(cast.wikis)
    if dice.random() < 0.8:
        key = (SightingKind.EDIT.value, wiki, 900_000_000 + place)
        return MadeEvent(RECENT, ms, _change(dice, ms, place, "edit", wiki, name), (name, key))
    key = (SightingKind.LOG.value, wiki, 700_000_000 + place)
    return MadeEvent(RECENT, ms, _change(dice, ms, place, "log", wiki, name), (name, key))


def _change(dice: random.Random, ms: int, place: int, kind: str, wiki: str, user: str) -> bytes:
    title, comment = _words(dice, 1, 5), _words(dice, 0, 22)
    server = f"https://{wiki}.example.org"
    event: dict[str, Any] = {
        "$schema": "/mediawiki/recentchange/1.0.1",
        "meta": _meta(dice, ms, place, server, RECENT),
        "id": 2_000_000_000 + place,
        "type": kind,
        "namespace": dice.choice((0, 0, 0, 1, 2, 3, 6, 14)),
        "title": title,
        "title_url": f"{server}/wiki/{title}",
        "comment": comment,
        "timestamp": ms // 1000,
        "user": user,
        "bot": dice.random() < 0.5,
        "notify_url": f"{server}/w/index.php?diff={900_000_000 + place}&oldid={800_000_000 + place}",
    }
    if kind in ("edit", "new"):
        sizes = {"old": dice.randrange(90_000), "new": dice.randrange(90_000)}
        event |= {"minor": False, "patrolled": True, "length": sizes}
        event["revision"] = {"old": 800_000_000 + place, "new": 900_000_000 + place}
    elif kind == "log":
        log, action = dice.choice(LOGS)
        event |= {"log_id": 700_000_000 + place, "log_type": log, "log_action": action}
        event |= {"log_params": _log_params(dice, log), "log_action_comment": comment}
    shown = (
        f'<span class="autocomment"><a href="/wiki/{title}#{_words(dice, 1, 3)}" title="{title}">{comment}</a></span>'
    )
    tail = {"server_url": server, "server_name": server[8:], "server_script_path": "/w", "wiki": wiki}
    return _json(event | tail | {"parsedcomment": shown})


def _log_params(dice: random.Random, log: str) -> Any:
    match log:
        case "move":
            return {"target": _words(dice, 1, 4), "noredir": "0"}
        case "block":
            return {"duration": "infinity", "flags": "nocreate", "sitewide": True}
        case "abusefilter":
            return {"action": "edit", "filter": "5", "actions": "tag", "log": dice.randrange(10**6)}
        case "newusers":
            return {"userid": dice.randrange(10**7)}
    return []


def _visibility(dice: random.Random, ms: int, place: int, cast: Cast) -> bytes:
    aimed = bool(cast.targets) and dice.random() < 0.1
    wiki, number = dice.choice(cast.targets) if aimed else (dice.choice(WIKIS), 600_000_000 + place)
    hidden, shown = {"text": False, "user": True, "comment": True}, {"text": True, "user": True, "comment": True}
    event = {
        "$schema": "/mediawiki/revision/visibility-change/1.3.0",
        "meta": _meta(dice, ms, place, f"https://{wiki}.example.org", VISIBILITY),
        "database": wiki,
        "page_id": dice.randrange(10**7),
        "page_title": _words(dice, 1, 5),
        "page_namespace": 0,
        "rev_id": number,
        "rev_timestamp": "2026-09-21T10:00:00Z",
        "rev_sha1": f"{dice.getrandbits(155):x}",
        "rev_minor_edit": False,
        "rev_len": dice.randrange(90_000),
        "rev_content_model": "wikitext",
        "page_is_redirect": False,
        "comment": _words(dice, 0, 12),
        "visibility": hidden,
        "prior_state": {"visibility": shown},
    }
    return _json(event)


def _meta(dice: random.Random, ms: int, place: int, server: str, stream: str) -> dict[str, Any]:
    return {
        "uri": f"{server}/wiki/{_words(dice, 1, 5)}",
        "request_id": f"{dice.getrandbits(128):032x}",
        "id": f"{dice.getrandbits(128):032x}",
        "domain": server[8:],
        "stream": stream,
        "dt": f"2026-09-21T10:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}Z",
        "topic": f"eqiad.{stream}",
        "partition": 0,
        "offset": 4_653_778_330 + place,
    }


def _words(dice: random.Random, least: int, most: int) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(least, most)))


def _json(event: dict[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
