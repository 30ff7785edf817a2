"""What the central wiki shows of global accounts now: whether they are stopped on all wikis, and where one of them can
be looked at. Asked by central ids; no other wiki is needed for it.

Hidden and missing accounts are one and the same: gone.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.accounts import is_temporary
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Gone, LiveState, There
from app.domain.wikis import Wiki
from app.mediawiki.accounts import Accounts
from app.mediawiki.global_account import GlobalAccount
from app.mediawiki.outcomes import Failed


class GlobalAccountStates:
    """One request an account, and one for the global blocks of the temporary ones among 50 of them."""

    kinds = frozenset({TargetKind.GLOBAL_ACCOUNT})

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def fill(
        self, states: dict[Pointer, LiveState], wiki: Wiki, pointers: Sequence[Pointer], with_summary: bool
    ) -> None:
        """Writes the state of every account that could be asked about into `states`. `wiki` is the central one."""
        temporary: dict[Pointer, str] = {}

        async def ask(pointer: Pointer) -> None:
            found = await self._accounts.global_account({"guiid": pointer.id, "guiprop": "merged"})
            if found is None:
                states[pointer] = Gone()
            elif isinstance(found, GlobalAccount) and found.central_id == pointer.id:
                states[pointer] = _state_of(found, wiki.dbname)
                if is_temporary(found.name):
                    temporary[pointer] = found.name

        await gather(*map(ask, pointers))
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
    )
