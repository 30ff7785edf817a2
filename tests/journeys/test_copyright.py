"""S10: text taken from a website. The public way is for copyright alone, and never a suppression or a mail."""

import logging
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.actions.drafting import read_draft
from app.domain.requests import Exposed
from app.mediawiki.outcomes import Unreachable
from app.mediawiki.ranges import Ranges
from app.sandbox.files import upload
from app.sandbox.wiki import Wiki
from tests.journeys.cases import harbour, newest
from tests.journeys.pastes import (
    diff,
    forms_to,
    hit_link,
    log_link,
    outgoing,
    page_link,
    paste,
    raw_database,
    references,
)
from tests.support.haven import REVISION_DELETION, SUPPRESSION, Client, Haven
from tests.support.page_checks import links, read, words

SOURCE = "https://copied-zyq.invalid/page?id=7&part=2"
COPYRIGHT = REVISION_DELETION | {"criterion": "rd1-copyright", "exposed": ["copyright"], "whose": "unknown"}


@pytest.fixture
def wiki(haven: Haven) -> Wiki:
    return haven.farm.wiki("enwiki")


async def way(client: Client, wiki: Wiki, *more: int) -> str:
    """A draft on the harbour's five revisions as far as the page on which the public way is offered."""
    draft = await paste(client, *(diff(wiki, each) for each in [*harbour(wiki), *more]))
    answer = await client.post(f"{draft}/file", COPYRIGHT)
    assert answer.headers["location"] == f"{draft}/check", "shown first, nothing sent"
    page = await client.follow(answer)
    assert "For copyright there is a public way" in words(page)
    assert f"{draft}/copyright" in links(page)
    return draft


def template(*ranges: tuple[int, int]) -> str:
    places = "".join(
        f"|start{number if number > 1 else ''}={first}|end{number if number > 1 else ''}={last}"
        for number, (first, last) in enumerate(ranges, start=1)
    )
    return f"{{{{copyvio-revdel|url={SOURCE}{places}}}}}"


def template_of(page: httpx.Response) -> str:
    """The text to copy, empty where there is none."""
    return "\n".join(each.get_text() for each in read(page).find_all("textarea"))


async def test_without_the_right_it_ends_in_the_text_of_the_template(haven: Haven, wiki: Wiki) -> None:
    tamsin = await haven.client("Tamsin Vale")
    draft = await way(tamsin, wiki)
    assert template_of(await tamsin.get(f"{draft}/copyright")) == ""
    page = await tamsin.post(f"{draft}/copyright", {"source": SOURCE})
    first, second, third, fourth, fifth = harbour(wiki)
    assert template_of(page) == template((first, second), (third, fourth), (fifth, fifth)), "as they stand together"
    assert forms_to(page, "Special:RevisionDelete") == []
    assert "The newest revision has to be clean" in words(page)
    assert forms_to(page, f"curid={wiki.page('Talk:Harbour lights').page_id}", "action=edit")


async def test_with_the_right_it_ends_in_the_wikis_form_with_its_own_reason_and_the_source(
    haven: Haven, wiki: Wiki
) -> None:
    ilse = await haven.client("Ilse Norrby")
    page = await ilse.post(f"{await way(ilse, wiki)}/copyright", {"source": SOURCE})
    [form] = forms_to(page, "Special:RevisionDelete")
    query = {key: value[0] for key, value in parse_qs(urlsplit(form).query).items()}
    assert query.pop("ids").split(",") == [str(each) for each in harbour(wiki)]
    assert query == {
        "title": "Special:RevisionDelete",
        "type": "revision",
        "wpHidePrimary": "1",
        "wpRevDeleteReasonList": "Copyright violation",
        "wpReason": SOURCE,
    }
    assert template_of(page) == ""


async def test_the_template_names_no_revision_that_was_not_chosen(haven: Haven, wiki: Wiki) -> None:
    """Those in between stay as they are: a range that spans them would have them hidden, too."""
    tamsin, ids = await haven.client("Tamsin Vale"), harbour(wiki)
    draft = await paste(tamsin, *(diff(wiki, each) for each in (ids[3], ids[0], ids[1])))
    await tamsin.post(f"{draft}/file", COPYRIGHT)
    page = await tamsin.post(f"{draft}/copyright", {"source": SOURCE})
    assert template_of(page) == template((ids[0], ids[1]), (ids[3], ids[3]))


