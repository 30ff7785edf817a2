"""Accounts that stewards are asked to stop on all wikis: one table of what the wikis show of each, and the forms for
one and for all of them that are left.

SECURITY: these forms take nothing but names. A name that was marked stands in no link to them, nor does any name of a
request to hide: whoever holds the request sends those into the form by POST, so that no address carries them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from app.domain.accounts import is_temporary
from app.domain.requests import OpenedTarget, RequestKind, TargetState, result_of
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, LiveState, There
from app.domain.wikis import Wiki
from app.flows.contacts import NamedContact
from app.links.build import OnWikiLink
from app.links.forms_accounts import block_link, global_block_link
from app.links.forms_many_accounts import (
    bare_multi_lock_link,
    mass_global_block_link,
    mass_global_block_links,
    multi_lock_links,
    posted_global_block,
    posted_multi_lock,
)
from app.text.marks import Marks
from app.web.on_wiki.forms import FormWish, is_hideable, stewards_reason, stop_form
from app.web.on_wiki.rows import kept_apart, look_link, look_link_everywhere
from app.web.pages import AccountsToStop, AccountToStop, FilledForm, KeptNames


class Way(Enum):
    """How an account that is left is stopped: by which of the stewards' forms, with what chosen."""

    LOCK = auto()
    LOCK_AND_HIDE = auto()
    BLOCK = auto()


@dataclass(frozen=True)
class Account:
    """One account of the request in memory: what the wikis show of it, and its name today (empty: not told).

    `way` is None where nothing is left for a form of the stewards to do. `is_kept`: no link may carry its name.
    """

    target: OpenedTarget
    state: LiveState
    name: str
    result: TargetState | None
    way: Way | None
    is_kept: bool


def accounts_of(
    targets: Iterable[OpenedTarget], states: Mapping[Pointer, LiveState], names: Mapping[Pointer, str], wish: FormWish
) -> tuple[Account, ...]:
    """`names` are those of marked accounts, too: what else is called so is kept out of links with them.

    SECURITY: a marked account that is hidden by now, or that could not be asked about, tells no name to compare with;
    then no name stands in a link.
    """
    found = list(targets)
    called = [each.pointer.name or names.get(each.pointer, "") for each in found if each.pointer.is_marked]
    marks = Marks(frozenset(filter(None, called)), names_known=all(called))
    return tuple(_read(target, states.get(target.pointer, CouldNotCheck()), names, marks, wish) for target in found)


def _read(
    target: OpenedTarget, state: LiveState, names: Mapping[Pointer, str], marks: Marks, wish: FormWish
) -> Account:
    pointer, kind = target.pointer, wish.stops or RequestKind.LOCK
    name = pointer.name or names.get(pointer, "")
    result = result_of(state, wish.parts, kind)
    is_shown = isinstance(state, There) and not state.is_gone_centrally
    hidden = kind is RequestKind.LOCK_AND_HIDE or not pointer.id or not is_shown
    is_kept = hidden or pointer.is_marked or bool(name and marks.keep_out_name(name))
    return Account(target, state, name, result, _way(pointer, state, kind, result), is_kept)


def _way(pointer: Pointer, state: LiveState, kind: RequestKind, result: TargetState | None) -> Way | None:
    """SECURITY: none for an account of one wiki alone: a global account of that name is a stranger's."""
    if isinstance(state, There):
        if result is TargetState.DONE or state.is_gone_centrally or not state.central:
            return None
        if state.is_temporary:
            return Way.BLOCK
        if kind is RequestKind.LOCK_AND_HIDE and is_hideable(state):
            return Way.LOCK_AND_HIDE
        return None if state.is_locked else Way.LOCK
    if pointer.name and not isinstance(state, CouldNotCheck):
        # The wikis show no such account to the public; a steward may see more.
        return Way.BLOCK if is_temporary(pointer.name) else _WAY_OF[kind]
    return None


_WAY_OF = {
    RequestKind.LOCK: Way.LOCK,
    RequestKind.LOCK_AND_HIDE: Way.LOCK_AND_HIDE,
    RequestKind.GLOBAL_BLOCK: Way.BLOCK,
}


def accounts_to_stop(
    accounts: Iterable[Account],
    wish: FormWish,
    holds: bool,
    newest: Mapping[Pointer, int],
    contact: NamedContact | None = None,
) -> AccountsToStop:
    """The table for whoever opened the request, with the forms for whoever `holds` it. `newest` are times of newest
    edits, `contact` is whom to ask about what the stewards' form refuses."""
    found, central = tuple(accounts), wish.central
    forms: dict[Way, list[Account]] = {}
    kept: dict[Way, list[Account]] = {}
    for each in found if holds else ():
        if each.way:
            (kept if each.is_kept else forms).setdefault(each.way, []).append(each)
    alone = {its[0].target.number for its in forms.values() if len(its) == 1}
    return AccountsToStop(
        rows=tuple(_row(each, wish, holds, each.target.number in alone, newest) for each in found),
        forms=tuple(form for way, its in forms.items() for form in _for_all(central, way, its, wish))
        if central
        else (),
        kept=tuple(_kept(central, way, its, wish) for way, its in kept.items()) if central else (),
        unknown=sum(each.result is None for each in found),
        too_many=sum(_has_too_many_edits(each, wish) for each in found),
        contact=contact,
    )


