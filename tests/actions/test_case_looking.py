"""Who of a case is looked up at all, and that nobody is taken for somebody else."""

import pytest

from app.actions.case_looking import (
    Address,
    NoName,
    PartyLook,
    _found,
    _made_by,
    account_name,
    is_address,
    look_at_parties,
)
from app.domain.accounts import Account, Meant, NotVisible, OnWiki
from app.domain.cases import Case, Party, PartyRole
from app.domain.party_states import AccountHere
from app.domain.people import Person, Standing
from app.domain.visibility import CouldNotCheck, Parts, Shown
from tests.support.haven import Haven


def party(name: str) -> Party:
    return Party(name, (PartyRole.SUBJECT,))


@pytest.mark.parametrize(
    ("typed", "name", "address"),
    [
        ("grubby_Finch", "Grubby Finch", False),
        (" Grubby  Finch ", "Grubby Finch", False),
        ("~2026-10482-07", "~2026-10482-07", False),
        ("192.0.2.7", None, True),
        ("2001:db8::/32", None, True),
        ("Two\nnames", None, False),
        ("Two|names", None, False),
        ("Two\x1fnames", None, False),
        ("<b>", None, False),
        ("x" * 256, None, False),
    ],
)
def test_only_what_can_be_a_name_is_sent_anywhere(typed: str, name: str | None, address: bool) -> None:
    assert (account_name(party(typed)), is_address(party(typed))) == (name, address)


def account(number: int) -> Account:
    return Account(9, "Grubby Finch", False, (), 1, None, (OnWiki("enwiki", number, 1, None),))


def here(is_attached: bool) -> AccountHere:
    return AccountHere(7, "Grubby Finch", 1, None, (), frozenset(), is_attached, ())


def test_a_namesake_on_other_wikis_is_a_stranger() -> None:
    who = party("Grubby Finch")
    name = "Grubby Finch"
    alone = _found(who, name, {name: here(is_attached=False)}, {name: account(7)}, frozenset())
    assert isinstance(alone, PartyLook)
    assert alone.everywhere == NotVisible()
    known = _found(who, name, {name: here(is_attached=True)}, {name: account(7)}, frozenset())
    assert isinstance(known, PartyLook)
    assert known.everywhere == account(7)


def test_what_was_not_answered_is_unknown() -> None:
    silent = _found(party("Grubby Finch"), "Grubby Finch", {}, {}, None)
    assert isinstance(silent, PartyLook)
    assert (silent.here, silent.everywhere, silent.is_globally_blocked) == (CouldNotCheck(), CouldNotCheck(), None)
    assert isinstance(_found(party("192.0.2.7"), None, {}, {}, None), Address)
    assert isinstance(_found(party("<b>"), None, {}, {}, None), NoName)


def look(number: int | None) -> PartyLook:
    everywhere = CouldNotCheck() if number is None else account(number)
    return PartyLook(party("Grubby Finch"), here(is_attached=True), everywhere, False)


def made(author: int | None) -> Shown:
    return Shown(1, 1, author, False, Parts.NONE, False, Parts.TEXT)


@pytest.mark.parametrize(
    ("author", "numbers", "told"),
    [
        (7, [7], 1),
        (7, [8], 0),
        (7, [8, None], None),
        (7, [7, None], 1),
        (None, [7], None),
        (0, [7], 0),
        (7, [], 0),
    ],
)
def test_who_made_something_is_told_by_numbers_alone(
    author: int | None, numbers: list[int | None], told: int | None
) -> None:
    found = _made_by(made(author), "enwiki", [look(number) for number in numbers])
    assert (None if found is None else len(found)) == told


async def test_who_was_looked_up_is_forgotten(haven: Haven) -> None:
    person = Person(1, "Somebody", Standing(frozenset(), 0))
    case = Case(haven.farm.now().date(), "enwiki", parties=(party("Corin Ashby"),))
    found = await look_at_parties(haven.desk, person, case)
    assert isinstance(found.looks[0].everywhere, Account)
    assert haven.desk.wikis.everywhere.to_ask([Meant(name="Corin Ashby")]) == 1
