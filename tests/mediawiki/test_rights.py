"""What a person is: the traps of group names, global rights, blocks, namesakes and silence, and how much is asked."""

from typing import Any

import httpx
import pytest

from app.domain.people import HeldRole, Role
from app.mediawiki.client import WikiClient
from app.mediawiki.outcomes import Failed, Refused, Unreachable
from app.mediawiki.rights import CACHED_SECONDS, INCOMPLETE_SECONDS, Identity, Rights
from app.mediawiki.sites import Sites
from tests.mediawiki.scripted import (
    CENTRAL_INDEX,
    USER_AGENT,
    Scripted,
    global_account,
    local_account,
    local_id,
    scripted_farm,
)
from tests.mediawiki.test_remembered import Clock

WHO = 7
NAME = "Invented Person"
EDITOR, SENDER = HeldRole(Role.EDITOR), HeldRole(Role.SENDER)
SYSOP_RIGHTS = ["deleterevision", "rollback"]
EVERY_RIGHT = ["deleterevision", "suppressrevision", "rollback", "checkuser", "edit"]


class Desk:
    """The scripted farm and Rights over it."""

    def __init__(self, wikiset: str | None = "Small") -> None:
        self.clock = Clock()
        self.wikis: Scripted = scripted_farm()
        self.wikis.answers["meta.example", "wikisets"] = {
            "query": {
                "wikisets": [
                    {
                        "id": "7",
                        "name": "Small",
                        "type": "optin",
                        "wikisincluded": ["smallwiki", "testwiki", "hewiki"],
                        "wikisnotincluded": ["bigwiki"],
                    }
                ]
            }
        }
        client = WikiClient(USER_AGENT, self.clock, self.wikis.client())
        self.rights = Rights(client, Sites(client, CENTRAL_INDEX, self.clock), self.clock, wikiset)

    def person(self, local: dict[str, list[str]], groups: tuple[str, ...] = (), **more: Any) -> None:
        self.wikis.answers["meta.example", "globaluserinfo"] = global_account(WHO, NAME, local, groups, **more)

    def on(self, wiki: str, groups: list[str], rights: list[str], **more: Any) -> None:
        self.wikis.answers[f"{wiki}.example", "users"] = local_account(WHO, NAME, groups, rights, **more)

    async def standing(self) -> Identity:
        identity = await self.rights.standing_of(WHO)
        assert isinstance(identity, Identity)
        return identity

    async def held(self) -> set[HeldRole]:
        return set((await self.standing()).standing.held)

    async def fresh(self, wiki: str) -> set[HeldRole]:
        identity = await self.rights.fresh(WHO, wiki)
        assert isinstance(identity, Identity)
        return set(identity.standing.held)


def role(role: Role, wiki: str) -> HeldRole:
    return HeldRole(role, wiki)


@pytest.mark.parametrize(
    ("groups", "rights", "expected"),
    [
        (["sysop"], SYSOP_RIGHTS, {role(Role.ADMINISTRATOR, "bigwiki"), SENDER}),
        (["eliminator"], ["deleterevision"], {role(Role.ADMINISTRATOR, "bigwiki"), SENDER}),
        (
            ["suppress"],
            ["suppressrevision", "deleterevision"],
            {role(Role.OVERSIGHTER, "bigwiki"), role(Role.ADMINISTRATOR, "bigwiki"), SENDER},
        ),
        (["rollbacker"], ["rollback"], {SENDER}),
        (["checkuser"], ["checkuser"], {SENDER}),
        (["editor"], ["review"], set()),
        # The membership is listed, but has lost its effect.
        (["suppress"], ["edit"], set()),
        # A group that this wiki does not describe carries nothing.
        (["oversight"], EVERY_RIGHT, set()),
    ],
)
async def test_rights_are_tested_not_names(groups: list[str], rights: list[str], expected: set[HeldRole]) -> None:
    desk = Desk()
    desk.person({"bigwiki": groups})
    desk.on("big", groups, rights)
    assert await desk.held() == {EDITOR, *expected}
    assert await desk.fresh("bigwiki") == {EDITOR, *expected}


