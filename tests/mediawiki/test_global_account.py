"""What is read of a global account: numbers and flags; the words of a block's reason never."""

from dataclasses import astuple

import pytest

from app.mediawiki.global_account import GlobalAccount, read_global_account
from tests.mediawiki.scripted import global_account

WORDS = "words that nobody may keep"


def read(**more: object) -> GlobalAccount:
    data = global_account(7, "Invented", {"bigwiki": [], "smallwiki": []}, **more)
    blocked = {"expiry": "infinity", "reason": WORDS}
    data["query"]["globaluserinfo"]["merged"][0]["blocked"] = blocked
    account = read_global_account(data)
    assert account is not None
    return account


def test_blocks_are_flags_for_each_wiki_and_their_words_stay_behind() -> None:
    account = read()
    assert {dbname: there.is_blocked for dbname, there in account.on.items()} == {"bigwiki": True, "smallwiki": False}
    assert WORDS not in repr(astuple(account))


@pytest.mark.parametrize(
    ("told", "at"),
    [({"registration": "2026-11-22T10:00:00Z"}, 1_795_341_600), ({"registration": None}, None), ({}, None)],
)
def test_when_it_was_made(told: dict[str, object], at: int | None) -> None:
    assert read(**told).registered_at == at


@pytest.mark.parametrize(
    ("name", "is_temporary"), [("~2026-10482-07", True), ("Invented ~2026", False), ("~~~", False), ("~2cool", False)]
)
def test_temporary_accounts_are_known_by_their_reserved_names(name: str, is_temporary: bool) -> None:
    account = read_global_account(global_account(7, name, {}))
    assert account is not None
    assert account.is_temporary == is_temporary
