"""Every kind of target against the sandbox farm: live state, pointing and surroundings as the door gives them."""

from collections.abc import AsyncIterator

import httpx
import pytest

from app.domain.surroundings import RangeEnd, Surroundings, WhyHere
from app.domain.targets import Pointer, Target, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Shown, There
from app.domain.wikis import Farm, Wiki
from app.mediawiki.door import Wikis, open_wikis
from app.sandbox.abuse_log import add_hit
from app.sandbox.farm import Farm as SandboxFarm
from app.sandbox.more_cases import INSERTED, RESTORED, comment_id
from app.sandbox.oauth.tokens import SANDBOX_KEY, SANDBOX_SECRET
from app.sandbox.people import ATTACKING_NAME, HIDDEN_NAME, LOCKED_NAME
from app.sandbox.visibility import SUPPRESSED, TEXT, USER
from tests.support.sandbox import USER_AGENT, in_process

NOW = 1_795_000_000


class World:
    """The door, the farm as it reads it, and the sandbox behind."""

    def __init__(self, sandbox: SandboxFarm, wikis: Wikis, farm: Farm) -> None:
        self.sandbox, self.wikis, self.farm = sandbox, wikis, farm

    def wiki(self, dbname: str) -> Wiki:
        return self.farm.wikis[dbname]

    def user(self, name: str, dbname: str = "enwiki") -> Pointer:
        return Pointer(dbname, TargetKind.ACCOUNT, self.sandbox.account(name).local[dbname].user_id)

    def central_id(self, name: str) -> int:
        return self.sandbox.account(name).central_id

    async def states(self, *pointers: Pointer) -> list[LiveState]:
        found = await self.wikis.live.of(self.wiki(pointers[0].wiki), pointers, with_summary=True)
        return [found[pointer] for pointer in pointers]

    async def point(self, **fields: object) -> object:
        target = Target(wiki="enwiki", **fields)  # type: ignore[arg-type]
        return (await self.wikis.pointing.point(self.farm, self.wiki("enwiki"), [target]))[target]

    async def around(self, pointer: Pointer) -> Surroundings:
        now = int(self.sandbox.now().timestamp())
        found = await self.wikis.surroundings.look_around(self.wiki(pointer.wiki), pointer, now)
        assert isinstance(found, Surroundings)
        return found


@pytest.fixture
async def world() -> AsyncIterator[World]:
    sandbox, transport = in_process()
    index, http = f"{sandbox.central.server}/w/index.php", httpx.AsyncClient(transport=transport)
    wikis = open_wikis(index, USER_AGENT, SANDBOX_KEY, SANDBOX_SECRET, None, lambda: NOW, http=http)
    farm = await wikis.sites.farm()
    assert isinstance(farm, Farm)
    yield World(sandbox, wikis, farm)
    await wikis.aclose()


# Live state


@pytest.mark.parametrize("release", ["1.43", "1.47"])
async def test_log_entries_on_older_and_newer_wikis(world: World, release: str) -> None:
    world.sandbox.release = release
    wiki = world.sandbox.wiki("enwiki")
    made = [wiki.add_log("move", "move", "Wilma Tarn", (0, "Invented"), "why", at=wiki.ago(hours=1)) for _ in range(3)]
    made[1].hidden, made[2].hidden = TEXT | USER, TEXT | SUPPRESSED
    secret = wiki.add_log("suppress", "revision", "Piet Wander", (0, "Invented"), at=wiki.ago(hours=1))
    at = made[0].at.strftime("%Y%m%d%H%M%S")
    pointers = [Pointer("enwiki", TargetKind.LOG, each.log_id, at) for each in [*made, secret]]
    world.sandbox.access_log.clear()
    plain, hidden, suppressed, gone = await world.states(*pointers)
    assert world.sandbox.access_log.count("enwiki") == (1 if release == "1.47" else 5)
    assert isinstance(plain, Shown)
    assert isinstance(hidden, Shown)
    assert isinstance(suppressed, Shown)
    assert (plain.hidden, hidden.hidden, suppressed.hidden) == (Parts.NONE, Parts.TEXT | Parts.USER_NAME, Parts.TEXT)
    assert (hidden.author, hidden.suppressed, suppressed.suppressed) == (None, False, True)
    assert gone == Gone(), "the suppression log is nobody's business"


