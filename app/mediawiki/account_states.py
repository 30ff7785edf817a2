"""What the public can see of accounts now: on one wiki, whether they are blocked there, and whether they are stopped
on all wikis: locked, or, of temporary accounts, blocked globally.

Hidden and missing accounts are one and the same: gone. Block reasons stand in the answers and are never taken out of
them (facts, mediawiki.md 3).
"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.accounts import is_temporary
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Gone, LiveState, There
from app.domain.wikis import Wiki
from app.mediawiki.accounts import Accounts
from app.mediawiki.client import Params, WikiClient, batches, listed
from app.mediawiki.global_account import GlobalAccount, LocalAccount, read_local_accounts
from app.mediawiki.outcomes import Failed


class AccountStates:
    """50 accounts a request on their wiki; on the central wiki one request each for the lock, and one for the global
    blocks of the temporary ones among them."""

    kinds = frozenset({TargetKind.ACCOUNT})

    def __init__(self, client: WikiClient, accounts: Accounts) -> None:
        self._client = client
        self._accounts = accounts

    async def fill(
        self, states: dict[Pointer, LiveState], wiki: Wiki, pointers: Sequence[Pointer], with_summary: bool
    ) -> None:
        """Writes the state of every account that could be asked about into `states`."""
        by_id = [pointer for pointer in pointers if pointer.id]
        by_name = [pointer for pointer in pointers if not pointer.id]

        async def ask(mine: Sequence[Pointer], which: Params) -> None:
            found = await self._ask(wiki, which)
            if isinstance(found, Failed):
                return
            named = {account.name: account for account in found.values()}
            meant = {each: found.get(each.id) or named.get(each.name) for each in mine}
            states.update((each, _state_of(account)) for each, account in meant.items())
            await gather(
                self._add_global_blocks(states, meant),
                *(self._add_lock(states, each, account) for each, account in meant.items()),
            )

        await gather(
            *(
                ask([each for each in by_id if each.id in batch], {"ususerids": listed(batch)})
                for batch in batches(each.id for each in by_id)
            ),
            *(
                ask([each for each in by_name if each.name in batch], {"ususers": listed(batch)})
                for batch in batches(each.name for each in by_name)
            ),
        )

    async def names(self, wiki: Wiki, users: Sequence[int]) -> Mapping[int, str] | Failed:
        """Today's names of at most 50 local user ids; hidden and missing ones are left out."""
        found = await self._ask(wiki, {"ususerids": listed(users)})
        return found if isinstance(found, Failed) else {number: account.name for number, account in found.items()}

    async def is_blocked(self, wiki: Wiki, user: int) -> bool | Failed:
        """Whether an account is kept from the whole wiki by a block, by its LOCAL number: one in part is none here."""
        found = await self._ask(wiki, {"ususerids": user})
        return found if isinstance(found, Failed) else user in found and found[user].blocked

    async def _ask(self, wiki: Wiki, which: Params) -> dict[int, LocalAccount] | Failed:
        question: Params = {"action": "query", "list": "users", "usprop": "blockinfo|centralids", **which}
        found = await self._client.read(wiki, question, read_local_accounts)
        return found if isinstance(found, Failed) else {account.user_id: account for account in found}

    async def _add_lock(self, states: dict[Pointer, LiveState], pointer: Pointer, account: LocalAccount | None) -> None:
        state = states[pointer]
        if account is None or account.central_id is None or not isinstance(state, There) or state.is_temporary:
            return
        found = await self._accounts.global_account({"guiid": account.central_id})
        locked = found.locked if isinstance(found, GlobalAccount) else None
        # Read once more: what else was asked meanwhile is written there, too.
        if isinstance(state := states[pointer], There):
            states[pointer] = replace(state, is_locked=locked, is_gone_centrally=found is None)

    async def _add_global_blocks(
        self, states: dict[Pointer, LiveState], meant: Mapping[Pointer, LocalAccount | None]
    ) -> None:
        """Only temporary accounts are asked about, and of them only what the central wiki knows: any other is locked,
        not blocked."""
        attached = {each: account.name for each, account in meant.items() if account and account.central_id}
        named = {each: name for each, name in attached.items() if is_temporary(name)}
        if not named:
            return
        blocked = await self._accounts.globally_blocked(named.values())
        for pointer, name in named.items():
            if isinstance(state := states[pointer], There) and not isinstance(blocked, Failed):
                states[pointer] = replace(state, is_globally_blocked=name in blocked)


def _state_of(account: LocalAccount | None) -> LiveState:
    if account is None:
        return Gone()
    temporary = is_temporary(account.name)
    # A local account and a temporary one cannot be locked. Of any other it is not known until the central wiki answers.
    local_only = account.central_id is None and not account.hidden_centrally
    return There(
        user=account.user_id,
        is_blocked=account.blocked,
        is_locked=False if temporary or local_only else None,
        is_temporary=temporary,
        is_gone_centrally=account.hidden_centrally,
        is_local_only=local_only,
        central=account.central_id or 0,
    )
