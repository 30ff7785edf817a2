"""`python -m app leak-check`: the contract that scripts rely on."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import ROOT


def leak_check(text: str | bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    raw = text.encode() if isinstance(text, str) else text
    return subprocess.run(
        [sys.executable, "-m", "app", "leak-check", *options], cwd=ROOT, input=raw, capture_output=True
    )


def test_what_blocks_ends_with_1_and_says_where_what_and_why(tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("\ufeffMarlow Finch\r\n\n", "utf-8")
    text = "Thank you. I promise that Marlow Finch will stop."
    ran = leak_check(text, "--as", "reply", "--language", "en", "--names", str(names))
    found = json.loads(ran.stdout)
    assert ran.returncode == 1 and not ran.stderr
    assert {each["rule"] for each in found} == {"R53", "R171"}
    for each in found:
        assert each.keys() == {"rule", "severity", "where", "say", "words", "instead"}
        assert text[each["where"][0] : each["where"][1]] == each["words"]
        assert each["severity"] == "block" and each["say"].endswith(f"({each['rule']})")
    assert next(each["instead"] for each in found if each["rule"] == "R53")
    assert next(each["instead"] for each in found if each["rule"] == "R171") is None


def test_warnings_and_nothing_end_with_0() -> None:
    warned = leak_check("See https://forum.example/t/1 for help.", "--as", "reply")
    assert [each["severity"] for each in json.loads(warned.stdout)] == ["warn"] and warned.returncode == 0
    assert json.loads(leak_check("", "--as", "reply").stdout) == []


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("a", ("--as", "poem"), "poem"),
        ("a", ("--as", "reply", "--language", "tlh"), "tlh"),
        ("a", ("--as", "reply", "--names", "no/such/file"), "no/such/file"),
        (b"\xff", ("--as", "reply"), "UTF-8"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_2(text: str | bytes, options: tuple[str, ...], said: str) -> None:
    ran = leak_check(text, *options)
    sentence = ran.stderr.decode()
    assert ran.returncode == 2 and not ran.stdout
    assert said in sentence and sentence.count("\n") == 1
