"""Every route and its right, as a table that a person can read; compared both ways with the real routes.

Then every row is tried as every person. The lists of who holds what are written here by hand, from product.md 2.
"""

from collections.abc import AsyncIterator

import pytest
from fastapi import APIRouter

from app.domain.rights import Right
from app.web.guard import RouteWithoutRight, check_routers, guard_of, public
from app.web.routes import ROUTERS
from tests.support.haven import Haven, open_haven

PUBLIC = None

TABLE: dict[tuple[str, str], Right | None] = {
    ("GET", "/healthz"): PUBLIC,
    ("GET", "/status"): PUBLIC,
    ("GET", "/emergency"): PUBLIC,
    ("GET", "/child-protection"): PUBLIC,
    ("GET", "/guide"): PUBLIC,
    ("GET", "/about"): PUBLIC,
    ("GET", "/privacy"): PUBLIC,
    ("GET", "/ask"): PUBLIC,
    ("POST", "/ask"): PUBLIC,
    ("GET", "/ask/{wiki}"): PUBLIC,
    ("GET", "/sign-in"): PUBLIC,
    ("POST", "/sign-in"): PUBLIC,
    ("GET", "/sign-in/callback"): PUBLIC,
    ("POST", "/sign-out"): Right.SESSION_USE,
    ("POST", "/sign-out-everywhere"): Right.SESSION_USE,
    ("GET", "/account"): Right.SESSION_USE,
    ("GET", "/"): PUBLIC,
    ("POST", "/box"): Right.BOX_USE,
    ("GET", "/drafts/{draft}"): Right.BOX_USE,
    ("POST", "/drafts/{draft}/choose"): Right.REQUEST_FILE,
    ("POST", "/drafts/{draft}/mark"): Right.BOX_USE,
    ("GET", "/drafts/{draft}/around/{place}"): Right.BOX_USE,
    ("POST", "/drafts/{draft}/around/{place}"): Right.BOX_USE,
    ("GET", "/drafts/{draft}/after"): Right.BOX_USE,
    ("POST", "/drafts/{draft}/tail"): Right.BOX_USE,
    ("GET", "/accounts"): Right.ACCOUNTS_READ,
    ("POST", "/accounts"): Right.ACCOUNTS_READ,
    ("POST", "/triage"): Right.BOX_USE,
    ("GET", "/drafts/{draft}/triage"): Right.BOX_USE,
    ("POST", "/drafts/{draft}/triage"): Right.BOX_USE,
    ("GET", "/drafts/{draft}/triage/{number}"): Right.BOX_USE,
    ("GET", "/drafts/{draft}/triage/found/{number}"): Right.BOX_USE,
    ("POST", "/drafts/{draft}/triage/answer"): Right.BOX_USE,
    ("POST", "/drafts/{draft}/triage/links"): Right.BOX_USE,
    ("POST", "/drafts/{draft}/triage/send"): Right.REQUEST_FILE,
    ("GET", "/flows/{name}"): PUBLIC,
    ("GET", "/flows/{name}/picture"): PUBLIC,
    ("GET", "/drafts/{draft}/file"): Right.REQUEST_FILE,
    ("POST", "/drafts/{draft}/file"): Right.REQUEST_FILE,
    ("GET", "/drafts/{draft}/check"): Right.REQUEST_FILE,
    ("POST", "/drafts/{draft}/check"): Right.REQUEST_FILE,
    ("GET", "/drafts/{draft}/copyright"): Right.REQUEST_FILE,
    ("POST", "/drafts/{draft}/copyright"): Right.REQUEST_FILE,
    ("GET", "/drafts/{draft}/stewards"): Right.REQUEST_FILE,
    ("POST", "/drafts/{draft}/stewards"): Right.REQUEST_FILE,
    ("GET", "/drafts/{draft}/stewards/ways"): Right.REQUEST_FILE,
    ("POST", "/drafts/{draft}/stewards/private"): Right.REQUEST_FILE,
    ("POST", "/drafts/{draft}/stewards/mail"): Right.REQUEST_FILE,
    ("GET", "/drafts/{draft}/stewards/public/{what}"): Right.REQUEST_FILE,
    ("POST", "/drafts/{draft}/stewards/public/{what}"): Right.REQUEST_FILE,
    ("GET", "/hand-over"): Right.REQUEST_FILE,
    ("POST", "/hand-over"): Right.REQUEST_FILE,
    ("GET", "/case"): Right.CASE_KEEP,
    ("POST", "/case"): Right.CASE_KEEP,
    ("GET", "/leak-check"): Right.BOX_USE,
    ("POST", "/leak-check"): Right.BOX_USE,
    ("GET", "/drafts/{draft}/case"): Right.CASE_KEEP,
    ("GET", "/drafts/{draft}/hand-over"): Right.REQUEST_FILE,
    ("POST", "/drafts/{draft}/hand-over"): Right.REQUEST_FILE,
    ("GET", "/desk"): Right.REQUEST_LIST_OWN,
    ("GET", "/desk/changes"): Right.REQUEST_LIST_OWN,
    ("GET", "/queues/hand-over"): Right.QUEUE_READ,
    ("GET", "/queues/hand-over/changes"): Right.QUEUE_READ,
    ("GET", "/queues"): Right.QUEUE_READ,
    ("GET", "/queues/changes"): Right.QUEUE_READ,
    ("GET", "/requests"): Right.REQUEST_LIST_OWN,
    ("GET", "/requests/changes"): Right.REQUEST_LIST_OWN,
    ("GET", "/view-log"): Right.VIEW_LOG_READ_ALL,
    ("GET", "/requests/{reference}"): Right.REQUEST_READ,
    ("GET", "/requests/{reference}/changes"): Right.REQUEST_READ,
    ("POST", "/requests/{reference}/take"): Right.REQUEST_TAKE,
    ("POST", "/requests/{reference}/open"): Right.REQUEST_OPEN,
    ("GET", "/requests/{reference}/after"): Right.REQUEST_OPEN,
    ("GET", "/requests/{reference}/take-over"): Right.REQUEST_TAKE,
    ("POST", "/requests/{reference}/take-over"): Right.REQUEST_TAKE,
    ("POST", "/requests/{reference}/release"): Right.REQUEST_TAKE,
    ("POST", "/requests/{reference}/check"): Right.REQUEST_READ,
    ("POST", "/requests/{reference}/close"): Right.REQUEST_CLOSE,
    ("POST", "/requests/{reference}/withdraw"): Right.REQUEST_WITHDRAW,
    ("GET", "/requests/{reference}/forward"): Right.REQUEST_FORWARD,
    ("POST", "/requests/{reference}/forward"): Right.REQUEST_FORWARD,
    ("POST", "/requests/{reference}/reopen"): Right.REQUEST_REOPEN,
    ("GET", "/requests/{reference}/ask"): Right.REQUEST_ASK,
    ("POST", "/requests/{reference}/ask"): Right.REQUEST_ASK,
    ("GET", "/requests/{reference}/second-opinion"): Right.REQUEST_ASK,
    ("POST", "/requests/{reference}/second-opinion"): Right.REQUEST_ASK,
    ("GET", "/requests/{reference}/hand-over"): Right.REQUEST_HAND_OVER,
    ("POST", "/requests/{reference}/hand-over"): Right.REQUEST_HAND_OVER,
    ("POST", "/requests/{reference}/take-back"): Right.REQUEST_ASK,
    ("POST", "/requests/{reference}/answer"): Right.REQUEST_ANSWER,
    ("POST", "/requests/{reference}/opinion"): Right.REQUEST_OPEN,
    ("POST", "/requests/{reference}/remind"): Right.REMINDER_KEEP,
    ("POST", "/requests/{reference}/remind-no-more"): Right.REMINDER_KEEP,
    ("GET", "/trackings"): Right.TRACKING_READ,
    ("GET", "/trackings/changes"): Right.TRACKING_READ,
    ("GET", "/trackings/start"): Right.TRACKING_START,
    ("POST", "/trackings/start"): Right.TRACKING_START,
    ("GET", "/trackings/{reference}"): Right.TRACKING_END,
    ("GET", "/trackings/{reference}/changes"): Right.TRACKING_READ,
    ("POST", "/trackings/{reference}/seen"): Right.TRACKING_READ,
    ("POST", "/trackings/{reference}/request"): Right.TRACKING_READ,
    ("POST", "/trackings/{reference}/consent"): Right.TRACKING_CONSENT,
    ("POST", "/trackings/{reference}/renew"): Right.TRACKING_START,
    ("POST", "/trackings/{reference}/end"): Right.TRACKING_END,
    ("POST", "/trackings/{reference}/name"): Right.TRACKING_START,
    ("POST", "/trackings/{reference}/colleagues"): Right.TRACKING_START,
    ("GET", "/bells"): Right.BELL_KEEP,
    ("POST", "/bells"): Right.BELL_KEEP,
    ("POST", "/bells/take-back"): Right.SESSION_USE,
    ("GET", "/bell/atom"): PUBLIC,
    ("GET", "/bell/json"): PUBLIC,
    ("GET", "/bell/{secret}/atom"): PUBLIC,
    ("GET", "/bell/{secret}/json"): PUBLIC,
}