async def test_a_steward_is_no_oversighter_of_every_wiki() -> None:
    desk = Desk()
    desk.person({"bigwiki": ["rollbacker"], "smallwiki": []}, ("steward",))
    desk.on("big", ["rollbacker"], EVERY_RIGHT)
    desk.on("small", [], EVERY_RIGHT)
    steward = {EDITOR, HeldRole(Role.STEWARD), SENDER}
    assert await desk.held() == steward
    assert await desk.fresh("bigwiki") == steward
    assert await desk.fresh("smallwiki") == steward


@pytest.mark.parametrize(("central_says", "wiki_says"), [(["suppress"], []), (["rollbacker"], ["suppress"])])
async def test_a_group_counts_only_where_both_wikis_name_it(central_says: list[str], wiki_says: list[str]) -> None:
    desk = Desk()
    desk.person({"bigwiki": central_says}, ("steward",))
    desk.on("big", wiki_says, EVERY_RIGHT)
    assert await desk.held() == {EDITOR, HeldRole(Role.STEWARD), SENDER}
    assert await desk.fresh("bigwiki") == {EDITOR, HeldRole(Role.STEWARD), SENDER}


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("ombuds", {HeldRole(Role.OMBUDS)}),
        ("global-rollbacker", {SENDER}),
        ("staff", set()),
        ("founder", set()),
        ("abusefilter-maintainer", set()),
    ],
)
async def test_other_global_groups(group: str, expected: set[HeldRole]) -> None:
    desk = Desk()
    desk.person({"bigwiki": []}, (group,))
    desk.on("big", [], EVERY_RIGHT)
    assert await desk.held() == {EDITOR, *expected}
    assert await desk.fresh("bigwiki") == {EDITOR, *expected}


async def test_a_global_sysop_is_one_on_the_wikis_of_the_set_that_count() -> None:
    desk = Desk()
    desk.person({"bigwiki": [], "smallwiki": []}, ("global-sysop",))
    desk.on("big", [], [])
    desk.on("small", [], SYSOP_RIGHTS)
    expected = {EDITOR, SENDER, role(Role.GLOBAL_SYSOP, "smallwiki")}
    assert await desk.held() == expected
    assert await desk.fresh("smallwiki") == expected
    assert await desk.fresh("bigwiki") == {EDITOR}
    desk.on("small", [], ["edit"])
    assert await desk.fresh("smallwiki") == {EDITOR}, "the set says so, but the wiki does not"
    desk.on("small", [], SYSOP_RIGHTS, blockid=3, blockpartial=False)
    assert await desk.fresh("smallwiki") == {EDITOR}


async def test_without_a_wiki_set_global_sysops_get_nothing() -> None:
    desk = Desk(wikiset=None)
    desk.person({"smallwiki": []}, ("global-sysop",))
    desk.on("small", [], SYSOP_RIGHTS)
    assert await desk.held() == {EDITOR}
    assert await desk.fresh("smallwiki") == {EDITOR}


async def test_a_wiki_set_that_cannot_be_asked() -> None:
    desk = Desk(wikiset="No such set")
    desk.person({"smallwiki": []}, ("global-sysop",))
    desk.on("small", [], SYSOP_RIGHTS)
    standing = (await desk.standing()).standing
    assert (standing.held, standing.unasked) == (frozenset({EDITOR}), frozenset({"metawiki"}))
    assert isinstance(await desk.rights.fresh(WHO, "smallwiki"), Failed)


@pytest.mark.parametrize(
    ("block", "strips"),
    [
        ({"blockid": 3, "blockedby": "X", "blockreason": "secret", "blockpartial": False}, True),
        ({"blockid": 3, "blockedby": "X"}, True),
        ({"blockedby": "X"}, True),
        ({"blockid": 3, "blockedby": "X", "blockpartial": True}, False),
    ],
)
async def test_a_sitewide_block_strips_and_a_partial_one_does_not(block: dict[str, Any], strips: bool) -> None:
    desk = Desk()
    desk.person({"bigwiki": ["sysop"]})
    desk.on("big", ["sysop"], SYSOP_RIGHTS, **block)
    expected = set() if strips else {role(Role.ADMINISTRATOR, "bigwiki"), SENDER}
    assert await desk.held() == {EDITOR, *expected}
    assert await desk.fresh("bigwiki") == {EDITOR, *expected}
    assert "secret" not in repr(await desk.standing())