async def test_more_ranges_than_the_template_holds_are_said(haven: Haven, wiki: Wiki) -> None:
    tamsin = await haven.client("Tamsin Vale")
    ids = [wiki.add_revision(wiki.page("Tide tables"), "Marlow Quince", "x", str(n)).rev_id for n in range(12)]
    draft = await paste(tamsin, *(diff(wiki, each) for each in ids[:10:2]))
    await tamsin.post(f"{draft}/file", COPYRIGHT)
    page = await tamsin.post(f"{draft}/copyright", {"source": SOURCE})
    assert template_of(page) == ""
    assert "in more places than the text can name. Send the request instead." in words(page)
    assert f"{draft}/check" in links(page)


async def test_only_the_text_of_revisions_has_a_public_way(haven: Haven, wiki: Wiki) -> None:
    """The number of a log entry, a file's page or a page is none of a revision: neither form nor template takes it."""
    file = wiki.add_page("Rope (invented).png", 6)
    wiki.add_revision(file, "Wilma Tarn", "up", at=wiki.ago(days=3))
    versions = [upload(wiki, file, "Wilma Tarn", "v", str(n), wiki.ago(days=3 - n)) for n in range(2)]
    entry = wiki.add_log("protect", "protect", "Wilma Tarn", wiki.page("Tide tables").title, "why")
    address = f"{wiki.server}/w/index.php?title=File:Rope_(invented).png&action=revert&oldimage="
    others = (
        f"{address}{versions[0].archive_time}!Rope_(invented).png",
        log_link(wiki, entry.log_id),
        page_link(wiki, wiki.page("Tide tables").page_id),
    )
    tamsin = await haven.client("Tamsin Vale")
    for other in others:
        draft = await paste(tamsin, diff(wiki, harbour(wiki)[0]), other)
        sent = await tamsin.post(f"{draft}/file", COPYRIGHT)
        assert sent.headers["location"].startswith("/requests/H-"), other
    for parts in (["user-name"], ["text", "summary"]):
        draft = await paste(tamsin, diff(wiki, harbour(wiki)[1]))
        sent = await tamsin.post(f"{draft}/file", COPYRIGHT | {"parts": parts})
        assert sent.headers.get("location") != f"{draft}/check", parts


async def test_what_cannot_be_seen_or_is_hidden_is_in_neither_form_nor_template(haven: Haven, wiki: Wiki) -> None:
    """One suppressed revision would make the whole form refuse an administrator."""
    suppressed, hidden, *rest = harbour(wiki)
    wiki.hide([suppressed], user=True, suppressed=True)
    wiki.hide([hidden], text=True)
    ilse, odile = await haven.client("Ilse Norrby"), await haven.client("Piet Wander")
    for client, left in ((ilse, rest), (odile, [suppressed, *rest])):
        page = await client.post(f"{await way(client, wiki)}/copyright", {"source": SOURCE})
        [form] = forms_to(page, "Special:RevisionDelete")
        assert parse_qs(urlsplit(form).query)["ids"] == [",".join(map(str, left))]
    tamsin = await haven.client("Tamsin Vale")
    page = await tamsin.post(f"{await way(tamsin, wiki)}/copyright", {"source": SOURCE})
    assert template_of(page) == template((rest[0], rest[1]), (rest[2], rest[2]))


async def test_where_nothing_is_left_it_is_said(haven: Haven, wiki: Wiki) -> None:
    ilse = await haven.client("Ilse Norrby")
    wiki.hide(harbour(wiki), user=True, suppressed=True)
    page = await ilse.post(f"{await way(ilse, wiki)}/copyright", {"source": SOURCE})
    assert "None of these revisions is left for this way" in words(page)
    assert forms_to(page, "Special:RevisionDelete") == []


async def test_with_the_wiki_silent_it_is_said(haven: Haven, wiki: Wiki) -> None:
    ilse = await haven.client("Ilse Norrby")
    draft = await way(ilse, wiki)
    haven.farm.faults.set("enwiki", "down")
    page = await ilse.post(f"{draft}/copyright", {"source": SOURCE})
    assert page.status_code == 503
    assert "could not be asked" in words(page)


