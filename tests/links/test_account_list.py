"""A pasted list of accounts: names, numbers, links and wikitext; what is no account is told apart and never asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import Meant
from app.domain.targets import Pointer, TargetKind, Why
from app.links.account_list import WORDS_AT_MOST, read_account_list, write_list
from tests.links.farm import farm

FARM = farm()
EN, META = "https://en.wikipedia.org", "https://meta.wikimedia.org"


def names(text: str) -> list[str]:
    found = read_account_list(text, FARM)
    assert not found.unused, found.unused
    return [each.name for each in found.meant]


@pytest.mark.parametrize(
    "line",
    [
        "Tide Watcher", "  Tide_Watcher  ", "* Tide Watcher", "*Tide Watcher", "# Tide Watcher", "12. Tide Watcher",
        "- Tide Watcher", "\u2022 Tide Watcher", "> Tide Watcher", "User:Tide Watcher", "* User talk: Tide Watcher",
        "tide Watcher", "\u200eTide Watcher\u200f", f"{EN}/wiki/User:Tide_Watcher",
        f"{EN}/wiki/Special:Block/Tide_Watcher", f"{META}/wiki/Special:CentralAuth/Tide_Watcher",
        f"{META}/w/index.php?title=Special:CentralAuth&target=Tide+Watcher",
        f"{META}/w/index.php?title=Special:GlobalContributions&target=Tide%20Watcher", "{{LockHide|Tide Watcher}}",
        "* {{LockHide|1=Tide Watcher}}", "[[User:Tide Watcher|him]]", "[[Special:Contributions/Tide Watcher]]",
        "see [[User:Tide Watcher]] and what it did",
    ],
)  # fmt: skip
def test_one_account_however_it_is_written(line: str) -> None:
    assert names(line) == ["Tide Watcher"]


def test_several_of_every_kind() -> None:
    text = (
        "Tide Watcher\n\n~2026-10482-07\n{{MultiLock|Saltmarsh Fen|Marlow}}\n"
        f"{META}/w/index.php?title=Special:MultiLock&wpTarget=One%0ATwo\nTide_Watcher\n"
    )
    assert sorted(names(text)) == ["Marlow", "One", "Saltmarsh Fen", "Tide Watcher", "Two", "~2026-10482-07"]


def test_numbers_of_the_farm_and_of_a_wiki() -> None:
    found = read_account_list(f"#72419014\n* # 72419015\n{EN}/wiki/Special:Redirect/user/77", FARM)
    assert found.meant == (Meant(central_id=72419014), Meant(central_id=72419015), Meant(wiki="enwiki", local_id=77))


@pytest.mark.parametrize("line", ["#0", "#99999999999999999999", "#9999999999999999999"])
def test_a_number_that_cannot_be_right(line: str) -> None:
    found = read_account_list(line, FARM)
    assert found.meant == ()
    assert len(found.unused) == 1


def test_addresses_are_no_accounts() -> None:
    found = read_account_list("192.0.2.7\n* 2001:db8::7\n198.51.100.0/24\nUser:192.0.2.9", FARM)
    assert found.meant == ()
    assert [each.name for each in found.addresses] == ["192.0.2.7", "2001:db8::7", "192.0.2.9", "198.51.100.0/24"]


def test_what_is_no_account_is_told_apart() -> None:
    text = (
        f"Name[with]brackets\nName/with/slash\n{EN}/wiki/Special:Diff/5\n{'x' * 256}\nhttps://elsewhere.invalid/wiki/X"
    )
    found = read_account_list(text, FARM)
    assert found.meant == ()
    whys = {each.input[:10]: each.why or each.kind for each in found.unused}
    assert whys == {
        "Name[with]": Why.NOT_AN_ACCOUNT, "Name/with/": Why.NOT_AN_ACCOUNT, "https://en": TargetKind.REVISION,
        "x" * 10: Why.TOO_LONG, "https://el": Why.UNKNOWN_HOST,
    }  # fmt: skip


def test_a_sentence_is_never_taken_for_a_name() -> None:
    short, long = " ".join("word" for _ in range(WORDS_AT_MOST)), " ".join("word" for _ in range(WORDS_AT_MOST + 1))
    assert read_account_list(short, FARM).meant == (Meant(name=short.capitalize()),)
    assert read_account_list(long, FARM).meant == ()


def test_of_a_mail_no_line_is_a_name() -> None:
    mail = f"Reporting user: Wilma\nReported user: Tide Watcher\nLink to page: {EN}/wiki/Harbour\n\nshe knows me\nWilma"
    assert [each.name for each in read_account_list(mail, FARM).meant] == ["Tide Watcher"]


def test_a_wiki_s_own_words_are_read_where_a_link_says_which_wiki() -> None:
    text = "[[Benutzer:Tide Watcher]]\nhttps://de.wikipedia.org/wiki/Benutzerin:Marlow"
    assert sorted(names(text)) == ["Marlow", "Tide Watcher"]


def test_the_accounts_of_a_draft_as_a_list_but_none_that_was_marked() -> None:
    pointers = [
        Pointer("enwiki", TargetKind.ACCOUNT, 77),
        Pointer("enwiki", TargetKind.ACCOUNT, 78, is_marked=True),
        Pointer("enwiki", TargetKind.ACCOUNT, name="Nameless"),
        Pointer("enwiki", TargetKind.REVISION, 5),
        Pointer("nosuchwiki", TargetKind.ACCOUNT, 79),
    ]
    written = write_list(FARM, pointers)
    assert set(read_account_list(written, FARM).meant) == {Meant(wiki="enwiki", local_id=77), Meant(name="Nameless")}


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    found = read_account_list(text, FARM)
    assert all("\n" not in each.name and len(each.name.encode()) <= 255 for each in found.meant)