@pytest.mark.parametrize(
    "impostor",
    [
        {"attachedlocal": {"CentralAuth": False, "local": True}},
        {"centralids": {"CentralAuth": 8, "local": 17}},
        {"centralids": {"CentralAuth": 0, "local": 17}},
        {"userid": 99},
    ],
)
async def test_a_namesake_gets_nothing(impostor: dict[str, Any]) -> None:
    desk = Desk()
    desk.person({"bigwiki": ["sysop"]})
    desk.on("big", ["sysop"], SYSOP_RIGHTS, **impostor)
    assert await desk.held() == {EDITOR}
    assert await desk.fresh("bigwiki") == {EDITOR}


async def test_an_unattached_account_gets_nothing_in_a_fresh_check() -> None:
    desk = Desk()
    desk.person({"smallwiki": []})
    desk.on("big", ["sysop"], SYSOP_RIGHTS)
    assert await desk.fresh("bigwiki") == {EDITOR}
    assert desk.wikis.asked[-1].params["ususers"] == NAME


async def test_wikis_that_do_not_count_are_not_asked() -> None:
    desk = Desk()
    desk.person({"testwiki": ["sysop"], "hewiki": ["sysop"], "secretwiki": ["sysop"], "unknownwiki": ["sysop"]})
    desk.on("test", ["sysop"], SYSOP_RIGHTS)
    assert await desk.held() == {EDITOR}
    assert desk.wikis.count("users") == 0
    assert await desk.fresh("testwiki") == {EDITOR}


@pytest.mark.parametrize("answer", [{"missing": True}, {"missing": ""}])
async def test_hidden_or_missing(answer: dict[str, Any]) -> None:
    desk = Desk()
    desk.wikis.answers["meta.example", "globaluserinfo"] = {"query": {"globaluserinfo": answer}}
    identity = await desk.standing()
    assert (identity.hidden_or_missing, identity.name, identity.standing.held) == (True, "", frozenset())
    fresh = await desk.rights.fresh(WHO, "bigwiki")
    assert isinstance(fresh, Identity)
    assert (fresh.hidden_or_missing, fresh.standing.held) == (True, frozenset())


async def test_a_number_that_is_nobody() -> None:
    desk = Desk()
    desk.wikis.answers["meta.example", "globaluserinfo"] = {"error": {"code": "invaliduserid", "info": "x"}}
    assert (await desk.standing()).hidden_or_missing


async def test_locked_is_nothing_at_all() -> None:
    desk = Desk()
    desk.person({"bigwiki": ["sysop"]}, ("steward",), locked=True)
    desk.on("big", ["sysop"], EVERY_RIGHT)
    identity = await desk.standing()
    assert (identity.locked, identity.standing.held) == (True, frozenset())
    assert desk.wikis.count("users") == 0
    assert await desk.fresh("bigwiki") == set()


async def test_a_stranger_in_the_answer_is_garbled() -> None:
    desk = Desk()
    desk.wikis.answers["meta.example", "globaluserinfo"] = global_account(8, "Somebody Else", {"bigwiki": ["sysop"]})
    assert isinstance(await desk.rights.standing_of(WHO), Failed)
    assert isinstance(await desk.rights.fresh(WHO, "bigwiki"), Failed)


async def test_a_silent_wiki_is_a_no_and_said_so() -> None:
    desk = Desk()
    desk.person({"bigwiki": ["sysop"], "smallwiki": ["sysop"]})
    desk.on("small", ["sysop"], SYSOP_RIGHTS)
    desk.wikis.answers["big.example", "users"] = httpx.Response(500)
    standing = (await desk.standing()).standing
    assert standing.held == {EDITOR, SENDER, role(Role.ADMINISTRATOR, "smallwiki")}
    assert standing.unasked == {"bigwiki"}
    assert await desk.rights.fresh(WHO, "bigwiki") == Unreachable()


