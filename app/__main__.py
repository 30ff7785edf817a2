"""Haven's commands: `python -m app COMMAND`. What they do stands in `app.commands` and is loaded when it is needed:
the job that follows the stream for weeks must not carry the web along.
"""

import argparse
import sys
from importlib import import_module

from app.flows.packs import BadPack
from app.flows.reading import BadFlow
from app.settings import ROOT, BadSettings, Settings

COMMANDS = {
    "serve": ("serving:serve", "serve on $PORT as the Procfile does"),
    "demo": ("serving:demo", "Haven with its sandbox farm, everything on loopback, forgotten when it ends"),
    "migrate": ("upkeep:run_migrations", "bring the database's tables up to date; safe to repeat"),
    "purge": ("upkeep:purge", "throw away what has expired"),
    "rotate-key": ("upkeep:rotate_key", "seal everything anew under the first of HAVEN_SEAL_KEYS"),
    "stream": ("following:stream", "follow the public event stream until it is ended (--check: is it well?)"),
    "parse": ("parsing:parse_text", "every target found in standard input, one JSON object a line"),
    "flow": ("flows:flow", "replay a guided flow (NAME), look for slips in all of them, or draw them"),
    "leak-check": (
        "leak_check:leak_check",
        "what would leak in a text of standard input, as JSON; 1 if something blocks",
    ),
    "rights": ("rights:rights", "the two role tables and every route's right, from the code"),
    "rules": ("rules:rules", "print docs/rules.md: each rule of the training module, and where it is embodied"),
    "doctor": ("doctor:doctor", "check a deployment: one line for each thing, 1 when something is wrong"),
    "data": ("upkeep:data_page", "print docs/data.md: every column, its meaning, how long it is kept, who may read it"),
}
"""Command -> its function in `app.commands`, and what it does."""


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


def _add_leak_check_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--as", dest="kind", required=True, metavar="KIND", help="what it goes out as, such as reply")
    command.add_argument("--language", metavar="CODE", help="look for the words of this language only")
    command.add_argument("--names", metavar="FILE", help="names that may not stand there, one a line")


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app", description="Haven, a private desk for functionaries")
    commands = parser.add_subparsers(dest="command", required=True)
    made = {name: commands.add_parser(name, help=about) for name, (_, about) in COMMANDS.items()}
    made["serve"].add_argument("--host", default="0.0.0.0")  # noqa: S104 - the platform's proxy stands before it
    made["demo"].add_argument("--port", type=int, default=8000)
    made["demo"].add_argument("--data", metavar="FOLDER", help="a changed copy of app/flows to look at")
    made["stream"].add_argument("--check", action="store_true", help="say whether the job is well; 1 when it is not")
    made["parse"].add_argument("--farm", help="folder with saved API answers, instead of the network")
    _add_flow_options(made["flow"])
    _add_leak_check_options(made["leak-check"])
    return parser.parse_args()


def main() -> int:
    """Run one command. A setting that is missing or wrong is one sentence, not a trace."""
    arguments = read_arguments()
    module, _, function = COMMANDS[arguments.command][0].partition(":")
    try:
        return int(getattr(import_module(f"app.commands.{module}"), function)(arguments))
    except (BadSettings, BadPack, BadFlow) as error:
        print(f"Haven does not start: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
