"""An invented case for the accounts page: one person behind four accounts on six wikis, and a temporary account.

Harmless placeholder text only. Times lie before the farm's present time.
"""

from __future__ import annotations

from datetime import timedelta

from app.sandbox.farm import Farm
from app.sandbox.wiki import Wiki

SOCK = "Tide Watcher"
LOOK_ALIKE = "T\u0456de Watcher"
"""The same to the eye: its second letter is a Ukrainian one."""
OTHER_SOCK = "Saltmarsh Fen"
LATEST_SOCK = "Eelgrass Lane"
SOCK_TEMPORARY = "~2026-31877-42"

_EDITS = (
    (SOCK, "enwiki", (61, 60, 58, 47, 46, 46, 33, 32)),
    (SOCK, "dewikibooks", (45, 44, 31)),
    (SOCK, "commonswiki", (59,)),
    (LOOK_ALIKE, "enwiki", (24, 24, 23, 11, 10)),
    (LOOK_ALIKE, "arwikibooks", (22, 9)),
    (OTHER_SOCK, "enwiki", (8, 7, 7, 6, 3)),
    (OTHER_SOCK, "dewikibooks", (5, 4, 4)),
    (LATEST_SOCK, "testwiki", (2, 2)),
    (LATEST_SOCK, "metawiki", (1,)),
    (SOCK_TEMPORARY, "enwiki", (1,)),
    (SOCK_TEMPORARY, "commonswiki", (1,)),
)
"""Account, wiki, and how many days ago it edited there."""


def add_sock_case(farm: Farm) -> None:
    """The accounts with their edits; two are blocked, one of them in part and for a while, and the first is locked."""
    for name, days in ((SOCK, 62), (LOOK_ALIKE, 25), (OTHER_SOCK, 9), (LATEST_SOCK, 3), (SOCK_TEMPORARY, 1)):
        since = farm.now() - timedelta(days=days)
        farm.add_account(
            name, "one of several accounts of one person", edits=0, registered=since, temporary=name == SOCK_TEMPORARY
        )
    for name, dbname, days_ago in _EDITS:
        for number, days in enumerate(days_ago):
            _edit(farm.wiki(dbname), name, days, number)
    farm.block(SOCK, "enwiki", by="Ilse Norrby", reason="Invented reason")
    until = farm.now() + timedelta(days=14)
    farm.block(OTHER_SOCK, "dewikibooks", by="Bruno Halm", reason="Invented reason", expiry=until, partial=True)
    farm.lock(SOCK, by="Sunniva Aldous", reason="Cross-wiki abuse")


def _edit(wiki: Wiki, name: str, days: int, number: int) -> None:
    title = "Salt marsh"
    page = wiki.page_titled((0, title)) or wiki.add_page(title)
    wiki.add_revision(page, name, "invented change", at=wiki.ago(days=days, hours=-number, minutes=30))