async def test_a_wiki_that_does_not_describe_its_groups_is_a_no_and_said_so() -> None:
    desk = Desk()
    desk.person({"bigwiki": ["sysop"]})
    desk.on("big", ["sysop"], SYSOP_RIGHTS)
    desk.wikis.answers["big.example", "siteinfo"] = httpx.Response(500)
    assert (await desk.standing()).standing.unasked == {"bigwiki"}
    assert await desk.rights.fresh(WHO, "bigwiki") == Unreachable()


async def test_a_silent_central_wiki_fails_everything() -> None:
    desk = Desk()
    await desk.rights.standing_of(WHO)
    desk.wikis.answers["meta.example", "globaluserinfo"] = httpx.Response(500)
    assert await desk.rights.standing_of(WHO) == Unreachable()
    assert await desk.rights.fresh(WHO, "bigwiki") == Unreachable()


async def test_an_unknown_wiki_is_refused() -> None:
    desk = Desk()
    assert await desk.rights.fresh(WHO, "nowiki") == Refused("unknown-wiki")


async def test_local_ids_are_told() -> None:
    desk = Desk()
    desk.person({"bigwiki": [], "smallwiki": []})
    assert (await desk.standing()).standing.local_ids == {"bigwiki": local_id(WHO), "smallwiki": local_id(WHO)}


async def test_how_much_is_asked() -> None:
    desk = Desk()
    desk.person({"bigwiki": ["sysop"], "smallwiki": ["rollbacker"], "metawiki": []})
    desk.on("big", ["sysop"], SYSOP_RIGHTS)
    desk.on("small", ["rollbacker"], ["rollback"])
    await desk.standing()
    assert len(desk.wikis.asked) == 1 + 2 + 2 + 2, "cold: the farm (2) and two descriptions beside"
    desk.wikis.asked.clear()
    await desk.standing()
    assert len(desk.wikis.asked) == 1 + 2
    desk.wikis.asked.clear()
    await desk.fresh("bigwiki")
    assert [ask.host for ask in desk.wikis.asked] == ["meta.example", "big.example"]


async def test_the_cache() -> None:
    desk = Desk()
    desk.person({"bigwiki": ["sysop"]})
    desk.on("big", ["sysop"], SYSOP_RIGHTS)
    assert desk.rights.last_known(WHO) is None
    first = await desk.rights.standing_cached(WHO)
    desk.clock.at += CACHED_SECONDS - 1
    assert await desk.rights.standing_cached(WHO) is first
    desk.wikis.answers["meta.example", "globaluserinfo"] = httpx.Response(500)
    desk.clock.at += 1
    assert await desk.rights.standing_cached(WHO) == Unreachable(), "nothing older than five minutes is served"
    assert desk.rights.last_known(WHO) is first


async def test_an_incomplete_standing_is_asked_again_soon() -> None:
    desk = Desk()
    desk.person({"bigwiki": ["sysop"]})
    await desk.rights.standing_cached(WHO)
    desk.on("big", ["sysop"], SYSOP_RIGHTS)
    desk.clock.at += INCOMPLETE_SECONDS
    again = await desk.rights.standing_cached(WHO)
    assert isinstance(again, Identity)
    assert again.standing.holds(Role.ADMINISTRATOR, "bigwiki")


@pytest.mark.parametrize("loss", ["right", "lock", "account"])
async def test_a_fresh_no_empties_the_cache(loss: str) -> None:
    desk = Desk()
    desk.person({"bigwiki": ["sysop"]})
    desk.on("big", ["sysop"], SYSOP_RIGHTS)
    await desk.rights.standing_cached(WHO)
    await desk.rights.fresh(WHO, "bigwiki")
    assert desk.rights.last_known(WHO) is not None, "nothing was lost yet"
    if loss == "right":
        desk.on("big", [], ["edit"])
    elif loss == "lock":
        desk.person({"bigwiki": ["sysop"]}, locked=True)
    else:
        desk.wikis.answers["meta.example", "globaluserinfo"] = {"query": {"globaluserinfo": {"missing": True}}}
    await desk.rights.fresh(WHO, "bigwiki")
    assert desk.rights.last_known(WHO) is None
