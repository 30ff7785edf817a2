"""The page around a target says what it did not search: silence is never shown as "nothing else was found"."""

from collections.abc import Callable

import pytest

from app.sandbox.wiki import Wiki
from tests.journeys.pastes import diff, hit_link, log_link, page_link, paste
from tests.support.haven import Haven
from tests.support.page_checks import words

NOTHING = "Nothing else was found."
ONLY_NOTHING_SEEN = "That does not mean that it stands nowhere else."
KIND = "Around an entry of a log Haven cannot search."
GONE = "The public cannot see this,"
AUTHOR = "The wiki hides who made this,"


def _entry(wiki: Wiki) -> str:
    return log_link(wiki, wiki.add_log("protect", "protect", "Wilma Tarn", (0, "Tide tables"), "why").log_id)


def _hit(wiki: Wiki) -> str:
    return hit_link(wiki, next(iter(wiki.hits)))


def _no_such_revision(wiki: Wiki) -> str:
    return diff(wiki, 999_999_999)


def _deleted(wiki: Wiki) -> str:
    return f"{wiki.server}/w/index.php?title=Special:Undelete&target=Invented&timestamp=20260101000000"


def _nobody(wiki: Wiki) -> str:
    return f"{wiki.server}/wiki/Special:Contributions/Nowhere_Account"


@pytest.mark.parametrize(
    ("make", "said"),
    [(_entry, KIND), (_hit, KIND), (_no_such_revision, GONE), (_deleted, GONE), (_nobody, GONE)],
)
async def test_what_was_not_searched_is_said(haven: Haven, make: Callable[[Wiki], str], said: str) -> None:
    tamsin = await haven.client("Tamsin Vale")
    page = words(await tamsin.get(f"{await paste(tamsin, make(haven.farm.wiki('enwiki')))}/around/0"))
    assert said in page
    assert ONLY_NOTHING_SEEN in page
    assert NOTHING not in page


async def test_a_hidden_author_is_said_beside_what_was_found(haven: Haven) -> None:
    wiki, tamsin = haven.farm.wiki("enwiki"), await haven.client("Tamsin Vale")
    revid = wiki.page("Tide tables").revisions[1].rev_id
    draft = await paste(tamsin, diff(wiki, revid))
    assert AUTHOR not in words(await tamsin.get(f"{draft}/around/0"))
    wiki.hide([revid], user=True)
    assert AUTHOR in words(await tamsin.get(f"{draft}/around/0"))


async def test_where_everything_was_searched_nothing_is_nothing(haven: Haven) -> None:
    wiki, tamsin = haven.farm.wiki("enwiki"), await haven.client("Tamsin Vale")
    page = wiki.add_page("Quiet pier")
    wiki.add_revision(page, "Wilma Tarn", "x")
    wiki.log[:] = []
    wiki.hits.clear()
    said = words(await tamsin.get(f"{await paste(tamsin, page_link(wiki, page.page_id))}/around/0"))
    assert NOTHING in said
    assert ONLY_NOTHING_SEEN not in said
