"""Pages that anybody may read, signed in or not. None of them needs the database or a wiki."""

from fastapi import APIRouter, Request, Response

from app.domain import retention
from app.policy.roles import GLOBAL_ROLES, LOCAL_ROLES, ROLE_RIGHTS
from app.web.answers import show
from app.web.guard import Visitor, public
from app.web.house import house_of
from app.web.pages import AboutPage, ChildProtectionPage, EmergencyPage, GuidePage, PrivacyPage

router = APIRouter()

EMERGENCY_ADDRESS = "emergency@wikimedia.org"
CHILD_PROTECTION_ADDRESS = "legal-reports@wikimedia.org"


@router.get("/emergency")
async def emergency(request: Request, visitor: Visitor = public()) -> Response:
    return await show(request, visitor, EmergencyPage(EMERGENCY_ADDRESS))


@router.get("/child-protection")
async def child_protection(request: Request, visitor: Visitor = public()) -> Response:
    return await show(request, visitor, ChildProtectionPage(CHILD_PROTECTION_ADDRESS))


@router.get("/guide")
async def guide(request: Request, visitor: Visitor = public()) -> Response:
    return await show(request, visitor, GuidePage())


@router.get("/about")
async def about(request: Request, visitor: Visitor = public()) -> Response:
    page = AboutPage(
        local_roles=tuple((right, role.value) for right, role in LOCAL_ROLES.items()),
        global_roles=tuple((group, role.value) for group, role in GLOBAL_ROLES.items()),
        role_rights=tuple((role.value, tuple(sorted(rights))) for role, rights in ROLE_RIGHTS.items()),
    )
    return await show(request, visitor, page)


@router.get("/privacy")
async def privacy(request: Request, visitor: Visitor = public()) -> Response:
    settings = house_of(request).settings
    page = PrivacyPage(
        days={
            "pointers": retention.POINTERS_AFTER_END // retention.DAY,
            "stale": retention.STALE_AFTER // retention.DAY,
            "record": retention.RECORD_AFTER_END // retention.DAY,
            "view-log": retention.VIEW_LOG // retention.DAY,
            "tracking": retention.TRACKING // retention.DAY,
            "presence": retention.PRESENCE // retention.DAY,
        },
        operator=settings.operator,
        key_holders=settings.key_holders,
        agreement=settings.agreement,
        queues_on=settings.queues_on,
    )
    return await show(request, visitor, page)
