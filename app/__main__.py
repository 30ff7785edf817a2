"""Haven's commands: `python -m app COMMAND`. Each one is a short function here; what they do stands in the layers."""

import argparse
import asyncio
import base64
import contextlib
import json
import os
import secrets
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvicorn

from app.actions.checkup import Finding, check_deployment
from app.actions.pasting import farm_for
from app.actions.refusals import Unusable
from app.domain.wikis import Farm
from app.flows.checking import check_messages
from app.flows.drawing import draw
from app.flows.facts import as_facts, facts_of_pack
from app.flows.guidance import Guidance, read_guidance
from app.flows.packs import BadPack, Packs, read_packs
from app.flows.reading import BadFlow
from app.flows.replay import Answers, replay
from app.flows.scenarios import BadScenario, read_scenarios, try_scenarios
from app.flows.telling import check_names, read_answers, read_plain, tell
from app.jobs import purge as purging
from app.links.parser import parse
from app.links.saved_answers import as_contract, read_farm
from app.main import build_app, now, open_desk
from app.policy.roles import GLOBAL_ROLES, LOCAL_ROLES, ROLE_RIGHTS
from app.sandbox import build_farm, farm_server, open_sockets
from app.sandbox.oauth.tokens import SANDBOX_KEY, SANDBOX_SECRET
from app.sandbox.server import addresses
from app.settings import ROOT, BadSettings, Settings, from_environment
from app.store.data_register import write_data_page
from app.store.migrations import migrate
from app.store.rotation import rotate
from app.store.sealing import Vault
from app.store.session import JOB_CONNECTIONS, LONGEST_JOB_SECONDS, Database
from app.web.guard import guard_of
from app.web.messages import FALLBACK, Messages
from app.web.routes import ROUTERS
from app.web.routes.signing import CALLBACK

STOP_SECONDS = 10
"""A page under way may end; the platform waits 15 seconds."""


def serve(arguments: argparse.Namespace) -> int:
    """Serve on $PORT as the Procfile does. The proxy's headers are trusted from the pod network only."""
    settings = from_environment(os.environ)
    uvicorn.run(
        build_app(settings),
        host=arguments.host,
        port=int(os.environ.get("PORT", "8000")),
        access_log=False,
        server_header=False,
        log_level="warning",
        proxy_headers=True,
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", "192.168.0.0/16"),
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    return 0


def demo(arguments: argparse.Namespace) -> int:
    """Haven with its sandbox farm, everything on loopback, forgotten when it ends."""
    # Being ended politely cleans up as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="haven-demo-") as folder, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run_demo(arguments.port, Path(folder), Path(arguments.data) if arguments.data else None))
    return 0


def demo_settings(
    port: int, farm_server_address: str, folder: Path, short_link_host: str, data: Path | None = None
) -> Settings:
    """Settings that need no environment: sandbox secrets, a database in `folder`, queues on.

    `data` is a copy of app/flows that somebody changed and wants to see: its flows and its packs.
    """
    return Settings(
        central_wiki=f"{farm_server_address}/w/index.php",
        public_url=f"http://127.0.0.1:{port}",
        oauth_key=SANDBOX_KEY,
        oauth_secret=SANDBOX_SECRET,
        session_secret=secrets.token_urlsafe(32),
        seal_keys=(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),),
        database_url=f"sqlite+aiosqlite:///{folder / 'haven.db'}",
        contact="maintainers@haven.invalid",
        queues_on=os.environ.get("HAVEN_QUEUES", "on") == "on",
        demo=True,
        packs=data / "packs" if data else ROOT / "app" / "sandbox" / "packs",
        flows=data or Settings.flows,
        short_link_host=short_link_host,
    )


async def _run_demo(port: int, folder: Path, data: Path | None) -> None:
    farm = build_farm(port)
    settings = demo_settings(port, farm.central.server, folder, farm.short_link_host, data)
    await migrate(settings.database_url)
    haven = uvicorn.Server(
        uvicorn.Config(
            build_app(settings),
            access_log=False,
            server_header=False,
            log_level="warning",
            timeout_graceful_shutdown=2,
        )
    )
    wikis = farm_server(farm)
    print(f"\nHaven:  {settings.public_url}\n\nThe sandbox's wikis:")
    for wiki in farm.wikis.values():
        if wiki.is_open:
            print(f"  {wiki.dbname:<14}{wiki.server}")
    print("\nSign in as (no password):")
    for account in farm.accounts.values():
        print(f"  {account.name:<18}{account.role}")
    print("\nCtrl-C ends everything.\n", flush=True)
    running = asyncio.gather(
        haven.serve(sockets=open_sockets(["127.0.0.1"], port)), wikis.serve(sockets=open_sockets(addresses(farm), port))
    )
    with contextlib.suppress(asyncio.CancelledError):
        await running


