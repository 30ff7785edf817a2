"""What guards trackings beside the rights: of whom the wikis are asked when, sessions left alone, limits, and names."""

import re

import httpx
import pytest

from app.actions import limits
from app.domain.people import Reader
from app.domain.retention import DAY
from app.domain.trackings import Ground, Tracking
from app.mediawiki.outcomes import Unreachable
from app.sandbox.people import ATTACKING_NAME, LOCKED_NAME
from app.store import drafts
from app.store import trackings as stored
from tests.support.haven import Haven
from tests.support.page_checks import links, read, words
from tests.support.trackings import FOLLOW, edit, follow, log, note
from tests.web.test_live_pages import opened
from tests.web.test_own_case import calls

VANDAL = "Marlow Quince"
SURE = {"sure": "yes"}
REVISION = 5


async def shared(haven: Haven, account: str = LOCKED_NAME, **more: str) -> str:
    """A tracking of Ilse Norrby's in which Hedda Moor is named, with one sighting; its address."""
    address = await follow(await haven.client("Ilse Norrby"), account, {"colleague_1": "Hedda Moor", **more})
    await note(haven, address, edit(haven, REVISION))
    return address


def forms(page: httpx.Response) -> set[str]:
    """The last parts of the addresses to which the page's own forms send."""
    found = read(page).select("main form")
    return {str(form["action"]).rpartition("/")[2] for form in found}


def opens(page: httpx.Response) -> bool:
    return LOCKED_NAME in page.text or f"revision {REVISION}" in page.text


async def owned(haven: Haven, name: str = "Ilse Norrby") -> list[Tracking]:
    async with haven.desk.database.reading() as session:
        return await stored.trackings_of(session, Reader(haven.central_id(name)), haven.clock())


# --- seals open on what the wikis say at this moment


@pytest.mark.parametrize("name", ["Ilse Norrby", "Hedda Moor"])
async def test_who_lost_their_right_a_moment_ago_is_shown_nothing(haven: Haven, name: str) -> None:
    address = await shared(haven)
    client = await haven.client(name)
    assert opens(await client.get(address))
    assert opens(await client.get("/trackings"))
    haven.farm.revoke(name, "sysop", "enwiki")
    for path in (address, "/trackings"):
        page = await client.get(path)
        assert not opens(page)
        assert page.status_code == (
            200 if (path, name) == (address, "Ilse Norrby") else 404 if path == address else 403
        )


@pytest.mark.parametrize("silent", ["metawiki", "enwiki"])
async def test_what_cannot_be_asked_opens_nothing_and_the_rest_is_shown(haven: Haven, silent: str) -> None:
    address = await shared(haven)
    hedda = await haven.client("Hedda Moor")
    assert opens(await hedda.get(address))
    haven.farm.faults.set(silent, "down")
    for path in (address, "/trackings"):
        page = await hedda.get(path)
        assert page.status_code == 200
        assert not opens(page)
        assert "Could not check" in words(page)
        assert address.rpartition("/")[2] in words(page)
    haven.farm.faults.clear()
    haven.clock.move(seconds=11)
    assert opens(await hedda.get(address))


async def test_a_problem_beside_a_form_opens_nothing_either(haven: Haven) -> None:
    address = await shared(haven)
    hedda = await haven.client("Hedda Moor")
    await hedda.get(address)
    haven.farm.faults.set("enwiki", "down")
    answer = await hedda.post(f"{address}/request")
    assert answer.status_code == 422
    assert not opens(answer)


async def test_how_often_the_wikis_are_asked(haven: Haven) -> None:
    """Twice for the rights of somebody with groups on one wiki; once for the account, once for its sightings there."""
    address = await shared(haven)
    hedda = await haven.client("Hedda Moor")
    for path in (address, "/trackings"):
        await hedda.get(path)
    assert (await calls(haven, hedda, address, None))[0] == 4
    assert (await calls(haven, hedda, "/trackings", None))[0] == 2
    page = await opened(hedda, address)
    haven.farm.access_log.clear()
    assert await page.changes() == 0
    assert not haven.farm.access_log.entries()


# --- sessions left alone


@pytest.mark.parametrize("step", ["consent", "renew", "end", "seen", "name", "colleagues", "request"])
async def test_in_a_session_left_alone_nothing_is_written_and_no_form_stands(haven: Haven, step: str) -> None:
    fields = {"consent": "seen-it-too", "renewal": "case-open", **SURE, "up_to": "9", "colleague": "Odile Farr"}
    address = await shared(haven, VANDAL if step == "consent" else LOCKED_NAME, days="7")
    client = await haven.client("Sunniva Aldous" if step == "consent" else "Ilse Norrby")
    before = (await owned(haven), forms(await client.get(address)))
    assert step in before[1]
    haven.clock.move(minutes=61)
    assert forms(await client.get(address)) == {"sign-in"}
    for _ in range(2):
        assert (await client.post(f"{address}/{step}", fields)).status_code == 401
    assert await owned(haven) == before[0]


