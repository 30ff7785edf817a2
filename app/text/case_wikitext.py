"""A case as wikitext, for the team's private wiki (R97).

SECURITY: names, links and notes come from anybody. Each goes through `wikitext`, line by line, so that none of it is
read as markup: nothing here may put a piece of a record into the text without it.
"""

from collections.abc import Sequence

from app.text.case_record import Entry, Fact, Linked, Record, Words, labelled
from app.text.hand_over import without_controls
from app.text.wikitext import NotAnAddress, in_heading, in_text, link_out


def write_wikitext(record: Record) -> str:
    """The whole text, with a line end after the last line."""
    blocks = [f"== {_heading(record.heading)} ==", _line(record.notice)]
    for part in record.written():
        lines = [line for entry in part.entries for line in _entry(entry)]
        blocks.append("\n".join([f"=== {_heading(part.heading)} ===", *lines]))
    return "\n\n".join(blocks) + "\n"


def _entry(entry: Entry) -> list[str]:
    match entry:
        case Fact():
            return [f"* '''{labelled(_line(entry.label))}''' {_line(entry.value)}"]
        case Words():
            return [f"* '''{labelled(_line(entry.label))}'''", *_typed(entry.lines)]
        case Linked():
            return [f"* {_link(entry.link)} ({_line(entry.says)})", *_typed(entry.lines)]


def _typed(lines: Sequence[str]) -> list[str]:
    return [f"*: {_line(line)}" for line in lines]


def _link(link: str) -> str:
    """The address to be read and to be followed; what is none stands as words."""
    try:
        return f"{link_out(link).removesuffix(']')} {_line(link)}]"
    except NotAnAddress:
        return _line(link)


def _line(text: str) -> str:
    return in_text(without_controls(text))


def _heading(text: str) -> str:
    return in_heading(without_controls(text))
