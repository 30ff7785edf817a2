"""The accounts page."""

from dataclasses import replace

from app.actions.looking_up import AskedSoFar, FoundAccounts, WikiAnswered
from app.domain.accounts import Account, Blocked, LastEdits, Meant, OnWiki, Pair
from app.domain.activity import DAY, Activity
from app.domain.people import HeldRole, Person, Role, Standing
from app.domain.visibility import CouldNotCheck
from app.domain.wikis import Farm
from app.links.bare_lines import LeftOut, NotAName
from app.web import pages
from app.web.accounts_table import make_table
from app.web.pages import Chrome, Page, Problem
from tests.support.gallery.people import ADMINISTRATOR, LARGE, NOW, ROLLBACKER, SMALL
from tests.support.gallery.streamed import Streamed


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

    table = make_table(found, farm, steward, pages.AccountsView(days=90), NOW)
    steps = (AskedSoFar(10, 12), WikiAnswered("largewiki", False), WikiAnswered("smallwiki", True), table)
    return pages.FoundAccountsPage(
        text="Tide Watcher\n<script>",
        view=pages.AccountsView(days=90),
        meant=12,
        addresses=() if nobody else (pages.AddressLinks("192.0.2.7", (("address-block", "http://127.0.0.3:8000/x"),)),),
        pieces=() if nobody else (pages.Piece("<b>name</b>", "unknown-not-an-account"),),
        left_out=() if nobody else (LeftOut(3, "<i>he</i> knows me.", NotAName.SIGNS), LeftOut(4, "Jane", None)),
        steps=Streamed(steps),
    )


def account_examples() -> list[tuple[str, Page, Chrome]]:
    return [
        ("accounts", pages.AccountsPage(), replace(ROLLBACKER, path="/accounts")),
        ("accounts-problem", pages.AccountsPage("x", Problem("text", "accounts-too-many", ("200", "201"))), ROLLBACKER),
        ("accounts-found", accounts_page(), ADMINISTRATOR),
        ("accounts-none", accounts_page(nobody=True), ROLLBACKER),
    ]
