"""What anybody can read, signing in, and refusals."""

from app.domain.people import HeldRole, Role
from app.policy.roles import GLOBAL_ROLES, LOCAL_ROLES, ROLE_RIGHTS
from app.web import pages
from app.web.pages import Chrome, Page, Problem
from tests.support.gallery.guided import ask_page
from tests.support.gallery.people import ADMINISTRATOR, EDITOR, NOW, ROLLBACKER, VISITOR


def signing_examples() -> list[tuple[str, Page, Chrome]]:
    roles = (HeldRole(Role.ADMINISTRATOR, "largewiki"), HeldRole(Role.SENDER, "smallwiki"), HeldRole(Role.STEWARD))
    return [
        ("start-visitor", pages.StartPage(), VISITOR),
        ("start-editor", pages.EditorPage(could_not_check=True), EDITOR),
        ("sign-in", pages.SignInPage(reason="sign-in-first", back_to="/queues"), VISITOR),
        ("sign-in-problem", pages.SignInPage(problem="sign-in-declined"), VISITOR),
        ("sign-in-continue", pages.ContinuePage("http://127.0.0.2:8000/w/index.php", "127.0.0.2"), VISITOR),
        ("account", pages.AccountPage(roles, NOW, ("commonswiki",)), ADMINISTRATOR),
        ("account-nothing", pages.AccountPage((), None, ()), EDITOR),
    ]


def public_examples() -> list[tuple[str, Page, Chrome]]:
    days = {"pointers": 7, "stale": 90, "record": 90, "view-log": 90, "tracking": 90, "presence": 7}
    about = pages.AboutPage(
        tuple((right, role.value) for right, role in LOCAL_ROLES.items()),
        tuple((group, role.value) for group, role in GLOBAL_ROLES.items()),
        tuple((role.value, tuple(sorted(rights))) for role, rights in ROLE_RIGHTS.items()),
    )
    return [
        ("emergency", pages.EmergencyPage("emergency@wikimedia.org"), VISITOR),
        ("child-protection", pages.ChildProtectionPage("legal-reports@wikimedia.org"), VISITOR),
        ("privacy", pages.PrivacyPage(days, "An invented operator", "Two people", "Both signed it", True), VISITOR),
        ("privacy-without-queues", pages.PrivacyPage(days, "", "", "", False), VISITOR),
        ("about", about, VISITOR),
        ("guide", pages.GuidePage(), VISITOR),
        ("ask", pages.AskPage(("commonswiki", "enwiki")), VISITOR),
        ("ask-problem", pages.AskPage(("enwiki",), "elsewhere <b>", Problem("wiki", "ask-which-wiki")), VISITOR),
        ("ask-wiki", ask_page(), VISITOR),
        ("ask-wiki-silent", ask_page(silent=True), EDITOR),
    ]


def error_examples() -> list[tuple[str, Page, Chrome]]:
    fields = (("text", "half a paste\n\nof two paragraphs"), ("draft", 'with "quotes"'))
    not_there = pages.ErrorPage(404, "heading-not-there", "sentence-no-such-page", "advice-second-account", None)
    mistake = pages.ErrorPage(500, "heading-our-mistake", "sentence-our-mistake", "advice-quote-reference", "E-4F2A")
    too_much = pages.ErrorPage(429, "heading-too-much", "too-much-targets", None, None, ("12",))
    return [
        ("error-not-there", not_there, ADMINISTRATOR),
        ("error-our-mistake", mistake, VISITOR),
        ("error-too-much", too_much, ROLLBACKER),
        ("stale", pages.StalePage("/box", fields, signed_in=True), ROLLBACKER),
        ("stale-signed-out", pages.StalePage("/box", fields, signed_in=False), VISITOR),
    ]
