"""People who write as fast as the running centre answers, and note what it acknowledged."""

import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import sqlalchemy as sa
from flask import Flask

from rescue_center import clock
from rescue_center.animals.models import Photo
from rescue_center.care.models import Weight
from rescue_center.care.order_models import Administration, Dose
from rescue_center.db import db, writing
from rescue_center.departures import death
from rescue_center.departures.transfer_models import Transfer
from rescue_center.documents.models import Issued
from rescue_center.enclosures import rules as enclosures
from tests.faults import test_holds, test_lots, test_numbers, test_places
from tests.faults.desks import Answer, Desk, Sheet, sheet_of
from tests.faults.race import faults, found
from tests.makers import (
    HOUR,
    make_animal,
    make_drug,
    make_lot,
    make_person,
    make_prescription,
    make_unit,
)
from tests.media.makers import photograph
from tests.server import Live

ROLES = ("keeper", "vet", "coordinator", "registrar", "manager")
WRITERS = 6
#: What no half of an act leaves behind.
TORN = (
    test_lots.BELOW_ZERO, test_lots.DRIFT, test_lots.ONE_SIDED, test_places.DRIFT,
    test_places.IN_TWO_PLACES, test_holds.MISCOUNTED, test_numbers.GAPS, test_numbers.TWINS,
)  # fmt: skip


class Unserved(Exception):
    """A page that was not shown; the answer tells why."""

    def __init__(self, answer: Answer):
        super().__init__(answer.status)
        self.answer = answer


@dataclass
class Writer:
    """Somebody who writes, one thing after the other, and notes what was acknowledged."""

    desk: Desk
    animal: str
    lot: str
    dead: str
    doses: list[int]
    units: list[int]
    #: What was acknowledged, by kind; each is found again by a word of its own.
    told: dict[str, list[str]] = field(default_factory=dict)
    #: Every answer, by its status.
    answers: Counter[int] = field(default_factory=Counter)
    #: What came back with a status that nobody should see.
    odd: list[str] = field(default_factory=list)

    def sheet(self, path: str, having: str, **words: str) -> Sheet:
        """The form of a page, filled in."""
        answer = self.desk.ask("GET", path)
        if answer.status != 200:
            raise Unserved(answer)
        return sheet_of(answer.html, path, having).fill(**words)

    def weigh(self, word: str) -> Answer:
        return self.desk.send(
            self.sheet(f"/animals/{self.animal}/weigh", "weight", weight="3.2 kg", note=word,
                       unusual_confirmed="y")
        )  # fmt: skip

    def photograph(self, word: str) -> Answer:
        sheet = self.sheet(f"/animals/{self.animal}/photos", "caption", caption=word)
        colour = random.randrange(256), random.randrange(256), random.randrange(256)
        picture = photograph(64, 48, colour=colour, comment=word)
        return self.desk.send(sheet, photos=("cage.jpg", picture))

    def split(self, word: str) -> Answer:
        path = f"/animals/{self.lot}/split"
        return self.desk.send(self.sheet(path, "count", count="1", reason=word))

    def plan(self, word: str) -> Answer:
        return self.desk.send(self.sheet("/transfers/new", "to_organisation", to_organisation=word))

    def move(self, word: str) -> Answer:
        unit = str(random.choice(self.units))
        return self.desk.send(
            self.sheet("/moves/new", "unit", animals=self.animal, unit=unit, reason=word)
        )

    def give(self, word: str) -> Answer:
        if not self.doses:
            return self.weigh(word)
        path = f"/doses/{self.doses.pop()}"
        return self.desk.send(self.sheet(path, "amount", amount="0.1", reason=word))

    def certify(self, word: str) -> Answer:
        path = f"/papers/new?kind=death_record&accession={self.dead}"
        return self.desk.send(self.sheet(path, "approver", approver=word))

    def work(self, over: threading.Event) -> None:
        """Write until the shift is over or the server is gone."""
        acts = [self.weigh, self.photograph, self.split, self.plan, self.move, self.give,
                self.certify]  # fmt: skip
        while not over.is_set():
            act, word = random.choice(acts), f"w{secrets.token_hex(8)}"
            try:
                answer = act(word)
            except OSError:
                return
            except Unserved as unserved:
                answer = unserved.answer
            self._note(act.__name__, word, answer)

    def _note(self, kind: str, word: str, answer: Answer) -> None:
        self.answers[answer.status] += 1
        if answer.was_heard:
            self.told.setdefault(kind, []).append(word)
        elif answer.status not in (409, 422, 503):
            self.odd.append(f"{kind}: {answer.status} {answer.html[:300]}")
        elif answer.status == 503:
            time.sleep(0.1)


