"""What the central wiki shows of global accounts now: whether they are stopped on all wikis, where they did something,
and where one of them can be looked at. Asked by central ids; no other wiki is needed for it.

Hidden and missing accounts are one and the same: gone.
"""

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace

from app.domain.accounts import is_temporary
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Gone, LiveState, Place, There
from app.domain.wikis import Wiki
from app.mediawiki.accounts import Accounts
from app.mediawiki.global_account import GlobalAccount
from app.mediawiki.outcomes import Failed
from app.mediawiki.side_by_side import side_by_side

AT_A_TIME = 2
"""Questions to the central wiki; the others wait here and not in the queue that everybody's questions share."""
ALL_SECONDS = 20.0


class GlobalAccountStates:
    """One request an account, and one for the global blocks of the temporary ones among 50 of them.

    `seconds` is the deadline for all of them: what it cuts off stays "could not check", the others are told.
    """

    kinds = frozenset({TargetKind.GLOBAL_ACCOUNT})

    def __init__(self, accounts: Accounts, seconds: float = ALL_SECONDS) -> None:
        self._accounts = accounts
        self._seconds = seconds

    async def fill(
        self, states: dict[Pointer, LiveState], wiki: Wiki, pointers: Sequence[Pointer], with_summary: bool
    ) -> None:
        """Writes the state of every account that could be asked about into `states`. `wiki` is the central one."""
        temporary: dict[Pointer, str] = {}

        async def ask(pointer: Pointer) -> None:
            found = await self._accounts.global_account({"guiid": pointer.id, "guiprop": "merged|editcount"})
            if found is None:
                states[pointer] = Gone()
            elif isinstance(found, GlobalAccount) and found.central_id == pointer.id:
                states[pointer] = _state_of(found, wiki.dbname)
                if is_temporary(found.name):
                    temporary[pointer] = found.name

        async with aclosing(side_by_side(pointers, ask, self._seconds, AT_A_TIME)) as finished:
            async for _ in finished:
                pass
        await self._add_global_blocks(states, temporary)

    async def _add_global_blocks(self, states: dict[Pointer, LiveState], named: Mapping[Pointer, str]) -> None:
        """Only temporary accounts are asked about: any other is locked, not blocked."""
        blocked = await self._accounts.globally_blocked(named.values()) if named else frozenset()
        for pointer, name in named.items():
            if isinstance(state := states[pointer], There) and not isinstance(blocked, Failed):
                states[pointer] = replace(state, is_globally_blocked=name in blocked)


def _state_of(account: GlobalAccount, central: str) -> There:
    """It is looked at on the central wiki if it is attached there, else where it was made, else anywhere."""
    on = next((each for each in (central, account.home, *account.on) if each in account.on), "")
    temporary = is_temporary(account.name)
    return There(
        user=account.on[on].user_id if on else 0,
        is_locked=False if temporary else account.locked,
        is_temporary=temporary,
        central=account.central_id,
        on=on,
        edits=account.edits,
        places=_places_of(account),
    )


def _places_of(account: GlobalAccount) -> tuple[Place, ...]:
    found = (Place(wiki, here.user_id, here.edits, here.is_blocked) for wiki, here in account.on.items())
    told = [place for place in found if place.edits or place.is_blocked]
    return tuple(sorted(told, key=lambda place: (-place.edits, place.wiki)))
