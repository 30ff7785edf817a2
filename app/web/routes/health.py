"""What the platform and the maintainers ask: is it alive, and how does it do? No counts, no names."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from app.actions import upkeep
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
    """Machine-readable: `purge_age` in seconds since the last purge (null: never, or the database is away)."""
    house = house_of(request)
    age = await upkeep.purge_age(house.desk)
    return JSONResponse({"version": VERSION, "purge_age": age, "stream_lag": None, "queues": house.desk.queues_on})
