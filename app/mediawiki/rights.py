"""Asks the wikis what a person is: one question to the central wiki, one to each wiki where they hold local groups.

What follows from the answers is decided in `roles`. An unknown answer is never a yes.
"""

from asyncio import gather, timeout
from collections.abc import Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace

from app.domain.people import HeldRole, Role, Standing
from app.domain.wikis import Farm, Wiki
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.global_account import (
    NO_SUCH_ACCOUNT,
    GlobalAccount,
    LocalAccount,
    read_global_account,
    read_local_accounts,
)
from app.mediawiki.outcomes import Failed, Garbled, Refused, TooSlow, Unreachable
from app.mediawiki.remembered import Remembered
from app.mediawiki.roles import (
    GLOBAL_SYSOP_GROUP,
    RIGHT_OF,
    global_roles,
    global_sysop_roles,
    is_same_account,
    local_roles,
    with_sender,
)
from app.mediawiki.side_by_side import side_by_side
from app.mediawiki.sites import Sites

CACHED_SECONDS = 5 * 60
INCOMPLETE_SECONDS = 20
"""A standing with wikis that could not be asked is asked again much sooner."""
MOST_PEOPLE = 500
REST_SECONDS = 10
"""How long a central wiki that did not answer is left alone by everybody whose standing is not known."""
EDITOR_ONLY = frozenset({HeldRole(Role.EDITOR)})
STANDING_SECONDS = 12.0
FRESH_SECONDS = 10.0


@dataclass(frozen=True)
class Identity:
    """A person as the wikis name and know them today. `name` is "" for a hidden account: the public cannot see it."""

    central_id: int
    name: str
    standing: Standing
    hidden_or_missing: bool = False
    locked: bool = False