async def test_filter_log_entries(world: World) -> None:
    wiki = world.sandbox.wiki("enwiki")
    hits = [add_hit(wiki, "Wilma Tarn", (0, "Invented"), wiki.ago(minutes=5)) for _ in range(2)]
    hits[1].hidden = True
    pointers = [Pointer("enwiki", TargetKind.ABUSE_LOG, number) for number in (hits[0].hit_id, hits[1].hit_id, 7)]
    assert await world.states(*pointers) == [There(at=int(hits[0].at.timestamp())), Gone(), Gone()]


async def test_versions_of_a_file(world: World) -> None:
    wiki = world.sandbox.wiki("commonswiki")
    page = wiki.page("File:Quay in the rain (invented).png")
    made = wiki.files[page.page_id]
    made[0].hidden = TEXT | USER | SUPPRESSED
    times = [*(each.archive_time for each in made), "20000101000000"]
    pointers = [Pointer("commonswiki", TargetKind.FILE_VERSION, page.page_id, at) for at in times]
    oldest, middle, newest, nowhere = await world.states(*pointers)
    assert isinstance(oldest, Shown)
    assert isinstance(middle, Shown)
    assert isinstance(newest, Shown)
    assert (oldest.hidden, oldest.author, oldest.suppressed) == (Parts.TEXT | Parts.USER_NAME, None, True)
    assert (middle.hidden, middle.author) == (Parts.NONE, world.user("Marlow Quince", "commonswiki").id)
    assert [each.is_current for each in (oldest, middle, newest)] == [False, False, True]
    assert [each.at for each in (oldest, middle, newest)] == [int(each.at.timestamp()) for each in made]
    assert nowhere == Gone()


async def test_pages(world: World) -> None:
    wiki = world.sandbox.wiki("enwiki")
    gone = wiki.add_page("Invented deleted page")
    wiki.add_revision(gone, "Wilma Tarn", "draft")
    wiki.delete_page(gone, "Ilse Norrby")
    live = wiki.page("Talk:Harbour lights").page_id
    assert await world.states(
        Pointer("enwiki", TargetKind.PAGE, live),
        Pointer("enwiki", TargetKind.PAGE, title="talk:harbour lights"),
        Pointer("enwiki", TargetKind.PAGE, gone.page_id),
        Pointer("enwiki", TargetKind.PAGE, title="Invented deleted page"),
        Pointer("enwiki", TargetKind.DELETED_REVISION, gone.revisions[0].rev_id),
    ) == [There(live, 1), There(live, 1), Gone(), Gone(), Gone()]


async def test_accounts(world: World) -> None:
    names = ("Wilma Tarn", "Roderick Sloe", LOCKED_NAME, HIDDEN_NAME)
    plain, blocked, locked, hidden = (world.user(name) for name in names)
    unknown = Pointer("enwiki", TargetKind.ACCOUNT, 7)
    assert await world.states(plain, blocked, locked, hidden, unknown) == [
        There(user=plain.id, is_blocked=False, is_locked=False, central=world.central_id("Wilma Tarn")),
        There(user=blocked.id, is_blocked=True, is_locked=False, central=world.central_id("Roderick Sloe")),
        There(user=locked.id, is_blocked=False, is_locked=True, central=world.central_id(LOCKED_NAME)),
        Gone(),
        Gone(),
    ]
    world.sandbox.faults.set("metawiki", "down")
    central_id = world.central_id(LOCKED_NAME)
    assert await world.states(locked) == [There(user=locked.id, is_blocked=False, is_locked=None, central=central_id)]
    world.sandbox.faults.set("enwiki", "down")
    assert await world.states(locked) == [CouldNotCheck()]


# Pointing


