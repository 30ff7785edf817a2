"""A paste: what becomes of each piece, what one paste may cost the wikis, and that short links go one step only."""

from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qsl

import httpx
import pytest

from app.actions.desk import Desk
from app.actions.limits import TARGETS_A_PASTE, WIKIS_A_PASTE
from app.actions.pasting import SHORT_LINKS_AT_MOST, TEXT_AT_MOST, Paste, read_paste
from app.actions.refusals import Unusable
from app.domain.targets import Pointer, TargetKind, Why
from app.flows.guidance import read_guidance
from app.flows.packs import read_packs
from app.mediawiki.door import open_wikis
from app.settings import ROOT
from app.store.session import Database
from tests.mediawiki.scripted import CENTRAL_INDEX, USER_AGENT, module_of, siteinfo, sitematrix

SHORT = "short.example"
NOW = 1_795_000_000


@dataclass
class World:
    """A farm of as many wikis as wanted, its short links, and every request that went out."""

    short_links: dict[str, str] = field(default_factory=dict)
    more_wikis: int = 0
    answers: dict[str, Any] = field(default_factory=dict)
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    is_up: bool = True

    def respond(self, request: httpx.Request) -> httpx.Response:
        params = dict(parse_qsl(request.content.decode()))
        host, module = request.url.host, module_of(params)
        self.requests.append((request.method, host, module or request.url.path))
        if host == SHORT:
            address = self.short_links.get(request.url.path[1:])
            return httpx.Response(302, headers={"Location": address}) if address else httpx.Response(404)
        if not self.is_up or not host.endswith(".example"):
            return httpx.Response(500)
        if module == "sitematrix":
            return httpx.Response(200, json=self._matrix())
        if module == "siteinfo":
            return httpx.Response(200, json=siteinfo(host.partition(".")[0] + "wiki"))
        answer = self.answers.get(module, httpx.Response(500))
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer(params))

    def _matrix(self) -> dict[str, Any]:
        matrix = sitematrix()
        matrix["sitematrix"]["specials"] += [
            {"url": f"https://w{n}.example", "dbname": f"w{n}wiki", "code": f"w{n}"} for n in range(self.more_wikis)
        ]
        return matrix

    def asked(self, what: str) -> int:
        return sum(module == what for _, _, module in self.requests)

    def heads(self) -> list[tuple[str, str]]:
        return [(host, path) for method, host, path in self.requests if method == "HEAD"]


async def paste(world: World, text: str) -> Paste:
    wikis = open_wikis(
        CENTRAL_INDEX,
        USER_AGENT,
        "key",
        "secret",
        None,
        lambda: NOW,
        short_link_host=SHORT,
        http=httpx.AsyncClient(transport=httpx.MockTransport(world.respond)),
    )
    # Reading a paste keeps nothing: no database is asked for.
    packs = read_packs(ROOT / "app" / "flows" / "packs")
    desk = Desk(cast(Database, None), wikis, packs, read_guidance(packs), True, lambda: NOW)
    try:
        return await read_paste(desk, text)
    finally:
        await wikis.aclose()


def revision(number: int, wiki: str = "bigwiki") -> Pointer:
    return Pointer(wiki, TargetKind.REVISION, number)


def diff(number: int, host: str = "big") -> str:
    return f"https://{host}.example/wiki/Special:Diff/{number}"


# Short links


async def test_a_short_link_is_what_stands_one_step_behind_it() -> None:
    world = World({"Tide1": diff(5)})
    found = await paste(world, f"see https://{SHORT}/Tide1.")
    assert found == Paste((revision(5),), ())
    assert world.heads() == [(SHORT, "/Tide1")]


async def test_a_short_link_to_a_stranger_leads_nowhere() -> None:
    world = World({"Away": "https://stranger.invalid/w/index.php?diff=5"})
    found = await paste(world, f"https://{SHORT}/Away")
    assert found.pointers == ()
    assert [(target.why, target.input) for target in found.unused] == [(Why.UNKNOWN_HOST, f"https://{SHORT}/Away")], (
        "said of what was pasted; the stranger's address is not shown"
    )
    assert {host for _, host, _ in world.requests} <= {"meta.example", "big.example", SHORT}


