"""The main job in words: an administrator asks for suppression, an oversighter hides it, the wiki says it is done."""

from pathlib import Path

from app.sandbox.cases import TO_HIDE
from tests.journeys.cases import harbour
from tests.support.haven import Haven, open_haven
from tests.support.page_checks import heading, links, words


async def test_an_administrator_files_and_an_oversighter_hides_it_on_the_wiki(tmp_path: Path) -> None:
    async with open_haven(tmp_path) as haven:
        wiki = haven.farm.wiki("enwiki")
        revids = harbour(wiki)
        assert len(revids) == 5
        ilse = await haven.client("Ilse Norrby")
        reference = await haven.file(ilse, "enwiki", revids)
        own = await ilse.get(f"/requests/{reference}")
        assert "oversighters" in words(own)

        odile = await haven.client("Odile Farr")
        queue = await odile.get("/queues")
        assert reference in words(queue)
        assert not any(str(revid) in queue.text for revid in revids)
        taken = await odile.follow(await odile.post(f"/requests/{reference}/take"))
        forms = [link for link in links(taken) if "?title=Special:RevisionDelete&" in link]
        assert len(forms) == 1
        assert all(str(revid) in forms[0] for revid in revids)
        assert "wpHidePrimary=1" in forms[0]
        assert "wpHideRestricted=1" in forms[0]

        not_yet = await odile.follow(await odile.post(f"/requests/{reference}/check"))
        assert "held" in words(not_yet).lower()
        haven.farm.wiki("enwiki").hide(revids, text=True, suppressed=True)
        done = await odile.follow(await odile.post(f"/requests/{reference}/check"))
        assert "Done: the wiki shows it" in words(done)
        assert reference not in words(await odile.get("/queues"))
        assert "Done: the wiki shows it" in words(await ilse.get(f"/requests/{reference}"))


async def test_the_same_paste_for_the_small_wiki_goes_to_the_stewards(tmp_path: Path) -> None:
    async with open_haven(tmp_path) as haven:
        bruno = await haven.client("Bruno Halm")
        revisions = [each for each in haven.farm.wiki("dewikibooks").revisions.values() if TO_HIDE in each.text]
        reference = await haven.file(bruno, "dewikibooks", [revisions[0].rev_id])
        sunniva = await haven.client("Sunniva Aldous")
        assert reference in words(await sunniva.get("/queues"))
        assert (await _status(haven, "Odile Farr", reference)) == 404
        taken = await sunniva.follow(await sunniva.post(f"/requests/{reference}/take"))
        assert any("Special:RevisionDelete&" in link for link in links(taken))
        assert reference in heading(taken)


async def _status(haven: Haven, name: str, reference: str) -> int:
    client = await haven.client(name)
    return (await client.get(f"/requests/{reference}")).status_code
