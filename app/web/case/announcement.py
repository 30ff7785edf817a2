"""A public notice at the end of a case, only where the wiki asks for one (R174, R175); by default there is none.

It is put together from fixed words: the account, the basis, the outcome, and where to appeal in private. There is no
field for evidence (R176). A text in which something would leak has neither a copy button nor a way to the wiki.
"""

from asyncio import to_thread
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from fastapi import Request, Response

from app.domain.cases import Case, PartyRole
from app.domain.wikis import Farm, Wiki
from app.flows.companion.progress import chosen_acts
from app.flows.companion.stages import Stage
from app.flows.packs import Norm
from app.links.build import page_link, plain_link
from app.links.pasted_lines import LineKind, PastedLine, read_lines
from app.mediawiki.outcomes import Failed
from app.text.announcement import UNTIL, Announcement, AnnouncementWords, words_for, write_announcement
from app.text.case_file import LONGEST_NAME
from app.text.leak_check import LANGUAGES, Finding, Outgoing, TextKind
from app.text.wikitext import NotAnAddress, link_out
from app.web.answers import show
from app.web.case.carrying import AT, LATEST, Carried
from app.web.guard import Visitor
from app.web.house import House, house_of
from app.web.leaks import MOST_SIGNS, NO_PARTS, look_through, names_of
from app.web.pages import CaseNoticePage, LookedThrough, NoticeForm, Problem

ANNOUNCEMENT = "announcement"
WRITE = "write"
"""Behind the colon of the button that makes the text from what was chosen."""
MOST_DIFFS = 5
_NORMS = {
    "block": Norm.ANNOUNCE_BLOCK,
    "lock": Norm.ANNOUNCE_LOCK,
    "remove-rights": Norm.ANNOUNCE_RIGHTS_REMOVAL,
    "restriction": Norm.ANNOUNCE_RESTRICTION,
}
"""Act of a case to what a wiki says of it. Of what is hidden nobody is told in public."""


@dataclass(frozen=True)
class AnnouncementSection:
    """`asked`: acts that the wiki wants told in public, in words; `page`: where, or None."""

    asked: tuple[str, ...]
    page: str | None
    wiki: str


def apply(house: House, carried: Carried) -> tuple[Case, tuple[Problem, ...]]:
    return carried.case, ()


async def show_section(house: House, visitor: Visitor, carried: Carried, stage: Stage) -> AnnouncementSection:
    case, pack = carried.case, house.desk.packs.of(carried.case.wiki)
    acts = chosen_acts(house.desk.guidance.companion, case)
    asked = tuple(each.say for each in acts if _NORMS.get(each.value) in pack.announcement)
    return AnnouncementSection(asked, pack.announcement_page, case.wiki)


def take_notice(house: House, carried: Carried, argument: str) -> tuple[Case, tuple[Problem, ...]]:
    """What was chosen and what was changed by hand stay in the case file, for whoever opens it again."""
    form, problems = carried.form, list[Problem]()
    words = words_for(carried.case.language)
    for name, longest in (
        ("account", LONGEST_NAME),
        ("team", LONGEST_NAME),
        ("diffs", MOST_SIGNS),
        ("text", MOST_SIGNS),
    ):
        if len(form.one(f"notice_{name}")) > longest:
            problems.append(Problem(f"notice_{name}", "case-too-long", (str(longest),)))
    until = form.one("notice_until").strip()
    if until and not _is_day(until, carried.today):
        problems.append(Problem("notice_until", "case-no-day"))
    if problems:
        return carried.case, tuple(problems)
    case = carried.case.with_answer("notice-until", (until,) if until else ())
    case = case.with_answer("notice-basis", tuple(each for each in words.basis if each == form.one("notice_basis")))
    case = case.with_answer(
        "notice-outcome", tuple(each for each in words.outcome if each in form.all("notice_outcome"))
    )
    case = case.with_answer("notice-appeal", ("yes" if form.one("notice_appeal") else "no",))
    for name in ("account", "team", "diffs", "text"):
        case = case.with_words(f"notice-{name}", form.one(f"notice_{name}").strip())
    return case, ()


async def show_notice(
    request: Request, visitor: Visitor, carried: Carried, argument: str, problems: tuple[Problem, ...]
) -> Response:
    """The choices; with `write` the text made from them, else as it stands, looked through."""
    house = house_of(request)
    farm = await house.desk.wikis.sites.farm()
    known = None if isinstance(farm, Failed) else farm
    form = _read(house, carried)
    if argument == WRITE and not problems:
        # In a thread: three hundred links take seconds, and other people's pages go on meanwhile.
        problems = (*_missing(form), *await to_thread(_wrong_diffs, house, carried, form, known))
        if not problems:
            form = replace(
                form, text=write_announcement(words_for(carried.case.language), _made_of(form, carried.case))
            )
    looked = None if problems or not form.text else await _look_through(house, visitor, carried.case, form)
    home = known.wikis.get(carried.case.wiki) if known else None
    page = CaseNoticePage(
        carried.text,
        ANNOUNCEMENT,
        form,
        looked,
        *_place(house, home, carried.case),
        problems=problems,
    )
    return await show(request, visitor, page, 422 if problems else 200)