def run_migrations(_arguments: argparse.Namespace) -> int:
    """Bring the database's tables up to date; safe to repeat."""
    asyncio.run(migrate(from_environment(os.environ).database_url))
    print("the database is up to date")
    return 0


def purge(_arguments: argparse.Namespace) -> int:
    """Throw away what has expired."""
    return asyncio.run(_with_database(lambda database: purging.run(database, now())))


def rotate_key(_arguments: argparse.Namespace) -> int:
    """Seal everything anew under the first of HAVEN_SEAL_KEYS; afterwards the older keys can be dropped."""

    async def run(database: Database) -> int:
        print(f"{await rotate(database)} rows were sealed anew; older keys can be dropped from HAVEN_SEAL_KEYS now")
        return 0

    return asyncio.run(_with_database(run))


async def _with_database(work: Callable[[Database], Awaitable[int]]) -> int:
    settings = from_environment(os.environ)
    database = Database(settings.database_url, Vault(settings.seal_keys), JOB_CONNECTIONS, longest=LONGEST_JOB_SECONDS)
    try:
        return await work(database)
    finally:
        await database.close()


def parse_text(arguments: argparse.Namespace) -> int:
    """Every target found in standard input, one JSON object a line."""
    text = sys.stdin.read()
    try:
        farm = _saved_farm(Path(arguments.farm)) if arguments.farm else asyncio.run(_live_farm(text))
    except Unusable as refused:
        print(f"not read: {refused.sentence}", file=sys.stderr)
        return 1
    for target in parse(text, farm):
        print(json.dumps(as_contract(target), ensure_ascii=False))
    return 0


def _saved_farm(folder: Path) -> Farm:
    siteinfos = {
        path.name.removesuffix(".siteinfo.json"): json.loads(path.read_text("utf-8"))
        for path in sorted(folder.glob("*.siteinfo.json"))
    }
    return read_farm(json.loads((folder / "sitematrix.json").read_text("utf-8")), siteinfos)


async def _live_farm(text: str) -> Farm:
    desk = open_desk(from_environment(os.environ), JOB_CONNECTIONS)
    try:
        return await farm_for(desk, text)
    finally:
        await desk.wikis.aclose()
        await desk.database.close()


def flow(arguments: argparse.Namespace) -> int:
    """Replay a guided flow (NAME), or look for slips in all of them (--check, --scenarios), or draw them (--draw)."""
    folder = Path(arguments.data)
    looking = arguments.check or arguments.scenarios
    try:
        packs = read_packs(folder / "packs")
        guidance = read_guidance(packs, folder)
        if looking or arguments.draw:
            _look_at_flows(arguments, guidance, packs)
            return 0
        print(json.dumps(_told(arguments, guidance, packs), ensure_ascii=False, indent=2))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1 if looking else 2
    return 0


def _look_at_flows(arguments: argparse.Namespace, guidance: Guidance, packs: Packs) -> None:
    """Raises BadFlow or BadScenario with every finding, one a line; draws only what is well."""
    if arguments.check:
        check_messages(Messages.load(ROOT / "app" / "messages").by_language[FALLBACK])
        print(f"nothing is wrong in {len(guidance.flows.by_id)} flows and {len(packs.by_wiki)} packs")
    if arguments.scenarios:
        scenarios = read_scenarios(Path(arguments.scenarios), packs)
        if found := try_scenarios(guidance.flows, scenarios):
            raise BadScenario("\n".join(found))
        print(f"{len(scenarios)} scenarios end where they say, and reach every outcome")
    if arguments.draw:
        _draw(guidance, Path(arguments.draw))


def _told(arguments: argparse.Namespace, guidance: Guidance, packs: Packs) -> dict[str, object]:
    """Raises ValueError with a sentence, OSError."""
    flows, wiki = guidance.flows, arguments.wiki
    if arguments.name not in flows.by_id:
        raise ValueError(f"there is no flow “{arguments.name or ''}”: {', '.join(flows.by_id)}")
    answers: Answers = read_answers(Path(arguments.answers)) if arguments.answers else {}
    check_names(flows, answers)
    facts = facts_of_pack(packs, wiki) if wiki else {}
    facts |= as_facts(read_plain(Path(arguments.facts))) if arguments.facts else {}
    trail = replay(flows, arguments.name, answers, facts)
    return tell(flows.by_id[arguments.name], trail, packs, guidance.contacts, wiki)


