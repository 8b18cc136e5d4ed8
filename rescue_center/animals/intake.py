"""Arrivals: what came against what was declared, and the differences, explained and signed.

What was declared stays as it was, every receipt is a row of its own, and a later count is one more.
Dead on arrival is received *and* dead, so that the seizure and the centre add up alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.animals import life
from rescue_center.animals.intake_models import Discrepancy, Intake, IntakeLine
from rescue_center.animals.ledger import post
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, EpiGroup
from rescue_center.animals.rules import (
    MOST_IN_A_LOT,
    admit,
    epi_group_of,
    new_epi_group,
)
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import db, lock
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person


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
    **facts: Any,
) -> Intake:
    """Take an arrival onto the books: a lot (or an individual) of what is alive, a record of what
    is dead, for each line. `at` is the time of arrival.

    All of a case are one epidemiological group, unless this transport came `apart` from the rest.
    `facts` are those of the arrival: delivered_by, agency, transport_hours, container,
    temperature_c, seals, condition, notes. The dead are `intake.dead_animals`."""
    if case is not None:
        lock(case)
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
    return intake


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
    common = {
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


# --- declared against received ----------------------------------------------------------------

#: Specimens that are received as animals; anything else on a manifest is a thing.
ANIMALS = ("LIV", "BOD", "EGL")


@dataclass
class Difference:
    """One line of the manifest, or one undeclared species, with what came of it."""

    line: ManifestLine | None
    taxon: Taxon | None
    declared: Decimal | None
    alive: int = 0
    dead: int = 0
    signed: list[Discrepancy] = field(default_factory=list)

    @property
    def received(self) -> int:
        """How many came, alive or dead."""
        return self.alive + self.dead

    @property
    def name(self) -> str:
        """As declared; else the species."""
        if self.line is not None:
            return self.line.declared_name
        return self.taxon.label if self.taxon else "Not known"

    @property
    def sentences(self) -> list[str]:
        """What differs, in words; empty when nothing does, or when it cannot be compared."""
        if self.line is None:
            return [f"{_n(self.received)} received, not on the manifest"]
        found = []
        if self._is_counted:
            short = int(self.declared or 0) - self.received
            if short > 0:
                found.append(f"{short} fewer than declared")
            if short < 0:
                found.append(f"{-short} more than declared")
        if self.line.condition == "alive" and self.dead:
            found.append(f"{self.dead} dead, all declared alive")
        if self.line.condition == "dead" and self.alive:
            found.append(f"{self.alive} alive, all declared dead")
        return found

    @property
    def _is_counted(self) -> bool:
        return (
            self.line is not None and self.declared is not None and self.line.unit == "individual"
        )

    @property
    def differs(self) -> bool:
        """Whether there is something to explain."""
        return bool(self.sentences)

    @property
    def is_explained(self) -> bool:
        """Whether the newest signature is about the figures as they are now."""
        last = self.signed[-1] if self.signed else None
        return last is not None and (last.declared, last.received_alive, last.received_dead) == (
            self.declared, self.alive, self.dead,
        )  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Whether an explanation is still owed."""
        return self.differs and not self.is_explained


def _n(count: int) -> str:
    return f"{count:,}"


def differences(case: Case) -> list[Difference]:
    """Declared and received side by side: the manifest's animals, then what nobody declared."""
    lines = [line for line in case.open_lines if line.specimen in ANIMALS]
    by_line = {
        line.id: Difference(line, line.taxon, line.quantity, signed=[]) for line in lines
    }
    undeclared: dict[int, Difference] = {}
    for row in _intake_lines(case):
        found = by_line.get(row.manifest_line_id or 0)
        if found is None:
            found = undeclared.setdefault(row.taxon_id, Difference(None, row.taxon, None))
        found.alive += row.alive
        found.dead += row.dead
    for signed in _signed(case):
        found = by_line.get(signed.manifest_line_id or 0) or undeclared.get(signed.taxon_id or 0)
        if found is not None:
            found.signed.append(signed)
    return [*by_line.values(), *undeclared.values()]


def _intake_lines(case: Case) -> Sequence[IntakeLine]:
    query = (
        sa.select(IntakeLine)
        .join(Intake)
        .where(Intake.case_id == case.id)
        .order_by(IntakeLine.id)
        .options(sa.orm.joinedload(IntakeLine.taxon))
    )
    return db.session.scalars(query).all()


def _signed(case: Case) -> Sequence[Discrepancy]:
    query = (
        sa.select(Discrepancy)
        .where(Discrepancy.case_id == case.id)
        .order_by(Discrepancy.id)
        .options(sa.orm.joinedload(Discrepancy.signed_by))
    )
    return db.session.scalars(query).all()


def explain_difference(
    case: Case,
    *,
    line: ManifestLine | None = None,
    taxon: Taxon | None = None,
    explanation: str,
    by: Person,
    at: datetime,
) -> Discrepancy:
    """Explain and sign a difference, with the figures as they stand. Signed by who received
    animals of the case, or by a manager; never overwritten."""
    lock(case)
    found = _difference(case, line, taxon)
    if not explanation.strip():
        raise Refused("Say why it differs.", field="explanation")
    if not found.differs:
        raise Refused(f"Nothing differs for {found.name}; there is nothing to explain.")
    if found.is_explained and found.signed[-1].explanation == explanation.strip():
        raise Refused("This explanation was signed already.")
    _check_signer(case, by, at)
    row = Discrepancy(
        case_id=case.id, manifest_line_id=line.id if line else None,
        taxon_id=taxon.id if taxon and not line else None, declared=found.declared,
        received_alive=found.alive, received_dead=found.dead, explanation=explanation.strip(),
        signed_at=at, signed_by=by,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    journal.record(
        "explained a difference", row, by=by, at=at, reason=row.explanation, case=case,
        after={"what": found.name, "declared": found.declared, "alive": found.alive,
               "dead": found.dead},
    )  # fmt: skip
    return row


def _difference(case: Case, line: ManifestLine | None, taxon: Taxon | None) -> Difference:
    for row in differences(case):
        same_line = line is not None and row.line is not None and row.line.id == line.id
        same_taxon = (line is None and row.line is None and taxon is not None
                      and row.taxon is not None and row.taxon.id == taxon.id)  # fmt: skip
        if same_line or same_taxon:
            return row
    raise Refused("This line is not on the manifest of this case.")


def _check_signer(case: Case, by: Person, at: datetime) -> None:
    receivers = set(
        db.session.scalars(sa.select(Intake.received_by_id).where(Intake.case_id == case.id))
    )
    if not receivers:
        raise Refused("Nothing was received yet. Record the arrival first.")
    if by.id not in receivers and Role.MANAGER not in by.roles_at(at):
        names = sorted(
            db.session.scalars(
                sa.select(Person.name).where(Person.id.in_([i for i in receivers if i]))
            )
        )
        raise Refused(
            f"A difference is signed by who received the animals ({', '.join(names)}), "
            "or by the manager."
        )
