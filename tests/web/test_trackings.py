"""Trackings as people meet them: who may begin one and of whom, who sees it, each step of it, and every refusal."""

from asyncio import gather

import httpx
import pytest

from app.actions import limits
from app.domain.people import Reader
from app.domain.retention import DAY
from app.domain.targets import Pointer, TargetKind
from app.domain.trackings import Ground, SightingKind, Tracking
from app.sandbox.people import HIDDEN_NAME, LOCKED_NAME, TEMPORARY_NAME
from app.store import drafts
from app.store import trackings as stored
from tests.support.haven import Client, Haven
from tests.support.page_checks import heading, links, read, words
from tests.support.trackings import FOLLOW, edit, follow, log, note, signs_of
from tests.web.test_own_case import calls, essence

VANDAL = "Marlow Quince"
SURE = {"sure": "yes"}
STEPS = {
    "": None,
    "/changes": None,
    "/seen": {"up_to": "5"},
    "/request": {"take": "1", "with_account": "yes"},
    "/consent": {"consent": "seen-it-too"},
    "/renew": {"renewal": "case-open"},
    "/end": SURE,
    "/name": {"name_harms": "yes"},
    "/colleagues": {"colleague": "Hedda Moor"},
}


async def stored_tracking(haven: Haven, owner: str) -> list[Tracking]:
    async with haven.desk.database.reading() as session:
        return await stored.trackings_of(session, Reader(haven.central_id(owner)), haven.clock())


async def refused(client: Client, account: str, **more: str) -> httpx.Response:
    answer = await client.post("/trackings/start", {**FOLLOW, "account": account, **more})
    assert answer.status_code in (409, 422, 429, 503), words(answer)
    assert await stored_tracking(client.haven, str(client.name)) == []
    return answer


def field(page: httpx.Response, name: str) -> str:
    found = read(page).find(attrs={"name": name})
    return str(found["value"]) if found else ""


# --- beginning


@pytest.mark.parametrize("way", ["name", "user", "central", "page", "contributions", "number", "wikitext", "spaces"])
async def test_an_account_is_named_linked_or_numbered(haven: Haven, way: str) -> None:
    account, wiki = haven.farm.account(LOCKED_NAME), haven.farm.wiki("enwiki")
    written = {
        "name": LOCKED_NAME,
        "user": f"User:{LOCKED_NAME}",
        "central": str(account.central_id),
        "page": f"{wiki.server}/wiki/User:Lona_Merrit",
        "contributions": f"{wiki.server}/w/index.php?title=Special:Contributions&target=Lona+Merrit",
        "number": f"{wiki.server}/wiki/Special:Redirect/user/{account.local['enwiki'].user_id}",
        "wikitext": f"[[User talk:{LOCKED_NAME}]]",
        "spaces": "  lona_Merrit ",
    }
    page = await (ilse := await haven.client("Ilse Norrby")).get(await follow(ilse, written[way]))
    assert heading(page).startswith("Tracking H-")
    assert LOCKED_NAME in words(page)
    [tracking] = await stored_tracking(haven, "Ilse Norrby")
    assert (tracking.account, tracking.ground) == (account.central_id, Ground.LOCKED)


