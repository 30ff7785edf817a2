"""Small servers that a test run starts on this machine and ends again: a free port, waiting for it, ending by id.

It knows nothing of what the servers are for, and it ends only process groups that were started here.
"""

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import uvicorn
from starlette.types import ASGIApp

_PORTS = range(20_000, 32_000)
"""Below those that the system gives to whoever connects: such a port could be taken before its server starts."""
_next = count(97 * os.getpid())
"""Test processes side by side look in other places, and no process is given a port twice."""


def find_free_port(host: str = "127.0.0.1") -> int:
    """A port nobody listens on, and that nobody else here will be given before it is used."""
    for number in _next:
        port = _PORTS[number % len(_PORTS)]
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return port
    raise AssertionError("counting does not end")


def wait_until_open(port: int, process: "subprocess.Popen[bytes]", seconds: float = 20) -> None:
    """Returns once the port accepts connections; raises if the process ends before, or too much time goes by."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with code {process.returncode} before it answered")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise RuntimeError(f"{process.args!r} did not answer on port {port} within {seconds} seconds")


def end_process_group(process: "subprocess.Popen[bytes]", seconds: float = 10) -> None:
    """Ends a process that was started as the leader of its own session, with all it started itself."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(seconds)


@contextmanager
def serve_app(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serves an ASGI app from a thread; yields its address, as in `http://127.0.0.1:40001`."""
    chosen = port or find_free_port(host)
    server = uvicorn.Server(uvicorn.Config(app, host=host, port=chosen, log_level="error", lifespan="auto"))
    thread = threading.Thread(target=server.run, name=f"serving {host}:{chosen}", daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError(f"the app did not start on {host}:{chosen}")
            time.sleep(0.01)
        yield f"http://{host}:{chosen}"
    finally:
        server.should_exit = True
        thread.join(10)
