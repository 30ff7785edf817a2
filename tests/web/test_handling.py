"""Taking, leasing, taking over, closing: what two people at once and an old page may and may not do."""

from asyncio import create_task, gather

import pytest

from app.actions import completion
from app.domain.requests import TargetState
from app.store import requests as stored
from tests.journeys.cases import harbour, newest
from tests.support.haven import REVISION_DELETION, Haven
from tests.support.page_checks import form_actions, links, words


async def filed(haven: Haven, **answers: str) -> str:
    ilse = await haven.client("Ilse Norrby")
    return await haven.file(ilse, "enwiki", harbour(haven.farm.wiki("enwiki")), answers)


async def test_of_two_who_take_it_at_once_exactly_one_holds_it(haven: Haven) -> None:
    reference = await filed(haven)
    people = [await haven.client(name) for name in ("Odile Farr", "Keeva Strand", "Piet Wander")]
    answers = await gather(*(client.post(f"/requests/{reference}/take") for client in people))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]


async def test_a_lease_ends_by_itself_and_is_renewed_by_activity_only(haven: Haven) -> None:
    reference = await filed(haven)
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    await odile.post(f"/requests/{reference}/take")
    haven.clock.move(minutes=20)
    await odile.get(f"/requests/{reference}")
    assert (await odile.post(f"/requests/{reference}/check")).status_code == 303
    haven.clock.move(minutes=20)
    assert (await keeva.post(f"/requests/{reference}/take")).status_code == 409
    await odile.get(f"/requests/{reference}")  # looking renews nothing
    haven.clock.move(minutes=11)
    assert (await keeva.post(f"/requests/{reference}/take")).status_code == 303


async def test_taking_over_asks_first_and_only_from_the_holder_that_was_shown(haven: Haven) -> None:
    reference = await filed(haven)
    odile, keeva, piet = [await haven.client(name) for name in ("Odile Farr", "Keeva Strand", "Piet Wander")]
    await odile.post(f"/requests/{reference}/take")
    page = await keeva.get(f"/requests/{reference}/take-over")
    assert "Odile Farr" in words(page)
    stale = {"holder_seen": str(haven.central_id("Odile Farr"))}
    assert (await piet.post(f"/requests/{reference}/take-over", stale)).status_code == 303
    assert (await keeva.post(f"/requests/{reference}/take-over", stale)).status_code == 409
    assert "Piet Wander" in words(await keeva.get(f"/requests/{reference}"))
    closed = await odile.post(f"/requests/{reference}/close", {"closing": "mistake"})
    assert closed.status_code == 409


async def test_pointers_need_a_live_view_and_a_get_gives_none(haven: Haven) -> None:
    reference = await filed(haven)
    revids = harbour(haven.farm.wiki("enwiki"))
    odile = await haven.client("Odile Farr")
    before = await odile.get(f"/requests/{reference}")
    assert not any(str(revid) in before.text for revid in revids)
    await odile.post(f"/requests/{reference}/take")
    opened = await odile.get(f"/requests/{reference}")
    assert all(str(revid) in opened.text for revid in revids)
    haven.clock.move(minutes=61)
    after = await odile.get(f"/requests/{reference}")
    assert not any(str(revid) in after.text for revid in revids)


async def test_opening_leaves_one_line_that_peers_and_the_ombuds_read(haven: Haven) -> None:
    reference = await filed(haven)
    odile, keeva, oona = [await haven.client(name) for name in ("Odile Farr", "Keeva Strand", "Oona Brack")]
    for _ in range(3):
        assert (await odile.post(f"/requests/{reference}/open", {"purpose": "review"})).status_code == 303
        haven.clock.move(minutes=5)
    assert words(await keeva.get(f"/requests/{reference}")).count("Odile Farr · Review") == 1
    start = await oona.get("/")
    assert ("/view-log" in links(start), "holds no right" in words(start)) == (True, False)
    log = await oona.get("/view-log")
    assert reference in words(log)
    assert "Odile Farr" in words(log)
    assert (await oona.get(f"/requests/{reference}")).status_code == 403
    assert (await odile.post(f"/requests/{reference}/open", {})).status_code == 422