async def test_what_is_known_by_name_becomes_numbers(world: World) -> None:
    wiki = world.sandbox.wiki("enwiki")
    page = wiki.page("Talk:Harbour lights")
    assert await world.point(kind=TargetKind.PAGE, title="Talk:Harbour lights") == Pointer(
        "enwiki", TargetKind.PAGE, page.page_id
    )
    name, revision = comment_id(wiki)
    assert await world.point(kind=TargetKind.COMMENT, name=name) == Pointer("enwiki", TargetKind.REVISION, revision)
    assert await world.point(kind=TargetKind.COMMENT, name="c-Nobody-20260101000000") == Gone()
    assert await world.point(kind=TargetKind.ACCOUNT, name="Wilma Tarn") == world.user("Wilma Tarn")


async def test_hidden_and_unknown_names_are_kept_alike(world: World) -> None:
    for name in (HIDDEN_NAME, "Nobody of that name"):
        assert await world.point(kind=TargetKind.ACCOUNT, name=name) == Pointer("enwiki", TargetKind.ACCOUNT, name=name)


async def test_an_account_that_was_never_here_is_one_of_its_home_wiki(world: World) -> None:
    far = world.sandbox.add_account("Invented Stranger", home="dewikibooks", only_on=("dewikibooks",))
    meant = Pointer("dewikibooks", TargetKind.ACCOUNT, far.local["dewikibooks"].user_id)
    assert await world.point(kind=TargetKind.ACCOUNT, name="Invented Stranger") == meant


async def test_the_title_beside_a_revision(world: World) -> None:
    wiki = world.sandbox.wiki("enwiki")
    page = wiki.page("Talk:Harbour lights")
    number = page.revisions[0].rev_id
    beside = {"kind": TargetKind.REVISION, "id": number, "beside": "Talk:Harbour lights"}
    assert await world.point(**beside) == Pointer("enwiki", TargetKind.REVISION, number)
    wiki.delete_page(page, "Ilse Norrby")
    assert await world.point(**beside) == Pointer("enwiki", TargetKind.REVISION, number, title="Talk:Harbour lights")


# Surroundings


async def test_around_the_third_of_sixty_edits(world: World) -> None:
    edits = world.sandbox.wiki("enwiki").page("Sixty edits").revisions
    found = await world.around(Pointer("enwiki", TargetKind.REVISION, edits[INSERTED - 1].rev_id))
    assert found.range is not None
    carried = [each.rev_id for each in edits[INSERTED - 1 : RESTORED - 1]]
    assert [step.id for step in found.range.steps] == carried
    assert found.range.restored is not None
    assert (found.range.end, found.range.restored.id) == (RangeEnd.RESTORED, edits[RESTORED - 1].rev_id)
    assert found.range.by_others == len(carried) - 1
    assert {each.why for each in found.suggestions} == {
        WhyHere.REVERT_SUMMARY,
        WhyHere.FILTER_HIT_OF_ACCOUNT,
        WhyHere.MOVE_LOG,
        WhyHere.TITLE,
    }
    assert not found.could_not_check


async def test_around_an_account_whose_name_is_the_problem(world: World) -> None:
    found = await world.around(world.user(ATTACKING_NAME))
    assert {each.why for each in found.suggestions} == {WhyHere.NEW_ACCOUNT_LOG, WhyHere.FILTER_HIT_OF_ACCOUNT}
    assert ATTACKING_NAME not in repr(found)


async def test_around_a_picture_and_an_item(world: World) -> None:
    wiki = world.sandbox.wiki("commonswiki")
    picture = wiki.page("File:Quay in the rain (invented).png")
    target = Pointer(
        "commonswiki", TargetKind.FILE_VERSION, picture.page_id, wiki.files[picture.page_id][1].archive_time
    )
    found = await world.around(target)
    reasons = [each.why for each in found.suggestions]
    assert reasons.count(WhyHere.EARLIER_FILE_VERSION) == 1, "the other earlier one"
    assert {WhyHere.CREATION_LOG, WhyHere.OTHER_LOG, WhyHere.TITLE} <= set(reasons)
    item = wiki.page("Invented item").revisions[1].rev_id
    assert WhyHere.AUTOMATIC_SUMMARY in {
        each.why for each in (await world.around(Pointer("commonswiki", TargetKind.REVISION, item))).suggestions
    }
