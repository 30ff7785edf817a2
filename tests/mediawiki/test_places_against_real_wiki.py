"""The same code against a real MediaWiki for the other kinds of target: live state, surroundings, what was done."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from app.domain.surroundings import RangeEnd, WhyHere
from app.domain.targets import Pointer, Target, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Shown, There
from app.domain.wikis import Wiki
from app.mediawiki.door import Wikis, open_wikis
from app.mediawiki.outcomes import Failed
from tests.support.real_wiki import DATABASE_NAME, RealWiki, ask, token
from tests.support.real_wiki_places import DELETED_PAGE

NEVER_EXISTED = 99_999_999


@pytest.fixture
async def door(real_wiki: RealWiki) -> AsyncIterator[Wikis]:
    wikis = open_wikis(real_wiki.index_url, real_wiki.user_agent, "key", "secret", None, lambda: 1_790_000_000)
    yield wikis
    await wikis.aclose()


def _wiki(real_wiki: RealWiki) -> Wiki:
    return Wiki(DATABASE_NAME, real_wiki.server)


def _pointer(kind: TargetKind, id: int, timestamp: str = "") -> Pointer:
    return Pointer(DATABASE_NAME, kind, id, timestamp)


def _entries(wiki: RealWiki) -> dict[int, str]:
    """The time (14 digits) of every log entry."""
    with wiki.login("editor") as client:
        answer = ask(client, wiki.api_url, action="query", list="logevents", leprop="ids|type|timestamp", lelimit="max")
    rows = answer["query"]["logevents"]
    return {row["logid"]: datetime.fromisoformat(row["timestamp"]).strftime("%Y%m%d%H%M%S") for row in rows}


async def _states(real_wiki: RealWiki, door: Wikis, *pointers: Pointer) -> list[LiveState]:
    found = await door.live.of(_wiki(real_wiki), list(pointers), with_summary=True)
    return [found[pointer] for pointer in pointers]


@pytest.mark.parametrize(
    ("name", "hidden", "suppressed"),
    [
        ("log_create", Parts.NONE, False),
        ("log_move", Parts.NONE, False),
        ("log_action_hidden", Parts.TEXT, False),
        ("log_comment_hidden", Parts.SUMMARY, False),
        ("log_user_hidden", Parts.USER_NAME, False),
        ("log_suppressed", Parts.TEXT | Parts.SUMMARY | Parts.USER_NAME, True),
    ],
)
async def test_log_entries_with_their_time(
    real_wiki: RealWiki, door: Wikis, name: str, hidden: Parts, suppressed: bool
) -> None:
    number = real_wiki.seed[name]
    [state] = await _states(real_wiki, door, _pointer(TargetKind.LOG, number, _entries(real_wiki)[number]))
    assert isinstance(state, Shown)
    assert (state.hidden, state.suppressed) == (hidden, suppressed)


async def test_a_log_entry_without_its_time_is_not_called_gone(real_wiki: RealWiki, door: Wikis) -> None:
    """1.43 cannot be asked by number; its newest entries must not be taken for the answer."""
    assert await _states(real_wiki, door, _pointer(TargetKind.LOG, real_wiki.seed["log_create"])) == [CouldNotCheck()]


async def test_entries_of_the_filter_log(real_wiki: RealWiki, door: Wikis) -> None:
    numbers = (real_wiki.seed["abuse_hit"], real_wiki.seed["abuse_hidden"], NEVER_EXISTED)
    there, *gone = await _states(real_wiki, door, *(_pointer(TargetKind.ABUSE_LOG, number) for number in numbers))
    assert isinstance(there, There)
    assert gone == [Gone(), Gone()]


async def test_versions_of_a_file(real_wiki: RealWiki, door: Wikis) -> None:
    page = real_wiki.seed["page_file"]
    times = [str(real_wiki.seed["file_old"]), str(real_wiki.seed["file_old_hidden"]), "", "20010101000000"]
    old, hidden, newest, never = await _states(
        real_wiki, door, *(_pointer(TargetKind.FILE_VERSION, page, time) for time in times)
    )
    assert isinstance(old, Shown)
    assert isinstance(hidden, Shown)
    assert isinstance(newest, Shown)
    assert (old.hidden, hidden.hidden, newest.hidden) == (Parts.NONE, Parts.TEXT, Parts.NONE)
    assert (old.is_current, newest.is_current, never) == (False, True, Gone())


async def test_pages_and_accounts(real_wiki: RealWiki, door: Wikis) -> None:
    seed = real_wiki.seed
    page, nothing = await _states(
        real_wiki, door, _pointer(TargetKind.PAGE, seed["page"]), _pointer(TargetKind.PAGE, NEVER_EXISTED)
    )
    assert (page, nothing) == (There(page=seed["page"]), Gone())
    numbers = (seed["user_author"], seed["user_blocked"], NEVER_EXISTED)
    free, blocked, nobody = await _states(real_wiki, door, *(_pointer(TargetKind.ACCOUNT, each) for each in numbers))
    # Without CentralAuth no account is anywhere else.
    assert free == There(user=seed["user_author"], is_blocked=False, is_locked=False, is_local_only=True)
    assert blocked == There(user=seed["user_blocked"], is_blocked=True, is_locked=False, is_local_only=True)
    assert nobody == Gone()


async def test_a_comment_leads_to_its_revision(real_wiki: RealWiki, door: Wikis) -> None:
    with real_wiki.login("editor") as client:
        answer = ask(client, real_wiki.api_url, action="query", prop="revisions", revids=real_wiki.seed["rev_comment"])
    revision = answer["query"]["pages"][0]["revisions"][0]
    minute = datetime.fromisoformat(revision["timestamp"]).strftime("%Y%m%d%H%M00")
    name = f"c-{revision['user'].replace(' ', '_')}-{minute}"
    meant = Target(TargetKind.COMMENT, DATABASE_NAME, name=name)
    nowhere = Target(TargetKind.COMMENT, DATABASE_NAME, name=f"c-Nobody_Invented-{minute}")
    found = await door.pointing.comments.find(_wiki(real_wiki), [meant, nowhere])
    assert found == {meant: _pointer(TargetKind.REVISION, real_wiki.seed["rev_comment"]), nowhere: Gone()}


def _write(wiki: RealWiki, title: str, *texts: str) -> list[int]:
    with wiki.login("author") as client:
        csrf = token(client, wiki.api_url)
        made = [ask(client, wiki.api_url, action="edit", title=title, text=text, token=csrf) for text in texts]
    return [int(answer["edit"]["newrevid"]) for answer in made]


async def test_what_stands_around_a_revision(real_wiki: RealWiki, door: Wikis) -> None:
    """Put in, carried on, taken out, put in again; and the page was moved in between."""
    title = "Invented cove"
    first, inserted, carried = _write(real_wiki, title, "one", "one bad", "one bad two")
    with real_wiki.login("admin") as client:
        parameters = {"from": title, "to": f"{title} moved", "noredirect": 1, "reason": "better"}
        ask(client, real_wiki.api_url, action="move", token=token(client, real_wiki.api_url), **parameters)
    restored, again = _write(real_wiki, f"{title} moved", "one", "one bad")
    target = _pointer(TargetKind.REVISION, inserted)
    found = await door.surroundings.look_around(_wiki(real_wiki), target, 1_790_000_000)
    assert not isinstance(found, Failed)
    assert found.range is not None
    assert found.range.restored is not None
    assert (found.range.end, found.range.restored.id) == (RangeEnd.RESTORED, restored)
    assert [step.id for step in found.range.steps][:2] == [inserted, carried]
    assert len(found.range.steps) == 3, "the move left a revision that carries it, too"
    places = {each.why: each.pointer.id for each in found.suggestions}
    assert (places[WhyHere.SAME_TEXT_AGAIN], places[WhyHere.REVERT_SUMMARY]) == (again, restored)
    entries = _entries(real_wiki)
    assert places[WhyHere.MOVE_LOG] in entries
    assert first not in places.values()
    assert not found.could_not_check


async def test_the_public_logs_tell_what_was_done_already(real_wiki: RealWiki, door: Wikis) -> None:
    seed, wiki = real_wiki.seed, _wiki(real_wiki)
    hidden = [_pointer(TargetKind.REVISION, seed[name]) for name in ("rev_text_hidden", "rev_suppressed", "rev_plain")]
    deleted = Pointer(DATABASE_NAME, TargetKind.PAGE, title=DELETED_PAGE)
    states = await door.live.of(wiki, [*hidden, deleted], with_summary=True)
    done = await door.already.done_at(wiki, states)
    assert set(done) == {hidden[0], deleted}, "a suppression stands in no public log"


async def test_names_for_the_forms(real_wiki: RealWiki, door: Wikis) -> None:
    seed, wiki = real_wiki.seed, _wiki(real_wiki)
    assert await door.account_states.names(wiki, [seed["user_author"], NEVER_EXISTED]) == {
        seed["user_author"]: "Victor Vandal"
    }
    assert await door.pages.titles(wiki, [seed["page_file"], NEVER_EXISTED]) == {
        seed["page_file"]: "File:Invented picture.png"
    }
    assert await door.reasons.containing(wiki, "Copyright") == "Copyright violation"
