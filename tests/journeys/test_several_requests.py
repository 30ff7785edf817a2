"""One paste that different people have to act on: split, shown once, sent all or not at all, tied by a group code."""

import pytest
from sqlalchemy import select

from app.actions import filing
from app.actions.limits import Limit
from app.sandbox.abuse_log import add_hit
from app.sandbox.cases import TO_HIDE
from app.store.tables import DRAFTS, EVENTS, EXCLUDED, REQUESTS, TARGETS
from tests.journeys.cases import harbour
from tests.journeys.pastes import diff, hit_link, outgoing, paste, references, row_with, rows
from tests.support.haven import REVISION_DELETION, SUPPRESSION, Client, Haven
from tests.support.page_checks import heading, links, words

SPLIT = REVISION_DELETION | {"criterion": "rd-disruptive", "suppression_criterion": "os-private-information"}
STORED = (REQUESTS, TARGETS, EXCLUDED, EVENTS)


@pytest.fixture
async def tamsin(haven: Haven) -> Client:
    return await haven.client("Tamsin Vale")


def to_hide(haven: Haven, wiki: str) -> int:
    revisions = haven.farm.wiki(wiki).revisions.values()
    return next(each.rev_id for each in revisions if TO_HIDE in each.text and each is not each.page.latest)


def addresses(haven: Haven) -> list[str]:
    """A revision and an entry of the filter log on the large wiki, a revision on the small one."""
    english, books = haven.farm.wiki("enwiki"), haven.farm.wiki("dewikibooks")
    hit = add_hit(english, "Marlow Quince", english.page("Talk:Harbour lights").title, english.ago(hours=5))
    return [
        diff(english, harbour(english)[0]),
        hit_link(english, hit.hit_id),
        diff(books, to_hide(haven, "dewikibooks")),
    ]


async def checked(haven: Haven, client: Client) -> str:
    """A draft as far as the page that shows what it becomes."""
    draft = await paste(client, *addresses(haven))
    answer = await client.post(f"{draft}/file", SPLIT)
    assert answer.headers["location"] == f"{draft}/check", words(answer)
    return draft


async def stored(haven: Haven) -> int:
    """How many rows of requests there are, of every sort."""
    async with haven.desk.database.reading() as session:
        return sum([len((await session.execute(select(table))).all()) for table in STORED])


async def requests(haven: Haven) -> list[tuple[str, str, str, str | None]]:
    """Wiki, kind, queue and group of each request."""
    columns = (REQUESTS.c.wiki, REQUESTS.c.kind, REQUESTS.c.queue, REQUESTS.c.group_code)
    async with haven.desk.database.reading() as session:
        return sorted(tuple(row) for row in (await session.execute(select(*columns))).all())


async def test_it_is_split_by_wiki_kind_and_queue_and_each_is_shown(haven: Haven, tamsin: Client) -> None:
    draft = await checked(haven, tamsin)
    page = await tamsin.get(f"{draft}/check")
    assert "This becomes 3 requests" in words(page)
    shown = rows(page)
    assert len(shown) == 3
    assert [row.count("1 target") for row in shown] == [1, 1, 1]
    assert "the administrators of enwiki" in row_with(page, "Revision deletion on enwiki")
    assert "the oversighters of enwiki" in row_with(page, "Suppression on enwiki")
    assert "Non-public personal information" in row_with(page, "Suppression on enwiki")
    assert "Purely disruptive" in row_with(page, "Revision deletion on dewikibooks")
    assert "Purely disruptive" not in row_with(page, "Suppression on enwiki")
    assert await stored(haven) == 0, "nothing is written by looking"


