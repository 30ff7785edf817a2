"""The sandbox: a small wiki farm of our own that speaks what Haven uses of MediaWiki.

For the demo, tests and screenshots only. Nothing in `app` but `__main__` imports it, and it imports nothing of Haven.
"""

from app.sandbox.demo import build_farm
from app.sandbox.farm import Farm
from app.sandbox.oauth.tokens import SANDBOX_KEY, SANDBOX_SECRET
from app.sandbox.server import farm_app, farm_server, open_sockets, serve

__all__ = ["SANDBOX_KEY", "SANDBOX_SECRET", "Farm", "build_farm", "farm_app", "farm_server", "open_sockets", "serve"]
