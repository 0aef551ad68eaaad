"""Starting the dashboard's server and telling when it answers."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from analysis.errors import ReadoutError
from analysis.settings import ROOT

_POLL = 0.1  # seconds between two looks at the server


def serve_dashboard(port: int, address: str, on_ready: Callable[[str], object]) -> int:
    """Run the dashboard until it stops; call ``on_ready(url)`` once it answers.

    Returns the server's exit status; an interrupt (Ctrl + C) ends it with 0. Raises ReadoutError
    when the port is taken.
    """
    if _is_taken(port, address):
        raise ReadoutError(
            f"port {port} is in use, perhaps by Readout itself; look at http://{address}:{port} "
            "or choose another one: make run PORT=8502"
        )
    server = subprocess.Popen(command(port, address), cwd=ROOT)
    url = f"http://{address}:{port}"
    try:
        if answers(f"{url}/_stcore/health", server):
            on_ready(url)
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        server.terminate()
        server.wait(timeout=10)


def command(port: int, address: str) -> list[str]:
    """What starts the dashboard's server, with this Python."""
    options = {"port": port, "address": address, "headless": "true"}
    flags = [f"--server.{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", "dashboard.py", *flags]


def answers(url: str, server: subprocess.Popen[bytes]) -> bool:
    """Wait until ``url`` answers; False when the server stops first."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(_POLL)
    return False


def _is_taken(port: int, address: str) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((address, port)) == 0
