"""Who is asking, and may they? Every route chooses `allow(Right.X)` or `public()`; one without does not start.

The guard reads the session, asks for the person's standing (at most five minutes old), and decides by the policy.
Pointers, claims and changes are re-checked, uncached, inside the actions.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute

from app.actions import signing
from app.actions.refusals import CouldNotCheckRights, NotAllowed
from app.domain.people import HeldRole, Person, Role, Standing
from app.domain.retention import POINTERS_NEED_POST_WITHIN
from app.domain.rights import Right
from app.mediawiki.rights import Identity
from app.policy.decide import Allowed, Denied, decide
from app.web.csrf import SAFE, check_origin, check_token
from app.web.house import house_of
from app.web.journal import note

_RETURNS = re.compile(
    r"(/(?:requests|trackings)/H-[0-9A-Z]{4}-[0-9A-Z]{4}|/requests|/trackings|/desk|/queues|/view-log|/bells|/accounts"
    r"|/account|/hand-over|/case|/leak-check)"
    r"(/[a-z-]+)?"
)


class SignInFirst(Exception):
    """Nobody is signed in, or it is too long ago for what is asked. `reason` is a message key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RouteWithoutRight(RuntimeError):
    """A route that states no right: the application does not start."""


@dataclass(frozen=True)
class Visitor:
    """Whoever asks. `person` is None when nobody is signed in.

    `checked` is False when the wikis (or one where they hold groups) could not be asked: then a no is "could not
    check", and only what must always stay possible is (filing, links).
    `confirmed_at` is when they last proved to be there (signing in, or a form since). `holds_now`: on a route that
    opens seals, whether the wikis say at this moment that they hold the right to; None: they could not be asked.
    """

    person: Person | None = None
    session_id: str | None = None
    checked: bool = True
    confirmed_at: int = 0
    holds_now: bool | None = False

    @property
    def signed_in(self) -> Person:
        """The person behind a guarded route. Raises SignInFirst on a public one without anybody."""
        if self.person is None:
            raise SignInFirst("sign-in-first")
        return self.person


class Guard:
    """The dependency of one route. `right` None: open to everybody. `fresh`: only soon after a form was sent.

    `asks`: whether the wikis are asked who the person is. Public pages do not wait for any wiki. `polled`: an open page
    asks here by itself. `opens`: the right that opens the seals of its page, of which the wikis are asked at this
    moment.
    """

    def __init__(
        self,
        right: Right | None,
        fresh: bool = False,
        asks: bool = True,
        polled: bool = False,
        opens: Right | None = None,
    ) -> None:
        self.right = right
        self.fresh = fresh
        self.asks = asks
        self.polled = polled
        self.opens = opens

    async def __call__(self, request: Request) -> Visitor:
        unsafe = request.method not in SAFE
        if unsafe:
            check_origin(request)
        visitor = await self._read_visitor(request, unsafe)
        request.state.visitor = visitor
        if unsafe:
            await check_token(request, visitor.session_id)
        if self.right is not None:
            require_right(visitor, self.right)
        if self.fresh and house_of(request).desk.now() - visitor.confirmed_at > POINTERS_NEED_POST_WITHIN:
            raise SignInFirst("sign-in-again")
        return visitor

    async def _read_visitor(self, request: Request, unsafe: bool) -> Visitor:
        try:
            seen = not self.polled and not is_read_by_script(request)
            if self.opens is not None:
                return await read_to_open(request, self.opens, posted=unsafe, seen=seen)
            return await read_visitor(request, posted=unsafe, asks=self.asks, seen=seen)
        except Exception as error:
            # The emergency pages and all other public ones work whatever has become of the database: away, refusing our
            # password, restored without a table. Nobody is signed in then, and nothing is granted.
            if self.right is not None:
                raise
            note("store-unavailable", error=error)
            return Visitor()


def require_right(visitor: Visitor, right: Right) -> None:
    """Raises SignInFirst, NotAllowed, or CouldNotCheckRights where not all of what they are is known."""
    if visitor.person is None:
        raise SignInFirst("sign-in-first")
    verdict = decide(visitor.person, right)
    if isinstance(verdict, Denied):
        raise NotAllowed(verdict.sentence) if visitor.checked else CouldNotCheckRights


