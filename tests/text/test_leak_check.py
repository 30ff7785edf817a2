"""What would leak: a marked name, however it is disguised; how somebody is reached or placed; and nothing else."""

import html
import random
import sys
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.text import leak_check
from app.text.disguises import find_name
from app.text.leak_check import Finding, Outgoing, Severity, TextKind, blocks, check, find_leaks
from app.text.look_alikes import skeleton

NAME = "Marlow Finch"
ARABIC_NUMBER = "\u0660\u0663\u0660 \u0661\u0662\u0663\u0664\u0665\u0666\u0667"
LOOKS = {
    "a": "\u0430\u1d43\U0001d41a",
    "o": "\u043e\u03bf0",
    "i": "\u0456\u03b9",
    "e": "\u0435",
    "c": "\u0441",
    "s": "\u0455",
}
NAMES = st.one_of(
    st.sampled_from(
        [
            NAME,
            "Bo Stride",
            "\u0411\u043e\u0431\u0440\u043e\u0432",
            "\u5c71\u7530\u592a\u90ce",
            "\u05e6\u05d5\u05e4\u05d4 \u05d4\u05d9\u05dd",
            "Tide-Watcher 77",
            "Zo\u00eb Quist",
            "\u092e\u0902\u091c\u0941\u0932",
            "Wim Morrow",
        ]
    ),
    st.text("abcdefgorstuvwxyzABCDRST", min_size=4, max_size=16),
)


def names_found(text: str, *names: str) -> list[str]:
    return [text[each.start : each.end] for each in find_leaks(text, names) if each.rule == "R136"]


def every_other(change: Callable[[str], str]) -> Callable[[str, random.Random], str]:
    return lambda name, chance: "".join(change(each) if chance.random() < 0.5 else each for each in name)


def between(*pieces: str) -> Callable[[str, random.Random], str]:
    return lambda name, chance: "".join(f"{each}{chance.choice(['', *pieces])}" for each in name[:-1]) + name[-1]


DISGUISES: dict[str, Callable[[str, random.Random], str]] = {
    "case": every_other(str.swapcase),
    "look-alikes": every_other(lambda each: LOOKS.get(each, each)[0]),
    "wide letters": every_other(lambda each: chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each),
    "underscores": lambda name, _: name.replace(" ", "_"),
    "no blanks": lambda name, _: name.replace(" ", ""),
    "percent": lambda name, _: quote(name),
    "all percent": lambda name, _: "".join(f"%{byte:02x}" for byte in name.encode()),
    "percent and no UTF-8": lambda name, _: "%ff" + "".join(f"%{byte:02x}" for byte in name.encode()),
    "percent twice": lambda name, _: quote("".join(f"%{byte:02X}" for byte in name.encode())),
    "references": every_other(lambda each: f"&#{ord(each)};"),
    "hexadecimal": every_other(lambda each: f"&#x{ord(each):X};"),
    "references twice": every_other(lambda each: html.escape(f"&#{ord(each)};")),
    "invisible": between("\u200b", "\u00ad", "\ufeff", "\u2060", "&zwnj;", "&shy;"),
    "accents": between("\u0301", "\u0336"),
    "quotes": between("''", "'''"),
    "tags": between("<b>", "</b>", "<nowiki/>", "<span style='x'>"),
    "comments": between("<!-- x -->", "<!---->"),
    "templates": between("{{zwj}}", "{{}}"),
    "links": between("[[Harbour|", "]]", "[https://wiki.example/x "),
    "hyphens": between("-", "_"),
}


@pytest.mark.parametrize("disguise", DISGUISES)
@settings(max_examples=40)
@given(
    name=NAMES,
    seed=st.integers(0, 999),
    before=st.sampled_from(["", "x", "Per ", "7", "[["]),
    after=st.sampled_from(["", "x", "!", " 7", "|"]),
)
def test_a_marked_name_is_found_in_every_disguise_and_where_it_stands(
    disguise: str, name: str, seed: int, before: str, after: str
) -> None:
    hidden = DISGUISES[disguise](name, random.Random(seed))
    text = f"1. {before}{hidden}{after} 2."
    start = len(f"1. {before}")
    found = [each for each in find_leaks(text, [name]) if each.rule == "R136"]
    assert blocks(found)
    # The place begins with the first letter or before it, and ends with the last one or behind it.
    first, last = start + hidden.startswith("%ff") * 3 + 1, start + len(hidden.rstrip("\u0301\u0336\u200b"))
    assert any(each.start < first and each.end >= last for each in found)


