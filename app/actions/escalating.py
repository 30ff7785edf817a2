"""From the accounts of a draft to what the stewards can be asked about each, and how: in public or in private.

Names are asked of the wikis, looked at by the person and forgotten; what a draft keeps is that they were looked at,
which of them harm, and whether the reasons may be public. SECURITY: a name that harms goes in private, whatever else
was said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.actions.answers import kept_out_in
from app.actions.desk import Desk
from app.actions.drafting import change_draft, keep_draft
from app.actions.limits import ACCOUNTS, admit
from app.actions.looking_up import look_each
from app.actions.refusals import CouldNotCheckRights, Unusable
from app.domain.accounts import Account, Looked, Meant
from app.domain.people import Person
from app.domain.requests import RequestKind
from app.domain.targets import ACCOUNTS as ACCOUNT_KINDS
from app.domain.targets import Pointer, TargetKind
from app.domain.wikis import Farm
from app.mediawiki.outcomes import Failed
from app.policy.stopping import LeftToAsk, cannot_be_hidden, left_to_ask
from app.store.drafts import Draft

LOOKED_AT, EVIDENCE = "names", "evidence"
PUBLIC, PRIVATE = "public", "private"


@dataclass(frozen=True)
class Sorted:
    """One account, whichever links meant it. `number` counts from 1 on these pages. `place` is that of its first link
    in the draft; `links` are all of them."""

    number: int
    place: int
    links: tuple[Pointer, ...]
    looked: Looked
    left: LeftToAsk
    name_harms: bool

    @property
    def cannot_be_hidden(self) -> bool:
        return self.left is LeftToAsk.LOCK_AND_HIDE and cannot_be_hidden(self.looked)


def names_were_looked_at(draft: Draft) -> bool:
    """Whether the person said which of these names harm, and whether the reasons may be public."""
    return LOOKED_AT in draft.stewards and draft.stewards.get(EVIDENCE) in (PUBLIC, PRIVATE)


def goes_in_private(draft: Draft, account: Sorted) -> bool:
    """SECURITY: a name that harms is written on no public page, and no name is while nothing was said about it."""
    return account.name_harms or not names_were_looked_at(draft) or draft.stewards[EVIDENCE] != PUBLIC


async def sort_accounts(desk: Desk, person: Person, draft: Draft) -> tuple[Sorted, ...]:
    """The accounts chosen in the draft, each once, with what is left to ask for it. Raises CouldNotCheckRights (the
    farm cannot be read), TooMuch."""
    farm = await desk.wikis.sites.farm()
    if isinstance(farm, Failed):
        raise CouldNotCheckRights("stewards-could-not-check")
    places = {place: each for place, each in enumerate(draft.pointers) if _is_chosen_account(draft, place, each)}
    looked = await _look_all(desk, person, farm, [_meant_by(each) for each in places.values()])
    links: dict[object, list[int]] = {}
    for place, pointer in places.items():
        links.setdefault(_identity(pointer, looked[_meant_by(pointer)]), []).append(place)
    blocked = await _ask_global_blocks(desk, looked.values())
    return tuple(
        _sort(number, its, places, looked[_meant_by(places[its[0]])], blocked)
        for number, its in enumerate(links.values(), start=1)
    )


def _is_chosen_account(draft: Draft, place: int, pointer: Pointer) -> bool:
    return pointer.kind in ACCOUNT_KINDS and place not in draft.left_out


def _meant_by(pointer: Pointer) -> Meant:
    if pointer.kind is TargetKind.GLOBAL_ACCOUNT:
        return Meant(central_id=pointer.id)
    return Meant(name=pointer.name) if pointer.name else Meant(wiki=pointer.wiki, local_id=pointer.id)


def _identity(pointer: Pointer, looked: Looked) -> object:
    return looked.central_id if isinstance(looked, Account) else _meant_by(pointer)


def _sort(
    number: int,
    places: Sequence[int],
    pointers: Mapping[int, Pointer],
    looked: Looked,
    blocked: frozenset[str] | None,
) -> Sorted:
    links = tuple(pointers[place] for place in places)
    is_blocked = None if blocked is None else isinstance(looked, Account) and looked.name in blocked
    # The software names temporary accounts: no such name attacks anybody.
    harms = any(each.is_marked for each in links) and not (isinstance(looked, Account) and looked.is_temporary)
    return Sorted(number, places[0], links, looked, left_to_ask(looked, harms, is_blocked), harms)


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
    """Remember which of the names harm (by the places of the accounts) and whether the reasons may be public. Raises
    DraftGone."""
    marked = {link.identity for each in accounts if each.place in harming for link in each.links}
    asked_about = {link.identity for each in accounts for link in each.links}

    def say(draft: Draft) -> Draft:
        pointers = tuple(
            replace(each, is_marked=each.identity in marked) if each.identity in asked_about else each
            for each in draft.pointers
        )
        return replace(draft, pointers=pointers, stewards={LOOKED_AT: "looked-at", EVIDENCE: evidence})

    await change_draft(desk, person.central_id, draft_id, say)


async def part_off(
    desk: Desk, person: Person, session_id: str, draft: Draft, accounts: Sequence[Sorted], kind: RequestKind
) -> str:
    """A draft of its own for the accounts of which this is asked: the way into the stewards' queue, or to a finished
    mail. The first draft stays for the others. Returns the new one's id. Raises Unusable (there are none), TooMuch."""
    pointers = tuple(link for each in accounts if each.left.kind is kind for link in each.links)
    if not pointers:
        raise Unusable("kind", "stewards-nothing-of-this-kind")
    # SECURITY: who is kept out of the one is kept out of the other.
    kept_out = {"kept-out": sorted(kept_out_in(draft.answers))}
    filled = {**draft.filled, "kind": (kind.value,)}
    apart = Draft(pointers, answers=kept_out, guided=draft.guided, filled=filled)
    return await keep_draft(desk, person.central_id, session_id, apart)
