"""The page on which a letter is written, and the one from which it is sent, from its draft."""

from app.domain.wikis import Farm
from app.flows.companion.progress import Standing, skip_question
from app.flows.companion.stages import Stage
from app.links.build import email_link
from app.mediawiki.outcomes import Failed
from app.text.disguises import find_name
from app.text.replies.composing import WrittenPart, fill
from app.text.replies.parts import Use
from app.text.replies.reading import replies
from app.web.case.carrying import field_of
from app.web.case.letter_check import look_through_letter
from app.web.case.letter_draft import (
    TEAM,
    Draft,
    day_of_question,
    days_named,
    digest,
    safety_question,
)
from app.web.case.letter_help import COUNTRY, countries, line_of
from app.web.case.stage_page import state_of
from app.web.guard import Visitor
from app.web.house import House
from app.web.pages import CaseLetterPage, CaseLetterSendPage, DayField, HelpLine, MailWay, PartLine


async def letter_page(
    house: House, visitor: Visitor, farm: Farm | Failed, draft: Draft, asks_anew: bool
) -> CaseLetterPage:
    """`asks_anew`: the text of the parts stands beside what was changed by hand."""
    case, step, form = draft.case, draft.step, draft.carried.form
    return CaseLetterPage(
        case_text=draft.carried.text,
        at=f"letter:{step.id}",
        stage=house.desk.guidance.companion.stages[step.stage],
        state=draft.state,
        names=tuple(party.name for party in case.parties_of(step.to)),
        waits_for=_waits_for(house, draft),
        language=draft.language,
        languages=tuple((each.code, each.name) for each in replies().languages.values()),
        team=form.one("team") if draft.carried.again else case.words.get(TEAM, ""),
        usual_team=fill(draft.language.team, draft.language, draft.filling),
        days=_day_fields(house, draft),
        parts=tuple(_line(each, draft) for each in draft.written),
        help=_help(draft),
        country=case.answer(COUNTRY),
        countries=countries(house.desk.guidance.companion),
        own=draft.own,
        no_safety=case.answer(safety_question(step)),
        text=draft.text,
        made=digest(draft.made),
        is_edited=draft.is_edited,
        anew=draft.made if asks_anew else "",
        looked=await look_through_letter(house, visitor, farm, draft),
        is_general=draft.is_general,
        why_not=case.answer(skip_question(step)) if draft.state.is_skipped else "",
    )


def send_page(house: House, farm: Farm | Failed, draft: Draft, page: CaseLetterPage) -> CaseLetterSendPage:
    today = draft.carried.today
    subject = fill(draft.language.subject, draft.language, draft.filling)
    return CaseLetterSendPage(
        case_text=draft.carried.text,
        at=f"letter:{draft.step.id}/send",
        stage=page.stage,
        state=draft.state,
        text=draft.text,
        subject=subject,
        language=draft.language,
        ways=_mail_ways(farm, draft, subject),
        looked=page.looked,
        is_general=page.is_general,
        first=draft.case.opened.isoformat(),
        last=today.isoformat(),
        day=draft.carried.form.one("sent-day") or today.isoformat(),
    )


def _waits_for(house: House, draft: Draft) -> tuple[Stage, ...]:
    """The steps before its own that are not done: it is told when all is settled."""
    state = state_of(house, draft.carried, draft.step.stage)
    return state.waits_for if state.standing is Standing.LOCKED else ()


def _day_fields(house: House, draft: Draft) -> tuple[DayField, ...]:
    fields = []
    for id in days_named(draft.form):
        question, day = house.desk.guidance.companion.question(id), day_of_question(house, draft.carried, id)
        typed = draft.carried.form.one(field_of(id)) if draft.carried.again else ""
        is_used = any(each.part.day == id for each in draft.written)
        if question and is_used:
            fields.append(DayField(field_of(id), question.ask, typed or (day.isoformat() if day else "")))
    return tuple(fields)


def _help(draft: Draft) -> tuple[HelpLine, ...]:
    if not any(each.part.use is Use.HELP for each in draft.written):
        return ()
    chosen = draft.helping.chosen
    return tuple(
        HelpLine(each.id, line_of(each), each.about, each.countries, each.id in chosen) for each in draft.helping.places
    )


def _line(each: WrittenPart, draft: Draft) -> PartLine:
    part = each.part
    chosen = part.use is Use.ALWAYS or part.id in draft.chosen
    return PartLine(part.id, each.text, part.use, part.one_of, chosen, each.lacks_day)


def _mail_ways(farm: Farm | Failed, draft: Draft, subject: str) -> tuple[MailWay, ...] | None:
    """SECURITY: a marked word goes into no address, whoever is called so: then the form opens without a name."""
    wiki = None if isinstance(farm, Failed) else farm.wikis.get(draft.case.wiki)
    if wiki is None:
        return None
    ways = []
    for party in draft.case.parties_of(draft.step.to):
        is_marked = any(find_name(party.name, [each for each in draft.case.marked if each.strip()]))
        name = None if is_marked else party.name
        ways.append(MailWay(party.name, email_link(wiki, name, subject), not is_marked))
    return tuple(ways)
