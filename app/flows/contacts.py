"""Whom the outcomes of flows name, from contacts.toml: reviewed data, each with the day on which it was seen right."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.flows.packs import BadPack, Contact, read_contact

FILE = Path(__file__).parent / "contacts.toml"


@dataclass(frozen=True)
class NamedContact:
    """`say`: who reads there."""

    say: str
    contact: Contact


def read_contacts(path: Path = FILE) -> Mapping[str, NamedContact]:
    """By name. Raises BadPack."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            name: NamedContact(row["say"], read_contact({key: row[key] for key in row if key != "say"}))
            for name, row in rows.items()
        }
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        raise BadPack(f"{path.name}: {error}") from error