async def test_rights_are_read_from_the_wiki_at_the_moment_of_taking(haven: Haven) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    assert reference in (await odile.get("/queues")).text
    haven.farm.revoke("Odile Farr", "suppress", "enwiki")
    refused = await odile.post(f"/requests/{reference}/take")
    assert refused.status_code in (403, 404)
    assert not any(str(revid) in refused.text for revid in harbour(haven.farm.wiki("enwiki")))
    assert reference not in (await odile.get("/queues")).text


async def test_a_blocked_and_a_locked_oversighter_get_nothing(haven: Haven) -> None:
    reference = await filed(haven)
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    await odile.get("/queues")
    await keeva.get("/queues")
    haven.farm.block("Odile Farr", "enwiki", by="Hedda Moor")
    haven.farm.lock("Keeva Strand", by="Sunniva Aldous")
    assert (await odile.post(f"/requests/{reference}/take")).status_code in (403, 404)
    assert (await keeva.post(f"/requests/{reference}/take")).status_code in (403, 404)


@pytest.mark.parametrize("fault", ["down", "http429", "ratelimited", "garbage"])
@pytest.mark.parametrize("wiki", ["enwiki", "metawiki"])
async def test_a_wiki_that_cannot_be_asked_opens_nothing_and_is_never_clean(
    haven: Haven, fault: str, wiki: str
) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    await odile.get("/queues")
    haven.farm.faults.set(wiki, fault)
    refused = await odile.post(f"/requests/{reference}/take")
    assert refused.status_code == 503
    assert "could not" in words(refused).lower()
    assert not any(str(revid) in refused.text for revid in harbour(haven.farm.wiki("enwiki")))
    haven.farm.faults.clear()
    assert (await odile.post(f"/requests/{reference}/take")).status_code == 303
    haven.farm.wiki("enwiki").hide(harbour(haven.farm.wiki("enwiki")), text=True, suppressed=True)
    haven.farm.faults.set("enwiki", fault)
    checked = await odile.post(f"/requests/{reference}/check")
    assert checked.status_code == 503
    assert "Done: the wiki shows it" not in words(checked)


async def test_revision_deletion_is_not_taken_for_suppression(haven: Haven) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    await odile.post(f"/requests/{reference}/take")
    haven.farm.wiki("enwiki").hide(harbour(haven.farm.wiki("enwiki")), text=True)
    page = await odile.follow(await odile.post(f"/requests/{reference}/check"))
    assert "Done: the wiki shows it" not in words(page)
    forms = [link for link in links(page) if "?title=Special:RevisionDelete&" in link]
    assert forms, "the form that raises it to suppression is still offered"


async def test_part_of_it_done_shows_how_much_is_left_and_the_form_leaves_it_out(haven: Haven) -> None:
    reference = await filed(haven)
    revids = harbour(haven.farm.wiki("enwiki"))
    odile = await haven.client("Odile Farr")
    await odile.post(f"/requests/{reference}/take")
    haven.farm.wiki("enwiki").hide(revids[:2], text=True, suppressed=True)
    page = await odile.follow(await odile.post(f"/requests/{reference}/check"))
    form = next(link for link in links(page) if "?title=Special:RevisionDelete&" in link)
    assert not any(str(revid) in form for revid in revids[:2])
    assert all(str(revid) in form for revid in revids[2:])
    assert "5 targets, 2 done" in words(await odile.get("/queues")) + words(await odile.get(f"/requests/{reference}"))


