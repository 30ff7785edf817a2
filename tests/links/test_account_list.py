"""A pasted list of accounts: names, numbers, links and wikitext; what is no account is told apart and never asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import Account, Meant
from app.domain.targets import Pointer, TargetKind, Why
from app.links.account_list import WORDS_AT_MOST, read_account_list, write_list, write_names
from app.links.bare_lines import LeftOut, NotAName
from tests.links.farm import farm

FARM = farm()
EN, META = "https://en.wikipedia.org", "https://meta.wikimedia.org"


def names(text: str) -> list[str]:
    found = read_account_list(text, FARM)
    assert not found.unused, found.unused
    assert not found.left_out, found.left_out
    return [each.name for each in found.meant]


@pytest.mark.parametrize(
    "line",
    [
        "Tide Watcher", "  Tide_Watcher  ", "* Tide Watcher", "** Tide Watcher", "# Tide Watcher", "12. Tide Watcher",
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


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("I am Jane Doe", NotAName.WORDS), ("12 Oak Lane Bristol", NotAName.WORDS),
        ("One Two Three Four Five Six", NotAName.WORDS), ("She lives at 12 Oak Lane in Bristol", NotAName.WORDS),
        ("\u6211\u4f4f\u5728\u4e0a\u6d77\u5e02\u67d0\u67d0\u8def\u5341\u4e8c\u53f7", NotAName.WORDS),
        ("Oak Lane, Bristol", NotAName.SIGNS), ("jane@example.org", NotAName.SIGNS), ("Hello,", NotAName.SIGNS),
        ("Help me!", NotAName.SIGNS), ("He knows.", NotAName.SIGNS), ("Telefon: 555", NotAName.SIGNS),
        ("\u201cI know\u201d", NotAName.SIGNS), ("\u4f60\u597d\uff01", NotAName.SIGNS),
        ("he posted it", NotAName.SMALL), ("please help", NotAName.SMALL),
        ("555 123 456", NotAName.DIGITS), ("+44 20 7946", NotAName.DIGITS), ("72419014", NotAName.DIGITS),
    ],
)  # fmt: skip
def test_one_line_of_a_text_and_no_line_is_a_name(line: str, why: NotAName) -> None:
    text = f"Tide Watcher\n\n{line}\n#72419014\nUser: Saltmarsh Fen\n{EN}/wiki/User:Marlow"
    found = read_account_list(text, FARM)
    assert found.meant == (Meant(central_id=72419014), Meant(name="Saltmarsh Fen"), Meant(name="Marlow"))
    assert found.left_out == (LeftOut(1, "Tide Watcher", None), LeftOut(3, line, why))


def test_a_name_of_several_words_is_one_where_each_begins_with_a_capital() -> None:
    found = read_account_list("Tide Watcher\nThe Quick Brown Fox Again", FARM)
    assert found.meant == (Meant(name="Tide Watcher"), Meant(name="The Quick Brown Fox Again"))


def test_of_a_private_mail_only_its_links_are_looked_up() -> None:
    mail = (
        "Hello,\nI am Jane Doe\nhe posted my address\n12 Oak Lane, Bristol BS1\n"
        f"{EN}/wiki/User:Tide_Watcher\nplease help\njane@example.org\nGemeldeter Benutzer: X"
    )
    found = read_account_list(mail, FARM)
    assert [each.name for each in found.meant] == ["Tide Watcher"]
    assert [each.number for each in found.left_out] == [1, 2, 3, 4, 6, 7, 8]
    assert not found.unused


@pytest.mark.parametrize(
    "name",
    ["*Star", ";-) Joker", "\u2022Dot", "-Dash-", "1.Foo", "P!nk", "Mr. T", "Foo-Bar", "12345", "Tide the Watcher",
     "\u5c71\u7530\u592a\u90ce", "Wat\u200dcher", "100% Tide"],
)  # fmt: skip
def test_signs_that_begin_a_real_name_stay(name: str) -> None:
    assert names(name) == [name]
    assert names(f"* {name}\n* Marlow") == [name, "Marlow"]


def test_marks_of_a_list_are_taken_off_only_where_all_lines_carry_the_same() -> None:
    assert names("1. Foo\n2. Bar\n10) Baz") == ["Foo", "Bar", "Baz"]
    assert names("- Dash\nMarlow\n1. Foo\n*Star") == ["- Dash", "Marlow", "1. Foo", "*Star"]
    assert names("* Tide Watcher\n- Marlow") == ["* Tide Watcher", "- Marlow"]


def test_after_user_a_line_is_a_name_but_no_sentence() -> None:
    short, long = " ".join("word" for _ in range(WORDS_AT_MOST)), " ".join("word" for _ in range(WORDS_AT_MOST + 1))
    assert names(f"* User: {short}") == [short.capitalize()]
    assert read_account_list(f"User: {long}", FARM).meant == ()


def account(name: str, number: int) -> Account:
    return Account(number, name, False, (), 0, None, ())


def test_the_list_of_names_reads_back_as_exactly_these_accounts() -> None:
    called = ["*Star", "- Dash", "1. Foo", "#Hash", ";-) Joker", "I am Jane Doe", "~2026-10482-07", "Two\nlines", "Foo"]
    written = write_names(FARM, [account(name, number) for number, name in enumerate(called, 1)])
    assert written.split("\n") == ["*Star", "#2", "#3", "#4", ";-) Joker", "#6", "~2026-10482-07", "#8", "Foo"]
    assert len(read_account_list(written, FARM).meant) == len(called)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=9, unique=True))
def test_any_list_of_names_reads_back(called: list[str]) -> None:
    accounts = [account(name, number) for number, name in enumerate(called, 1)]
    found = read_account_list(write_names(FARM, accounts), FARM)
    assert not (found.unused or found.addresses or found.left_out)
    by_name = {each.name: each.central_id for each in accounts}
    assert sorted(each.central_id or by_name[each.name] for each in found.meant) == sorted(by_name.values())


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
        Pointer("enwiki", TargetKind.ACCOUNT, name="- Nameless, as of now"),
        Pointer("enwiki", TargetKind.REVISION, 5),
        Pointer("nosuchwiki", TargetKind.ACCOUNT, 79),
    ]
    written = write_list(FARM, pointers)
    assert set(read_account_list(written, FARM).meant) == {
        Meant(wiki="enwiki", local_id=77),
        Meant(name="- Nameless, as of now"),
    }


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    found = read_account_list(text, FARM)
    assert all("\n" not in each.name and len(each.name.encode()) <= 255 for each in found.meant)
