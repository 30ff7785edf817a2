"""Targets as rows of a page: the number, when it was made, and what the public sees of it in words.

Never a title, a name or a text, and never whether something was suppressed or revision-deleted.
"""

from collections.abc import Mapping

from app.domain.targets import ACCOUNTS, NAMED_IN_LINKS, Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Shown, There
from app.domain.wikis import Wiki
from app.links.build import diff_link
from app.links.forms_accounts import user_link
from app.links.forms_hiding import abuse_log_link, log_entry_link
from app.links.forms_pages import page_by_id_link
from app.web.pages import TargetRow

_PART_OF_KIND = {TargetKind.LOG: "state-log-text-hidden", TargetKind.FILE_VERSION: "state-file-version-text-hidden"}
_GONE = dict.fromkeys(ACCOUNTS, "state-account-gone")
_THERE = dict.fromkeys(ACCOUNTS, "state-account-there")


def row_of(wiki: Wiki | None, place: int, pointer: Pointer, state: LiveState) -> TargetRow:
    """One target as a row. Without a wiki (its farm could not be read) there is no link to look at it."""
    return TargetRow(
        place=place,
        pointer=pointer,
        state=state,
        chips=chips_of(pointer, state),
        look=look_link(wiki, pointer) if wiki else None,
        at=getattr(state, "at", None),
        can_be_marked=bool(pointer.title) or pointer.kind in NAMED_IN_LINKS,
    )


def kept_apart(pointer: Pointer) -> str:
    """The name or title that the seal keeps as the wiki has no number for it, where no link carries it; else empty.

    SECURITY: it may be what is to be hidden. Only for whoever holds the request, behind a control of its own, and in
    the text of a mail that they or its sender take away by the clipboard.
    """
    if pointer.kind is TargetKind.ACCOUNT and not pointer.id:
        return pointer.name
    return pointer.title if pointer.is_marked else ""


def chips_of(pointer: Pointer, state: LiveState) -> tuple[str, ...]:
    """Message keys that say what the public sees."""
    match state:
        case CouldNotCheck():
            return ("state-could-not-check",)
        case Gone():
            return (_GONE.get(pointer.kind, "state-gone"),)
        case There():
            return (_THERE.get(pointer.kind, "state-visible"), *_account_chips(state))
        case Shown():
            hidden = tuple(_hidden_chip(pointer.kind, part) for part in state.hidden.each)
            return (hidden or ("state-visible",)) + (("state-current",) if state.is_current else ())


def _hidden_chip(kind: TargetKind, part: Parts) -> str:
    if part is Parts.TEXT and kind in _PART_OF_KIND:
        return _PART_OF_KIND[kind]
    return f"state-{part.code}-hidden"


def _account_chips(state: There) -> tuple[str, ...]:
    chips = []
    if state.is_blocked:
        chips.append("state-blocked")
    if state.is_locked:
        chips.append("state-locked")
    if state.is_locked is None:
        chips.append("state-lock-could-not-check")
    if state.is_globally_blocked:
        chips.append("state-globally-blocked")
    if state.is_temporary and state.is_globally_blocked is None:
        chips.append("state-global-block-could-not-check")
    return tuple(chips)


def look_link(wiki: Wiki, pointer: Pointer) -> str | None:
    """Where to look at it on the wiki, by its number alone."""
    if not pointer.id or (pointer.title and pointer.kind is not TargetKind.REVISION):
        return None
    match pointer.kind:
        case TargetKind.REVISION:
            return diff_link(wiki, pointer.id)
        case TargetKind.LOG:
            return log_entry_link(wiki, pointer.id)
        case TargetKind.ABUSE_LOG:
            return abuse_log_link(wiki, pointer.id)
        case TargetKind.PAGE | TargetKind.FILE_VERSION:
            return page_by_id_link(wiki, pointer.id)
        case TargetKind.ACCOUNT:
            return user_link(wiki, pointer.id)
    return None


def look_link_everywhere(wikis: Mapping[str, Wiki], state: LiveState) -> str | None:
    """Where to look at a global account: by its number on one of its wikis, as no page takes its central id."""
    if not isinstance(state, There) or state.on not in wikis or not state.user:
        return None
    return user_link(wikis[state.on], state.user)
