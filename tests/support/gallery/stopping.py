"""A request that stops accounts, opened by a steward: the table in all its cells, names to copy, and what follows."""

from app.domain.requests import OpenedTarget, RequestKind, TargetState
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Place, There
from app.flows.contacts import read_contacts
from app.links.forms_accounts import block_log_link, contributions_link, nuke_link, user_link
from app.links.forms_hiding import revision_delete_links
from app.links.forms_pages import history_link
from app.web import pages
from app.web.on_wiki.accounts_to_stop import accounts_of, accounts_to_stop
from app.web.on_wiki.forms import FormWish
from tests.support.gallery.people import LARGE, NOW, SMALL
from tests.support.gallery.targets import HINTS

WIKIS = {LARGE.dbname: LARGE, SMALL.dbname: SMALL}
MANY = tuple(Place(f"invented{number}wiki", 40 + number, 90 - number, number % 3 == 0) for number in range(12))
STATES: tuple[LiveState, ...] = (
    There(user=5, central=701, on="largewiki", edits=12, places=(Place("largewiki", 5, 12, True),)),
    There(user=6, is_locked=True, central=702, on="smallwiki", edits=1_402, places=MANY),
    There(user=7, central=703, on="smallwiki", edits=2_900, places=MANY[:3]),
    There(user=8, is_temporary=True, is_globally_blocked=False, central=704, on="largewiki", edits=0),
    There(user=9, is_locked=None, central=705),
    There(user=10, is_local_only=True),
    There(user=11, is_gone_centrally=True, is_locked=None),
    Gone(),
    CouldNotCheck(),
)


def _pointer(place: int, state: LiveState, marked: bool) -> Pointer:
    if isinstance(state, There) and not state.central:
        return Pointer("smallwiki", TargetKind.ACCOUNT, state.user, is_marked=marked)
    return Pointer("largewiki", TargetKind.GLOBAL_ACCOUNT, 701 + place, is_marked=marked)


def stopping(kind: RequestKind, marked: bool = False, only: int | None = None) -> pages.Opened:
    """`only`: how many accounts there are; all of them without it."""
    states = STATES[:only]
    targets = [
        OpenedTarget(place + 1, _pointer(place, state, marked), TargetState.OPEN) for place, state in enumerate(states)
    ]
    names = {each.pointer: f"Invented <b>Name</b> {each.number}" for each in targets if each.number != 5}
    wish = FormWish(Parts.NONE, False, sees_suppressed=True, is_steward=True, central=LARGE, stops=kind, wikis=WIKIS)
    accounts = accounts_of(
        targets, {each.pointer: state for each, state in zip(targets, states, strict=True)}, names, wish
    )
    newest = {targets[0].pointer: NOW - 700}
    table = accounts_to_stop(accounts, wish, True, newest, read_contacts()["ca"])
    return pages.Opened(HINTS, (), (), could_not_check=only is None, until=NOW + 3_000, stopping=table)


def after_stopping_page(hides: bool) -> pages.AfterStoppingPage:
    nuke = nuke_link(LARGE, "Invented Name")
    named = (
        pages.AfterLink("after-contributions", contributions_link(LARGE, "Invented Name")),
        pages.AfterLink("after-nuke", nuke.url, nuke.through_sign_in),
    )
    bare = (pages.AfterLink("after-block-log", block_log_link(LARGE, None)),)
    forms = tuple(
        pages.FormGroup(
            TargetKind.REVISION,
            page,
            tuple(
                pages.FilledForm(link, "form-suppress-parts", TargetKind.REVISION, Parts.USER_NAME, 3)
                for link in revision_delete_links(LARGE, [1, 2, page], Parts.USER_NAME, suppress=True)
            ),
            history=history_link(LARGE, page),
        )
        for page in (81, 82)
    )
    pointer = Pointer("largewiki", TargetKind.GLOBAL_ACCOUNT, 701, is_marked=hides)
    look, name = user_link(LARGE, 5), "" if hides else "Invented <b>Name</b>"
    accounts = (
        pages.AccountAfter(1, pointer, name, look, 3, NOW - 700, True, () if hides else named),
        pages.AccountAfter(2, pointer, name, look, None, None, False, () if hides else named),
    )
    said = ("after-suppress-here", "after-suppress-ask", "after-suppress-unknown") if hides else (None,)
    wikis = tuple(
        pages.WikiAfter(
            f"invented{number}wiki", NOW - 700 if number else None, accounts[: 2 - number % 2], bare if hides else (),
            suppression, forms if suppression == "after-suppress-here" else (), 2, named[:1], not number,
        )
        for number, suppression in enumerate(said)
    )  # fmt: skip
    kept = ("Invented <b>Name</b>", "Another Name") if hides else ()
    return pages.AfterStoppingPage("/requests/H-7K3Q-2M9D", wikis, 4, 2, int(hides), int(hides), kept, hides)
