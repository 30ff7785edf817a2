"""All routes, one file per task. `ROUTERS` is the list that the start-up check and the access test walk."""

from fastapi import APIRouter

from app.web.routes import (
    accounts,
    asking,
    bells,
    box,
    copyright,
    drafts,
    filing,
    hand_over,
    health,
    public,
    public_requests,
    queues,
    requests,
    signing,
    stewards,
    tracking_steps,
    trackings,
    triage,
)

ROUTERS: list[APIRouter] = [
    health.router,
    public.router,
    asking.router,
    signing.router,
    box.router,
    drafts.router,
    accounts.router,
    triage.router,
    filing.router,
    copyright.router,
    stewards.router,
    public_requests.router,
    hand_over.router,
    queues.router,
    requests.router,
    trackings.router,
    tracking_steps.router,
    bells.router,
]
