"""Requests to stewards, read as Wikimedia's clerk bots read them: the templates and parameters meant, one status for
each, the right part; and nothing in a summary that names anybody."""

import random
import re
from collections.abc import Callable, Sequence

import mwparserfromhell
import pytest
from mwparserfromhell.nodes import Template
from mwparserfromhell.wikicode import Wikicode

from app.domain.public_pages import PageText, PublicPage, PublicRequest, Section
from app.domain.wikis import Wiki
from app.flows.public_pages import read_public_pages
from app.text.leak_check import blocks, find_leaks
from app.text.public_requests import (
    NotARequest,
    Written,
    add_to_part,
    domain_of,
    write_checkuser,
    write_global_block,
    write_global_sysops,
    write_lock,
    write_removal_of_access,
)
from app.text.wikitext import read_references
from tests.text.hostile_names import HOSTILE_NAMES
from tests.text.test_wikitext import meant

PAGES = read_public_pages()
LOCK, BLOCK = PAGES[PublicRequest.LOCK], PAGES[PublicRequest.GLOBAL_BLOCK]
ACCESS, CHECK = PAGES[PublicRequest.ACCESS], PAGES[PublicRequest.CHECKUSER]
SYSOPS = PAGES[PublicRequest.GLOBAL_SYSOPS]
LINKS = ["https://en.wikipedia.org/w/index.php?diff=1048207&x=''{{|}}~~~~"]
ENGLISH = Wiki("enwiki", "https://en.wikipedia.org")
ADDRESSES = ["192.0.2.7", "2001:db8::7", "198.51.100.0/24", "2001:db8:1::/48"]

REQUEST_PAGES = {
    "Steward requests/Global": ["Requests for global (un)block", "Requests for global (un)lock and (un)hiding"],
    "Steward requests/Permissions": ["Administrator access", "Removal of access", "Miscellaneous requests"],
    "Steward requests/Checkuser": ["Requests"],
    "Global sysops/Requests": ["Requests"],
}


def a_request(seed: int) -> tuple[PublicPage, Written, list[str]]:
    """One of the five kinds, with names of any kind. Also which names it is about, in order."""
    chance = random.Random(seed)
    page = list(PAGES.values())[seed % len(PAGES)]
    names = chance.sample(HOSTILE_NAMES, chance.choice([1, 1, 2, 3, 10, 11, 30]))
    reason = chance.choice([*page.reasons, *page.choices])
    match page.id:
        case PublicRequest.LOCK:
            return page, write_lock(page, names, reason, LINKS), names
        case PublicRequest.GLOBAL_BLOCK if seed % 2:
            addresses = chance.sample(ADDRESSES, chance.randrange(1, 5))
            return page, write_global_block(page, [], addresses, reason, LINKS), addresses
        case PublicRequest.GLOBAL_BLOCK:
            return page, write_global_block(page, names, [], reason, LINKS), names
        case PublicRequest.ACCESS:
            reason, access = chance.choice([*page.reasons]), chance.choice([*page.choices])
            return page, write_removal_of_access(page, names[0], "en.wikipedia", access, reason, LINKS), names[:1]
        case PublicRequest.CHECKUSER:
            return page, write_checkuser(page, names[:10], ENGLISH, LINKS[0], reason, LINKS), names[:10]
        case PublicRequest.GLOBAL_SYSOPS:
            return page, write_global_sysops(page, "en.wikipedia", reason, LINKS), []


def page_text(page: PublicPage) -> PageText:
    """The page as it may stand there, with requests of other people in every part."""
    level, parts = page.level - 1, REQUEST_PAGES[page.title]
    pieces = ["Read this first. {{LockHide|Example}}\n\n"]
    pieces += ["== Requests ==\n"] if level == 3 else []
    for part in parts:
        marks, own = "=" * level, "=" * page.level
        pieces += [
            f"{marks} {part} {marks}\n",
            f"Rules of it.\n\n{own} One ''of'' others {own}\n{{{{status}}}}\nx --A\n\n",
        ]
    pieces += ["== See also == <!-- DO NOT EDIT UNDER THIS LINE -->\n* [[Steward requests]]\n"]
    text = "".join(pieces)
    sections = [
        Section(number, len(found[1]), found[2].replace(" ", "_"), found.start())
        for number, found in enumerate(re.finditer(r"(?m)^(=+) (.*?) \1", text), start=1)
    ]
    return PageText(page.title, 7, 0, text, tuple(sections))


def templates(code: Wikicode) -> list[Template]:
    return code.filter_templates(recursive=True)


def statuses(code: Wikicode) -> list[str]:
    """As a clerk's bot looks for them: a template of that name, or a parameter of a request's."""
    alone = [str(each.get(1).value) if each.has(1) else "" for each in templates(code) if each.name.matches("status")]
    return alone + [str(each.get("status").value).strip() for each in templates(code) if each.has("status")]


