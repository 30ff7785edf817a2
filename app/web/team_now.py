"""The team that a request waits for, at this moment: asked live for its requester, within a few seconds, nothing kept.

Only counts leave `mediawiki/awake.py`; a ready text tells where the request is, and nothing of what it is about.
"""

from asyncio import gather
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from app.actions.open_queues import why_closed
from app.domain.lifecycle import State
from app.domain.people import Person
from app.domain.queues import Queue, Step, Team
from app.domain.references import write_reference
from app.domain.requests import Request
from app.domain.wikis import Farm
from app.mediawiki.outcomes import Failed
from app.text.letters import mail_address
from app.web.contacts import contact_of, mail_page_of
from app.web.house import House
from app.web.pages import AwakeTeam, TeamNow, Telling
from app.web.wording import word_key

Say = Callable[..., str]

TEAMS_AT_MOST = 5
"""One paste may become mails to a hundred wikis: nobody looks at more teams than these."""


async def awake_of(house: House, person: Person, farm: Farm | Failed, queue: Queue) -> AwakeTeam:
    """Could not be checked where the farm or the wiki is not known."""
    if isinstance(farm, Failed) or (queue.team.is_local and queue.wiki not in farm.wikis):
        return AwakeTeam(queue, None)
    home = farm.wikis[queue.wiki or farm.central]
    return AwakeTeam(queue, await house.desk.wikis.awake.of(home, queue.team, person.central_id))


async def awake_of_each(
    house: House, person: Person, farm: Farm | Failed, queues: Iterable[Queue]
) -> Mapping[Queue, AwakeTeam]:
    """Side by side: one page waits for all of them no longer than for one. Of many teams only the first are asked."""
    asked = list(dict.fromkeys(queues))[:TEAMS_AT_MOST]
    found = await gather(*(awake_of(house, person, farm, queue) for queue in asked))
    return {team.queue: team for team in found}


async def team_now_of(house: House, language: str, person: Person, request: Request) -> TeamNow | None:
    """For the requester alone, while it is open and nobody holds it: then somebody is awake."""
    mine = request.requester == person.central_id
    if not mine or request.state is not State.OPEN or request.held_by(house.desk.now()) is not None:
        return None
    farm = await house.desk.wikis.sites.farm()
    asked = asked_now(request)
    team, closed = await gather(awake_of(house, person, farm, asked), why_closed(house.desk, asked))
    return TeamNow(team, telling_of(house, language, farm, asked, [request]), closed)


def tellings_of(house: House, language: str, farm: Farm | Failed, requests: Sequence[Request]) -> tuple[Telling, ...]:
    """What one paste became: one text for each team, however many requests it got."""
    teams = dict.fromkeys(asked_now(request) for request in requests)
    its = {team: [request for request in requests if asked_now(request) == team] for team in teams}
    return tuple(telling_of(house, language, farm, team, mine) for team, mine in its.items())


def asked_now(request: Request) -> Queue:
    """Who was asked last: its queue, or the stewards once it was handed up to them."""
    return Queue(Team.STEWARDS) if request.reached is Step.STEWARDS else request.queue


def telling_of(house: House, language: str, farm: Farm | Failed, queue: Queue, requests: Sequence[Request]) -> Telling:
    """SECURITY: whatever is added here stands in inboxes and chats: no criterion, no hint, nothing of the targets."""
    say: Say = partial(house.messages.say, language)
    contact = contact_of(house, requests[0].kind, queue)
    subject = say("letter-subject-stewards") if not queue.wiki else say("letter-subject", queue.wiki)
    lines = [
        say(
            "telling-line",
            write_reference(request.reference),
            request.wiki,
            say(word_key("kind", request.kind)),
            say(word_key("urgency", request.urgency)),
        )
        for request in requests
    ]
    body = "\n".join([say("telling-opening", len(lines)), "", *lines, "", f"{house.settings.public_url}/queues", ""])
    return Telling(
        queue=queue,
        contact=contact,
        mail_page=mail_page_of(farm, queue, contact),
        references=" ".join(write_reference(request.reference) for request in requests),
        subject=subject,
        body=body,
        mailto=mail_address(contact.mail, subject) if contact and contact.mail else None,
    )