async def test_sent_once_they_are_tied_by_one_code_and_the_sender_sees_each(haven: Haven, tamsin: Client) -> None:
    draft = await checked(haven, tamsin)
    own = await tamsin.follow(await tamsin.post(f"{draft}/check"))
    written = await requests(haven)
    assert [each[:3] for each in written] == [
        ("dewikibooks", "revision-deletion", "administrators.dewikibooks"),
        ("enwiki", "revision-deletion", "administrators.enwiki"),
        ("enwiki", "suppression", "oversighters.enwiki"),
    ]
    [group] = {each[3] for each in written}
    assert group
    assert heading(own) == "Your requests"
    assert len(set(references(own))) == 3
    for name, wiki, kind in (
        ("Hedda Moor", "enwiki", "Revision deletion"),
        ("Bruno Halm", "dewikibooks", "Revision deletion"),
        ("Odile Farr", "enwiki", "Suppression"),
    ):
        client = await haven.client(name)
        assert any(kind in row and wiki in row for row in rows(await client.get("/queues"))), name
    assert rows(await (await haven.client("Caro Lindqvist")).get("/queues")) == []


async def test_a_single_request_has_no_code_and_needs_no_second_look(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, addresses(haven)[0])
    filed = await tamsin.post(f"{draft}/file", SPLIT)
    assert filed.headers["location"].startswith("/requests/H-")
    assert [each[3] for each in await requests(haven)] == [None]


async def test_a_second_press_files_nothing(haven: Haven, tamsin: Client) -> None:
    draft = await checked(haven, tamsin)
    await tamsin.post(f"{draft}/check")
    before = await stored(haven)
    for again in (await tamsin.post(f"{draft}/check"), await tamsin.get(f"{draft}/check")):
        assert again.status_code == 404
        assert "This was sent already" in words(again)
    assert (await tamsin.post(f"{draft}/file", SPLIT)).status_code == 404
    assert await stored(haven) == before


async def test_the_same_paste_once_more_is_told_of_what_waits(haven: Haven, tamsin: Client) -> None:
    places = addresses(haven)
    for expected in (303, 409):
        draft = await paste(tamsin, *places)
        await tamsin.post(f"{draft}/file", SPLIT)
        sent = await tamsin.post(f"{draft}/check")
        assert sent.status_code == expected
    assert len(references(sent)) == 3
    assert len(await requests(haven)) == 3


