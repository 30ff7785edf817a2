"""What one wiki tells of accounts by name: every block in force, and what could not be told stays unknown."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from app.domain.accounts import NotVisible
from app.domain.party_states import AccountHere, BlockHere
from app.domain.visibility import CouldNotCheck
from app.domain.wikis import Wiki
from app.mediawiki.accounts_here import AccountsHere
from app.mediawiki.client import WikiClient

NOW = 1_795_824_000
WIKI = Wiki("testwiki", "https://wiki.invalid")
ROW = {
    "userid": 7,
    "name": "Grubby Finch",
    "groupmemberships": [{"group": "sysop", "expiry": "infinity"}],
    "rights": ["edit", "block"],
    "editcount": 3,
    "registration": None,
    "centralids": {"CentralAuth": 9},
    "attachedlocal": {"CentralAuth": True},
}
BLOCK = {"user": "Grubby Finch", "timestamp": "2026-11-27T00:00:00Z", "expiry": "infinity", "partial": False}


def answering(users: Mapping[str, Any], blocks: Mapping[str, Any], asked: list[dict[str, list[str]]]) -> AccountsHere:
    def answer(request: httpx.Request) -> httpx.Response:
        question = parse_qs(request.content.decode())
        asked.append(question)
        return httpx.Response(200, json=users if question["list"] == ["users"] else blocks)

    client = WikiClient("test", lambda: NOW, httpx.AsyncClient(transport=httpx.MockTransport(answer)))
    return AccountsHere(client, lambda: NOW)


def rows(**changes: Any) -> dict[str, Any]:
    return {"query": {"users": [{**ROW, **changes}]}}


async def test_all_blocks_in_force_are_told_the_whole_ones_first() -> None:
    blocks = [
        {**BLOCK, "partial": True},
        {**BLOCK, "expiry": "2026-11-27T12:00:00Z"},
        {**BLOCK, "timestamp": "2026-11-26T00:00:00Z", "expiry": "2027-01-01T00:00:00Z"},
        {key: value for key, value in BLOCK.items() if key != "user"},
        {**BLOCK, "user": "Somebody Else"},
    ]
    asked: list[dict[str, list[str]]] = []
    look = answering(rows(), {"query": {"blocks": blocks}}, asked)
    found = await look.look(WIKI, ["Grubby Finch", "Not there"])
    account = found["Grubby Finch"]
    assert isinstance(account, AccountHere)
    assert account.blocks == (
        BlockHere(1_795_651_200, 1_798_761_600, is_partial=False),
        BlockHere(1_795_737_600, None, is_partial=True),
    )
    assert (account.groups, account.powers, account.since) == (("sysop",), frozenset({"block"}), None)
    assert found["Not there"] == NotVisible()
    assert asked[1]["bkusers"] == ["Grubby Finch"]
    assert "reason" not in " ".join(asked[1]["bkprop"])


@pytest.mark.parametrize(
    "blocks",
    [
        {"error": {"code": "internal"}},
        {"query": {}},
        {"query": {"blocks": [{"user": "x"}]}},
        {"warnings": {}, "query": 1},
    ],
)
async def test_blocks_that_were_not_told_are_unknown(blocks: dict[str, Any]) -> None:
    found = await answering(rows(), blocks, []).look(WIKI, ["Grubby Finch"])
    account = found["Grubby Finch"]
    assert isinstance(account, AccountHere)
    assert account.blocks == CouldNotCheck()


@pytest.mark.parametrize("users", [{"error": {"code": "internal"}}, {"query": {"users": [{"name": "x"}]}}, {}])
async def test_accounts_that_were_not_told_are_unknown(users: dict[str, Any]) -> None:
    assert await answering(users, {}, []).look(WIKI, ["Grubby Finch"]) == {"Grubby Finch": CouldNotCheck()}


async def test_a_namesake_without_a_global_account_is_not_attached() -> None:
    look = answering(rows(attachedlocal={"CentralAuth": False}), {"query": {"blocks": []}}, [])
    account = (await look.look(WIKI, ["Grubby Finch"]))["Grubby Finch"]
    assert isinstance(account, AccountHere)
    assert not account.is_attached


async def test_a_private_wiki_is_not_asked() -> None:
    asked: list[dict[str, list[str]]] = []
    closed = Wiki("x", "https://wiki.invalid", private=True)
    assert await answering(rows(), {}, asked).look(closed, ["A"]) == {"A": CouldNotCheck()}
    assert asked == []
