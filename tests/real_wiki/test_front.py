"""The front that makes one plain MediaWiki look like a farm: what it answers itself, and that it passes on the rest."""

from collections.abc import Iterator

import httpx
import pytest

from tests.support.real_wiki import DATABASE_NAME, PEOPLE, USER_AGENT, RealWiki
from tests.support.real_wiki_front import real_wiki_front

FORMAT = {"format": "json", "formatversion": "2"}


@pytest.fixture(scope="module")
def central(real_wiki: RealWiki) -> Iterator[httpx.Client]:
    with real_wiki_front(real_wiki) as index_url:
        server = index_url.removesuffix("/w/index.php")
        with httpx.Client(base_url=server, headers={"User-Agent": USER_AGENT}, timeout=30) as client:
            yield client


def test_the_farm_is_the_one_real_wiki_under_its_own_address(central: httpx.Client, real_wiki: RealWiki) -> None:
    answer = central.post("/w/api.php", data={"action": "sitematrix", **FORMAT}).json()["sitematrix"]
    assert answer["0"]["site"] == [
        {"url": real_wiki.server, "dbname": DATABASE_NAME, "code": "wiki", "sitename": "Real wiki"}
    ]
    general = central.get("/w/api.php", params={"action": "query", "meta": "siteinfo", **FORMAT}).json()
    assert general["query"]["general"]["wikiid"] == DATABASE_NAME
    assert general["query"]["general"]["server"] == real_wiki.server


@pytest.mark.parametrize(("person", "groups"), [("suppressor", {"suppress", "sysop"}), ("editor", set())])
def test_a_person_has_the_groups_the_real_wiki_says(central: httpx.Client, person: str, groups: set[str]) -> None:
    parameters = {"action": "query", "meta": "globaluserinfo", "guiprop": "groups|merged", **FORMAT}
    by_name = central.post("/w/api.php", data={**parameters, "guiuser": PEOPLE[person][0]}).json()
    found = by_name["query"]["globaluserinfo"]
    assert found["name"] == PEOPLE[person][0]
    assert set(found["merged"][0].get("groups", [])) == groups
    by_number = central.post("/w/api.php", data={**parameters, "guiid": found["id"]}).json()
    assert by_number == by_name


def test_nobody_is_missing(central: httpx.Client) -> None:
    parameters = {"action": "query", "meta": "globaluserinfo", "guiuser": "No such invented account", **FORMAT}
    assert central.get("/w/api.php", params=parameters).json()["query"] == {"globaluserinfo": {"missing": True}}


def test_everything_else_is_the_real_wikis_word(central: httpx.Client, real_wiki: RealWiki) -> None:
    parameters = {"action": "query", "prop": "revisions", "revids": real_wiki.seed["rev_suppressed"], **FORMAT}
    parameters["rvprop"] = "ids|sha1|userid"
    with httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=30) as direct:
        assert (
            central.post("/w/api.php", data=parameters).json() == direct.post(real_wiki.api_url, data=parameters).json()
        )
    refused = central.post("/w/api.php", data={"action": "nosuchaction", **FORMAT})
    assert refused.headers["MediaWiki-API-Error"] == "badvalue"
    assert "Invented village" in central.get("/wiki/Invented_village").text
