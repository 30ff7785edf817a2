"""Log entries now: by number in one question where the wiki can, else each by its second; the number is verified."""

from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import UNTOLD, CouldNotCheck, Gone, LiveState, Parts, Shown
from app.mediawiki.client import WikiClient
from app.mediawiki.log_entries import SAME_SECOND, LogEntries
from tests.mediawiki.scripted import BIG, USER_AGENT, Scripted
from tests.mediawiki.test_remembered import Clock

EVERYTHING = Parts.TEXT | Parts.SUMMARY | Parts.USER_NAME
AT = "20260801120000"
PLAIN = {
    "pageid": 8,
    "logpage": 7,
    "type": "move",
    "action": "move",
    "userid": 5,
    "timestamp": "2026-08-01T12:00:00Z",
    "comment": "Invented summary",
}
LEIDS_UNKNOWN = {"main": {"warnings": "Unrecognized parameter: leids."}}


def row(number: int, **changes: Any) -> dict[str, Any]:
    return {"logid": number, **PLAIN, **changes}


def answer(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"batchcomplete": True, "query": {"logevents": list(rows)}, **more}


def entry(number: int, at: str = AT) -> Pointer:
    return Pointer("bigwiki", TargetKind.LOG, number, at)


def wikis(response: Any) -> Scripted:
    return Scripted({("big.example", "logevents"): response})


def newer(params: dict[str, str]) -> dict[str, Any]:
    """A wiki that knows `leids`: it answers with those there are."""
    return answer(*(row(int(number)) for number in params["leids"].split("|") if number != "404"))


def older(*rows: dict[str, Any]) -> Any:
    """A wiki that does not know `leids`: it warns and answers with its newest entries instead."""

    def respond(params: dict[str, str]) -> dict[str, Any]:
        if "leids" in params:
            return answer(row(999), warnings=LEIDS_UNKNOWN)
        assert params["lestart"] == params["leend"]
        return answer(*(each for each in rows if each["timestamp"] == _iso(params["lestart"])))

    return respond


def _iso(at: str) -> str:
    return f"{at[:4]}-{at[4:6]}-{at[6:8]}T{at[8:10]}:{at[10:12]}:{at[12:]}Z"


async def ask(farm: Scripted, *pointers: Pointer, with_summary: bool = True) -> dict[Pointer, LiveState]:
    states: dict[Pointer, LiveState] = dict.fromkeys(pointers, CouldNotCheck())
    await LogEntries(WikiClient(USER_AGENT, Clock(), farm.client())).fill(states, BIG, pointers, with_summary)
    return states


def asked(farm: Scripted) -> Sequence[dict[str, str]]:
    return [question.params for question in farm.asked]


QUESTION = {"action": "query", "format": "json", "formatversion": "2", "list": "logevents"}


@pytest.mark.parametrize(("with_summary", "more"), [(True, "|comment"), (False, "")])
async def test_the_very_question_on_newer_wikis(with_summary: bool, more: str) -> None:
    farm = wikis(newer)
    await ask(farm, entry(1), entry(2), with_summary=with_summary)
    which = {"leids": "1|2", "lelimit": "50", "leprop": f"ids|type|userid|timestamp{more}"}
    assert asked(farm) == [QUESTION | which], "no title, no name, no details"


async def test_fifty_a_question_and_each_once() -> None:
    farm = wikis(newer)
    numbers = [*range(1, 121), 7]
    states = await ask(farm, *map(entry, numbers))
    assert [len(params["leids"].split("|")) for params in asked(farm)] == [50, 50, 20]
    assert all(isinstance(state, Shown) for state in states.values())


async def test_nothing_is_asked_about_nothing() -> None:
    farm = wikis(newer)
    assert await ask(farm) == {}
    assert asked(farm) == []


@pytest.mark.parametrize(
    ("changes", "without", "hidden", "author", "page", "suppressed"),
    [
        ({}, (), Parts.NONE, 5, 7, False),
        ({"userid": 0}, (), Parts.NONE, 0, 7, False),
        ({"actionhidden": True}, ("logpage", "pageid"), Parts.TEXT, 5, 0, False),
        ({"commenthidden": True}, ("comment",), Parts.SUMMARY, 5, 7, False),
        ({"userhidden": True}, ("userid",), Parts.USER_NAME, None, 7, False),
        (
            {"actionhidden": True, "commenthidden": True, "userhidden": True, "suppressed": True},
            ("logpage", "pageid", "comment", "userid"),
            EVERYTHING,
            None,
            0,
            True,
        ),
    ],
)
async def test_what_the_flags_mean(
    changes: dict[str, Any],
    without: tuple[str, ...],
    hidden: Parts,
    author: int | None,
    page: int,
    suppressed: bool,
) -> None:
    told = {name: value for name, value in row(1, **changes).items() if name not in without}
    states = await ask(wikis(answer(told)), entry(1))
    assert states == {entry(1): Shown(page, 1785585600, author, False, hidden, suppressed, EVERYTHING, UNTOLD)}
    assert "Invented" not in repr(states)


async def test_an_unasked_summary_is_not_taken_for_a_visible_one() -> None:
    told = {name: value for name, value in row(1).items() if name != "comment"}
    states = await ask(wikis(answer(told)), entry(1), with_summary=False)
    state = states[entry(1)]
    assert isinstance(state, Shown)
    assert state.asked == Parts.TEXT | Parts.USER_NAME
    assert not state.is_visible_again(Parts.SUMMARY)
    assert not state.is_done(Parts.SUMMARY, suppression=False)


async def test_what_newer_wikis_do_not_name_is_gone() -> None:
    states = await ask(wikis(newer), entry(1), entry(404))
    assert states[entry(404)] == Gone()
    assert isinstance(states[entry(1)], Shown)


async def test_another_entry_in_the_answer_says_nothing() -> None:
    """Whatever a wiki answers, only the number that was meant counts."""
    assert await ask(wikis(answer(row(999))), entry(1)) == {entry(1): Gone()}


async def test_older_wikis_are_asked_by_the_second_and_never_by_title_or_user() -> None:
    farm = wikis(older(row(1), row(2)))
    states = await ask(farm, entry(1), entry(3))
    assert isinstance(states[entry(1)], Shown)
    assert states[entry(3)] == Gone(), "others of the same second are not this one"
    by_time = {"lestart": AT, "leend": AT, "lelimit": str(SAME_SECOND), "leprop": "ids|type|userid|timestamp|comment"}
    assert asked(farm)[1:] == [QUESTION | by_time] * 2
    assert not any({"letitle", "leuser", "letype"} & params.keys() for params in asked(farm))


async def test_the_newest_entries_of_an_older_wiki_are_not_the_one_that_was_meant() -> None:
    """The warning is the failure: entry 999 stands in that answer, but as one of the newest, not by its number."""
    farm = wikis(older())
    assert await ask(farm, entry(999)) == {entry(999): Gone()}
    assert len(farm.asked) == 2


async def test_an_older_wiki_without_a_time_to_look_at_could_not_be_asked() -> None:
    farm = wikis(older(row(1)))
    assert await ask(farm, entry(1, at="")) == {entry(1, at=""): CouldNotCheck()}
    assert len(farm.asked) == 1


async def test_on_older_wikis_one_second_that_fails_costs_its_own_entry_only() -> None:
    bad = "20260801120001"

    def respond(params: dict[str, str]) -> Any:
        return httpx.Response(500) if params.get("lestart") == bad else older(row(1))(params)

    states = await ask(wikis(respond), entry(1), entry(2, bad))
    assert isinstance(states[entry(1)], Shown)
    assert states[entry(2, bad)] == CouldNotCheck()
