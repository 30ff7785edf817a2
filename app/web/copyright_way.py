"""The public way that some wikis have for copyright, and for nothing else (facts, domain.md S10).

Whoever can hide it there gets the wiki's own form with the source as the reason; whoever cannot gets the text of the
wiki's template. The address of the source is typed by the person, goes into these and is not kept.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from app.actions.filing import Prepared
from app.actions.refusals import CouldNotCheckRights
from app.domain.people import Person
from app.domain.queues import Team
from app.domain.requests import Exposed, Hints
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, LiveState, Parts
from app.domain.wikis import Farm, Wiki
from app.flows.packs import Criterion, Packs
from app.links.forms_hiding import copyright_links
from app.links.forms_pages import edit_link
from app.mediawiki.outcomes import Failed
from app.policy.decide import may_act_here
from app.text.copyright import copyright_template, ranges_of
from app.web.house import House
from app.web.on_wiki.forms import FormWish, left_and_seen
from app.web.pages import CopyrightForm, FilledForm

LONGEST_SOURCE = 500


def has_public_way(packs: Packs, planned: Sequence[Prepared]) -> bool:
    """SECURITY: a public template may be used for copyright and for nothing else; anything else there takes it away."""
    return bool(planned) and all(
        _public_criterion(packs, each)
        and each.new.wish.hints.exposed == {Exposed.COPYRIGHT}
        and all(_is_text(pointer, each.new.wish.hints) for pointer in each.new.wish.pointers)
        for each in planned
    )


def _is_text(pointer: Pointer, hints: Hints) -> bool:
    """Whether the text of a revision is meant and nothing else: neither the form nor the template means more."""
    return pointer.kind is TargetKind.REVISION and (pointer.parts or hints.parts) == Parts.TEXT


def _public_criterion(packs: Packs, prepared: Prepared) -> Criterion | None:
    criterion = packs.criterion(prepared.new.wish.wiki, prepared.new.wish.criterion)
    return criterion if criterion and criterion.public_template else None


def read_source(typed: str) -> str | None:
    """The address of the source as it was typed; None for what is no address of the web."""
    source = typed.strip()
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    fits = parts.scheme in {"http", "https"} and "." in parts.netloc and len(typed) <= LONGEST_SOURCE
    # What could end the template, begin another or sign is no part of an address as browsers write it.
    is_clean = not set(source) & set("{}|[]<>\"'") and "~~~" not in source and not any(map(str.isspace, source))
    return source if fits and is_clean else None


async def copyright_forms(
    house: House, person: Person, farm: Farm, planned: Sequence[Prepared], source: str
) -> tuple[CopyrightForm, ...]:
    """One form or text for each page. Raises CouldNotCheckRights where a wiki could not be asked what it shows."""
    if any(isinstance(state, CouldNotCheck) for each in planned for state in each.states.values()):
        raise CouldNotCheckRights("look-around-could-not")
    made: list[CopyrightForm] = []
    for each in planned:
        wiki, criterion = farm.wikis[each.new.wish.wiki], _public_criterion(house.desk.packs, each)
        if criterion is None:
            continue
        acts = may_act_here(person.standing, wiki.dbname, Team.ADMINISTRATORS)
        sees_all = acts and may_act_here(person.standing, wiki.dbname, Team.OVERSIGHTERS)
        pages = _by_page(each.states, sees_all)
        if acts:
            reason = await _reason(house, wiki, criterion)
            made += [_own_form(wiki, page, ids, reason, source) for page, ids in pages.items()]
        else:
            asked = (_text(house, wiki, page, ids, criterion, source) for page, ids in pages.items())
            made += await gather(*asked)
    return tuple(made)


def _own_form(wiki: Wiki, page: int, ids: Sequence[int], reason: str | None, source: str) -> CopyrightForm:
    links = copyright_links(wiki, ids, Parts.TEXT, reason, source)
    forms = tuple(FilledForm(link, "form-open-parts", None, Parts.TEXT, len(link.ids)) for link in links)
    return CopyrightForm(wiki.dbname, page, None, forms, edit_link(wiki, page))


async def _text(
    house: House, wiki: Wiki, page: int, ids: Sequence[int], criterion: Criterion, source: str
) -> CopyrightForm:
    """The text of the template: it names what was chosen, and no revision in between."""
    history = await house.desk.wikis.ranges.history(wiki, page, ids[0]) if len(ids) > 1 else []
    ranges = ranges_of(ids, [] if isinstance(history, Failed) else history)
    template = copyright_template(criterion.public_template or "", source, ranges)
    edit = edit_link(wiki, page)
    return CopyrightForm(wiki.dbname, page, template, (), edit, too_scattered=template is None)


async def _reason(house: House, wiki: Wiki, criterion: Criterion) -> str | None:
    """The option of the wiki's own list for this criterion, where exactly one is."""
    if not criterion.reason_mark:
        return None
    found = await house.desk.wikis.reasons.containing(wiki, criterion.reason_mark)
    return None if isinstance(found, Failed) else found


def _by_page(states: Mapping[Pointer, LiveState], sees_suppressed: bool) -> dict[int, list[int]]:
    """The revisions of each page that are left for the form and can be seen by whoever will open it, oldest first; not
    the newest one of a page."""
    pages: dict[int, list[int]] = {}
    _, seen = left_and_seen(states, FormWish(Parts.TEXT, suppress=False, sees_suppressed=sees_suppressed))
    for pointer, state in sorted(seen.items(), key=lambda each: (each[1].at, each[0].id)):
        pages.setdefault(state.page, []).extend([] if state.is_current else [pointer.id])
    return pages
