"""`make run` starts from nothing, says who can sign in, stops, and goes on where it was."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest

from rescue_center.config import ROOT
from rescue_center.policy import Role
from tests.conftest import unavailable
from tests.server import free_port

#: What a start may take; a machine that runs other tests beside is given more than `make run` is.
PATIENCE = 120


@dataclass
class Started:
    """A centre that `make run` started, and what it said until it served."""

    process: subprocess.Popen[str]
    url: str
    said: str
    seconds: float

    def stop(self) -> tuple[int, str]:
        """Ctrl-C; returns the exit code and the last words."""
        self.process.send_signal(signal.SIGINT)
        last, _ = self.process.communicate(timeout=30)
        return self.process.returncode, last


Start = Callable[..., Started]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a centre in a folder of its own, as `make run` does once all is installed."""
    if not list((ROOT / "migrations" / "versions").glob("*.py")):
        unavailable("make run: there is no migration yet")
    processes: list[subprocess.Popen[str]] = []
    port = free_port()

    def go(**settings: str) -> Started:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("RESCUE_")}
        own = {"RESCUE_INSTANCE_DIR": str(tmp_path), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "tools/serve.py"], cwd=ROOT, env=kept | own | settings, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        processes.append(process)
        said = _until_serving(process)
        url = f"http://127.0.0.1:{port}"
        _until_answering(url)
        return Started(process, url, said, time.monotonic() - began)

    yield go
    for process in processes:
        process.terminate()
        process.communicate(timeout=30)


def _until_serving(process: subprocess.Popen[str]) -> str:
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if line.startswith("Serving on"):
            return said
    raise AssertionError(f"it ended before it served:\n{said}")


def _until_answering(url: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            assert answer(f"{url}/healthz").status == 200
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return


def answer(url: str, **form: str) -> HTTPResponse:
    body = urlencode(form).encode() if form else None
    with urllib.request.urlopen(url, body, timeout=30) as response:
        return response


def size_of_the_centre(database: Path) -> tuple[int, int, int]:
    """The animals in care, their species, and the enclosures."""
    with closing(sqlite3.connect(database)) as connection:
        heads, species = connection.execute(
            "SELECT sum(count), count(DISTINCT taxon_id) FROM animal JOIN stay"
            " ON stay.animal_id = animal.id AND stay.ended_at IS NULL"
        ).fetchone()
        query = "SELECT count(*) FROM unit WHERE level = 'enclosure'"
        return heads, species, connection.execute(query).fetchone()[0]


def test_an_empty_centre_prints_the_link_to_its_first_administrator(start: Start) -> None:
    centre = start(DEMO="0")
    link = re.search(rf"{centre.url}/\S+", centre.said)
    assert link is not None, centre.said
    assert answer(link[0]).status == 200
    assert answer(f"{centre.url}/readyz").status == 200
    code, last = centre.stop()
    assert (code, "Stopped." in last) == (0, True)
    again = start(DEMO="0", WORKERS="1")
    assert again.seconds < PATIENCE
    assert re.search(rf"{again.url}/\S+", again.said)


def test_the_demo_starts_with_a_sign_in_for_every_role_and_keeps_its_data(
    start: Start, tmp_path: Path
) -> None:
    first = start(RESCUE_DEMO_PASSWORD="three tame otters", WORKERS="1")
    for role in Role:
        assert re.search(rf"\b{role.value}\s+three tame otters", first.said), role
    first.stop()
    heads, species, enclosures = size_of_the_centre(tmp_path / "rescue.sqlite3")
    assert 1100 <= heads <= 1300 and 90 <= species <= 120 and 140 <= enclosures <= 165
    second = start(WORKERS="1")
    assert size_of_the_centre(tmp_path / "rescue.sqlite3") == (heads, species, enclosures)
    password = re.search(r"\bvet\s+(\S+)$", second.said, re.M)
    assert password is not None and password[1] not in first.said
    home = answer(f"{second.url}/sign-in", name="vet", password=password[1])
    assert not home.geturl().endswith("/sign-in")


def test_a_port_in_use_is_told_with_another_to_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "tools/serve.py"], cwd=ROOT, env=os.environ | {"PORT": str(port)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert f"Port {port} is in use. Choose another: make run PORT={port + 1}" in done.stderr


def test_a_worker_that_is_told_to_stop_while_it_loads_stops(tmp_path: Path) -> None:
    forked = (
        "import signal; signal.signal(signal.SIGTERM, lambda *_: None); import wsgi; "
        "print(signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)"
    )
    own = {"RESCUE_INSTANCE_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", forked], cwd=ROOT, env=os.environ | own, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "True\n"
