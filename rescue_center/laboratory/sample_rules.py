"""Taking samples: one tube or many, of an animal, of a lot in pools, of several together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.db import db, lock, next_number
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused, explain
from rescue_center.laboratory.models import KINDS, LabSample, LabTest, SampleOf, TubeOf
from rescue_center.laboratory.reference_models import LabPanel
from rescue_center.policy import Role
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.models import Test as QuarantineTest
from rescue_center.staff import duty
from rescue_center.staff.models import Person
from rescue_center.tags import check

#: Tubes of one taking, and of one year.
MOST_TUBES, MOST_A_YEAR = 200, 99_999
TAKERS = {Role.KEEPER, Role.VET}

explain("lab_sample_is_of_somebody", "A tube is of at least one animal.")
explain("uq_lab_sample_number", "This number was taken at the same moment. Try again.")


@dataclass(frozen=True)
class Asked:
    """What a sample is tested for: panels of amounts, findings by name, tests of quarantines."""

    panels: Sequence[LabPanel] = ()
    findings: Sequence[str] = ()
    quarantine_tests: Sequence[QuarantineTest] = ()
    notifiable: bool = False  # of the findings by name

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.panels or self.findings or self.quarantine_tests)


@dataclass(frozen=True)
class Bench:
    """Where a tube goes, and what else is known of it."""

    laboratory: str = ""
    lab_reference: str = ""
    note: str = ""
    unit: Unit | None = None


def take(
    animals: Sequence[Animal], kind: str, asked: Asked, *, by: Person | None, at: datetime,
    bench: Bench | None = None,
) -> LabSample:  # fmt: skip
    """One tube: of one animal, or of one each of several (a pool)."""
    _refuse_nobody(animals)
    _sample_quarantine(asked, animals, at=at, by=by, bench=bench, heads=None, pool=None)
    return _fill([(one, 1) for one in animals], kind, asked, by=by, at=at, bench=bench)


def take_pools(
    lot: Animal, heads: int, pool: int, kind: str, asked: Asked, *, by: Person | None,
    at: datetime, bench: Bench | None = None,
) -> list[LabSample]:  # fmt: skip
    """Tubes of a lot: `heads` of its animals, `pool` in a tube, the last tube with the rest."""
    _refuse_nobody([lot])
    if not 1 <= heads <= _most(lot):
        raise Refused(f"There are {_most(lot)} to sample.", field="heads")
    if not 1 <= pool <= heads:
        raise Refused("A tube holds at least one, and no more than are sampled.", field="pool")
    if -(-heads // pool) > MOST_TUBES:
        raise Refused(f"At most {MOST_TUBES} tubes at a time.", field="heads")
    _sample_quarantine(asked, [lot], at=at, by=by, bench=bench, heads=heads, pool=pool)
    sizes = [pool] * (heads // pool) + ([heads % pool] if heads % pool else [])
    return [_fill([(lot, size)], kind, asked, by=by, at=at, bench=bench) for size in sizes]


def _refuse_nobody(animals: Sequence[Animal]) -> None:
    if not animals:
        raise Refused("Choose who is sampled.", field="animals")
    if len({one.id for one in animals}) < len(animals):
        raise Refused("Nobody is twice in one tube.", field="animals")


def _most(animal: Animal) -> int:
    """How many can be sampled: of a carcass, one."""
    return max(animal.count, 1)


def _refuse_when_away(animal: Animal, at: datetime) -> None:
    """A sample is of who is here; a carcass may be sampled."""
    stay = animal.stay
    if stay is None or at < min(one.began_at for one in animal.stays):
        raise Refused(f"{animal.label} was not here yet.", field="at")
    if stay.ended_at is not None and at > stay.ended_at and stay.stage != Stage.DEAD:
        raise Refused(f"{animal.label} is no longer here.", field="at")


def _sample_quarantine(
    asked: Asked, animals: Sequence[Animal], *, at: datetime, by: Person | None,
    bench: Bench | None, heads: int | None, pool: int | None,
) -> None:  # fmt: skip
    """The tests of quarantines that the tubes answer are sampled with them."""
    bench = bench or Bench()
    ids = {one.id for one in animals}
    for test in asked.quarantine_tests:
        if test.quarantine.animal_id not in ids:
            raise Refused(f"{test.label} is a test of {test.quarantine.animal.label}.",
                          field="quarantine_tests")  # fmt: skip
        if test.is_void or test.result or test.waived_at is not None:
            raise Refused(f"{test.label} waits for no sample.", field="quarantine_tests")
        if test.sampled_at is None:
            quarantine.sample(
                test, by=by, at=at, sampled_n=heads, pool_size=pool,
                laboratory=bench.laboratory, lab_reference=bench.lab_reference,
            )  # fmt: skip


def _fill(
    of: Sequence[tuple[Animal, int]], kind: str, asked: Asked, *, by: Person | None, at: datetime,
    bench: Bench | None,
) -> LabSample:  # fmt: skip
    if kind not in KINDS:
        raise Refused("Choose what was taken.", field="kind")
    if asked.is_empty:
        raise Refused("Say what it is tested for.", field="panels")
    for animal, _ in of:
        _refuse_when_away(animal, at)
    bench = bench or Bench()
    tube = LabSample(
        number=_number(at), kind=kind, taken_at=at, taken_by_id=by.id if by else None,
        unit=bench.unit, laboratory=bench.laboratory.strip(), note=bench.note.strip(),
        lab_reference=bench.lab_reference.strip(),
    )  # fmt: skip
    tube.members = [SampleOf(animal=animal, heads=heads) for animal, heads in of]
    tube.tests = list(_tests(asked, by=by, at=at))
    db.session.add(tube)
    db.session.flush()
    for animal, heads in of:
        journal.record(
            "took a sample", tube, by=by, at=at, animal=animal, unit=bench.unit,
            after={"tube": check.spoken(tube.number), "sample": KINDS[kind], "animals": heads,
                   "tests": ", ".join(one.name for one in tube.tests)},
        )  # fmt: skip
    return tube


def _number(at: datetime) -> str:
    """The next number of the year, with its check digit: `26000427`."""
    year = clock.today(at).year
    n = next_number("lab sample", year)
    if n > MOST_A_YEAR:
        raise Refused("This year's numbers of tubes are used up.")
    digits = f"{year % 100:02}{n:05}"
    return digits + check.check_digit(digits)


def _tests(asked: Asked, *, by: Person | None, at: datetime) -> Iterable[LabTest]:
    facts = {"asked_at": at, "asked_by_id": by.id if by else None}
    for panel in asked.panels:
        yield LabTest(name=panel.name, panel=panel, **facts)
    for name in dict.fromkeys(one.strip() for one in asked.findings if one.strip()):
        yield LabTest(name=name[:120], notifiable=asked.notifiable, **facts)
    by_name: dict[str, list[QuarantineTest]] = {}
    for test in asked.quarantine_tests:
        by_name.setdefault(test.label, []).append(test)
    for name, tests in by_name.items():
        answers = [TubeOf(quarantine_test=test) for test in tests]
        yield LabTest(name=name[:120], answers=answers, **facts)


def send(
    tube: LabSample, *, laboratory: str, lab_reference: str = "", by: Person | None, at: datetime
) -> None:
    """The tube left for a laboratory."""
    duty.only(by, TAKERS, at, "send a sample")
    lock(tube)
    refuse_void(tube)
    if tube.sent_at is not None:
        raise Refused(f"It was sent on {clock.day_text(tube.sent_at)} already.")
    if not laboratory.strip():
        raise Refused("Say to which laboratory.", field="laboratory")
    if at < tube.taken_at:
        raise Refused("It is dated before the sample.", field="at")
    tube.sent_at, tube.laboratory = at, laboratory.strip()
    tube.lab_reference = lab_reference.strip() or tube.lab_reference
    db.session.flush()
    record(tube, "sent a sample", by=by, at=at, after={"to": tube.laboratory})


def refuse_void(tube: LabSample) -> None:
    """A tube that was struck out takes no more."""
    if tube.is_void:
        raise Refused(f"Tube {check.spoken(tube.number)} was struck out.")


def strike_out(tube: LabSample, *, reason: str, by: Person | None, at: datetime) -> None:
    """A tube that is lost, clotted or of somebody else. What came of it is struck out first."""
    person = duty.only(by, TAKERS, at, "strike out a sample")
    lock(tube)
    refuse_void(tube)
    if not reason.strip():
        raise Refused("Say what was wrong with it.", field="reason")
    if any(test.live for test in tube.tests):
        raise Refused("It has results. A vet strikes them out before the tube.")
    tube.voided_at, tube.voided_by_id, tube.void_reason = at, person.id, reason.strip()
    db.session.flush()
    for test in {one.quarantine_test for each in tube.tests for one in each.answers}:
        _sample_again(test, reason, by=by, at=at)
    record(tube, "struck out a sample", by=by, at=at, reason=reason)


def _sample_again(test: QuarantineTest, reason: str, *, by: Person | None, at: datetime) -> None:
    """A quarantine's test without any tube left is to be sampled again."""
    left = [one for one in tubes_of(test) if one.voided_at is None and one.sample.voided_at is None]
    if not left and not test.is_void and not test.result and test.sampled_at is not None:
        quarantine.void_result(test, reason=reason, by=by, at=at)


def tubes_of(test: QuarantineTest) -> Sequence[LabTest]:
    """The tests of tubes that answer a quarantine's test, struck-out ones too."""
    query = sa.select(LabTest).join(TubeOf, TubeOf.test_id == LabTest.id)
    query = query.where(TubeOf.quarantine_test_id == test.id).order_by(LabTest.id)
    return db.session.scalars(query).all()


def record(
    tube: LabSample, verb: str, *, by: Person | None, at: datetime, reason: str = "",
    subject: object = None, **facts: object,
) -> None:  # fmt: skip
    """Write an act down on the timeline of everybody in the tube."""
    for one in tube.members:
        journal.record(verb, subject or tube, by=by, at=at, reason=reason, animal=one.animal,
                       unit=tube.unit, **facts)  # type: ignore[arg-type]  # fmt: skip