@given(NAMES, NAMES, st.integers(0, 999))
def test_disguises_add_up(name: str, other: str, seed: int) -> None:
    chance = random.Random(seed)
    hidden = name
    for disguise in ("case", "look-alikes", "accents", "hyphens", "references", "percent"):
        if chance.random() < 0.6:
            hidden = DISGUISES[disguise](hidden, chance)
    assert blocks(find_leaks(f"See {hidden}.", [other, name]))


@given(st.text("abcdefgh ABCDEFGH.,!\n", max_size=200), NAMES)
def test_a_text_without_its_letters_has_no_name_in_it(text: str, name: str) -> None:
    assume(not set(skeleton(name.casefold())) <= set(skeleton(text.casefold())))
    assert names_found(text, name) == []


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Ana", "Ana", ["Ana"]),
        ("Ana", "bananas", ["ana"]),
        ("Mara", "am 18. M\u00e4rz", []),
        ("Ana", "A n a", ["A n a"]),
        ("Tide!", "the tide is high", []),
        ("Tide!", "TIDE!", ["TIDE!"]),
        ("Tidewatcher!", "tidewatcher", ["tidewatcher"]),
        ("Marlow", "M.a.r!l(o)w", ["M.a.r!l(o)w"]),
        ("Marlow", "Mar|ow", ["Mar|ow"]),
        ("Marlow", "{{LockHide|1=Marlow}}", ["Marlow"]),
        ("Marlow", "rnarlow", ["rnarlow"]),
        ("Marlow", "\u041carlow", ["\u041carlow"]),
        ("Wim", "VVirn", ["VVirn"]),
        ("Marlow", "<!-- Marlow -->", ["Marlow"]),
        ("Marlow", "Mar\nlow", ["Mar\nlow"]),
        ("Marlow", "{{LockHide|1=Mar<b/>low}}", ["Mar<b/>low"]),
        ("Marlow", "{{LockHide|1=[[x|Mar]]low}}", ["Mar]]low"]),
        ("Marlow", "[[Mar{{!}}low|Harbour]]", ["Mar{{!}}low"]),
        ("Marlow", "<!-- Mar{{x}}low -->", ["Mar{{x}}low"]),
        ("Marlow", "https://wiki.example/wiki/User:M%61rlow", ["M%61rlow"]),
        ("Zo\u00eb Quist", "Zoe quist", ["Zoe quist"]),
        ("Zo\u00eb", "#Zo.C3.AB", ["Zo.C3.AB"]),
        ("\U0001f30a\U0001f30a", "by \U0001f30a\u200d\U0001f30a", ["\U0001f30a\u200d\U0001f30a"]),
        ("\u5c71\u7530", "\u3068\u5c71\u7530\u3055\u3093", ["\u5c71\u7530"]),
        ("Al", "also", []),
        ("Al", "by AL.", ["AL"]),
        ("C++", "c++", ["c++"]),
        ("Paypal", "PayPaI", ["PayPaI"]),
        ("paypal", "P\u0430y\u0420\u0410I", ["P\u0430y\u0420\u0410I"]),
        ("\u041c\u0430\u0440\u0442\u0430", "MAPTA", ["MAPTA"]),
        ("~2026-10482-07", "~2026\u201110482\u201107", ["2026\u201110482\u201107"]),
        ("", "anything", []),
        ("---", "a --- b", []),
    ],
)
def test_what_is_the_name_and_what_is_not(name: str, text: str, found: list[str]) -> None:
    assert names_found(text, name) == found


def test_letters_of_several_words_are_a_short_name_by_accident() -> None:
    (found,) = find_leaks("plan apples", ["Ana"])
    assert (found.severity, found.say) == (Severity.WARN, "leak-name-perhaps")
    assert not blocks([found])
    (found,) = find_leaks("in mar low finches", [NAME])
    assert found.severity is Severity.BLOCK


