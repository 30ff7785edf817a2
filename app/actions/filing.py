"""Filing: from a draft and its answers to requests in the queues of those who must act.

What one paste holds is split by wiki, kind and queue; the requests share a group code. Where no queue is open the same
answers end in a finished mail instead, and nothing is stored.
"""

import secrets
from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.actions.answers import Answers, to_codes
from app.actions.desk import Desk
from app.actions.guiding import guided_in
from app.actions.limits import REQUESTS, admit
from app.actions.marks import carry_marks, read_marks
from app.actions.open_queues import why_closed
from app.actions.parties import find_parties
from app.actions.refusals import Overtaken, Unusable
from app.actions.stopping import Meant, check_accounts, check_global_block, each_account_once
from app.domain.lifecycle import Event
from app.domain.people import Person, Reader
from app.domain.queues import Closed, Team
from app.domain.references import ALPHABET, LENGTH
from app.domain.requests import Exposed, Hints, NewRequest, Request, RequestKind, TargetState, Wish, result_of
from app.domain.tails import held_back
from app.domain.targets import SUPPRESSORS_ONLY, Pointer
from app.domain.visibility import CouldNotCheck, LiveState, Shown, There
from app.domain.wikis import Farm, Wiki
from app.mediawiki.outcomes import Failed
from app.policy.climbing import climbs_at
from app.policy.decide import reader_of
from app.policy.routing import Route, route, route_of_mail, team_for
from app.store import drafts
from app.store import requests as stored
from app.store.session import StoreSession
from app.store.timeline import note_event

States = Mapping[Pointer, LiveState]

COUNSELS_ADVICE = "os-copyright"
"""The one criterion under which copyright is suppressed: on the advice of Wikimedia's counsel (domain.md 3.1)."""


@dataclass(frozen=True)
class Share:
    """The targets of one wiki of which the same is asked of the same team, with what the wiki shows of each now. Of
    accounts to be stopped everywhere, the wiki is the central one."""

    wiki: str
    kind: RequestKind
    team: Team
    states: States

    def is_done(self, hints: Hints) -> bool:
        """Whether the wiki shows all of it as asked already: somebody was faster."""
        results = {result_of(state, pointer.parts or hints.parts, self.kind) for pointer, state in self.states.items()}
        return results == {TargetState.DONE}

    def without_stopped(self, hints: Hints) -> "Share":
        """Nobody is asked to stop once more whom the wikis show as stopped already."""
        if not self.kind.stops_accounts:
            return self
        results = {each: result_of(state, each.parts or hints.parts, self.kind) for each, state in self.states.items()}
        left = {each: state for each, state in self.states.items() if results[each] is not TargetState.DONE}
        return replace(self, states=left)


@dataclass(frozen=True)
class Prepared:
    """A request ready to be written (or, where its queue is `closed`, to be told by mail). `states`: what the wiki
    shows now. `asked_by` are those chosen that it speaks of: several links may mean one account."""

    new: NewRequest
    route: Route
    team: Team
    closed: Closed | None
    states: States
    asked_by: tuple[Pointer, ...]

    @property
    def as_letter(self) -> bool:
        return self.closed is not None


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


async def preview_route(desk: Desk, wiki: str, team: Team) -> tuple[Route, Closed | None]:
    """Where a request to this team of this wiki goes, by who holds the right there now, and why it would be a mail."""
    return await choose_route(desk, wiki, team, await ask_members(desk, wiki, team), frozenset())


async def choose_route(
    desk: Desk, wiki: str, team: Team, members: frozenset[int] | None, excluded: frozenset[int]
) -> tuple[Route, Closed | None]:
    """By who is on the team; where a mail would end with somebody who is kept out, one group up.

    SECURITY: whether its queue is open is asked once. It may close at any moment, and what was meant for a queue must
    not become a mail to somebody who is kept out.
    """
    named = desk.packs.contact(team, wiki) is not None
    chosen = route(wiki, team, members, excluded, named)
    closed = await why_closed(desk, chosen.queue)
    by_mail = route_of_mail(chosen, members, excluded) if closed else chosen
    if by_mail.queue == chosen.queue:
        return chosen, closed
    return by_mail, await why_closed(desk, by_mail.queue)


