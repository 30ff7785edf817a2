"""An invented case for the stewards: eight accounts made to insult one editor by name on several wikis, and a temporary
account that goes on where they stopped.

Harmless placeholders stand for the insults. Times lie before the farm's present time.
"""

from __future__ import annotations

from datetime import timedelta

from app.sandbox.farm import Farm

INSULTED = "Corin Ashby"
"""The invented editor whom the names are about."""
INSULTS = (
    "Placeholder insult of Corin Ashby",
    "Corin Ashby placeholder insult",
    "C\u043erin Ashby placeholder insult",
    "CORIN ASHBY is a placeholder",
    "Placeholder: Corin Ashby lives at Placeholder Quay 5",
    "Ashby Corin placeholder insult",
)
"""Names that attack or identify; the third has a Cyrillic letter in it."""
PROLIFIC = INSULTS[4]
"""Has more than 1,000 edits on all wikis: the software refuses to hide it."""
LOCKED_ALREADY = INSULTS[5]
HARMLESS = ("Gorse Hollow", "Quiet Ferry")
"""Accounts of the same person whose names say nothing."""
NAME_CASE_TEMPORARY = "~2026-40117-93"

_WIKIS = ("enwiki", "metawiki", "commonswiki", "dewikibooks", "testwiki", "arwikibooks")


def add_name_case(farm: Farm) -> None:
    """Each account edits on a few of the wikis; one is blocked on one wiki, one is locked."""
    names = (*INSULTS, *HARMLESS, NAME_CASE_TEMPORARY)
    for number, name in enumerate(names):
        since, temporary = farm.now() - timedelta(hours=30 - number), name == NAME_CASE_TEMPORARY
        edits = 1_204 if name == PROLIFIC else 0
        farm.add_account(
            name, f"one of several accounts against {INSULTED}", edits=edits, registered=since, temporary=temporary
        )
        for place, dbname in enumerate(_edited_by(number)):
            _edit(farm, dbname, name, hours=28 - number - place)
    farm.block(INSULTS[0], "enwiki", by="Ilse Norrby", reason="Invented reason")
    farm.lock(LOCKED_ALREADY, by="Sunniva Aldous", reason="Abusive username")


def _edited_by(number: int) -> tuple[str, ...]:
    """Three wikis in a row for each account, beginning with another one."""
    return tuple(_WIKIS[(number + place) % len(_WIKIS)] for place in range(3))


def _edit(farm: Farm, dbname: str, name: str, hours: int) -> None:
    wiki, title = farm.wiki(dbname), "Tide mill"
    page = wiki.page_titled((0, title)) or wiki.add_page(title)
    wiki.add_revision(page, name, "invented change", at=wiki.ago(hours=hours))
