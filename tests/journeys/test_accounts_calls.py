"""How many questions the accounts page asks, counted from the sandbox's access log; progress that comes before the end.

One for each account, and one for each account and wiki with edits, which beyond a hundred of these waits for a press;
two at a time on a wiki. Never a time.
"""

from collections import Counter
from pathlib import Path

from app.actions.looking_up import (
    EDITS_BY_THEMSELVES,
    AskedSoFar,
    FoundAccounts,
    Step,
    WikiAnswered,
    look_up,
    read_list,
)
from app.domain.people import Person, Standing
from app.sandbox.farm import Farm
from tests.journeys.test_speed import AT_A_TIME, FARM, STANDING, asked
from tests.support.haven import Client, Haven, open_haven

ACCOUNTS = 50
SOMEBODY = Person(1, "Somebody", Standing(frozenset(), 0))


def add_accounts(farm: Farm, wikis: tuple[str, ...], number: int = ACCOUNTS) -> str:
    """That many accounts with one edit on each of these wikis, as a list."""
    names = [f"Invented sock {each}" for each in range(number)]
    for name in names:
        farm.add_account(name, edits=0)
        for dbname in wikis:
            wiki = farm.wiki(dbname)
            page = wiki.page_titled((0, "Socks")) or wiki.add_page("Socks")
            wiki.add_revision(page, name, "x", "y", at=wiki.ago(days=3))
    return "\n".join(names)


async def count(haven: Haven, client: Client, text: str, **fields: str) -> Counter[str]:
    haven.farm.access_log.clear()
    page = await client.post("/accounts", {"text": text, **fields})
    assert page.status_code == 200
    return asked(haven.farm)


async def test_fifty_accounts_are_fifty_questions_and_one_for_each_wiki_with_edits(tmp_path: Path) -> None:
    async with open_haven(tmp_path) as haven:
        text = add_accounts(haven.farm, ("enwiki", "dewikibooks"))
        ilse = await haven.client("Ilse Norrby")
        assert ACCOUNTS * 2 == EDITS_BY_THEMSELVES
        # The guard asks who Ilse is: an administrator of one wiki.
        own = FARM + STANDING + Counter(siteinfo=1)
        needed = Counter(globaluserinfo=ACCOUNTS, usercontribs=ACCOUNTS * 2)
        assert await count(haven, ilse, text) - needed == own
        assert haven.farm.access_log.count(wiki="enwiki", module="usercontribs") == ACCOUNTS
        assert await count(haven, ilse, text, view="last.30.some") == Counter()
        assert await count(haven, ilse, text) == needed, "from the box everything is asked again"


async def test_one_pair_more_than_a_hundred_waits_for_a_press(tmp_path: Path) -> None:
    async with open_haven(tmp_path) as haven:
        text = add_accounts(haven.farm, ("enwiki", "dewikibooks"))
        wiki = haven.farm.wiki("arwikibooks")
        wiki.add_revision(wiki.add_page("One more"), "Invented sock 7", "x", "y")
        ilse = await haven.client("Ilse Norrby")
        await ilse.get("/account")
        assert (await count(haven, ilse, text))["usercontribs"] == 0
        assert await count(haven, ilse, text, view="account.all.more") == Counter(usercontribs=ACCOUNTS * 2 + 1)


async def test_accounts_without_edits_cost_nothing_more(tmp_path: Path) -> None:
    async with open_haven(tmp_path) as haven:
        text = add_accounts(haven.farm, ())
        ilse = await haven.client("Ilse Norrby")
        await ilse.get("/account")
        assert await count(haven, ilse, text) - FARM == Counter(globaluserinfo=ACCOUNTS)


async def test_no_wiki_is_asked_more_than_two_at_a_time(tmp_path: Path) -> None:
    async with open_haven(tmp_path) as haven:
        text = add_accounts(haven.farm, ("enwiki", "dewikibooks", "commonswiki"), 12)
        ilse = await haven.client("Ilse Norrby")
        for dbname in ("metawiki", "enwiki", "dewikibooks", "commonswiki"):
            haven.farm.faults.set(dbname, "slow", 0.005)
        await count(haven, ilse, text)
        assert dict(haven.farm.access_log.most_parallel.items()) == dict.fromkeys(
            ("metawiki", "enwiki", "dewikibooks", "commonswiki"), AT_A_TIME
        )


async def test_progress_comes_on_the_way_and_a_wiki_in_trouble_says_so(haven: Haven) -> None:
    text = add_accounts(haven.farm, ("enwiki", "dewikibooks"), 20)
    haven.farm.faults.set("dewikibooks", "down")
    farm, listed = await read_list(haven.desk, text)
    steps: list[Step] = [
        step async for step in look_up(haven.desk, SOMEBODY, farm, listed.meant, fresh=True, more_edits=False)
    ]
    assert steps[:2] == [AskedSoFar(10, 20), AskedSoFar(20, 20)]
    assert set(steps[2:4]) == {WikiAnswered("enwiki", False), WikiAnswered("dewikibooks", True)}
    assert isinstance(steps[4], FoundAccounts)
    assert len(steps) == 5


async def test_whoever_walks_away_ends_the_questions(haven: Haven) -> None:
    text = add_accounts(haven.farm, ("enwiki",), 40)
    farm, listed = await read_list(haven.desk, text)
    haven.farm.access_log.clear()
    steps = look_up(haven.desk, SOMEBODY, farm, listed.meant, fresh=True, more_edits=False)
    assert await anext(steps) == AskedSoFar(10, 40)
    await steps.aclose()
    assert haven.farm.access_log.count(module="globaluserinfo") < 20
    assert not haven.desk.turns.of(SOMEBODY.central_id).locked()