async def ask_members(desk: Desk, wiki: str, team: Team) -> frozenset[int] | None:
    """Who is on this team of the wiki; None where it cannot be asked, and where it need not be: there is nobody in the
    stewards' place. Where rights never count, nobody is."""
    if not team.is_local:
        return None
    farm = await desk.wikis.sites.farm()
    if isinstance(farm, Failed) or wiki not in farm.wikis:
        return None
    if not farm.wikis[wiki].counts_for_rights:
        return frozenset()
    members = await desk.wikis.teams.member_central_ids(farm.wikis[wiki], team)
    return None if isinstance(members, Failed) else members


async def plan_requests(desk: Desk, person: Person, draft: drafts.Draft, answers: Answers) -> tuple[Prepared, ...]:
    """What would be sent: one request for each wiki, kind and team; for each kind alone where accounts are stopped.
    Writes nothing. Raises Unusable.

    The wikis are asked once more what is meant and by whom. What is as asked already by then is in no request. Filing
    waits for no other look of the same person (`desk.turns`): a slow wiki must not stop anybody from asking for help.
    """
    chosen = draft.chosen
    # Without a word about a long tail only what was linked goes out, and the newest: these are never held up.
    held = frozenset[Pointer]() if answers.hints.tail else held_back(chosen)
    targets = [pointer for pointer in chosen if pointer not in held]
    answers = replace(answers, hints=replace(answers.hints, guided=guided_in(desk, draft)))
    check_accounts(chosen, answers)
    farm = await desk.wikis.sites.farm()
    # Where not even the farm is known, nobody can tell which wiki is the central one.
    central = farm.central if answers.kind.stops_accounts and isinstance(farm, Farm) else ""
    for wiki, its in _by_wiki(targets, central).items():
        _check_criteria(desk, wiki, its, answers)
    states = await _look_at(desk, farm, draft, targets)
    if central:
        meant = each_account_once(central, states)
    else:
        meant = tuple(Meant(pointer, state, (pointer,)) for pointer, state in states.items())
    shares = _share_out(meant, central, answers)
    for share in shares:
        if share.kind is RequestKind.GLOBAL_BLOCK:
            check_global_block(desk.packs, share.wiki, share.states, answers)
    needed = _still_needed(shares, answers)
    group = new_reference() if len(needed) > 1 else None
    planned = await gather(*(_prepare(desk, person, farm, share, answers, group) for share in needed))
    return tuple(_with_links(each, meant) for each in planned)


async def _look_at(desk: Desk, farm: Farm | Failed, draft: drafts.Draft, targets: Sequence[Pointer]) -> States:
    """These targets with the marks that hold for them, and what the wikis show of each now."""
    its = _by_wiki(targets)
    asked = await gather(*(_ask_states(desk, farm, wiki, mine) for wiki, mine in its.items()))
    marks = await read_marks(desk, farm, draft.pointers)
    seen = zip(its, asked, strict=True)
    marked = await gather(*(carry_marks(desk, _wiki_of(farm, wiki), states, marks) for wiki, states in seen))
    return {pointer: state for states in marked for pointer, state in states.items()}


def _with_links(prepared: Prepared, meant: Sequence[Meant]) -> Prepared:
    links = {each.pointer.identity: each.links for each in meant}
    its = tuple(link for pointer in prepared.new.wish.pointers for link in links[pointer.identity])
    return replace(prepared, asked_by=its)