def names_in(code: Wikicode) -> list[str]:
    found = []
    for each in templates(code):
        for parameter in each.params:
            key = str(parameter.name).strip()
            if (key.isdigit() and not each.name.matches("Collapse top")) or key.startswith("user name"):
                found.append(read_references(str(parameter.value).strip()))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_a_request_is_what_a_clerk_reads(seed: int) -> None:
    page, written, names = a_request(seed)
    code = mwparserfromhell.parse(written.wikitext)
    (heading,) = code.filter_headings()
    assert heading.level == page.level and str(heading.title).strip() == written.heading
    assert statuses(code) == [""]
    assert names_in(code) == [meant(name) for name in names]
    assert {str(each.name).strip() for each in templates(code)} <= {
        name.partition("|")[0] for name in page.templates.values()
    }
    assert written.wikitext.count("--~~~~") == 1 and written.wikitext.count("~~~") == 1
    assert "hidename" not in re.sub("&#124;hidename", "", written.wikitext)
    assert not [name for name in names if name in written.summary]


@pytest.mark.parametrize("seed", range(60))
def test_it_lands_in_its_part_and_nothing_else_moves(seed: int) -> None:
    page, written, _ = a_request(seed)
    before = page_text(page)
    part = before.part(page.anchor)
    assert part is not None
    added = add_to_part(part, written)
    assert added.startswith(part.text.rstrip()) and added.endswith(f"\n\n{written.wikitext}\n")
    after = mwparserfromhell.parse(before.text.replace(part.text, f"{added}\n"))
    (place,) = [
        each
        for each in after.get_sections(levels=[page.level - 1])
        if each.filter_headings()[0].title.matches(page.part)
    ]
    requests = place.get_sections(levels=[page.level])
    assert [str(each.filter_headings()[0].title).strip() for each in requests] == ["One ''of'' others", written.heading]
    others = [each for each in after.filter_headings() if str(each.title).strip() != written.heading]
    assert len(others) == len(before.sections)


def test_one_account_is_linked_in_the_heading_and_several_are_counted() -> None:
    one, many = write_lock(LOCK, ["Tide Watcher"], "spam", []), write_lock(LOCK, ["Aa", "Bb"], "spam", [])
    assert one.heading == "Global lock for [[Special:CentralAuth/Tide Watcher|Tide Watcher]]"
    assert "* {{LockHide|1=Tide Watcher}}\n" in one.wikitext
    assert many.heading == "Global lock for 2 accounts" and "* {{MultiLock|1=Aa|2=Bb}}\n" in many.wikitext
    assert (one.summary, many.summary) == ("Requesting a global lock", "Requesting a global lock for 2 accounts")


def test_a_name_that_looks_like_a_place_to_fill_in_stays_as_it_is() -> None:
    request = write_removal_of_access(ACCESS, "$2 for $1", "en.wikipedia", "sysop", "compromised", [])
    assert request.heading == "$2 for $1@en.wikipedia"


def test_more_than_ten_are_folded() -> None:
    names = [f"Sock {number}" for number in range(11)]
    assert "Collapse" not in write_lock(LOCK, names[:10], "spam", []).wikitext
    folded = write_lock(LOCK, names, "spam", []).wikitext
    assert (
        folded.index("{{Collapse top|User list}}\n") < folded.index("MultiLock") < folded.index("{{Collapse bottom}}\n")
    )


def test_the_same_account_is_named_once() -> None:
    written = write_lock(LOCK, ["Tide Watcher", "tide_Watcher", " Tide  Watcher", ""], "spam", [])
    assert names_in(mwparserfromhell.parse(written.wikitext)) == ["Tide Watcher"]


def test_links_are_full_addresses_behind_the_reason() -> None:
    text = write_lock(LOCK, ["Aa"], "spam", LINKS).wikitext
    assert "Cross-wiki spam. See [https://en.wikipedia.org/w/index.php?diff=1048207&x=%27%27%7B%7B%7C%7D%7D" in text


def test_an_account_and_an_address_are_never_in_one_request() -> None:
    with pytest.raises(NotARequest):
        write_global_block(BLOCK, ["~2026-10482-07"], ["192.0.2.7"], "spam", [])


def test_addresses_are_listed_one_by_one() -> None:
    assert write_global_block(BLOCK, [], ADDRESSES[:1], "open-proxy", []).heading == (
        "Global block for [[Special:Contributions/192.0.2.7|192.0.2.7]]"
    )
    many = write_global_block(BLOCK, [], ADDRESSES, "open-proxy", [])
    assert many.heading == "Global block for 4 addresses" and many.wikitext.count("* {{Luxotool|1=") == 4