async def test_where_one_cannot_be_written_none_is(
    haven: Haven, tamsin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database gives up at the second of three; then the third press of a person whose day is full."""
    draft = await checked(haven, tamsin)
    write, asked = filing.stored.add_request, 0

    async def broken(*arguments: object) -> None:
        nonlocal asked
        asked += 1
        if asked == 2:
            raise RuntimeError("the disk is full")
        await write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(filing.stored, "add_request", broken)
    assert (await tamsin.post(f"{draft}/check")).status_code == 500
    assert await stored(haven) == 0
    monkeypatch.setattr(filing.stored, "add_request", write)
    monkeypatch.setattr(filing, "REQUESTS", Limit("requests", 2, 24 * 60 * 60))
    refused = await tamsin.post(f"{draft}/check")
    assert refused.status_code == 429
    assert "as many requests as one person may" in words(refused)
    assert await stored(haven) == 0
    monkeypatch.undo()
    assert (await tamsin.post(f"{draft}/check")).status_code == 303, "the draft was kept all the while"
    assert len(await requests(haven)) == 3


async def test_an_answer_can_be_changed_and_the_others_are_kept(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, *addresses(haven))
    await tamsin.post(f"{draft}/file", SPLIT | {"keep_out_1": "Ilse Norrby", "line": "7", "exposed": ["phone", "name"]})
    page = await tamsin.get(f"{draft}/check")
    assert "Kept out one account" in words(page)
    assert any(link == f"{draft}/file#urgency" for link in links(page))
    assert any(link == f"{draft}/file#let_in" for link in links(page))
    form = await tamsin.get(f"{draft}/file")
    for kept in ("Let Ilse Norrby see it", 'value="7"', 'value="rd-disruptive"', 'value="os-private-information"'):
        assert kept in (words(form) if kept.startswith("Let") else form.text)
    await tamsin.post(f"{draft}/file", SPLIT | {"urgency": "routine"})
    assert "Kept out one account" in words(await tamsin.get(f"{draft}/check")), "an empty field lets nobody in"
    await tamsin.post(f"{draft}/file", SPLIT | {"urgency": "routine", "let_in": haven.central_id("Ilse Norrby")})
    changed = words(await tamsin.get(f"{draft}/check"))
    assert "Kept out nobody" in changed
    await tamsin.post(f"{draft}/check")
    async with haven.desk.database.reading() as session:
        assert set((await session.execute(select(REQUESTS.c.urgency))).scalars()) == {3}


async def test_what_only_oversighters_can_hide_needs_a_criterion_of_its_own(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, *addresses(haven))
    for missing in ("", "rd-disruptive", "no-such-code"):
        answer = await tamsin.post(f"{draft}/file", SPLIT | {"suppression_criterion": missing})
        assert answer.status_code == 422
        assert "for what only the oversighters of enwiki can hide" in words(answer)
    assert (await tamsin.get(f"{draft}/check")).headers["location"] == f"{draft}/file", "no answers, nothing to check"


async def test_one_queue_is_open_and_the_other_ends_in_a_letter(haven: Haven, tamsin: Client) -> None:
    """Commons' oversighters want mail; the large wiki's have a queue. A reload shows the letter, and files no more."""
    english, commons = haven.farm.wiki("enwiki"), haven.farm.wiki("commonswiki")
    draft = await paste(tamsin, diff(english, harbour(english)[0]), diff(commons, to_hide(haven, "commonswiki")))
    await tamsin.post(f"{draft}/file", SUPPRESSION)
    page = await tamsin.get(f"{draft}/check")
    assert "They have no queue here" in row_with(page, "Suppression on commonswiki")
    assert "They have no queue here" not in row_with(page, "Suppression on enwiki")
    for number in range(3):
        letter = await tamsin.post(f"{draft}/check")
        assert letter.status_code == 200
        assert heading(letter) == "Send it by mail"
        assert any(link.startswith("mailto:oversighters-commons@sandbox.invalid") for link in outgoing(letter))
        assert ("/requests/H-" in letter.text) is (number == 0)
        assert [each[:3] for each in await requests(haven)] == [("enwiki", "suppression", "oversighters.enwiki")]
    assert commons.server in letter.text
    assert english.server not in letter.text


async def test_a_draft_is_gone_after_two_hours(haven: Haven, tamsin: Client) -> None:
    draft = await checked(haven, tamsin)
    haven.clock.move(hours=2, seconds=1)
    for answer in (
        await tamsin.get(f"{draft}/check"),
        await tamsin.post(f"{draft}/check"),
        await tamsin.get(f"{draft}/file"),
        await tamsin.get(f"{draft}/around/0"),
    ):
        assert answer.status_code == 404
        assert "two hours went by" in words(answer)
    assert await stored(haven) == 0


async def test_a_strangers_draft_does_not_exist(haven: Haven, tamsin: Client) -> None:
    draft = await checked(haven, tamsin)
    ilse = await haven.client("Ilse Norrby")
    unknown = "/drafts/" + "A" * len(draft.rpartition("/")[2])
    for path in ("", "/check", "/file", "/around/0", "/after", "/copyright"):
        theirs, none = await ilse.get(draft + path), await ilse.get(unknown + path)
        assert theirs.status_code == none.status_code == 404, path
        assert words(theirs) == words(none)
    for path, fields in (("/check", {}), ("/choose", {"take": "0"}), ("/mark", {"mark": "0"}), ("/file", SPLIT)):
        assert (await ilse.post(draft + path, fields)).status_code == 404, path
    assert await stored(haven) == 0
    async with haven.desk.database.reading() as session:
        assert len((await session.execute(select(DRAFTS))).all()) == 1
    assert "This becomes 3 requests" in words(await tamsin.get(f"{draft}/check")), "and nothing was changed by it"
