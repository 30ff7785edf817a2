"""My desk, and one queue as it is handed over. Each is read by one function, for the page and for its polls."""

from fastapi import APIRouter, Request, Response

from app.domain.people import Person
from app.domain.rights import Right
from app.web.answers import show
from app.web.desk_page import make_desk_page, read_desk, showing_of_desk
from app.web.guard import Visitor, allow, read_anew
from app.web.house import house_of
from app.web.live.telling import Showing, since_of, tell_changes
from app.web.queue_hand_over import make_hand_over_page, read_queue_to_hand_over, showing_of_queue

router = APIRouter()


@router.get("/desk")
async def desk(request: Request, visitor: Visitor = allow(Right.REQUEST_LIST_OWN)) -> Response:
    """What waits for me, what I hold, what I asked for, what I am reminded of."""
    return await show(request, visitor, await make_desk_page(house_of(request), visitor, since_of(request)))


@router.get("/desk/changes")
async def desk_changes(request: Request, visitor: Visitor = allow(Right.REQUEST_LIST_OWN, polled=True)) -> Response:
    """How much of it is different since `?since=`."""
    house = house_of(request)

    async def read(person: Person) -> Showing:
        return showing_of_desk(house, person, await read_desk(house, person))

    return await tell_changes(request, visitor, read, lambda _: read_anew(request, visitor, Right.REQUEST_LIST_OWN))


@router.get("/queues/hand-over")
async def hand_over(request: Request, visitor: Visitor = allow(Right.QUEUE_READ)) -> Response:
    """`?queue=` is one of mine; any other is as good as none, and then I choose."""
    page = await make_hand_over_page(house_of(request), visitor.signed_in, _key(request), since_of(request))
    return await show(request, visitor, page)


@router.get("/queues/hand-over/changes")
async def hand_over_changes(request: Request, visitor: Visitor = allow(Right.QUEUE_READ, polled=True)) -> Response:
    """How much of it is different since `?since=`."""
    house = house_of(request)

    async def read(person: Person) -> Showing:
        return showing_of_queue(house, person, await read_queue_to_hand_over(house, person, _key(request)))

    return await tell_changes(request, visitor, read, lambda _: read_anew(request, visitor, Right.QUEUE_READ))


def _key(request: Request) -> str:
    return request.query_params.get("queue", "")