SIGNED_IN = {Right.SESSION_USE, Right.TRACKING_END}
SENDING = SIGNED_IN | {
    Right.ACCOUNTS_READ, Right.BOX_USE, Right.REQUEST_FILE, Right.REQUEST_LIST_OWN, Right.REQUEST_READ,
    Right.REMINDER_KEEP, Right.REQUEST_ANSWER, Right.REQUEST_REOPEN, Right.REQUEST_WITHDRAW,
}  # fmt: skip
HANDLING = SENDING | {
    Right.QUEUE_READ, Right.REQUEST_CLOSE, Right.REQUEST_OPEN, Right.REQUEST_TAKE, Right.VIEW_LOG_READ,
    Right.BELL_KEEP, Right.CASE_KEEP, Right.REQUEST_ASK, Right.REQUEST_FORWARD, Right.REQUEST_HAND_OVER,
    Right.TRACKING_CONSENT, Right.TRACKING_READ, Right.TRACKING_START,
}  # fmt: skip

PEOPLE: dict[str, set[Right]] = {
    "Marlow Quince": SIGNED_IN,
    "Tamsin Vale": SENDING,
    "Lasse Brook": SENDING,
    "Ilse Norrby": HANDLING,
    "Bruno Halm": HANDLING,
    "Odile Farr": HANDLING,
    "Caro Lindqvist": HANDLING,
    "Gael Timmer": HANDLING,
    "Sunniva Aldous": HANDLING,
    "Oona Brack": SIGNED_IN | {Right.VIEW_LOG_READ_ALL},
    "Roderick Sloe": SIGNED_IN,
    "Tessa Probe": SIGNED_IN,
    "Lona Merrit": set(),
}