async def test_a_short_link_behind_a_short_link_is_refused() -> None:
    world = World({"Again": f"https://{SHORT}/Tide1", "Tide1": diff(5)})
    found = await paste(world, f"https://{SHORT}/Again")
    assert found.pointers == ()
    assert [target.why for target in found.unused] == [Why.SHORT_LINK]
    assert world.heads() == [(SHORT, "/Again")]


@pytest.mark.parametrize(
    "link",
    [
        "https://stranger.example/Tide1",
        f"https://{SHORT}.stranger.example/Tide1",
        f"https://stranger.example/https://{SHORT}/Tide1",
        f"https://user@{SHORT}/Tide1",
        f"https://{SHORT}:444/Tide1",
        f"https://{SHORT}/Tide1/../../etc",
        f"https://{SHORT}/%2e%2e/Tide1",
        f"https://{SHORT}//stranger.example/",
        f"https://{SHORT}/",
        "https://\u212ahort.example/Tide1",
    ],
)
async def test_no_other_host_and_no_other_path_is_asked(link: str) -> None:
    world = World({"Tide1": diff(5)})
    found = await paste(world, link)
    assert found.pointers in ((), (revision(5),))
    assert set(world.heads()) <= {(SHORT, "/Tide1")}


@pytest.mark.parametrize("behind", [{}, {"Tide1": ""}, {"Tide1": "/wiki/Special:Diff/5"}, {"Tide1": "Invented words"}])
async def test_a_short_link_that_leads_to_nothing_is_shown_back(behind: dict[str, str]) -> None:
    found = await paste(World(behind), f"https://{SHORT}/Tide1")
    assert found.pointers == ()
    assert [target.input for target in found.unused] == [f"https://{SHORT}/Tide1"]


async def test_at_most_twenty_short_links_are_asked_about() -> None:
    world = World({f"T{number}": diff(number) for number in range(1, 40)})
    found = await paste(world, "\n".join(f"https://{SHORT}/T{number}" for number in range(1, 30)))
    assert len(world.heads()) == SHORT_LINKS_AT_MOST == 20
    assert found.pointers == tuple(revision(number) for number in range(1, 21))
    assert [target.why for target in found.unused] == [Why.SHORT_LINK] * 9, "the rest is shown back"


async def test_one_place_is_told_once_where_it_first_stands() -> None:
    world = World({"Tide1": diff(5)})
    text = f"https://{SHORT}/Tide1 {diff(6)} {diff(5)}"
    assert (await paste(world, text)).pointers == (revision(5), revision(6))


# What one paste may cost


def wikis_named(number: int) -> str:
    return "\n".join(diff(5, f"w{n}") for n in range(number))


async def test_a_hundred_wikis_and_no_more() -> None:
    world = World(more_wikis=WIKIS_A_PASTE + 1)
    found = await paste(world, wikis_named(WIKIS_A_PASTE))
    assert len(found.pointers) == WIKIS_A_PASTE == 100
    refused = World(more_wikis=WIKIS_A_PASTE + 1)
    with pytest.raises(Unusable) as refusal:
        await paste(refused, wikis_named(WIKIS_A_PASTE + 1))
    assert (refusal.value.sentence, refusal.value.params) == ("paste-too-many-wikis", ("100",))
    assert refused.asked("siteinfo") <= 1, "only the central wiki was asked who it is"


async def test_wikis_whose_names_would_have_to_be_learnt_are_counted_before_any_is_asked() -> None:
    world = World(more_wikis=WIKIS_A_PASTE + 1)
    in_their_language = "\n".join(f"https://w{n}.example/wiki/Spezial:Unterschied/5" for n in range(WIKIS_A_PASTE + 1))
    with pytest.raises(Unusable) as refusal:
        await paste(world, in_their_language)
    assert refusal.value.sentence == "paste-too-many-wikis"
    assert {host for _, host, _ in world.requests} == {"meta.example"}


