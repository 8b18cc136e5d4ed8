"""What an heir has of the lot that it came from: case, line, group, species, stage and holds."""

from __future__ import annotations

from datetime import datetime

from rescue_center.animals.admission import next_accession
from rescue_center.animals.models import Animal, Hold, Identification, Stay
from rescue_center.db import db
from rescue_center.staff.models import Person


def heir_of(
    lot: Animal, stay: Stay, kind: str, sex: str, age_class: str, *, by: Person | None, at: datetime
) -> Animal:
    """A record with everything the lot has in its open `stay`, which is when the heir's began."""
    heir = Animal(
        accession=next_accession(lot.admitted_at), kind=kind, taxon=lot.taxon,
        qualifier=lot.qualifier, sex=sex, age_class=age_class, case=lot.case,
        manifest_line=lot.manifest_line, epi_group=lot.epi_group, parent=lot,
        admitted_at=lot.admitted_at,
    )  # fmt: skip
    its_stay = Stay(
        animal=heir,
        began_at=stay.began_at,
        began_how="split",
        stage=stay.stage,
        stage_since=stay.stage_since,
        taken_over=stay.taken_over,
    )
    named = Identification(
        animal=heir, taxon=lot.taxon, qualifier=lot.qualifier, at=at, by=by,
        basis=f"As lot {lot.accession}",
    )  # fmt: skip
    db.session.add_all((heir, its_stay, named))
    db.session.add_all(_inherited(hold, its_stay) for hold in stay.evidence_holds
                       if hold.stands or (hold.lifted_at and at < hold.lifted_at))  # fmt: skip
    db.session.flush()
    return heir


def _inherited(hold: Hold, stay: Stay) -> Hold:
    """The same hold on the heir: also one that was lifted after a split told late, so that the
    heir's record says it was held at the time."""
    return Hold(
        stay=stay, case=hold.case, reason=hold.reason, placed_at=hold.placed_at,
        placed_by_id=hold.placed_by_id, inherited_from_id=hold.id, lifted_at=hold.lifted_at,
        lifted_by_id=hold.lifted_by_id, lift_order_id=hold.lift_order_id,
    )  # fmt: skip
