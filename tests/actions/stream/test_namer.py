"""Today's names: asked once, asked anew in time, never guessed, and never taken back to what they were before."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.actions.stream import namer as naming
from app.actions.stream.index import FollowedAccount, Index
from app.actions.stream.namer import DOUBT_SECONDS, NAMELESS_SECONDS, NAMES_SECONDS, SILENT_SECONDS, Namer
from app.domain.happenings import FollowedTarget
from app.domain.targets import Pointer, TargetKind
from app.domain.wikis import Farm, Wiki
from app.mediawiki.global_account import GlobalAccount, LocalMembership
from app.mediawiki.lookout import Lookout
from app.mediawiki.outcomes import Failed, Unreachable

VANDAL = 501
NOW = 1_772_536_525
PAGE = Pointer("enwiki", TargetKind.PAGE, 700)
ELSEWHERE = Pointer("dewiki", TargetKind.PAGE, 701)
REVISION = Pointer("enwiki", TargetKind.REVISION, 702)
TITLED = Pointer("enwiki", TargetKind.PAGE, 0, title="Invented quay")


def account(name: str) -> GlobalAccount:
    return GlobalAccount(VANDAL, name, False, frozenset(), {"enwiki": LocalMembership(5, frozenset())})


@dataclass
class Answers:
    """What the wikis say, and what they were asked."""

    accounts: dict[int, GlobalAccount | Failed | None] = field(default_factory=dict)
    titles: dict[str, dict[int, str] | Failed] = field(default_factory=dict)
    farm: Farm | Failed = field(
        default_factory=lambda: Farm(
            {name: Wiki(name, f"https://{name}", "/w") for name in ("enwiki", "dewiki")}, "metawiki"
        )
    )
    asked: list[Any] = field(default_factory=list)
    before_answer: Any = None
    answers_at_most: int | None = None
    """Then the wikis say nothing any more, until a deadline has passed."""
    time: float = 1_000.0

    async def of_farm(self) -> Farm | Failed:
        return self.farm

    async def of_account(self, who: dict[str, Any]) -> GlobalAccount | Failed | None:
        self.asked.append(who["guiid"])
        await self.answered()
        return self.accounts.get(who["guiid"])

    async def of_titles(self, wiki: Wiki, ids: Sequence[int]) -> dict[int, str] | Failed:
        self.asked.append((wiki.dbname, *ids))
        await self.answered()
        return self.titles.get(wiki.dbname, {})

    async def answered(self) -> None:
        if self.answers_at_most == 0:
            await asyncio.Event().wait()
        if self.answers_at_most:
            self.answers_at_most -= 1
        if self.before_answer:
            self.before_answer()

    def lookout(self) -> Lookout:
        wikis = SimpleNamespace(
            sites=SimpleNamespace(farm=self.of_farm),
            accounts=SimpleNamespace(global_account=self.of_account),
            pages=SimpleNamespace(titles=self.of_titles),
            account_states=SimpleNamespace(names=self.of_titles),
        )
        return cast(Lookout, wikis)


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def namer(answers: Answers) -> Namer:
    index = Index(lambda pointer: (repr(pointer.identity).encode(),))
    return Namer(answers.lookout(), index, lambda: answers.time, lambda: NOW)


def targets(*pointers: Pointer) -> list[FollowedTarget]:
    return [FollowedTarget(f"R{each.id}", 1, repr(each.identity).encode(), each) for each in pointers]


def names(namer: Namer) -> list[str]:
    return [each.name for each in namer.index.accounts.values()]


async def test_an_account_is_asked_about_once_and_again_after_hours(namer: Namer, answers: Answers) -> None:
    answers.accounts[VANDAL] = account("Grubby Finch")
    assert await namer.name_accounts([VANDAL])
    assert await namer.name_accounts([VANDAL])
    assert (names(namer), answers.asked, namer.index.central) == (["Grubby Finch"], [VANDAL], "metawiki")
    answers.accounts[VANDAL] = account("Tidy Finch")
    answers.time += NAMES_SECONDS
    assert await namer.name_accounts([VANDAL])
    assert (names(namer), len(answers.asked)) == (["Tidy Finch"], 2)


async def test_whoever_is_in_doubt_is_asked_about_at_once_and_again_a_little_later(
    namer: Namer, answers: Answers
) -> None:
    answers.accounts[VANDAL] = account("Grubby Finch")
    await namer.name_accounts([VANDAL])
    assert namer.index.accounts[VANDAL].named_at == NOW
    namer.index.doubted.add(VANDAL)
    await namer.name_accounts([VANDAL])
    assert (len(answers.asked), namer.index.doubted) == (2, set())
    answers.accounts[VANDAL] = account("Tidy Finch")
    answers.time += DOUBT_SECONDS
    await namer.name_accounts([VANDAL])
    answers.time += DOUBT_SECONDS
    await namer.name_accounts([VANDAL])
    assert (names(namer), len(answers.asked)) == (["Tidy Finch"], 3)


async def test_a_page_in_doubt_is_asked_about_at_once(namer: Namer, answers: Answers) -> None:
    followed = targets(PAGE)
    namer.index.follow_targets(followed)
    answers.titles["enwiki"] = {700: "Talk:Harbour"}
    await namer.name_targets(followed)
    assert namer.index.named_at == {PAGE: NOW}
    namer.index.doubted.add(PAGE)
    answers.titles["enwiki"] = {700: "Talk:Quay"}
    assert [each.reference for each in await namer.name_targets(followed)] == ["R700"]
    assert namer.index.names == {PAGE: "Talk:Quay"}


async def test_what_the_stream_told_while_it_was_asked_is_newer(namer: Namer, answers: Answers) -> None:
    answers.accounts[VANDAL] = account("Grubby Finch")
    await namer.name_accounts([VANDAL])
    answers.before_answer = lambda: namer.index.follow(FollowedAccount(VANDAL, "Tidy Finch", {"enwiki"}))
    answers.time += NAMES_SECONDS
    await namer.name_accounts([VANDAL])
    assert names(namer) == ["Tidy Finch"]


async def test_a_hidden_account_has_no_name_and_is_not_asked_about_all_the_time(namer: Namer, answers: Answers) -> None:
    answers.accounts[VANDAL] = account("Grubby Finch")
    await namer.name_accounts([VANDAL])
    answers.accounts[VANDAL] = None
    answers.time += NAMES_SECONDS
    for _ in range(5):
        assert await namer.name_accounts([VANDAL])
    assert (names(namer), len(answers.asked)) == ([], 2)
    answers.time += NAMELESS_SECONDS
    await namer.name_accounts([VANDAL])
    assert len(answers.asked) == 3


async def test_while_the_central_wiki_is_silent_nobody_is_forgotten_and_nothing_is_well(
    namer: Namer, answers: Answers
) -> None:
    answers.accounts[VANDAL] = account("Grubby Finch")
    await namer.name_accounts([VANDAL])
    answers.accounts[VANDAL] = answers.accounts[502] = Unreachable()
    answers.time += NAMES_SECONDS
    assert not await namer.name_accounts([VANDAL, 502])
    assert names(namer) == ["Grubby Finch"]
    assert not namer.knows(502)
    assert not await namer.name_accounts([VANDAL, 502])
    assert len(answers.asked) == 3
    answers.accounts[502] = account("Second")
    answers.accounts[VANDAL] = account("Grubby Finch")
    answers.time += SILENT_SECONDS
    assert await namer.name_accounts([VANDAL, 502])
    answers.farm = Unreachable()
    assert not await namer.name_accounts([VANDAL, 502])


async def test_what_is_named_for_the_first_time_is_looked_at(namer: Namer, answers: Answers) -> None:
    """Nobody could have seen what happened to it before."""
    followed = targets(PAGE, REVISION, TITLED)
    namer.index.follow_targets(followed)
    answers.titles["enwiki"] = {700: "Talk:Harbour"}
    touched = await namer.name_targets(followed)
    assert [(each.reference, each.hides) for each in touched] == [("R700", False)]
    assert namer.index.names == {PAGE: "Talk:Harbour", TITLED: "Invented quay"}
    assert await namer.name_targets(followed) == []
    assert answers.asked == [("enwiki", 700)]
    await namer.name_targets([])
    assert namer.index.names == {}


async def test_what_has_no_title_is_looked_at_once_and_again_when_it_has(namer: Namer, answers: Answers) -> None:
    followed = targets(PAGE)
    namer.index.follow_targets(followed)
    assert len(await namer.name_targets(followed)) == 1
    assert await namer.name_targets(followed) == []
    assert len(answers.asked) == 1
    answers.time += NAMELESS_SECONDS
    assert await namer.name_targets(followed) == []
    answers.titles["enwiki"] = {700: "Talk:Harbour"}
    answers.time += NAMELESS_SECONDS
    assert len(await namer.name_targets(followed)) == 1


async def test_a_page_that_is_moved_while_its_title_is_asked_is_asked_about_again(
    namer: Namer, answers: Answers
) -> None:
    followed = targets(PAGE)
    namer.index.follow_targets(followed)
    answers.titles["enwiki"] = {700: "Talk:Harbour"}
    answers.before_answer = lambda: namer.index.moves.update(["enwiki"])
    assert await namer.name_targets(followed) == []
    assert namer.index.names == {}
    answers.titles["enwiki"], answers.before_answer = {700: "Talk:Quay"}, None
    answers.time += SILENT_SECONDS
    assert len(await namer.name_targets(followed)) == 1
    assert namer.index.names == {PAGE: "Talk:Quay"}


async def test_a_move_that_went_by_unseen_is_found_in_time(namer: Namer, answers: Answers) -> None:
    followed = targets(PAGE)
    namer.index.follow_targets(followed)
    for title in ("Talk:Harbour", "Talk:Quay", "Talk:Quay"):
        answers.titles["enwiki"] = {700: title}
        await namer.name_targets(followed)
        answers.time += NAMES_SECONDS
    assert [[each.reference for each in its] for its in namer.index._page_targets.values()] == [[], ["R700"]]


async def test_a_wiki_that_is_silent_keeps_its_own_targets_waiting_only(namer: Namer, answers: Answers) -> None:
    followed = targets(PAGE, ELSEWHERE)
    namer.index.follow_targets(followed)
    answers.titles = {"enwiki": Unreachable(), "dewiki": {701: "Hafen"}}
    assert [each.reference for each in await namer.name_targets(followed)] == ["R701"]
    assert await namer.name_targets(followed) == []
    answers.titles["enwiki"] = {700: "Talk:Harbour"}
    answers.time += SILENT_SECONDS
    assert [each.reference for each in await namer.name_targets(followed)] == ["R700"]


@pytest.fixture
def deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "NAMING_SECONDS", 0.2)


@pytest.mark.usefixtures("deadline")
async def test_accounts_that_the_deadline_cut_off_are_asked_about_at_once_and_the_others_not_again(
    namer: Namer, answers: Answers
) -> None:
    wanted = range(501, 531)
    answers.accounts = {number: replace(account(f"Finch {number}"), central_id=number) for number in wanted}
    rounds = []
    for _ in range(3):
        answers.answers_at_most = 10
        rounds.append((await namer.name_accounts(wanted), namer.goes_on, len(namer.index.accounts)))
    assert rounds == [(False, True, 10), (False, True, 20), (True, False, 30)]
    assert not namer.knows(531)


@pytest.mark.usefixtures("deadline")
async def test_a_central_wiki_of_which_nothing_comes_is_silent_and_not_asked_on_and_on(
    namer: Namer, answers: Answers
) -> None:
    answers.answers_at_most = 0
    assert not await namer.name_accounts([501, 502])
    assert not namer.goes_on
    asked = len(answers.asked)
    answers.answers_at_most = None
    assert not await namer.name_accounts([501, 502])
    assert len(answers.asked) == asked


async def test_whoever_is_new_is_named_before_those_whose_names_are_old(namer: Namer, answers: Answers) -> None:
    await namer.name_accounts([501, 502])
    answers.time += NAMES_SECONDS
    await namer.name_accounts([501, 502, 503])
    assert answers.asked == [501, 502, 503, 501, 502]


@pytest.mark.usefixtures("deadline")
async def test_titles_that_were_told_before_the_deadline_count(namer: Namer, answers: Answers) -> None:
    pages = [Pointer("enwiki", TargetKind.PAGE, number) for number in range(1_000, 1_200)]
    followed = targets(*pages)
    namer.index.follow_targets(followed)
    answers.titles["enwiki"] = {each.id: f"Quay {each.id}" for each in pages}
    found = []
    for _ in range(2):
        answers.answers_at_most = 2
        found.append(len(await namer.name_targets(followed)))
    assert found == [100, 100]
    assert len(namer.index.names) == 200