async def test_short_links_do_not_lead_past_the_limit_of_wikis() -> None:
    world = World({"One": diff(5, "w99"), "Two": diff(5, "w100")}, more_wikis=WIKIS_A_PASTE + 1)
    with pytest.raises(Unusable) as refusal:
        await paste(world, wikis_named(WIKIS_A_PASTE - 1) + f"\nhttps://{SHORT}/One https://{SHORT}/Two")
    assert refusal.value.sentence == "paste-too-many-wikis"


async def test_too_many_targets_cost_the_wikis_nothing() -> None:
    world = World()
    relative = "\n".join(f"https://big.example/w/index.php?diff=next&oldid={n}" for n in range(1, TARGETS_A_PASTE + 2))
    with pytest.raises(Unusable) as refusal:
        await paste(world, relative)
    assert (refusal.value.field, refusal.value.sentence) == ("text", "paste-too-many")
    assert refusal.value.params == (str(TARGETS_A_PASTE),)
    assert world.asked("revisions|info") == 0
    found = await paste(World(), "\n".join(diff(number) for number in range(1, TARGETS_A_PASTE + 1)))
    assert len(found.pointers) == TARGETS_A_PASTE


async def test_a_text_that_is_too_long_is_not_read() -> None:
    world = World()
    with pytest.raises(Unusable) as refusal:
        await paste(world, "x" * (TEXT_AT_MOST + 1))
    assert refusal.value.sentence == "paste-too-long"
    assert world.requests == []


async def test_without_the_farm_no_host_can_be_told_from_a_strangers() -> None:
    with pytest.raises(Unusable) as refusal:
        await paste(World(is_up=False), diff(5))
    assert refusal.value.sentence == "paste-no-farm"


# What becomes of each piece


async def test_addresses_stand_apart_and_are_no_pointers() -> None:
    world = World()
    text = f"{diff(5)} https://big.example/wiki/Special:Contributions/192.0.2.7 and 2001:db8::/32"
    found = await paste(world, text)
    assert found.pointers == (revision(5),)
    assert [(target.kind, target.name) for target in found.addresses] == [
        (TargetKind.IP, "192.0.2.7"),
        (TargetKind.RANGE, "2001:db8::/32"),
    ]
    assert found.unused == ()


def named(params: dict[str, str]) -> dict[str, Any]:
    pages = [{"pageid": 7, "ns": 0, "title": "Invented"}, {"ns": 0, "title": "Nowhere", "missing": True}]
    return {"query": {"pages": pages}}


async def test_pointers_lost_ones_and_what_was_not_understood() -> None:
    def around(params: dict[str, str]) -> dict[str, Any]:
        return {"query": {"badrevids": {"9": {"revid": 9, "missing": True}}}}

    world = World(answers={"info": named, "revisions|info": around})
    gone = "https://big.example/w/index.php?diff=next&oldid=9"
    unasked = "https://big.example/wiki/Special:Contributions/Invented_Name"
    stranger = "https://stranger.example/wiki/Invented"
    pages = "https://big.example/wiki/Invented https://big.example/wiki/Nowhere"
    found = await paste(world, "\n".join([gone, pages, unasked, stranger, diff(5)]))
    assert found.pointers == (
        Pointer("bigwiki", TargetKind.PAGE, 7),
        Pointer("bigwiki", TargetKind.PAGE, title="Nowhere"),
        revision(5),
    )
    assert {target.input for target in found.unused} == {gone, unasked, stranger}
    assert {target.input for target in found.unasked} == {unasked}, "gone is an answer, a stranger is no wiki"


async def test_the_same_place_named_twice_is_one_pointer() -> None:
    world = World(answers={"info": named})
    found = await paste(world, "https://big.example/wiki/Invented https://big.example/w/index.php?curid=7")
    assert found.pointers == (Pointer("bigwiki", TargetKind.PAGE, 7),)
