"""The centre in two processes, forked from one in which it is loaded: to be killed and begun again
two hundred times, where starting the real server each time would take half an hour."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.serving import make_server

from rescue_center import create_app
from rescue_center.config import ROOT
from rescue_center.db import db
from tests.databases import settings
from tests.server import Live, environment, free_port

WORKERS = 2


class Centre(Live):
    """A centre that is begun anew after each kill."""

    workers: list[int]

    def begin(self) -> None:
        """Let two processes serve."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(b"begin\n")
        self.process.stdin.flush()
        self.workers = [int(self.process.stdout.readline()) for _ in range(WORKERS)]

    def kill(self) -> None:
        """End both without a goodbye."""
        for worker in self.workers:
            os.kill(worker, signal.SIGKILL)


@contextmanager
def loaded(database: str, folder: Path) -> Iterator[Centre]:
    """The centre on `database`, loaded but not yet serving."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    config = settings(database, folder) | {"BASE_URL": url}
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forked", str(port), *_compiled()], cwd=ROOT,
            env=environment(config), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=out,
        )  # fmt: skip
    centre = Centre(url, create_app(config), process, log)
    try:
        yield centre
    finally:
        process.communicate(timeout=20)  # no more words: it ends, and its workers with it
        with centre.app.app_context():
            db.session.remove()
            db.engine.dispose()


def _compiled() -> list[str]:
    """Where this run keeps what templates are compiled to."""
    cache = Flask.jinja_options.get("bytecode_cache")
    return [cache.directory] if isinstance(cache, FileSystemBytecodeCache) else []


def main(port: int, *compiled: str) -> None:
    """For each line that is read fork two workers, and tell their numbers once they listen."""
    if compiled:
        Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(*compiled)}
    from wsgi import app

    for template in app.jinja_env.list_templates():
        app.jinja_env.get_template(template)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for who is killed
    begun: list[int] = []
    for _ in sys.stdin:
        begun = []
        for _ in range(WORKERS):
            listening = socket.socket()
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            listening.bind(("127.0.0.1", port))
            listening.listen(64)
            begun.append(os.fork())
            if begun[-1] == 0:
                sys.stdin.close()
                make_server(
                    "127.0.0.1", port, app, threaded=True, fd=listening.fileno()
                ).serve_forever()
            listening.close()
        print(*begun, sep="\n", flush=True)  # noqa: T201
    for worker in begun:
        os.kill(worker, signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
