"""Everything that guides people, read from one folder and checked: the flows, and whom their outcomes name."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.flows.checking import Known, check_flows
from app.flows.contacts import NamedContact, read_contacts
from app.flows.flow import Flows
from app.flows.packs import Packs
from app.flows.reading import HERE, read_flows


@dataclass(frozen=True)
class Guidance:
    """Checked: whoever holds one can be led by it."""

    flows: Flows
    contacts: Mapping[str, NamedContact]


def read_guidance(packs: Packs, folder: Path = HERE) -> Guidance:
    """The flows and contacts.toml of `folder`, held against the packs' global criteria. Raises BadFlow, BadPack."""
    flows, contacts = read_flows(folder), read_contacts(folder / "contacts.toml")
    check_flows(flows, Known(contacts, {criterion.code for criterion in packs.everywhere.criteria}))
    return Guidance(flows, contacts)
