"""Looking through an outgoing text for what would leak, for scripts: JSON, 1 when something blocks."""

import argparse
import json
import os
import sys
from pathlib import Path

from app.settings import ROOT
from app.text.leak_check import LANGUAGES, Finding, Outgoing, TextKind, blocks, check
from app.text.leak_rules import BadWords
from app.web.messages import FALLBACK, Messages


def leak_check(arguments: argparse.Namespace) -> int:
    """Every finding in standard input as one JSON list. 2 with a sentence where something cannot be read."""
    try:
        outgoing = _outgoing(arguments)
        found = check(outgoing)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        print(f"not looked through: {_told(error)}", file=sys.stderr)
        return 2
    messages = Messages.load(ROOT / "app" / "messages")
    _print(json.dumps([_as_contract(each, outgoing.text, messages) for each in found], ensure_ascii=False, indent=2))
    return 1 if blocks(found) else 0


def _print(text: str) -> None:
    """Who reads may stop before the end, as `head` does: that is no error."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # What is left in the buffer goes nowhere, or Python complains when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _outgoing(arguments: argparse.Namespace) -> Outgoing:
    """Raises OSError, UnicodeDecodeError, ValueError with a sentence."""
    kinds = [kind.value for kind in TextKind]
    if arguments.kind not in kinds:
        raise ValueError(f"no text goes out as “{arguments.kind}”: {', '.join(kinds)}")
    if arguments.language is not None and arguments.language not in LANGUAGES:
        raise ValueError(f"there are no words in “{arguments.language}”: {', '.join(LANGUAGES)}")
    names = _lines(Path(arguments.names)) if arguments.names else ()
    text = sys.stdin.buffer.read().decode("utf-8")
    return Outgoing(text, TextKind(arguments.kind), arguments.language, names)


def _lines(path: Path) -> tuple[str, ...]:
    """One marked name a line."""
    lines = path.read_text("utf-8-sig").splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def _as_contract(found: Finding, text: str, messages: Messages) -> dict[str, object]:
    return {
        "rule": found.rule,
        "severity": found.severity.value,
        "where": [found.start, found.end],
        "say": f"{messages.say(FALLBACK, found.say)} ({found.rule})",
        "words": text[found.start : found.end],
        "instead": found.instead or None,
    }


def _told(error: Exception) -> str:
    if isinstance(error, BadWords):
        return f"the words are broken: {error}"
    if isinstance(error, UnicodeDecodeError):
        return "it is no UTF-8 text"
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}"
    return str(error)
