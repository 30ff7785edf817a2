"""Handing a case over, at the page: what is refused and said, what comes out, and that nothing of it stays anywhere."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest
from bs4 import BeautifulSoup

from app.actions.link_check import LINES_AT_MOST
from app.domain.hand_overs import NoneBecause, Part, Recipient
from app.sandbox.people import ATTACKING_NAME
from app.web.hand_over import LONGEST
from app.web.hand_over_ways import offered
from tests.journeys.cases import harbour
from tests.journeys.pastes import mark, paste
from tests.journeys.test_triage import begin, walk
from tests.support.canary import read_tables
from tests.support.haven import PUBLIC, Client, Haven, open_haven
from tests.support.page_checks import heading, words
from tests.web.test_bad_input import chosen, field, read, summary

SAMPLES = {
    Part.CONTACT: "Tamsin Vale, desk@example.org",
    Part.PARTY: "Corin Ashby",
    Part.SUMMARY: "One follows another.",
}
FOUNDATION = {Recipient.TRUST_AND_SAFETY, Recipient.CHILD_PROTECTION, Recipient.LEGAL}
OF_A_WIKI = {Recipient.OVERSIGHTERS, Recipient.ADMINISTRATORS, Recipient.ARBITRATION}
ADDRESSES = {
    "ca": "ca@wikimedia.org",
    "legal-reports": "legal-reports@wikimedia.org",
    "legal": "legal@wikimedia.org",
    "u4c": "u4c@wikimedia.org",
    "stewards-private": "stewards@wikimedia.org",
    "arbitration-committee": "arbcom-en@wikimedia.org",
}
TURNED = "\u202eturned\u2066"
HOSTILE = f'<script>alert(1)</script>\r\nBcc: x@example.org\r\n\r\n"; filename="evil.exe" {TURNED} \x00 سلام'


@pytest.fixture(scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Haven]:
    """For tests after which nothing may be stored at all."""
    async with open_haven(tmp_path_factory.mktemp("hand-over")) as running:
        yield running


@pytest.fixture
async def tamsin(shared: Haven) -> Client:
    return await shared.client("Tamsin Vale")


def page_of(haven: Haven) -> str:
    return f"{haven.farm.wiki('enwiki').server}/wiki/Talk:Harbour_lights"


def diff_of(haven: Haven, place: int = 0) -> str:
    wiki = haven.farm.wiki("enwiki")
    return f"{wiki.server}/w/index.php?diff={harbour(wiki)[place]}"


def filled(haven: Haven, to: Recipient = Recipient.U4C, **changes: Any) -> dict[str, Any]:
    """A form in which nothing is missing, at the step that makes the text."""
    fields: dict[str, Any] = {"step": "make", "to": to.value, "pages": page_of(haven), "diffs": diff_of(haven)}
    fields |= {part.value: text for part, text in SAMPLES.items() if part in to.parts}
    fields |= {"wiki": "enwiki"} if to.is_of_a_wiki else {}
    if to is Recipient.CHILD_PROTECTION:
        fields |= {"noticed": page_of(haven), "steps": ["account-blocked"]}
    else:
        fields["done"] = "Blocked on 1 October."
    if to is Recipient.TRUST_AND_SAFETY:
        fields |= {"ask_severe": "yes", "ask_local-steps": "yes", "ask_beyond-local": "unknown"}
    return fields | changes


def text_of(page: httpx.Response, id: str = "text") -> str:
    box = read(page).find("textarea", id=id)
    assert box is not None, words(page)[:400]
    return box.get_text()


def hidden(page: httpx.Response) -> dict[str, Any]:
    """All fields that the page would send again."""
    form = next(each for each in read(page).select("main form[action='/hand-over']"))
    pairs = [(str(each["name"]), str(each["value"])) for each in form.select("input[type=hidden]")]
    counted = Counter(name for name, _ in pairs)
    several = {name: [value for other, value in pairs if other == name] for name in counted if counted[name] > 1}
    return {name: value for name, value in pairs if name != "token"} | several


async def rows(haven: Haven) -> dict[tuple[str, str], int]:
    return {column: len(values) for column, values in (await read_tables(haven.desk.database)).items()}


# --- to whom


async def test_the_choice_asks_for_danger_first_and_offers_who_can_be_reached(tamsin: Client, shared: Haven) -> None:
    page = await tamsin.get("/hand-over")
    assert page.status_code == 200
    said = words(page)
    assert said.index("in danger") < said.index("Who takes it over?")
    assert read(page).select_one("main a[href='/emergency']")
    values = [str(each["value"]) for each in read(page).select("input[name=to]")]
    assert values == [to.value for to in offered(shared.app.state.house)]
    assert "checkusers" not in values, "nobody reviewed how to reach any"
    assert "emergency" not in values


@pytest.mark.parametrize("to", list(Recipient))
async def test_danger_leads_to_the_emergency_page_whoever_was_chosen(tamsin: Client, to: Recipient) -> None:
    answer = await tamsin.post("/hand-over", {"danger": "yes", "to": to.value, "wiki": "enwiki", "summary": "typed"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/emergency"


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({}, ["danger", "to"]),
        ({"danger": "no"}, ["to"]),
        ({"danger": "perhaps", "to": "u4c"}, ["danger"]),
        ({"to": "u4c"}, ["danger"]),
        ({"danger": "no", "to": "emergency"}, ["to"]),
        ({"danger": "no", "to": "checkusers", "wiki": "enwiki"}, ["to"]),
        ({"danger": "no", "to": "oversighters"}, ["wiki"]),
        ({"danger": "no", "to": "oversighters", "wiki": "<script>"}, ["wiki"]),
        ({"danger": "no", "to": "arbitration-committee", "wiki": "dewikibooks"}, ["wiki"]),
        ({"step": "make", "to": "no-such"}, ["to"]),
        ({"step": "no-such", "to": "u4c"}, ["danger"]),
    ],
)
async def test_a_choice_that_is_missing_is_said_and_nothing_typed_is_lost(
    tamsin: Client, fields: Mapping[str, str], problems: list[str]
) -> None:
    kept = {"summary": "one\n two", "pages": "https://x.example/"}
    page = await tamsin.post("/hand-over", {**fields, **kept})
    assert page.status_code == 422
    assert summary(read(page)) == problems
    sent_again = hidden(page)
    assert {name: sent_again[name] for name in kept} == kept
    assert field(read(page), "wiki") == fields.get("wiki", "")


async def test_a_wiki_without_a_committee_says_so(tamsin: Client) -> None:
    page = await tamsin.post("/hand-over", {"danger": "no", "to": "arbitration-committee", "wiki": "dewikibooks"})
    assert "No arbitration committee of dewikibooks is known here" in words(page)


async def test_the_wiki_may_be_any_address_on_it(tamsin: Client, shared: Haven) -> None:
    fields = {"danger": "no", "to": "arbitration-committee", "wiki": page_of(shared)}
    page = await tamsin.post("/hand-over", fields)
    assert page.status_code == 200
    assert "arbcom-en@wikimedia.org" in words(page)
    assert "2026-11-27" in words(page)


# --- the six parts


@pytest.mark.parametrize("to", [to for to in Recipient if to is not Recipient.CHECKUSERS])
async def test_a_pack_for_each_recipient(tamsin: Client, shared: Haven, to: Recipient) -> None:
    begun = await tamsin.post("/hand-over", {"danger": "no", "to": to.value, "wiki": "enwiki"})
    assert begun.status_code == 200
    assert ("Among" in words(begun) or "most severe cases?" in words(begun)) == (to is Recipient.TRUST_AND_SAFETY)
    page = await tamsin.post("/hand-over", filled(shared, to))
    assert page.status_code == 200, words(page)[:600]
    text = text_of(page)
    assert [line for line in text.splitlines() if re.match(r"[0-9]\. ", line)] == [
        f"{number}. {name}" for number, name in enumerate(_names(to), start=1)
    ]
    assert f"  {page_of(shared)}" in text and f"  {diff_of(shared)}" in text
    address = ADDRESSES.get(to.value)
    mail = [str(each["href"]) for each in read(page).select("main a[href^=mailto]")]
    assert mail == ([f"mailto:{address}?subject=A%20case%20to%20take%20over%2C%20in%20confidence"] if address else mail)
    assert all("body" not in each for each in mail)
    tell = text_of(page, "tell")
    assert "emergency@wikimedia.org" in tell
    assert ("Wikimedia Foundation" in tell) == (to in FOUNDATION)
    assert not re.search(r"promise|guarantee|counsel|will be (blocked|banned)|diff=", tell, re.IGNORECASE)
    for typed in (*SAMPLES.values(), page_of(shared)):
        assert typed not in tell


def _names(to: Recipient) -> list[str]:
    is_child = to is Recipient.CHILD_PROTECTION
    third = "Where it was noticed" if is_child else "What the complaint is"
    reach = ["How to reach you", "How to reach who reported it" + ("" if is_child else ", or whom it is about")]
    return [*reach, third, "Pages", "Diffs and log entries", "What was done so far"]


@pytest.mark.parametrize("to", [Recipient.U4C, Recipient.CHILD_PROTECTION])
@pytest.mark.parametrize("place", range(6))
async def test_each_part_is_filled_in_or_says_why_not(tamsin: Client, shared: Haven, to: Recipient, place: int) -> None:
    part = to.parts[place]
    name = "steps" if to is Recipient.CHILD_PROTECTION and part is Part.DONE else part.value
    whole = filled(shared, to)
    empty = {key: value for key, value in whole.items() if key != name}
    page = await tamsin.post("/hand-over", empty)
    assert page.status_code == 422
    assert summary(read(page)) == [name]
    for key, value in empty.items():
        if key in {each.value for each in Part}:
            assert field(read(page), key) == value, "nothing is lost"
    for reason in to.reasons(part):
        with_reason = empty | {f"{part}_none": reason.value}
        answer = await tamsin.post("/hand-over", with_reason)
        if reason is NoneBecause.OTHER:
            assert summary(read(answer)) == [f"{part}_words"]
            answer = await tamsin.post("/hand-over", with_reason | {f"{part}_words": "own words"})
            assert "None, because: own words" in text_of(answer)
        assert answer.status_code == 200
        assert text_of(answer).count("None, because: ") == 1
    both = whole | {f"{part}_none": to.reasons(part)[0].value}
    assert summary(read(await tamsin.post("/hand-over", both))) == [name]
    assert summary(read(await tamsin.post("/hand-over", empty | {f"{part}_none": "no-such"}))) == [f"{part}_none"]
    for blank in (" \n\t ", "\u200b\u00a0\u3000", "\x00\x01", "-", "...", "\u2800", "\u3164 \uffa0"):
        assert (await tamsin.post("/hand-over", whole | {name: blank})).status_code == 422


async def test_before_trust_and_safety_three_questions_are_answered(tamsin: Client, shared: Haven) -> None:
    to, asked = Recipient.TRUST_AND_SAFETY, ("ask_severe", "ask_local-steps", "ask_beyond-local")
    for name in asked:
        for wrong in ("", "perhaps"):
            page = await tamsin.post("/hand-over", filled(shared, to) | {name: wrong})
            assert page.status_code == 422
            assert summary(read(page)) == [name]
            assert {
                (other, "yes" if other != "ask_beyond-local" else "unknown") for other in asked if other != name
            } <= (chosen(read(page)))
    text = text_of(await tamsin.post("/hand-over", filled(shared, to)))
    assert "Is it among the most severe cases? Yes" in text
    no = dict.fromkeys(asked, "no")
    assert "send it back to the wikis" in words(await tamsin.post("/hand-over", filled(shared, to) | no))
    for name in asked:
        page = await tamsin.post("/hand-over", filled(shared, to) | no | {name: "yes"})
        assert "send it back to the wikis" not in words(page)


# --- child protection


async def test_child_protection_asks_for_no_details_and_asks_no_wiki(tamsin: Client, shared: Haven) -> None:
    begun = await tamsin.post("/hand-over", {"danger": "no", "to": "legal-reports"})
    names = {str(each["name"]) for each in read(begun).select("main textarea")}
    assert names == {"contact", "party", "noticed", "pages", "diffs"}
    assert read(begun).select_one("main a[href='/child-protection']")
    # Only the wiki itself could tell what this prefix means, and whether its names are known is not to be chance.
    german = f"{shared.farm.wiki('dewikibooks').server}/wiki/Datei:Bild.jpg"
    shared.desk.wikis.sites._descriptions._entries.clear()
    shared.farm.access_log.clear()
    described = filled(shared, Recipient.CHILD_PROTECTION, summary="a description", done="more of it", pages=german)
    page = await tamsin.post("/hand-over", described)
    assert page.status_code == 200
    assert "a description" not in text_of(page) and "more of it" not in text_of(page)
    assert "a description" not in words(page) and "more of it" not in words(page)
    asked = [each for each in shared.farm.access_log.entries() if each.wiki != shared.farm.central.dbname]
    assert not [each for each in asked if set(each.modules) - {"users"}], "the person's own rights and nothing else"
    assert not read(begun).select("input[name$=_words], option[value=other]"), "no reason in words of one's own"
    refused = await tamsin.post("/hand-over", described | {"pages": "", "pages_none": "other", "pages_words": "it is"})
    assert summary(read(refused)) == ["pages_none"]
    assert not read(page).select("img, video, audio, iframe, object, embed")


async def test_child_protection_takes_no_words_beside_a_link(tamsin: Client, shared: Haven) -> None:
    for name in ("pages", "noticed", "diffs"):
        whole = filled(shared, Recipient.CHILD_PROTECTION)
        page = await tamsin.post("/hand-over", whole | {name: f"it shows {whole[name]}"})
        assert page.status_code == 422
        assert summary(read(page)) == [name]
        assert "nothing is described" in words(page)


@pytest.mark.parametrize("name", ["contact", "party"])
@pytest.mark.parametrize(
    "typed", ["It shows " + "a lot " * 20, "Corin Ashby\nIt shows this"], ids=["long", "two lines"]
)
async def test_child_protection_takes_who_somebody_is_and_no_description(
    tamsin: Client, shared: Haven, name: str, typed: str
) -> None:
    page = await tamsin.post("/hand-over", filled(shared, Recipient.CHILD_PROTECTION) | {name: typed})
    assert page.status_code == 422
    assert summary(read(page)) == [name]
    assert field(read(page), name) == typed, "it is theirs to shorten"


async def test_child_protection_asks_nobody_whom_it_is_about_and_promises_no_news(
    tamsin: Client, shared: Haven
) -> None:
    page = await tamsin.post("/hand-over", filled(shared, Recipient.CHILD_PROTECTION))
    assert "whom it is about" not in text_of(page)
    assert "You hear from me again" not in text_of(page, "tell")
    form = await tamsin.post("/hand-over", hidden(page) | {"step": "change"})
    assert "whom it is about" not in words(form)


# --- links, addresses, and what is never carried on


LINES: list[tuple[str, str, str | None]] = [
    ("pages", "{page}", None),
    ("pages", "{page} with words after it", None),
    ("pages", "{diff}", "put it with the diffs"),
    ("pages", "{log}", "put it with the diffs"),
    ("pages", "no link at all", "No whole address"),
    ("pages", "{page} {page}x", "line of its own"),
    ("pages", "http://{short}/4x", "short link"),
    ("pages", "https://forum.example.org/thread", "outside the wikis"),
    ("pages", PUBLIC + "/requests/H-2222-2222", "address of Haven"),
    ("pages", "https://forum.example.org/?token=abc", "token, a session or a password"),
    ("diffs", "{diff}", None),
    ("diffs", "{log}", None),
    ("diffs", "{server}/wiki/Special:Diff/123456789", None),
    ("diffs", "{page}", "put it with the pages"),
    ("diffs", "https://forum.example.org/thread", "Leads to no Wikimedia wiki"),
    ("diffs", "[[Special:Diff/5]]", "No whole address"),
    ("diffs", "{server}/wiki/Special:Version", "no page, diff or log entry"),
]


@pytest.mark.parametrize(("part", "line", "said"), LINES, ids=[f"{part} {line}" for part, line, _ in LINES])
async def test_each_line_of_links(tamsin: Client, shared: Haven, part: str, line: str, said: str | None) -> None:
    server = shared.farm.wiki("enwiki").server
    log = f"{server}/w/index.php?title=Special:Log&logid=1"
    written = line.format(
        page=page_of(shared), diff=diff_of(shared), log=log, server=server, short=shared.farm.short_link_host
    )
    page = await tamsin.post("/hand-over", filled(shared) | {part: written})
    assert page.status_code == (422 if said else 200), words(page)[:500]
    if said is None:
        assert f"  {written}\n" in text_of(page)
        assert "of enwiki" in words(page)
    else:
        # Haven's own host is a number in the tests, and so an address besides.
        assert summary(read(page))[:1] == [part]
        assert said in words(page)
        assert field(read(page), part) == written


async def test_what_leads_outside_stays_only_where_somebody_says_so(tamsin: Client, shared: Haven) -> None:
    outside = {"pages": "https://forum.example.org/thread"}
    page = await tamsin.post("/hand-over", filled(shared) | outside)
    assert page.status_code == 422 and read(page).find("input", attrs={"name": "keep_outside"})
    page = await tamsin.post("/hand-over", filled(shared) | outside | {"keep_outside": "yes"})
    assert "  https://forum.example.org/thread\n" in text_of(page)
    assert "Leads to no Wikimedia wiki" in words(page)


@pytest.mark.parametrize("name", ["contact", "party", "summary", "done", "diffs_words", "pages"])
@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::7", "192.0.2.0/24"])
async def test_a_network_address_stays_only_where_somebody_says_so(
    tamsin: Client, shared: Haven, name: str, address: str
) -> None:
    words_ = {
        "diffs_words": {"diffs": "", "diffs_none": "other", "diffs_words": f"from {address}"},
        "pages": {"pages": f"{shared.farm.wiki('enwiki').server}/wiki/Special:Contributions/{address}"},
    }.get(name, {name: f"it came from {address} then"})
    page = await tamsin.post("/hand-over", filled(shared) | words_)
    assert page.status_code == 422
    assert summary(read(page)) == ["keep_addresses"]
    assert address not in words(page).partition("network address (IP)")[0].split("1. How to reach")[0]
    page = await tamsin.post("/hand-over", filled(shared) | words_ | {"keep_addresses": "yes"})
    assert address in text_of(page)


@pytest.mark.parametrize("name", ["contact", "party", "summary", "done", "party_words"])
@pytest.mark.parametrize("link", [PUBLIC + "/drafts/abc", "https://x.example/?session=5", "http://a:b@x.example/"])
async def test_no_words_carry_a_link_to_haven_or_into_an_account(
    tamsin: Client, shared: Haven, name: str, link: str
) -> None:
    fields = filled(shared) | {name: f"see {link} for it"}
    page = await tamsin.post("/hand-over", fields)
    assert page.status_code == 422
    assert name in summary(read(page))


async def test_a_revision_that_is_there_gone_or_cannot_be_asked_about(haven: Haven) -> None:
    tamsin = await haven.client("Tamsin Vale")
    server = haven.farm.wiki("enwiki").server
    both = {"diffs": f"{diff_of(haven)}\n{server}/wiki/Special:Diff/123456789"}
    page = await tamsin.post("/hand-over", filled(haven) | both)
    assert page.status_code == 200
    assert "The wiki shows this revision" in words(page) and "The public cannot see this revision" in words(page)
    haven.farm.wiki("enwiki").hide(harbour(haven.farm.wiki("enwiki"))[:1], text=True, suppressed=True)
    assert "suppress" not in words(await tamsin.post("/hand-over", filled(haven))).lower()
    haven.farm.faults.set("enwiki", "down")
    page = await tamsin.post("/hand-over", filled(haven) | both)
    assert page.status_code == 200
    assert words(page).count("could not be checked") == 2
    assert diff_of(haven) in text_of(page)


async def test_with_all_wikis_silent_it_goes_on_and_says_what_is_not_known(haven: Haven) -> None:
    tamsin = await haven.client("Tamsin Vale")
    await tamsin.get("/hand-over")
    for wiki in haven.farm.wikis:
        haven.farm.faults.set(wiki, "down")
    haven.desk.wikis.sites._farm._entries.clear()
    # The wikis' hosts are numbers in the tests: without a farm nobody knows that these are theirs.
    whole = {"keep_addresses": "yes"}
    page = await tamsin.post("/hand-over", filled(haven) | whole)
    assert page.status_code == 200, words(page)[:400]
    assert "Which wiki it leads to could not be checked" in words(page)
    assert page_of(haven) in text_of(page) and "u4c@wikimedia.org" in words(page)
    team = await tamsin.post("/hand-over", filled(haven, Recipient.OVERSIGHTERS) | whole)
    assert team.status_code == 200 and "To the oversighters of enwiki" in words(team)
    unknown = await tamsin.post("/hand-over", filled(haven, Recipient.OVERSIGHTERS, wiki="frwiki"))
    assert unknown.status_code == 422 and "could not be" in words(unknown)


# --- too much, and hostile


@pytest.mark.parametrize("name", [*(part.value for part in Part if part is not Part.NOTICED), "done_words"])
@pytest.mark.parametrize(
    "script", ["Zoë wrote. ", "سلام على الميناء ", "\U0001f469\u200d\U0001f467 ", "[[", "192.0.2.7 "]
)
async def test_two_hundred_thousand_characters_get_a_sentence(
    tamsin: Client, shared: Haven, name: str, script: str
) -> None:
    text = (script * 200_000)[:200_000].strip()
    page = await tamsin.post("/hand-over", filled(shared) | {name: text})
    assert page.status_code == 422
    assert f"longer than {LONGEST} characters" in words(page)[:400]
    assert name in summary(read(page))
    assert field(read(page), name) == text


async def test_many_lines_get_a_sentence(tamsin: Client, shared: Haven) -> None:
    lines = "\n".join(f"{page_of(shared)}/{number}" for number in range(LINES_AT_MOST))
    assert (await tamsin.post("/hand-over", filled(shared) | {"pages": lines})).status_code == 200
    page = await tamsin.post("/hand-over", filled(shared) | {"pages": f"{lines}\n{page_of(shared)}"})
    assert page.status_code == 422
    assert f"More than {LINES_AT_MOST} lines" in words(page)
    assert summary(read(page)) == ["pages"]


@pytest.mark.parametrize("name", ["contact", "party", "summary", "done"])
async def test_hostile_words_stay_words(tamsin: Client, shared: Haven, name: str) -> None:
    fields = filled(shared) | {name: HOSTILE}
    page = await tamsin.post("/hand-over", fields)
    assert page.status_code == 200
    soup = read(page)
    assert [each.get("src") for each in soup.find_all("script")] == ["/static/enhance.js"]
    text = text_of(page)
    assert "<script>alert(1)</script>" in text and "سلام" in text
    assert "\u202e" not in text and "\x00" not in text
    assert "  Bcc: x@example.org" in text.splitlines(), "indented: no line of a mail's head"
    [mailto] = [str(each["href"]) for each in soup.select("main a[href^=mailto]")]
    assert mailto == "mailto:u4c@wikimedia.org?subject=A%20case%20to%20take%20over%2C%20in%20confidence"
    file = await tamsin.post("/hand-over", fields | {"step": "download"})
    assert file.headers["content-disposition"] == 'attachment; filename="letter.txt"'
    assert "bcc" not in file.headers and "evil" not in str(file.headers)


# --- the file and the ways back


@pytest.mark.parametrize("to", [to for to in Recipient if to is not Recipient.CHECKUSERS])
async def test_the_file_is_what_the_page_showed(tamsin: Client, shared: Haven, to: Recipient) -> None:
    is_child = to is Recipient.CHILD_PROTECTION
    fields = filled(shared, to, party="سلام" if is_child else "سلام\n\n  indented\nlast")
    page = await tamsin.post("/hand-over", fields)
    file = await tamsin.http.post(
        "/hand-over",
        data={**hidden(page), "step": "download", "token": tamsin.token},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert file.status_code == 200
    assert file.headers["content-type"] == "text/plain; charset=utf-8"
    assert file.headers["cache-control"] == "no-store"
    assert file.text == text_of(page)


async def test_a_file_of_what_is_missing_is_the_page_again(tamsin: Client, shared: Haven) -> None:
    page = await tamsin.post("/hand-over", filled(shared) | {"step": "download", "summary": ""})
    assert page.status_code == 422 and "content-disposition" not in page.headers


async def test_back_to_change_and_to_somebody_else_loses_nothing(tamsin: Client, shared: Haven) -> None:
    fields = filled(shared, Recipient.TRUST_AND_SAFETY, party="", party_none="not-wanted", party_words="they said so")
    done = await tamsin.post("/hand-over", fields)
    changed = await tamsin.post("/hand-over", hidden(done) | {"step": "change"})
    assert changed.status_code == 200 and heading(changed) == "What they need to know"
    for name in ("contact", "summary", "pages", "diffs", "done", "party_words"):
        assert field(read(changed), name) == fields[name]
    assert {("party_none", "not-wanted"), ("ask_severe", "yes")} <= chosen(read(changed))
    again = await tamsin.post("/hand-over", hidden(done) | {"step": "again"})
    assert heading(again) == "Hand it over"
    outside = fields | {"pages": "https://forum.example.org/x", "keep_outside": "yes", "keep_addresses": "yes"}
    other = await tamsin.post("/hand-over", outside | {"step": "again"})
    assert not {"keep_outside", "keep_addresses"} & hidden(other).keys(), (
        "that something stays is said to one recipient"
    )
    child = await tamsin.post("/hand-over", hidden(again) | {"danger": "no", "to": "legal-reports"})
    assert "One follows another." not in words(child)
    back = await tamsin.post("/hand-over", hidden(child) | {"step": "again"})
    once_more = await tamsin.post("/hand-over", hidden(back) | {"danger": "no", "to": "ca"})
    assert field(read(once_more), "summary") == "One follows another."
    assert ("ask_severe", "yes") in chosen(read(once_more))


async def test_every_post_may_be_repeated_and_stores_nothing(haven: Haven) -> None:
    tamsin = await haven.client("Tamsin Vale")
    before = await rows(haven)
    for step in ("choose", "make", "download", "change", "again"):
        for _ in range(2):
            answer = await tamsin.post("/hand-over", filled(haven, danger="no") | {"step": step})
            assert answer.status_code == 200
    assert await rows(haven) == before


# --- from a draft and from where guided questions lead


async def test_a_draft_brings_its_links_and_learns_nothing(haven: Haven) -> None:
    tamsin = await haven.client("Tamsin Vale")
    wiki, attacker = haven.farm.wiki("enwiki"), haven.farm.accounts[ATTACKING_NAME]
    account = f"{wiki.server}/w/index.php?title=Special:Redirect/user/{attacker.local['enwiki'].user_id}"
    title = wiki.page("Talk:Harbour lights")
    draft = await paste(tamsin, diff_of(haven), f"{wiki.server}/w/index.php?curid={title.page_id}", account)
    await mark(tamsin, draft, 2, range(3))
    before = await read_tables(haven.desk.database)
    assert f"{draft}/hand-over" in [str(each["href"]) for each in read(await tamsin.get(draft)).select("main a[href]")]
    page = await tamsin.get(f"{draft}/hand-over")
    assert page.status_code == 200
    kept = hidden(page)
    assert f"diff/{harbour(wiki)[0]}" in kept["diffs"].lower() or str(harbour(wiki)[0]) in kept["diffs"]
    assert str(title.page_id) in kept["pages"] and str(attacker.local["enwiki"].user_id) in kept["pages"]
    form = await tamsin.post("/hand-over", kept | {"danger": "no", "to": "u4c"})
    assert field(read(form), "diffs") == kept["diffs"]
    done = await tamsin.post("/hand-over", filled(haven) | kept | {"to": "u4c", "step": "make"})
    assert done.status_code == 200, words(done)[:600]
    for each in (page, form, done):
        assert ATTACKING_NAME not in each.text and ATTACKING_NAME.replace(" ", "_") not in each.text
    after = await read_tables(haven.desk.database)
    assert after["drafts", "sealed"] == before["drafts", "sealed"]
    assert {key: len(values) for key, values in after.items()} == {key: len(values) for key, values in before.items()}


async def test_somebody_elses_draft_brings_nothing(haven: Haven) -> None:
    tamsin, lasse = await haven.client("Tamsin Vale"), await haven.client("Lasse Brook")
    draft = await paste(tamsin, diff_of(haven))
    assert (await lasse.get(f"{draft}/hand-over")).status_code == 404
    assert (await lasse.post(f"{draft}/hand-over", {"to": "ca"})).status_code == 404


async def test_where_guided_questions_lead_to_the_foundation_a_pack_is_one_press_away(haven: Haven) -> None:
    tamsin = await haven.client("Tamsin Vale")
    draft = await begin(tamsin, diff_of(haven))
    page, _ = await walk(tamsin, draft, {"danger": "no", "child-protection": "yes"})
    [form] = read(page).select(f"main form[action='{draft}/hand-over']")
    assert form.select_one("input[name=to]")["value"] == "legal-reports"  # type: ignore[index]
    assert form.find_parent("dl"), "beside the contact; the page that sends nothing stays the first button"
    opened = await tamsin.post(f"{draft}/hand-over", {"to": "legal-reports"})
    assert opened.status_code == 200
    assert str(harbour(haven.farm.wiki("enwiki"))[0]) in field(read(opened), "diffs")


async def test_the_pages_that_lead_here_do_so_for_those_who_may(haven: Haven) -> None:
    for name, may in (("Tamsin Vale", True), ("Marlow Quince", False), (None, False)):
        client = await haven.client(name, is_sender=False)
        for path in ("/", "/guide"):
            page = await client.get(path)
            assert bool(read(page).select("main a[href='/hand-over']")) == may, (name, path)


@pytest.mark.parametrize(("name", "status"), [(None, 401), ("Marlow Quince", 403), ("Oona Brack", 403)])
async def test_visitors_and_people_without_the_right_are_refused(haven: Haven, name: str | None, status: int) -> None:
    client = await haven.client(name, is_sender=False)
    for step in ("make", "download"):
        answer = await client.post("/hand-over", filled(haven) | {"step": step})
        assert answer.status_code == status
        assert "content-disposition" not in answer.headers
        # A session that ended keeps what was typed for the next try; nobody else is shown a text.
        assert not BeautifulSoup(answer.text, "html5lib").find("textarea", id="text")
    assert (await client.get("/hand-over")).status_code == status
