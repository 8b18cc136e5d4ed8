"""A vet says that an animal or a lot needs no quarantine here; what is split off has that too."""

from __future__ import annotations

from datetime import datetime

from rescue_center import journal
from rescue_center.animals import regroup
from rescue_center.animals.admission import refuse_departed, refuse_void
from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.models import Animal
from rescue_center.db import db, lock
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.quarantine.cohort_rules import open_of
from rescue_center.quarantine.exemption_models import Exemption
from rescue_center.quarantine.passage import exemption_of, last_quarantine, signed
from rescue_center.staff import duty
from rescue_center.staff.models import Person


def exempt(animal: Animal, *, reason: str, by: Person | None, at: datetime) -> Exemption:
    """It needs no quarantine here, because it comes from that of another centre or the like."""
    vet = duty.only(by, {Role.VET}, at, "say that no quarantine is needed")
    lock(animal)
    refuse_void(animal)
    refuse_departed(animal)
    stay = animal.stays[-1]
    if open_of([animal]):
        raise Refused(f"{animal.label} is in quarantine; clearing it decides what follows.")
    if signed(stay):
        raise Refused(f"{animal.label} has passed quarantine already.")
    if not reason.strip():
        raise Refused("Say why it needs no quarantine.", field="reason")
    if at < stay.began_at:
        raise Refused(f"{animal.label} arrived after that. Check the date.", field="at")
    row = Exemption(
        stay_id=stay.id, animal_id=animal.id, at=at, reason=reason.strip(), by_id=vet.id
    )
    db.session.add(row)
    db.session.flush()
    journal.record("said that no quarantine is needed", row, by=vet, at=at, reason=reason,
                   animal=animal)  # fmt: skip
    return row


def _inherit(parent: Animal, heir: Animal, _split: Regroup, _by: Person | None) -> None:
    """What holds of the lot holds of those that are split off."""
    row = exemption_of(parent.stays[-1])
    if row is None or heir.stay is None:
        return
    db.session.add(Exemption(
        stay_id=heir.stay.id, animal_id=heir.id, at=row.at, reason=row.reason, by_id=row.by_id,
        inherited_from_id=row.id,
    ))  # fmt: skip
    db.session.flush()


def _alike(source: Animal, into: Animal, _merge: Regroup, _by: Person | None) -> None:
    """One that may go without quarantine does not lend this to another that it merges with."""
    ours, theirs = _goes_without(into), _goes_without(source)
    if ours == theirs:
        return
    one, other = (source, into) if theirs > ours else (into, source)
    how = "may not" if min(ours, theirs) == 0 else "only because the old books say nothing of one"
    raise Refused(f"{one.label} may go on without quarantine and {other.label} {how}.",
                  field="into")  # fmt: skip


def _goes_without(lot: Animal) -> int:
    """Whether a lot goes on without quarantine: not at all or by its own (0), because it comes from
    the old books (1), or by the word of a vet, on which a release rests too (2)."""
    stay = lot.stays[-1]
    if last_quarantine(stay) is not None:
        return 0
    return 2 if exemption_of(stay) is not None else int(stay.taken_over)


regroup.on_heir.append(_inherit)
regroup.on_merge.append(_alike)
