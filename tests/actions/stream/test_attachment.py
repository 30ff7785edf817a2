"""Whether an account is attached where it was seen: the central wiki's no is no word of its own while it may lag."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.actions.stream.index import FollowedAccount
from app.actions.stream.looks import AGAIN_SECONDS
from app.actions.stream.watcher import STRANGER_SECONDS, Watch, Watcher
from app.domain.happenings import Matches, Seen
from app.domain.targets import Pointer, TargetKind
from app.domain.trackings import Sighting, SightingKind
from app.mediawiki.global_account import GlobalAccount, LocalMembership
from app.mediawiki.lookout import Lookout
from app.mediawiki.outcomes import Failed, Unreachable
from app.store.session import Database

VANDAL, NOW = 501, 1_772_536_525


@dataclass
class Central:
    """The central wiki, and the clocks; `on` are the wikis where it says that the account is."""

    on: set[str] = field(default_factory=lambda: {"enwiki"})
    is_down: bool = False
    asked: int = 0
    passed: float = 0.0

    async def account(self, who: dict[str, Any]) -> GlobalAccount | Failed:
        self.asked += 1
        its = {wiki: LocalMembership(5, frozenset()) for wiki in self.on}
        return Unreachable() if self.is_down else GlobalAccount(VANDAL, "Grubby Finch", False, frozenset(), its)

    def watcher(self) -> Watcher:
        wikis = cast(Lookout, SimpleNamespace(accounts=SimpleNamespace(global_account=self.account)))
        watch = Watch(cast(Database, None), wikis, lambda: int(NOW + self.passed), "one", lambda: 1_000 + self.passed)
        made = Watcher(watch)
        made.index.follow(FollowedAccount(VANDAL, "Grubby Finch", {"enwiki"}))
        made.trackings = {VANDAL: ["T7K32M9D"]}
        return made


@pytest.fixture
def central() -> Central:
    return Central()


@pytest.fixture
def watcher(central: Central) -> Watcher:
    return central.watcher()


def see(watcher: Watcher, *numbers: int, at: int = NOW) -> None:
    """Edits on a wiki where the account is not known to be."""
    for number in numbers:
        sighting = Sighting(SightingKind.EDIT, Pointer("frwiki", TargetKind.REVISION, number), at)
        watcher.take_in(Matches([Seen(VANDAL, sighting, False)]), ())


def noted(watcher: Watcher) -> list[int]:
    return [each.sighting.pointer.id for each in watcher.pending.seen]


@pytest.mark.parametrize("lag", [0, *AGAIN_SECONDS])
async def test_an_account_whose_new_wiki_shows_some_seconds_late_is_seen_there(
    central: Central, watcher: Watcher, lag: int
) -> None:
    see(watcher, 1, 2)
    for pause in (0, *AGAIN_SECONDS):
        central.passed += pause
        if pause == lag:
            central.on.add("frwiki")
        see(watcher, 3 + pause)
        await watcher.decide()
    assert noted(watcher)[:3] == [1, 2, 3]
    assert sorted(noted(watcher)) == sorted([1, 2, 3, *(3 + pause for pause in AGAIN_SECONDS)])
    assert not watcher.undecided


async def test_a_namesake_is_a_stranger_after_three_times_no_and_the_place_goes_on(
    central: Central, watcher: Watcher
) -> None:
    see(watcher, 1)
    for number, pause in enumerate((0, *AGAIN_SECONDS), start=1):
        assert watcher.undecided
        central.passed += pause
        settled = await watcher.decide()
        assert not await watcher.decide() or settled
        assert (central.asked, settled) == (number, pause == AGAIN_SECONDS[-1])
    see(watcher, 2)
    assert await watcher.decide()
    assert (noted(watcher), central.asked) == ([], 3)


async def test_a_stranger_is_not_one_for_long(central: Central, watcher: Watcher) -> None:
    see(watcher, 1)
    for pause in (0, *AGAIN_SECONDS):
        central.passed += pause
        await watcher.decide()
    central.on.add("frwiki")
    central.passed += STRANGER_SECONDS
    see(watcher, 2, at=int(NOW + central.passed))
    assert await watcher.decide()
    assert noted(watcher) == [2]


async def test_of_what_happened_long_before_one_no_is_enough(central: Central, watcher: Watcher) -> None:
    """After an absence a namesake's thousand edits keep nothing waiting."""
    see(watcher, *range(1, 900), at=NOW - sum(AGAIN_SECONDS))
    assert await watcher.decide()
    assert (noted(watcher), central.asked, len(watcher._strangers)) == ([], 1, 1)


async def test_while_the_central_wiki_is_silent_it_is_asked_once_a_round(central: Central, watcher: Watcher) -> None:
    central.is_down = True
    see(watcher, *range(1, 100))
    assert not await watcher.decide()
    assert (central.asked, len(watcher.undecided)) == (1, 99)
    central.is_down, central.on = False, {"enwiki", "frwiki"}
    assert await watcher.decide()
    assert noted(watcher) == list(range(1, 100))
