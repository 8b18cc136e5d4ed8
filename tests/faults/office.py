"""The office of the running centre, where two people sit at one page.

A real server with two processes; each act is sent twice at one moment.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import pytest

from rescue_center import clock
from rescue_center.db import db, writing
from rescue_center.species.models import ProtocolTest
from tests.databases import Databases
from tests.faults.desks import Answer, Desk, send_at_once
from tests.faults.race import faults
from tests.makers import make_group
from tests.server import Live, serving

#: Everybody may do everything but keep accounts, which is another desk.
ALL = ("keeper", "vet", "coordinator", "registrar", "officer", "manager", "admin")


@dataclass
class Office:
    """The running centre, and two people in it."""

    live: Live

    @cached_property
    def two(self) -> list[Desk]:
        return [Desk(self.live, *ALL) for _ in range(2)]

    def make(self, make: Callable[[], Any]) -> Any:
        """Put something into the centre; returns what is told of it."""
        with self.live.app.app_context(), writing():
            told = make()
            db.session.commit()
            return told

    def ask(self, ask: Callable[[], Any]) -> Any:
        """Look into the centre's books."""
        with self.live.app.app_context():
            return ask()

    def race(self, path: str, having: str = "", **words: str) -> list[Answer]:
        """Both have the same page open, type the same and press at one moment."""
        sheets = [desk.open(path, having).fill(**words) for desk in self.two]
        return send_at_once(self.two, sheets)


@pytest.fixture(scope="session")
def office(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with serving(databases.fresh(), folder, workers=2) as live:
        yield Office(live)
        assert faults(live.app) == {}  # whatever they did, the books agree
        log = live.log.read_text(errors="replace")
    assert "Traceback" not in log, log[-4000:]


def one_was_heard(answers: list[Answer], because: str) -> tuple[Answer, Answer]:
    """The answer to who was heard, and to who was not; the latter says `because`."""
    heard = [a for a in answers if a.was_heard]
    told = [a for a in answers if not a.was_heard]
    assert len(heard) == 1, [(a.status, a.sentences) for a in answers]
    for answer in told:
        assert answer.status in (409, 422), (answer.status, answer.html[:500])
        assert because in answer.sentences, answer.sentences
    return heard[0], told[0]


def hour_ago() -> datetime:
    """Before anybody acts."""
    return clock.now() - timedelta(hours=1)


#: SQLite's writers are alone, so there two of each kind stand for all.
FEW = ("an animal", "a unit", "close a unit", "record a death")


def protocol_test() -> str:
    """The page of a test that a protocol asks for."""
    group = make_group()
    db.session.add(ProtocolTest(group=group, position=1, name="Faeces", first_day=3))
    db.session.flush()
    return f"/protocols/{group.key}/tests/1"