def _read(house: House, carried: Carried) -> NoticeForm:
    """What stands in the fields: as it was typed a moment ago, else as the file has it, else what the case suggests."""
    case, form, words = carried.case, carried.form, words_for(carried.case.language)
    until = case.day("notice-until")
    is_sent = form.one(AT).startswith(ANNOUNCEMENT)

    def text(name: str, suggested: str = "") -> str:
        return form.one(f"notice_{name}") if is_sent else case.words.get(f"notice-{name}", suggested)

    subjects = case.parties_of(PartyRole.SUBJECT)
    chosen = (
        form.all("notice_outcome") if is_sent else case.answers.get("notice-outcome", ()) or _suggested(house, case)
    )
    # What no list offers is not chosen, whoever wrote it into the file or the form.
    chosen_basis = form.one("notice_basis") if is_sent else case.answer("notice-basis")
    return NoticeForm(
        account=text("account", subjects[0].name if subjects else ""),
        basis=chosen_basis if chosen_basis in words.basis else "",
        outcomes=tuple(each for each in words.outcome if each in chosen),
        until=form.one("notice_until").strip() if is_sent else until.isoformat() if until else "",
        has_appeal=bool(form.one("notice_appeal")) if is_sent else case.answer("notice-appeal") != "no",
        team=text("team", words.text["team"]),
        diffs=text("diffs"),
        vital=form.all("vital"),
        harmless=form.all("harmless"),
        text=text("text"),
        bases=tuple(words.basis.items()),
        all_outcomes=tuple(_outcomes(words, case)),
        first=(carried.today - LATEST).isoformat(),
        last=(carried.today + LATEST).isoformat(),
    )


def _suggested(house: House, case: Case) -> tuple[str, ...]:
    return tuple(each.value for each in chosen_acts(house.desk.guidance.companion, case))


def _outcomes(words: AnnouncementWords, case: Case) -> Iterator[tuple[str, str]]:
    for code, said in words.outcome.items():
        yield code, said.replace("{wiki}", case.wiki).replace("{day}", "…")


def _missing(form: NoticeForm) -> Iterator[Problem]:
    """R179: three things, and no more."""
    if not form.account.strip():
        yield Problem("notice_account", "case-notice-needs-account")
    if not form.basis:
        yield Problem("notice_basis", "case-notice-needs-basis")
    if not form.outcomes:
        yield Problem("notice_outcome", "case-notice-needs-outcome")
    if UNTIL in form.outcomes and not form.until:
        yield Problem("notice_until", "case-notice-needs-until")


def _wrong_diffs(house: House, carried: Carried, form: NoticeForm, farm: Farm | None) -> tuple[Problem, ...]:
    return tuple(_wrong_among(house, carried, form, farm))


def _wrong_among(house: House, carried: Carried, form: NoticeForm, farm: Farm | None) -> Iterator[Problem]:
    """R180: an edit of the wiki, and of each both things said. R182: never one that the case is about."""
    if not form.diff_lines:
        return
    lines = read_lines("\n".join(form.diff_lines), farm, house.settings.public_host)
    of_case = read_lines("\n".join(each.link for each in carried.case.items), farm, house.settings.public_host)
    meant = {_meant_by(each) for each in of_case}
    if len(lines) > MOST_DIFFS:
        yield Problem("notice_diffs", "case-notice-too-many-diffs", (str(MOST_DIFFS),))
    elif any(each.kind is not LineKind.DIFF for each in lines):
        yield Problem("notice_diffs", "case-notice-no-diff")
    elif any(_meant_by(each) in meant for each in lines):
        yield Problem("notice_diffs", "case-notice-diff-of-case")
    elif unsaid := [field for field in ("vital", "harmless") if not {*form.diff_lines} <= {*getattr(form, field)}]:
        yield from (Problem(field, f"case-notice-confirm-{field}") for field in unsaid)


def _meant_by(line: PastedLine) -> tuple[str, int | str | None]:
    """Which revision of which wiki, however it is linked."""
    return line.wiki, (line.target.id if line.target else None) or line.text


def _made_of(form: NoticeForm, case: Case) -> Announcement:
    return Announcement(
        account=form.account,
        basis=form.basis,
        outcomes=form.outcomes,
        wiki=case.wiki,
        team=form.team if form.has_appeal else "",
        until=date.fromisoformat(form.until) if form.until else None,
        diffs=form.diff_lines,
    )


async def _look_through(house: House, visitor: Visitor, case: Case, form: NoticeForm) -> LookedThrough:
    """SECURITY: every name of the case but the one account, and every marked word, is looked for (R171, R181)."""
    confirmed = [
        link for each in form.diff_lines if each in form.vital and each in form.harmless and (link := _link(each))
    ]
    spans = [(at, at + len(link)) for link in confirmed if (at := form.text.find(link)) >= 0]

    def spares(finding: Finding) -> bool:
        """A diff that was confirmed twice; and of a language without words, what only words can tell."""
        within = any(start <= finding.start and finding.end <= end for start, end in spans)
        is_unread = case.language not in ("", *LANGUAGES) and finding.say in NO_PARTS
        return (finding.say == "leak-diff" and within) or is_unread

    names = names_of(case, but=form.account)
    outgoing = Outgoing(form.text, TextKind.ANNOUNCEMENT, case.language, names)
    return await look_through(house, visitor, outgoing, lambda found: (each for each in found if not spares(each)))


def _place(house: House, home: Wiki | None, case: Case) -> tuple[str | None, str | None, str | None]:
    """The page where notices stand, a look at it, and the wiki's editor of it. The text goes by the clipboard: an
    address lands in histories and logs."""
    title = house.desk.packs.of(case.wiki).announcement_page
    if home is None or title is None:
        return title, None, None
    return title, page_link(home, title), plain_link(home, [("title", title), ("action", "edit"), ("section", "new")])


def _link(address: str) -> str:
    try:
        return link_out(address)
    except NotAnAddress:
        return ""


def _is_day(text: str, today: date) -> bool:
    try:
        return abs(date.fromisoformat(text) - today) < LATEST
    except ValueError:
        return False
