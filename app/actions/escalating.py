"""From the accounts of a draft to what the stewards can be asked about each, and how: in public or in private.

Names are asked of the wikis, looked at by the person and forgotten; what a draft keeps is that they were looked at,
which of them harm, and whether the reasons may be public. SECURITY: a name that harms goes in private, whatever else
was said.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from app.actions.answers import kept_out_in
from app.actions.desk import Desk
from app.actions.drafting import change_draft, keep_draft
from app.actions.followed import farm_now
from app.actions.limits import ACCOUNTS, admit
from app.actions.looking_up import look_each
from app.actions.marks import read_marks
from app.actions.refusals import Unusable
from app.domain.accounts import Account, Looked, Meant
from app.domain.people import Person
from app.domain.requests import RequestKind
from app.domain.targets import ACCOUNTS as ACCOUNT_KINDS
from app.domain.targets import Pointer, TargetKind
from app.domain.wikis import Farm
from app.mediawiki.outcomes import Failed
from app.policy.stopping import LeftToAsk, cannot_be_hidden, left_to_ask
from app.store.drafts import Draft
from app.text.marks import NO_MARKS, Marks

COULD_NOT_CHECK = "stewards-could-not-check"
EVIDENCE = "evidence"
PUBLIC, PRIVATE = "public", "private"
SHOWN_LENGTH, CALLED_LENGTH = 32, 16


@dataclass(frozen=True)
class Sorted:
    """One account, whichever links meant it. `number` counts from 1 on these pages. `place` is that of its first link
    in the draft; `links` are all that were chosen, `marked_apart` those left out that were marked. `called` is a code
    of the name as it is now; empty where none can be seen, and where the software gave it. `block_unasked`: a temporary
    account of which it could not be asked whether it is blocked globally already."""

    number: int
    place: int
    links: tuple[Pointer, ...]
    looked: Looked
    left: LeftToAsk
    name_harms: bool
    called: str = ""
    marked_apart: tuple[Pointer, ...] = ()
    block_unasked: bool = False

    @property
    def cannot_be_hidden(self) -> bool:
        return self.left is LeftToAsk.LOCK_AND_HIDE and cannot_be_hidden(self.looked)

    def was_looked_at(self, draft: Draft) -> bool:
        """Whether the person saw this very name when they said which ones harm. SECURITY: a name that could not be seen
        then, or that changed since, nobody has said anything about."""
        return not self.called or draft.stewards.get(_seen_key(self.looked)) == self.called


def names_were_looked_at(draft: Draft, accounts: Iterable[Sorted]) -> bool:
    """Whether the person said which of these names harm, and whether the reasons may be public."""
    return draft.stewards.get(EVIDENCE) in (PUBLIC, PRIVATE) and all(each.was_looked_at(draft) for each in accounts)


def goes_in_private(draft: Draft, account: Sorted) -> bool:
    """SECURITY: a name that harms is written on no public page, and no name is while nothing was said about it."""
    return account.name_harms or not account.was_looked_at(draft) or draft.stewards.get(EVIDENCE) != PUBLIC


def as_shown(accounts: Iterable[Sorted]) -> str:
    """A code of what a page shows of these names: the same only while the accounts, their names and marks are."""
    shown = [[each.place, each.called, each.name_harms] for each in accounts]
    return sha256(json.dumps(shown).encode()).hexdigest()[:SHOWN_LENGTH]


async def sort_accounts(desk: Desk, person: Person, draft: Draft) -> tuple[Sorted, ...]:
    """The accounts chosen in the draft, each once, with what is left to ask for it. Raises CouldNotCheckRights (the
    farm cannot be read), TooMuch."""
    farm = await farm_now(desk, COULD_NOT_CHECK)
    # SECURITY: a link that was marked and then left out may mean the same account as one that goes on.
    places = {
        place: each
        for place, each in enumerate(draft.pointers)
        if each.kind in ACCOUNT_KINDS and (place not in draft.left_out or each.is_marked)
    }
    looked = await _look_all(desk, person, farm, [_meant_by(each) for each in places.values()])
    links: dict[object, list[int]] = {}
    for place, pointer in places.items():
        links.setdefault(_identity(pointer, looked[_meant_by(pointer)]), []).append(place)
    blocked = await _ask_global_blocks(desk, looked.values())
    going_on = [its for its in links.values() if not draft.left_out.issuperset(its)]
    return tuple(
        _sort(desk, draft, number, its, looked[_meant_by(places[its[0]])], blocked)
        for number, its in enumerate(going_on, start=1)
    )


def _meant_by(pointer: Pointer) -> Meant:
    if pointer.kind is TargetKind.GLOBAL_ACCOUNT:
        return Meant(central_id=pointer.id)
    return Meant(name=pointer.name) if pointer.name else Meant(wiki=pointer.wiki, local_id=pointer.id)


def _identity(pointer: Pointer, looked: Looked) -> object:
    return looked.central_id if isinstance(looked, Account) else _meant_by(pointer)


def _sort(
    desk: Desk, draft: Draft, number: int, its: Sequence[int], looked: Looked, blocked: frozenset[str] | None
) -> Sorted:
    chosen = [place for place in its if place not in draft.left_out]
    apart = tuple(draft.pointers[place] for place in its if place in draft.left_out)
    links = tuple(draft.pointers[place] for place in chosen)
    is_blocked = None if blocked is None else isinstance(looked, Account) and looked.name in blocked
    # The software names temporary accounts: no such name attacks anybody.
    harms = any(each.is_marked for each in (*links, *apart)) and not _is_temporary(looked)
    left = left_to_ask(looked, harms, is_blocked)
    unasked = blocked is None and _is_temporary(looked)
    return Sorted(number, chosen[0], links, looked, left, harms, _called(desk, looked), apart, unasked)


def _is_temporary(looked: Looked) -> bool:
    return isinstance(looked, Account) and looked.is_temporary


def _called(desk: Desk, looked: Looked) -> str:
    """SECURITY: a keyed fingerprint, cut short: what the draft keeps of a name tells only that it is still the same."""
    if not isinstance(looked, Account) or looked.is_temporary:
        return ""
    return f"n{desk.database.vault.fingerprint('name-looked-at', looked.name).hex()[2 : 2 + CALLED_LENGTH]}"


def _seen_key(looked: Looked) -> str:
    return f"seen-{looked.central_id}" if isinstance(looked, Account) else ""


async def _look_all(desk: Desk, person: Person, farm: Farm, meant: Sequence[Meant]) -> dict[Meant, Looked]:
    to_ask = desk.wikis.everywhere.to_ask(meant)
    if to_ask:
        async with desk.database.writing() as session:
            await admit(session, ACCOUNTS, person.central_id, to_ask, desk.now())
    async with desk.turns.of(person.central_id):
        return {each: found async for each, found in look_each(desk, farm, tuple(dict.fromkeys(meant)))}


async def _ask_global_blocks(desk: Desk, looked: Iterable[Looked]) -> frozenset[str] | None:
    names = [each.name for each in looked if isinstance(each, Account) and each.is_temporary]
    found = await desk.wikis.accounts.globally_blocked(names) if names else frozenset[str]()
    return None if isinstance(found, Failed) else found


async def say_about_names(
    desk: Desk, person: Person, draft_id: str, accounts: Sequence[Sorted], harming: frozenset[int], evidence: str
) -> None:
    """Remember which of the names harm (by the places of the accounts) and whether the reasons may be public. Of an
    account whose name could not be seen nothing is said. Raises DraftGone, Unusable (somebody changed it meanwhile)."""
    links = {each.place: (*each.links, *each.marked_apart) for each in accounts}
    marks = {link.identity: link.is_marked for its in links.values() for link in its}
    said = {link.identity: each.place in harming for each in accounts if each.called for link in links[each.place]}
    seen = {_seen_key(each.looked): each.called for each in accounts if each.called}

    def say(draft: Draft) -> Draft:
        # SECURITY: the wikis may have taken long to answer; what another tab added or marked since was never looked at.
        chosen = [each for each in draft.chosen if each.kind in ACCOUNT_KINDS]
        if any(marks.get(each.identity) is not each.is_marked for each in chosen):
            raise Unusable("harms", "stewards-names-changed")
        pointers = tuple(replace(each, is_marked=said.get(each.identity, each.is_marked)) for each in draft.pointers)
        return replace(draft, pointers=pointers, stewards={EVIDENCE: evidence, **seen})

    await change_draft(desk, person.central_id, draft_id, say)


def _carry(account: Sorted, marks: Marks) -> tuple[Pointer, ...]:
    """SECURITY: the marks on the others stay behind; a name that holds theirs, or looks like it, is in no link."""
    looked = account.looked
    if not isinstance(looked, Account) or looked.is_temporary or marks == NO_MARKS:
        return account.links
    kept_out = marks.keep_out_name(looked.name)
    return tuple(replace(each, is_marked=each.is_marked or kept_out) for each in account.links)


async def part_off(
    desk: Desk, person: Person, session_id: str, draft: Draft, accounts: Sequence[Sorted], kind: RequestKind
) -> str:
    """A draft of its own for the accounts of which this is asked: the way into the stewards' queue, or to a finished
    mail. The first draft stays for the others. Returns the new one's id. Raises Unusable (there are none), TooMuch."""
    its = [each for each in accounts if each.left.kind is kind]
    if not its:
        raise Unusable("kind", "stewards-nothing-of-this-kind")
    marks = await read_marks(desk, await desk.wikis.sites.farm(), draft.pointers)
    pointers = tuple(link for each in its for link in _carry(each, marks))
    # SECURITY: who is kept out of the one is kept out of the other.
    kept_out = {"kept-out": sorted(kept_out_in(draft.answers))}
    filled = {**draft.filled, "kind": (kind.value,)}
    apart = Draft(pointers, answers=kept_out, guided=draft.guided, filled=filled)
    return await keep_draft(desk, person.central_id, session_id, apart)
