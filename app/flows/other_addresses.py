"""The reviewed contact beside what a wiki's own settings say. PURE.

The reviewed contact is always the one to use; what differs is only told, so that somebody looks.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from app.flows.packs import Contact

_NAME_OF_A_ROLE = re.compile(r"[a-z0-9][a-z0-9-]{1,63}")


@dataclass(frozen=True)
class OtherAddress:
    """A wiki names another address than the reviewed one. `mail` is None where it does not look like a team's."""

    mail: str | None


def other_address(contact: Contact | None, named: str, domains: Collection[str]) -> OtherAddress | None:
    """What to tell beside `contact`; None where the wiki names none, or the same.

    `domains` are those of all reviewed role addresses: an address elsewhere may be somebody's own.
    """
    mail = named.lower()
    if not mail or (contact and contact.mail and contact.mail.lower() == mail):
        return None
    name, _, domain = mail.rpartition("@")
    # SECURITY: anybody who may edit the wiki's settings chose this text; only the plain shape of role mail is shown.
    looks_like_role = domain in domains and _NAME_OF_A_ROLE.fullmatch(name) is not None
    return OtherAddress(mail if looks_like_role else None)
