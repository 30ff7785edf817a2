"""Guided questions, where they lead, and what a wiki is like."""

from dataclasses import replace
from datetime import date

from app.domain.queues import Queue, Team
from app.flows import replay
from app.flows.flow import Act, Outcome, Place, Question, QuestionKind
from app.flows.other_addresses import OtherAddress
from app.flows.packs import Contact, Norm
from app.links.build import page_link
from app.web import pages
from app.web.pages import Chrome, Page, Problem
from tests.support.gallery.filing import letters
from tests.support.gallery.people import ADMINISTRATOR, GUIDANCE, LARGE, ROLLBACKER, VISITOR


def ask_page(silent: bool = False) -> pages.AskWikiPage:
    """A wiki with a team and words of its own; or one of which nothing could be read."""
    contact, no_mail = letters()[0].contact, Contact(date(2026, 11, 22), chat="#invented-revdel")
    team, page = Queue(Team.OVERSIGHTERS, "largewiki"), page_link(LARGE, "Special:EmailUser/Oversight")
    other = OtherAddress("reports-large@example.org")
    mail = "mailto:oversighters@example.org?subject=A%20request%20for%20largewiki"
    full = pages.AskWikiPage(
        "largewiki", "Large Wiki", True, pages.Way(30, team, contact, page, mail, other=other),
        pages.Way(812, Queue(Team.ADMINISTRATORS, "largewiki"), no_mail),
        {"suppression": "オーバーサイト", "revision-deletion": "版指定削除", "oversighters": "masqueurs"},
        tuple(Norm), True, "2026-11-22",
    )  # fmt: skip
    nobody = pages.Way(None, Queue(Team.STEWARDS), None, list_users=page, other=OtherAddress(None))
    bare = replace(full, site_name="", exists=False, suppression=nobody, deletion=replace(nobody, other=None))
    return replace(bare, terms={}, norms=(), public_venue=False, reviewed=None) if silent else full


def guided_examples() -> list[tuple[str, Page, Chrome]]:
    """One question of each kind, a fact, an outcome with everything, and a flow as a table."""
    flows = GUIDANCE.flows
    questions = [node for flow in flows.by_id.values() for node in flow.nodes.values() if isinstance(node, Question)]
    one_of = {kind: next(each for each in questions if each.kind is kind) for kind in {each.kind for each in questions}}
    asked: list[tuple[str, Page, Chrome]] = [
        (
            f"question-{kind}",
            pages.QuestionPage("pdRAq7example", 2, each, (), False, "/drafts/pdRAq7example"),
            ROLLBACKER,
        )
        for kind, each in sorted(one_of.items())
    ]
    missing = Problem("answer", "choose-answer")
    first = one_of[QuestionKind.CHOICE]
    found = pages.QuestionPage(
        "pdRAq7example", 1, first, (first.answers[0].value,), True, "/drafts/pdRAq7example", problem=missing
    )
    used = replay.Used("local-oversighters", "none", said=False)
    fact = pages.FactPage("pdRAq7example", used, ("named", "none", "some"), missing)
    return [
        *asked,
        ("question-found", found, ROLLBACKER),
        ("fact", fact, ROLLBACKER),
        ("outcome", outcome_page(), ROLLBACKER),
        ("outcome-no-links", replace(outcome_page(), targets=0, needs_links=True, unasked=False), ADMINISTRATOR),
        ("flow", pages.FlowPage(flows.by_id["suppression"], tuple(flows.by_id.values())), VISITOR),
    ]


def outcome_page() -> pages.OutcomePage:
    flows = GUIDANCE.flows
    outcomes = [node for flow in flows.by_id.values() for node in flow.nodes.values() if isinstance(node, Outcome)]
    with_all = sorted(outcomes, key=lambda each: -len(each.acts) - len(each.contacts) - 2 * bool(each.warning))
    mail = Contact(date(2026, 11, 22), mail="a-team@example.org", mail_page="Special:EmailUser/A team", chat="#team")
    ways = (
        pages.NamedWay(None, "oversighters", mail, page_link(LARGE, "Special:EmailUser/A team")),
        pages.NamedWay("Somebody else", "emergency", replace(mail, mail_page=None, chat=None)),
        pages.NamedWay(None, "administrators", None),
    )
    parts = tuple(pages.OutcomePart(each, tuple(Act), ways) for each in with_all[:3])
    question = next(node for node in flows.by_id["triage"].nodes.values() if isinstance(node, Question))
    place = Place("triage", question.id)
    steps = (replay.Step(place, question, ("no",)), replay.Step(place, question, ("no",), found=True))
    used = (replay.Used("local-oversighters", "none", said=False), replay.Used("local-oversighters", None, said=False))
    return pages.OutcomePage(
        draft="pdRAq7example",
        primary=parts[0],
        parallel=parts[1:],
        steps=steps,
        used=(*used, replay.Used("local-oversighters", "some", said=True)),
        wiki="largewiki",
        targets=3,
        accounts=1,
        needs_links=False,
        unasked=True,
    )
