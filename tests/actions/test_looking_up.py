"""Looking up accounts: what it costs in steps, in whose turn and thread it runs, which edits are asked about next."""

import threading
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.actions import looking_up
from app.actions.desk import Desk
from app.actions.looking_up import FoundAccounts, look_up, read_list
from app.domain.accounts import Account, Meant, OnWiki, Pair
from app.domain.activity import Activity
from app.domain.people import Person, Standing
from app.domain.wikis import Wiki
from app.text.look_alikes import LookAlikes, find_look_alikes
from app.web import accounts_table
from app.web.pages import AccountsTable, AccountsView
from tests.support.haven import Client, Haven

SOMEBODY = Person(1, "Somebody", Standing(frozenset(), 0))
MANY = 100_000


class Counted(int):
    """A central id that counts how often it is looked for among others."""

    looks = 0

    def __hash__(self) -> int:
        Counted.looks += 1
        assert Counted.looks < 20 * MANY, "every pair is looked for among all others again and again"
        return int(self)


async def test_choosing_among_many_pairs_takes_a_few_steps_for_each() -> None:
    places = {(Counted(number), "enwiki"): OnWiki("enwiki", number, 1, None) for number in range(MANY)}
    known = set(range(0, MANY, 2))

    def ask(pairs: Iterable[Pair]) -> list[Pair]:
        return [pair for pair in pairs if int(pair[0]) not in known]

    desk = SimpleNamespace(wikis=SimpleNamespace(everywhere=SimpleNamespace(edits_to_ask=ask)))
    chosen, is_over = await looking_up._choose(cast(Desk, desk), SOMEBODY, cast(Mapping[Pair, OnWiki], places), False)
    assert (len(chosen), is_over) == (len(known), False)


async def test_the_turn_is_over_before_the_table_is_sent(haven: Haven) -> None:
    farm, listed = await read_list(haven.desk, "Tide Watcher")
    steps = look_up(haven.desk, SOMEBODY, farm, listed.meant, fresh=True, more_edits=False)
    async for step in steps:
        assert haven.desk.turns.of(SOMEBODY.central_id).locked() != isinstance(step, FoundAccounts)
    await steps.aclose()


async def test_the_table_is_made_beside_everybody_else_s_pages(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: set[int] = set()

    def find(names: Iterable[str]) -> dict[str, LookAlikes]:
        threads.add(threading.get_ident())
        return find_look_alikes(names)

    monkeypatch.setattr(accounts_table, "find_look_alikes", find)
    farm, listed = await read_list(haven.desk, "Tide Watcher")
    steps = look_up(haven.desk, SOMEBODY, farm, listed.meant, fresh=True, more_edits=False)
    made = [each async for each in accounts_table.steps_of(steps, farm, SOMEBODY, AccountsView(), haven.clock())]
    assert isinstance(made[-1], AccountsTable)
    assert threads
    assert threading.get_ident() not in threads


WIKIS = ("enwiki", "commonswiki", "dewikibooks", "metawiki", "arwikibooks")
LIST = "\n".join(f"#{number}" for number in range(1, 41))


class Asked(list[Pair]):
    """Every account of LIST edited on all of WIKIS; which pairs were asked about, in turn."""

    def __init__(self, haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
        everywhere = haven.desk.wikis.everywhere

        async def account(meant: Meant) -> Account:
            on = tuple(OnWiki(wiki, meant.central_id, 10, 0) for wiki in WIKIS)
            return Account(meant.central_id, f"Sock {meant.central_id}", False, (), 1, 0, on)

        async def edits(wiki: Wiki, user_id: int) -> Activity:
            self.append((user_id, wiki.dbname))
            return Activity((haven.clock(),), True)

        monkeypatch.setattr(everywhere, "_ask_account", account)
        monkeypatch.setattr(everywhere, "_ask_edits", edits)
        monkeypatch.setattr(looking_up, "EDITS_A_PRESS", 60)


async def post(client: Client, **fields: Any) -> None:
    assert (await client.post("/accounts", {"text": LIST, **fields})).status_code == 200


async def test_more_is_asked_on_the_press_for_more_and_what_never_was_comes_first(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamsin, asked = await haven.client("Tamsin Vale"), Asked(haven, monkeypatch)
    await post(tamsin)
    assert asked == [], "two hundred pairs wait for a press"
    await post(tamsin, view="account.all.more")
    assert len(asked) == 60
    for view in ("last.all.some", "wiki.7.some", "edits.all.some"):
        await post(tamsin, view=view)
    assert len(asked) == 60, "sorting and filtering ask nothing"
    haven.clock.move(minutes=6)
    for _ in range(3):
        await post(tamsin, view="last.all.more")
    assert len(asked) == 200 + 40, "by now each was asked about, and those from the beginning once more"
    assert len(set(asked[:200])) == 200


async def test_a_view_that_loads_is_not_carried_along_by_the_other_buttons(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamsin, _ = await haven.client("Tamsin Vale"), Asked(haven, monkeypatch)
    page = await tamsin.post("/accounts", {"text": LIST, "view": "account.all.more"})
    assert page.text.count(".more") == 1, "the button that loads"
