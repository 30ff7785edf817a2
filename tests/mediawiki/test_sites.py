"""The farm's description: what is asked once and kept, what is left out, and which wikis a wiki set covers."""

import httpx
import pytest

from app.domain.wikis import Farm
from app.mediawiki.client import WikiClient
from app.mediawiki.outcomes import Failed, Garbled, Refused, Unreachable
from app.mediawiki.sites import HOUR, Sites
from tests.mediawiki.scripted import CENTRAL_INDEX, USER_AGENT, Answer, Scripted, scripted_farm, sitematrix
from tests.mediawiki.test_remembered import Clock

DOWN: Answer = httpx.Response(500)


def sites_of(wikis: Scripted, clock: Clock | None = None) -> Sites:
    now = clock or Clock()
    return Sites(WikiClient(USER_AGENT, now, wikis.client()), CENTRAL_INDEX, now)


async def farm_of(sites: Sites) -> Farm:
    farm = await sites.farm()
    assert isinstance(farm, Farm)
    return farm


async def test_the_farm() -> None:
    farm = await farm_of(sites_of(scripted_farm()))
    assert farm.central == "metawiki"
    assert farm.wikis["bigwiki"].api == "https://big.example/w/api.php"
    assert farm.wikis["bigwiki"].counts_for_rights
    assert not farm.wikis["testwiki"].counts_for_rights
    assert (farm.wikis["hewiki"].direction, farm.wikis["hewiki"].closed) == ("rtl", True)
    assert not farm.wikis["secretwiki"].readable


async def test_the_central_wiki_gives_the_script_path() -> None:
    wikis = scripted_farm()
    client = WikiClient(USER_AGENT, Clock(), wikis.client())
    farm = await farm_of(Sites(client, "https://meta.example/odd/index.php", Clock()))
    assert farm.wikis["bigwiki"].api == "https://big.example/odd/api.php"


async def test_the_farm_is_asked_once_an_hour_and_outlives_a_failure() -> None:
    wikis, clock = scripted_farm(), Clock()
    sites = sites_of(wikis, clock)
    await farm_of(sites)
    await farm_of(sites)
    assert len(wikis.asked) == 2
    clock.at += HOUR
    wikis.answers["meta.example", "sitematrix"] = DOWN
    assert "bigwiki" in (await farm_of(sites)).wikis


async def test_without_a_farm_there_is_a_failure() -> None:
    wikis = scripted_farm()
    wikis.answers["meta.example", "sitematrix"] = DOWN
    assert await sites_of(wikis).farm() == Unreachable()
    assert await sites_of(wikis).with_names(["bigwiki"]) == Unreachable()


async def test_a_central_wiki_that_the_farm_does_not_list_is_no_farm() -> None:
    wikis, matrix = scripted_farm(), sitematrix()
    matrix["sitematrix"]["specials"] = []
    wikis.answers["meta.example", "sitematrix"] = matrix
    assert await sites_of(wikis).farm() == Garbled()


@pytest.mark.parametrize("url", ["ftp://odd.example", "https://user@odd.example", "https://", "odd"])
async def test_an_odd_address_is_no_wiki(url: str) -> None:
    wikis, matrix = scripted_farm(), sitematrix()
    matrix["sitematrix"]["specials"].append({"url": url, "dbname": "oddwiki", "code": "odd"})
    wikis.answers["meta.example", "sitematrix"] = matrix
    assert "oddwiki" not in (await farm_of(sites_of(wikis))).wikis


async def test_names_are_asked_of_each_wiki_once_a_day() -> None:
    wikis, clock = scripted_farm(), Clock()
    sites = sites_of(wikis, clock)
    for _ in range(2):
        farm = await sites.with_names(["bigwiki", "smallwiki", "secretwiki", "nowiki"])
        assert isinstance(farm, Farm)
        assert set(farm.names) == {"bigwiki", "smallwiki"}
        assert farm.names_of("bigwiki").special_pages["unterschied"] == "Diff"
        assert farm.names_of("bigwiki").namespaces["benutzer"] == 2
    assert wikis.count("siteinfo", "big.example") == 1
    assert wikis.count("siteinfo", "secret.example") == 0


async def test_a_wiki_that_fails_is_left_out_of_the_names() -> None:
    wikis = scripted_farm()
    wikis.answers["big.example", "siteinfo"] = DOWN
    farm = await sites_of(wikis).with_names(["bigwiki", "smallwiki"])
    assert isinstance(farm, Farm)
    assert set(farm.names) == {"smallwiki"}


def _sets(*sets: dict[str, object]) -> dict[str, object]:
    return {"batchcomplete": True, "query": {"wikisets": list(sets)}}


@pytest.mark.parametrize(
    ("entry", "covered"),
    [
        ({"type": "optin", "wikisincluded": ["a", "b"], "wikisnotincluded": {"0": "c", "4": "d"}}, {"a", "b"}),
        ({"type": "optout", "wikisincluded": {"1": "a", "3": "d"}, "wikisnotincluded": ["b"]}, {"a", "d"}),
        ({"type": "strange", "wikisincluded": ["a"], "wikisnotincluded": []}, Garbled()),
    ],
)
async def test_wiki_sets(entry: dict[str, object], covered: set[str] | Failed) -> None:
    wikis = scripted_farm()
    wikis.answers["meta.example", "wikisets"] = _sets(
        {"id": "1", "name": "Other"}, {"id": "7", "name": "Small", **entry}
    )
    sites = sites_of(wikis)
    assert await sites.global_sysop_wikis("Small") == covered
    assert await sites.global_sysop_wikis("No such set") == Garbled()


async def test_a_private_wiki_is_never_asked() -> None:
    wikis = scripted_farm()
    sites = sites_of(wikis)
    farm = await farm_of(sites)
    assert await sites.description(farm.wikis["secretwiki"]) == Refused("private-wiki")
    assert wikis.count("siteinfo", "secret.example") == 0
