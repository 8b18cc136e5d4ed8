"""What was declared against what was received, and the differences, explained and signed.

A signature is about the figures as they stood. When they change, the difference is open again and
a new row explains it; nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.animals.intake_models import Discrepancy, Intake, IntakeLine
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import db, lock
from rescue_center.errors import Refused
from rescue_center.measures import quantity_text
from rescue_center.policy import Role
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person
from rescue_center.tongues import phrase

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
    def declared_text(self) -> str:
        """The quantity as declared, with its unit; a dash for what nobody declared."""
        if self.line is None:
            return "—"
        if self.declared is None:
            return phrase("Not counted")
        return quantity_text(self.declared, self.line.unit)

    @property
    def agreement(self) -> str:
        """What to say where nothing differs."""
        if not self.received:
            return phrase("Not received")
        return phrase("Agrees") if self._is_counted else phrase("Cannot be compared")

    @property
    def sentences(self) -> list[str]:
        """What differs, in words; empty when nothing does, or when it cannot be compared."""
        if self.line is None:
            return [phrase("{n} received, not on the manifest", n=_n(self.received))]
        found = []
        if self._is_counted:
            short = int(self.declared or 0) - self.received
            if short > 0:
                found.append(phrase("{n} fewer than declared", n=short))
            if short < 0:
                found.append(phrase("{n} more than declared", n=-short))
        if self.line.condition == "alive" and self.dead:
            found.append(phrase("{n} dead, all declared alive", n=self.dead))
        if self.line.condition == "dead" and self.alive:
            found.append(phrase("{n} alive, all declared dead", n=self.alive))
        return found

    @property
    def _is_counted(self) -> bool:
        return (
            self.line is not None and self.declared is not None and self.line.unit == "individual"
        )

    @property
    def awaited(self) -> int:
        """How many of what was counted and declared have not come yet."""
        return max(0, int(self.declared or 0) - self.received) if self._is_counted else 0

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
    by_line = {line.id: Difference(line, line.taxon, line.quantity) for line in _declared(case)}
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


def _declared(case: Case) -> Sequence[ManifestLine]:
    query = (
        sa.select(ManifestLine)
        .where(ManifestLine.case_id == case.id, ManifestLine.voided_at.is_(None))
        .where(ManifestLine.specimen.in_(ANIMALS))
        .order_by(ManifestLine.position)
        .options(sa.orm.joinedload(ManifestLine.taxon))
    )
    return db.session.scalars(query).all()


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
