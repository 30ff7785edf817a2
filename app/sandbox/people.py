"""The invented people of the demo farm and the rights they hold. No name here belongs to a real person."""

from __future__ import annotations

from datetime import timedelta

from app.sandbox.farm import Farm

HIDDEN_NAME = "Hollow Vane"
"""An account hidden everywhere: it can sign in to the wikis, but identify has no name for it."""
TEMPORARY_NAME = "~2026-10482-07"
LOCKED_NAME = "Lona Merrit"
VANDAL_NAME = "Grubby Finch"
"""A new account, blocked on one wiki, that goes on elsewhere."""
ATTACKING_NAME = "Placeholder for an attack"
"""An account whose name is itself what should not be seen."""

_PEOPLE = (
    ("Marlow Quince", "plain editor", "enwiki", 412),
    ("Tamsin Vale", "rollbacker on the encyclopedia", "enwiki", 6_120),
    ("Ilse Norrby", "administrator of the encyclopedia", "enwiki", 48_211),
    ("Hedda Moor", "second administrator of the encyclopedia", "enwiki", 31_904),
    ("Bruno Halm", "administrator of the German library", "dewikibooks", 9_377),
    ("Odile Farr", "oversighter and checkuser of the encyclopedia", "enwiki", 72_650),
    ("Piet Wander", "oversighter and administrator of the encyclopedia", "enwiki", 55_018),
    ("Keeva Strand", "oversighter of the encyclopedia", "enwiki", 40_462),
    ("Caro Lindqvist", "administrator and oversighter of Commons", "commonswiki", 133_870),
    ("Sunniva Aldous", "steward", "metawiki", 28_456),
    ("Ines Torvald", "steward", "metawiki", 35_701),
    ("Gael Timmer", "global sysop (opted-in small wikis)", "metawiki", 64_233),
    ("Lasse Brook", "global rollbacker", "metawiki", 18_094),
    ("Oona Brack", "ombuds", "metawiki", 22_315),
    ("Roderick Sloe", "administrator of the encyclopedia, blocked there", "enwiki", 12_086),
    ("Tessa Probe", "administrator of the test wiki only", "testwiki", 734),
    (LOCKED_NAME, "editor, locked globally", "enwiki", 95),
    ("Wilma Tarn", "editor, writes in between", "enwiki", 2_904),
    ("Corin Ashby", "editor, owner of a user talk page", "enwiki", 1_377),
    (ATTACKING_NAME, "editor whose name is the problem", "enwiki", 2),
    (HIDDEN_NAME, "hidden account, has no name for OAuth", "enwiki", 3),
)

_LOCAL_GROUPS = (
    ("Tamsin Vale", "enwiki", ("rollbacker",)),
    ("Ilse Norrby", "enwiki", ("sysop",)),
    ("Hedda Moor", "enwiki", ("sysop",)),
    ("Roderick Sloe", "enwiki", ("sysop",)),
    ("Odile Farr", "enwiki", ("suppress", "checkuser")),
    ("Piet Wander", "enwiki", ("suppress", "sysop")),
    ("Keeva Strand", "enwiki", ("suppress",)),
    ("Bruno Halm", "dewikibooks", ("sysop",)),
    ("Caro Lindqvist", "commonswiki", ("suppress", "sysop")),
    ("Sunniva Aldous", "metawiki", ("steward",)),
    ("Ines Torvald", "metawiki", ("steward",)),
    ("Tessa Probe", "testwiki", ("sysop",)),
)

_GLOBAL_GROUPS = (
    ("Sunniva Aldous", "steward"),
    ("Ines Torvald", "steward"),
    ("Gael Timmer", "global-sysop"),
    ("Lasse Brook", "global-rollbacker"),
    ("Oona Brack", "ombuds"),
)


def add_people(farm: Farm) -> None:
    """Everybody, with groups, one block and one lock."""
    for number, (name, role, home, edits) in enumerate(_PEOPLE):
        since = farm.now() - timedelta(days=900 + 137 * number)
        farm.add_account(name, role, home=home, edits=edits, registered=since)
    farm.add_account(
        TEMPORARY_NAME,
        "temporary account",
        home="enwiki",
        edits=4,
        registered=farm.now() - timedelta(days=2),
        temporary=True,
    )
    since = farm.now() - timedelta(days=9)
    farm.add_account(VANDAL_NAME, "vandal, blocked on the test wiki", home="testwiki", edits=14, registered=since)
    for name, wiki, groups in _LOCAL_GROUPS:
        for group in groups:
            farm.grant(name, group, wiki)
    for name, group in _GLOBAL_GROUPS:
        farm.grant(name, group)
    farm.block("Roderick Sloe", "enwiki", by="Hedda Moor", reason="Account may be in other hands")
    farm.block(VANDAL_NAME, "testwiki", by="Tessa Probe", reason="Vandalism")
    farm.lock(LOCKED_NAME, by="Sunniva Aldous", reason="Cross-wiki abuse")


def hide_people(farm: Farm) -> None:
    """After the cases are written, so that the hidden account's edits are hidden too."""
    farm.hide_account(HIDDEN_NAME)
