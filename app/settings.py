"""One frozen object made from environment variables; everything that a deployment may choose stands here.

Outside the demo a missing secret stops the start, naming the variable and never its value.
"""

import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

VERSION = "0.1.0"
SOURCE = "https://gitlab.wikimedia.org/toolforge-repos/haven"
ROOT = Path(__file__).resolve().parent.parent
TOOLSDB_HOST = "tools.db.svc.wikimedia.cloud"


class BadSettings(Exception):
    """The environment cannot be used; the message names the variable and what is wrong with it."""


@dataclass(frozen=True)
class Settings:
    """How this Haven is set up. Secrets are left out of `repr`, so that no log line can show them."""

    central_wiki: str
    public_url: str
    oauth_key: str
    oauth_secret: str = field(repr=False)
    session_secret: str = field(repr=False)
    seal_keys: tuple[str, ...] = field(repr=False)
    database_url: str = field(repr=False)
    contact: str
    stream_url: str | None = None
    queues_on: bool = False
    demo: bool = False
    packs: Path = ROOT / "app" / "flows" / "packs"
    flows: Path = ROOT / "app" / "flows"
    operator: str = ""
    key_holders: str = ""
    agreement: str = ""
    oauth_callback_fixed: bool = False
    source: str = SOURCE
    short_link_host: str = "w.wiki"

    @property
    def secure(self) -> bool:
        """Whether browsers reach Haven by https: then cookies carry the `__Host-` prefix."""
        return self.public_url.startswith("https://")

    @property
    def public_host(self) -> str:
        return urlsplit(self.public_url).netloc

    @property
    def user_agent(self) -> str:
        """Wikimedia asks every client to say what it is and whom to write to (User-Agent policy)."""
        return f"Haven/{VERSION} ({self.public_url}; {self.contact})"


_NEEDED = {
    "HAVEN_CENTRAL_WIKI": "the address of the central wiki's index.php",
    "HAVEN_PUBLIC_URL": "the address under which browsers reach Haven",
    "HAVEN_OAUTH_KEY": "the key of the OAuth 1.0a consumer",
    "HAVEN_OAUTH_SECRET": "the secret of the OAuth 1.0a consumer",
    "HAVEN_SESSION_SECRET": "a long random text that signs the session cookie",
    "HAVEN_SEAL_KEYS": "Fernet keys, newest first, separated by commas",
    "HAVEN_CONTACT": "whom to write to about this Haven",
}


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings of a real deployment. Raises BadSettings with the first thing that is wrong."""
    for name, meaning in _NEEDED.items():
        if not environment.get(name, "").strip():
            raise BadSettings(f"{name} is missing: {meaning}")
    return Settings(
        central_wiki=_address("HAVEN_CENTRAL_WIKI", environment["HAVEN_CENTRAL_WIKI"]),
        public_url=_origin("HAVEN_PUBLIC_URL", environment["HAVEN_PUBLIC_URL"]),
        oauth_key=environment["HAVEN_OAUTH_KEY"],
        oauth_secret=environment["HAVEN_OAUTH_SECRET"],
        session_secret=_long_enough("HAVEN_SESSION_SECRET", environment["HAVEN_SESSION_SECRET"]),
        seal_keys=_seal_keys(environment["HAVEN_SEAL_KEYS"]),
        database_url=_database_url(environment),
        contact=environment["HAVEN_CONTACT"],
        stream_url=_origin("HAVEN_STREAM_URL", environment["HAVEN_STREAM_URL"])
        if environment.get("HAVEN_STREAM_URL")
        else None,
        queues_on=_switch("HAVEN_QUEUES", environment.get("HAVEN_QUEUES", "off")),
        packs=Path(environment["HAVEN_PACKS"]) if environment.get("HAVEN_PACKS") else Settings.packs,
        flows=Path(environment["HAVEN_FLOWS"]) if environment.get("HAVEN_FLOWS") else Settings.flows,
        operator=environment.get("HAVEN_OPERATOR", ""),
        key_holders=environment.get("HAVEN_KEY_HOLDERS", ""),
        agreement=environment.get("HAVEN_AGREEMENT", ""),
        source=environment.get("HAVEN_SOURCE") or SOURCE,
        short_link_host=_host("HAVEN_SHORT_LINK_HOST", environment.get("HAVEN_SHORT_LINK_HOST") or "w.wiki"),
        oauth_callback_fixed=_switch(
            "HAVEN_OAUTH_CALLBACK_FIXED", environment.get("HAVEN_OAUTH_CALLBACK_FIXED", "off")
        ),
    )


def _address(name: str, value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("https", "http") or not parts.netloc or parts.query or parts.fragment:
        raise BadSettings(f"{name} is not an address such as https://example.org/w/index.php")
    if parts.scheme == "http" and not (parts.hostname or "").startswith("127."):
        raise BadSettings(f"{name} has to be https")
    return value


def _origin(name: str, value: str) -> str:
    """An address without a path: Haven stands at the root of its host."""
    address = _address(name, value).rstrip("/")
    if urlsplit(address).path:
        raise BadSettings(f"{name} has to be without a path, such as https://haven.example.org")
    return address


def _host(name: str, value: str) -> str:
    """A host, or nothing for `off`: then no short link is ever asked."""
    if value == "off":
        return ""
    if not re.fullmatch(r"[a-z0-9.-]+(?::[0-9]{1,5})?", value):
        raise BadSettings(f"{name} is not a host such as w.wiki, nor off")
    return value


def _long_enough(name: str, value: str) -> str:
    if len(value) < 32:
        raise BadSettings(f"{name} is too short: use at least 32 signs")
    return value


def _seal_keys(value: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in value.split(",") if key.strip())
    if not keys or not all(_is_fernet_key(key) for key in keys):
        raise BadSettings("HAVEN_SEAL_KEYS has to hold Fernet keys (44 signs each), separated by commas")
    return keys


def _is_fernet_key(key: str) -> bool:
    """32 bytes in the URL-safe base64 alphabet."""
    try:
        return len(key) == 44 and len(urlsafe_b64decode(key.encode("ascii"))) == 32
    except ValueError:
        return False


def _switch(name: str, value: str) -> bool:
    if value not in ("on", "off"):
        raise BadSettings(f"{name} is either on or off")
    return value == "on"


def _database_url(environment: Mapping[str, str]) -> str:
    """`HAVEN_DATABASE_URL`, or ToolsDB's from what Toolforge injects. Raises BadSettings."""
    if environment.get("HAVEN_DATABASE_URL"):
        url = environment["HAVEN_DATABASE_URL"]
        name = urlsplit(url).path.rpartition("/")[2]
    else:
        parts = [environment.get(key, "") for key in ("TOOL_TOOLSDB_USER", "TOOL_TOOLSDB_PASSWORD")]
        name = environment.get("HAVEN_DATABASE_NAME", "")
        if not all(parts) or not name:
            raise BadSettings("HAVEN_DATABASE_URL is missing (or, on Toolforge, HAVEN_DATABASE_NAME)")
        user, password = (quote(part, safe="") for part in parts)
        url = f"mysql+aiomysql://{user}:{password}@{TOOLSDB_HOST}/{name}?charset=utf8mb4"
    if name.endswith("_p"):
        # SECURITY: on ToolsDB every tool may read databases whose name ends in _p.
        raise BadSettings("the database's name must not end in _p: every tool on Toolforge may read such databases")
    return url
