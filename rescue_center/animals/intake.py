"""Arrivals: animals are received against the manifest, alive and dead.

What was declared stays as it was, every receipt is a row of its own, and a later one adds to it.
Dead on arrival is received *and* dead, so that the seizure and the centre add up alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.animals import life
from rescue_center.animals.admission import (
    MOST_IN_A_LOT,
    admit,
    epi_group_of,
    new_epi_group,
)
from rescue_center.animals.intake_models import Intake, IntakeLine
from rescue_center.animals.ledger import post
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, EpiGroup
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import db, lock
from rescue_center.errors import Refused
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

#: Called with (intake, by) when an arrival is on the books; departures records the deaths in it.
on_received: list[Callable[[Intake, Person | None], None]] = []


@dataclass(frozen=True)
class Received:
    """What came of one line of the manifest, or of a species that nobody declared."""

    line: ManifestLine | None = None
    taxon: Taxon | None = None
    alive: int = 0
    dead: int = 0
    qualifier: str = ""
    sex: str = "unknown"
    age_class: str = "unknown"
    note: str = ""

    @property
    def species(self) -> Taxon | None:
        """As received; else as declared."""
        return self.taxon or (self.line.taxon if self.line else None)


def receive(
    case: Case | None,
    *,
    by: Person | None,
    at: datetime,
    lines: Sequence[Received],
    apart: bool = False,
    after: int | None = None,
    **facts: Any,
) -> Intake:
    """Take an arrival onto the books: a lot (or an individual) of what is alive, a record of what
    is dead, for each line. `at` is the time of arrival.

    All of a case are one epidemiological group, unless this transport came `apart` from the rest.
    `after` is how many arrivals the person saw; one more meanwhile is refused.
    `facts` are those of the arrival: delivered_by, agency, transport_hours, container,
    temperature_c, seals, condition, notes. The dead are `intake.dead_animals`."""
    if case is not None:
        lock(case)
        _refuse_twice(case, after)
    for number, received in enumerate(lines):
        _check_received(received, case, f"lines-{number}-")
    if not any(received.alive or received.dead for received in lines):
        raise Refused("Enter how many were received, alive or dead, of at least one species.")
    group = new_epi_group(case, at) if apart else epi_group_of(case, at)
    intake = Intake(case=case, arrived_at=at, received_by=by, **facts)
    db.session.add(intake)
    for received in lines:
        if received.alive or received.dead:
            _take_in(intake, received, group, by=by, at=at)
    db.session.flush()
    journal.record(
        "received animals", intake, by=by, at=at,
        after={"alive": sum(r.alive for r in lines), "dead": sum(r.dead for r in lines)},
    )  # fmt: skip
    for told in on_received:
        told(intake, by)
    return intake


def arrivals(case: Case) -> list[Intake]:
    """The arrivals of a case, first one first."""
    query = sa.select(Intake).where(Intake.case_id == case.id).order_by(Intake.id)
    return list(db.session.scalars(query))


def _refuse_twice(case: Case, after: int | None) -> None:
    if after is not None and (now := len(arrivals(case))) != after:
        raise Refused(
            f"{now - after} more arrival of this case was recorded since you opened this page, "
            "perhaps by sending the form twice. Look at it first; then enter what came besides."
        )


def _check_received(received: Received, case: Case | None, prefix: str) -> None:
    for name in ("alive", "dead"):
        if not 0 <= getattr(received, name) <= MOST_IN_A_LOT:
            raise Refused(f"A count is from 0 to {MOST_IN_A_LOT:,}.", field=prefix + name)
    line = received.line
    if line is not None and (case is None or line.case_id != case.id or line.is_void):
        raise Refused("This line is not on the manifest of this case.", field=prefix + "alive")
    if (received.alive or received.dead) and received.species is None:
        name = line.declared_name if line else "what arrived"
        raise Refused(
            f"Choose the species of “{name}”; a genus or a family will do.", field=prefix + "taxon"
        )


def _take_in(
    intake: Intake, received: Received, group: EpiGroup, *, by: Person | None, at: datetime
) -> None:
    taxon = received.species
    assert taxon is not None  # noqa: S101 (refused above)
    declared = received.line if received.line and received.line.taxon_id == taxon.id else None
    common: dict[str, Any] = {
        "taxon": taxon, "case": intake.case, "line": received.line, "epi_group": group,
        "qualifier": received.qualifier or (declared.qualifier if declared else ""),
        "sex": received.sex, "age_class": received.age_class,
        "basis": "As received", "by": by, "at": at,
    }  # fmt: skip
    alive = dead = None
    if received.alive:
        alive = admit(count=received.alive, **common)
    if received.dead:
        dead = admit(count=received.dead, **common)
        _was_dead(dead, by=by, at=at)
    intake.lines.append(
        IntakeLine(
            manifest_line=received.line, taxon=taxon, alive=received.alive, dead=received.dead,
            alive_animal=alive, dead_animal=dead, note=received.note,
        )
    )  # fmt: skip


def _was_dead(animal: Animal, *, by: Person | None, at: datetime) -> None:
    """Received and dead. The record of the death itself is departures' to make."""
    reason = "Dead on arrival"
    post(animal, "death", -animal.count, by=by, at=at, reason=reason)
    life.move(animal.stays[-1], Stage.DEAD, by=by, at=at, reason=reason)
