"""Every template compiles, every page renders, and each rendered page keeps the rules that hold for all of them."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from app.web import pages
from app.web.pages import FlowPage, OutcomePage, Page, PublicRequestPage, QuestionPage, RequestPage
from tests.support.gallery import example, examples, in_rtl, our_templates
from tests.support.gallery.people import ADMINISTRATOR, LARGE, VISITOR
from tests.support.gallery.targets import target_rows

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates"
FILES = [path for path in FOLDER.rglob("*.html") if "sandbox" not in path.parts]
NAMES = [name for name, _, _ in examples()]
TEMPLATES = our_templates()
RENDERED: dict[str, BeautifulSoup] = {}

OURS = {"/", "/box", "/sign-in", "/sign-out", "/sign-out-everywhere", "/account", "/requests", "/queues", "/view-log"}
OURS |= {"/desk", "/queues/hand-over", "/bells", "/bells/take-back"}
OURS |= {"/hand-over", "/case", "/leak-check", "/accounts", "/accounts#table", "/trackings", "/trackings/start"}
OURS |= {"/triage", "/privacy", "/about", "/ask", "/guide", "/emergency", "/child-protection"}
STEPS = "take|open|take-over|release|check|close|withdraw|after|forward|reopen|remind|remind-no-more"
BETWEEN_PEOPLE = "ask|second-opinion|hand-over|take-back|answer|opinion"
STEWARD_STEPS = "stewards(/(ways|private|mail|public/[a-z-]+))?"
DRAFT_STEPS = f"{STEWARD_STEPS}|hand-over|case|file|choose|check|copyright|mark|after|tail|around/[0-9]+"
DRAFT_STEPS += "|triage(/[a-z]+)*(/[0-9]+)?"
TRACKING_STEPS = "seen|request|consent|renew|end|name|colleagues"
REQUEST = r"/requests/H-[0-9A-Z]{4}-[0-9A-Z]{4}"
TRACKING = r"/trackings/H-[0-9A-Z]{4}-[0-9A-Z]{4}"
OUR_PATH = re.compile(
    rf"/flows/[a-z-]+|/ask/[a-z][a-z0-9_]+|/drafts/[^/]+(/({DRAFT_STEPS}))?|{REQUEST}(/({STEPS}|{BETWEEN_PEOPLE}))?"
    rf"|{TRACKING}(/({TRACKING_STEPS}))?"
)


async def html_of(name: str) -> BeautifulSoup:
    if name not in RENDERED:
        RENDERED[name] = BeautifulSoup(await TEMPLATES.render(*example(name)), "html5lib")
    return RENDERED[name]


def tags(soup: BeautifulSoup, selector: str) -> list[Tag]:
    return list(soup.select(selector))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_template_compiles_and_keeps_the_house_rules(path: Path) -> None:
    source = path.read_text()
    TEMPLATES.environment("en").get_template(str(path.relative_to(FOLDER)))
    assert ("cdx-" in source) == (path.parent.name == "codex")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|\|\s*safe\b", source)
    assert not re.search(r"<script(?! src=)", source)
    assert len(source.splitlines()) <= 130


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_template_holds_no_words(path: Path) -> None:
    """Words live in the messages; addresses of role mailboxes are data that anybody must be able to follow."""
    source = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text(), flags=re.S)
    text = re.sub(r"<[^<>]*>|[a-z-]+@wikimedia\.org|\bcdx-[a-z-]+", " ", source)
    text = re.sub(r'[a-z-]+="[^"]*"|"\s*>|/?>|<[a-z0-9]*', " ", text)
    assert re.findall(r"[A-Za-z]{3,}", text) in ([], ["DOCTYPE"])


def test_every_page_class_has_an_example() -> None:
    shown = {type(page) for _, page, _ in examples()}
    assert set(Page.__subclasses__()) == shown


def test_every_template_of_a_page_is_there() -> None:
    assert [page.template for page in Page.__subclasses__() if not (FOLDER / page.template).is_file()] == []


@pytest.mark.parametrize("name", NAMES)
async def test_the_frame_of_a_page(name: str) -> None:
    soup = await html_of(name)
    assert soup.html is not None and soup.title is not None
    assert (soup.html["lang"], soup.html["dir"]) == ("en", "ltr")
    headings = tags(soup, "h1")
    assert len(headings) == 1
    title = soup.title.get_text()
    assert title.endswith(" – Haven")
    heading = headings[0].get_text(" ", strip=True)
    said = title.removeprefix("Error: ").removesuffix(" – Haven")
    # A guided question and where it leads are headings in the flows' words; no window's title tells them.
    assert heading.startswith(said) or isinstance(example(name)[0], QuestionPage | OutcomePage | FlowPage)
    assert bool(tags(soup, "#error-summary")) == title.startswith("Error: ")
    assert len(tags(soup, "main")) == 1
    assert soup.select_one("body > a.skip[href='#main']")
    assert soup.select_one("header a[href='/emergency']")
    ids = [str(tag["id"]) for tag in tags(soup, "[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", NAMES)
async def test_the_heading_levels_leave_none_out(name: str) -> None:
    levels = [int(tag.name[1]) for tag in tags(await html_of(name), "main h1, main h2, main h3, main h4")]
    after_h1 = levels[levels.index(1) :]
    assert all(later - earlier <= 1 for earlier, later in pairwise(after_h1))


@pytest.mark.parametrize("name", NAMES)
async def test_every_control_is_labelled_and_remembers_nothing(name: str) -> None:
    soup = await html_of(name)
    for control in tags(soup, "input, textarea, select"):
        assert control.get("autocomplete") == "off"
        assert not any(control.has_attr(attribute) for attribute in ("required", "disabled", "pattern", "maxlength"))
        if control.get("type") != "hidden":
            assert len(tags(soup, f"label[for='{control['id']}']")) == 1
    for tag in tags(soup, "[aria-describedby], [aria-labelledby]"):
        named = str(tag.get("aria-describedby", "")) + " " + str(tag.get("aria-labelledby", ""))
        assert all(soup.find(id=id) for id in named.split())
    assert all(fieldset.find("legend") for fieldset in tags(soup, "fieldset"))


def wikis_forms(name: str) -> set[str]:
    """Where forms go that open a wiki's editor, or take names into the stewards' forms, on the pages that have them."""
    page, _ = example(name)
    if isinstance(page, PublicRequestPage):
        return {page.made.editor.action} if page.made and page.made.editor else set()
    stopping = page.opened.stopping if isinstance(page, RequestPage) and page.opened else None
    return {each.posted.action for each in stopping.kept} if stopping else set()


@pytest.mark.parametrize("name", NAMES)
async def test_every_form_posts_to_us_with_the_token(name: str) -> None:
    _, chrome = example(name)
    for form in tags(await html_of(name), "form"):
        assert form["method"] == "post"
        if form["action"] in wikis_forms(name):
            # SECURITY: our token is nobody else's, and the wiki's forms save nothing without one of their own.
            assert form["target"] == "_blank" and not form.select("input[name*=oken]")
            continue
        assert form.has_attr("novalidate")
        assert [field["value"] for field in form.select("input[name=token]")] == [chrome.token]
        assert form["action"] in OURS or OUR_PATH.fullmatch(str(form["action"]))


@pytest.mark.parametrize("name", NAMES)
async def test_links_lead_where_they_may(name: str) -> None:
    soup = await html_of(name)
    for link in tags(soup, "a"):
        address = urlsplit(str(link["href"]))
        if address.scheme in ("http", "https"):
            outward = name == "sign-in-continue" and link["href"] == example(name)[0].address  # type: ignore[attr-defined]
            assert outward or (link.get("target") == "_blank" and link["rel"] == ["noreferrer", "noopener"])
        elif not address.scheme and address.path:
            assert address.path in OURS or OUR_PATH.fullmatch(address.path)
        elif not address.scheme:
            assert soup.find(id=address.fragment)
        else:
            assert address.scheme == "mailto" and "body=" not in address.query


@pytest.mark.parametrize("name", NAMES)
async def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_of_its_own(name: str) -> None:
    soup = await html_of(name)
    loaded = [str(tag.get("src") or tag.get("href")) for tag in tags(soup, "script, link, img, iframe")]
    own = re.compile(r"/static/.*|/flows/[a-z-]+/picture|data:,")
    assert all(own.fullmatch(address) for address in loaded)
    assert all(not script.get_text() for script in tags(soup, "script"))
    assert not tags(soup, "style, [style]")


@pytest.mark.parametrize("name", NAMES)
async def test_a_page_has_at_most_one_primary_button(name: str) -> None:
    assert len(tags(await html_of(name), "main .cdx-button--weight-primary")) <= 1


@pytest.mark.parametrize("name", NAMES)
async def test_a_page_from_right_to_left(name: str) -> None:
    page, chrome = example(name)
    soup = BeautifulSoup(await TEMPLATES.render(page, in_rtl(chrome)), "html5lib")
    assert soup.html is not None and (soup.html["lang"], soup.html["dir"]) == ("en-x-rtl", "rtl")
    assert tags(soup, "link[href='/static/codex/codex.style-rtl.css']")


async def test_problems_lead_to_their_fields_and_stand_beside_them() -> None:
    soup = await html_of("file-problems")
    links = tags(soup, "#error-summary a")
    assert len(links) == 9
    for link in links:
        field = soup.find(id=str(link["href"])[1:])
        assert field is not None and field.name in ("input", "select")
        beside = soup.find(id=f"{str(link['href'])[1:]}-error")
        assert beside is not None and beside.get_text(strip=True) == link.get_text(strip=True)


async def test_what_was_typed_is_kept_and_harmless() -> None:
    soup = await html_of("file-problems")
    assert soup.select_one("input[name=keep_out_1]")["value"] == "Kept <b>Out</b>"  # type: ignore[index]
    ticked = {str(tag["value"]) for tag in tags(soup, "input[name=exposed][checked]")}
    assert ticked == {"phone", "name"}
    box = (await html_of("box-problem")).select_one("textarea")
    assert box is not None and box.get_text() == "something\n</textarea><b>pasted"


async def test_a_text_that_begins_with_an_empty_line_is_kept_as_it_is() -> None:
    """A text area swallows its first line break, so the template gives it one of its own."""
    soup = BeautifulSoup(await TEMPLATES.render(pages.BoxPage("\n\nlate"), ADMINISTRATOR), "html5lib")
    box = soup.select_one("textarea")
    assert box is not None and box.get_text() == "\n\nlate"


async def test_names_are_isolated_and_escaped() -> None:
    chrome = replace(ADMINISTRATOR, name='<img src=x> "quoted" \u202e')
    html = await TEMPLATES.render(pages.GuidePage(), chrome)
    assert "<bdi>&lt;img src=x&gt; &#34;quoted&#34; \u202e</bdi>" in html


@pytest.mark.parametrize(("name", "said"), [("queue", "overdue"), ("request-done", "Done: the wiki shows it")])
async def test_states_are_said_in_words(name: str, said: str) -> None:
    assert said in (await html_of(name)).get_text()


async def test_who_says_that_it_is_done() -> None:
    text = (await html_of("own-requests")).get_text()
    assert "Done: the wiki shows it" in text and "Done: said by the handler" in text


async def test_the_handler_finds_the_filled_in_form_before_anything_else() -> None:
    soup = await html_of("request-taken")
    primary = soup.select_one("main .cdx-button--weight-primary")
    assert primary is not None and "Special:RevisionDelete" in str(primary["href"])
    assert primary.get_text(" ", strip=True).startswith("Open the form: suppress text, summary of 2 revisions")
    assert soup.select_one("main a[href*='Special:UserLogin']")
    assert soup.select_one("main a[href*='action=edit']")


async def test_the_navigation_shows_what_the_account_may_do() -> None:
    def paths(soup: BeautifulSoup) -> list[str]:
        return [str(link["href"]) for link in tags(soup, "header nav a")]

    assert paths(await html_of("start-visitor")) == ["/", "/guide"]
    assert paths(await html_of("queue")) == ["/", "/desk", "/queues", "/case", "/accounts", "/trackings", "/guide"]
    assert paths(await html_of("view-log")) == ["/", "/view-log", "/guide"]
    without_queues = replace(ADMINISTRATOR, queues_on=False)
    html = await TEMPLATES.render(pages.BoxPage(), without_queues)
    assert paths(BeautifulSoup(html, "html5lib")) == ["/", "/case", "/accounts", "/guide"]


async def test_the_privacy_page_prints_the_days_it_is_given() -> None:
    days = {"pointers": 3, "stale": 41, "record": 1, "view-log": 17, "tracking": 23}
    days |= {"inquiry": 4, "reminder": 5, "presence": 6, "bell": 91}
    html = await TEMPLATES.render(pages.PrivacyPage(days, "", "", "", True), VISITOR)
    assert "one day" in html
    assert all(f"{number} days" in html for number in days.values() if number > 1)


async def test_the_targets_page_comes_wiki_by_wiki() -> None:
    """What is known goes out while the next wiki is still being asked."""
    answered = asyncio.Event()

    async def slow_groups() -> AsyncIterator[pages.WikiGroup]:
        yield pages.WikiGroup("firstwiki", target_rows(LARGE), (), could_not_check=False)
        await answered.wait()
        yield pages.WikiGroup("secondwiki", (), (), could_not_check=True)

    page = pages.TargetsPage("draft", 2, 5, slow_groups())
    stream = TEMPLATES.stream(page, ADMINISTRATOR)
    head, first = await anext(stream), await anext(stream)
    assert "Asking 2 wikis" in head and "firstwiki" not in head
    assert "firstwiki" in first and "secondwiki" not in first
    answered.set()
    rest = "".join([piece async for piece in stream])
    assert "secondwiki" in rest and "/drafts/draft/choose" in head and rest.rstrip().endswith("</html>")
    assert "\f" not in head + first + rest


def test_the_style_sheet_takes_colours_from_tokens_and_knows_no_left_or_right() -> None:
    css = re.sub(r"/\*.*?\*/", "", (ROOT / "static" / "haven.css").read_text(), flags=re.S)
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", css, re.IGNORECASE)
    assert not re.search(r"\b(left|right)\b", css)
    assert "cdx-" not in css and "!important" not in css
