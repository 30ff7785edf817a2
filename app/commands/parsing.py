"""Reading text as the box does, for scripts: one target a line."""

import argparse
import asyncio
import json
import os
import sys
from pathlib import Path

from app.actions.pasting import farm_for
from app.actions.refusals import Unusable
from app.domain.wikis import Farm
from app.links.parser import parse
from app.links.saved_answers import as_contract, read_farm
from app.main import open_desk
from app.settings import from_environment
from app.store.session import JOB_CONNECTIONS


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
