"""What happened to the animals of the demo centre: they arrive, settle, go through quarantine."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import cycle

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals import intake, marks, stages
from rescue_center.animals import rules as animals
from rescue_center.animals.intake import Received
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, Stay
from rescue_center.care import rules as care
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import db
from rescue_center.demo.places import Places
from rescue_center.demo.residents import NAMES, Residents
from rescue_center.enclosures import cleaning_rules
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.quarantine import exemption_rules
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.models import Quarantine
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
STATION = (
    "Its days and tests were served at the quarantine station of the Forestry Administration; the "
    "station's papers came with it."
)
SEXES = ("female", "male", "unknown")


@dataclass
class Telling:
    """Everything the stories share: who acts, where, the dice, and the moment it is today."""

    people: dict[Role, Person]
    places: Places
    now: datetime
    dice: random.Random
    taxa: dict[str, Taxon] = field(default_factory=dict)
    names: Callable[[], str] = field(init=False)
    chips: int = 116_000_000_100_000

    def __post_init__(self) -> None:
        around = cycle(NAMES)
        self.names = lambda: next(around)
        self.taxa = {t.scientific_name: t for t in db.session.scalars(sa.select(Taxon))}

    @property
    def vet(self) -> Person:
        """Who examines, signs and prescribes."""
        return self.people[Role.VET]

    @property
    def keeper(self) -> Person:
        """Who moves, weighs and gives."""
        return self.people[Role.KEEPER]

    def ago(self, days: float) -> datetime:
        """A moment in the working hours of the day so many days back."""
        return clock.start_of(clock.today(self.now - timedelta(days=days))) + timedelta(
            hours=7 + self.dice.random() * 9
        )


# --- arrivals -----------------------------------------------------------------------------------


def turn_page() -> None:
    """Write down what was told so far, and read it anew from here on."""
    db.session.flush()
    db.session.expire_all()


def receive(tell: Telling, case: Case, line: ManifestLine, *, dead: int = 0) -> Animal | None:
    """The animals of one line of a real seizure arrive the day after it."""
    if line.taxon is None or line.quantity is None or case.happened_on is None:
        return None
    at = clock.start_of(case.happened_on) + DAY + 9 * HOUR
    count = int(line.quantity)
    try:
        arrival = intake.receive(
            case, by=tell.people[Role.REGISTRAR], at=at,
            lines=[Received(line=line, alive=count - dead, dead=dead)],
            delivered_by="Wildlife Rapid Rescue Team", container="Crates and sacks",
        )  # fmt: skip
    except Refused:
        return None
    return arrival.lines[0].alive_animal


def admit(
    tell: Telling, plan: Residents, count: int, days_ago: float, case: Case | None = None,
    *, taken_over: bool = False,
) -> Animal:  # fmt: skip
    """Animals of a case, or handed in without one; those of old are `taken_over` from the books
    that the centre kept before."""
    is_lot = plan.lot > 1
    return animals.admit(
        taxon=tell.taxa[plan.species], count=count, kind="lot" if is_lot else "individual",
        by=tell.people[Role.REGISTRAR], at=tell.ago(days_ago),
        sex="mixed" if is_lot else tell.dice.choice(SEXES),
        age_class="mixed" if is_lot else tell.dice.choice(("juvenile", "subadult", "adult")),
        name="" if is_lot else tell.names(), case=case,
        notes="" if case else "Handed in by a private person.",
        taken_over=taken_over,
    )  # fmt: skip


def house(tell: Telling, animal: Animal, unit: Unit, at: datetime) -> None:
    """Move in; where the rules object, the manager decides with a reason and an end."""
    boss = tell.people[Role.MANAGER]
    try:
        enclosures.house([animal], unit, by=tell.keeper, at=at)
    except Refused as refused:
        enclosures.house(
            [animal], unit, by=boss, at=at,
            override_reason=f"Until a second enclosure is built. {refused.sentence}"[:300],
            override_until=tell.now + 60 * DAY,
        )  # fmt: skip


def settle(tell: Telling, animal: Animal, plan: Residents, at: datetime) -> None:
    """Through the hospital to the place where it lives now, with weights on the way."""
    stay = stay_of(animal)
    ends = Stage.LONG_TERM_CARE if tell.dice.random() < 0.6 else Stage.REHAB
    if not stay.taken_over:
        exemption_rules.exempt(animal, by=tell.vet, at=at + HOUR, reason=STATION)
    stages.change_stage(animal, Stage.HOSPITAL, by=tell.vet, at=at + HOUR, reason="Arrival check")
    stages.change_stage(animal, ends, by=tell.vet, at=at + 5 * DAY, reason="Healthy")
    unit = tell.places.find(plan.area, plan.species, animal.count, alone=animal.taxon.solitary)
    house(tell, animal, unit, at + 5 * DAY)
    if not animal.is_lot:
        weigh(tell, animal, at)
        if tell.dice.random() < 0.25:
            _chip(tell, animal, at + 6 * DAY)


def stay_of(animal: Animal) -> Stay:
    """The newest stay; every animal here has one."""
    assert animal.stay is not None  # noqa: S101
    return animal.stay


def _chip(tell: Telling, animal: Animal, at: datetime) -> None:
    tell.chips += 7
    try:
        reading = marks.Reading(
            "microchip", code=str(tell.chips), scanned=True, position="left shoulder",
            applied_on=clock.today(at), applied_by=tell.vet.name,
        )  # fmt: skip
        marks.add_mark(animal, reading, by=tell.vet, at=at)
    except Refused:
        return  # too small for a chip


def usual_weight(tell: Telling, taxon: Taxon) -> int:
    """A weight in grams within what adults of the species weigh."""
    low, high = taxon.weight_min_g or 500, taxon.weight_max_g or 2000
    return max(1, int(low + (high - low) * (0.3 + 0.3 * tell.dice.random())))


def weigh(tell: Telling, animal: Animal, since: datetime, readings: int = 3) -> None:
    """A few weights up to this week."""
    grams = usual_weight(tell, animal.taxon)
    span = max(1.0, (tell.now - since) / DAY - 1)
    for n in range(readings):
        at = min(since + timedelta(days=span * n / max(1, readings - 1)), tell.now - HOUR)
        grams = max(1, int(grams * (0.98 + 0.05 * tell.dice.random())))
        care.weigh(animal, grams, by=tell.keeper, at=max(at, since + HOUR), unusual_confirmed=True)


# --- quarantine -----------------------------------------------------------------------------


def quarantine_of(tell: Telling, animal: Animal, unit: Unit, at: datetime) -> Quarantine:
    """Behind the line from the first hours on, in a unit that was cleaned for a new batch."""
    if not unit.n:
        cleaning_rules.clean(unit, by=tell.keeper, at=at, note="Virkon, 24 hours empty")
    return quarantine.begin(stay_of(animal), unit, by=tell.vet, at=at)


def run_tests(tell: Telling, kept: Quarantine, *, share: float, positive: bool = False) -> None:
    """Sample what was due, with results for a share of it."""
    due = [t for t in kept.tests if clock.start_of(t.due_on) < tell.now - 3 * DAY]
    for n, test in enumerate(due):
        at = max(clock.start_of(test.due_on) + 9 * HOUR, kept.began_at + HOUR)
        heads = kept.animal.count
        quarantine.sample(
            test, by=tell.vet, at=at, laboratory="Institut Pasteur du Cambodge",
            sampled_n=min(heads, 25) if heads > 1 else None,
            pool_size=5 if heads >= 10 else None,
        )  # fmt: skip
        if n < len(due) * share:
            bad = positive and n == 0
            quarantine.result(test, "positive" if bad else "negative", by=tell.vet, at=at + 2 * DAY)


def clear(tell: Telling, kept: Quarantine, to: Stage, at: datetime) -> None:
    """All results in, the days over, the vet signs."""
    for test in list(kept.tests):
        if test.sampled_at is None:
            taken = min(max(clock.start_of(test.due_on), kept.began_at + HOUR), at - DAY)
            quarantine.sample(test, by=tell.vet, at=taken, laboratory="Own laboratory")
            quarantine.result(test, "negative", by=tell.vet, at=at - HOUR)
    quarantine.clear(kept, to=to, by=tell.vet, at=at)


def day_of(case: Case) -> date:
    """The day of a dated case."""
    assert case.happened_on is not None  # noqa: S101
    return case.happened_on