class Rights:
    """`global_sysop_wikiset` is the name of the wiki set of global sysops; None means that they get nothing."""

    def __init__(
        self, client: WikiClient, sites: Sites, now: Callable[[], int], global_sysop_wikiset: str | None = None
    ) -> None:
        self._client = client
        self._sites = sites
        self._now = now
        self._wikiset = global_sysop_wikiset
        self._resting: tuple[int, Failed] | None = None
        self._known: Remembered[int, Identity] = Remembered(now, _seconds_to_keep, MOST_PEOPLE)

    async def standing_cached(self, central_id: int) -> Identity | Failed:
        """`standing_of`, at most five minutes old; everybody who asks meanwhile shares one flight.

        After a failure nobody waits for the same silence again for a few seconds.
        """
        return await self._known.get(central_id, lambda: self._standing_unless_resting(central_id))

    async def standing_anew(self, central_id: int) -> Identity | Failed:
        """What `standing_cached` gives from now on, asked of the wikis at this moment: at sign-in."""
        self._known.forget(central_id)
        return await self.standing_cached(central_id)

    async def standing_now(self, central_id: int) -> Identity | Failed:
        """`standing_of`; where all wikis answer, `standing_cached` gives it from now on. A silent wiki leaves what was
        cached as it is."""
        answer = await self._standing_unless_resting(central_id)
        if isinstance(answer, Identity) and not answer.standing.unasked:
            self._known.keep(central_id, answer)
        return answer

    async def _standing_unless_resting(self, central_id: int) -> Identity | Failed:
        if self._resting is not None and self._now() < self._resting[0]:
            return self._resting[1]
        answer = await self.standing_of(central_id)
        self._resting = (self._now() + REST_SECONDS, answer) if isinstance(answer, Unreachable | TooSlow) else None
        return answer

    def last_known(self, central_id: int) -> Identity | None:
        """What `standing_cached` last knew, however old: to say a name, never to grant anything."""
        return self._known.last(central_id)

    async def standing_of(self, central_id: int) -> Identity | Failed:
        """Everything a person is, everywhere, now: 1 request, and 1 for each wiki with local groups."""
        farm, account = await gather(self._sites.farm(), self._ask_global_account(central_id))
        if isinstance(farm, Failed):
            return farm
        if account is None or isinstance(account, Failed) or account.locked:
            return self._identity_without_roles(central_id, account)
        return await self._gather_standing(farm, account)

    async def fresh(self, central_id: int, wiki: str) -> Identity | Failed:
        """Uncached, for a sensitive step on `wiki`: always these two requests, one after the other.

        Roles of that wiki and global ones only. A Failed here means: refuse, and say "could not check".
        """
        try:
            async with timeout(FRESH_SECONDS):
                return await self._ask_fresh(central_id, wiki)
        except TimeoutError:
            return TooSlow()

    async def _ask_fresh(self, central_id: int, wiki: str) -> Identity | Failed:
        farm = await self._sites.farm()
        if isinstance(farm, Failed):
            return farm
        if wiki not in farm.wikis:
            return Refused("unknown-wiki")
        account = await self._ask_global_account(central_id)
        if isinstance(account, Failed):
            return account
        if account is None:
            self._known.forget(central_id)
            return self._identity_without_roles(central_id, account)
        found = await self._ask_local_account(farm.wikis[wiki], account)
        held = found if isinstance(found, Failed) else await self._roles_on(farm.wikis[wiki], account, found)
        if isinstance(held, Failed):
            return held
        if account.locked:
            self._known.forget(central_id)
            return self._identity_without_roles(central_id, account)
        # Blocked there: no rights there, whatever a global group gives elsewhere.
        is_blocked = isinstance(found, LocalAccount) and found.blocked
        held = EDITOR_ONLY if is_blocked else with_sender(held | global_roles(account))
        self._forget_if_less(central_id, wiki, held)
        local_ids = {wiki: account.on[wiki].user_id} if wiki in account.on else {}
        return self._identity(account, held, frozenset(), local_ids)

    async def _gather_standing(self, farm: Farm, account: GlobalAccount) -> Identity:
        wikis = [
            farm.wikis[dbname]
            for dbname, member in account.on.items()
            if member.groups and dbname in farm.wikis and farm.wikis[dbname].counts_for_rights
        ]
        held: frozenset[HeldRole] = global_roles(account)
        unasked: set[str] = set()

        async def ask_wiki(wiki: Wiki) -> frozenset[HeldRole] | Failed:
            return await self._ask_local_roles(wiki, account)

        async with aclosing(side_by_side(wikis, ask_wiki, STANDING_SECONDS)) as finished:
            async for wiki, found in finished:
                if found is None or isinstance(found, Failed):
                    unasked.add(wiki.dbname)
                else:
                    held |= found
        covered = await self._global_sysop_wikis(farm, account)
        if isinstance(covered, Failed):
            unasked.add(farm.central)
        else:
            held |= global_sysop_roles(covered)
        local_ids = {dbname: member.user_id for dbname, member in account.on.items()}
        return self._identity(account, with_sender(held), frozenset(unasked), local_ids)

    async def _roles_on(
        self, wiki: Wiki, account: GlobalAccount, found: LocalAccount | None
    ) -> frozenset[HeldRole] | Failed:
        """The roles on one wiki, a global sysop's too: there, the effective right must be seen as well."""
        if not wiki.counts_for_rights:
            return frozenset()
        held: frozenset[HeldRole] = frozenset()
        if (member := account.on.get(wiki.dbname)) and member.groups:
            description = await self._sites.description(wiki)
            if isinstance(description, Failed):
                return description
            held = local_roles(wiki.dbname, account, found, description)
        farm = await self._sites.farm()
        covered = farm if isinstance(farm, Failed) else await self._global_sysop_wikis(farm, account)
        if isinstance(covered, Failed):
            return covered
        if wiki.dbname in covered and found is not None and _acts_there(account, wiki.dbname, found):
            held |= global_sysop_roles(frozenset({wiki.dbname}))
        return held

    async def served_by_global_sysops(self) -> frozenset[str] | Failed:
        """The wikis on which global sysops act; none where the settings name no set of wikis."""
        return await self._sites.global_sysop_wikis(self._wikiset) if self._wikiset else frozenset()

    async def _ask_local_roles(self, wiki: Wiki, account: GlobalAccount) -> frozenset[HeldRole] | Failed:
        found, description = await gather(self._ask_local_account(wiki, account), self._sites.description(wiki))
        if isinstance(found, Failed):
            return found
        if isinstance(description, Failed):
            return description
        return local_roles(wiki.dbname, account, found, description)

    async def _global_sysop_wikis(self, farm: Farm, account: GlobalAccount) -> frozenset[str] | Failed:
        """The wikis of the set that count, when the person is a global sysop; else none, without asking."""
        if self._wikiset is None or GLOBAL_SYSOP_GROUP not in account.groups:
            return frozenset()
        covered = await self._sites.global_sysop_wikis(self._wikiset)
        if isinstance(covered, Failed):
            return covered
        return frozenset(name for name in covered if name in farm.wikis and farm.wikis[name].counts_for_rights)

    async def _ask_global_account(self, central_id: int) -> GlobalAccount | Failed | None:
        question: Params = {
            "action": "query",
            "meta": "globaluserinfo",
            "guiid": central_id,
            "guiprop": "groups|merged",
        }
        account = await self._client.read(self._sites.central, question, read_global_account)
        if isinstance(account, Refused) and account.reason in NO_SUCH_ACCOUNT:
            return None
        if isinstance(account, GlobalAccount) and account.central_id != central_id:
            return Garbled()
        return account

    async def _ask_local_account(self, wiki: Wiki, account: GlobalAccount) -> LocalAccount | Failed | None:
        """By the local id where the account is attached, else by name: names change hands, ids do not."""
        member = account.on.get(wiki.dbname)
        who: Params = {"ususerids": member.user_id} if member else {"ususers": account.name}
        question: Params = {"action": "query", "list": "users", "usprop": "groups|rights|blockinfo|centralids", **who}
        found = await self._client.read(wiki, question, read_local_accounts)
        if isinstance(found, Failed):
            return found
        return found[0] if len(found) == 1 else None

    def _forget_if_less(self, central_id: int, wiki: str, held: frozenset[HeldRole]) -> None:
        """What was cached no longer holds: let the next page ask again."""
        known = self._known.last(central_id)
        if known is None:
            return
        lasting = {Role.STEWARD, Role.OMBUDS}
        expected = {role for role in known.standing.held if role.wiki == wiki or role.role in lasting}
        if not expected <= held:
            self._known.forget(central_id)

    def _identity(
        self, account: GlobalAccount, held: frozenset[HeldRole], unasked: frozenset[str], local_ids: Mapping[str, int]
    ) -> Identity:
        standing = Standing(held, self._now(), unasked, local_ids)
        return Identity(account.central_id, account.name, standing)

    def _identity_without_roles(self, central_id: int, account: GlobalAccount | Failed | None) -> Identity | Failed:
        """Locked, hidden and missing accounts are nothing in Haven."""
        if isinstance(account, Failed):
            return account
        nobody = Identity(central_id, "", Standing(frozenset(), self._now()), hidden_or_missing=True)
        if account is None:
            return nobody
        return replace(nobody, name=account.name, hidden_or_missing=False, locked=account.locked)


def _acts_there(account: GlobalAccount, wiki: str, found: LocalAccount) -> bool:
    return is_same_account(account, wiki, found) and not found.blocked and RIGHT_OF[Role.ADMINISTRATOR] in found.rights


def _seconds_to_keep(identity: Identity) -> int:
    return INCOMPLETE_SECONDS if identity.standing.unasked else CACHED_SECONDS
