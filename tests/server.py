"""The real application under its real server, for tests and the benchmark."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from rescue_center import create_app
from rescue_center.config import ROOT
from rescue_center.db import db
from tests.databases import settings


@dataclass
class Live:
    """A running centre: its address, and the application on the same database, to arrange facts."""

    url: str
    app: Flask
    process: subprocess.Popen[bytes]
    log: Path
    anew: Callable[[Path], subprocess.Popen[bytes]] | None = None

    def kill(self) -> None:
        """End it without a goodbye, workers too."""
        os.killpg(self.process.pid, 9)
        self.process.wait(10)

    def start_again(self, program: Path = ROOT) -> None:
        """Begin anew after it ended, at the same address; another version of the program, too."""
        assert self.anew is not None
        self.process = self.anew(program)
        _wait(self)


def environment(config: dict[str, Any], **more: str) -> dict[str, str]:
    """What a process of its own needs to be the same centre as an application of `config`."""
    own = {f"RESCUE_{key}": str(value) for key, value in config.items() if key != "TESTING"}
    kept = {key: value for key, value in os.environ.items() if not key.startswith("RESCUE_")}
    return kept | own | more


@contextmanager
def serving(database: str, folder: Path, *, workers: int = 1, **more: str) -> Iterator[Live]:
    """The centre on `database`, answering on a free port of this machine until the block ends.

    `more` are further settings (`RESCUE_TIMEZONE="Asia/Bangkok"`). A response 500 is a fault of
    ours, so its traceback is in `log`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    config = settings(database, folder) | {"BASE_URL": f"http://127.0.0.1:{port}"}
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--no-ws",
        "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "2", "--log-level", "warning", "wsgi:app",
    ]  # fmt: skip
    log = folder / "server.log"

    def begin(program: Path) -> subprocess.Popen[bytes]:
        with log.open("ab") as out:
            return subprocess.Popen(
                command, cwd=program, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                env=environment(config, **more) | {"PYTHONPATH": str(program)}, process_group=0,
            )  # fmt: skip

    live = Live(f"http://127.0.0.1:{port}", create_app(config), begin(ROOT), log, begin)
    try:
        _wait(live)
        yield live
    finally:
        live.process.terminate()
        try:
            live.process.wait(10)
        except subprocess.TimeoutExpired:
            live.kill()
        with live.app.app_context():
            db.session.remove()
            db.engine.dispose()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(live: Live) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and live.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{live.url}/healthz", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the server did not start:\n{live.log.read_text(errors='replace')}")
