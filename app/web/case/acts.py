"""What was decided to be done on the wiki (R165-R168): the forms for it, and whether it is done.

Done is what the wiki shows when it is asked, or what somebody says; the two are never taken for one another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.actions.case_looking import (
    Address,
    ItemFound,
    PartiesFound,
    is_address,
    look_at_items,
    look_at_parties,
)
from app.actions.refusals import TooMuch
from app.domain.acts import (
    CAN_BE_SEEN,
    OTHERS_DECIDE,
    Act,
    Counts,
    Done,
    Shows,
    Verdict,
    block_shown,
    counted,
    counts_question,
    hiding_shown,
    judge,
    lock_shown,
    rights_shown,
    with_said,
    with_verdict,
)
from app.domain.cases import Case, Party
from app.domain.party_states import AccountHere, PartyLook
from app.domain.targets import TargetKind
from app.flows.companion.progress import act_question, chosen_acts
from app.flows.companion.stages import Choice, Stage
from app.links.pasted_lines import LineKind
from app.mediawiki.outcomes import Failed
from app.store.session import StoreBusy
from app.web.case.act_forms import (
    Ground,
    forms_for,
    hints_for,
    links_for,
    policies_for,
    request_text,
    subjects,
)
from app.web.case.carrying import Carried
from app.web.case.looking import BUSY, own_host
from app.web.guard import Visitor
from app.web.house import House
from app.web.pages import ActOn, ActShown, ActsSection, Problem
from app.web.too_much import too_much

HIDEABLE = frozenset({TargetKind.REVISION, TargetKind.LOG, TargetKind.FILE_VERSION})
HIDDEN_UNSEEN = frozenset({TargetKind.DELETED_REVISION, TargetKind.ABUSE_LOG})
"""What can be hidden, too, but no wiki tells the public whether it is."""
UNKNOWN_LINES = frozenset({LineKind.COULD_NOT_CHECK, LineKind.SEVERAL})
"""Links of which it is not known what they name, or which name several revisions."""


@dataclass(frozen=True)
class ActsLooked:
    """What the wikis said: of everybody and of every link, and for each act what that comes to."""

    parties: PartiesFound | None = None
    items: tuple[ItemFound, ...] = ()
    verdicts: Mapping[str, Verdict] | None = None
    problem: Problem | None = None


def apply(house: House, carried: Carried) -> tuple[Case, tuple[Problem, ...]]:
    """SECURITY: what was said, never what was seen (`with_said`)."""
    case, form = carried.case, carried.form
    for choice in chosen_acts(house.desk.guidance.companion, case):
        question = act_question(choice.value)
        counts = tuple(each.value for each in Counts if each in form.all(counts_question(choice.value)))
        case = case.with_answer(counts_question(choice.value), counts)
        try:
            case = with_said(case, question, form.one(question))
        except ValueError:
            continue
    return case, ()


async def look(house: House, visitor: Visitor, carried: Carried) -> tuple[Case, ActsLooked]:
    """Ask the wiki: the case comes back with what it showed in force, and with what it showed to be lifted since."""
    case, person = carried.case, visitor.signed_in
    acts = [each.value for each in chosen_acts(house.desk.guidance.companion, case)]
    try:
        found = await look_at_parties(house.desk, person, replace(case, parties=subjects(case)))
        links = await look_at_items(house.desk, person, case, own_host(house)) if Act.HIDE in acts else ()
    except TooMuch as error:
        return case, ActsLooked(problem=too_much("main", error))
    except StoreBusy:
        return case, ActsLooked(problem=BUSY)
    verdicts = {}
    for value in acts:
        if value not in CAN_BE_SEEN:
            continue
        question = act_question(value)
        verdicts[value] = judge(_shown(case, Act(value), found, links), case.answer(question))
        case = with_verdict(case, question, verdicts[value])
    return case, ActsLooked(found, links, verdicts)


def _shown(case: Case, act: Act, found: PartiesFound, links: tuple[ItemFound, ...]) -> list[Shows]:
    """Of everybody whom the act is about; what is no account is never seen."""
    if act is Act.HIDE:
        return [_hiding_of(each) for each in _hideable(links)]
    return [
        _shown_of(case, act, each) if isinstance(each, PartyLook) else Shows.NOT_VISIBLE
        for each in found.parties
        if each.party in _about(case, act)
    ]


def _shown_of(case: Case, act: Act, each: PartyLook) -> Shows:
    match act:
        case Act.BLOCK:
            return block_shown(each.here, case.opened, counted(case, act))
        case Act.LOCK:
            return lock_shown(each)
    return rights_shown(each)


def _hideable(links: tuple[ItemFound, ...]) -> list[ItemFound]:
    """Those that the act is about, also where nobody can tell whether something of them is hidden."""
    return [each for each in links if each.line and (_kind(each) in HIDEABLE | HIDDEN_UNSEEN or _is_unknown(each))]


def _kind(each: ItemFound) -> TargetKind | None:
    return each.line.target.kind if each.line and each.line.target else None


def _is_unknown(each: ItemFound) -> bool:
    return each.line is not None and each.line.kind in UNKNOWN_LINES


def _hiding_of(each: ItemFound) -> Shows:
    """SECURITY: what cannot be told is never seen to be hidden because the links beside it are."""
    if each.line and each.line.kind is LineKind.COULD_NOT_CHECK:
        return Shows.COULD_NOT_CHECK
    if _is_unknown(each) or _kind(each) in HIDDEN_UNSEEN:
        return Shows.NOT_VISIBLE
    return hiding_shown(each.state)


async def show(house: House, visitor: Visitor, carried: Carried, stage: Stage) -> ActsSection:
    case = carried.case
    farm = await house.desk.wikis.sites.farm()
    wiki = None if isinstance(farm, Failed) else farm.wikis.get(case.wiki)
    ground = Ground(house, visitor.signed_in, farm, wiki) if wiki and not isinstance(farm, Failed) else None
    looked = carried.looked if isinstance(carried.looked, ActsLooked) else None
    acts = chosen_acts(house.desk.guidance.companion, case)
    return ActsSection(
        acts=tuple(_act(case, ground, choice, looked) for choice in acts),
        box_text="\n".join(each.link for each in case.items) if any(each.value == Act.HIDE for each in acts) else "",
        asked=looked is not None and looked.problem is None,
        could_not_link=ground is None,
        problem=looked.problem if looked else None,
    )


def _act(case: Case, ground: Ground | None, choice: Choice, looked: ActsLooked | None) -> ActShown:
    value, question = choice.value, act_question(choice.value)
    act = Act(value) if value in set(Act) else None
    verdict = (looked.verdicts or {}).get(value) if looked else None
    chosen = case.answer(question)
    return ActShown(
        value=value,
        say=choice.say,
        act=act,
        field=question,
        chosen=chosen,
        options=_options(act, chosen),
        counts=counted(case, value),
        on=_on(case, ground, act, looked) if act else (),
        links=links_for(ground, act) if ground and act else (),
        policies=policies_for(ground.house.desk.packs, ground.wiki, act) if ground and act else (),
        hints=(*hints_for(act, subjects(case)), *_power_hint(act, looked)) if act else (),
        text=_request(case, ground, looked) if ground and act is Act.REMOVE_RIGHTS else "",
        was_undone=bool(verdict and verdict.was_undone),
        could_not_check=bool(verdict and verdict.could_not_check),
    )


def _request(case: Case, ground: Ground, looked: ActsLooked | None) -> str:
    """Of those who were looked up, for whoever has rights to lose."""
    powerful = {each.party for each in looked.parties.looks if each.has_power} if looked and looked.parties else None
    people = [each for each in subjects(case) if powerful is None or each in powerful]
    return request_text(ground, case, people, case.answer(act_question(Act.BLOCK)) in (Done.SEEN, Done.SAID))


def _power_hint(act: Act, looked: ActsLooked | None) -> tuple[str, ...]:
    """R166: above all with advanced rights, which a block leaves in place, the letter comes after everything."""
    has_power = looked and looked.parties and any(each.has_power for each in looked.parties.looks)
    return ("case-act-hint-power",) if has_power and act in (Act.BLOCK, Act.REMOVE_RIGHTS) else ()


def _options(act: Act | None, chosen: str) -> tuple[Done, ...]:
    """That the wiki showed it is offered only where the file says so, so that it is not lost by saving."""
    left = {
        Done.SEEN: chosen == Done.SEEN,
        Done.ASKED: act in OTHERS_DECIDE or act is Act.HIDE or chosen == Done.ASKED,
    }
    return tuple(each for each in Done if left.get(each, True))


def _about(case: Case, act: Act) -> tuple[Party, ...]:
    """An address has no rights to lose."""
    return tuple(each for each in subjects(case) if act is not Act.REMOVE_RIGHTS or not is_address(each))


def _on(case: Case, ground: Ground | None, act: Act, looked: ActsLooked | None) -> tuple[ActOn, ...]:
    found = {each.party: each for each in looked.parties.parties} if looked and looked.parties else {}
    if act is Act.HIDE:
        found_links = _hideable(looked.items) if looked else []
        return tuple(ActOn(each.item.link, (), _hiding_of(each)) for each in found_links)
    rows = []
    for party in _about(case, act):
        links = forms_for(ground, case, act, party) if ground else ()
        each = found.get(party)
        facts: dict[str, Any] = {}
        if isinstance(each, PartyLook) and act in CAN_BE_SEEN:
            facts = {"shows": _shown_of(case, act, each), **(_block_facts(each) if act is Act.BLOCK else {})}
        elif isinstance(each, Address) and act in CAN_BE_SEEN:
            facts = {"shows": Shows.NOT_VISIBLE}
        rows.append(ActOn(party.name, links, **facts))
    return tuple(rows)


def _block_facts(look: PartyLook) -> dict[str, Any]:
    blocks = look.here.blocks if isinstance(look.here, AccountHere) else ()
    if not isinstance(blocks, tuple) or not blocks:
        return {}
    return {"since": blocks[0].since, "until": blocks[0].until, "is_blocked": True}
