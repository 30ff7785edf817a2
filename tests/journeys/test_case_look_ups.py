"""What a case asks of the wikis, through its own pages: its people, its links, and whether what was decided is done.

Everything travels in bodies; what could not be checked is never shown as clean, and nobody can say in the wiki's place
that it showed something.
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import unquote_plus

import httpx
import pytest
from bs4 import BeautifulSoup

from app.domain.cases import Case, Checked, Item, Party, PartyRole
from app.sandbox.people import ATTACKING_NAME, HIDDEN_NAME, LOCKED_NAME, TEMPORARY_NAME
from app.sandbox.sock_case import LOOK_ALIKE, OTHER_SOCK, SOCK
from app.text.case_file import read_case, write_case
from tests.support.case_walk import CaseWalk, fields_of, form_of
from tests.support.filled_case import fill
from tests.support.haven import Client, Haven
from tests.support.page_checks import read
from tests.text.hostile_names import HOSTILE_NAMES

HANDLER = "Ilse Norrby"
SUBJECT, TARGET = "Grubby Finch", "Corin Ashby"
DECIDED = {
    "danger": ("no",), "involved": ("no",), "off-wiki": ("no",), "needs-second": ("none",),
    "outcome": ("actionable",), "subject-knows": ("no",), "kept-where": ("list",),
}  # fmt: skip
WORKED_THROUGH = ("begin", "acknowledge", "verify", "background", "context", "second", "decide", "record")


def today(haven: Haven) -> date:
    return haven.farm.now().date()


def case_about(haven: Haven, *people: tuple[str, PartyRole], acts: tuple[str, ...] = (), **changes: object) -> Case:
    parties = tuple(Party(name, (role,)) for name, role in people)
    case = Case(
        opened=today(haven),
        wiki="enwiki",
        parties=parties,
        answers={**DECIDED, **({"acts": acts} if acts else {})},
    )
    filled = fill(haven.desk.guidance.companion, case, WORKED_THROUGH, but=("acts",))
    changed = replace(filled, **changes)  # type: ignore[arg-type]
    # What is done about it waits until each link was read.
    read = tuple(replace(each, checked=Checked.MATCHES) for each in changed.items)
    return replace(changed, items=read) if acts else changed


def carried(page: httpx.Response) -> Case:
    return read_case(str(fields_of(form_of(page))["case"]))


async def show_stage(client: Client, case: Case, stage: str) -> httpx.Response:
    page = await client.post("/case", {"case": write_case(case), "at": "list", "go": stage})
    assert page.status_code == 200, page.text[:500]
    assert fields_of(form_of(page))["at"] == stage
    return page


async def press(client: Client, page: httpx.Response, go: str, **fields: object) -> httpx.Response:
    walk = CaseWalk(client, page)
    return await walk.press(go, fields, status=422 if "prefix" in fields and "/" not in str(fields["prefix"]) else 200)


async def look(client: Client, case: Case, stage: str, **fields: object) -> httpx.Response:
    return await press(client, await show_stage(client, case, stage), "look", **fields)


def text_about(page: httpx.Response, name: str) -> str:
    """The block of the page under this name."""
    soup = BeautifulSoup(page.text, "html5lib")
    blocks = [each for each in soup.select("div.case-party") if each.find(["h2", "h3", "strong"])]
    return next(" ".join(each.get_text(" ").split()) for each in blocks if name in each.get_text())


def links_in(page: httpx.Response) -> list[str]:
    soup = BeautifulSoup(page.text, "html5lib")
    return [str(each["href"]) for each in soup.select("main a[href]")]


# People ---------------------------------------------------------------------------------------------------------------


async def test_people_are_told_by_what_the_wikis_show_of_them(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    haven.farm.block(TARGET, "enwiki", by=HANDLER, reason="Blockreason", partial=True)
    haven.farm.block(TARGET, "commonswiki", by="Caro Lindqvist", reason="Blockreason")
    case = case_about(
        haven,
        (TARGET, PartyRole.TARGET),
        (LOCKED_NAME, PartyRole.SUBJECT),
        (TEMPORARY_NAME, PartyRole.OTHER),
        ("Hedda Moor", PartyRole.OTHER),
        (HIDDEN_NAME, PartyRole.OTHER),
        ("Nobody of this name", PartyRole.REPORTER),
    )
    page = await look(client, case, "begin")
    assert "blocked in part" in text_about(page, TARGET)
    assert "Blocked on other wikis: commonswiki" in text_about(page, TARGET)
    assert "edits on enwiki" in text_about(page, TARGET)
    assert "locked" in text_about(page, LOCKED_NAME)
    assert "temporary account" in text_about(page, TEMPORARY_NAME)
    assert "can act on others here" in text_about(page, "Hedda Moor")
    assert "can act on others here" not in text_about(page, TARGET)
    hidden, missing = text_about(page, HIDDEN_NAME), text_about(page, "Nobody of this name")
    assert hidden.replace(HIDDEN_NAME, "") == missing.replace("Nobody of this name", "").replace(
        "Who reported it", "Somebody else, such as a witness"
    )
    assert "Blockreason" not in page.text
    assert carried(page) == case


async def test_going_back_to_the_first_step_loses_nothing(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    case = case_about(haven, (TARGET, PartyRole.TARGET))
    assert carried(await show_stage(client, case, "begin")) == case


async def test_names_that_look_alike_stand_beside_one_another(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    page = await look(client, case_about(haven, (SOCK, PartyRole.SUBJECT), (LOOK_ALIKE, PartyRole.REPORTER)), "begin")
    assert "Looks like another name of this case" in text_about(page, SOCK)
    assert LOOK_ALIKE in text_about(page, SOCK)


async def test_a_name_spelled_otherwise_is_told_as_the_wiki_writes_it(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    page = await look(client, case_about(haven, ("corin_Ashby", PartyRole.TARGET)), "begin")
    assert "The wikis write this name as Corin Ashby" in text_about(page, "corin_Ashby")


async def test_an_account_that_was_renamed_is_not_visible_and_the_log_of_renames_is_offered(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    haven.farm.rename(haven.farm.account(TARGET), "Somebody New", by="Sunniva Aldous")
    page = await look(client, case_about(haven, (TARGET, PartyRole.TARGET)), "begin")
    assert "it is hidden, was renamed, or never was" in text_about(page, TARGET)
    assert any("type=renameuser" in link and "User%3A" not in link for link in links_in(page))


@pytest.mark.parametrize("down", ["enwiki", "metawiki"])
async def test_a_wiki_that_is_down_is_never_clean(haven: Haven, down: str) -> None:
    client = await haven.client(HANDLER)
    case = case_about(haven, (TARGET, PartyRole.TARGET), ("Nobody of this name", PartyRole.REPORTER))
    page = await show_stage(client, case, "begin")
    haven.farm.faults.set(down, "down")
    page = await press(client, page, "look")
    for name in (TARGET, "Nobody of this name"):
        told = text_about(page, name)
        assert "could not check" in told
        assert "was renamed, or never was" not in told
    told = text_about(page, TARGET)
    assert ("Not blocked on enwiki" in told) == (down == "metawiki")
    assert ("Not locked" in told) == (down == "enwiki")


async def test_addresses_are_asked_nowhere(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    case = case_about(haven, ("192.0.2.44", PartyRole.SUBJECT), ("2001:db8::/32", PartyRole.SUBJECT))
    page = await show_stage(client, case, "begin")
    before = len(haven.farm.access_log.entries())
    page = await press(client, page, "look")
    assert "network address" in text_about(page, "192.0.2.44")
    asked = {module for entry in haven.farm.access_log.entries()[before:] for module in entry.modules}
    assert not asked & {"users", "blocks", "globaluserinfo", "globalblocks"}


async def test_hostile_names_break_nothing(haven: Haven, caplog: pytest.LogCaptureFixture) -> None:
    client = await haven.client(HANDLER)
    names = [name for name in dict.fromkeys(HOSTILE_NAMES) if name.strip() and len(name) <= 255][:38]
    case = case_about(haven, *((name, PartyRole.SUBJECT) for name in names), acts=("block", "lock", "remove-rights"))
    for stage in ("begin", "verify", "act"):
        page = await look(client, case, stage)
        assert page.status_code == 200
        assert not any(link.startswith(("javascript:", "data:")) for link in links_in(page))
    await show_stage(client, case, "background")


# Links ----------------------------------------------------------------------------------------------------------------


async def test_links_are_told_by_what_their_wiki_shows(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    wiki = haven.farm.wiki("enwiki")
    mine, other = haven.farm.edit(SUBJECT, "enwiki"), haven.farm.edit("Wilma Tarn", "enwiki")
    from app.sandbox.visibility import TEXT

    haven.farm.edit("Hedda Moor", "enwiki")
    other.hidden |= TEXT
    links = [
        f"{wiki.server}/wiki/Special:Diff/{mine.rev_id}",
        f"{wiki.server}/wiki/Special:Diff/{other.rev_id}",
        f"{wiki.server}/wiki/Special:Diff/99999999",
        "https://forum.example.org/thread?page=2",
        "javascript:alert(1)",
    ]
    case = case_about(
        haven, (SUBJECT, PartyRole.SUBJECT), (TARGET, PartyRole.TARGET), items=tuple(Item(each) for each in links)
    )
    page = await look(client, case, "verify")
    rows = [
        " ".join(each.get_text(" ").split()) for each in BeautifulSoup(page.text, "html5lib").select("div.question")
    ]
    assert "visible" in rows[0] and f"Made by {SUBJECT}" in rows[0]
    assert "text hidden" in rows[1] and "by nobody of this case" in rows[1]
    assert "gone: the public cannot see it" in rows[2]
    assert "It is not opened from here" in rows[3]
    assert "could not check" not in rows[3]
    opened = [link for link in links_in(page) if "Special" in link]
    assert any(str(mine.rev_id) in link for link in opened)
    assert not any("forum.example.org" in link or link.startswith("javascript") for link in links_in(page))


async def test_a_look_alike_did_not_make_what_another_account_made(haven: Haven) -> None:
    """R77: somebody reports an account whose name only looks like the one that did it."""
    client = await haven.client(HANDLER)
    revision = haven.farm.edit(LOOK_ALIKE, "enwiki")
    item = Item(f"{haven.farm.wiki('enwiki').server}/wiki/Special:Diff/{revision.rev_id}")
    page = await look(client, case_about(haven, (SOCK, PartyRole.SUBJECT), items=(item,)), "verify")
    assert "by nobody of this case" in page.text
    page = await look(client, case_about(haven, (LOOK_ALIKE, PartyRole.SUBJECT), items=(item,)), "verify")
    assert "by nobody of this case" not in page.text


async def test_links_on_a_silent_wiki_could_not_be_checked(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    revision = haven.farm.edit(SUBJECT, "enwiki")
    item = Item(f"{haven.farm.wiki('enwiki').server}/wiki/Special:Diff/{revision.rev_id}")
    page = await show_stage(client, case_about(haven, (SUBJECT, PartyRole.SUBJECT), items=(item,)), "verify")
    haven.farm.faults.set("enwiki", "down")
    page = await press(client, page, "look")
    row = BeautifulSoup(page.text, "html5lib").select("div.question")[0].get_text(" ")
    assert "could not check" in row
    assert "gone" not in row


# Background -----------------------------------------------------------------------------------------------------------


async def test_the_background_leads_to_the_wiki_and_tells_no_tool_a_name(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT), (TARGET, PartyRole.TARGET))
    page = await press(client, await show_stage(client, case, "background"), "save", prefix="Project:Board/Archive")
    links = [unquote_plus(link) for link in links_in(page)]
    hosts = {wiki.server for wiki in haven.farm.wikis.values()}
    outside = [link for link in links if link.startswith("http") and not link.startswith(tuple(hosts))]
    assert outside and not any(name in link for link in outside for name in ("Grubby", "Corin"))
    assert any(f'search="{SUBJECT}" prefix:Project:Board/Archive' in link for link in links)
    assert any("prefix:Project:Noticeboard" in link for link in links)
    assert any(f"page=User:{TARGET}" in link and "type=block" in link for link in links)
    assert any(f"User talk:{TARGET}" in link and "action=history" in link for link in links)
    assert "Project:Board" not in write_case(carried(page))


async def test_what_is_asked_about_somebody_stands_below_their_links(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT), (TARGET, PartyRole.TARGET), (TARGET, PartyRole.REPORTER))
    page = await show_stage(client, case, "background")
    shown = read(page).select('.case-party > h2, .question [name^="q-"]')
    about = [str(each.get("name", SUBJECT if SUBJECT in each.text else TARGET)) for each in shown]
    first, second = about.index(SUBJECT), about.index(TARGET)
    assert first < about.index("q-friction.subject") < second < about.index("q-harassed-before.target")
    assert about.index("q-earlier-reports.reporter") > second
    assert "q-reputation.reporter" not in about, "one person in two roles is asked about once"


async def test_a_marked_name_stands_in_no_link(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    case = case_about(
        haven,
        (ATTACKING_NAME, PartyRole.SUBJECT),
        (TARGET, PartyRole.TARGET),
        acts=("block", "lock", "remove-rights", "restriction"),
        marked=(ATTACKING_NAME.upper(),),
    )
    for stage in ("begin", "verify", "background", "act"):
        page = await show_stage(client, case, stage)
        if stage != "background":
            page = await press(client, page, "look")
        links = " ".join(unquote_plus(link) for link in links_in(page))
        assert "attack" not in links.lower(), stage
    assert "sr-request" not in page.text


@pytest.mark.parametrize("prefix", ["x" * 256, "Project:<b>", "A|B"])
async def test_what_is_no_title_is_said_and_kept(haven: Haven, prefix: str) -> None:
    client = await haven.client(HANDLER)
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT))
    page = await press(client, await show_stage(client, case, "background"), "save", prefix=prefix)
    assert fields_of(form_of(page))["prefix"] == prefix
    assert not any("prefix" in link and "x" * 200 in link for link in links_in(page))


# Acts -----------------------------------------------------------------------------------------------------------------


def answer(page: httpx.Response, act: str) -> str:
    return carried(page).answer(f"act-{act}")


async def test_a_block_is_seen_once_the_wiki_shows_it_and_undone_when_it_is_lifted(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT), acts=("block",))
    page = await look(client, case, "act")
    assert answer(page, "block") == ""
    assert "not in force" in text_about(page, SUBJECT)
    haven.farm.block(SUBJECT, "enwiki", by=HANDLER, reason="Blockreason")
    page = await press(client, page, "look")
    assert answer(page, "block") == "seen"
    assert "The wiki showed that this is in force" in page.text
    page = await press(client, page, "save")
    assert answer(page, "block") == "seen"
    haven.farm.unblock(SUBJECT, "enwiki", by=HANDLER)
    page = await press(client, page, "look")
    assert answer(page, "block") == "waits"
    assert "is not in force any more" in page.text


async def test_nobody_can_say_that_the_wiki_showed_it(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT), acts=("block",))
    page = await press(client, await show_stage(client, case, "act"), "save", **{"act-block": "seen"})
    assert answer(page, "block") == "said"
    assert "The wiki showed that this is in force" not in page.text
    page = await press(client, page, "look", **{"act-block": "seen"})
    assert answer(page, "block") == "said"


async def test_an_older_block_counts_only_where_somebody_says_so(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    haven.farm.block(SUBJECT, "enwiki", by=HANDLER)
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT), acts=("block",))
    case = replace(case, opened=case.opened + timedelta(days=1))
    page = await look(client, case, "act")
    assert answer(page, "block") == ""
    assert "blocked since before the case" in text_about(page, SUBJECT)
    page = await press(client, page, "look", **{"counts-block": ["older"]})
    assert answer(page, "block") == "seen"


async def test_a_block_in_part_is_named_as_such(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    haven.farm.block(OTHER_SOCK, "enwiki", by=HANDLER, partial=True)
    page = await look(client, case_about(haven, (OTHER_SOCK, PartyRole.SUBJECT), acts=("block",)), "act")
    assert answer(page, "block") == ""
    assert "blocked in part only" in text_about(page, OTHER_SOCK)
    page = await press(client, page, "look", **{"counts-block": ["partial"]})
    assert answer(page, "block") == "seen"


async def test_a_block_that_ran_out_is_not_in_force(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    haven.farm.block(SUBJECT, "enwiki", by=HANDLER, expiry=haven.farm.now() - timedelta(minutes=1))
    page = await look(client, case_about(haven, (SUBJECT, PartyRole.SUBJECT), acts=("block",)), "act")
    assert answer(page, "block") == ""


async def test_of_several_people_all_must_be_blocked(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    haven.farm.block(SUBJECT, "enwiki", by=HANDLER)
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT), (OTHER_SOCK, PartyRole.SUBJECT), acts=("block",))
    page = await look(client, case, "act")
    assert answer(page, "block") == ""
    haven.farm.block(OTHER_SOCK, "enwiki", by=HANDLER)
    assert answer(await press(client, page, "look"), "block") == "seen"


async def test_a_hidden_account_is_seen_to_be_nothing(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    case = case_about(haven, (HIDDEN_NAME, PartyRole.SUBJECT), acts=("block", "lock", "remove-rights"))
    page = await look(client, case, "act")
    assert [answer(page, act) for act in ("block", "lock", "remove-rights")] == ["", "", ""]
    assert "the public cannot tell" in text_about(page, HIDDEN_NAME)


async def test_a_lock_and_the_loss_of_rights_are_seen(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    case = case_about(haven, ("Hedda Moor", PartyRole.SUBJECT), acts=("lock", "remove-rights"))
    page = await look(client, case, "act")
    assert (answer(page, "lock"), answer(page, "remove-rights")) == ("", "")
    assert "block first, ask for the removal at once" in page.text
    assert "{{sr-request" in page.text
    haven.farm.lock("Hedda Moor", by="Sunniva Aldous")
    haven.farm.revoke("Hedda Moor", "sysop", "enwiki")
    page = await press(client, page, "look")
    assert (answer(page, "lock"), answer(page, "remove-rights")) == ("seen", "seen")


async def test_hidden_links_are_seen_when_all_are_hidden(haven: Haven) -> None:
    from app.sandbox.visibility import TEXT

    client = await haven.client(HANDLER)
    one, other = haven.farm.edit(SUBJECT, "enwiki"), haven.farm.edit(SUBJECT, "enwiki")
    server = haven.farm.wiki("enwiki").server
    items = tuple(Item(f"{server}/wiki/Special:Diff/{each.rev_id}") for each in (one, other))
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT), acts=("hide",), items=items)
    case = replace(case, items=tuple(replace(each, checked="matches") for each in items))  # type: ignore[arg-type]
    one.hidden |= TEXT
    page = await look(client, case, "act")
    assert answer(page, "hide") == ""
    other.hidden |= TEXT
    page = await press(client, page, "look")
    assert answer(page, "hide") == "seen"
    soup = BeautifulSoup(page.text, "html5lib")
    (box,) = soup.select("form#to-box")
    assert {str(each["name"]) for each in box.select("input")} == {"token", "text"}
    text = str(box.select("input[name=text]")[0]["value"])
    assert (await client.post("/box", {"text": text})).status_code == 303


@pytest.mark.parametrize(
    "beside",
    [
        "/w/index.php?title=Special:Undelete&target=Harbour&timestamp=20260101000000",
        "/wiki/Special:AbuseLog/17",
        "/wiki/Special:Diff/3 {server}/wiki/Special:Diff/4",
    ],
)
async def test_a_link_that_cannot_be_told_is_not_seen_because_others_are(haven: Haven, beside: str) -> None:
    from app.sandbox.visibility import TEXT

    client = await haven.client(HANDLER)
    hidden = haven.farm.edit(SUBJECT, "enwiki")
    hidden.hidden |= TEXT
    server = haven.farm.wiki("enwiki").server
    links = (f"{server}/wiki/Special:Diff/{hidden.rev_id}", server + beside.format(server=server))
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT), acts=("hide",), items=tuple(map(Item, links)))
    page = await look(client, case, "act")
    assert answer(page, "hide") == ""
    acts = BeautifulSoup(page.text, "html5lib").get_text()
    assert beside.partition(" ")[0].partition("?")[0] in acts


async def test_what_could_not_be_checked_neither_confirms_nor_undoes(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    haven.farm.block(SUBJECT, "enwiki", by=HANDLER)
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT), acts=("block", "lock"))
    page = await look(client, case, "act")
    assert answer(page, "block") == "seen"
    haven.farm.unblock(SUBJECT, "enwiki", by=HANDLER)
    haven.farm.faults.set("enwiki", "down")
    page = await press(client, page, "look")
    assert answer(page, "block") == "seen"
    assert "could not check" in text_about(page, SUBJECT)


@pytest.mark.parametrize("said", ["said", "not-agreed", "not-possible", "asked", "waits"])
async def test_what_somebody_says_is_kept_as_said(haven: Haven, said: str) -> None:
    client = await haven.client(HANDLER)
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT), acts=("lock",))
    page = await press(client, await show_stage(client, case, "act"), "save", **{"act-lock": said})
    assert answer(page, "lock") == said
    page = await press(client, page, "look")
    assert answer(page, "lock") == said


async def test_what_no_form_offers_is_not_taken(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT), acts=("block",))
    page = await press(
        client, await show_stage(client, case, "act"), "save", **{"act-block": "whatever", "counts-block": ["all"]}
    )
    assert answer(page, "block") == ""
    assert "counts-block" not in carried(page).answers


async def test_the_forms_name_talk_page_and_mail_and_say_no_reason(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT), ("192.0.2.0/24", PartyRole.SUBJECT), acts=("block",))
    page = await show_stage(client, case, "act")
    links = [unquote_plus(link) for link in links_in(page)]
    assert any(f"wpTarget={SUBJECT}&wpDisableUTEdit=1&wpDisableEmail=1" in link for link in links)
    assert any("wpTarget=192.0.2.0/24" in link for link in links)
    assert not any("wpReason" in link for link in links)
    assert any(link.endswith("Wikipedia:Blocking_policy") for link in links)
    assert "A range of addresses is many people" in page.text


# What is left of it ---------------------------------------------------------------------------------------------------


async def test_nothing_of_a_look_up_is_in_a_log_or_an_address(haven: Haven, caplog: pytest.LogCaptureFixture) -> None:
    client = await haven.client(HANDLER)
    caplog.set_level(0)
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT), (TARGET, PartyRole.TARGET), acts=("block", "lock"))
    haven.farm.faults.set("commonswiki", "down")
    for stage in ("begin", "verify", "act"):
        await look(client, case, stage)
    assert not re.search("Grubby|Corin", caplog.text)
    assert not any("Grubby" in str(each.request.url) for each in client.seen)


async def test_too_many_look_ups_are_said_and_nothing_is_lost(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.actions import case_looking
    from app.actions.limits import Limit

    monkeypatch.setattr(case_looking, "ACCOUNTS", Limit("accounts", 1, 3600))
    client = await haven.client(HANDLER)
    case = case_about(haven, (SUBJECT, PartyRole.SUBJECT), (OTHER_SOCK, PartyRole.SUBJECT), acts=("block",))
    haven.farm.block(SUBJECT, "enwiki", by=HANDLER)
    for stage in ("begin", "verify", "act"):
        page = await look(client, case, stage)
        assert carried(page) == case
        assert "Not blocked" not in page.text


async def test_an_address_has_no_rights_to_lose_and_its_block_is_said(haven: Haven) -> None:
    client = await haven.client(HANDLER)
    people = (("192.0.2.7", PartyRole.SUBJECT), (SUBJECT, PartyRole.SUBJECT))
    haven.farm.block(SUBJECT, "enwiki", by=HANDLER)
    page = await look(client, case_about(haven, *people, acts=("block", "remove-rights")), "act")
    assert (answer(page, "block"), answer(page, "remove-rights")) == ("", "seen")
