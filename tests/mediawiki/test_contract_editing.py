"""A page in parts, and the wiki's editor of one part as Haven's form opens it: what it shows, what saving there does.

As in `test_contract`, on a real MediaWiki and on the sandbox alike. Each test writes a page of its own.
"""

import httpx
import pytest
from bs4 import BeautifulSoup, Tag

from app.domain.public_pages import PageText, Section
from app.domain.wikis import Wiki
from app.links.forms_editing import prefilled_editor
from tests.mediawiki.contract import Asker, Form, relies_on

BEFORE = "\U0001f600 שלום\n\n== Block ==\nb\n\n"
PART = "== Lock \U0001f600 ==\n<!-- note -->\n\n=== One ===\nx"
AFTER = "\n\n== See also ==\n* end"
REQUEST = '\n\n=== Two ===\n* {{LockHide|1=A = "B" <b> & \u202eשלום\u202c \U0001f600}}   \ninvented'
EDITOR = (
    "?title=&action=submit with wpSection, wpTextbox1, wpSummary, editRevId, wpStarttime, wpPreview, wpUltimateParam"
)


def _write(wiki: Asker, client: httpx.Client, title: str, text: str) -> None:
    """By the wiki's own editor."""
    page = client.get(wiki.wiki.index_url, params={"title": title, "action": "edit"})
    Form(page, "wpTextbox1").fill(wpTextbox1=text).send(client, "wpSave")


def _parse(wiki: Asker, title: str) -> dict[str, object]:
    answer = wiki.call(action="parse", page=title, redirects=1, prop="tocdata|wikitext|revid").json()
    found: dict[str, object] = answer["parse"]
    return found


def _text(wiki: Asker, title: str) -> object:
    return _parse(wiki, title)["wikitext"]


def _begin(wiki: Asker, title: str) -> tuple[PageText, dict[str, str]]:
    """A page of the editor's, and the fields that Haven's form sends to put a request into its second part."""
    with wiki.wiki.login("editor") as editor:
        _write(wiki, editor, title, BEFORE + PART + AFTER)
    parsed = _parse(wiki, title)
    start, text = len(BEFORE), BEFORE + PART + AFTER
    sections = (Section(2, 2, "Lock", start), Section(4, 2, "See_also", len(BEFORE + PART) + 2))
    page = PageText(title, int(str(parsed["revid"])), 1_790_000_000, text, sections)
    part = page.part("Lock")
    assert part is not None
    form = prefilled_editor(Wiki("anywiki", "https://any.invalid"), page, part, PART + REQUEST, "/* Lock */ request")
    return page, dict(form.fields)


def _send(wiki: Asker, client: httpx.Client, title: str, fields: dict[str, str]) -> httpx.Response:
    return client.post(wiki.wiki.index_url, params={"title": title, "action": "submit"}, data=fields)


@relies_on(
    "action=parse&page=&redirects=1&prop=tocdata|wikitext|revid",
    "title and revid of the page that answered; wikitext; of each section index, hLevel, anchor and codepointOffset",
)
def test_a_page_tells_its_parts(wiki: Asker) -> None:
    _begin(wiki, "Contract parts")
    parsed = _parse(wiki, "contract_parts")
    wiki.expect(parsed, {"title": "Contract parts", "revid": int, "wikitext": BEFORE + PART + AFTER})
    shape = {"index": str, "hLevel": int, "anchor": str, "codepointOffset": int, "line": str}
    wiki.expect(parsed["tocdata"], {"sections": [shape]})
    rows = parsed["tocdata"]["sections"]  # type: ignore[index]
    found = [(row["index"], row["hLevel"], row["anchor"], row["codepointOffset"]) for row in rows]
    text = BEFORE + PART + AFTER
    starts = [text.index(heading) for heading in ("== Block", "== Lock", "=== One", "== See")]
    anchors = [(2, "Block"), (2, "Lock_\U0001f600"), (3, "One"), (2, "See_also")]
    shown = [
        (str(n), level, anchor, at) for n, ((level, anchor), at) in enumerate(zip(anchors, starts, strict=True), 1)
    ]
    wiki.expect(found, shown, "the sections")


@relies_on("action=parse&page=&redirects=1 (a redirect)", "the page it leads to; redirects: from and to")
def test_a_redirect_is_followed(wiki: Asker) -> None:
    _begin(wiki, "Contract parts, moved")
    with wiki.wiki.login("editor") as editor:
        _write(wiki, editor, "Contract parts, old", "#REDIRECT [[Contract parts, moved]]")
    parsed = _parse(wiki, "Contract parts, old")
    wiki.expect(parsed, {"title": "Contract parts, moved", "wikitext": BEFORE + PART + AFTER})
    wiki.expect(parsed["redirects"], [{"from": "Contract parts, old", "to": "Contract parts, moved"}])


@relies_on("action=parse&page= (no page)", "error missingtitle, invalidtitle or pagecannotexist")
@pytest.mark.parametrize(
    ("title", "code"),
    [("No such invented page", "missingtitle"), ("Bad[title", "invalidtitle"), ("Special:Log", "pagecannotexist")],
)
def test_what_is_no_page(wiki: Asker, title: str, code: str) -> None:
    answer = wiki.call(action="parse", page=title, redirects=1, prop="tocdata|wikitext|revid")
    wiki.expect(answer.json()["error"], {"code": code})


@relies_on("action=parse&page= (no headings)", "an empty list of sections")
def test_a_page_without_headings(wiki: Asker) -> None:
    with wiki.wiki.login("editor") as editor:
        _write(wiki, editor, "Contract without parts", "Just text.")
    wiki.expect(_parse(wiki, "Contract without parts")["tocdata"], {"sections": []})


