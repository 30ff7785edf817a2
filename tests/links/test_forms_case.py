"""Links for whoever looks into a case: encoded, and with nothing in them that the wiki would read as more."""

from urllib.parse import parse_qs, urlsplit

import pytest

from app.domain.wikis import Wiki
from app.links.forms_case import (
    log_link,
    partial_block_link,
    search_below_link,
    search_rules_link,
    talk_history_link,
    talk_to_link,
    user_rights_link,
)

WIKI = Wiki("enwiki", "https://en.example.org")


def query(link: str) -> dict[str, str]:
    assert urlsplit(link).netloc == "en.example.org"
    return {key: values[0] for key, values in parse_qs(urlsplit(link).query).items()}


def test_a_search_below_a_page_names_somebody_as_a_phrase() -> None:
    asked = query(search_below_link(WIKI, 'O "Quote" & Sons', "Project:Board/Archive"))
    assert asked["search"] == '"O  Quote  & Sons" prefix:Project:Board/Archive'
    assert query(search_below_link(WIKI, None, "Project:Board"))["search"] == "prefix:Project:Board"


@pytest.mark.parametrize("name", ["A&title=Special:Block", "A#b", "A?x=1", "Ä%41"])
def test_no_name_becomes_another_field(name: str) -> None:
    links = [talk_history_link(WIKI, name), log_link(WIKI, "rights", name), user_rights_link(WIKI, name).url]
    links += [partial_block_link(WIKI, name).url, talk_to_link(WIKI, name).url]
    for link in links:
        assert name in " ".join(query(link).values())


def test_without_a_name_the_pages_open_all_the_same() -> None:
    assert query(log_link(WIKI, "renameuser", None)) == {"title": "Special:Log", "type": "renameuser"}
    assert query(user_rights_link(WIKI, None).url) == {"title": "Special:UserRights"}
    assert "wpTarget" not in query(partial_block_link(WIKI, None).url)
    assert query(search_rules_link(WIKI))["ns4"] == "1"