#: Where the word of each act is found again.
KEPT: dict[str, Callable[[], sa.Executable]] = {
    "weigh": lambda: sa.select(Weight.note),
    "photograph": lambda: sa.select(Photo.caption),
    "split": lambda: sa.select(sa.text("reason")).select_from(sa.text("regroup")),
    "plan": lambda: sa.select(Transfer.to_organisation),
    "move": lambda: sa.select(sa.text("reason")).select_from(sa.text("housing")),
    "give": lambda: sa.union_all(
        sa.select(Administration.reason).join(Dose).where(Dose.settled_at.is_not(None)),
        sa.select(Weight.note),
    ),
    "certify": lambda: sa.select(sa.cast(Issued.facts, sa.Text)),
}


def staffed(live: Live) -> list[Writer]:
    """The people of a shift, each with an animal, a lot and a carcass of their own."""
    desks = [Desk(live, *ROLES) for _ in range(WRITERS)]
    at = clock.now() - HOUR
    with live.app.app_context(), writing():
        vet, drug = make_person("vet"), make_drug()
        units = [make_unit().id for _ in range(3)]
        writers = []
        for desk in desks:
            animal, lot, dead = make_animal(at=at), make_lot(400, at=at), make_animal(at=at)
            order = make_prescription(animal, drug, at=at, by=vet, frequency="QID", days=30)
            enclosures.house([lot], make_unit(), by=None, at=at)
            facts = {"carcass_condition": "fresh", "cause": "Pneumonia"}
            death.die(dead, by=vet, at=at, manner="natural", **facts)
            due = [dose.id for dose in order.doses[:1]]
            writers.append(
                Writer(desk, animal.accession, lot.accession, dead.accession, due, units)
            )
        db.session.commit()
    return writers


class Shift:
    """Six people at work, each in a thread of their own: `with Shift(live) as shift`."""

    def __init__(self, live: Live) -> None:
        self.writers = staffed(live)
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=writer.work, args=(self._over,)) for writer in self.writers
        ]

    def __enter__(self) -> "Shift":
        for thread in self._threads:
            thread.start()
        self.wait_for_more()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def heard(self) -> int:
        """How many writes were acknowledged so far."""
        return sum(len(words) for words in self.told.values())

    @property
    def told(self) -> dict[str, list[str]]:
        """What was acknowledged, by kind."""
        told: dict[str, list[str]] = {}
        for writer in self.writers:
            for kind, words in list(writer.told.items()):
                told.setdefault(kind, []).extend(words)
        return told

    @property
    def odd(self) -> list[str]:
        """Answers that nobody should see."""
        return [words for writer in self.writers for words in writer.odd]

    @property
    def answers(self) -> Counter[int]:
        """Every answer, by its status."""
        return sum((writer.answers for writer in self.writers), Counter())

    def wait_for(self, status: int, times: int = 1, most_s: float = 60) -> None:
        """Wait until answers of that status came so many times more."""
        before, until = self.answers[status], time.monotonic() + most_s
        while self.answers[status] < before + times:
            assert time.monotonic() < until, f"no {status}: {self.answers} {self.odd[:3]}"
            time.sleep(0.02)

    def wait_for_more(self, most_s: float = 60) -> float:
        """Wait until more is acknowledged; returns how long that took, in seconds."""
        before, began = self.heard, time.monotonic()
        while self.heard == before:
            assert time.monotonic() - began < most_s, f"nothing is written any more: {self.answers}"
            time.sleep(0.02)
        return time.monotonic() - began


def missing(app: Flask, told: dict[str, list[str]]) -> list[str]:
    """What was acknowledged and is not there."""
    lost = []
    with app.app_context():
        for kind, words in told.items():
            rows = " ".join(str(row[0]) for row in db.session.execute(KEPT[kind]()))
            lost += [f"{kind} {word}" for word in words if word not in rows]
        db.session.rollback()
    return lost


def nothing_is_torn(app: Flask) -> bool:
    return faults(app) == {} and all(found(app, query) == [] for query in TORN)
