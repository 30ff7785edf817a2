"""An account is followed over three wikis: seen, marked, agreed on by a second person, and made a request of."""

import pytest

from app.domain.targets import TargetKind
from app.domain.trackings import SightingKind
from tests.support.haven import SUPPRESSION, Haven
from tests.support.page_checks import heading, links, words
from tests.support.trackings import edit, follow, log, note
from tests.web.test_trackings import field

VANDAL = "Vandalin Reef"


def edit_on_three_wikis(haven: Haven) -> dict[str, int]:
    """One edit each; somebody else's after it, so that the text can be hidden."""
    made = {}
    for dbname in ("enwiki", "dewikibooks", "commonswiki"):
        wiki = haven.farm.wiki(dbname)
        page = wiki.add_page("A page that was followed")
        made[dbname] = wiki.add_revision(page, VANDAL, "hello", "something").rev_id
        wiki.add_revision(page, "Wilma Tarn", "back", "")
    return made


async def test_track_see_mark_and_ask(haven: Haven) -> None:
    haven.farm.add_account(VANDAL, edits=900)
    haven.farm.block(VANDAL, "enwiki", by="Hedda Moor")
    ilse, hedda = await haven.client("Ilse Norrby"), await haven.client("Hedda Moor")
    address = await follow(ilse, VANDAL, {"reason": "stalking", "colleague_1": "Hedda Moor"})
    assert "Nothing was seen yet" in words(await ilse.get(address))

    made = edit_on_three_wikis(haven)
    blocked = haven.farm.wiki("enwiki").add_log("block", "block", "Hedda Moor", (2, VANDAL), "x").log_id
    await note(haven, address, *(edit(haven, revid, dbname) for dbname, revid in made.items()))
    await note(haven, address, log(haven, blocked, kind=SightingKind.BLOCK))
    assert "4 new" in words(await ilse.get("/trackings"))
    page = await hedda.get(address)
    assert all(f"revision {revid}" in words(page) for revid in made.values())

    seen = await hedda.follow(await hedda.post(f"{address}/seen", {"up_to": field(page, "up_to")}))
    assert "edit new" in words(page)
    assert not any(marked in words(seen) for marked in ("4 new", "edit new", "block new"))
    assert "4 new" in words(await ilse.get(address))

    # What was hidden meanwhile shows as such, and not by which of the two ways.
    haven.farm.wiki("dewikibooks").hide([made["dewikibooks"]], text=True, suppressed=True)
    shown = words(await ilse.get(address))
    assert "text hidden" in shown
    assert "suppressed" not in shown

    draft = await ilse.post(f"{address}/request", {"take": ["1", "3"], "with_account": "yes"})
    targets = words(await ilse.follow(draft))
    assert f"revision {made['enwiki']}" in targets
    assert f"revision {made['commonswiki']}" in targets
    assert "account" in targets
    assert f"revision {made['dewikibooks']}" not in targets


async def test_what_is_ticked_is_asked_of_the_oversighters(haven: Haven) -> None:
    haven.farm.add_account(VANDAL)
    haven.farm.lock(VANDAL)
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, VANDAL)
    made = edit_on_three_wikis(haven)["enwiki"]
    await note(haven, address, edit(haven, made))
    draft = (await ilse.post(f"{address}/request", {"take": "1"})).headers["location"]
    filed = await ilse.post(f"{draft}/file", SUPPRESSION)
    assert filed.status_code == 303
    odile = await haven.client("Odile Farr")
    taken = await odile.follow(await odile.post(f"{filed.headers['location']}/take"))
    [form] = [link for link in links(taken) if "?title=Special:RevisionDelete&" in link]
    assert str(made) in form
    assert "Tracking" not in heading(taken)


async def test_the_account_alone_is_a_target_with_the_number_of_its_home_wiki(haven: Haven) -> None:
    account = haven.farm.add_account(VANDAL, home="dewikibooks")
    haven.farm.lock(VANDAL)
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, VANDAL)
    page = await ilse.follow(await ilse.post(f"{address}/request", {"with_account": "yes"}))
    assert f"account {account.local['dewikibooks'].user_id}" in words(page)
    assert "dewikibooks" in words(page)


async def test_an_old_account_is_followed_once_a_second_person_agreed(haven: Haven) -> None:
    haven.farm.add_account(VANDAL, edits=900)
    ilse, sunniva = await haven.client("Ilse Norrby"), await haven.client("Sunniva Aldous")
    address = await follow(ilse, VANDAL, {"reason": "threats"})
    assert "A second functionary has to agree" in words(await ilse.get(address))
    [waits] = [link for link in links(await sunniva.get("/trackings")) if link == address][:1]
    await sunniva.post(f"{waits}/consent", {"consent": "protects-somebody"})
    assert "following" in words(await ilse.get(address))
    await ilse.post(f"{address}/end", {"sure": "yes"})
    assert (await sunniva.get(address)).status_code == 404


@pytest.mark.parametrize("kind", [TargetKind.REVISION, TargetKind.LOG])
async def test_two_trackings_of_one_account_see_the_same_thing_each(haven: Haven, kind: TargetKind) -> None:
    haven.farm.add_account(VANDAL)
    haven.farm.lock(VANDAL)
    ilse, odile = await haven.client("Ilse Norrby"), await haven.client("Odile Farr")
    for client in (ilse, odile):
        address = await follow(client, VANDAL)
        await note(haven, address, (edit if kind is TargetKind.REVISION else log)(haven, 77))
        assert "1 new" in words(await client.get(address))
