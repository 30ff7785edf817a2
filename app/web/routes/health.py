"""What the platform and the maintainers ask: is it alive, and how does it do? No counts, no names."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from app.actions import upkeep
from app.actions.climbing import check_climbing
from app.actions.stream.health import check_stream
from app.settings import VERSION
from app.web.guard import Visitor, public
from app.web.house import house_of

router = APIRouter()


@router.get("/healthz")
async def healthz(visitor: Visitor = public()) -> Response:
    """200 without database or sign-in: a failing probe would restart a process that is well."""
    return PlainTextResponse("ok\n")


@router.get("/status")
async def status(request: Request, visitor: Visitor = public()) -> Response:
    """Machine-readable, ages in seconds (null: never, or the database is away): `purge_age` since the last purge,
    `stream_lag` behind the event stream, `stream_heartbeat_age` since the job that follows it was alive,
    `stream_gap_age` since it had been away too long to go on where it was, `climbing_age` since it was last looked
    which requests are to be handed up."""
    house = house_of(request)
    age = await upkeep.purge_age(house.desk)
    stream = await check_stream(house.desk.database, house.desk.now())
    climbing = await check_climbing(house.desk.database, house.desk.now())
    return JSONResponse(
        {
            "version": VERSION,
            "purge_age": age,
            "stream_lag": stream.behind,
            "stream_heartbeat_age": stream.heartbeat_age,
            "stream_gap_age": stream.gap_age,
            "climbing_age": climbing.age,
            "queues": house.desk.queues_on,
        }
    )
