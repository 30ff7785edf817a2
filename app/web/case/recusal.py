"""Nobody judges their own case: whoever is involved passes it on, and gets at nothing else of it (S9).

The question on the first page counts, whatever somebody is called: a renamed or second account still answers it. That
one's own account stands among the people of the case counts without being asked.
"""

from app.domain.cases import Case
from app.text.public_requests import same_name
from app.web.case.record import BEGIN, INVOLVED

PASS_ON, DOWNLOAD, CLOSE = "pass-on", "download", "close"
OPEN_TO_INVOLVED = frozenset({BEGIN, PASS_ON, DOWNLOAD, CLOSE})
"""Where a button may lead. The first page stays open: an answer given by mistake can be taken back there."""


def is_involved(case: Case, own_name: str) -> bool:
    """SECURITY: asked before any page of the case is shown, and before anything typed is taken."""
    return case.answer(INVOLVED) == "yes" or any(
        same_name(each.name.strip()) == same_name(own_name) for each in case.parties
    )


def leads_on(case: Case, own_name: str, go: str) -> str:
    """Where a button leads this person: to where it says, or to passing the case on."""
    if is_involved(case, own_name) and go not in OPEN_TO_INVOLVED:
        return PASS_ON
    return go
