"""A long command is killed: it did all of its work or nothing, and can be begun again."""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from rescue_center import create_app
from rescue_center.animals.models import Animal
from rescue_center.cases.models import Case
from rescue_center.config import ROOT
from rescue_center.db import Model, db, writing
from rescue_center.media.models import Media
from rescue_center.species.load import load
from rescue_center.staff.models import Person
from tests.databases import ENGINES, Databases, settings
from tests.exchange.makers import csv_of, row
from tests.faults.race import FULL, faults, size
from tests.faults.shift import nothing_is_torn
from tests.makers import AT
from tests.server import environment

pytestmark = pytest.mark.faults


@dataclass
class Office:
    """A centre without a server, and a file of three hundred seizures."""

    app: Flask
    file: Path
    config: dict[str, Any]
    #: How long an import may take, in seconds; it is killed before or after that.
    took: float = 5
    begun: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def begin(self, *words: str) -> "subprocess.Popen[bytes]":
        """Begin a command as a process of its own."""
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words], cwd=ROOT,
            env=environment(self.config) | {"PYTHONUNBUFFERED": "1"}, bufsize=0,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.begun.append(process)
        return process

    def count(self, model: type[Model]) -> int:
        """How many rows there are of something."""
        with self.app.app_context():
            count = db.session.scalar(sa.select(sa.func.count()).select_from(model))
            db.session.rollback()
            return int(count or 0)


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    config = settings(databases.fresh(), tmp_path / "instance")
    office = Office(create_app(config), tmp_path / "cases.csv", config)
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
    with office.app.app_context(), writing():
        load(at=AT)
        db.session.commit()
    for number in range(kills):
        office.file.write_text(
            csv_of(*(row(event_id=f"{number}-{n}") for n in range(300))), encoding="utf-8"
        )
        before, process = office.count(Case), office.begin("import", "cases", str(office.file))
        time.sleep(random.uniform(1.0, office.took))
        process.kill()
        process.wait()
        stored.append(office.count(Case) - before)
        assert stored[-1] in (0, 300)
        assert nothing_is_torn(office.app)
    again = office.begin("import", "cases", str(office.file))
    said, _ = again.communicate(timeout=300)
    assert again.returncode == 0, said
    assert office.count(Case) % 300 == 0
    there = stored[-1]
    assert said.decode().splitlines()[-1] == (
        f"rows: 300, stored: {300 - there}, already there: {there}, reported: 0"
    )
    measured(f"{kills} kills: {stored.count(0)} before it was stored, {stored.count(300)} after")


PARTS = ("published seizures", "quarantines", "residents", "departures", "tags", "treatments",
         "pictures and papers")  # fmt: skip


@pytest.mark.engine(*(ENGINES if FULL else ENGINES[:1]))  # an import is killed on both
def test_a_demo_that_is_killed_is_not_there_and_is_built_whole_at_the_next_start(
    office: Office, measured: Callable[[object], None]
) -> None:
    kills = random.sample(PARTS, size(1, len(PARTS)))
    for part in kills:
        process = office.begin("demo", "--small")
        assert process.stdout is not None
        said = b""
        while f"  {part} ...\n".encode() not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        time.sleep(random.uniform(0, 0.3))
        process.kill()
        process.wait()
        assert [office.count(model) for model in (Animal, Person, Case, Media)] == [0] * 4
    again = office.app.test_cli_runner().invoke(args=["demo", "--small"])
    assert "animals in care" in again.output, again.output
    animals, people = office.count(Animal), office.count(Person)
    assert animals > 50 and people >= 8
    assert faults(office.app) == {}
    third = office.app.test_cli_runner().invoke(args=["demo", "--small"])
    assert "animals here already" in third.output
    assert office.count(Animal) == animals
    measured(f"killed in {', '.join(kills)}; then {animals} records were built at once")
