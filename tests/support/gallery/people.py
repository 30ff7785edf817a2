"""Who looks at the pages of the gallery, and the invented wikis they look at."""

from dataclasses import replace
from pathlib import Path

from app.domain.people import Role
from app.domain.wikis import Wiki
from app.flows.guidance import read_guidance
from app.flows.packs import read_packs
from app.policy.roles import ROLE_RIGHTS
from app.web.pages import Chrome

ROOT = Path(__file__).resolve().parents[3]


NOW = 1_795_400_000


LARGE = Wiki("largewiki", "http://127.0.0.3:8000", site_name="Large Wiki")


SMALL = Wiki("smallwiki", "http://127.0.0.5:8000", site_name="Kleines Wiki", language="de")


PACKS = read_packs(ROOT / "app" / "flows" / "packs")


GUIDANCE = read_guidance(PACKS)


VISITOR = Chrome(
    name=None,
    rights=frozenset(),
    token="token-of-nobody",
    language="en",
    direction="ltr",
    path="/",
    queues_on=True,
    demo=True,
    contact="haven.maintainers@example.org",
    source="https://gitlab.wikimedia.org/toolforge-repos/haven",
    version="0.1.0",
)


def signed_in(name: str, role: Role, path: str = "/") -> Chrome:
    return replace(VISITOR, name=name, rights=ROLE_RIGHTS[role], token="token-of-a-session", path=path)


EDITOR = signed_in("Nilufar of the Meadow", Role.EDITOR)


ROLLBACKER = signed_in("Rolf Rückgängig", Role.SENDER)


ADMINISTRATOR = signed_in("Admina Large", Role.ADMINISTRATOR)


OVERSIGHTER = signed_in("Ovid Sighter with quite a long account name", Role.OVERSIGHTER, "/queues")


OMBUDS = signed_in("עומבודס", Role.OMBUDS, "/view-log")
