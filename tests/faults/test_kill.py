"""The server is killed in the middle of writing: what was acknowledged is there, nothing is torn.

A real server with two processes, people who write as fast as it answers, and SIGKILL at a random
moment; then the books are proved and it starts again on the same database.
"""

import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from rescue_center import clock
from rescue_center.db import db
from rescue_center.media import store
from rescue_center.media.models import Media
from tests.databases import Databases
from tests.faults.forked import loaded
from tests.faults.race import faults, size
from tests.faults.shift import Shift, missing, nothing_is_torn
from tests.makers import DAY
from tests.server import Live, serving

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
    cycles, orphans = size(1, 5), 0
    for _ in range(cycles):
        with serving(database, tmp_path, workers=2) as live:
            counts += killed_at_work(live)
            orphans += swept(live.app)
            assert nothing_is_torn(live.app)
    measured(f"{cycles} kills, acknowledged and there {dict(counts)}, {orphans} orphans swept")
    assert counts.total() >= cycles


def test_a_centre_that_is_killed_again_and_again_loses_nothing(
    databases: Databases, tmp_path: Path, measured: Callable[[object], None]
) -> None:
    """Many more kills than the real server could be started for."""
    counts: Counter[str] = Counter()
    cycles, orphans = size(2, 200), 0
    with loaded(databases.fresh(), tmp_path) as centre:
        for _ in range(cycles):
            centre.begin()
            counts += killed_at_work(centre)
            orphans += swept(centre.app)
    measured(f"{cycles} kills, acknowledged and there {dict(counts)}, {orphans} orphans swept")
    assert counts.total() >= 6 * cycles


def killed_at_work(live: Live) -> Counter[str]:
    """What was acknowledged until a kill at a random moment, by kind; it is all there."""
    with Shift(live) as shift:
        shift.wait_for(303, times=6)
        time.sleep(random.uniform(0, 0.3))
        live.kill()
    assert shift.odd == []
    assert missing(live.app, shift.told) == []
    assert nothing_is_torn(live.app), faults(live.app)
    return Counter({kind: len(words) for kind, words in shift.told.items()})