async def test_the_newest_revision_is_edited_out_first(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    current = newest(wiki, "Talk:Harbour lights")
    ilse, odile = await haven.client("Ilse Norrby"), await haven.client("Odile Farr")
    reference = await haven.file(ilse, "enwiki", [current, harbour(wiki)[0]], {"parts": ["text", "summary"]})
    page = await odile.follow(await odile.post(f"/requests/{reference}/take"))
    forms = [link for link in links(page) if "?title=Special:RevisionDelete&" in link]
    with_text = [form for form in forms if "wpHidePrimary=1" in form]
    assert not any(str(current) in form for form in with_text)
    assert any(str(current) in form and "wpHideComment=1" in form for form in forms)
    assert any("action=edit" in link and "curid=" in link for link in links(page))


async def test_an_administrators_form_leaves_out_what_would_make_it_refuse(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    revids = harbour(wiki)
    tamsin, ilse = await haven.client("Tamsin Vale"), await haven.client("Ilse Norrby")
    reference = await haven.file(tamsin, "enwiki", revids, REVISION_DELETION | {"parts": ["text", "summary"]})
    wiki.hide(revids[:1], text=True, suppressed=True)
    page = await ilse.follow(await ilse.post(f"/requests/{reference}/take"))
    form = next(link for link in links(page) if "?title=Special:RevisionDelete&" in link)
    assert str(revids[0]) not in form
    assert all(str(revid) in form for revid in revids[1:])
    assert "wpHideRestricted" not in form
    assert "suppress" not in words(page).lower()


async def test_done_is_the_wikis_to_say_where_the_public_can_tell(haven: Haven) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    await odile.post(f"/requests/{reference}/take")
    refused = await odile.post(f"/requests/{reference}/close", {"closing": "done"})
    assert refused.status_code == 422
    haven.farm.wiki("enwiki").delete_page(haven.farm.wiki("enwiki").page("Talk:Harbour lights"), by="Ilse Norrby")
    haven.desk.glances.forget(reference.replace("H-", "").replace("-", ""))
    page = await odile.follow(await odile.post(f"/requests/{reference}/close", {"closing": "done"}))
    assert "said by the handler" in words(page)


@pytest.mark.parametrize("code", ["lower-level-suffices", "partly", "not-suppressible", "declined-wrong-wiki"])
async def test_closing_codes_are_shown_as_said_by_the_handler_and_end_it_once(haven: Haven, code: str) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    refused = await odile.post(f"/requests/{reference}/close", {"closing": code})
    assert refused.status_code == 409, "only its holder closes it"
    await odile.post(f"/requests/{reference}/take")
    assert (await odile.post(f"/requests/{reference}/close", {"closing": "no-such-code"})).status_code == 422
    assert (await odile.post(f"/requests/{reference}/close", {"closing": code})).status_code == 303
    again = await odile.post(f"/requests/{reference}/close", {"closing": "mistake"})
    assert again.status_code == 409
    own = await (await haven.client("Ilse Norrby")).get(f"/requests/{reference}")
    assert "handler" in words(own)
    assert "Odile" not in own.text, "the requester never learns who handled it"


async def test_giving_it_back_frees_it_and_withdrawing_ends_it(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    reference = await haven.file(ilse, "enwiki", harbour(haven.farm.wiki("enwiki")))
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    await odile.post(f"/requests/{reference}/take")
    assert (await keeva.post(f"/requests/{reference}/release")).status_code == 409
    assert (await odile.post(f"/requests/{reference}/release")).status_code == 303
    assert (await keeva.post(f"/requests/{reference}/take")).status_code == 303
    assert (await odile.post(f"/requests/{reference}/withdraw")).status_code == 403
    assert (await ilse.post(f"/requests/{reference}/withdraw")).status_code == 303
    assert (await ilse.post(f"/requests/{reference}/withdraw")).status_code == 409
    assert (await keeva.post(f"/requests/{reference}/check")).status_code == 409
    assert reference not in (await keeva.get("/queues")).text


async def test_after_an_hour_without_a_form_pointers_ask_for_a_new_sign_in(haven: Haven) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    haven.clock.move(minutes=61)
    for _ in range(2):
        answer = await odile.post(f"/requests/{reference}/take")
        assert answer.status_code == 401
        assert "/sign-in" in form_actions(answer)
        assert f"/requests/{reference}" in answer.text, "and leads back here"


async def test_the_queue_page_names_no_pointer_and_marks_what_is_overdue(haven: Haven) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    fresh = words(await odile.get("/queues"))
    haven.clock.move(hours=2)
    late = words(await odile.get("/queues"))
    assert "overdue" not in fresh.lower()
    assert "overdue" in late.lower()
    assert reference in late


async def test_somebody_in_danger_never_waits_for_the_routine(haven: Haven) -> None:
    reference = await filed(haven, danger="yes", urgency="routine")
    other = await haven.file(await haven.client("Tamsin Vale"), "enwiki", harbour(haven.farm.wiki("enwiki"))[:1])
    text = words(await (await haven.client("Odile Farr")).get("/queues"))
    assert text.index(reference) < text.index(other)


async def test_with_the_wikis_silent_a_held_request_is_not_said_to_be_gone(haven: Haven) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    await odile.post(f"/requests/{reference}/take")
    haven.farm.faults.set("metawiki", "down")
    haven.clock.move(minutes=6)
    answers = [await odile.get(f"/requests/{each}") for each in (reference, "H-2222-2222")]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert "could not" in words(answers[0]).lower()
    assert len(answers[0].text) == len(answers[1].text)


async def test_a_suppressed_summary_alone_is_left_out_of_an_administrators_form(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    revids = harbour(wiki)
    tamsin, ilse = await haven.client("Tamsin Vale"), await haven.client("Ilse Norrby")
    reference = await haven.file(tamsin, "enwiki", revids, REVISION_DELETION)
    wiki.hide(revids[:1], summary=True, suppressed=True)
    page = await ilse.follow(await ilse.post(f"/requests/{reference}/take"))
    form = next(link for link in links(page) if "?title=Special:RevisionDelete&" in link)
    assert str(revids[0]) not in form
    assert str(revids[1]) in form


async def test_a_locked_holder_sees_nothing_more_and_renews_nothing(haven: Haven) -> None:
    reference = await filed(haven)
    revids = harbour(haven.farm.wiki("enwiki"))
    odile = await haven.client("Odile Farr")
    await odile.post(f"/requests/{reference}/take")
    haven.farm.lock("Odile Farr", by="Sunniva Aldous")
    for path, fields in (("check", {}), ("close", {"closing": "mistake"}), ("take", {})):
        answer = await odile.post(f"/requests/{reference}/{path}", fields)
        assert answer.status_code in (401, 403, 404), path
        assert not any(str(revid) in answer.text for revid in revids)
    assert (await odile.get(f"/requests/{reference}")).status_code == 401
    haven.clock.move(minutes=31)
    keeva = await haven.client("Keeva Strand")
    assert (await keeva.post(f"/requests/{reference}/take")).status_code == 303


async def test_a_second_session_that_sent_nothing_for_an_hour_shows_no_pointers(haven: Haven) -> None:
    """A stolen cookie: its owner works elsewhere with a live view, the thief's session sent nothing."""
    reference = await filed(haven)
    stolen = await haven.client("Odile Farr")
    haven.clock.move(minutes=61)
    odile = await haven.client("Odile Farr")
    await odile.post(f"/requests/{reference}/take")
    revids = harbour(haven.farm.wiki("enwiki"))
    mine, theirs = [await client.get(f"/requests/{reference}") for client in (odile, stolen)]
    assert str(revids[0]) in mine.text
    assert str(revids[0]) not in theirs.text


async def test_pressing_again_writes_no_second_line(haven: Haven) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    for _ in range(3):
        await odile.post(f"/requests/{reference}/take")
        await odile.post(f"/requests/{reference}/check")
    text = words(await odile.get(f"/requests/{reference}"))
    assert text.count("Taken ·") == 1
    assert text.count("Odile") + text.count("· you") <= 4


async def test_done_closed_by_hand_is_the_wikis_when_the_wiki_shows_it(haven: Haven) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    await odile.post(f"/requests/{reference}/take")
    haven.farm.wiki("enwiki").hide(harbour(haven.farm.wiki("enwiki")), text=True, suppressed=True)
    haven.clock.move(minutes=2)
    page = await odile.follow(await odile.post(f"/requests/{reference}/close", {"closing": "done"}))
    assert "Done: the wiki shows it" in words(page)


async def test_a_code_of_another_kind_does_not_close(haven: Haven) -> None:
    tamsin, ilse = await haven.client("Tamsin Vale"), await haven.client("Ilse Norrby")
    reference = await haven.file(tamsin, "enwiki", harbour(haven.farm.wiki("enwiki")), REVISION_DELETION)
    await ilse.post(f"/requests/{reference}/take")
    assert (await ilse.post(f"/requests/{reference}/close", {"closing": "not-suppressible"})).status_code == 422


async def test_a_check_that_races_with_a_close_writes_nothing(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    """The request ends between the look at the wiki and the transaction."""
    reference = await filed(haven)
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    await odile.post(f"/requests/{reference}/take")
    haven.farm.wiki("enwiki").hide(harbour(haven.farm.wiki("enwiki")), text=True, suppressed=True)
    original = completion.said_of

    def said_late(*arguments: object) -> object:
        haven.clock.move(seconds=1)
        return original(*arguments)  # type: ignore[arg-type]

    async def ended(*_: object, **__: object) -> bool:
        return False

    monkeypatch.setattr(completion, "said_of", said_late)
    monkeypatch.setattr(completion.stored, "end", ended)
    assert (await keeva.post(f"/requests/{reference}/check")).status_code == 409
    assert "Done on the wiki" not in words(await keeva.get(f"/requests/{reference}"))


async def test_a_steward_who_is_blocked_on_the_wiki_has_no_rights_there(haven: Haven) -> None:
    bruno = await haven.client("Bruno Halm")
    revision = next(
        each for each in haven.farm.wiki("dewikibooks").revisions.values() if each.author.name[:6] == "Marlow"
    )
    reference = await haven.file(bruno, "dewikibooks", [revision.rev_id])
    sunniva, ines = await haven.client("Sunniva Aldous"), await haven.client("Ines Torvald")
    haven.farm.block("Sunniva Aldous", "dewikibooks", by="Bruno Halm")
    assert (await sunniva.post(f"/requests/{reference}/take")).status_code == 403
    assert (await ines.post(f"/requests/{reference}/take")).status_code == 303


async def test_one_persons_looks_wait_for_each_other_and_for_nobody_else(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    ilse = await haven.client("Ilse Norrby")
    text = "\n".join(f"{wiki.server}/wiki/Special:Diff/{revid}" for revid in harbour(wiki))
    draft = (await ilse.post("/box", {"text": text})).headers["location"]
    async with haven.desk.turns.of(haven.central_id("Ilse Norrby")):
        waiting = create_task(ilse.get(draft))
        await filed(haven, criterion="os-libel")
        assert not waiting.done()
    assert (await waiting).status_code == 200


async def test_a_glance_from_before_another_process_asked_the_wiki_is_not_shown(haven: Haven) -> None:
    """Another replica, or a job, notes that the wiki was asked; this process still remembers how it was before."""
    reference = await filed(haven)
    wiki, odile = haven.farm.wiki("enwiki"), await haven.client("Odile Farr")
    await odile.post(f"/requests/{reference}/take")
    wiki.hide(harbour(wiki)[:1], text=True, suppressed=True)
    haven.clock.move(seconds=2)
    assert "text hidden" not in words(await odile.get(f"/requests/{reference}")), "the glance of a moment ago"
    async with haven.desk.database.writing() as session:
        signs = reference.replace("H-", "").replace("-", "")
        await stored.record_check(session, signs, {1: TargetState.DONE}, haven.clock())
    assert "text hidden" in words(await odile.get(f"/requests/{reference}"))