async def test_with_the_history_silent_every_revision_stands_alone(
    haven: Haven, wiki: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(*_: object) -> Unreachable:
        return Unreachable()

    monkeypatch.setattr(Ranges, "history", silent)
    tamsin, ids = await haven.client("Tamsin Vale"), harbour(wiki)
    draft = await paste(tamsin, *(diff(wiki, each) for each in ids[:2]))
    await tamsin.post(f"{draft}/file", COPYRIGHT)
    page = await tamsin.post(f"{draft}/copyright", {"source": SOURCE})
    assert template_of(page) == template((ids[0], ids[0]), (ids[1], ids[1]))


async def test_the_newest_revision_is_left_out_and_has_to_be_cleaned_first(haven: Haven, wiki: Wiki) -> None:
    for name in ("Ilse Norrby", "Tamsin Vale"):
        client = await haven.client(name)
        current = newest(wiki, "Talk:Harbour lights")
        page = await client.post(f"{await way(client, wiki, current)}/copyright", {"source": SOURCE})
        assert str(current) not in template_of(page) + "".join(forms_to(page, "Special:RevisionDelete"))
        assert forms_to(page, "action=edit")


@pytest.mark.parametrize("exposed", [each.value for each in Exposed if each is not Exposed.COPYRIGHT])
async def test_the_template_is_for_nothing_but_copyright(haven: Haven, wiki: Wiki, exposed: str) -> None:
    """Alone, and beside copyright: whoever else reads the page would learn where the private thing stands."""
    tamsin = await haven.client("Tamsin Vale")
    for kinds, revid in (([exposed], harbour(wiki)[0]), (["copyright", exposed], harbour(wiki)[1])):
        draft = await paste(tamsin, diff(wiki, revid))
        answer = await tamsin.post(f"{draft}/file", COPYRIGHT | {"exposed": kinds})
        assert answer.headers["location"].startswith("/requests/H-"), "it goes its private way at once"
        for page in (
            await tamsin.get(f"{draft}/copyright"),
            await tamsin.post(f"{draft}/copyright", {"source": SOURCE}),
        ):
            assert page.status_code == 404
            assert "copyvio" not in page.text


async def test_choosing_personal_information_afterwards_takes_the_template_away(haven: Haven, wiki: Wiki) -> None:
    """Also for the page that still lies open in another tab. Two places, so that the draft waits for a second look."""
    tamsin = await haven.client("Tamsin Vale")
    draft = await way(tamsin, wiki)
    assert (await tamsin.get(f"{draft}/copyright")).status_code == 200
    hit = next(iter(wiki.hits))
    await tamsin.post(f"{draft}/around/0", {"take": [f"abuse-log.{hit}..0"]})
    private = COPYRIGHT | {"exposed": ["copyright", "phone"], "suppression_criterion": "os-private-information"}
    page = await tamsin.follow(await tamsin.post(f"{draft}/file", private))
    assert "This becomes 2 requests" in words(page)
    assert "public way" not in words(page)
    assert f"{draft}/copyright" not in page.text
    for late in (await tamsin.get(f"{draft}/copyright"), await tamsin.post(f"{draft}/copyright", {"source": SOURCE})):
        assert late.status_code == 404
        assert "copyvio" not in late.text


async def test_suppression_is_refused_for_copyright(haven: Haven, wiki: Wiki) -> None:
    """But on counsel's advice, which has a criterion of its own."""
    tamsin = await haven.client("Tamsin Vale")
    draft = await paste(tamsin, diff(wiki, harbour(wiki)[0]))
    for criterion in ("os-private-information", "os-libel"):
        answer = await tamsin.post(f"{draft}/file", SUPPRESSION | {"exposed": ["copyright"], "criterion": criterion})
        assert answer.status_code == 422, criterion
    answer = await tamsin.post(f"{draft}/file", SUPPRESSION | {"exposed": ["copyright"]})
    assert "Copyright is suppressed on the advice of Wikimedia’s counsel only" in words(answer)
    assert references(await (await haven.client("Odile Farr")).get("/queues")) == set()


async def test_nor_does_copyright_reach_the_oversighters_beside_a_revision_deletion(haven: Haven, wiki: Wiki) -> None:
    """Only they can hide an entry of the filter log; with anything private there it is theirs."""
    tamsin, split = await haven.client("Tamsin Vale"), COPYRIGHT | {"suppression_criterion": "os-private-information"}
    draft = await paste(tamsin, hit_link(wiki, next(iter(wiki.hits))))
    refused = await tamsin.post(f"{draft}/file", split)
    assert refused.status_code == 422
    assert "Copyright is suppressed on the advice of Wikimedia’s counsel only" in words(refused)
    assert references(await (await haven.client("Odile Farr")).get("/queues")) == set()
    sent = await tamsin.post(f"{draft}/file", split | {"exposed": ["copyright", "phone"]})
    assert sent.headers["location"].startswith("/requests/H-")


@pytest.mark.parametrize("typed", ["An invented sentence about somebody", "an-invented-sentence-about-somebody", "é\0"])
async def test_a_criterion_that_nothing_needs_is_not_kept(haven: Haven, wiki: Wiki, typed: str) -> None:
    tamsin = await haven.client("Tamsin Vale")
    draft = await paste(tamsin, *(diff(wiki, each) for each in harbour(wiki)))
    sent = await tamsin.post(f"{draft}/file", COPYRIGHT | {"suppression_criterion": typed})
    assert sent.headers["location"] == f"{draft}/check"
    found = await read_draft(haven.desk, haven.central_id("Tamsin Vale"), draft.rpartition("/")[2])
    assert found.answers["suppression-criterion"] == ""


@pytest.mark.parametrize("typed", ["An invented sentence", "an-invented-sentence", "os-libel", "é\0"])
async def test_a_criterion_is_checked_though_only_oversighters_can_hide_all_of_it(
    haven: Haven, wiki: Wiki, typed: str
) -> None:
    tamsin = await haven.client("Tamsin Vale")
    draft = await paste(tamsin, hit_link(wiki, next(iter(wiki.hits))))
    answers = REVISION_DELETION | {"criterion": typed, "suppression_criterion": "os-private-information"}
    refused = await tamsin.post(f"{draft}/file", answers)
    assert refused.status_code == 422
    assert "This criterion does not belong to what you chose" in words(refused)


async def test_no_mail_to_the_oversighters_and_none_to_anybody(haven: Haven, wiki: Wiki) -> None:
    for queues_name in ("Tamsin Vale", "Ilse Norrby"):
        client = await haven.client(queues_name)
        draft = await way(client, wiki)
        for page in (
            await client.get(f"{draft}/check"),
            await client.get(f"{draft}/copyright"),
            await client.post(f"{draft}/copyright", {"source": SOURCE}),
        ):
            assert not any(link.startswith("mailto:") for link in outgoing(page))
            assert "versight" not in words(page)
            assert "suppress" not in words(page).lower()


async def test_it_may_still_be_asked_for_and_then_goes_to_the_administrators(haven: Haven, wiki: Wiki) -> None:
    tamsin = await haven.client("Tamsin Vale")
    draft = await way(tamsin, wiki)
    sent = await tamsin.post(f"{draft}/check")
    assert "the administrators of enwiki" in words(await tamsin.follow(sent))
    assert (await tamsin.get(f"{draft}/copyright")).status_code == 404


async def test_a_wiki_without_a_public_way_offers_none(haven: Haven) -> None:
    """Its own process is its own: the template of another wiki would be a red link there."""
    tamsin, books = await haven.client("Tamsin Vale"), haven.farm.wiki("dewikibooks")
    revid = books.page("Talk:Gezeiten: Übungen").revisions[1].rev_id
    draft = await paste(tamsin, diff(books, revid))
    answer = await tamsin.post(f"{draft}/file", COPYRIGHT | {"criterion": "rd-disruptive"})
    assert answer.headers["location"].startswith("/requests/H-")


async def test_the_source_is_kept_nowhere(
    haven: Haven, wiki: Wiki, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ilse = await haven.client("Ilse Norrby")
    draft = await way(ilse, wiki)
    with caplog.at_level(logging.DEBUG):
        assert SOURCE.split("/")[2] in (await ilse.post(f"{draft}/copyright", {"source": SOURCE})).text
    core = "copied-zyq"
    assert core not in caplog.text
    assert core.encode() not in raw_database(tmp_path)
    assert all(core not in entry.path for entry in haven.farm.access_log.entries())
    await ilse.post(f"{draft}/check")
    for path in (draft, f"{draft}/copyright", "/requests"):
        assert core not in (await ilse.get(path)).text


@pytest.mark.parametrize(
    "source",
    ["", "copied", "ftp://a.example/x", "javascript:alert(1)", "https://a", "https://a.example/}}{{x", "https://a.example/|y",
     "https://a.example/ b", "https://a.example/<script>", 'https://a.example/"', "https://a.example/\n{{", "x" * 900,
     "https://a.example/" + "x" * 900, "//a.example/x", "http://[1.2", "http://a.example\uff0f", "https://a.example/~~~~",
     "https://a.example/\u2028x"],
)  # fmt: skip
async def test_what_is_no_address_is_refused_and_kept_in_its_field(haven: Haven, wiki: Wiki, source: str) -> None:
    """What could end the template, or begin another, is no address."""
    tamsin = await haven.client("Tamsin Vale")
    draft = await way(tamsin, wiki)
    page = await tamsin.post(f"{draft}/copyright", {"source": source})
    assert page.status_code == 422
    assert "Give the whole address of the source" in words(page)
    soup = read(page)
    typed = soup.find("input", attrs={"name": "source"})
    assert typed is not None
    assert str(typed["value"]).split() == source.split()
    assert template_of(page) == ""