def _draw(guidance: Guidance, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawn in guidance.flows.by_id.items():
        (folder / f"{name}.svg").write_text(draw(drawn, guidance.flows), encoding="utf-8")
    print(f"{len(guidance.flows.by_id)} pictures are in {folder}")


def _add_flow_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", nargs="?", metavar="NAME", help="the flow, such as triage")
    command.add_argument("--wiki", default="", metavar="DBNAME", help="the wiki whose policy pack names the contacts")
    command.add_argument("--answers", metavar="FILE", help="JSON or TOML: question to answer, or to a list of answers")
    command.add_argument("--facts", metavar="FILE", help="JSON or TOML: fact to value, instead of asking the wikis")
    command.add_argument("--check", action="store_true", help="one line for each slip, 1 if there is one")
    folders = {
        "--scenarios": (ROOT / "tests" / "flows" / "scenarios", "one line for each that ends elsewhere, 1 if one does"),
        "--draw": (ROOT / "docs" / "flows", "one picture (SVG) for each flow"),
    }
    for option, (usual, about) in folders.items():
        command.add_argument(option, nargs="?", const=str(usual), metavar="FOLDER", help=about)
    command.add_argument("--data", default=str(Settings.flows), metavar="FOLDER", help="a copy of app/flows to read")


def rights(_arguments: argparse.Namespace) -> int:
    """The two role tables and every route's right, from the code."""
    print("Right on a wiki (carried by a local group there) -> role on that wiki")
    for right, role in LOCAL_ROLES.items():
        print(f"  {right:<18} {role.value}")
    print("\nGlobal group -> role")
    for group, role in GLOBAL_ROLES.items():
        print(f"  {group:<18} {role.value}")
    print("\nRole -> rights of Haven")
    for role, held in ROLE_RIGHTS.items():
        print(f"  {role.value:<18} {', '.join(sorted(held))}")
    print("\nRoute -> right")
    for router in ROUTERS:
        for route in router.routes:
            guard = guard_of(route)  # type: ignore[arg-type]
            stated = guard.right.value if guard and guard.right else "public"
            methods = ",".join(sorted(route.methods))  # type: ignore[attr-defined]
            print(f"  {methods:<5} {route.path:<36} {stated}")  # type: ignore[attr-defined]
    return 0


def doctor(_arguments: argparse.Namespace) -> int:
    """Check a deployment: one line for each thing, 1 when something is wrong."""
    settings = from_environment(os.environ)
    findings = asyncio.run(_check(settings))
    for finding in findings:
        print(f"{'ok   ' if finding.well else 'WRONG'} {finding.about}: {finding.say}")
    return 0 if all(finding.well for finding in findings) else 1


async def _check(settings: Settings) -> list[Finding]:
    desk = open_desk(settings, JOB_CONNECTIONS)
    return await check_deployment(desk, settings.database_url, settings.public_url + CALLBACK, settings.stream_url)


def data_page(_arguments: argparse.Namespace) -> int:
    """Print docs/data.md: every column, its meaning, how long it is kept and who may read it."""
    print(write_data_page(), end="")
    return 0


def main() -> int:
    """Run one command. A setting that is missing or wrong is one sentence, not a trace."""
    parser = argparse.ArgumentParser(prog="python -m app", description="Haven, a private desk for functionaries")
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=(run.__doc__ or "").partition("\n")[0])
        command.set_defaults(run=run)
        return command

    add("serve", serve).add_argument("--host", default="0.0.0.0")  # noqa: S104 - the platform's proxy stands before it
    demonstration = add("demo", demo)
    demonstration.add_argument("--port", type=int, default=8000)
    demonstration.add_argument("--data", metavar="FOLDER", help="a changed copy of app/flows to look at")
    add("migrate", run_migrations)
    add("purge", purge)
    add("rotate-key", rotate_key)
    add("parse", parse_text).add_argument("--farm", help="folder with saved API answers, instead of the network")
    _add_flow_options(add("flow", flow))
    add("rights", rights)
    add("doctor", doctor)
    add("data", data_page)
    arguments = parser.parse_args()
    try:
        return int(arguments.run(arguments))
    except (BadSettings, BadPack, BadFlow) as error:
        print(f"Haven does not start: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
