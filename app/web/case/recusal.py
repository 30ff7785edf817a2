"""Nobody judges their own case: whoever is involved passes it on, and gets at nothing else of it (S9).

The question on the first page counts, whatever somebody is called: a renamed or second account still answers it. That
one's own account stands among the people of the case counts without being asked.
"""

import unicodedata

from app.domain.cases import Case
from app.text.look_alikes import is_unseen
from app.text.marks import without_namespace
from app.text.public_requests import same_name
from app.web.case.carrying import CLOSE, DOWNLOAD, PASS_ON
from app.web.case.record import BEGIN, INVOLVED

OPEN_TO_INVOLVED = frozenset({BEGIN, PASS_ON, DOWNLOAD, CLOSE})
"""Where a button may lead. The first page stays open: an answer given by mistake can be taken back there."""
_AROUND = "[]@ \t\n"


def is_involved(case: Case, own_name: str) -> bool:
    """SECURITY: asked before any page of the case is shown, and before anything typed is taken."""
    return case.answer(INVOLVED) == "yes" or any(_is_called(each.name, own_name) for each in case.parties)


def _is_called(written: str, own_name: str) -> bool:
    """However the name is written: with its namespace, in brackets, with signs that nobody sees."""
    seen = unicodedata.normalize("NFC", "".join(sign for sign in written if not is_unseen(sign))).strip(_AROUND)
    return same_name(own_name) in (same_name(seen), same_name(without_namespace(seen)))


def leads_on(case: Case, own_name: str, go: str) -> str:
    """Where a button leads this person: to where it says, or to passing the case on."""
    if is_involved(case, own_name) and go not in OPEN_TO_INVOLVED:
        return PASS_ON
    return go
