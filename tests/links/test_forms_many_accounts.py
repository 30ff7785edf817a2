"""Links about accounts on many wikis: each value is exactly itself, and lists are cut to what a link can hold."""

from urllib.parse import parse_qs, urlsplit

import pytest

from app.domain.wikis import Wiki
from app.links import forms_many_accounts as links
from app.links.build import MOST_BYTES, MOST_BYTES_THROUGH_SIGN_IN

META, EN = Wiki("metawiki", "https://meta.wikimedia.org"), Wiki("enwiki", "https://en.wikipedia.org")
HOSTILE = "X&wpReason=y <b>\"'=+%41#?ş\u202e"


def query(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query, strict_parsing=True)


@pytest.mark.parametrize(
    ("url", "field"),
    [
        (links.global_contributions_link(META, HOSTILE), "target"),
        (links.global_account_link(META, HOSTILE), "target"),
        (links.similar_names_link(META, HOSTILE), "username"),
        (links.similar_names_here_link(EN, HOSTILE), "username"),
        (links.user_pages_link(EN, HOSTILE), "prefix"),
        (links.multi_lock_links(META, [HOSTILE])[0].url, "wpTarget"),
        (links.mass_global_block_links(META, [HOSTILE])[0].url, "wpTargets"),
        (links.analyser_link(EN, [HOSTILE, "B"]), "users"),
    ],
)
def test_a_name_is_one_value_of_one_field(url: str, field: str) -> None:
    assert query(url)[field][0] == HOSTILE
    assert "wpReason" not in query(url)


def test_deleted_pages_are_searched_by_the_title_of_the_user_page() -> None:
    assert query(links.deleted_user_pages_link(EN, HOSTILE).url)["prefix"] == [f"User:{HOSTILE}"]


def test_a_list_is_cut_into_links_that_each_fit_and_loses_nobody() -> None:
    names = [f"Имя {number} с длинным названием" for number in range(200)]
    made = links.multi_lock_links(META, names)
    assert len(made) > 1
    assert [name for link in made for name in link.ids] == names
    assert [name for link in made for name in query(link.url)["wpTarget"][0].split("\n")] == names
    assert all(len(link.url) <= MOST_BYTES and len(link.through_sign_in) <= MOST_BYTES_THROUGH_SIGN_IN for link in made)
    assert links.multi_lock_links(META, []) == []


def test_a_line_break_makes_no_second_name() -> None:
    broken = ["Good", "Bad\nAdmin", "Bad\rAdmin", "Bad\u2028Admin"]
    assert links.write_wikitext_list(broken) == "* [[Special:CentralAuth/Good]]"
    assert [link.ids for link in links.mass_global_block_links(META, broken)] == [("Good",)]


def test_the_analyser_is_for_two_or_more_on_a_wiki_it_can_know() -> None:
    assert links.analyser_link(EN, ["One"]) is None
    assert links.analyser_link(Wiki("enwiki", "http://127.0.0.3:8000"), ["One", "Two"]) is None
    assert query(links.analyser_link(EN, ["One", "Two"]) or "") == {"users": ["One", "Two"], "server": ["enwiki"]}
