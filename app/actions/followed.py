"""Which account is meant, and what the wikis tell of it now. Nothing of it is kept here.

Hidden and missing accounts are one and the same. What could not be asked is refused, never guessed.
"""

from asyncio import gather, to_thread
from dataclasses import replace

from app.actions.desk import Desk
from app.actions.pasting import ADDRESSES, farm_for
from app.actions.refusals import CouldNotCheckRights, Unusable
from app.domain.targets import Pointer, Target, TargetKind
from app.domain.trackings import AccountFacts
from app.domain.wikis import Farm
from app.links.parser import parse
from app.links.reading import NotUnderstood
from app.links.titles import read_person
from app.mediawiki.client import Params
from app.mediawiki.global_account import GlobalAccount, LocalMembership
from app.mediawiki.outcomes import Failed

ACCOUNT_AT_MOST = 2_000
"""Signs: a link with an encoded name of 255 bytes fits."""

NEVER_IN_NAMES = frozenset("/[]{}|\n")
"""Where one of these stands, it is a link (or a range), not a name."""

USER = "user:"

BLOCKS_ASKED = 3
"""Of how many wikis that block it it is asked whether they do so altogether."""


async def find_account(desk: Desk, text: str) -> GlobalAccount:
    """The one global account meant by its name, a link to it, or its central number.

    Raises Unusable: nothing or too much is named, an address, nobody whom the public can see, not to be asked.
    """
    meant = text.strip()
    if not meant:
        raise Unusable("account", "tracking-which-account")
    if len(meant) > ACCOUNT_AT_MOST:
        raise Unusable("account", "tracking-account-not-understood")
    try:
        who = await _read_who(desk, meant)
        found = await _ask(desk, who) if who else None
    except CouldNotCheckRights:
        raise Unusable("account", "tracking-could-not-check") from None
    if found is None:
        raise Unusable("account", "tracking-account-not-found")
    return found


async def account_now(desk: Desk, central_id: int) -> GlobalAccount | None:
    """What the central wiki tells now; None: the public cannot see such an account. Raises CouldNotCheckRights."""
    found = await _ask(desk, {"guiid": central_id})
    if found is not None and found.central_id != central_id:
        raise CouldNotCheckRights
    return found


async def _ask(desk: Desk, who: Params) -> GlobalAccount | None:
    found = await desk.wikis.accounts.global_account({**who, "guiprop": "merged|editcount"})
    if isinstance(found, Failed):
        raise CouldNotCheckRights
    return found


async def farm_now(desk: Desk, sentence: str = "could-not-check-rights") -> Farm:
    """Raises CouldNotCheckRights, with this sentence."""
    farm = await desk.wikis.sites.farm()
    if isinstance(farm, Failed):
        raise CouldNotCheckRights(sentence)
    return farm


async def facts_now(desk: Desk, account: GlobalAccount) -> AccountFacts:
    """What decides whether it may be followed; the wikis where it is blocked are asked whether it is so altogether.

    SECURITY: the central wiki does not tell a block in part from a whole one, and the first may be made without anybody
    minding, by whoever wants to follow. Raises CouldNotCheckRights.
    """
    farm = await farm_now(desk)
    facts = facts_of(account, farm)
    if facts.is_locked or not facts.is_blocked:
        return facts
    on = [dbname for dbname, there in _counting(account, farm).items() if there.is_blocked][:BLOCKS_ASKED]
    asked = [desk.wikis.account_states.is_blocked(farm.wikis[dbname], account.on[dbname].user_id) for dbname in on]
    answers = await gather(*asked)
    if True not in answers and any(isinstance(answer, Failed) for answer in answers):
        raise CouldNotCheckRights
    return replace(facts, is_blocked=True in answers)


def facts_of(account: GlobalAccount, farm: Farm) -> AccountFacts:
    """The same by the central wiki's word alone, for which any block is one.

    SECURITY: a block counts only where rights count; on test wikis anybody may become an administrator.
    """
    counting = _counting(account, farm)
    return AccountFacts(
        central_id=account.central_id,
        is_blocked=any(there.is_blocked for there in counting.values()),
        is_locked=account.locked,
        is_temporary=account.is_temporary,
        registered_at=account.registered_at,
        edits=account.edits,
        edited_on=frozenset(dbname for dbname, there in counting.items() if there.edits),
    )


def _counting(account: GlobalAccount, farm: Farm) -> dict[str, LocalMembership]:
    return {
        dbname: there
        for dbname, there in account.on.items()
        if dbname in farm.wikis and farm.wikis[dbname].counts_for_rights
    }


def pointer_to(account: GlobalAccount, farm: Farm) -> Pointer | None:
    """The account as a target: by its local number on the wiki it was made on, else on the one where it edits most."""
    there = {dbname: member for dbname, member in account.on.items() if dbname in farm.wikis}
    if not there:
        return None
    home = account.home if account.home in there else max(there, key=lambda dbname: there[dbname].edits)
    return Pointer(home, TargetKind.ACCOUNT, there[home].user_id)


async def _read_who(desk: Desk, meant: str) -> Params | None:
    """How the central wiki is to be asked about it; None: no account can be called so."""
    if meant.isascii() and meant.isdigit():
        return {"guiid": int(meant)} if len(meant) < 19 else None
    target = await _read_target(desk, meant)
    if target.id and target.wiki:
        central_id = await _of_local(desk, target.wiki, target.id)
        return {"guiid": central_id} if central_id else None
    return {"guiuser": target.name} if target.name else None


async def _read_target(desk: Desk, meant: str) -> Target:
    """The account that is named or linked. Raises Unusable."""
    if not NEVER_IN_NAMES & set(meant):
        bare = meant[len(USER) :] if meant.lower().startswith(USER) else meant
        try:
            targets = [read_person(None, bare)]
        except NotUnderstood:
            raise Unusable("account", "tracking-account-not-understood") from None
    else:
        targets = await _read_links(desk, meant)
    accounts = [target for target in targets if target.kind is TargetKind.ACCOUNT]
    if len(accounts) > 1:
        raise Unusable("account", "tracking-one-account")
    if not accounts:
        is_address = any(target.kind in ADDRESSES for target in targets)
        raise Unusable("account", "tracking-address" if is_address else "tracking-account-not-understood")
    return accounts[0]


async def _read_links(desk: Desk, meant: str) -> list[Target]:
    try:
        farm = await farm_for(desk, meant)
    except Unusable as error:
        raise Unusable("account", error.sentence, *error.params) from None
    return await to_thread(parse, meant, farm)


async def _of_local(desk: Desk, dbname: str, user: int) -> int | None:
    """The central id of an account linked by its local number on one wiki."""
    farm = await farm_now(desk)
    if dbname not in farm.wikis:
        return None
    found = await desk.wikis.accounts.central_ids_of_local(farm.wikis[dbname], [user])
    if isinstance(found, Failed):
        raise CouldNotCheckRights
    return found.get(user)