@pytest.fixture(scope="module")
async def haven(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Haven]:
    async with open_haven(tmp_path_factory.mktemp("access")) as running:
        yield running


def real_routes(routers: list[APIRouter]) -> dict[tuple[str, str], Right | None]:
    """Walks our own list of routers: looping over `app.routes` sees one opaque object and passes vacuously."""
    found = {}
    for router in routers:
        for route in router.routes:
            guard = guard_of(route)
            assert guard is not None, route.path
            for method in route.methods:
                found[(method, route.path)] = guard.right
    return found


def test_the_table_and_the_routes_agree_both_ways() -> None:
    assert real_routes(ROUTERS) == TABLE


def test_the_comparison_sees_a_known_route() -> None:
    assert ("POST", "/requests/{reference}/take") in real_routes(ROUTERS)


def test_a_route_without_a_right_stops_the_start() -> None:
    router = APIRouter()

    @router.get("/forgotten")
    async def forgotten() -> str:
        return "open to everybody"

    with pytest.raises(RouteWithoutRight):
        check_routers([router])


def test_two_guards_on_one_route_stop_the_start() -> None:
    router = APIRouter()

    @router.get("/twice")
    async def twice(first: object = public(), second: object = public()) -> str:
        return "which one?"

    with pytest.raises(RouteWithoutRight):
        check_routers([router])


def test_every_right_guards_something_or_is_asked_inside() -> None:
    # VIEW_LOG_READ is asked of a request that is shown anyway, not of a route of its own.
    assert set(TABLE.values()) - {None} == set(Right) - {Right.VIEW_LOG_READ}


@pytest.mark.parametrize("name", [None, *PEOPLE])
async def test_every_route_as_every_person(haven: Haven, name: str | None) -> None:
    for (method, path), right in TABLE.items():
        client = await haven.client(name, is_sender=False)
        if name and not PEOPLE[name]:
            client.session_id = None  # Haven treats a locked account's pages as a visitor's
        named = path.replace("{name}", "triage").replace("{wiki}", "enwiki").replace("{what}", "lock")
        address = named.replace("{draft}", "no-such-draft").replace("{reference}", "H-2222-2222")
        fields = {"purpose": "review", "closing": "mistake", "kind": "lock"}
        response = await (client.get(address) if method == "GET" else client.post(address, fields))
        status = response.status_code
        who = f"{method} {path} as {name or 'nobody'}: {status}"
        if path.startswith("/bell/"):
            assert (right, status) == (PUBLIC, 404), "a secret that nobody made is no bell, whoever asks"
        elif right is None:
            assert status not in (401, 404, 500) or path == "/sign-in/callback", who
        elif name is None or not PEOPLE[name]:
            assert status == 401, who
        elif right not in PEOPLE[name]:
            assert status == 403, who
        elif "{" in path:
            assert status == 404, who
        else:
            assert status in (200, 303, 422), who
