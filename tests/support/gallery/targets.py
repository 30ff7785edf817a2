"""Targets of each kind as the pages show them, and the pages around one of them."""

from dataclasses import replace

from app.domain.requests import (
    Exposed,
    Hints,
    Intent,
    PublishedBefore,
    Side,
    TargetState,
    Whose,
)
from app.domain.surroundings import Range, RangeEnd, Step, Suggestion, WhyHere
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Shown, There
from app.domain.wikis import Wiki
from app.links import forms_accounts, forms_pages
from app.links.build import diff_link
from app.links.forms_hiding import hide_abuse_log_links, log_entry_link, revision_delete_links
from app.links.forms_pages import edit_link, history_link
from app.web import pages
from app.web.pages import FormGroup, Problem
from tests.support.gallery.people import LARGE, NOW, SMALL
from tests.support.gallery.streamed import Streamed

HINTS = Hints(
    exposed=frozenset({Exposed.PHONE, Exposed.NAME, Exposed.WORKPLACE}),
    parts=Parts.TEXT | Parts.SUMMARY,
    whose=Whose.OTHER_EDITOR,
    intent=Intent.DELIBERATE,
    published_before=PublishedBefore.NO,
    side=Side.NEW,
    line=14,
    section=3,
)


VISIBLE = Shown(4711, NOW - 9_000, 5, False, Parts.NONE, False, Parts.TEXT | Parts.SUMMARY)


TEXT_HIDDEN = replace(VISIBLE, hidden=Parts.TEXT | Parts.SUMMARY)


STATES: tuple[tuple[int, LiveState, tuple[str, ...], int | None], ...] = (
    (1_204_511, VISIBLE, ("state-visible", "state-current"), NOW - 9_000),
    (1_204_498, VISIBLE, ("state-visible",), NOW - 9_900),
    (1_204_477, TEXT_HIDDEN, ("state-text-hidden", "state-summary-hidden", "state-user-name-hidden"), NOW - 40_000),
    (1_203_111, Gone(), ("state-gone",), None),
    (1_203_007, CouldNotCheck(), ("state-could-not-check",), None),
)


def revision(wiki: Wiki, id: int) -> Pointer:
    return Pointer(wiki.dbname, TargetKind.REVISION, id)


def forms(wiki: Wiki, page: int, ids: list[int], current: int | None, left_out: int = 0) -> FormGroup:
    parts = Parts.TEXT | Parts.SUMMARY
    links = revision_delete_links(wiki, ids, parts, True) if ids else []
    kind = TargetKind.REVISION
    filled = tuple(pages.FilledForm(link, "form-suppress-parts", kind, parts, len(link.ids)) for link in links)
    edit, history = edit_link(wiki, page), history_link(wiki, page)
    return FormGroup(kind, page, filled, history, edit, current, left_out)


def other_forms(wiki: Wiki) -> tuple[FormGroup, ...]:
    """Of an account whose name is the problem, of a page, of the filter log, and where there is no form."""
    hide = forms_accounts.block_link(wiki, None, hide_name=True)
    delete = pages.FilledForm(forms_pages.delete_page_link(wiki, 82, suppress=True), "form-delete-suppress")
    hits = tuple(pages.FilledForm(link, "form-hide-abuse-log", count=2) for link in hide_abuse_log_links(wiki, [5, 6]))
    return (
        FormGroup(
            TargetKind.ACCOUNT, 77, (pages.FilledForm(hide, "form-block-hide-name"),),
            forms_accounts.user_link(wiki, 77), advice=("advice-type-the-name",),
        ),
        FormGroup(TargetKind.PAGE, 82, (delete,), forms_pages.page_by_id_link(wiki, 82), advice=("advice-move-page",)),
        FormGroup(TargetKind.ABUSE_LOG, 0, hits),
        FormGroup(TargetKind.DELETED_REVISION, 1_203_111, (), advice=("advice-find-deleted",)),
    )  # fmt: skip


def target_rows(wiki: Wiki) -> tuple[pages.TargetRow, ...]:
    return tuple(
        pages.TargetRow(place, revision(wiki, id), state, chips, diff_link(wiki, id), at, done_at=at and at + 3_600)
        for place, (id, state, chips, at) in enumerate(STATES)
    )


