"""Pages of a case with what the wikis said: its people, its links, where to read about them, what was decided."""

from dataclasses import replace

from app.domain.accounts import Account, Blocked, NotVisible, OnWiki
from app.domain.acts import Act, Counts, Done, Shows
from app.domain.cases import Case, Party, PartyRole
from app.domain.party_states import AccountHere, BlockHere, Here, PartyLook
from app.domain.visibility import CouldNotCheck
from app.links.forms_many_accounts import ANALYSER
from app.links.pasted_lines import LineKind
from app.text.look_alikes import find_look_alikes
from app.web import pages
from app.web.case.items import ItemsSection
from app.web.case.parties import PartiesSection
from app.web.pages import AccountLink, Chrome, Page, PartiesShown, PartyShown, Problem
from tests.support.gallery.case import CASE, CHROME, NAME, stage

AT = 1_790_000_000
WIKI = "https://large.example.org/w/index.php"
SIGN_IN = f"{WIKI}?title=Special:UserLogin"
LINKS = (
    AccountLink("account-contributions", f"{WIKI}?title=Special:Contributions&target=Grubby"),
    AccountLink("case-form-block", f"{WIKI}?title=Special:Block&wpTarget=Grubby", SIGN_IN),
)
BLOCKS = (BlockHere(AT, None, is_partial=False), BlockHere(AT, AT + 99_999, is_partial=True))
DECIDED = replace(
    CASE,
    answers=CASE.answers
    | {
        "off-wiki": ("no",),
        "account-control.reporter": ("confirmed",),
        "needs-second": ("none",),
        "outcome": ("actionable",),
        "subject-knows": ("no",),
        "kept-where": ("list",),
        "acts": ("block", "lock", "remove-rights", "hide", "restriction"),
    },
    words={"events": "x"},
    items=CASE.items[:1],
)


def _look(party: Party, here: Here, everywhere: Account | NotVisible | CouldNotCheck) -> PartyLook:
    return PartyLook(party, here, everywhere, None if isinstance(everywhere, CouldNotCheck) else False)


def _people() -> PartiesShown:
    reporter, subject = CASE.parties
    local = AccountHere(7, "Grubby", 31, AT, ("sysop",), frozenset({"block"}), True, BLOCKS)
    on = (OnWiki("smallwiki", 3, 2, AT, blocked=Blocked(None)), OnWiki("otherwiki", 4, 0, AT, blocked=Blocked(AT)))
    account = Account(99, "Grubby", True, ("steward",), 33, AT, on)
    gone, silent = Party("Gru\u0412by", (PartyRole.OTHER,)), Party("~2026-12345-6", (PartyRole.OTHER,))
    known = replace(local, name="Nilufar", groups=(), powers=frozenset[str](), blocks=())
    alike = find_look_alikes(["Grubby", gone.name])
    return PartiesShown(
        (
            PartyShown(reporter, "case-party-here", _look(reporter, known, replace(account, on=())), "Nilufar", ()),
            PartyShown(
                subject, "case-party-here", _look(subject, local, account), on=on, alike=alike["Grubby"], links=LINKS
            ),
            PartyShown(gone, "case-party-not-visible", _look(gone, NotVisible(), NotVisible()), alike=alike[gone.name]),
            PartyShown(silent, "state-could-not-check", _look(silent, CouldNotCheck(), CouldNotCheck())),
            PartyShown(Party("192.0.2.1", (PartyRole.OTHER,)), "case-party-address", links=LINKS),
            PartyShown(Party("<|>", (PartyRole.OTHER,)), "case-party-no-name"),
        ),
        "largewiki",
    )


def _links(case: Case) -> pages.ItemsShown:
    diff, odd = case.items
    made = pages.ItemShown(
        diff, LineKind.DIFF, ("state-text-hidden", "state-current"), f"{WIKI}?diff=4711", (), "large"
    )
    return pages.ItemsShown((made, pages.ItemShown(odd, LineKind.OUTSIDE)), _people())


def _acts() -> pages.ActsSection:
    rows = []
    for act in Act:
        shows = {Act.BLOCK: Shows.PARTIAL, Act.LOCK: Shows.YES, Act.HIDE: Shows.COULD_NOT_CHECK}.get(act)
        on = pages.ActOn(NAME, LINKS, shows, AT, None, is_blocked=act is Act.BLOCK)
        rows.append(
            pages.ActShown(
                value=act.value,
                say=act.value,
                act=act,
                field=f"act-{act}",
                chosen=Done.SEEN if act is Act.LOCK else "",
                options=tuple(Done),
                counts=frozenset({Counts.PARTIAL.value}) if act is Act.BLOCK else frozenset(),
                on=(on,),
                links=LINKS[:1],
                policies=(
                    ("https://large.example.org/wiki/Rules", "Rules"),
                    ("https://large.example.org/w/index.php", ""),
                ),
                hints=("case-act-hint-range",),
                text="=== {{<b>}} ===" if act is Act.REMOVE_RIGHTS else "",
                was_undone=act is Act.BLOCK,
                could_not_check=act is Act.HIDE,
            )
        )
    return pages.ActsSection(tuple(rows), "https://large.example.org/w/index.php?diff=4711", True, False)


def looked_up_examples() -> list[tuple[str, Page, Chrome]]:
    people, busy = _people(), Problem("main", "case-look-busy")
    background = pages.BackgroundSection(
        tuple(pages.PartyBackground(each, LINKS, LINKS[:1], kept=each.name != NAME) for each in CASE.parties),
        "largewiki",
        "large.example.org",
        (NAME, "Grubby"),
        "Project:<b>",
        ("Project:Board",),
        ANALYSER,
        "https://tool.example.org/blame",
        could_not_check=False,
    )
    silent = replace(background, people=(), wiki="", host="", names=(), could_not_check=True)
    items = ItemsSection(CASE.items, "", _links(CASE))
    return [
        ("case-people-looked-up", stage(CASE, "begin", PartiesSection((), "largewiki", "", people)), CHROME),
        ("case-people-not", stage(CASE, "begin", PartiesSection((), "", "", PartiesShown(problem=busy))), CHROME),
        ("case-items-looked-up", stage(CASE, "verify", items), CHROME),
        ("case-background", stage(CASE, "background", background), CHROME),
        ("case-background-silent", stage(CASE, "background", silent), CHROME),
        ("case-acts", stage(DECIDED, "act", _acts()), CHROME),
        ("case-acts-none", stage(DECIDED, "act", pages.ActsSection((), "", False, True, busy)), CHROME),
    ]
