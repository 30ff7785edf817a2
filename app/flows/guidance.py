"""Everything that guides people, read from one folder and checked: the flows, whom their outcomes name, the public
pages on which is asked, and the way through a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.public_pages import PublicPage, PublicRequest
from app.flows.checking import Known, check_flows
from app.flows.companion.reading import read_companion
from app.flows.companion.stages import Companion
from app.flows.contacts import NamedContact, read_contacts
from app.flows.flow import Flows
from app.flows.packs import Packs
from app.flows.public_pages import read_public_pages
from app.flows.reading import HERE, read_flows


@dataclass(frozen=True)
class Guidance:
    """Checked: whoever holds one can be led by it."""

    flows: Flows
    contacts: Mapping[str, NamedContact]
    public_pages: Mapping[PublicRequest, PublicPage]
    companion: Companion


def read_guidance(packs: Packs, folder: Path = HERE) -> Guidance:
    """The flows, contacts.toml and public_pages.toml of `folder`, held against the packs' global criteria. Raises
    BadFlow, BadPack, BadPublicPage."""
    flows, contacts = read_flows(folder), read_contacts(folder / "contacts.toml")
    check_flows(flows, Known(contacts, {criterion.code for criterion in packs.everywhere.criteria}))
    return Guidance(
        flows, contacts, read_public_pages(folder / "public_pages.toml"), read_companion(folder / "companion")
    )