@relies_on(
    EDITOR, "by POST and without a token: the editor of that part with this text and a preview; nothing is saved"
)
def test_a_form_from_elsewhere_opens_the_editor_and_saves_nothing(wiki: Asker) -> None:
    page, fields = _begin(wiki, "Contract editor")
    with wiki.wiki.login("admin") as admin:
        for sent in (fields, {**fields, "wpSave": "1"}, {name: fields[name] for name in fields if name != "wpPreview"}):
            opened = Form(_send(wiki, admin, page.title, sent), "wpTextbox1")
            wiki.expect(_text(wiki, page.title), page.text, "the page")
            shown = {"wpSection": "2", "editRevId": str(page.revision), "wpSummary": "/* Lock */ request"}
            wiki.expect({name: opened.chosen(name) for name in shown}, shown, "the fields")
            wiki.expect((opened.chosen("wpTextbox1") or "").rstrip(), PART + REQUEST, "the text")


@relies_on("that editor, saved there", "the old text with what was put in; all else of the page as it was")
def test_saving_there_changes_that_part_alone(wiki: Asker) -> None:
    page, fields = _begin(wiki, "Contract saving")
    with wiki.wiki.login("admin") as admin:
        Form(_send(wiki, admin, page.title, fields), "wpTextbox1").send(admin, "wpSave")
    wiki.expect(_text(wiki, page.title), BEFORE + PART + REQUEST + AFTER, "the page")


@relies_on(
    "that editor, saved there after somebody else's edit", "both edits, although the part has another number now"
)
@pytest.mark.parametrize("when", ["before it opens", "before it is saved"])
def test_an_edit_elsewhere_on_the_page_is_kept(wiki: Asker, when: str) -> None:
    page, fields = _begin(wiki, f"Contract shift {when}")
    shifted = BEFORE.replace("== Block", "== Another ==\na\n\n== Block")
    with wiki.wiki.login("admin") as admin, wiki.wiki.login("editor") as editor:
        if when == "before it opens":
            _write(wiki, editor, page.title, shifted + PART + AFTER)
        opened = Form(_send(wiki, admin, page.title, fields), "wpTextbox1")
        if when == "before it is saved":
            _write(wiki, editor, page.title, shifted + PART + AFTER)
        opened.send(admin, "wpSave")
    wiki.expect(_text(wiki, page.title), shifted + PART + REQUEST + AFTER, "the page")


@relies_on(
    "that editor, saved there after an edit of the same place",
    "nothing is saved: wpTextbox1 holds the page as it is, wpTextbox2 the text that was sent",
)
@pytest.mark.parametrize("theirs", ["\n\n=== Theirs ===\nt", None], ids=["the same place", "the part is gone"])
def test_an_edit_of_the_same_place_is_a_conflict(wiki: Asker, theirs: str | None) -> None:
    page, fields = _begin(wiki, f"Contract conflict {'gone' if theirs is None else 'same'}")
    now = BEFORE + AFTER.lstrip() if theirs is None else BEFORE + PART + theirs + AFTER
    with wiki.wiki.login("admin") as admin, wiki.wiki.login("editor") as editor:
        _write(wiki, editor, page.title, now)
        answer = Form(_send(wiki, admin, page.title, fields), "wpTextbox1").send(admin, "wpSave")
    wiki.expect(_text(wiki, page.title), now, "the page")
    boxes = {str(box.get("name")): box.get_text().strip() for box in _boxes(answer)}
    wiki.expect(boxes.get("wpTextbox1"), now.strip(), "the upper box")
    wiki.expect(REQUEST.strip() in boxes.get("wpTextbox2", ""), True, "the text that was sent is in the lower box")


@relies_on("that editor without editRevId", "the part that has this number today is overwritten: never left out")
def test_without_the_revision_the_wrong_part_would_be_overwritten(wiki: Asker) -> None:
    page, fields = _begin(wiki, "Contract unbound")
    with wiki.wiki.login("admin") as admin, wiki.wiki.login("editor") as editor:
        _write(wiki, editor, page.title, BEFORE.replace("== Block", "== Another ==\na\n\n== Block") + PART + AFTER)
        unbound = {name: value for name, value in fields.items() if name != "editRevId"}
        Form(_send(wiki, admin, page.title, unbound), "wpTextbox1").send(admin, "wpSave")
    wiki.expect("== Block" in str(_text(wiki, page.title)), False, "the other part is there")


@relies_on("that editor, signed out", "opens with the text and a warning")
def test_signed_out_the_editor_opens_too(wiki: Asker) -> None:
    page, fields = _begin(wiki, "Contract signed out")
    with httpx.Client(headers={"User-Agent": wiki.wiki.user_agent}, timeout=30) as visitor:
        answer = _send(wiki, visitor, page.title, fields)
    wiki.expect((Form(answer, "wpTextbox1").chosen("wpTextbox1") or "").rstrip(), PART + REQUEST, "the text")
    wiki.expect("not logged in" in answer.text, True, "a warning")
    wiki.expect(_text(wiki, page.title), page.text, "the page")


@relies_on("that editor, blocked there", "no editor; the text that was sent stands there to be copied")
def test_blocked_people_get_their_text_back(wiki: Asker) -> None:
    page, fields = _begin(wiki, "Contract blocked")
    with wiki.wiki.login("blocked") as blocked:
        answer = _send(wiki, blocked, page.title, fields)
    wiki.expect("wpSave" in answer.text, False, "a button to save")
    wiki.expect([box.get_text().strip() for box in _boxes(answer)], [PART + REQUEST], "the text")


def _boxes(page: httpx.Response) -> list[Tag]:
    return list(BeautifulSoup(page.text, "html5lib").find_all("textarea"))
