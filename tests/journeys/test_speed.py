"""How many questions Haven asks the wikis for each step, counted from the sandbox's access log. Never a time.

Each step stands alone: the log is emptied right before it. "Cold" is a process that remembers nothing of the farm and
of nobody's rights; "warm" is the same step once more.
"""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from math import ceil
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from bs4 import BeautifulSoup, Tag

from app.actions.pasting import keep_draft
from app.domain.targets import Pointer
from app.main import build_app
from app.sandbox import Farm, build_farm
from app.sandbox.cases import add_bulk, add_history
from app.store.migrations import migrate
from tests.journeys.cases import harbour
from tests.support.haven import SAME_ORIGIN, Client, Haven, make_settings, open_haven, pointers
from tests.support.loopback import find_free_port, serve_app
from tests.support.page_checks import words
from tests.support.sandbox import IN_PROCESS_PORT, Sandbox, start_sandbox

API = "/w/api.php"
IDS_A_REQUEST = 50
FARM = Counter(sitematrix=1, siteinfo=1)
"""What the farm's description costs: who is in it, and which of them is the central wiki."""
STANDING = Counter(globaluserinfo=1, users=1)
"""What a person holding groups on one wiki costs; the wiki's own description (siteinfo) is kept apart."""
FRESH = STANDING
"""Rights read from the wiki concerned at that moment."""


def asked(farm: Farm) -> Counter[str]:
    """The API calls since the log was emptied, by what they were about."""
    return Counter("revisions" if "revisions" in each.modules else each.modules[0] for each in _api(farm))


def revision_calls(farm: Farm) -> Mapping[str, int]:
    """How many of them asked for revisions, wiki by wiki. None may ask for more than the API's limit."""
    found = [each for each in _api(farm) if "revisions" in each.modules]
    assert all(0 < each.values_of("revids") <= IDS_A_REQUEST for each in found)
    return Counter(each.wiki for each in found)


def _api(farm: Farm) -> list:  # type: ignore[type-arg]
    return list(farm.access_log.entries(path=API))
