"""The forms that plain MediaWiki has not, as Haven's own links open them: for stewards, and for oversighters."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from app.domain.wikis import Wiki
from app.links.build import OnWikiLink
from app.links.forms_accounts import abuse_review_link, central_auth_link, global_block_link
from tests.sandbox.asking import Asker

STEWARD, OVERSIGHTER, ADMINISTRATOR = "Sunniva Aldous", "Piet Wander", "Ilse Norrby"


async def _filled(ask: Asker, dbname: str, viewer: str, link: OnWikiLink) -> dict[str, str]:
    """The fields of the form that this person is shown with what stands in them; {} where there is none."""
    server = ask.farm.wiki(dbname).server
    page = BeautifulSoup((await ask.page(dbname, link.url.removeprefix(server), viewer)).text, "html5lib")
    controls = [each for each in page.select("form.wiki-form input") if isinstance(each, Tag)]
    sent = [each for each in controls if each.get("type") != "checkbox" or each.has_attr("checked")]
    return {str(each["name"]): str(each["value"]) for each in sent}


def _wiki(ask: Asker, dbname: str) -> Wiki:
    return Wiki(dbname, ask.farm.wiki(dbname).server)


@pytest.mark.parametrize(("hide", "level"), [(None, "0"), ("lists", "1"), ("suppressed", "2")])
async def test_the_form_that_locks_and_hides_is_filled_in(ask: Asker, hide: str | None, level: str) -> None:
    link = central_auth_link(_wiki(ask, "metawiki"), "Marlow Quince", lock=True, hide=hide)
    filled = await _filled(ask, "metawiki", STEWARD, link)
    assert {"target": "Marlow Quince", "wpStatusLocked": "1", "wpStatusHidden": level}.items() <= filled.items()
    assert await _filled(ask, "metawiki", ADMINISTRATOR, link) == {}


async def test_the_form_that_blocks_everywhere_is_filled_in(ask: Asker) -> None:
    link = global_block_link(_wiki(ask, "metawiki"), "192.0.2.7")
    assert (await _filled(ask, "metawiki", STEWARD, link))["wpAddress"] == "192.0.2.7"
    assert await _filled(ask, "metawiki", ADMINISTRATOR, link) == {}


async def test_the_review_of_personal_information_opens_for_oversighters(ask: Asker) -> None:
    address = abuse_review_link(_wiki(ask, "enwiki")).url.removeprefix(ask.farm.wiki("enwiki").server)
    assert (await ask.page("enwiki", address, OVERSIGHTER)).status_code == 200
    assert (await ask.page("enwiki", address, ADMINISTRATOR)).status_code == 403
