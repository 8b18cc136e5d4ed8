"""What the beginning of a quarantine is asked: its protocol, and whether its unit is clean."""

from __future__ import annotations

from datetime import datetime

from rescue_center import clock, journal
from rescue_center.animals.models import Stay
from rescue_center.enclosures.cleaning_rules import left_uncleaned
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.species.models import Taxon, TaxonGroup
from rescue_center.staff import duty
from rescue_center.staff.models import Person


def refuse_uncleaned(
    stay: Stay, unit: Unit, reason: str, *, by: Person | None, at: datetime
) -> None:
    """All in, all out: the first of a new batch finds the unit clean, or somebody says why not.
    What is taken over from old books was there before."""
    left = None if stay.taken_over else left_uncleaned(unit, at, but=stay.animal)
    if left is None:
        return
    if not reason.strip():
        raise Refused(
            f"The last batch left {unit.code} on {clock.day_text(left)}, and nobody wrote down "
            "that it was cleaned since. Write that down, or say why it is taken as it is.",
            field="uncleaned_reason",
        )
    duty.only(by, {Role.VET, Role.KEEPER}, at, "take a unit that was not cleaned")
    journal.record("took a unit that was not cleaned", unit, by=by, at=at, reason=reason,
                   animal=stay.animal)  # fmt: skip


def protocol_of(
    taxon: Taxon, chosen: TaxonGroup | None, reason: str, by: Person | None, at: datetime
) -> tuple[TaxonGroup, str]:
    """The protocol that counts, and the reason where it is not that of the species."""
    if taxon.group is None:
        if chosen is None:
            raise Refused(f"{taxon.label} has no protocol of its own: choose one.", field="group")
        return chosen, reason
    if chosen is None or chosen.id == taxon.group.id:
        return taxon.group, ""
    duty.only(by, {Role.VET}, at, "choose another protocol than that of its species")
    if not reason:
        raise Refused(f"Say why not the protocol of {taxon.group.label.lower()}.",
                      field="group_reason")  # fmt: skip
    return chosen, reason
