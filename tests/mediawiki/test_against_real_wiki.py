"""The same code against a real MediaWiki: live state, relative links, teams. It has no global accounts and no farm."""

from collections.abc import AsyncIterator

import pytest

from app.domain.queues import Team
from app.domain.targets import Relation, Target, TargetKind
from app.domain.visibility import Gone, Parts, Shown
from app.domain.wikis import Wiki
from app.mediawiki.descriptions import WikiDescription
from app.mediawiki.door import Wikis, open_wikis
from app.mediawiki.outcomes import Refused, Warned
from tests.support.haven import pointers
from tests.support.real_wiki import PEOPLE, RealWiki


@pytest.fixture
async def door(real_wiki: RealWiki) -> AsyncIterator[Wikis]:
    wikis = open_wikis(real_wiki.index_url, real_wiki.user_agent, "key", "secret", None, lambda: 1_790_000_000)
    yield wikis
    await wikis.aclose()


def wiki_of(real_wiki: RealWiki) -> Wiki:
    return Wiki("realwiki", real_wiki.server)


async def test_live_states(real_wiki: RealWiki, door: Wikis) -> None:
    seed = real_wiki.seed
    names = ("rev_plain", "rev_text_hidden", "rev_summary_hidden", "rev_user_hidden", "rev_suppressed", "rev_deleted")
    ids = [seed[name] for name in names]
    seen = await door.live.of(wiki_of(real_wiki), pointers("realwiki", [*ids, 999_999]), with_summary=True)
    states = {pointer.id: state for pointer, state in seen.items()}
    found = {name: states[number] for name, number in zip(names, ids, strict=True)}
    hidden = {name: state.hidden for name, state in found.items() if isinstance(state, Shown)}
    assert hidden["rev_plain"] == Parts.NONE
    assert hidden["rev_text_hidden"] == Parts.TEXT
    assert hidden["rev_summary_hidden"] == Parts.SUMMARY
    assert hidden["rev_user_hidden"] == Parts.USER_NAME
    assert Parts.TEXT in hidden["rev_suppressed"]
    suppressed = [name for name, state in found.items() if isinstance(state, Shown) and state.suppressed]
    assert suppressed == ["rev_suppressed"]
    assert (found["rev_deleted"], states[999_999]) == (Gone(), Gone())
    everything = Parts.TEXT | Parts.SUMMARY | Parts.USER_NAME
    assert all(state.asked == everything for state in found.values() if isinstance(state, Shown))


async def test_relative_links(real_wiki: RealWiki, door: Wikis) -> None:
    plain, parent = real_wiki.seed["rev_plain"], real_wiki.seed["rev_parent_of_plain"]

    def relative(relation: Relation, number: int | None = None, title: str | None = None) -> Target:
        return Target(TargetKind.REVISION, "realwiki", id=number, title=title, relation=relation)

    expected = {
        relative(Relation.PREVIOUS, plain): parent,
        relative(Relation.NEXT, parent): plain,
        relative(Relation.NEXT, real_wiki.seed["rev_deleted"]): Gone(),
        relative(Relation.LATEST, title="No such page"): Gone(),
    }
    assert await door.pointing.relations.resolve(wiki_of(real_wiki), list(expected)) == expected
    newest = relative(Relation.LATEST, plain)
    number = (await door.pointing.relations.resolve(wiki_of(real_wiki), [newest]))[newest]
    assert isinstance(number, int)
    [pointer] = pointers("realwiki", [number])
    state = (await door.live.of(wiki_of(real_wiki), [pointer], with_summary=False))[pointer]
    assert isinstance(state, Shown)
    assert state.is_current


async def test_teams(real_wiki: RealWiki, door: Wikis) -> None:
    wiki = wiki_of(real_wiki)
    suppressor = PEOPLE["suppressor"][0]
    assert await door.teams.members(wiki, Team.OVERSIGHTERS) == frozenset({suppressor})
    assert await door.teams.members(wiki, Team.OVERSIGHTERS)
    assert await door.teams.member_central_ids(wiki, Team.OVERSIGHTERS) == frozenset(), "no central accounts here"
    administrators = await door.teams.members(wiki, Team.ADMINISTRATORS)
    assert isinstance(administrators, frozenset)
    assert {PEOPLE["admin"][0], suppressor} <= administrators


async def test_whether_there_are_checkusers_cannot_be_told_without_the_extension(
    real_wiki: RealWiki, door: Wikis
) -> None:
    """A wiki lists everybody for a right it does not know; nobody is taken for a checkuser by that."""
    assert await door.teams.has_checkusers(wiki_of(real_wiki)) == Warned()


async def test_the_wiki_describes_itself(real_wiki: RealWiki, door: Wikis) -> None:
    description = await door.sites.description(wiki_of(real_wiki))
    assert isinstance(description, WikiDescription)
    assert "suppressrevision" in description.rights_of(frozenset({"suppress"}))


async def test_accounts_that_are_not_attached_have_no_central_id(real_wiki: RealWiki, door: Wikis) -> None:
    assert await door.accounts.central_ids_of_local(wiki_of(real_wiki), [1, 2, 3, 999_999]) == {}
    assert await door.sites.farm() == Refused("badvalue"), "without SiteMatrix there is no farm"