@pytest.mark.parametrize(
    ("name", "ground"),
    [
        (LOCKED_NAME, Ground.LOCKED),
        (TEMPORARY_NAME, Ground.TEMPORARY),
        ("Roderick Sloe", Ground.BLOCKED),
        ("Newly Made", Ground.NEW),
        (VANDAL, Ground.CONSENT),
        ("Busy Newcomer", Ground.CONSENT),
        ("Blocked For Testing", Ground.CONSENT),
    ],
)
async def test_what_allows_it_is_what_the_wikis_say_now(haven: Haven, name: str, ground: Ground) -> None:
    haven.farm.add_account("Newly Made", edits=99, registered=haven.farm.now())
    haven.farm.add_account("Busy Newcomer", edits=100, registered=haven.farm.now())
    haven.farm.add_account("Blocked For Testing")
    haven.farm.block("Blocked For Testing", "testwiki", by="Tessa Probe")
    await follow(await haven.client("Ilse Norrby"), name)
    [tracking] = await stored_tracking(haven, "Ilse Norrby")
    assert (tracking.ground, tracking.is_waiting) == (ground, ground is Ground.CONSENT)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Say which account"),
        ("Ilse Norrby", "your own account"),
        ("192.0.2.7", "Network addresses are never"),
        ("2001:DB8::7/48", "Network addresses are never"),
        ("User:192.0.2.7", "Network addresses are never"),
        ("http://127.0.0.3:8000/wiki/Special:Contributions/192.0.2.7", "Network addresses are never"),
        ("Nobody Of That Name", "not found or is not visible"),
        (HIDDEN_NAME, "not found or is not visible"),
        ("99999999999999999999", "not found or is not visible"),
        ("4", "not found or is not visible"),
        ("[[User:Wilma Tarn]] [[User:Corin Ashby]]", "names several"),
        ("https://elsewhere.invalid/wiki/User:Wilma", "not the name of an account"),
        ("x" * 3000, "not the name of an account"),
        ("<script>", "not the name of an account"),
    ],
)
async def test_what_cannot_be_followed_is_said_and_given_back(haven: Haven, typed: str, said: str) -> None:
    typed = typed.replace("http://127.0.0.3:8000", haven.farm.wiki("enwiki").server)
    answer = await refused(await haven.client("Ilse Norrby"), typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert field(answer, "account") == typed


async def test_hidden_and_missing_accounts_cost_and_say_the_same(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    await ilse.get("/trackings")
    answers = []
    for name in (HIDDEN_NAME, "Hollow None"):
        cost, answer = await calls(haven, ilse, "/trackings/start", FOLLOW | {"account": name})
        answers.append((cost, essence(answer, name)[3]))
    assert answers[0][0] == answers[1][0]
    assert answers[0][1].replace(HIDDEN_NAME, "") == answers[1][1].replace("Hollow None", "")


async def test_everything_missing_is_said_at_once(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    answer = await ilse.post("/trackings/start", {"filled_in": "yes", "days": "31", "reason": "because"})
    assert answer.status_code == 422
    summary = read(answer).select("#error-summary a")
    assert [link["href"] for link in summary] == ["#account", "#reason", "#days"]


async def test_another_page_gives_the_account_and_nothing_is_begun(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    number = str(haven.central_id(LOCKED_NAME))
    form = await ilse.post("/trackings/start", {"account": number})
    assert form.status_code == 200
    assert field(form, "account") == number
    assert LOCKED_NAME in words(form)
    assert await stored_tracking(haven, "Ilse Norrby") == []


@pytest.mark.parametrize("fault", ["down", "garbage"])
async def test_a_wiki_that_does_not_answer_refuses_and_nothing_typed_is_lost(haven: Haven, fault: str) -> None:
    ilse = await haven.client("Ilse Norrby")
    await ilse.get("/trackings")
    haven.farm.faults.set("metawiki", fault)
    answer = await refused(ilse, LOCKED_NAME, colleague_1="Hedda Moor")
    assert "could not be asked" in words(answer)
    assert field(answer, "account") == LOCKED_NAME
    assert field(answer, "colleague_1") == "Hedda Moor"


async def test_rights_are_read_anew_when_it_begins(haven: Haven) -> None:
    ilse, bruno = await haven.client("Ilse Norrby"), await haven.client("Bruno Halm")
    for client in (ilse, bruno):
        assert (await client.get("/trackings/start")).status_code == 200
    haven.farm.revoke("Ilse Norrby", "sysop", "enwiki")
    haven.farm.faults.set("dewikibooks", "down")
    assert (await ilse.post("/trackings/start", {**FOLLOW, "account": LOCKED_NAME})).status_code == 403
    unknown = await refused(bruno, LOCKED_NAME)
    assert unknown.status_code == 503
    assert field(unknown, "account") == LOCKED_NAME


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Tamsin Vale", "may not follow accounts itself"),
        ("Oona Brack", "may not follow accounts itself"),
        ("Roderick Sloe", "may not follow accounts itself"),
        (LOCKED_NAME, "the very account"),
        ("Nobody Of That Name", "no account of this name"),
        (HIDDEN_NAME, "no account of this name"),
    ],
)
async def test_colleagues_must_be_able_to_follow_accounts_themselves(haven: Haven, name: str, said: str) -> None:
    answer = await refused(await haven.client("Ilse Norrby"), LOCKED_NAME, colleague_3=name)
    assert said in words(answer)
    assert field(answer, "colleague_3") == name


async def test_a_colleague_whose_wiki_is_silent_could_not_be_checked(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    haven.farm.faults.set("dewikibooks", "down")
    answer = await refused(ilse, LOCKED_NAME, colleague_1="Bruno Halm")
    assert "could not be checked" in words(answer)


async def test_a_second_time_leads_to_the_first_and_tells_nothing_of_others(haven: Haven) -> None:
    ilse, hedda = await haven.client("Ilse Norrby"), await haven.client("Hedda Moor")
    haven.farm.lock("Roderick Sloe")
    first = await follow(ilse, LOCKED_NAME)
    assert await follow(ilse, str(haven.central_id(LOCKED_NAME)), {"days": "7"}) == first
    await hedda.get("/account")
    alone = await calls(haven, hedda, "/trackings/start", FOLLOW | {"account": LOCKED_NAME})
    other = await calls(haven, hedda, "/trackings/start", FOLLOW | {"account": "Roderick Sloe"})
    assert alone[0] == other[0]
    assert [answer.status_code for _, answer in (alone, other)] == [303, 303]
    assert len({first, alone[1].headers["location"], other[1].headers["location"]}) == 3


async def test_how_many_one_person_follows_is_limited(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    ilse = await haven.client("Ilse Norrby")
    monkeypatch.setattr("app.actions.tracking.LIVE_TRACKINGS", 1)
    await follow(ilse, LOCKED_NAME)
    answer = await ilse.post("/trackings/start", {**FOLLOW, "account": TEMPORARY_NAME})
    assert answer.status_code == 422
    assert "already. End one of them first" in words(answer)
    monkeypatch.undo()
    monkeypatch.setattr("app.actions.tracking.TRACKINGS", limits.Limit("trackings", 1, DAY))
    answer = await ilse.post("/trackings/start", {**FOLLOW, "account": TEMPORARY_NAME})
    assert answer.status_code == 429
    assert field(answer, "account") == TEMPORARY_NAME


async def test_two_tabs_at_once_begin_one(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    both = await gather(*(follow(ilse, LOCKED_NAME) for _ in range(2)))
    assert both[0] == both[1]
    assert len(await stored_tracking(haven, "Ilse Norrby")) == 1


# --- who sees it


async def test_owner_colleague_and_steward_see_it_and_for_others_it_does_not_exist(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, LOCKED_NAME, {"colleague_1": "Hedda Moor"})
    reference = address.rpartition("/")[2]
    for name, sees in (("Hedda Moor", True), ("Sunniva Aldous", True), ("Odile Farr", False), ("Gael Timmer", False)):
        client = await haven.client(name)
        assert (reference in words(await client.get("/trackings"))) == sees, name
        assert (await client.get(address)).status_code == (200 if sees else 404), name


@pytest.mark.parametrize("name", ["Odile Farr", "Ines Torvald"])
async def test_unknown_foreign_and_ones_own_are_the_same_in_everything(haven: Haven, name: str) -> None:
    """Ines Torvald is a steward, who sees all trackings but this one: it is of her own account."""
    haven.farm.block("Ines Torvald", "dewikibooks", by="Bruno Halm")
    address = await follow(await haven.client("Ilse Norrby"), "Ines Torvald", {"colleague_1": "Hedda Moor"})
    reference = address.rpartition("/")[2]
    await note(haven, address, edit(haven, 5))
    client = await haven.client(name)
    await client.get("/account")
    for step, fields in STEPS.items():
        known = await calls(haven, client, address + step, fields)
        unknown = await calls(haven, client, f"/trackings/H-2222-2222{step}", fields)
        assert known[1].status_code == 404, step
        assert known[0] == unknown[0], step
        assert essence(known[1], reference) == essence(unknown[1], "H-2222-2222"), step
    assert reference not in (await client.get("/trackings")).text
    behind = [essence(await client.get(f"/trackings?before={each}"), each) for each in (reference, "H-2222-2222")]
    assert behind[0] == behind[1]


async def test_whoever_is_followed_may_follow_without_learning_of_it(haven: Haven) -> None:
    haven.farm.block("Ines Torvald", "dewikibooks", by="Bruno Halm")
    await follow(await haven.client("Ilse Norrby"), "Ines Torvald")
    ines = await haven.client("Ines Torvald")
    await follow(ines, LOCKED_NAME)
    assert (await ines.get("/trackings")).text.count('class="row-link"') == 1


async def test_a_session_left_alone_shows_no_account_and_nothing_of_it(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, LOCKED_NAME)
    revision = next(iter(haven.farm.wiki("enwiki").revisions))
    await note(haven, address, edit(haven, revision))
    assert str(revision) in words(await ilse.get(address))
    haven.clock.move(minutes=61)
    for path in (address, "/trackings"):
        page = await ilse.get(path)
        assert LOCKED_NAME not in page.text
        assert f"revision {revision}" not in page.text
        assert "Sign in once more" in words(page)
    assert (await ilse.post(f"{address}/request", {"take": "1"})).status_code == 401


async def test_it_ends_by_itself(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, LOCKED_NAME, {"days": "7"})
    haven.clock.move(days=7)
    later = await haven.client("Ilse Norrby")
    assert (await later.get(address)).status_code == 404
    assert address.rpartition("/")[2] not in (await later.get("/trackings")).text


async def test_without_a_right_there_is_one_sentence(haven: Haven) -> None:
    tamsin = await haven.client("Tamsin Vale")
    page = await tamsin.get("/trackings")
    assert page.status_code == 403
    assert "administrators and functionaries" in words(page)
    assert "/trackings" not in links(await tamsin.get("/"))


# --- consent


async def waiting(haven: Haven, **colleagues: str) -> str:
    return await follow(await haven.client("Ilse Norrby"), VANDAL, colleagues)


async def test_a_steward_finds_it_and_agrees_once(haven: Haven) -> None:
    address = await waiting(haven)
    ilse, sunniva = await haven.client("Ilse Norrby"), await haven.client("Sunniva Aldous")
    assert "Nothing is noted before somebody agrees" in words(await ilse.get(address))
    assert "Waiting for a second person" in words(await sunniva.get("/trackings"))
    page = await sunniva.follow(await sunniva.post(f"{address}/consent", {"consent": "known-pattern"}))
    assert "It fits a pattern that I know" in words(page)
    assert "Sunniva Aldous" in words(await ilse.get(address))
    ines = await haven.client("Ines Torvald")
    assert (await ines.post(f"{address}/consent", {"consent": "seen-it-too"})).status_code == 409


async def test_a_colleague_of_a_wiki_where_it_edits_agrees(haven: Haven) -> None:
    address = await waiting(haven, colleague_1="Hedda Moor", colleague_2="Bruno Halm")
    hedda, bruno = await haven.client("Hedda Moor"), await haven.client("Bruno Halm")
    haven.farm.set_edit_count(VANDAL, "dewikibooks", 0)
    refused = await bruno.post(f"{address}/consent", {"consent": "seen-it-too"})
    assert refused.status_code == 403
    assert "of a wiki where the account edits" in words(refused)
    assert (await hedda.post(f"{address}/consent", {"consent": "seen-it-too"})).status_code == 303


async def test_nobody_agrees_with_themselves(haven: Haven) -> None:
    sunniva = await haven.client("Sunniva Aldous")
    address = await follow(sunniva, VANDAL)
    answer = await sunniva.post(f"{address}/consent", {"consent": "seen-it-too"})
    assert answer.status_code == 403
    assert "somebody else has to agree" in words(answer)


@pytest.mark.parametrize(("name", "wiki"), [("Hedda Moor", "enwiki"), ("Sunniva Aldous", "metawiki")])
async def test_whose_right_has_just_ended_does_not_agree(haven: Haven, name: str, wiki: str) -> None:
    address = await waiting(haven, colleague_1="Hedda Moor")
    client = await haven.client(name)
    await client.get(address)
    haven.farm.revoke("Hedda Moor", "sysop", "enwiki")
    haven.farm.revoke("Sunniva Aldous", "steward")
    haven.farm.revoke("Sunniva Aldous", "steward", "metawiki")
    assert (await client.post(f"{address}/consent", {"consent": "seen-it-too"})).status_code == 403
    [tracking] = await stored_tracking(haven, "Ilse Norrby")
    assert tracking.is_waiting


@pytest.mark.parametrize("silent", ["metawiki", "enwiki"])
async def test_a_silent_wiki_lets_nobody_agree(haven: Haven, silent: str) -> None:
    address = await waiting(haven, colleague_1="Hedda Moor")
    hedda = await haven.client("Hedda Moor")
    await hedda.get(address)
    haven.farm.faults.set(silent, "down")
    assert (await hedda.post(f"{address}/consent", {"consent": "seen-it-too"})).status_code == 503
    [tracking] = await stored_tracking(haven, "Ilse Norrby")
    assert tracking.is_waiting


async def test_of_two_who_agree_at_once_one_stands(haven: Haven) -> None:
    address = await waiting(haven)
    both = [await haven.client(name) for name in ("Sunniva Aldous", "Ines Torvald")]
    answers = await gather(*(each.post(f"{address}/consent", {"consent": "seen-it-too"}) for each in both))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    [tracking] = await stored_tracking(haven, "Ilse Norrby")
    winner = both[[answer.status_code for answer in answers].index(303)]
    assert tracking.consent_by == haven.central_id(str(winner.name))


async def test_a_code_that_is_none_is_asked_for_again(haven: Haven) -> None:
    address = await waiting(haven)
    sunniva = await haven.client("Sunniva Aldous")
    answer = await sunniva.post(f"{address}/consent", {"consent": "because"})
    assert answer.status_code == 422
    assert "Choose what you agree on" in words(answer)


# --- renewing, ending, colleagues


async def test_it_is_renewed_once_and_never_beyond_ninety_days(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, LOCKED_NAME)
    [first] = await stored_tracking(haven, "Ilse Norrby")
    haven.clock.move(days=29)
    ilse = await haven.client("Ilse Norrby")
    assert (await ilse.post(f"{address}/renew", {"renewal": "no-reason"})).status_code == 422
    page = await ilse.follow(await ilse.post(f"{address}/renew", {"renewal": "still-active"}))
    assert "it is still active" in words(page)
    [renewed] = await stored_tracking(haven, "Ilse Norrby")
    assert renewed.until == first.started_at + 59 * DAY
    assert (await ilse.post(f"{address}/renew", {"renewal": "case-open"})).status_code == 409
    longest = await follow(ilse, TEMPORARY_NAME, {"days": "90"})
    assert (await ilse.post(f"{longest}/renew", {"renewal": "case-open"})).status_code == 409


async def test_only_its_owner_renews_it_and_only_while_something_allows_it(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, "Roderick Sloe", {"days": "7", "colleague_1": "Hedda Moor"})
    hedda = await haven.client("Hedda Moor")
    assert (await hedda.post(f"{address}/renew", {"renewal": "case-open"})).status_code == 403
    haven.farm.unblock("Roderick Sloe", "enwiki")
    answer = await ilse.post(f"{address}/renew", {"renewal": "case-open"})
    assert answer.status_code == 422
    assert "Begin anew" in words(answer)


async def test_owner_and_stewards_end_it_and_everything_goes(haven: Haven) -> None:
    ilse, hedda = await haven.client("Ilse Norrby"), await haven.client("Hedda Moor")
    sunniva = await haven.client("Sunniva Aldous")
    for ends in (ilse, sunniva):
        address = await follow(ilse, LOCKED_NAME, {"colleague_1": "Hedda Moor"})
        assert (await hedda.post(f"{address}/end", SURE)).status_code == 403
        assert (await ends.post(f"{address}/end", SURE)).status_code == 303
        assert (await ilse.get(address)).status_code == 404


async def test_a_steward_no_more_does_not_end_it(haven: Haven) -> None:
    address = await follow(await haven.client("Ilse Norrby"), LOCKED_NAME)
    sunniva = await haven.client("Sunniva Aldous")
    await sunniva.get(address)
    haven.farm.revoke("Sunniva Aldous", "steward")
    haven.farm.revoke("Sunniva Aldous", "steward", "metawiki")
    assert (await sunniva.post(f"{address}/end", SURE)).status_code == 403
    assert len(await stored_tracking(haven, "Ilse Norrby")) == 1


async def test_colleagues_come_and_go(haven: Haven) -> None:
    ilse, hedda = await haven.client("Ilse Norrby"), await haven.client("Hedda Moor")
    address = await follow(ilse, LOCKED_NAME)
    assert (await hedda.get(address)).status_code == 404
    assert (await ilse.post(f"{address}/colleagues", {"colleague": "Tamsin Vale"})).status_code == 422
    assert (await ilse.post(f"{address}/colleagues", {"colleague": "Ilse Norrby"})).status_code == 422
    page = await ilse.follow(await ilse.post(f"{address}/colleagues", {"colleague": "Hedda Moor"}))
    assert "Hedda Moor" in words(page)
    assert (await hedda.get(address)).status_code == 200
    assert (await hedda.post(f"{address}/colleagues", {"colleague": "Odile Farr"})).status_code == 403
    gone = {"remove": str(haven.central_id("Hedda Moor"))}
    assert (await ilse.post(f"{address}/colleagues", gone)).status_code == 303
    assert (await hedda.get(address)).status_code == 404
    assert (await ilse.post(f"{address}/colleagues", gone)).status_code == 409


async def test_never_more_than_five_colleagues(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    five = ("Hedda Moor", "Odile Farr", "Piet Wander", "Keeva Strand", "Bruno Halm")
    address = await follow(ilse, LOCKED_NAME, {f"colleague_{n}": name for n, name in enumerate(five, 1)})
    answer = await ilse.post(f"{address}/colleagues", {"colleague": "Caro Lindqvist"})
    assert answer.status_code == 422
    [tracking] = await stored_tracking(haven, "Ilse Norrby")
    assert len(tracking.colleagues) == 5


# --- what was seen


async def test_sightings_come_newest_first_with_live_state_and_links(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    page = wiki.page("Talk:Harbour lights")
    made = [wiki.add_revision(page, LOCKED_NAME, "again", f"text {number}").rev_id for number in range(3)]
    wiki.hide([made[0]], text=True, user=True, suppressed=True)
    logged = wiki.add_log("upload", "upload", LOCKED_NAME, (6, "X.png"), "upload").log_id
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, LOCKED_NAME)
    await note(haven, address, *(edit(haven, each) for each in made), log(haven, logged))
    shown = await ilse.get(address)
    rows = [row.get_text(" ", strip=True) for row in read(shown).select("tbody tr")]
    for row, name in zip(rows, [f"log entry {logged}", *(f"revision {each}" for each in made[::-1])], strict=True):
        assert name in row
    assert "text hidden" in rows[-1]
    assert "user name hidden" in rows[-1]
    assert "visible" in rows[1].lower()
    assert "suppress" not in words(shown).lower()
    assert f"title=Special:Diff/{made[2]}" in shown.text
    assert any("Special:Contributions" in link and "Lona" in link for link in links(shown))


async def test_seen_marks_are_ones_own_and_go_up_to_what_was_shown(haven: Haven) -> None:
    ilse, hedda = await haven.client("Ilse Norrby"), await haven.client("Hedda Moor")
    address = await follow(ilse, LOCKED_NAME, {"colleague_1": "Hedda Moor"})
    await note(haven, address, edit(haven, 5), edit(haven, 6))
    page = await ilse.get(address)
    assert "2 new" in words(page)
    await note(haven, address, edit(haven, 7))
    seen = await ilse.follow(await ilse.post(f"{address}/seen", {"up_to": field(page, "up_to")}))
    assert "1 new" in words(seen)
    assert "3 new" in words(await hedda.get("/trackings"))


async def test_fifty_a_page(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, LOCKED_NAME)
    await note(haven, address, *(edit(haven, number) for number in range(1, 54)))
    first = await ilse.get(address)
    [older] = [link for link in links(first) if "before=" in link]
    rest = await ilse.get(older)
    counts = [len(read(page).select("tbody tr")) for page in (first, rest)]
    assert counts == [50, 3]
    assert (await ilse.get(f"{address}?before=nonsense")).status_code == 200


async def test_one_silent_wiki_is_named_and_the_others_are_shown(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    here, there = (next(iter(haven.farm.wiki(each).revisions)) for each in ("enwiki", "dewikibooks"))
    address = await follow(ilse, LOCKED_NAME)
    await note(haven, address, edit(haven, here), edit(haven, there, "dewikibooks"))
    haven.farm.faults.set("dewikibooks", "down")
    page = await ilse.get(address)
    assert "Could not check on dewikibooks" in words(page)
    rows = [row.get_text(" ", strip=True) for row in read(page).select("tbody tr")]
    assert sum("could not check" in row.lower() for row in rows) == 1


async def test_an_account_that_was_hidden_since_is_not_named(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, LOCKED_NAME)
    await note(haven, address, edit(haven, 5))
    haven.farm.hide_account(LOCKED_NAME)
    haven.clock.move(minutes=6)
    for path in (address, "/trackings"):
        page = await ilse.get(path)
        assert "not found or not visible" in words(page)
        assert LOCKED_NAME not in page.text
        assert "Lona" not in page.text


async def test_a_renamed_account_is_shown_by_its_name_today(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, LOCKED_NAME)
    haven.farm.rename(haven.farm.account(LOCKED_NAME), "Renamed Merrit")
    assert "Renamed Merrit" in words(await ilse.get(address))


# --- a request of it


async def test_what_is_ticked_becomes_a_draft_with_exactly_these_pointers(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    account = haven.farm.account(LOCKED_NAME)
    address, other = await follow(ilse, LOCKED_NAME), await follow(ilse, TEMPORARY_NAME)
    kinds = (edit(haven, 5), edit(haven, 6, "dewikibooks"), log(haven, 7, kind=SightingKind.BLOCK), edit(haven, 8))
    await note(haven, address, *kinds)
    await note(haven, other, edit(haven, 9))
    # Number 5 is of the other tracking: it is not taken along.
    made = await ilse.post(f"{address}/request", {"take": ["1", "2", "3", "5", "x"], "with_account": "yes"})
    assert made.status_code == 303
    async with haven.desk.database.reading() as session:
        draft = made.headers["location"].removeprefix("/drafts/")
        kept = await drafts.read_draft(session, draft, haven.central_id("Ilse Norrby"), haven.clock())
    assert kept is not None
    user = Pointer("enwiki", TargetKind.ACCOUNT, account.local["enwiki"].user_id)
    assert kept.pointers == (user, *(each.pointer for each in kinds[:3]))


async def test_nothing_ticked_is_said_and_ticks_stay(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, LOCKED_NAME)
    await note(haven, address, edit(haven, 5), edit(haven, 6))
    answer = await ilse.post(f"{address}/request")
    assert answer.status_code == 422
    assert "Tick what the request is about" in words(answer)
    haven.farm.faults.set("metawiki", "down")
    silent = await ilse.post(f"{address}/request", {"take": "2", "with_account": "yes"})
    assert silent.status_code == 503
    kept = read(silent).select('input[checked], input[name="take"]')
    assert {(str(each["name"]), str(each["value"])) for each in kept} == {("take", "2"), ("with_account", "yes")}
    haven.farm.faults.clear()
    haven.clock.move(seconds=11)
    assert (await ilse.post(f"{address}/request", {"take": "2"})).status_code == 303


@pytest.mark.parametrize("name", ["Hedda Moor", "Sunniva Aldous"])
async def test_colleagues_and_stewards_make_requests_of_it_too(haven: Haven, name: str) -> None:
    address = await follow(await haven.client("Ilse Norrby"), LOCKED_NAME, {"colleague_1": "Hedda Moor"})
    await note(haven, address, edit(haven, 5))
    client = await haven.client(name)
    assert (await client.post(f"{address}/request", {"take": "1"})).status_code == 303


async def test_signs_are_read_in_any_spelling(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, LOCKED_NAME)
    assert (await ilse.get(f"/trackings/h{signs_of(address).lower()}")).status_code == 200
