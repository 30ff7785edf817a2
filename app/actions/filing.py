"""Filing: from a draft and the answers of one page to requests in the queues of those who must act.

Where no queue is open the same answers end in a finished mail instead, and nothing is stored.
"""

import secrets
from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.actions.desk import Desk
from app.actions.limits import REQUESTS, admit
from app.actions.parties import find_parties, read_kept_out
from app.actions.pasting import plain_pointers
from app.actions.refusals import Overtaken, Unusable
from app.domain.lifecycle import Event
from app.domain.people import Person, Reader
from app.domain.queues import Queue
from app.domain.references import ALPHABET, LENGTH
from app.domain.requests import Hints, NewRequest, Request, RequestKind, Urgency, Wish
from app.domain.targets import Pointer
from app.domain.visibility import CouldNotCheck, LiveState, Parts, Shown
from app.domain.wikis import Farm
from app.mediawiki.outcomes import Failed
from app.policy.decide import reader_of
from app.policy.routing import Route, local_team, route, route_of_mail
from app.store import drafts
from app.store import requests as stored
from app.store.session import StoreSession
from app.store.timeline import note_event


@dataclass(frozen=True)
class Answers:
    """What the express page asked, already in codes. `criterion` is checked against each wiki's pack."""

    kind: RequestKind
    criterion: str
    urgency: Urgency
    hints: Hints
    keep_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """A request ready to be written (or, with `as_letter`, to be told by mail). `states`: what the wiki shows now."""

    new: NewRequest
    route: Route
    as_letter: bool
    states: Mapping[int, LiveState]


@dataclass(frozen=True)
class Filed:
    """What came of it: references written (several share a group code), and what has to go by mail."""

    references: tuple[str, ...]
    letters: tuple[Prepared, ...]
    group: str | None = None


@dataclass(frozen=True)
class Already:
    """All of it waits already, in requests that this person may know of. Nothing was written."""

    references: tuple[str, ...]


async def preview_route(desk: Desk, wiki: str, kind: RequestKind) -> Route:
    """Where a request of this kind on this wiki goes, by who holds the right there now."""
    return _choose_route(desk, wiki, kind, await _ask_members(desk, wiki, kind), frozenset())


def _choose_route(
    desk: Desk, wiki: str, kind: RequestKind, members: frozenset[int] | None, excluded: frozenset[int]
) -> Route:
    """By who is on the team; where a mail would end with somebody who is kept out, one group up."""
    named = desk.packs.contact(local_team(kind), wiki) is not None
    chosen = route(wiki, kind, members, excluded, named)
    return chosen if queue_is_open(desk, chosen.queue) else route_of_mail(chosen, members, excluded)


async def _ask_members(desk: Desk, wiki: str, kind: RequestKind) -> frozenset[int] | None:
    """Who is on the wiki's team for this kind; None where it cannot be asked. Where rights never count, nobody is."""
    farm = await desk.wikis.sites.farm()
    if isinstance(farm, Failed) or wiki not in farm.wikis:
        return None
    if not farm.wikis[wiki].counts_for_rights:
        return frozenset()
    members = await desk.wikis.teams.member_central_ids(farm.wikis[wiki], local_team(kind))
    return None if isinstance(members, Failed) else members


def queue_is_open(desk: Desk, queue: Queue) -> bool:
    """Whether requests can wait here: queues are on, and the pack says that the team wants one."""
    today = datetime.fromtimestamp(desk.now(), UTC).date()
    return desk.queues_on and desk.packs.wants_queue(queue.team, queue.wiki, today)


async def file_requests(
    desk: Desk, person: Person, session_id: str, draft_id: str, pointers: Sequence[Pointer], answers: Answers
) -> Filed | Already:
    """File one request per wiki of the draft, tied by a group code. Raises Unusable, TooMuch, Overtaken.

    What ends in a mail stays in the draft, so that a reload shows the mail again and files nothing twice.
    """
    kept_out = await read_kept_out(desk, answers.keep_out)
    by_wiki = _by_wiki(pointers)
    for wiki in by_wiki:
        criterion = desk.packs.criterion(wiki, answers.criterion)
        if criterion is None or criterion.kind is not answers.kind:
            raise Unusable("criterion", "criterion-not-here", wiki)
    farm = await desk.wikis.sites.farm()
    group = new_reference() if len(by_wiki) > 1 else None
    prepared = await gather(
        *(_prepare(desk, person, farm, wiki, its, answers, kept_out, group) for wiki, its in by_wiki.items())
    )
    return await _write(desk, person, session_id, draft_id, prepared)


