"""Whom outcomes of flows and hand-over packs name, from contacts.toml: reviewed data, each with the day on which it was
seen right."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.flows.packs import BadPack, Contact, read_contact

FILE = Path(__file__).parent / "contacts.toml"
_BESIDE = {"say", "team", "wiki", "source"}


@dataclass(frozen=True)
class NamedContact:
    """`say`: who reads there. `team` and `wiki`: what it is on that wiki, where it is a team that not every wiki has;
    `source` is the page that names the address."""

    say: str
    contact: Contact
    team: str = ""
    wiki: str = ""
    source: str = ""


def read_contacts(path: Path = FILE) -> Mapping[str, NamedContact]:
    """By name. Raises BadPack."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _read(row) for name, row in rows.items()}
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        raise BadPack(f"{path.name}: {error}") from error


def _read(row: Mapping[str, Any]) -> NamedContact:
    contact = read_contact({key: row[key] for key in row if key not in _BESIDE})
    named = NamedContact(row["say"], contact, row.get("team", ""), row.get("wiki", ""), row.get("source", ""))
    if bool(named.team) != bool(named.wiki) or (named.team and not named.source.startswith("https://")):
        raise BadPack("the team of a wiki has a wiki, and the address (https://...) of the page that names its contact")
    return named
