"""The limits at their edge, each for one person and for everybody together, counted where all replicas see it."""

import pytest

from app.actions import limits
from app.actions.limits import EVERYBODY, Limit, admit
from app.actions.refusals import TooMuch
from app.store import tallies
from app.web.messages import Messages
from tests.support.haven import Haven
from tests.web.test_messages import EN, MESSAGES

ALL = {name: each for name, each in vars(limits).items() if isinstance(each, Limit)}
ONE, OTHER = 501, 502


async def try_to(haven: Haven, limit: Limit, who: int, amount: int, of: int | None = None) -> TooMuch | None:
    try:
        async with haven.desk.database.writing() as session:
            await admit(session, limit, who, amount, haven.clock(), of)
    except TooMuch as error:
        return error
    return None


@pytest.fixture
def at_the_start(haven: Haven) -> Haven:
    """At the first second of a day, so of every window."""
    haven.clock.at -= haven.clock.at % limits.DAY
    return haven


@pytest.mark.parametrize("name", sorted(ALL))
async def test_the_last_one_fits_and_the_next_is_told_when(at_the_start: Haven, name: str) -> None:
    haven, limit = at_the_start, ALL[name]
    own = limit.at_most or limit.in_total
    assert await try_to(haven, limit, ONE, own) is None
    haven.clock.move(seconds=limit.window - 1)
    refused = await try_to(haven, limit, ONE, 1)
    assert refused is not None
    assert (refused.sentence, refused.try_again) == (f"too-much-{limit.what}", 1)
    assert limit.at_most == 0 or await try_to(haven, limit, OTHER, 1) is None, "theirs alone"
    haven.clock.move(seconds=1)
    assert await try_to(haven, limit, ONE, own) is None, "and then they can go on"


@pytest.mark.parametrize("name", sorted(name for name, each in ALL.items() if each.at_most))
async def test_everybody_together_is_limited_too(at_the_start: Haven, name: str) -> None:
    haven, limit = at_the_start, ALL[name]
    assert limit.in_total >= 10 * limit.at_most, "one person alone cannot keep all others out"
    async with haven.desk.database.writing() as session:
        left = limit.in_total - 1
        assert await tallies.count_up(session, limit.what, EVERYBODY, left, limit.window, left, haven.clock())
    assert await try_to(haven, limit, ONE, 1) is None
    refused = await try_to(haven, limit, OTHER, 1)
    assert refused is not None
    assert (refused.sentence, refused.try_again) == ("too-much-in-total", limit.window)
    haven.clock.move(seconds=limit.window)
    assert await try_to(haven, limit, OTHER, 1) is None


async def test_what_was_refused_is_counted_nowhere(at_the_start: Haven) -> None:
    """Neither towards their own, where all together did too much, nor the other way about."""
    limit = Limit("targets", 10, 3600, 100)
    assert await try_to(at_the_start, limit, ONE, 11) is not None
    async with at_the_start.desk.database.writing() as session:
        assert await tallies.count_up(session, "targets", EVERYBODY, 95, 3600, 95, at_the_start.clock())
    assert await try_to(at_the_start, limit, ONE, 6) is not None
    assert await try_to(at_the_start, limit, ONE, 5) is None


async def test_several_things_of_one_person_are_counted_apart_and_together(at_the_start: Haven) -> None:
    limit = Limit("rings", 2, 3600, 4)
    assert await try_to(at_the_start, limit, ONE, 2, of=1) is None
    assert (await try_to(at_the_start, limit, ONE, 1, of=1)) is not None
    assert await try_to(at_the_start, limit, ONE, 2, of=2) is None
    refused = await try_to(at_the_start, limit, ONE, 1, of=3)
    assert refused is not None and refused.sentence == "too-much-in-total"


@pytest.mark.parametrize("name", sorted(ALL))
def test_each_has_a_sentence_that_says_what_and_when(name: str) -> None:
    key = f"too-much-{ALL[name].what}"
    if name not in ("EDIT_LOOKS", "RINGS"):  # the first leaves times out of a table, the second is said to a program
        assert "$2" in EN[key] and "$1" not in EN[key]
    assert isinstance(MESSAGES, Messages)
