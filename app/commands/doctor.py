"""The doctor: is a deployment well? One line for each thing; nothing of a secret, nothing that somebody stored."""

import argparse
import asyncio
import os
import re
from urllib.parse import urlsplit

from app.actions.checkup import Deployment, Finding, check_deployment
from app.flows.checking import check_messages
from app.main import open_desk
from app.settings import ROOT, Settings, from_environment
from app.store.session import JOB_CONNECTIONS
from app.web.messages import FALLBACK, Messages
from app.web.routes.signing import CALLBACK

KEYS_AT_MOST = 2
"""The newest, and while a rotation is under way the one before."""

TOLD_ON_PRIVACY = {
    "HAVEN_OPERATOR": "operator",
    "HAVEN_KEY_HOLDERS": "key_holders",
    "HAVEN_AGREEMENT": "agreement",
}


def doctor(_arguments: argparse.Namespace) -> int:
    """Check a deployment: one line for each thing, 1 when something is wrong."""
    settings = from_environment(os.environ)
    findings = [*check_settings(settings), *asyncio.run(_check(settings)), check_words()]
    for finding in findings:
        print(f"{'ok   ' if finding.well else 'WRONG'} {finding.about}: {finding.say}")
    return 0 if all(finding.well for finding in findings) else 1


async def _check(settings: Settings) -> list[Finding]:
    desk = open_desk(settings, JOB_CONNECTIONS)
    return await check_deployment(desk, deployment_of(settings))


def deployment_of(settings: Settings) -> Deployment:
    """What runs side by side is as the files for the platform say that lie beside this code."""
    service = (ROOT / "service.template").read_text("utf-8")
    jobs = (ROOT / "toolforge-jobs.yaml").read_text("utf-8")
    replicas = re.search(r"(?m)^replicas: *([0-9]+)", service)
    return Deployment(
        database_url=settings.database_url,
        callback=settings.public_url + CALLBACK,
        stream_url=settings.stream_url,
        replicas=int(replicas[1]) if replicas else 1,
        jobs=len(re.findall(r"(?m)^- name:", jobs)),
    )


def check_settings(settings: Settings) -> list[Finding]:
    """What the start does not refuse, and what should be all the same. Says of secrets that they are set."""
    is_https = urlsplit(settings.public_url).scheme == "https"
    keys = len(settings.seal_keys)
    missing = [name for name, field in TOLD_ON_PRIVACY.items() if not getattr(settings, field).strip()]
    return [
        Finding("address", is_https, "https" if is_https else "http: for trying out on this machine only"),
        Finding("secrets", True, "the OAuth secret is set, the session secret is set and long enough"),
        Finding("seal keys", len(set(settings.seal_keys)) == keys <= KEYS_AT_MOST, _say_keys(settings.seal_keys)),
        Finding(
            "privacy page",
            not (missing and settings.queues_on),
            f"does not say all: {', '.join(missing)}" if missing else "says who operates this and who holds its keys",
        ),
    ]


def _say_keys(keys: tuple[str, ...]) -> str:
    if len(set(keys)) < len(keys):
        return "one of them stands there twice"
    if len(keys) == 1:
        return "1"
    if len(keys) == KEYS_AT_MOST:
        return "2: a change of keys is under way; when it is done, drop the second"
    return f"{len(keys)}: old ones that are kept open every stolen copy of their time"


def check_words() -> Finding:
    """The messages, and whether the guided flows find theirs."""
    messages = Messages.load(ROOT / "app" / "messages")
    try:
        check_messages(messages.by_language[FALLBACK])
    except Exception as error:
        return Finding("messages", False, f"one that the guided flows need is missing ({type(error).__name__})")
    return Finding("messages", True, f"{len(messages.by_language[FALLBACK])}, in: {', '.join(messages.languages)}")