def test_a_check_names_wiki_and_accounts() -> None:
    (request,) = templates(
        mwparserfromhell.parse(write_checkuser(CHECK, ["Aa", "Bb"], ENGLISH, None, "evasion", []).wikitext)
    )
    fields = {str(each.name).strip(): str(each.value).strip() for each in request.params}
    assert fields == {
        "status": "",
        "language code": "en",
        "project shortcut": "w",
        "user name1": "Aa",
        "user name2": "Bb",
        "discussion": "",
        "reason": "Evades a block. --~~~~",
    }


@pytest.mark.parametrize(
    ("server", "domain", "language", "project"),
    [
        ("https://de.wikibooks.org", "de.wikibooks", "de", "b"),
        ("https://zh-yue.wiktionary.org", "zh-yue.wiktionary", "zh-yue", "wikt"),
        ("https://www.wikidata.org", "wikidata", "d", ""),
        ("https://incubator.wikimedia.org", "incubator.wikimedia", "incubator", ""),
        ("https://no.wikimedia.org", "no.wikimedia", "no.wikimedia", ""),
        ("https://wiki.example", "wiki.example", "wiki.example", ""),
        ("http://127.0.0.2:8000", "127.0.0.2:8000", "127.0.0.2:8000", ""),
    ],
)
def test_a_wiki_is_named_as_the_pages_name_it(server: str, domain: str, language: str, project: str) -> None:
    wiki = Wiki("some", server)
    text = write_checkuser(CHECK, ["Aa"], wiki, None, "evasion", []).wikitext
    assert domain_of(wiki) == domain and f"=== Aa@{domain} ===" in text
    assert f"|language code = {language}\n |project shortcut = {project}".rstrip() in text


def test_access_is_removed_from_one_account_on_one_wiki() -> None:
    text = write_removal_of_access(ACCESS, "Aa", "en.wikipedia", "sysop", "compromised", LINKS, LINKS[0]).wikitext
    assert text.startswith("==== Aa@en.wikipedia ====\n{{sr-request\n |status =\n |domain = en.wikipedia\n")
    assert "|discussion = [https://en.wikipedia.org/" in text and "Administrator access. Compromised account." in text


REFUSED: list[Callable[[], Written]] = [
    lambda: write_lock(LOCK, [], "spam", []),
    lambda: write_lock(LOCK, [" ", "_"], "spam", []),
    lambda: write_lock(LOCK, ["Aa"], "Whatever somebody wrote", []),
    lambda: write_lock(LOCK, ["Aa"], "abusive-username", []),
    lambda: write_global_block(BLOCK, [], [], "spam", []),
    lambda: write_removal_of_access(ACCESS, "", "en.wikipedia", "sysop", "compromised", []),
    lambda: write_removal_of_access(ACCESS, "Aa", "en.wikipedia", "wizard", "compromised", []),
    lambda: write_checkuser(CHECK, [f"Sock {number}" for number in range(11)], ENGLISH, None, "evasion", []),
    lambda: write_checkuser(CHECK, [], ENGLISH, None, "evasion", []),
    lambda: write_global_sysops(SYSOPS, "en.wikipedia", "block", []),
]


@pytest.mark.parametrize("write", REFUSED)
def test_what_is_no_request_is_refused_and_names_nobody(write: Callable[[], Written]) -> None:
    with pytest.raises(NotARequest) as refused:
        write()
    assert not re.search("Aa|Sock|Whatever", str(refused.value))


FLAGGED = "Marlow Finch"


def disguised(name: str) -> Sequence[str]:
    """Letter case and letters that look alike."""
    return [
        name,
        name.upper(),
        name.lower(),
        name.swapcase(),
        "M\u0430rl\u043ew F\u0456nch",
        "\uff2darlow_Finch",
        "rnarlow finch",
    ]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", disguised(FLAGGED))
def test_a_flagged_name_blocks_the_text_in_any_case_or_look_alike_form(seed: int, name: str) -> None:
    """The last line of scenario S5, for the section, its heading and its summary."""
    page, written, _ = a_request(seed)
    assert not [each for each in find_leaks(written.wikitext, [FLAGGED]) if each.rule == "R136"]
    leaking = written.wikitext.replace("--~~~~", f"{name} --~~~~")
    for text in (leaking, f"{written.heading} {name}", f"{written.summary}: {name}"):
        assert blocks(find_leaks(text, [FLAGGED]))
    if page.id is PublicRequest.LOCK:
        names = [name, "Tide Watcher"]
        assert blocks(find_leaks(write_lock(page, names, "spam", []).wikitext, [FLAGGED]))
        assert blocks(find_leaks(write_lock(page, names[:1], "spam", []).heading, [FLAGGED]))


@pytest.mark.parametrize("seed", range(60))
def test_no_request_has_a_telephone_number_in_it(seed: int) -> None:
    _, written, names = a_request(seed)
    said = {each.say for each in find_leaks(written.wikitext, [], names)}
    assert not said & {"leak-phone", "leak-number"} or any(re.search(r"\d{7}", name) for name in names)
