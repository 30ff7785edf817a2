"""The case companion's pages: begun, opened from a file, carried from page to page, and never kept."""

import pytest

from tests.support.case_walk import CaseWalk
from tests.support.haven import Haven
from tests.support.page_checks import heading, words

HOSTILE = '<script>alert("1")</script> \u202e\'"=\\ {{x}} \U0001f600'
PEOPLE = {
    "wiki": "dewikibooks",
    "name-0": HOSTILE,
    "roles-0": ["reporter", "target"],
    "name-1": "Bertha Beispiel",
    "roles-1": ["subject"],
    "q-involved": "no",
    "q-off-wiki": "no",
    "marked": "Anneliese\nMüllerstraße",
}


async def test_a_case_is_begun_carried_and_opened_again(haven: Haven) -> None:
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    assert walk.at == "begin"
    await walk.press("next", PEOPLE)
    assert walk.at == "acknowledge"
    kept = await walk.download()
    assert HOSTILE.split("\u202e")[0].replace('"', '\\"') in kept
    await walk.open(kept.encode())
    assert walk.at == "list"
    assert walk.text == kept
    await walk.press("begin")
    assert walk.at == "begin" or heading(walk.page)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing in it."),
        (b"\x89PNG\r\n\x1a\n\xff\x00", "This is no text"),
        (b"hello = 1\n", "This is not a case file."),
        (b"Dear all,\nthis is a letter.\n", "This is not a case file."),
        (b"haven-case-file = 2\n", "version 2"),
        (b"haven-case-file = 1\nopened = 2026-11-28\nwiki = \"dewiki\n", "Line 3 is not written"),
        (b"haven-case-file = 1\nopened = \"soon\"\n", "What stands at “opened”"),
        (b"haven-case-file = 1\nopened = 2026-11-28\n<script> = 1\n", "Line 3 is not written"),
        (b"haven-case-file = 1\n" + b"a." * 60_000 + b"a = 1\n", "Line 2 has more dots"),
        (b"#" * 200_001, "more than 200000 characters"),
    ],
)  # fmt: skip
async def test_what_is_no_case_file_is_said_in_a_sentence(haven: Haven, content: bytes, sentence: str) -> None:
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    page = await walk.open(content, status=422)
    assert sentence in words(page)


async def test_a_broken_file_stands_there_to_be_mended(haven: Haven) -> None:
    client = await haven.client("Ilse Norrby")
    walk = await CaseWalk.begin(client)
    broken = 'haven-case-file = 1\nopened = 2026-11-28\nwiki = "dewiki\n[words]\nevents = "what was typed"\n'
    page = await walk.open(broken.encode(), status=422)
    assert "what was typed" in page.text
    page = await client.post("/case", {"go": "open", "pasted": broken.replace('"dewiki', '"dewikibooks"')})
    assert page.status_code == 200
    assert "dewikibooks" in words(page)