async def _prepare(
    desk: Desk,
    person: Person,
    farm: Farm | Failed,
    wiki: str,
    pointers: tuple[Pointer, ...],
    answers: Answers,
    kept_out: frozenset[int],
    group: str | None,
) -> Prepared:
    """Ask the wiki once more what is meant and by whom, and decide where the request goes."""
    parties: frozenset[int] = frozenset()
    states: Mapping[int, LiveState] = {pointer.id: CouldNotCheck() for pointer in pointers}
    author_known = False
    if not isinstance(farm, Failed) and wiki in farm.wikis:
        states = await desk.wikis.revisions.live_states(
            farm.wikis[wiki], [pointer.id for pointer in pointers], Parts.SUMMARY in answers.hints.parts
        )
        _check_still_needed(wiki, states, answers)
        found = await find_parties(desk, farm.wikis[wiki], states)
        parties, author_known = found.central_ids, found.all_known
    excluded = (kept_out | parties) - {person.central_id}
    members = await _ask_members(desk, wiki, answers.kind)
    others = None if members is None else members - {person.central_id}
    chosen = _choose_route(desk, wiki, answers.kind, others, excluded)
    new = NewRequest(
        wish=Wish(wiki, answers.kind, answers.criterion, answers.urgency, answers.hints, pointers),
        queue=chosen.queue,
        requester=person.central_id,
        excluded=excluded,
        kept_out=len(kept_out - {person.central_id}),
        author_known=author_known,
        group=group,
    )
    return Prepared(new, chosen, as_letter=not queue_is_open(desk, chosen.queue), states=states)


def _check_still_needed(wiki: str, states: Mapping[int, LiveState], answers: Answers) -> None:
    """Raises Unusable when the wiki already shows all of it hidden as asked: somebody was faster."""
    suppression = answers.kind is RequestKind.SUPPRESSION
    done = [isinstance(state, Shown) and state.is_done(answers.hints.parts, suppression) for state in states.values()]
    if done and all(done):
        raise Unusable("kind", "already-done-on-wiki", wiki)


async def _write(
    desk: Desk, person: Person, session_id: str, draft_id: str, prepared: Sequence[Prepared]
) -> Filed | Already:
    to_store = [each for each in prepared if not each.as_letter]
    letters = tuple(each for each in prepared if each.as_letter)
    if not to_store:
        return Filed((), letters)
    now = desk.now()
    async with desk.database.writing() as session:
        already = await _already_waiting(session, reader_of(person), to_store)
        if already is not None:
            return already
        # SECURITY: deleting the draft is what makes a second press of the button find nothing to file.
        if not await drafts.drop_draft(session, draft_id, person.central_id, now):
            raise Overtaken("draft-used-up")
        if letters:
            rest = {"pointers": plain_pointers([pointer for each in letters for pointer in each.new.wish.pointers])}
            await drafts.keep_draft(session, draft_id, person.central_id, session_id, rest, now)
        await admit(session, REQUESTS, person.central_id, len(to_store), now)
        references = [await _add(session, each.new, now) for each in to_store]
    return Filed(tuple(references), letters, to_store[0].new.group)


async def _add(session: StoreSession, new: NewRequest, now: int) -> str:
    """Write one request under a fresh random reference."""
    reference = new_reference()
    await stored.add_request(session, new, reference, now)
    await note_event(session, reference, Event.FILED, new.requester, now)
    return reference


async def _already_waiting(session: StoreSession, reader: Reader, to_store: Sequence[Prepared]) -> Already | None:
    """The references that this person may know of, when they already cover every target of every request.

    What they may not know of stays unknown to them: their request is filed beside it, and its handlers see both.
    """
    found: list[Request] = []
    for each in to_store:
        waiting = set(each.new.wish.pointers)
        for reference in await stored.duplicates_of(session, each.new.wish.pointers, each.new.wish.kind):
            request = await stored.find(session, reader, reference)
            opened = await stored.open_targets(session, reference) if request else None
            if request is not None and opened is not None:
                waiting -= {target.pointer for target in opened[1]}
                found.append(request)
        if waiting:
            return None
    return Already(tuple(dict.fromkeys(request.reference for request in found)))


def new_reference() -> str:
    """Eight random signs; never sequential."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def _by_wiki(pointers: Sequence[Pointer]) -> dict[str, tuple[Pointer, ...]]:
    wikis = dict.fromkeys(pointer.wiki for pointer in pointers)
    return {wiki: tuple(pointer for pointer in pointers if pointer.wiki == wiki) for wiki in wikis}