def _row(each: Account, wish: FormWish, holds: bool, is_alone: bool, newest: Mapping[Pointer, int]) -> AccountToStop:
    pointer, state = each.target.pointer, each.state
    there = state if isinstance(state, There) else None
    told = there is not None and there.edits is not None
    places = there.places if there and told else ()
    return AccountToStop(
        place=each.target.number,
        pointer=pointer,
        name="" if each.is_kept else each.name,
        look=look_link_everywhere(wish.wikis, state) or _look(wish, pointer),
        seen=_seen(state),
        locked=_locked(there),
        blocked=_globally_blocked(there),
        edits=there.edits if there else None,
        blocked_on=tuple(place.wiki for place in places if place.is_blocked) if told else None,
        edited_on=tuple(place.wiki for place in places if place.edits) if told else None,
        newest=newest.get(pointer),
        result=each.result,
        form=_form_for_one(each, wish) if holds and not is_alone else None,
        advice=tuple(_advice(each, wish)),
        kept=kept_apart(pointer) if holds else "",
    )


def _look(wish: FormWish, pointer: Pointer) -> str | None:
    wiki = wish.wikis.get(pointer.wiki)
    return look_link(wiki, pointer) if wiki and pointer.kind is TargetKind.ACCOUNT else None


def _seen(state: LiveState) -> str:
    if isinstance(state, CouldNotCheck):
        return "state-could-not-check"
    if isinstance(state, There):
        return "stop-hidden-centrally" if state.is_gone_centrally else "stop-visible"
    return "state-account-gone"


def _locked(there: There | None) -> str | None:
    if there is None or there.is_temporary or there.is_gone_centrally:
        return None
    return "stop-not-known" if there.is_locked is None else "stop-yes" if there.is_locked else "stop-no"


def _globally_blocked(there: There | None) -> str | None:
    """Asked of temporary accounts alone: any other is locked."""
    if there is None or not there.is_temporary:
        return None
    blocked = there.is_globally_blocked
    return "stop-not-known" if blocked is None else "stop-yes" if blocked else "stop-no"


def _advice(each: Account, wish: FormWish) -> Iterator[str]:
    state = each.state
    if isinstance(state, There) and state.is_local_only:
        yield "stop-local-only"
    elif _has_too_many_edits(each, wish):
        yield "stop-too-many-edits"
    if each.way and not each.name:
        yield "stop-name-not-told"


def _has_too_many_edits(each: Account, wish: FormWish) -> bool:
    return wish.stops is RequestKind.LOCK_AND_HIDE and not is_hideable(each.state)


def _form_for_one(each: Account, wish: FormWish) -> FilledForm | None:
    """Beside its row: the form that stops this one, of an account of one wiki alone the block there."""
    state, wiki = each.state, wish.wikis.get(each.target.pointer.wiki)
    if isinstance(state, There) and state.is_local_only and wiki and not state.is_blocked:
        hides = wish.stops is RequestKind.LOCK_AND_HIDE
        name = None if each.is_kept else each.name or None
        return FilledForm(block_link(wiki, name, hide_name=hides), "form-block-hide-name" if hides else "form-block")
    if each.way is None or each.is_kept or wish.central is None:
        return None
    return stop_form(wish.central, state, each.name or None, wish)


def _for_all(central: Wiki, way: Way, its: list[Account], wish: FormWish) -> Iterator[FilledForm]:
    """One form for all that are stopped in this way, cut into as few as fit; of one account its own form."""
    reason = stewards_reason(wish)
    if len(its) == 1:
        yield stop_form(central, its[0].state, its[0].name or None, wish)
        return
    names = [each.name for each in its if each.name]
    links = (
        mass_global_block_links(central, names) if way is Way.BLOCK else multi_lock_links(central, names, None, reason)
    )
    say = "form-mass-global-block" if way is Way.BLOCK else "form-multi-lock"
    yield from (FilledForm(link, say, count=len(link.ids)) for link in links)


def _kept(central: Wiki, way: Way, its: list[Account], wish: FormWish) -> KeptNames:
    names = tuple(each.name for each in its if each.name)
    reason = stewards_reason(wish)
    hide = "suppressed" if way is Way.LOCK_AND_HIDE else None
    block = way is Way.BLOCK
    return KeptNames(
        say=_SAY_OF_KEPT[way],
        link=_bare_form(central, block, len(its)),
        posted=posted_global_block(central, names, reason)
        if block
        else posted_multi_lock(central, names, hide, reason),
        names=names,
        count=len(its),
    )


_SAY_OF_KEPT = {
    Way.LOCK: "stop-form-lock-kept",
    Way.LOCK_AND_HIDE: "stop-form-lock-hide-kept",
    Way.BLOCK: "stop-form-block-kept",
}


def _bare_form(central: Wiki, block: bool, count: int) -> OnWikiLink:
    """The form without any name, for whoever copies them into it."""
    if block:
        return mass_global_block_link(central, None) if count > 1 else global_block_link(central, None)
    return bare_multi_lock_link(central)