def allow(right: Right, *, fresh: bool = False, polled: bool = False, opens: Right | None = None) -> Any:
    """Only for people who hold `right`. The result is the Visitor."""
    return Depends(Guard(right, fresh, polled=polled, opens=opens))


def public(*, asks: bool = False) -> Any:
    """For everybody, signed in or not. `asks`: the page differs by who somebody is."""
    return Depends(Guard(None, asks=asks))


def is_read_by_script(request: Request) -> bool:
    """Whether a page of ours reads this by itself, as the browser says: nobody need sit before it."""
    return request.headers.get("sec-fetch-dest") == "empty"


async def read_anew(request: Request, visitor: Visitor, right: Right) -> Person:
    """The guard once more, over what the wikis say of the person at this moment: before an open page learns something.

    Raises as the guard does; CouldNotCheckRights also where a wiki is silent by now that had answered before.
    """
    again = await read_visitor(request, posted=False, asks=True, seen=False, anew=True)
    require_right(again, right)
    if again.signed_in.standing.unasked - visitor.signed_in.standing.unasked:
        raise CouldNotCheckRights
    return again.signed_in


async def read_to_open(request: Request, right: Right, posted: bool = False, seen: bool = False) -> Visitor:
    """The visitor as the wikis know them at this moment, before seals are opened that need `right`.

    Where a wiki is silent that might give it, they are whoever they were known to be last, and nothing is opened.
    """
    now = await read_visitor(request, posted, asks=True, seen=seen, anew=True)
    if now.person is None:
        return now
    # SECURITY: what was known before opens nothing.
    holds = isinstance(decide(now.person, right), Allowed)
    if holds or now.checked:
        return replace(now, holds_now=holds)
    return replace(await read_visitor(request, posted=False, asks=True, seen=False), holds_now=None)


async def read_visitor(request: Request, posted: bool, asks: bool, seen: bool = True, anew: bool = False) -> Visitor:
    """The session of this request with the person's standing (`anew`: not a cached one); without `asks`, what was last
    known of it. `seen`: somebody is there, so that the session goes on."""
    house = house_of(request)
    session_id = house.cookies.session_id(request)
    if session_id is None:
        return Visitor()
    sign_in = await signing.read_sign_in(house.desk, session_id, posted, seen)
    if sign_in is None:
        return Visitor()
    rights = house.desk.wikis.rights
    ask = rights.standing_now if anew else rights.standing_cached
    answer = await ask(sign_in.central_id) if asks else None
    known = answer if isinstance(answer, Identity) else rights.last_known(sign_in.central_id)
    if known is not None and (known.hidden_or_missing or known.locked):
        # A locked account has no rights at all, not even those of everybody who is signed in.
        return Visitor()
    stays = _what_stays_possible(sign_in.is_sender)
    if not isinstance(answer, Identity):
        # What was last known grants nothing: it only fills the menu of pages that anybody may read.
        shown = stays if asks or known is None else known.standing
        name = known.name if known else sign_in.name
        return Visitor(Person(sign_in.central_id, name, shown), session_id, False, sign_in.confirmed_at)
    standing = answer.standing
    if standing.unasked:
        standing = replace(standing, held=standing.held | stays.held)
    person = Person(answer.central_id, answer.name, standing)
    return Visitor(person, session_id, not standing.unasked, sign_in.confirmed_at)


def _what_stays_possible(is_sender: bool) -> Standing:
    """With the wikis silent, somebody who could send requests at sign-in still can; nothing more follows."""
    held = frozenset({HeldRole(Role.SENDER)}) if is_sender else frozenset[HeldRole]()
    return Standing(held=held, asked_at=0)


def return_address(path: str) -> str:
    """The page of ours to return to after signing in: the one `path` belongs to, else the start page."""
    known = _RETURNS.fullmatch(path)
    return known[1] if known else "/"


def guard_of(route: APIRoute) -> Guard | None:
    """The guard that a route states, found in its dependencies."""
    found = [sub.call for sub in route.dependant.dependencies if isinstance(sub.call, Guard)]
    return found[0] if len(found) == 1 else None


def check_routers(routers: list[APIRouter]) -> None:
    """Raises RouteWithoutRight for a route without exactly one guard. Called before the application starts."""
    for router in routers:
        for route in router.routes:
            if not isinstance(route, APIRoute) or guard_of(route) is None:
                raise RouteWithoutRight(getattr(route, "path", repr(route)))
