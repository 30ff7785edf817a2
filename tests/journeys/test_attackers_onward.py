"""Attackers with a request in their hands: what sending on, handing over and opening again must not give them."""

from dataclasses import replace

from app.domain.references import read_reference
from app.domain.retention import POINTERS_AFTER_END, STALE_AFTER
from app.flows.packs import Packs
from app.store import requests as stored
from app.store.purge import run_purge
from tests.journeys.cases import harbour
from tests.support.haven import REVISION_DELETION, Client, Haven
from tests.support.page_checks import words


async def taken(haven: Haven, by: str, answers: dict[str, object], which: int = 0) -> tuple[Client, str]:
    """A request about one revision of the encyclopedia, held by somebody."""
    tamsin = await haven.client("Tamsin Vale")
    reference = await haven.file(tamsin, "enwiki", [harbour(haven.farm.wiki("enwiki"))[which]], answers)
    client = await haven.client(by)
    await client.follow(await client.post(f"/requests/{reference}/take"))
    return client, reference


def without_queues(haven: Haven, wiki: str) -> None:
    packs = haven.desk.packs
    fewer = Packs({**packs.by_wiki, wiki: replace(packs.by_wiki[wiki], queues={})})
    haven.app.state.house = replace(haven.app.state.house, desk=replace(haven.desk, packs=fewer))


async def test_where_a_mail_would_go_does_not_tell_who_is_kept_out(haven: Haven) -> None:
    """A handler may know that somebody is kept out, and not who: they ask of one team after another."""
    shown = {}
    for which, name in enumerate(("Odile Farr", "Bruno Halm")):
        ilse, reference = await taken(haven, "Ilse Norrby", REVISION_DELETION | {"keep_out_1": name}, which)
        before = haven.app.state.house
        without_queues(haven, "enwiki")
        answer = await ilse.post(f"/requests/{reference}/forward", {"to": "oversighters", "wiki": ""})
        haven.app.state.house = before
        shown[name] = answer.status_code, words(answer).replace(reference, "")
    assert shown["Odile Farr"] == shown["Bruno Halm"]


async def hidden_author(haven: Haven) -> tuple[str, int]:
    """A request about an edit of Odile Farr's whose author the wiki hides at the moment."""
    wiki = haven.farm.wiki("enwiki")
    page = wiki.page("Talk:Harbour lights")
    own = wiki.add_revision(page, "Odile Farr", "by an oversighter")
    wiki.add_revision(page, "Wilma Tarn", "after it")
    wiki.hide([own.rev_id], user=True)
    tamsin = await haven.client("Tamsin Vale")
    return await haven.file(tamsin, "enwiki", [own.rev_id]), own.rev_id


async def test_whoever_was_handed_it_ends_nothing_before_they_looked(haven: Haven) -> None:
    """The one who wrote it, whom the wiki hides, never said that it is not their own case."""
    reference, _ = await hidden_author(haven)
    keeva = await haven.client("Keeva Strand")
    assert (await keeva.post(f"/requests/{reference}/take", {"not_my_own": "yes"})).status_code == 303
    assert (await keeva.post(f"/requests/{reference}/hand-over", {"colleague": "Odile Farr"})).status_code == 303
    odile = await haven.client("Odile Farr")
    answer = await odile.post(f"/requests/{reference}/close", {"closing": "mistake"})
    assert (answer.status_code, "Open it first" in words(answer)) == (422, True)


async def test_an_author_who_is_told_later_sends_it_nowhere(haven: Haven) -> None:
    reference, rev_id = await hidden_author(haven)
    odile = await haven.client("Odile Farr")
    assert (await odile.post(f"/requests/{reference}/take", {"not_my_own": "yes"})).status_code == 303
    haven.farm.wiki("enwiki").show([rev_id])
    haven.clock.move(minutes=2)
    answer = await odile.post(f"/requests/{reference}/forward", {"to": "stewards", "wiki": ""})
    assert answer.status_code == 404


async def pointers_stand(haven: Haven, reference: str) -> bool:
    async with haven.desk.database.reading() as session:
        return await stored.open_targets(session, read_reference(reference) or "") is not None


async def test_opening_again_and_again_keeps_no_pointer_longer(haven: Haven) -> None:
    """Two colleagues who end and open a request in turn, from its filing on."""
    _, reference = await taken(haven, "Ilse Norrby", REVISION_DELETION)
    filed = haven.clock()
    while await pointers_stand(haven, reference):
        assert haven.clock() - filed <= STALE_AFTER + POINTERS_AFTER_END
        for name in ("Ilse Norrby", "Hedda Moor"):
            client = await haven.client(name)
            await client.post(f"/requests/{reference}/reopen", {"reopening": "still-visible"})
            await client.post(f"/requests/{reference}/take")
            await client.post(f"/requests/{reference}/close", {"closing": "mistake"})
        haven.clock.move(days=6)
        await run_purge(haven.desk.database, haven.clock())