async def file_requests(
    desk: Desk, person: Person, session_id: str, draft_id: str, prepared: Sequence[Prepared], answers: Answers
) -> Filed | Already:
    """Write what was planned, all of it or nothing. Raises TooMuch, Overtaken.

    What ends in a mail stays in the draft, so that a reload shows the mail again and files nothing twice.
    """
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
            pointers = tuple(pointer for each in letters for pointer in each.new.wish.pointers)
            rest = drafts.Draft(pointers, answers=to_codes(answers))
            await drafts.keep_draft(session, draft_id, person.central_id, session_id, rest, now)
        await admit(session, REQUESTS, person.central_id, len(to_store), now)
        references = [await _add(session, each.new, now) for each in to_store]
    return Filed(tuple(references), letters, to_store[0].new.group)


def without_unused(answers: Answers, pointers: Sequence[Pointer]) -> Answers:
    """The answers without the criterion that none of these targets needs: what nobody checks is not kept."""
    needs_it = any(_kind_of(pointer, answers) is not answers.kind for pointer in pointers)
    return answers if needs_it else replace(answers, suppression_criterion="")


def _check_criteria(desk: Desk, wiki: str, pointers: Sequence[Pointer], answers: Answers) -> None:
    """Raises Unusable for a criterion that this wiki does not know for what is asked."""
    kinds = {answers.kind} | {_kind_of(pointer, answers) for pointer in pointers}
    for kind in sorted(kinds):
        criterion = desk.packs.criterion(wiki, answers.criterion_for(kind))
        fits = criterion is not None and kind in criterion.kinds
        if not fits and kind is answers.kind:
            raise Unusable("criterion", "criterion-not-here", wiki)
        if not fits:
            raise Unusable("suppression_criterion", "suppression-criterion-not-here", wiki)
        if kind is RequestKind.SUPPRESSION:
            _check_copyright(answers)


def _check_copyright(answers: Answers) -> None:
    """Raises Unusable where copyright would reach the oversighters without counsel's advice (facts, domain.md S10).

    Of what only they can hide, that stands only where there is nothing else: the rest of it is theirs.
    """
    exposed, is_all = answers.hints.exposed, answers.kind is RequestKind.SUPPRESSION
    if answers.criterion_for(RequestKind.SUPPRESSION) == COUNSELS_ADVICE or Exposed.COPYRIGHT not in exposed:
        return
    if is_all or exposed == {Exposed.COPYRIGHT}:
        raise Unusable("kind" if is_all else "suppression_criterion", "copyright-is-not-suppressed")


def _kind_of(pointer: Pointer, answers: Answers, state: LiveState | None = None) -> RequestKind:
    """What only oversighters can hide is a suppression, even beside what is to be revision-deleted; and a temporary
    account among those to be locked is blocked globally, as nobody can lock it."""
    if answers.kind.stops_accounts and isinstance(state, There) and state.is_temporary:
        return RequestKind.GLOBAL_BLOCK
    if answers.kind is RequestKind.REVISION_DELETION and pointer.kind in SUPPRESSORS_ONLY:
        return RequestKind.SUPPRESSION
    return answers.kind


def _share_out(meant: Sequence[Meant], central: str, answers: Answers) -> list[Share]:
    """The targets of each wiki by what is asked and of which team; all under the central wiki if it is given."""
    shares: dict[tuple[str, RequestKind, Team], dict[Pointer, LiveState]] = {}
    for each in meant:
        pointer, kind = each.pointer, _kind_of(each.pointer, answers, each.state)
        if kind is RequestKind.LOCK_AND_HIDE:
            # SECURITY: whoever asks for a name to be hidden says that it harms: no link carries it.
            pointer = replace(pointer, is_marked=True)
        is_suppressed = kind is RequestKind.LIFT and _may_be_suppressed(each.state)
        key = (central or pointer.wiki, kind, team_for(kind, pointer.kind, is_suppressed))
        shares.setdefault(key, {})[pointer] = each.state
    return [Share(*key, its) for key, its in shares.items()]


def _may_be_suppressed(state: LiveState) -> bool:
    """Where the wiki could not be asked it may be: oversighters can lift both, administrators would have no form."""
    return isinstance(state, CouldNotCheck) or (isinstance(state, Shown) and state.suppressed)


