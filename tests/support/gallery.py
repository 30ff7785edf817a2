"""Every page of Haven with invented, rich data, for looking at and for the tests that check each page.

`python -m tests.support.gallery FOLDER` writes them as HTML files beside a link to `static`.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.actions.looking_up import AskedSoFar, FoundAccounts, WikiAnswered
from app.domain.accounts import Account, Blocked, LastEdits, Meant, OnWiki, Pair
from app.domain.activity import DAY, Activity
from app.domain.lifecycle import State
from app.domain.people import HeldRole, Person, Role, Standing
from app.domain.queues import Queue, Team
from app.domain.requests import (
    Basis,
    ClosingCode,
    Exposed,
    Hints,
    Intent,
    PublishedBefore,
    Purpose,
    Request,
    RequestKind,
    Side,
    TargetState,
    Urgency,
    Whose,
)
from app.domain.surroundings import NotSearched, Range, RangeEnd, Step, Suggestion, WhyHere
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Shown, There
from app.domain.wikis import Farm, Wiki
from app.flows import replay
from app.flows.flow import Act, Outcome, Place, Question, QuestionKind
from app.flows.guidance import read_guidance
from app.flows.other_addresses import OtherAddress
from app.flows.packs import Contact, Norm, read_packs
from app.links import forms_accounts, forms_pages
from app.links.build import diff_link, email_link, page_link
from app.links.forms_hiding import hide_abuse_log_links, log_entry_link, revision_delete_links
from app.links.forms_pages import edit_link, history_link
from app.policy.roles import GLOBAL_ROLES, LOCAL_ROLES, ROLE_RIGHTS
from app.policy.routing import Route, RouteReason
from app.web import pages
from app.web.accounts_table import make_table
from app.web.messages import Messages
from app.web.pages import Chrome, FormGroup, Page, Problem
from app.web.templating import Templates
from tests.support.gallery_trackings import tracking_examples

ROOT = Path(__file__).resolve().parents[2]
NOW = 1_795_400_000
LARGE = Wiki("largewiki", "http://127.0.0.3:8000", site_name="Large Wiki")
SMALL = Wiki("smallwiki", "http://127.0.0.5:8000", site_name="Kleines Wiki", language="de")
PACKS = read_packs(ROOT / "app" / "flows" / "packs")
GUIDANCE = read_guidance(PACKS)

VISITOR = Chrome(
    name=None,
    rights=frozenset(),
    token="token-of-nobody",
    language="en",
    direction="ltr",
    path="/",
    queues_on=True,
    demo=True,
    contact="haven.maintainers@example.org",
    source="https://gitlab.wikimedia.org/toolforge-repos/haven",
    version="0.1.0",
)


def signed_in(name: str, role: Role, path: str = "/") -> Chrome:
    return replace(VISITOR, name=name, rights=ROLE_RIGHTS[role], token="token-of-a-session", path=path)


EDITOR = signed_in("Nilufar of the Meadow", Role.EDITOR)
ROLLBACKER = signed_in("Rolf Rückgängig", Role.SENDER)
ADMINISTRATOR = signed_in("Admina Large", Role.ADMINISTRATOR)
OVERSIGHTER = signed_in("Ovid Sighter with quite a long account name", Role.OVERSIGHTER, "/queues")
OMBUDS = signed_in("עומבודס", Role.OMBUDS, "/view-log")

REQUEST = Request(
    reference="7K3Q2M9D",
    kind=RequestKind.SUPPRESSION,
    wiki=LARGE.dbname,
    queue=Queue(Team.OVERSIGHTERS, LARGE.dbname),
    criterion="os-private-information",
    urgency=Urgency.WITHIN_THE_HOUR,
    state=State.OPEN,
    filed_at=NOW - 2_400,
    requester=11,
    targets=5,
    done=2,
)
HELD = replace(REQUEST, holder=12, claim_until=NOW + 1_500, checked_at=NOW - 60)

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


async def groups() -> AsyncIterator[pages.WikiGroup]:
    yield pages.WikiGroup(
        LARGE.dbname, target_rows(LARGE), (forms(LARGE, 4711, [1_204_498], 1_204_511, 1),), could_not_check=True
    )
    yield pages.WikiGroup(SMALL.dbname, other_rows(), other_forms(SMALL), could_not_check=False, edit_out_first=True)


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


def check_page(problem: Problem | None = None) -> pages.CheckPage:
    kinds = (RequestKind.REVISION_DELETION, RequestKind.SUPPRESSION, RequestKind.LIFT)
    return pages.CheckPage(
        draft="pdRAq7example",
        planned=tuple(
            pages.PlannedRequest(
                kind, "largewiki", Queue(Team.OVERSIGHTERS, "largewiki"), kind is RequestKind.LIFT,
                PACKS.criterion("global", "os-private-information"), number,
            )
            for number, kind in enumerate(kinds, start=1)
        ),
        urgency=Urgency.TODAY,
        hints=HINTS,
        keeps_out=2,
        public_way=True,
        problem=problem,
        already=("4P8WZC63",) if problem else (),
    )  # fmt: skip


def copyright_page(problem: Problem | None = None) -> pages.CopyrightPage:
    links = revision_delete_links(LARGE, [5, 6], Parts.TEXT, False)
    filled = tuple(pages.FilledForm(link, "form-open-parts", None, Parts.TEXT, 2) for link in links)
    text = "{{copyvio-revdel|url=https://example.org/page|start=5|end=6}}"
    forms_ = (
        pages.CopyrightForm("largewiki", 4711, text, (), edit_link(LARGE, 4711)),
        pages.CopyrightForm("largewiki", 82, None, filled, edit_link(LARGE, 82)),
    )
    return pages.CopyrightPage("pdRAq7example", "https://example.org/page", () if problem else forms_, problem)


TYPED: dict[str, str | tuple[str, ...]] = {
    "kind": "suppression",
    "exposed": ("phone", "name"),
    "keep_out_1": "Kept <b>Out</b>",
}


def file_page(problems: tuple[Problem, ...] = (), already: tuple[str, ...] = ()) -> pages.FilePage:
    routes = (
        (LARGE, RequestKind.SUPPRESSION, Queue(Team.OVERSIGHTERS, LARGE.dbname), RouteReason.LOCAL_TEAM, False),
        (LARGE, RequestKind.REVISION_DELETION, Queue(Team.ADMINISTRATORS, LARGE.dbname), RouteReason.LOCAL_TEAM, False),
        (SMALL, RequestKind.SUPPRESSION, Queue(Team.STEWARDS), RouteReason.NO_LOCAL_TEAM, False),
        (SMALL, RequestKind.REVISION_DELETION, Queue(Team.STEWARDS), RouteReason.TEAM_NOT_ASKED_STEWARDS, True),
    )
    return pages.FilePage(
        draft="pdRAq7example",
        wikis=(LARGE.dbname, SMALL.dbname),
        targets=7,
        criteria=PACKS.criteria("global"),
        routes=tuple(
            pages.RoutePreview(wiki.dbname, kind, Route(queue, reason), letter)
            for wiki, kind, queue, reason, letter in routes
        ),
        values=TYPED if problems else {},
        problems=problems,
        already=already,
    )


LEFT_OUT = ("danger", "criterion", "parts", "whose", "intent", "published_before", "urgency")
FILE_PROBLEMS = (
    *(Problem(field, f"choose-{field.replace('_', '-')}") for field in LEFT_OUT),
    Problem("line", "not-a-number"),
    Problem("keep_out_1", "keep-out-not-found"),
)


def lines() -> tuple[pages.RequestLine, ...]:
    older = replace(
        REQUEST, reference="H2NX5RT8", kind=RequestKind.REVISION_DELETION, urgency=Urgency.ROUTINE, wiki="smallwiki"
    )
    return (
        pages.RequestLine(replace(REQUEST, urgency=Urgency.NOW, reference="4P8WZC63"), 1_100, None, True),
        pages.RequestLine(HELD, 2_400, "you", False),
        pages.RequestLine(replace(HELD, reference="9D9FQ2VV", urgency=Urgency.TODAY), 30_000, "Steven Steward", False),
        pages.RequestLine(older, 400_000, None, False),
    )


def own_lines() -> tuple[pages.RequestLine, ...]:
    done = replace(REQUEST, reference="H2NX5RT8", state=State.DONE, basis=Basis.WIKI, done=5, ended_at=NOW - 86_400)
    closed = replace(done, reference="GG23XWZ7", state=State.CLOSED, basis=Basis.HANDLER)
    declined = replace(closed, reference="ZZ23XWZ7", closing=ClosingCode.NOT_SUPPRESSIBLE)
    return (
        pages.RequestLine(REQUEST, 2_400, None, False),
        pages.RequestLine(replace(HELD, reference="2B3C4D5F"), 2_600, "somebody", False),
        pages.RequestLine(done, 90_000, None, False),
        pages.RequestLine(replace(closed, closing=ClosingCode.DONE), 180_000, None, False),
        pages.RequestLine(declined, 180_000, None, False),
        pages.RequestLine(replace(done, reference="XX23XWZ7", state=State.WITHDRAWN), 900_000, None, False),
    )


TIMELINE = (
    pages.TimelineLine("filed", NOW - 2_400, "Rolf Rückgängig"),
    pages.TimelineLine("taken", NOW - 600, "you"),
    pages.TimelineLine("checked", NOW - 60, None),
)
VIEWS = (
    pages.ViewLine("7K3Q2M9D", "you", Purpose.HANDLING, NOW - 600, NOW - 60),
    pages.ViewLine("7K3Q2M9D", "Steven Steward", Purpose.SECOND_LOOK, NOW - 1_600, NOW - 1_500),
)
CODES = tuple(code for code in ClosingCode if code is not ClosingCode.DONE)

HANDLER_PAGE = pages.RequestPage(
    request=REQUEST,
    is_requester=False,
    holder=None,
    overdue=True,
    may=frozenset({"take", "open", "check"}),
    closing_codes=(),
    purposes=(Purpose.SECOND_LOOK, Purpose.REVIEW, Purpose.APPEAL),
    timeline=TIMELINE[:1],
    views=(),
    requester="Rolf Rückgängig",
    mail_requester=email_link(LARGE, "Rolf Rückgängig"),
    opened=None,
    criterion=PACKS.criterion("global", "os-private-information"),
    wiki_name="Large Wiki",
)
TAKEN_PAGE = replace(
    HANDLER_PAGE,
    request=HELD,
    holder="you",
    overdue=False,
    may=frozenset({"check", "release", "close"}),
    closing_codes=CODES,
    timeline=TIMELINE,
    views=VIEWS,
    opened=opened(),
)
OWN_PAGE = replace(
    HANDLER_PAGE,
    is_requester=True,
    request=HELD,
    holder="somebody",
    overdue=False,
    may=frozenset({"check", "withdraw"}),
    requester=None,
    mail_requester=None,
    notice="notice-filed",
)


def letters() -> tuple[pages.Letter, ...]:
    contact = Contact(date(2026, 11, 22), mail="oversighters@example.org", mail_page="Special:EmailUser/Oversight")
    body = "Wiki: largewiki\nAsked for: Suppression\n\n" + "\n".join(diff_link(LARGE, id) for id, *_ in STATES)
    return (
        pages.Letter(
            Queue(Team.OVERSIGHTERS, "largewiki"), contact,
            page_link(LARGE, "Special:EmailUser/Oversight"), "A request for largewiki", body,
            "mailto:oversighters@example.org?subject=A%20request%20for%20largewiki",
            OtherAddress("reports-large@example.org"),
        ),
        pages.Letter(Queue(Team.STEWARDS), None, None, "A request for smallwiki", body, None),
    )  # fmt: skip


def ask_page(silent: bool = False) -> pages.AskWikiPage:
    """A wiki with a team and words of its own; or one of which nothing could be read."""
    contact, no_mail = letters()[0].contact, Contact(date(2026, 11, 22), chat="#invented-revdel")
    team, page = Queue(Team.OVERSIGHTERS, "largewiki"), page_link(LARGE, "Special:EmailUser/Oversight")
    other = OtherAddress("reports-large@example.org")
    mail = "mailto:oversighters@example.org?subject=A%20request%20for%20largewiki"
    full = pages.AskWikiPage(
        "largewiki", "Large Wiki", True, pages.Way(30, team, contact, page, mail, other=other),
        pages.Way(812, Queue(Team.ADMINISTRATORS, "largewiki"), no_mail),
        {"suppression": "オーバーサイト", "revision-deletion": "版指定削除", "oversighters": "masqueurs"},
        tuple(Norm), True, "2026-11-22",
    )  # fmt: skip
    nobody = pages.Way(None, Queue(Team.STEWARDS), None, list_users=page, other=OtherAddress(None))
    bare = replace(full, site_name="", exists=False, suppression=nobody, deletion=replace(nobody, other=None))
    return replace(bare, terms={}, norms=(), public_venue=False, reviewed=None) if silent else full


def found_accounts() -> FoundAccounts:
    """Two names that look alike, one of them blocked and locked, and a temporary account in trouble."""
    sock = Account(7, "Tide Watcher", True, ("global-rollbacker",), 12, NOW - 90 * DAY, (
        OnWiki("largewiki", 17, 12, NOW - 90 * DAY, ("editor",), Blocked(None), is_home=True),
        OnWiki("smallwiki", 18, 0, None),
    ))  # fmt: skip
    alike = Account(8, "T\u0456de Watcher", False, (), 700, None, (
        OnWiki("largewiki", 27, 700, NOW - 9 * DAY, blocked=Blocked(NOW + 5 * DAY), is_home=True),
        OnWiki("elsewhere", 28, 3, None),
    ))  # fmt: skip
    temporary = Account(9, "~2026-10482-07", False, (), 2, NOW - DAY, (OnWiki("smallwiki", 37, 2, NOW - DAY),))
    edits: dict[Pair, LastEdits] = {
        (7, "largewiki"): Activity(tuple(NOW - each * DAY for each in range(40, 52)), True),
        (8, "largewiki"): Activity(tuple(NOW - each * DAY // 60 for each in range(500)), False),
        (9, "smallwiki"): CouldNotCheck(),
    }
    unseen = (Meant(name="Gone Person"), Meant(central_id=4711), Meant(wiki="largewiki", local_id=12))
    return FoundAccounts((sock, alike, temporary), unseen, (Meant(name="Unasked"),), edits, left=1)


def accounts_page(nobody: bool = False) -> pages.FoundAccountsPage:
    farm = Farm({"largewiki": LARGE, "smallwiki": SMALL}, "largewiki")
    steward = Person(1, "Stewart", Standing(frozenset({HeldRole(Role.STEWARD)}), NOW))
    found = FoundAccounts((), (Meant(name="Gone Person"),), (), {}) if nobody else found_accounts()

    async def steps() -> AsyncIterator[AskedSoFar | WikiAnswered | pages.AccountsTable]:
        yield AskedSoFar(10, 12)
        yield WikiAnswered("largewiki", False)
        yield WikiAnswered("smallwiki", True)
        yield make_table(found, farm, steward, pages.AccountsView(days=90), NOW)

    return pages.FoundAccountsPage(
        text="Tide Watcher\n<script>",
        view=pages.AccountsView(days=90),
        meant=12,
        addresses=() if nobody else (pages.AddressLinks("192.0.2.7", (("address-block", "http://127.0.0.3:8000/x"),)),),
        pieces=() if nobody else (pages.Piece("<b>name</b>", "unknown-not-an-account"),),
        steps=steps(),
    )


def examples() -> list[tuple[str, Page, Chrome]]:
    """(name, page, chrome) of everything that Haven can show."""
    return [
        *_around_signing_in(),
        *_box_and_filing(),
        *_requests(),
        *_trackings(),
        *_guided(),
        *_public_pages(),
        *_errors(),
    ]


def _around_signing_in() -> list[tuple[str, Page, Chrome]]:
    roles = (HeldRole(Role.ADMINISTRATOR, "largewiki"), HeldRole(Role.SENDER, "smallwiki"), HeldRole(Role.STEWARD))
    return [
        ("start-visitor", pages.StartPage(), VISITOR),
        ("start-editor", pages.EditorPage(could_not_check=True), EDITOR),
        ("sign-in", pages.SignInPage(reason="sign-in-first", back_to="/queues"), VISITOR),
        ("sign-in-problem", pages.SignInPage(problem="sign-in-declined"), VISITOR),
        ("sign-in-continue", pages.ContinuePage("http://127.0.0.2:8000/w/index.php", "127.0.0.2"), VISITOR),
        ("account", pages.AccountPage(roles, NOW, ("commonswiki",)), ADMINISTRATOR),
        ("account-nothing", pages.AccountPage((), None, ()), EDITOR),
    ]


def _box_and_filing() -> list[tuple[str, Page, Chrome]]:
    pieces = (
        pages.Piece("https://example.org/?q=" + "long" * 30, "unknown-unknown-host"),
        pages.Piece("<script>alert(1)</script> Special:Diff/99999999999999", "unknown-bad-number"),
    )
    links = (("address-contributions", forms_accounts.contributions_link(LARGE, "192.0.2.7")),)
    addresses = (pages.AddressLinks("192.0.2.7", links), pages.AddressLinks("2001:db8::/32", links))
    too_long = Problem("text", "paste-too-long", ("200000",))
    return [
        ("box", pages.BoxPage(waiting=3), ADMINISTRATOR),
        ("box-problem", pages.BoxPage("something\n</textarea><b>pasted", too_long), ROLLBACKER),
        ("not-understood", pages.NotUnderstoodPage(pieces, addresses, 4, "/drafts/pdRAq7example"), ADMINISTRATOR),
        ("not-understood-nothing", pages.NotUnderstoodPage(pieces, (), 0, None), ADMINISTRATOR),
        (
            "targets",
            pages.TargetsPage("pdRAq7example", 2, 13, groups(), has_accounts=True),
            replace(ADMINISTRATOR, path="/drafts/pdRAq7example"),
        ),
        ("accounts", pages.AccountsPage(), replace(ROLLBACKER, path="/accounts")),
        ("accounts-problem", pages.AccountsPage("x", Problem("text", "accounts-too-many", ("200", "201"))), ROLLBACKER),
        ("accounts-found", accounts_page(), ADMINISTRATOR),
        ("accounts-none", accounts_page(nobody=True), ROLLBACKER),
        ("around", around_page(has_range=True), ADMINISTRATOR),
        ("around-nothing", around_page(has_range=False), ADMINISTRATOR),
        ("around-not-searched", replace(around_page(has_range=False), not_searched=NotSearched.KIND), ADMINISTRATOR),
        ("after", after_page(), ADMINISTRATOR),
        ("after-nothing", pages.AfterPage("/drafts/pdRAq7example", ()), ROLLBACKER),
        ("check", check_page(), ROLLBACKER),
        ("check-problem", check_page(Problem("send", "too-much-requests", ("12",))), ROLLBACKER),
        ("copyright", copyright_page(), ROLLBACKER),
        ("copyright-problem", copyright_page(Problem("source", "choose-source")), ROLLBACKER),
        ("file-suppressors-only", replace(file_page(), suppressors_only=2), ROLLBACKER),
        ("file", file_page(), ROLLBACKER),
        ("file-problems", file_page(FILE_PROBLEMS, ("4P8WZC63",)), ROLLBACKER),
        ("letter", pages.LetterPage(letters()), ROLLBACKER),
        ("letter-one", pages.LetterPage(letters()[:1]), ROLLBACKER),
    ]


MARK = "A9-_" * 173 + "zz"


def live(page: str, *changed: str) -> pages.Live:
    return pages.Live(page, f"{page}/changes", MARK, len(changed) + 1, frozenset(changed[1:]), frozenset(changed[:1]))


def _requests() -> list[tuple[str, Page, Chrome]]:
    queues = (
        Queue(Team.ADMINISTRATORS, "largewiki"),
        Queue(Team.OVERSIGHTERS, "largewiki"),
        Queue(Team.STEWARDS),
    )
    hidden_author = replace(HANDLER_PAGE, request=replace(REQUEST, author_known=False, keeps_someone_out=True))
    done = replace(HELD, state=State.DONE, basis=Basis.WIKI, done=5, holder=None, claim_until=None, ended_at=NOW)
    looked_back = replace(TAKEN_PAGE, request=done, holder=None, may=frozenset({"open"}), opened=None)
    declare = Problem("not_my_own", "declare-not-my-own")
    listed = lines()
    changed = live("/queues", listed[0].request.reference)
    unchanged = pages.Live("/queues", "/queues/changes", MARK, 0)
    return [
        ("own-requests", pages.OwnRequestsPage(own_lines(), "/requests?after=H-7K3Q-2M9D", ("7K3Q2M9D",)), ROLLBACKER),
        ("own-requests-none", pages.OwnRequestsPage((), None), ROLLBACKER),
        ("queue", pages.QueuePage(queues, None, lines(), "/queues?after=H-7K3Q-2M9D"), OVERSIGHTER),
        ("queue-changed", pages.QueuePage(queues, None, listed, None, live=changed), OVERSIGHTER),
        ("queue-unchanged", pages.QueuePage(queues, None, (), None, live=unchanged), OVERSIGHTER),
        (
            "request-changed",
            replace(TAKEN_PAGE, live=live("/requests/H-7K3Q-2M9D", "claim", "event-1", "target-2")),
            OVERSIGHTER,
        ),
        ("queue-empty", pages.QueuePage(queues[:1], None, (), None), OVERSIGHTER),
        ("request-free", HANDLER_PAGE, OVERSIGHTER),
        ("request-hidden-author", replace(hidden_author, problem=declare), OVERSIGHTER),
        ("request-taken", TAKEN_PAGE, OVERSIGHTER),
        ("request-taken-two-pages", replace(TAKEN_PAGE, opened=opened(several_pages=True)), OVERSIGHTER),
        (
            "request-only-current",
            replace(TAKEN_PAGE, opened=replace(opened(), groups=(forms(LARGE, 4711, [], 1_204_511),))),
            OVERSIGHTER,
        ),
        ("request-held", replace(HANDLER_PAGE, request=HELD, holder="Steven Steward",
                                 may=frozenset({"take-over", "open", "check"})), OVERSIGHTER),
        ("request-done", looked_back, OVERSIGHTER),
        ("request-own", OWN_PAGE, ROLLBACKER),
        ("request-visible-again", replace(TAKEN_PAGE, notice="notice-visible-again"), OVERSIGHTER),
        ("request-own-done", replace(OWN_PAGE, request=done, holder=None, may=frozenset({"check"}), notice=None),
         ROLLBACKER),
        ("take-over", pages.TakeOverPage("7K3Q2M9D", "Steven Steward", 12, NOW + 900, author_known=False), OVERSIGHTER),
        ("view-log", pages.ViewLogPage(VIEWS[1:] * 3, "/view-log?before=5"), OMBUDS),
        ("view-log-empty", pages.ViewLogPage((), None), OMBUDS),
    ]  # fmt: skip


def _trackings() -> list[tuple[str, Page, Chrome]]:
    steward = signed_in("Steven Steward", Role.STEWARD, "/trackings")
    return [(name, page, steward) for name, page in tracking_examples()]


def _guided() -> list[tuple[str, Page, Chrome]]:
    """One question of each kind, a fact, an outcome with everything, and a flow as a table."""
    flows = GUIDANCE.flows
    questions = [node for flow in flows.by_id.values() for node in flow.nodes.values() if isinstance(node, Question)]
    one_of = {kind: next(each for each in questions if each.kind is kind) for kind in {each.kind for each in questions}}
    asked: list[tuple[str, Page, Chrome]] = [
        (
            f"question-{kind}",
            pages.QuestionPage("pdRAq7example", 2, each, (), False, "/drafts/pdRAq7example"),
            ROLLBACKER,
        )
        for kind, each in sorted(one_of.items())
    ]
    missing = Problem("answer", "choose-answer")
    first = one_of[QuestionKind.CHOICE]
    found = pages.QuestionPage(
        "pdRAq7example", 1, first, (first.answers[0].value,), True, "/drafts/pdRAq7example", problem=missing
    )
    used = replay.Used("local-oversighters", "none", said=False)
    fact = pages.FactPage("pdRAq7example", used, ("named", "none", "some"), missing)
    return [
        *asked,
        ("question-found", found, ROLLBACKER),
        ("fact", fact, ROLLBACKER),
        ("outcome", outcome_page(), ROLLBACKER),
        ("outcome-no-links", replace(outcome_page(), targets=0, needs_links=True, unasked=False), ADMINISTRATOR),
        ("flow", pages.FlowPage(flows.by_id["suppression"], tuple(flows.by_id.values())), VISITOR),
    ]


def outcome_page() -> pages.OutcomePage:
    flows = GUIDANCE.flows
    outcomes = [node for flow in flows.by_id.values() for node in flow.nodes.values() if isinstance(node, Outcome)]
    with_all = sorted(outcomes, key=lambda each: -len(each.acts) - len(each.contacts) - 2 * bool(each.warning))
    mail = Contact(date(2026, 11, 22), mail="a-team@example.org", mail_page="Special:EmailUser/A team", chat="#team")
    ways = (
        pages.NamedWay(None, "oversighters", mail, page_link(LARGE, "Special:EmailUser/A team")),
        pages.NamedWay("Somebody else", "emergency", replace(mail, mail_page=None, chat=None)),
        pages.NamedWay(None, "administrators", None),
    )
    parts = tuple(pages.OutcomePart(each, tuple(Act), ways) for each in with_all[:3])
    question = next(node for node in flows.by_id["triage"].nodes.values() if isinstance(node, Question))
    place = Place("triage", question.id)
    steps = (replay.Step(place, question, ("no",)), replay.Step(place, question, ("no",), found=True))
    used = (replay.Used("local-oversighters", "none", said=False), replay.Used("local-oversighters", None, said=False))
    return pages.OutcomePage(
        draft="pdRAq7example",
        primary=parts[0],
        parallel=parts[1:],
        steps=steps,
        used=(*used, replay.Used("local-oversighters", "some", said=True)),
        wiki="largewiki",
        targets=3,
        needs_links=False,
        unasked=True,
    )


def _public_pages() -> list[tuple[str, Page, Chrome]]:
    days = {"pointers": 7, "stale": 90, "record": 90, "view-log": 90, "tracking": 90}
    about = pages.AboutPage(
        tuple((right, role.value) for right, role in LOCAL_ROLES.items()),
        tuple((group, role.value) for group, role in GLOBAL_ROLES.items()),
        tuple((role.value, tuple(sorted(rights))) for role, rights in ROLE_RIGHTS.items()),
    )
    return [
        ("emergency", pages.EmergencyPage("emergency@wikimedia.org"), VISITOR),
        ("child-protection", pages.ChildProtectionPage("legal-reports@wikimedia.org"), VISITOR),
        ("privacy", pages.PrivacyPage(days, "An invented operator", "Two people", "Both signed it", True), VISITOR),
        ("privacy-without-queues", pages.PrivacyPage(days, "", "", "", False), VISITOR),
        ("about", about, VISITOR),
        ("guide", pages.GuidePage(), VISITOR),
        ("ask", pages.AskPage(("commonswiki", "enwiki")), VISITOR),
        ("ask-problem", pages.AskPage(("enwiki",), "elsewhere <b>", Problem("wiki", "ask-which-wiki")), VISITOR),
        ("ask-wiki", ask_page(), VISITOR),
        ("ask-wiki-silent", ask_page(silent=True), EDITOR),
    ]


def _errors() -> list[tuple[str, Page, Chrome]]:
    fields = (("text", "half a paste\n\nof two paragraphs"), ("draft", 'with "quotes"'))
    not_there = pages.ErrorPage(404, "heading-not-there", "sentence-no-such-page", "advice-second-account", None)
    mistake = pages.ErrorPage(500, "heading-our-mistake", "sentence-our-mistake", "advice-quote-reference", "E-4F2A")
    too_much = pages.ErrorPage(429, "heading-too-much", "too-much-targets", None, None, ("12",))
    return [
        ("error-not-there", not_there, ADMINISTRATOR),
        ("error-our-mistake", mistake, VISITOR),
        ("error-too-much", too_much, ROLLBACKER),
        ("stale", pages.StalePage("/box", fields, signed_in=True), ROLLBACKER),
        ("stale-signed-out", pages.StalePage("/box", fields, signed_in=False), VISITOR),
    ]


def in_rtl(chrome: Chrome) -> Chrome:
    """The same surroundings, laid out from right to left."""
    return replace(chrome, language="en-x-rtl", direction="rtl")


def our_templates() -> Templates:
    return Templates(ROOT / "templates", Messages.load(ROOT / "app" / "messages"))


def write_gallery(folder: Path) -> None:
    """Writes every example, left to right and right to left, with `static` linked beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "static").exists():
        (folder / "static").symlink_to(ROOT / "static")
    templates = our_templates()
    for direction in ("ltr", "rtl"):
        for name, page, chrome in examples():
            html = asyncio.run(templates.render(page, chrome if direction == "ltr" else in_rtl(chrome)))
            (folder / f"{name}.{direction}.html").write_text(html, encoding="utf-8")


if __name__ == "__main__":
    write_gallery(Path(sys.argv[1]))