OTHERS: tuple[tuple[Pointer, LiveState, tuple[str, ...]], ...] = (
    (Pointer("smallwiki", TargetKind.LOG, 5_512, parts=Parts.SUMMARY), VISIBLE, ("state-log-text-hidden",)),
    (Pointer("smallwiki", TargetKind.ABUSE_LOG, 6_612), There(), ("state-visible",)),
    (Pointer("smallwiki", TargetKind.ACCOUNT, 77, is_marked=True), There(), ("state-account-there", "state-locked")),
    (Pointer("smallwiki", TargetKind.ACCOUNT, name="Hidden"), Gone(), ("state-account-gone",)),
    (Pointer("smallwiki", TargetKind.FILE_VERSION, 82, "20260101120000"), VISIBLE, ("state-file-version-text-hidden",)),
    (Pointer("smallwiki", TargetKind.DELETED_REVISION, 0, "20260101120000", "Gone"), Gone(), ("state-gone",)),
    (Pointer("smallwiki", TargetKind.PAGE, 82), There(), ("state-visible",)),
    (Pointer("smallwiki", TargetKind.PAGE, title="Gone"), Gone(), ("state-gone",)),
)


def other_rows() -> tuple[pages.TargetRow, ...]:
    """One row of each other kind of target."""
    return tuple(
        pages.TargetRow(
            place, pointer, state, chips, log_entry_link(SMALL, pointer.id) if pointer.id else None, None,
            chosen=place % 2 == 0, can_be_marked=pointer.kind in {TargetKind.ACCOUNT, TargetKind.PAGE},
        )
        for place, (pointer, state, chips) in enumerate(OTHERS, start=len(STATES))
    )  # fmt: skip


def opened(several_pages: bool = False) -> pages.Opened:
    results = (TargetState.OPEN, TargetState.OPEN, TargetState.DONE, TargetState.CANNOT_TELL, TargetState.OPEN)
    rows = tuple(
        pages.OpenRow(number, revision(LARGE, id), state, chips, diff_link(LARGE, id), at, result=result)
        for number, ((id, state, chips, at), result) in enumerate(zip(STATES, results, strict=True), start=1)
    )
    groups = [forms(LARGE, 4711, [1_204_498, 1_203_007], 1_204_511)]
    if several_pages:
        groups.append(forms(LARGE, 82, [1_100_001], None, left_out=2))
    return pages.Opened(
        HINTS, rows, tuple(groups), could_not_check=several_pages, until=NOW + 3_000, edit_out_first=several_pages
    )


def groups() -> Streamed[pages.WikiGroup]:
    large = (forms(LARGE, 4711, [1_204_498], 1_204_511, 1),)
    return Streamed(
        (
            pages.WikiGroup(LARGE.dbname, target_rows(LARGE), large, could_not_check=True),
            pages.WikiGroup(SMALL.dbname, other_rows(), other_forms(SMALL), could_not_check=False, edit_out_first=True),
        )
    )


def around_page(has_range: bool) -> pages.AroundPage:
    steps = tuple(Step(1_204_000 + number, NOW - 9_000 + number, number % 3 > 0, number == 1) for number in range(6))
    suggestions = (
        Suggestion(replace(revision(LARGE, 1_204_009), parts=Parts.SUMMARY), WhyHere.REVERT_SUMMARY),
        Suggestion(Pointer("largewiki", TargetKind.LOG, 5_512, parts=Parts.SUMMARY), WhyHere.MOVE_LOG, NOW - 8_000),
        Suggestion(Pointer("largewiki", TargetKind.ABUSE_LOG, 61), WhyHere.FILTER_HIT_OF_ACCOUNT, NOW - 9_100),
        Suggestion(Pointer("largewiki", TargetKind.PAGE, 82), WhyHere.TITLE),
    )
    ticks = tuple(
        pages.Tick(
            f"{each.pointer.kind}.{each.pointer.id}..0", each, number == 2, diff_link(LARGE, 1) if number else None
        )
        for number, each in enumerate(suggestions)
    )
    return pages.AroundPage(
        draft="pdRAq7example",
        place=0,
        wiki="largewiki",
        row=target_rows(LARGE)[0],
        range=Range(4711, steps, RangeEnd.RESTORED, Step(1_204_009, NOW, False, False)) if has_range else None,
        there=frozenset({1_204_002}),
        ticks=ticks if has_range else (),
        has_deleted_copies=has_range,
        could_not_check=has_range,
        left_out=3 if has_range else 0,
        problem=Problem("take", "choose-around") if has_range else None,
    )


def after_page() -> pages.AfterPage:
    block = forms_accounts.block_link(LARGE, "An <b>account</b>", hide_name=False, keep_from_talk_and_mail=True)
    links = (
        pages.AfterLink("after-contributions", forms_accounts.contributions_link(LARGE, "An account")),
        pages.AfterLink("after-block", block.url, block.through_sign_in),
    )
    made = revision(LARGE, 1_204_511)
    accounts = tuple(pages.AfterAccount(5 + more, None if more == 2 else made, more % 2, links) for more in (0, 1, 2))
    others = (pages.AfterLink("after-filter-managers", forms_accounts.list_users_link(LARGE, "abusefilter")),)
    group = pages.AfterGroup("largewiki", accounts, others, could_not_check=True)
    return pages.AfterPage("/requests/H-7K3Q-2M9D", (group,))
