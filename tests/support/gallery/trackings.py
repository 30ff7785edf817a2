"""The pages of trackings with invented, rich data, for the gallery."""

from dataclasses import replace

from app.domain.people import Role
from app.domain.retention import DAY
from app.domain.targets import Pointer, TargetKind
from app.domain.trackings import DAYS_OFFERED, Consent, Ground, RenewalReason, SightingKind, Tracking, TrackingReason
from app.links.build import diff_link
from app.links.forms_accounts import contributions_link
from app.links.forms_hiding import log_entry_link
from app.web import pages
from app.web.pages import Chrome, Page, Problem
from tests.support.gallery.people import LARGE, NOW, signed_in
from tests.support.gallery.requests import live

STEWARD = signed_in("Steven Steward", Role.STEWARD, "/trackings")
NAME = "Vandalin <b>with</b> \u202e quite a long name that goes on and on"
COLLEAGUE_FIELDS = tuple(f"colleague_{number}" for number in range(1, 6))

TRACKING = Tracking(
    reference="9TR4CK7N",
    account=77,
    owner=12,
    colleagues=frozenset({13, 14}),
    reason=TrackingReason.STALKING,
    ground=Ground.BLOCKED,
    started_at=NOW - 3 * DAY,
    until=NOW + 27 * DAY,
    unseen=3,
)
WAITING = replace(TRACKING, reference="3W2KT7NG", ground=Ground.CONSENT, reason=TrackingReason.THREATS, unseen=0)
AGREED = replace(
    TRACKING, ground=Ground.CONSENT, consent=Consent.KNOWN_PATTERN, consent_by=15, renewal=RenewalReason.CASE_OPEN
)


def _row(number: int, kind: SightingKind, seen: bool, *chips: str) -> pages.SightingRow:
    is_edit = kind is SightingKind.EDIT
    pointer = Pointer(LARGE.dbname, TargetKind.REVISION if is_edit else TargetKind.LOG, 1_204_500 + number)
    look = (diff_link if is_edit else log_entry_link)(LARGE, pointer.id)
    contributions = contributions_link(LARGE, NAME)
    return pages.SightingRow(number, kind, pointer, NOW - number * 900, seen, chips, look, contributions)


ROWS = (
    _row(9, SightingKind.EDIT, False, "state-visible", "state-current"),
    _row(8, SightingKind.LOG, False, "state-log-text-hidden", "state-user-name-hidden"),
    _row(7, SightingKind.BLOCK, False, "state-could-not-check"),
    _row(4, SightingKind.EDIT, True, "state-text-hidden", "state-summary-hidden"),
    replace(_row(2, SightingKind.EDIT, True, "state-gone"), look=None, contributions=None),
)
LINKS = (("tracking-central-auth", "http://127.0.0.2:8000/w/index.php?title=Special:CentralAuth&target=X"),)
PAGE = pages.TrackingPage(
    tracking=TRACKING,
    followed=pages.Followed(NAME, False, LINKS),
    kept_back=None,
    owner="you",
    colleagues=((13, "Admina Large"), (14, "somebody")),
    consent_by=None,
    may=frozenset({"renew", "end", "colleagues", "add", "name", "seen", "request"}),
    rows=ROWS,
    could_not_check=("largewiki",),
    up_to=9,
    older="/trackings/H-9TR4-CK7N?before=2",
    renewed_until=NOW + 60 * DAY,
)


def tracking_examples() -> list[tuple[str, Page, Chrome]]:
    """(name, page, chrome) of everything there is to see of trackings."""
    lines = (
        pages.TrackingLine(TRACKING, NAME, "you"),
        pages.TrackingLine(WAITING, "", "Admina Large"),
        pages.TrackingLine(AGREED, "Somebody New", "somebody"),
    )
    marked = pages.TrackingLine(replace(TRACKING, name_harms=True), None, "you")
    lines = (*lines, marked, pages.TrackingLine(AGREED, None, "somebody"))
    silent = tuple(replace(line, account=None) for line in lines)
    older, older_waiting = "/trackings?before=H-9TR4-CK7N", "/trackings?waiting=H-9TR4-CK7N"
    start = pages.StartTrackingPage(DAYS_OFFERED, COLLEAGUE_FIELDS, {"days": "30"})
    problems = (
        Problem("account", "tracking-address"),
        Problem("reason", "choose-tracking-reason"),
        Problem("days", "choose-tracking-days"),
        Problem("colleague_3", "tracking-colleague-may-not"),
    )
    typed = {"account": '192.0.2.7"><b>', "colleague_3": "Nobody <i>", "days": "8"}
    nobody = replace(PAGE, tracking=replace(AGREED, unseen=0), owner="Admina Large", consent_by="Steven Steward")
    waiting = replace(PAGE, tracking=WAITING, owner="Admina Large", may=frozenset({"consent", "end"}), rows=(), up_to=0)
    changed = ("sighting-4", "sighting-9", "standing", "consent", "colleagues", "until")
    nothing_ticked = Problem("with_account", "tracking-choose-sightings")
    closed = replace(PAGE, followed=None, rows=(), may=frozenset({"end"}), could_not_check=(), older=None)
    apart = pages.Followed(NAME, False, (("sighting-account", LINKS[0][1]),), apart=True)
    named: list[tuple[str, Page]] = [
        ("trackings", pages.TrackingsPage(lines[1:2], lines, older, None, False, None)),
        (
            "trackings-changed",
            pages.TrackingsPage((), lines, None, None, False, None, live("/trackings", "9TR4CK7N", "3W2KT7NG")),
        ),
        ("trackings-waiting", pages.TrackingsPage(lines[1:2], (), None, older_waiting, True, None)),
        ("trackings-silent", pages.TrackingsPage((), silent, None, None, False, pages.KeptBack.COULD_NOT_CHECK)),
        ("trackings-none", pages.TrackingsPage((), (), None, None, False, pages.KeptBack.LEFT_ALONE)),
        ("tracking-start", start),
        ("tracking-start-given", replace(start, values={"account": "77", "days": "30"}, about=NAME)),
        ("tracking-start-problems", replace(start, values=typed, problems=problems)),
        ("tracking", PAGE),
        ("tracking-changed", replace(nobody, live=live("/trackings/H-9TR4-CK7N", *changed))),
        ("tracking-nothing-ticked", replace(PAGE, problem=nothing_ticked)),
        ("tracking-of-others", replace(nobody, may=frozenset({"request"}), rows=(), could_not_check=(), older=None)),
        ("tracking-waiting", replace(waiting, could_not_check=(), older=None)),
        (
            "tracking-waits-for-word",
            replace(waiting, owner="you", may=frozenset({"end"}), could_not_check=(), older=None),
        ),
        ("tracking-unconfirmed", replace(closed, kept_back=pages.KeptBack.LEFT_ALONE, may=frozenset())),
        ("tracking-could-not-check", replace(closed, kept_back=pages.KeptBack.COULD_NOT_CHECK)),
        ("tracking-ticks-kept", replace(closed, kept_back=pages.KeptBack.COULD_NOT_CHECK, ticked=frozenset({7, 9}))),
        ("tracking-no-right", replace(closed, kept_back=pages.KeptBack.NO_RIGHT)),
        ("tracking-end-unticked", replace(PAGE, problem=Problem("sure", "tracking-end-tick"))),
        ("tracking-name-apart", replace(PAGE, tracking=replace(TRACKING, name_harms=True), followed=apart)),
        ("tracking-silent", replace(PAGE, followed=pages.Followed("", could_not_check=True))),
    ]
    return [(name, page, STEWARD) for name, page in named]
