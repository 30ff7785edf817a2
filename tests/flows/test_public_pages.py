"""public_pages.toml: what ships can be read, and a slip of the pen stops the start with a sentence."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from app.domain.public_pages import PublicPage, PublicRequest
from app.flows.guidance import read_guidance
from app.flows.packs import read_packs
from app.flows.public_pages import FILE, BadPublicPage, read_public_pages
from app.settings import ROOT

SHIPPED = FILE.read_text("utf-8")
PAGES = read_public_pages()


def test_every_kind_of_request_has_its_page() -> None:
    assert set(PAGES) == set(PublicRequest)
    assert all(page.id is kind for kind, page in PAGES.items())
    assert all(page.reasons or page.choices for page in PAGES.values())


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.id.value)
def test_no_summary_has_room_for_a_name_and_no_reason_speaks_of_one(page: PublicPage) -> None:
    assert "$1" not in page.summary and "$2" not in page.summary + page.summary_many
    said = [*page.reasons, *page.reasons.values(), *page.choices.values()]
    assert not [words for words in said if re.search("name|doxx|personal|private", words, re.IGNORECASE)]


def test_locks_and_blocks_stand_in_parts_of_their_own() -> None:
    """A clerk's bot closes a request when everybody in it is locked or blocked."""
    lock, block = PAGES[PublicRequest.LOCK], PAGES[PublicRequest.GLOBAL_BLOCK]
    assert lock.title == block.title and lock.part != block.part
    assert lock.anchor == "Requests_for_global_(un)lock_and_(un)hiding"


def test_nothing_hides_a_name_by_writing_it() -> None:
    assert "hidename" not in SHIPPED


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[lock]", "[locks]", "tables have to be"),
        ("level = 3", "level = 1", "level"),
        ("level = 3", "level = true", "level"),
        ("level = 3", "", "level is missing"),
        ('part = "Removal of access"', 'part = "Removal of access "', "few words"),
        ('part = "Removal of access"', 'part = ""', "few words"),
        ('part = "Removal of access"', "", "part is missing"),
        ('part = "Removal of access"', 'prat = "Removal of access"', "unknown keys"),
        ('title = "Steward requests/Checkuser"', 'title = "Steward requests/Checkuser"\ntitel = "x"', "unknown keys"),
        ('heading = "Global lock for $1"', 'heading = "Global lock"', "needs \\$1"),
        ('heading = "Global lock for $1"', 'heading = "Global lock for $1 and $2"', "needs \\$1"),
        ('heading = "Global lock for $1"', 'heading = "Global lock for [[$1]]"', "markup"),
        ('heading-many = "Global lock for $1 accounts"', "", "heading-many is missing"),
        ('summary = "Requesting a global lock"', 'summary = "Requesting a global lock for $1"', "no place"),
        ("reviewed = 2026-11-27", 'reviewed = "yesterday"', "day"),
        ("reviewed = 2026-11-27", "reviewed = 2026-11-27T10:00:00", "day"),
        ('source = "https://meta', 'source = "http://meta', "address"),
        ('spam = "Cross-wiki spam"', 'spam = "Abusive username"', "about a name"),
        ('spam = "Cross-wiki spam"', 'abusive-name = "Spam"', "about a name"),
        ('spam = "Cross-wiki spam"', 'spam = "{{spam}}"', "markup"),
        ('spam = "Cross-wiki spam"', 'spam = "~~~~"', "markup"),
        ('spam = "Cross-wiki spam"', 'Spam = "Cross-wiki spam"', "codes are"),
        ('one = "LockHide"', 'one = "LockHide|hidename=1"', "markup"),
        ('one = "LockHide"', 'uno = "LockHide"', "templates have to be"),
        ('one = "LockHide"', "one = 5", "few words"),
        ('named-in = ["CU request"]', 'named-in = "CU request"', "not a list"),
        ('named-in = ["CU request"]', "named-in = []", "not a list"),
        ('wikipedia = "w"', 'Wikipedia = "w"', "ends of domains"),
        ("[checkuser.projects]", "[checkuser.project]", "unknown keys"),
        ("[global-sysops.choices]", "[global-sysops.choice]", "unknown keys"),
        ("[lock.reasons]", "[lock.reason]", "unknown keys"),
        ("level = 3", "level = ", "public_pages.toml"),
    ],
)
def test_a_slip_is_told(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in SHIPPED
    path = tmp_path / "public_pages.toml"
    path.write_text(SHIPPED.replace(old, new, 1), "utf-8")
    with pytest.raises(BadPublicPage, match=says) as told:
        read_public_pages(path)
    assert "public_pages.toml" in str(told.value)


def test_guidance_reads_them_and_needs_them(tmp_path: Path) -> None:
    packs = read_packs(ROOT / "app" / "flows" / "packs")
    assert read_guidance(packs).public_pages == PAGES
    for path in FILE.parent.glob("*.toml"):
        shutil.copy(path, tmp_path)
    (tmp_path / "public_pages.toml").unlink()
    with pytest.raises(BadPublicPage, match=r"public_pages\.toml"):
        read_guidance(packs, tmp_path)


def test_editing_explains_every_key() -> None:
    part = (FILE.parent / "EDITING.md").read_text("utf-8").partition("## How to change what is asked in public")[2]
    rows = re.findall(r"(?m)^\| (`.+?`) \|", part.partition("\n## ")[0])
    explained = {key for row in rows for key in re.findall(r"`(.+?)`", row)}
    keys = {key for table in tomllib.loads(SHIPPED).values() for key in table}
    templates = {name for table in tomllib.loads(SHIPPED).values() for name in table["templates"]}
    assert explained == keys and all(f"`{each}`" in part for each in [*templates, *PublicRequest])
