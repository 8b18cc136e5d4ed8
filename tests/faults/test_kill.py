"""The server is killed in the middle of writing: what was acknowledged is there, nothing is torn.

A real server with two processes, people who write as fast as it answers, and SIGKILL at a random
moment; then the books are proved and it starts again on the same database.
"""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from rescue_center import clock, create_app
from rescue_center.cases.models import Case
from rescue_center.config import ROOT
from rescue_center.db import db, writing
from rescue_center.media import store
from rescue_center.media.models import Media
from rescue_center.species.load import load
from tests.databases import Databases, settings
from tests.exchange.makers import csv_of, row
from tests.faults.race import faults, size
from tests.faults.shift import Shift, missing, nothing_is_torn
from tests.makers import (
    AT,
    DAY,
)
from tests.server import environment, serving

pytestmark = pytest.mark.faults


def swept(app: Flask) -> int:
    """How many files no row names, once they are a day old; they are removed."""
    with app.app_context():
        known = set(db.session.scalars(sa.select(Media.sha256)))
        files = list(store.orphans(known, clock.now() + 2 * DAY))
        for file in files:
            file.unlink()
        return len(files)


def test_what_a_killed_server_acknowledged_is_there_and_whole(
    databases: Databases, tmp_path: Path, measured: Callable[[object], None]
) -> None:
    database = databases.fresh()
    counts: Counter[str] = Counter()
    cycles, orphans = size(1, 20), 0
    for _ in range(cycles):
        with serving(database, tmp_path, workers=2) as live:
            with Shift(live) as shift:
                shift.wait_for(303, times=6)
                time.sleep(random.uniform(0, 0.3))
                live.kill()
            assert shift.odd == []
            assert missing(live.app, shift.told) == []
            assert nothing_is_torn(live.app), faults(live.app)
            orphans += swept(live.app)
            assert nothing_is_torn(live.app)
            counts.update({kind: len(words) for kind, words in shift.told.items()})
    measured(f"{cycles} kills, acknowledged and there {dict(counts)}, {orphans} orphans swept")
    assert counts.total() >= cycles


# --- a long command ------------------------------------------------------------------------------


@dataclass
class Office:
    """A centre without a server, and a file of three hundred seizures."""

    app: Flask
    file: Path
    config: dict[str, Any]
    #: How long an import may take, in seconds; it is killed before or after that.
    took: float = 5
    begun: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def begin(self) -> "subprocess.Popen[bytes]":
        """Begin the import as a process of its own."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "import", "cases"]
        process = subprocess.Popen(
            [*command, str(self.file)], cwd=ROOT, env=environment(self.config),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.begun.append(process)
        return process

    def cases(self) -> int:
        """How many seizures there are."""
        with self.app.app_context():
            count = db.session.scalar(sa.select(sa.func.count()).select_from(Case))
            db.session.rollback()
            return int(count or 0)


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    config = settings(databases.fresh(), tmp_path / "instance")
    file = tmp_path / "cases.csv"
    file.write_text(csv_of(*(row(event_id=f"X-{n}") for n in range(300))), encoding="utf-8")
    office = Office(create_app(config), file, config)
    with office.app.app_context(), writing():
        load(at=AT)
        db.session.commit()
    yield office
    for process in office.begun:
        process.kill()
        process.communicate()
    with office.app.app_context():
        db.engine.dispose()


def test_an_import_that_is_killed_stored_all_or_nothing_and_is_done_again(
    office: Office, measured: Callable[[object], None]
) -> None:
    kills, stored = size(1, 10), []
    for number in range(kills):
        office.file.write_text(
            csv_of(*(row(event_id=f"{number}-{n}") for n in range(300))), encoding="utf-8"
        )
        before, process = office.cases(), office.begin()
        time.sleep(random.uniform(1.0, office.took))
        process.kill()
        process.wait()
        stored.append(office.cases() - before)
        assert stored[-1] in (0, 300)
        assert nothing_is_torn(office.app)
    again = office.begin()
    said, _ = again.communicate(timeout=300)
    assert again.returncode == 0, said
    assert office.cases() % 300 == 0
    there = stored[-1]
    assert said.decode().splitlines()[-1] == (
        f"rows: 300, stored: {300 - there}, already there: {there}, reported: 0"
    )
    measured(f"{kills} kills: {stored.count(0)} before it was stored, {stored.count(300)} after")
