"""One frozen class per page: exactly what its template may use, values only, never a row or a call.

Every page carries `template` and `title` (a message key). What stands around it (who is signed in, the form token,
the language) is its `Chrome`. Words are message keys or codes; templates turn them into sentences.
"""

from app.web.pages.box import (
    BoxPage,
    FilledForm,
    NotUnderstoodPage,
    PageForms,
    Piece,
    TargetRow,
    TargetsPage,
    WikiGroup,
)
from app.web.pages.filing import FilePage, Letter, LetterPage, RoutePreview
from app.web.pages.frame import Chrome, Page, Problem
from app.web.pages.problems import ErrorPage, StalePage
from app.web.pages.public import AboutPage, ChildProtectionPage, EmergencyPage, GuidePage, PrivacyPage
from app.web.pages.requests import (
    Opened,
    OpenRow,
    OwnRequestsPage,
    QueuePage,
    RequestLine,
    RequestPage,
    TakeOverPage,
    TimelineLine,
    ViewLine,
    ViewLogPage,
)
from app.web.pages.start import AccountPage, ContinuePage, EditorPage, SignInPage, StartPage

__all__ = [
    "AboutPage",
    "AccountPage",
    "BoxPage",
    "ChildProtectionPage",
    "Chrome",
    "ContinuePage",
    "EditorPage",
    "EmergencyPage",
    "ErrorPage",
    "FilePage",
    "FilledForm",
    "GuidePage",
    "Letter",
    "LetterPage",
    "NotUnderstoodPage",
    "OpenRow",
    "Opened",
    "OwnRequestsPage",
    "Page",
    "PageForms",
    "Piece",
    "PrivacyPage",
    "Problem",
    "QueuePage",
    "RequestLine",
    "RequestPage",
    "RoutePreview",
    "SignInPage",
    "StalePage",
    "StartPage",
    "TakeOverPage",
    "TargetRow",
    "TargetsPage",
    "TimelineLine",
    "ViewLine",
    "ViewLogPage",
    "WikiGroup",
]
