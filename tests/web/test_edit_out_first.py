"""Where a wiki wants the text edited out before anything is hidden, every page that offers its forms says so first."""

from pathlib import Path

from app.sandbox.cases import add_history
from tests.journeys.cases import harbour
from tests.support.haven import REVISION_DELETION, SUPPRESSION, Haven, open_haven
from tests.support.page_checks import words

RULE = "wants the text edited out of the page before any revision is hidden"


def older_ones(haven: Haven) -> list[int]:
    """Revisions of the wiki that edits out first; a later one of somebody else follows them."""
    page = add_history(haven.farm.wiki("dewikibooks"), "Erfundene Seite", 3, "Marlow Quince", ns=1)
    return [revision.rev_id for revision in page.revisions[:-1]]


async def draft_of(haven: Haven, name: str, wiki: str, revids: list[int]) -> str:
    client = await haven.client(name)
    server = haven.farm.wiki(wiki).server
    text = "\n".join(f"{server}/wiki/Special:Diff/{revid}" for revid in revids)
    return str((await client.post("/box", {"text": text})).headers["location"])


async def test_the_page_of_targets_says_so_beside_the_forms(haven: Haven) -> None:
    bruno, ilse = await haven.client("Bruno Halm"), await haven.client("Ilse Norrby")
    here = await draft_of(haven, "Bruno Halm", "dewikibooks", older_ones(haven))
    assert f"dewikibooks {RULE}" in words(await bruno.get(here))
    elsewhere = await draft_of(haven, "Ilse Norrby", "enwiki", harbour(haven.farm.wiki("enwiki")))
    assert RULE not in words(await ilse.get(elsewhere))


async def test_a_taken_request_says_so_above_its_forms(haven: Haven) -> None:
    tamsin, bruno = await haven.client("Tamsin Vale"), await haven.client("Bruno Halm")
    wish = REVISION_DELETION | {"criterion": "rd-disruptive"}
    reference = await haven.file(tamsin, "dewikibooks", older_ones(haven), wish)
    taken = await bruno.follow(await bruno.post(f"/requests/{reference}/take"))
    said = words(taken)
    assert said.index(RULE) < said.index("Open the form")


async def test_a_mail_to_people_from_elsewhere_says_so(tmp_path: Path) -> None:
    async with open_haven(tmp_path, queues_on=False) as haven:
        tamsin = await haven.client("Tamsin Vale")
        draft = await draft_of(haven, "Tamsin Vale", "dewikibooks", older_ones(haven))
        assert RULE in (await tamsin.post(f"{draft}/file", SUPPRESSION)).text
        draft = await draft_of(haven, "Tamsin Vale", "enwiki", harbour(haven.farm.wiki("enwiki")))
        assert RULE not in (await tamsin.post(f"{draft}/file", SUPPRESSION)).text