IN_PROSE = [
    ("Ana", "bananas", None),
    ("Ana", "plan apples", None),
    ("Jan", "on 7 January", None),
    ("Marlo", "mar lowest", Severity.WARN),
    ("Marlo", "the mar lo pair", Severity.WARN),
    ("Dana", "danach", Severity.WARN),
    ("Clara", "declarada", Severity.WARN),
    ("Dana", "Danas", Severity.BLOCK),
    ("Dana", "D a n a", Severity.BLOCK),
    ("Ana", "by TheAnaOfOld7", Severity.BLOCK),
    ("Ana", "User:ihateana", Severity.BLOCK),
    ("Ana", "{{user|bananaman}}", Severity.BLOCK),
    ("Marlow", "xMarlowx", Severity.BLOCK),
]


@pytest.mark.parametrize(("name", "text", "severity"), IN_PROSE)
def test_in_prose_a_short_name_stands_in_other_words(name: str, text: str, severity: Severity | None) -> None:
    found = check(Outgoing(text, TextKind.REPLY, "en", [name]))
    assert [each.severity for each in found if each.rule == "R171"] == ([severity] if severity else [])


def test_a_text_of_nothing_but_the_name_costs_twice_as_much_when_it_is_twice_as_long() -> None:
    def steps_of(text: str) -> int:
        steps = [0]
        sys.setprofile(lambda *_: steps.__setitem__(0, steps[0] + 1))
        try:
            list(find_name(text, ["Ana"]))
        finally:
            sys.setprofile(None)
        return steps[0]

    steps_of("ana")  # what is remembered of single letters
    assert steps_of("ana" * 800) < 2.5 * steps_of("ana" * 400)


@pytest.mark.parametrize("account", ["ihateana", "danach", "mar lowest", "bananas"])
def test_the_name_of_an_account_on_a_public_page_is_no_prose(account: str) -> None:
    """What is asked of the stewards in public names accounts, and these are made of whom they harm."""
    for name in ("Ana", "Dana", "Marlowe"):
        assert blocks(find_leaks(account, [name])) == (name.casefold() in account.replace(" ", ""))


def test_each_place_is_told_once_and_in_order() -> None:
    text = f"{NAME}, {NAME.upper()} and a@wiki.example"
    found = find_leaks(text, [NAME, NAME.lower(), "Finch"])
    assert [(each.rule, text[each.start : each.end]) for each in found] == [
        ("R136", NAME),
        ("R136", NAME.upper()),
        ("R122", "a@wiki.example"),
    ]


@pytest.mark.parametrize(
    ("text", "piece", "say"),
    [
        ("Mail pat.reed+x@mail.example.org.", "pat.reed+x@mail.example.org", "leak-mail"),
        ("pat (at) example.org", "pat (at) example.org", "leak-mail"),
        ("pat&#64;example.org", "pat&#64;example.org", "leak-mail"),
        ("[mailto:pat%40example.org x]", "pat%40example.org", "leak-mail"),
        ("p\u200bat@exa\u200bmple.org", "p\u200bat@exa\u200bmple.org", "leak-mail"),
        ("+49 30 1234567", "+49 30 1234567", "leak-phone"),
        ("+4930123456", "+4930123456", "leak-phone"),
        ("0049 30/1234567", "0049 30/1234567", "leak-phone"),
        ("(030) 123 45 67", "(030) 123 45 67", "leak-phone"),
        ("call 030-1234567!", "030-1234567", "leak-phone"),
        ("0301234567", "0301234567", "leak-phone"),
        (ARABIC_NUMBER, ARABIC_NUMBER, "leak-phone"),
        ("0&#51;0 123\u200b4567", "0&#51;0 123\u200b4567", "leak-phone"),
        ("555-0199-123", "555-0199-123", "leak-number"),
        ("by 192.0.2.7.", "192.0.2.7", "leak-address"),
        ("192.000.002.007", "192.000.002.007", "leak-address"),
        ("192&#46;0.2&period;7", "192&#46;0.2&period;7", "leak-address"),
        ("198.51.100.0/24", "198.51.100.0/24", "leak-address"),
        ("192.0.2.xxx", "192.0.2.xxx", "leak-address"),
        (":2001:db8::7", "2001:db8::7", "leak-address"),
        ("2001:DB8:0:0:0:0:0:7", "2001:DB8:0:0:0:0:0:7", "leak-address"),
        ("http://127.0.0.2:8000/wiki/Special:Contributions/192.0.2.7", "192.0.2.7", "leak-address"),
    ],
)  # fmt: skip
def test_how_somebody_is_reached_or_placed(text: str, piece: str, say: str) -> None:
    (found,) = find_leaks(text, [])
    assert (text[found.start : found.end], found.say) == (piece, say)
    assert found.severity is (Severity.WARN if say == "leak-number" else Severity.BLOCK)
    assert found.rule == ("R124" if say == "leak-address" else "R122")


