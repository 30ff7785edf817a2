"""From the box to a request that is sent, or to a finished mail."""

from dataclasses import replace
from datetime import date

from app.domain.queues import Closed, Queue, Team
from app.domain.requests import (
    RequestKind,
    Urgency,
)
from app.domain.surroundings import NotSearched
from app.domain.visibility import Parts
from app.flows.other_addresses import OtherAddress
from app.flows.packs import Contact
from app.links import forms_accounts
from app.links.build import diff_link, page_link
from app.links.forms_hiding import revision_delete_links
from app.links.forms_pages import edit_link
from app.mediawiki.awake import Awake
from app.policy.routing import Route, RouteReason
from app.web import pages
from app.web.pages import Chrome, Page, Problem
from tests.support.gallery.people import ADMINISTRATOR, LARGE, PACKS, ROLLBACKER, SMALL
from tests.support.gallery.targets import HINTS, STATES, after_page, around_page, groups


def check_page(problem: Problem | None = None) -> pages.CheckPage:
    kinds = (RequestKind.REVISION_DELETION, RequestKind.SUPPRESSION, RequestKind.LIFT)
    return pages.CheckPage(
        draft="pdRAq7example",
        planned=tuple(
            pages.PlannedRequest(
                kind, "largewiki", Queue(Team.OVERSIGHTERS, "largewiki"), Closed.NOBODY_HERE if number == 3 else None,
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
        (LARGE, RequestKind.SUPPRESSION, Queue(Team.OVERSIGHTERS, LARGE.dbname), RouteReason.LOCAL_TEAM, None),
        (LARGE, RequestKind.REVISION_DELETION, Queue(Team.ADMINISTRATORS, LARGE.dbname), RouteReason.LOCAL_TEAM, None),
        (SMALL, RequestKind.SUPPRESSION, Queue(Team.STEWARDS), RouteReason.NO_LOCAL_TEAM, None),
        (
            SMALL,
            RequestKind.REVISION_DELETION,
            Queue(Team.STEWARDS),
            RouteReason.TEAM_NOT_ASKED_STEWARDS,
            Closed.NOT_WANTED,
        ),
    )
    return pages.FilePage(
        draft="pdRAq7example",
        wikis=(LARGE.dbname, SMALL.dbname),
        targets=7,
        criteria=PACKS.criteria("global"),
        routes=tuple(
            pages.RoutePreview(wiki.dbname, kind, Route(queue, reason), closed)
            for wiki, kind, queue, reason, closed in routes
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


def letters() -> tuple[pages.Letter, ...]:
    contact = Contact(date(2026, 11, 22), mail="oversighters@example.org", mail_page="Special:EmailUser/Oversight")
    body = "Wiki: largewiki\nAsked for: Suppression\n\n" + "\n".join(diff_link(LARGE, id) for id, *_ in STATES)
    return (
        pages.Letter(
            Queue(Team.OVERSIGHTERS, "largewiki"), contact,
            page_link(LARGE, "Special:EmailUser/Oversight"), "A request for largewiki", body,
            "mailto:oversighters@example.org?subject=A%20request%20for%20largewiki",
            OtherAddress("reports-large@example.org"), Closed.NOT_WANTED,
            pages.AwakeTeam(Queue(Team.OVERSIGHTERS, "largewiki"), Awake(3, 30)),
        ),
        pages.Letter(Queue(Team.STEWARDS), None, None, "A request for smallwiki", body, None, None,
                     Closed.NOBODY_HERE, pages.AwakeTeam(Queue(Team.STEWARDS), Awake(0, 36))),
    )  # fmt: skip


def filing_examples() -> list[tuple[str, Page, Chrome]]:
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
