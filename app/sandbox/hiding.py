"""What Special:RevisionDelete does once its form is read: which items are meant, and changing what they hide.

Follows the real page's traps, seen on a real MediaWiki. No HTML here, and no rights: the page checks those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.sandbox.accounts import Account
from app.sandbox.files import FileVersion
from app.sandbox.titles import Title
from app.sandbox.visibility import SUMMARY, SUPPRESSED, TEXT, USER
from app.sandbox.wiki import LogEntry, Revision, Wiki, bit_details

Item = Revision | LogEntry | FileVersion
FIELDS = {"wpHidePrimary": TEXT, "wpHideComment": SUMMARY, "wpHideUser": USER, "wpHideRestricted": SUPPRESSED}
UNCHANGED, SHOWN, HIDDEN = -1, 0, 1


@dataclass(frozen=True)
class Selection:
    """The items one form is about. `ids` are all that were asked for, found or not."""

    kind: str
    ids: tuple[int | str, ...]
    items: tuple[Item, ...]
    title: Title | None

    @property
    def single(self) -> bool:
        """One item found gives check boxes, several give three-way radios."""
        return len(self.items) == 1


@dataclass
class Outcome:
    """How saving went: what changed, and a sentence for each item that did not."""

    changed: list[Item] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_times(given: Mapping[str, str]) -> tuple[str, ...]:
    """Fourteen digits each; anything else is no time."""
    return tuple(part for part in given.get("ids", "").split(",") if len(part) == 14 and part.isdigit())


def read_ids(given: Mapping[str, str]) -> tuple[int, ...]:
    """`ids=2,3` or `ids[2]=1&ids[3]=1`, where the number is the key."""
    raw = given.get("ids")
    if raw is not None:
        numbers = [_leading_number(part) for part in raw.split(",")]
    else:
        keys = [name for name, value in given.items() if name.startswith("ids[") and name.endswith("]") and value]
        numbers = [_leading_number(key[4:-1]) if key != "ids[]" else 0 for key in keys]
    return tuple(dict.fromkeys(number for number in numbers if number > 0))


def _leading_number(text: str) -> int:
    """As PHP's intval: `2|3` is 2, words are 0."""
    digits = ""
    for sign in text.strip():
        if not (sign.isascii() and sign.isdigit()):
            break
        digits += sign
    return int(digits or "0")


def select_revisions(wiki: Wiki, ids: tuple[int, ...], target: Title | None = None) -> Selection:
    """Live ids count only on the page of the first one. Deleted ones are found wherever they were, but only when a
    page is named; the log line will stand under that page."""
    first = wiki.revisions.get(ids[0]) if ids else None
    page = first.page if first else None
    items: list[Item] = [
        revision
        for number in ids
        if (revision := wiki.revisions.get(number)) is not None and (page is None or revision.page is page)
    ]
    if target is not None or page is not None:
        items += [wiki.deleted_revisions[number] for number in ids if number in wiki.deleted_revisions]
    return Selection("revision", ids, tuple(items), page.title if page else target)


def select_by_time(wiki: Wiki, times: tuple[str, ...], target: Title | None) -> Selection:
    """Deleted revisions of a page by their time: all of the same second together."""
    items: list[Item] = [
        revision
        for revision in wiki.deleted_revisions.values()
        if revision.page.title == target and revision.at.strftime("%Y%m%d%H%M%S") in times
    ]
    return Selection("archive", times, tuple(items), target)


def select_file_versions(wiki: Wiki, times: tuple[str, ...], target: Title | None) -> Selection:
    """Earlier versions of a file by the time in their archive name; the whole name is not understood."""
    page = wiki.page_titled(target)
    versions = wiki.files.get(page.page_id, []) if page else []
    items: list[Item] = [each for each in versions if each.archive_time and each.archive_time in times]
    return Selection("oldimage", times, tuple(items), target)


def select_deleted_files(wiki: Wiki, ids: tuple[int, ...], target: Title | None) -> Selection:
    """Versions of a deleted file by their number in the archive of files, on the page that is named."""
    found = [(number, wiki.deleted_files[number]) for number in ids if number in wiki.deleted_files]
    items: list[Item] = [version for _, version in found if version.page.title == target]
    return Selection("filearchive", ids, tuple(items), target)