async def test_beginning_takes_a_session_in_use_and_what_was_typed_comes_back(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    haven.clock.move(minutes=61)
    form = await ilse.get("/trackings/start")
    assert (form.status_code, forms(form)) == (401, {"sign-in"})
    answer = await ilse.post("/trackings/start", {**FOLLOW, "account": LOCKED_NAME, "colleague_1": "Hedda Moor"})
    assert answer.status_code == 401
    given = read(answer).select("main input[name]")
    assert {"account": LOCKED_NAME, "colleague_1": "Hedda Moor"}.items() <= {
        str(each["name"]): str(each["value"]) for each in given
    }.items()
    assert await owned(haven) == []


# --- what allows it


@pytest.mark.parametrize(
    ("partial", "ground"), [((True,), Ground.CONSENT), ((False,), Ground.BLOCKED), ((True, False), Ground.BLOCKED)]
)
async def test_a_block_in_part_is_no_ground(haven: Haven, partial: tuple[bool, ...], ground: Ground) -> None:
    for wiki, in_part in zip(("dewikibooks", "enwiki"), partial, strict=False):
        haven.farm.block("Corin Ashby", wiki, by="Bruno Halm", partial=in_part)
    haven.farm.account("Corin Ashby").registered = haven.farm.account(VANDAL).registered
    await follow(await haven.client("Bruno Halm"), "Corin Ashby")
    [tracking] = await owned(haven, "Bruno Halm")
    assert tracking.ground is ground


async def test_a_wiki_that_does_not_say_how_far_its_block_goes_is_no_ground(haven: Haven) -> None:
    haven.farm.block("Corin Ashby", "dewikibooks", by="Bruno Halm")
    ilse = await haven.client("Ilse Norrby")
    await ilse.get("/trackings")
    haven.farm.faults.set("dewikibooks", "down")
    answer = await ilse.post("/trackings/start", {**FOLLOW, "account": "Corin Ashby"})
    assert "could not be asked" in words(answer)
    assert await owned(haven) == []


async def test_an_old_account_with_a_tilde_is_not_temporary(haven: Haven) -> None:
    haven.farm.add_account("~2cool", edits=900)
    await follow(await haven.client("Ilse Norrby"), "~2cool")
    [tracking] = await owned(haven)
    assert tracking.ground is Ground.CONSENT


# --- ending, renewing


async def test_an_owner_without_rights_ends_it_and_sees_nothing_of_it(haven: Haven) -> None:
    address = await shared(haven)
    haven.farm.revoke("Ilse Norrby", "sysop", "enwiki")
    ilse = await haven.client("Ilse Norrby")
    page = await ilse.get(address)
    assert address in links(await ilse.get("/account"))
    assert page.status_code == 200
    assert not opens(page)
    assert "Hedda Moor" not in words(page)
    assert 'id="live"' not in page.text
    assert forms(page) == {"end"}
    for step, fields in (("renew", {"renewal": "case-open"}), ("colleagues", {"colleague": "Odile Farr"}),
                         ("request", {"take": "1"}), ("seen", {"up_to": "9"}), ("name", {})):  # fmt: skip
        assert (await ilse.post(f"{address}/{step}", fields)).status_code == 403, step
    assert (await ilse.post(f"{address}/end", SURE)).headers["location"] == "/account"
    assert await owned(haven) == []
    assert address not in links(await ilse.get("/account"))


async def test_without_rights_others_trackings_are_like_unknown_ones(haven: Haven) -> None:
    address = await shared(haven)
    haven.farm.revoke("Hedda Moor", "sysop", "enwiki")
    hedda = await haven.client("Hedda Moor")
    for path in (address, "/trackings/H-2222-2222"):
        assert (await hedda.get(path)).status_code == 404
        assert (await hedda.post(f"{path}/end", SURE)).status_code == 404
    assert address not in links(await hedda.get("/account"))


async def test_an_owner_ends_it_while_every_wiki_is_silent(haven: Haven) -> None:
    address = await shared(haven)
    ilse = await haven.client("Ilse Norrby")
    for wiki in ("metawiki", "enwiki"):
        haven.farm.faults.set(wiki, "down")
    haven.clock.move(minutes=6)
    page = await ilse.get(address)
    assert not opens(page)
    assert forms(page) == {"end"}
    assert (await ilse.post(f"{address}/end", SURE)).status_code == 303
    assert await owned(haven) == []


async def test_it_takes_a_tick_to_end(haven: Haven) -> None:
    address = await shared(haven)
    ilse = await haven.client("Ilse Norrby")
    answer = await ilse.post(f"{address}/end")
    assert answer.status_code == 422
    assert "Tick that everything noted may go" in words(answer)
    assert len(await owned(haven)) == 1


async def test_it_is_renewed_in_its_last_week_only(haven: Haven) -> None:
    address = await shared(haven)
    haven.clock.move(days=5)
    ilse = await haven.client("Ilse Norrby")
    assert "renew" not in forms(await ilse.get(address))
    early = await ilse.post(f"{address}/renew", {"renewal": "case-open"})
    assert early.status_code == 409
    assert "only in its last week" in words(early)
    haven.clock.at = (await owned(haven))[0].until - 7 * DAY
    ilse = await haven.client("Ilse Norrby")
    assert "renew" in forms(await ilse.get(address))
    assert (await ilse.post(f"{address}/renew", {"renewal": "case-open"})).status_code == 303


async def test_every_step_is_a_code_in_the_log_and_nothing_else(
    haven: Haven, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    ilse, sunniva = await haven.client("Ilse Norrby"), await haven.client("Sunniva Aldous")
    address = await follow(ilse, VANDAL, {"days": "7"})
    await sunniva.post(f"{address}/consent", {"consent": "seen-it-too"})
    await note(haven, address, edit(haven, REVISION))
    hedda = str(haven.central_id("Hedda Moor"))
    for step, fields in (("colleagues", {"colleague": "Hedda Moor"}), ("colleagues", {"remove": hedda}),
                         ("renew", {"renewal": "case-open"}), ("seen", {"up_to": "9"}), ("name", {}),
                         ("end", SURE)):  # fmt: skip
        assert (await ilse.post(f"{address}/{step}", fields)).status_code == 303, step
    lines = [record.getMessage() for record in caplog.records] or capsys.readouterr().out.splitlines()
    said = [line for line in lines if "tracking-" in line]
    found = re.findall(r'"event": "tracking-([a-z-]+)", "reference": "(H-[0-9A-Z-]+)"}', "\n".join(said))
    codes = "started agreed colleague-added colleague-removed renewed seen name ended"
    assert [code for code, _ in found] == codes.split()
    assert {reference for _, reference in found} == {address.rpartition("/")[2]}
    assert not any(name in line for line in said for name in (VANDAL, "Ilse", "Hedda", hedda))


# --- a name that harms


async def test_a_name_that_harms_stands_in_no_link_and_behind_a_control(haven: Haven) -> None:
    haven.farm.lock(ATTACKING_NAME)
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, ATTACKING_NAME, {"name_harms": "yes"})
    await note(haven, address, edit(haven, next(iter(haven.farm.wiki("enwiki").revisions))), log(haven, 3))
    page = await ilse.get(address)
    soup = read(page)
    place = soup.find(string=re.compile(re.escape(ATTACKING_NAME)))
    assert place is not None
    assert place.find_parent("details") is not None
    assert page.text.count(ATTACKING_NAME) == 1
    word = ATTACKING_NAME.split()[0]
    assert not [link for link in links(page) if word in link]
    assert [link for link in links(page) if "Special:Redirect/user/" in link]
    assert ATTACKING_NAME not in (await ilse.get("/trackings")).text
    made = await ilse.post(f"{address}/request", {"with_account": "yes", "take": "1"})
    async with haven.desk.database.reading() as session:
        draft = made.headers["location"].removeprefix("/drafts/")
        kept = await drafts.read_draft(session, draft, haven.central_id("Ilse Norrby"), haven.clock())
    assert kept is not None
    assert [(each.is_marked, each.author_is_marked) for each in kept.pointers] == [(True, False), (False, True)]
    assert not [link for link in links(await ilse.follow(made)) if word in link]


async def test_its_owner_says_so_later_and_takes_it_back(haven: Haven) -> None:
    address = await shared(haven)
    ilse, hedda = await haven.client("Ilse Norrby"), await haven.client("Hedda Moor")
    assert (await hedda.post(f"{address}/name", {"name_harms": "yes"})).status_code == 403
    page = await opened(hedda, address)
    assert any("Lona" in link for link in links(await hedda.get(address)))
    await ilse.post(f"{address}/name", {"name_harms": "yes"})
    assert await page.changes() == 1
    assert not any("Lona" in link for link in links(await hedda.get(address)))
    await ilse.post(f"{address}/name")
    assert any("Lona" in link for link in links(await hedda.get(address)))


# --- what waits, and what cannot be told


async def test_a_name_that_could_not_be_asked_is_not_one_that_is_hidden(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    ilse = await haven.client("Ilse Norrby")
    await follow(ilse, LOCKED_NAME)

    async def silent(_: int) -> Unreachable:
        return Unreachable()

    monkeypatch.setattr(haven.desk.wikis.accounts, "_ask_name", silent)
    haven.clock.move(minutes=6)  # What it was called was remembered till then.
    said = words(await ilse.get("/trackings"))
    assert "could not check" in said
    assert "not found or not visible" not in said
    monkeypatch.undo()
    haven.farm.hide_account(LOCKED_NAME)
    said = words(await ilse.get("/trackings"))
    assert "not found or not visible" in said
    assert "could not check" not in said


async def test_who_can_never_agree_is_not_asked_to(haven: Haven) -> None:
    """Bruno Halm is an administrator of dewikibooks, where the account never edited."""
    account = haven.farm.add_account("Long Standing", edits=0)
    haven.farm.set_edit_count("Long Standing", "enwiki", 900)
    assert account.local["dewikibooks"].edit_count == 0
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, "Long Standing", {"colleague_1": "Bruno Halm", "colleague_2": "Hedda Moor"})
    for name, can in (("Bruno Halm", False), ("Hedda Moor", True), ("Sunniva Aldous", True), ("Ilse Norrby", False)):
        page = await (await haven.client(name)).get(address)
        assert ("consent" in forms(page)) == can, name


async def test_the_owner_of_one_that_waits_is_given_the_next_step(haven: Haven) -> None:
    ilse, sunniva = await haven.client("Ilse Norrby"), await haven.client("Sunniva Aldous")
    address = await follow(ilse, VANDAL)
    page = await ilse.get(address)
    text = read(page).find(id="ask-for-consent")
    assert text is not None
    assert address.rpartition("/")[2] in text.get_text()
    assert VANDAL not in text.get_text()
    assert 'id="ask-for-consent"' not in (await sunniva.get(address)).text


async def test_what_waits_goes_on_over_pages(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.trackings.PAGE", 2)
    ilse, sunniva = await haven.client("Ilse Norrby"), await haven.client("Sunniva Aldous")
    names = [f"Long Standing {number}" for number in range(5)]
    for name in names:
        haven.farm.add_account(name, edits=900)
        await follow(ilse, name)
    path, passed, seen = "/trackings", set[str](), list[str]()
    while path:
        passed.add(path)
        page = await sunniva.get(path)
        table = read(page).select_one("main table")
        assert table is not None
        seen += [name for name in names[::-1] if name in table.get_text()]
        path = next(
            (link for link in links(page) if "?waiting=" in link and "since" not in link and link not in passed), ""
        )
    assert seen == names[::-1]


# --- limits


async def test_how_many_names_one_person_has_looked_up_is_limited(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, LOCKED_NAME)
    monkeypatch.setattr("app.actions.limits.NAMES", limits.Limit("names", 3, 60 * 60))
    for number, status in ((1, 422), (2, 429)):
        fields = {**FOLLOW, "account": f"Nobody {number}", "colleague_1": "Nobody Else"}
        asked, answer = await calls(haven, ilse, "/trackings/start", fields)
        assert answer.status_code == status
    assert asked == 0
    assert "Nobody 2" in answer.text
    assert "named as many accounts" in words(answer)
    assert (await ilse.post("/trackings/start", {"account": "77"})).status_code == 429
    answer = await ilse.post(f"{address}/colleagues", {"colleague": "Nobody At All"})
    assert answer.status_code == 429
    assert "Nobody At All" in answer.text


@pytest.mark.parametrize("path", ["/trackings", "/queues", "{}"])
async def test_how_often_a_poll_has_the_wikis_asked_is_limited(
    haven: Haven, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    address = path.format(await shared(haven))
    hedda = await haven.client("Hedda Moor")
    page = await opened(hedda, address)
    monkeypatch.setattr("app.actions.limits.CHANGES", limits.Limit("changes", 3, 60 * 60))
    assert [(await page.poll("x")).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    asked, answer = await calls(haven, hedda, f"{page.ask}?since=x", None)
    assert (asked, answer.status_code) == (0, 429)
    assert (await page.poll()).status_code == 200, "while nothing changed, it costs nothing"