_ALREADY = {
    RequestKind.LIFT: "already-visible-on-wiki",
    RequestKind.LOCK: "already-stopped",
    RequestKind.LOCK_AND_HIDE: "already-stopped",
    RequestKind.GLOBAL_BLOCK: "already-stopped",
}


def _still_needed(shares: Sequence[Share], answers: Answers) -> list[Share]:
    """The shares of which anything is left to do. Raises Unusable where nothing is."""
    needed = [share.without_stopped(answers.hints) for share in shares if not share.is_done(answers.hints)]
    if not needed:
        sentence = _ALREADY.get(answers.kind, "already-done-on-wiki")
        wikis = dict.fromkeys(share.wiki for share in shares)
        raise Unusable("kind", sentence, ", ".join(wikis), str(len(wikis)))
    return needed


async def _ask_states(desk: Desk, farm: Farm | Failed, wiki: str, pointers: Sequence[Pointer]) -> States:
    """Summaries are asked for always: a suppressed one alone decides who can do it, and whether a form opens."""
    if isinstance(farm, Failed) or wiki not in farm.wikis:
        return {pointer: CouldNotCheck() for pointer in pointers}
    return await desk.wikis.live.of(farm.wikis[wiki], pointers, with_summary=True)


async def _prepare(
    desk: Desk, person: Person, farm: Farm | Failed, share: Share, answers: Answers, group: str | None
) -> Prepared:
    """Find out whose case it is, and decide where the request goes."""
    wiki, pointers = share.wiki, tuple(share.states)
    parties: frozenset[int] = frozenset()
    author_known = False
    if not isinstance(farm, Failed):
        found = await find_parties(desk, farm, share.states)
        parties, author_known = found.central_ids, found.all_known
    excluded = (answers.kept_out | parties) - {person.central_id}
    members = await ask_members(desk, wiki, share.team)
    others = None if members is None else members - {person.central_id}
    chosen, closed = await choose_route(desk, wiki, share.team, others, excluded)
    new = NewRequest(
        wish=Wish(wiki, share.kind, answers.criterion_for(share.kind), answers.urgency, answers.hints, pointers),
        queue=chosen.queue,
        requester=person.central_id,
        excluded=excluded,
        kept_out=len(answers.kept_out - {person.central_id}),
        author_known=author_known,
        group=group,
        climbs_at=_climbs_at(desk, wiki, share.kind, chosen),
    )
    return Prepared(new, chosen, share.team, closed, share.states, asked_by=pointers)


def _climbs_at(desk: Desk, wiki: str, kind: RequestKind, chosen: Route) -> int | None:
    return climbs_at(kind, chosen.queue.first_step, desk.packs.escalation(wiki, kind), desk.now())


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
        waiting = {pointer.identity for pointer in each.new.wish.pointers}
        for reference in await stored.duplicates_of(session, each.new.wish.pointers, each.new.wish.kind):
            request = await stored.find(session, reader, reference)
            opened = await stored.open_targets(session, reference) if request else None
            if request is not None and opened is not None:
                waiting -= {target.pointer.identity for target in opened[1]}
                found.append(request)
        if waiting:
            return None
    return Already(tuple(dict.fromkeys(request.reference for request in found)))


def new_reference() -> str:
    """Eight random signs; never sequential."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def _wiki_of(farm: Farm | Failed, dbname: str) -> Wiki | None:
    return None if isinstance(farm, Failed) else farm.wikis.get(dbname)


def _by_wiki(pointers: Sequence[Pointer], central: str = "") -> dict[str, tuple[Pointer, ...]]:
    """Those of each wiki, or all of them under the central one."""
    wikis = dict.fromkeys(central or pointer.wiki for pointer in pointers)
    return {wiki: tuple(pointer for pointer in pointers if wiki in (central, pointer.wiki)) for wiki in wikis}
