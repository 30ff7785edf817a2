"""The way to the stewards."""

from dataclasses import replace

from app.actions.escalating import Sorted
from app.domain.accounts import Account, Looked, NotVisible, OnWiki
from app.domain.public_pages import PublicRequest
from app.domain.queues import Closed
from app.domain.requests import RequestKind
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck
from app.links.build import PostedForm
from app.policy.stopping import LeftToAsk, left_to_ask
from app.web import pages
from app.web.pages import Chrome, Page, Problem
from tests.support.gallery.people import GUIDANCE, LARGE, NOW, ROLLBACKER

DRAFT = "pdRAq7example"
PATH = f"/drafts/{DRAFT}/stewards"


def account(number: int, name: str, edits: int = 12, locked: bool = False, groups: tuple[str, ...] = ()) -> Account:
    return Account(number, name, locked, (), edits, NOW, (OnWiki("largewiki", number, edits, NOW, groups),))


def sorted_as(number: int, looked: Looked, harms: bool = False) -> Sorted:
    link = Pointer("largewiki", TargetKind.ACCOUNT, number, is_marked=harms)
    called = f"n{number}" if isinstance(looked, Account) and not looked.is_temporary else ""
    return Sorted(number, number - 1, (link,), looked, left_to_ask(looked, harms, False), harms, called)


ATTACKING = sorted_as(1, account(1, "Attacks <b>Somebody</b>"), harms=True)
UNHIDEABLE = sorted_as(2, account(2, "Attacks Somebody Else", edits=1204), harms=True)
HARMLESS = sorted_as(3, account(3, "Quiet = Reed }} | x"))
RIGHTS = sorted_as(4, account(4, "قصب هادئ", groups=("sysop",)))
TEMPORARY = sorted_as(5, account(5, "~2026-10482-07"))
LOCKED = sorted_as(6, account(6, "Locked Already", locked=True))
UNSEEN, UNASKED = sorted_as(7, NotVisible()), sorted_as(8, CouldNotCheck())
ALL = (ATTACKING, UNHIDEABLE, HARMLESS, RIGHTS, TEMPORARY, LOCKED, UNSEEN, UNASKED)


def ways_page(closed: Closed | None = None) -> pages.StewardWaysPage:
    return pages.StewardWaysPage(
        draft=DRAFT,
        together=(
            pages.AskTogether(RequestKind.LOCK_AND_HIDE, (ATTACKING, UNHIDEABLE), None, too_many_edits=1),
            pages.AskTogether(RequestKind.LOCK, (HARMLESS, RIGHTS), PublicRequest.LOCK),
            pages.AskTogether(RequestKind.GLOBAL_BLOCK, (TEMPORARY,), PublicRequest.GLOBAL_BLOCK),
        ),
        nothing={
            LeftToAsk.NOTHING_LEFT: (LOCKED,),
            LeftToAsk.NOT_VISIBLE: (UNSEEN,),
            LeftToAsk.COULD_NOT_CHECK: (UNASKED,),
        },
        others=(PublicRequest.ACCESS, PublicRequest.CHECKUSER, PublicRequest.GLOBAL_SYSOPS),
        closed=closed,
        rights_holders=(RIGHTS,),
    )


def public_page(asks: str, kind: PublicRequest) -> pages.PublicRequestPage:
    return pages.PublicRequestPage(
        draft=DRAFT,
        asks=asks,
        where=GUIDANCE.public_pages[kind],
        link="http://127.0.0.2:8000/wiki/Steward_requests",
        sign_in="http://127.0.0.2:8000/wiki/Special:UserLogin?returnto=Steward_requests",
        accounts=(HARMLESS, RIGHTS),
        wikis=("largewiki", "smallwiki"),
        names_its_wiki=asks in ("removal-of-access", "checkuser", "global-sysops"),
        values={},
    )


TEXT = "=== Global lock for 2 accounts ===\n{{status}}\n* {{MultiLock|1=Quiet|2=Reed}}\nLong-term abuse. --~~~~"
NAMED = (
    pages.Named("Quiet Reed", "Global lock for <b>3</b> accounts", "http://127.0.0.2:8000/wiki/Page#Lock", True),
    pages.Named("Older Reed", "Global lock for Older Reed", "http://127.0.0.2:8000/wiki/Page#Older", False),
)
FIELDS = (("wpSection", "2"), ("wpTextbox1", f"== Part ==\n\n{TEXT}"), ("wpUltimateParam", "1"))
LINK = "http://127.0.0.2:8000/wiki/Page"


def written(made: pages.PublicText) -> pages.PublicRequestPage:
    values = {"reason": "long-term-abuse", "links": 'a "link"\nand one more', "again": "yes"}
    return replace(public_page("lock", PublicRequest.LOCK), made=made, values=values)


def steward_examples() -> list[tuple[str, Page, Chrome]]:
    names, public = replace(ROLLBACKER, path=PATH), replace(ROLLBACKER, path=f"{PATH}/public/lock")
    wrong = (Problem("harms", "stewards-choose-names"), Problem("evidence", "stewards-choose-evidence"))
    editor = PostedForm(f"{LARGE.server}/w/index.php?title=Page&action=submit", FIELDS)
    leaks = (pages.Leak("leak-name", "somebody <i>", True), pages.Leak("leak-number", "4711", False))
    mail = pages.PrivateMailPage(
        DRAFT, GUIDANCE.contacts["stewards-private"].contact, LINK, "A request", "Body\n[why]", "mailto:a@example.org"
    )
    missing = (Problem("reason", "public-choose-reason"), Problem("wiki", "public-checkusers-local", (LARGE.dbname,)))
    return [
        ("stewards", pages.StewardsPage(DRAFT, ALL, {"harms": ("0",)}), names),
        ("stewards-wrong", pages.StewardsPage(DRAFT, ALL, {"harms": ("none", "0")}, wrong), names),
        ("stewards-temporary", pages.StewardsPage(DRAFT, (TEMPORARY,), {}), names),
        ("stewards-ways", ways_page(), names),
        ("stewards-ways-by-letter", ways_page(Closed.NOT_WANTED), names),
        *(
            (f"public-{asks}", public_page(asks, kind), public)
            for asks, kind in [
                *((each.value, each) for each in PublicRequest),
                ("addresses", PublicRequest.GLOBAL_BLOCK),
            ]
        ),
        ("public-wrong", replace(public_page("checkuser", PublicRequest.CHECKUSER), problems=missing), public),
        ("public-written", written(pages.PublicText(TEXT, LINK, NAMED, editor=editor)), public),
        ("public-leaks", written(pages.PublicText(TEXT, LINK, leaks=leaks)), public),
        ("public-warns", written(pages.PublicText(TEXT, LINK, leaks=leaks[1:], editor=editor)), public),
        ("public-all-named", written(pages.PublicText("", LINK, NAMED)), public),
        ("public-no-part", written(pages.PublicText(TEXT, LINK, no_part=True)), public),
        ("public-not-read", written(pages.PublicText(TEXT, LINK, not_read=True)), public),
        ("stewards-mail", mail, replace(ROLLBACKER, path=f"{PATH}/mail")),
    ]
