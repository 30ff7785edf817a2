"""Everything that leads people, read and checked together: the flows and the contacts that they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.flows.checking import check_flows
from app.flows.contacts import NamedContact, read_contacts
from app.flows.flow import Flows
from app.flows.reading import HERE, read_flows

FIRST = "triage"
"""Where everybody begins; the other flows follow from its answers."""


@dataclass(frozen=True)
class Guide:
    flows: Flows
    contacts: Mapping[str, NamedContact]


def open_guide(folder: Path = HERE) -> Guide:
    """Raises BadFlow or BadPack: nobody is led by what was not checked."""
    guide = Guide(read_flows(folder), read_contacts(folder / "contacts.toml"))
    check_flows(guide.flows, guide.contacts, (FIRST,))
    return guide
