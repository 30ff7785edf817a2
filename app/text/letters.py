"""A finished mail to a team's role address: a neutral subject and a body of links and agreed words.

The caller gives the sentences (they live in the messages); this module only lays them out. Nothing of the material
itself can be in it, because nothing of it is known here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Lines:
    """What the letter says, each a finished line."""

    opening: str
    facts: Sequence[tuple[str, str]]
    links_heading: str
    links: Sequence[str]
    closing: str


def write_body(lines: Lines) -> str:
    """The plain text of the mail."""
    facts = "\n".join(f"{label}: {value}" for label, value in lines.facts)
    links = "\n".join(lines.links)
    return f"{lines.opening}\n\n{facts}\n\n{lines.links_heading}\n{links}\n\n{lines.closing}\n"


def mail_address(address: str, subject: str) -> str:
    """A `mailto:` with a subject only. The body goes by the clipboard: an address lands in histories and logs."""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}"