@pytest.mark.parametrize(
    "text",
    [
        "~2026-10482-07 and ~2026-1-2",
        "{{MultiLock|1=~2026-10482-07|2=~2026-10482-08}}",
        "2026-11-27 12:30:05, 2026-11-27T12:30:05Z, 27.11.2026, 12:30, 27 November 2026 (UTC)",
        "revision 1234567890, log 123456789, revisions 1234567, 1234568",
        "[https://en.wikipedia.org/w/index.php?diff=1234567890&oldid=030-1234567]",
        "https://en.wikipedia.org/wiki/Talk:Harbour_(030)_123-45-67#c-20261127123000",
        "//en.wikipedia.org/wiki/192_0_2_7?x=+4930123456",
        "http://127.0.0.2:8000/index.php?diff=7",
        "::: a::b 1.2.3 1.43.0",
        "ten of 12,345,678 edits; 100 % of 1000000",
        "[[User:Tide Watcher 77]] @ 12:30",
        "1048207",
    ],
)
def test_what_reaches_nobody(text: str) -> None:
    assert find_leaks(text, []) == ()


def test_addresses_that_a_block_is_asked_for_are_allowed() -> None:
    text = "{{Luxotool|1=192.0.2.7}} {{Luxotool|1=2001:DB8::7}} {{Luxotool|1=198.51.100.0/24}} 203.0.113.9"
    found = find_leaks(text, [], ["192.0.2.7", "2001:db8:0::7", "198.51.100.0/24"])
    assert [text[each.start : each.end] for each in found] == ["203.0.113.9"]


@pytest.mark.parametrize("text", ["~2026-10482-07 uses 192.0.2.7", "192.0.2.7\n\nand far below &#126;2026-10482-07"])
def test_no_address_stands_beside_a_temporary_account(text: str) -> None:
    found = find_leaks(text, [], ["192.0.2.7"])
    assert [(each.rule, each.severity, each.say) for each in found] == [
        ("R124", Severity.BLOCK, "leak-address-beside-account")
    ]


@given(st.text(max_size=200), st.lists(st.text(max_size=10), max_size=3))
def test_any_text_can_be_read_and_places_lie_in_it(text: str, names: list[str]) -> None:
    for each in find_leaks(text, names, names):
        assert 0 <= each.start < each.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "{{",
        "<",
        "<!--",
        "&#",
        "%41",
        ".C3.A9",
        "[[",
        "[//",
        "1 ",
        "a@",
        "a.",
        "0-",
        ":1",
        "x-",
        "(at)",
        "aaaa",
        "~2026-1",
    ],
)
def test_a_long_text_is_read_to_its_end(piece: str) -> None:
    """What took more than a line's time for each of these would run into the time limit of every test."""
    text = piece * (50_000 // len(piece)) + f" {NAME}"
    assert find_leaks(text, [NAME, "a" * 100 + "b", "aa"])[-1].end == len(text)


def test_every_finding_has_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.settings import ROOT
    from app.web.messages import Messages

    said = Messages.load(ROOT / "app" / "messages").by_language["en"]
    found = [*find_leaks(f"{NAME} plan apple +4930123456 555-0199-123 a@wiki.example 192.0.2.7", [NAME, "Ana"])]
    found += find_leaks("~2026-1-2 192.0.2.7", [])
    assert len({each.say for each in found}) == 7 and all(each.say in said for each in found)


def test_a_finding_holds_nothing_of_the_text() -> None:
    assert set(Finding.__dataclass_fields__) == {"rule", "severity", "start", "end", "say", "instead"}
    assert leak_check.__doc__ and "memory" in leak_check.__doc__