def select_log_entries(wiki: Wiki, ids: tuple[int, ...]) -> Selection:
    items = [entry for number in ids if (entry := wiki.log_entry(number)) is not None]
    return Selection("logging", ids, tuple(items), (-1, "Log") if items else None)


def wishes_of_link(given: Mapping[str, str], selection: Selection) -> dict[str, int]:
    """What the form shows ticked when it is opened: one value for each field.

    In check-box mode any true value ticks, `-1` too; in radio mode only -1, 0 and 1 are understood.
    """
    wishes: dict[str, int] = {}
    for name, bit in FIELDS.items():
        value = given.get(name)
        if selection.single:
            ticked = bool(selection.items[0].hidden & bit) if value is None else value not in ("", "0")
            wishes[name] = HIDDEN if ticked else SHOWN
        else:
            wishes[name] = int(value) if value in ("-1", "0", "1") else UNCHANGED
    return wishes


def wishes_of_form(form: Mapping[str, str], selection: Selection, may_suppress: bool) -> dict[str, int]:
    """What the saved form asks for; a check box left out means visible."""
    wishes: dict[str, int] = {}
    for name in FIELDS:
        value = form.get(name)
        if name == "wpHideRestricted" and not may_suppress:
            wishes[name] = SHOWN
        elif value in ("-1", "0", "1"):
            wishes[name] = int(value)
        else:
            wishes[name] = SHOWN if selection.single and not value else UNCHANGED
    return wishes


def apply_wishes(
    wiki: Wiki, selection: Selection, wishes: Mapping[str, int], performer: Account, reason: str
) -> Outcome:
    """Change each item that can be changed; what cannot leaves the others as they were saved."""
    outcome = Outcome()
    added = removed = 0
    suppressing = False
    for item in selection.items:
        old, new = item.hidden, _new_bits(item.hidden, wishes)
        problem = _objection(item, old, new)
        if problem:
            outcome.problems.append(problem)
            continue
        if isinstance(item, Revision):
            wiki.set_hidden(item, new, performer)
        else:
            item.hidden = new
        added |= new & ~old
        removed |= old & ~new
        suppressing = suppressing or bool((old | new) & SUPPRESSED)
        outcome.changed.append(item)
    if outcome.changed:
        _write_log(wiki, selection, outcome.changed, performer, reason, removed, added, suppressing)
    return outcome


def _new_bits(old: int, wishes: Mapping[str, int]) -> int:
    bits = old
    for name, bit in FIELDS.items():
        if wishes[name] == HIDDEN:
            bits |= bit
        elif wishes[name] == SHOWN:
            bits &= ~bit
    return bits


def _objection(item: Item, old: int, new: int) -> str:
    number = number_of(item)
    if old == new:
        return f"Item {number} already has these visibility settings."
    if new == SUPPRESSED:
        return f"Item {number} cannot be suppressed without hiding something of it."
    if new & TEXT and _is_current(item):
        return f"Item {number} is the current revision; its text cannot be hidden."
    return ""


def number_of(item: Item) -> int | str:
    """What the form calls it by."""
    match item:
        case Revision():
            return item.rev_id
        case LogEntry():
            return item.log_id
    return item.archive_time


def _is_current(item: Item) -> bool:
    return isinstance(item, Revision) and not item.page.deleted and item.page.latest is item


def _write_log(
    wiki: Wiki,
    selection: Selection,
    changed: Sequence[Item],
    performer: Account,
    reason: str,
    removed: int,
    added: int,
    suppressing: bool,
) -> None:
    if selection.kind in ("revision", "archive"):
        revisions = [item for item in changed if isinstance(item, Revision)]
        wiki.log_hiding(performer, revisions, removed, added, suppressing, reason, under=selection.title)
        return
    kind, title = ("logging", (-1, "Log")) if selection.kind == "logging" else (selection.kind, selection.title)
    ids = list(selection.ids) if selection.kind == "filearchive" else [number_of(item) for item in changed]
    details = {"type": kind, "ids": ids, "old": bit_details(removed), "new": bit_details(added)}
    action = "event" if kind == "logging" else "revision"
    wiki.add_log("suppress" if suppressing else "delete", action, performer, title or (-1, "Log"), reason, details)
