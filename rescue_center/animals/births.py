"""Young that are born or hatched here."""

from __future__ import annotations

from datetime import datetime

from rescue_center import journal
from rescue_center.animals.admission import admit, refuse_departed, refuse_void
from rescue_center.animals.holds import open_hold
from rescue_center.animals.models import Animal
from rescue_center.clock import moment_text
from rescue_center.db import db, lock
from rescue_center.errors import Refused
from rescue_center.staff.models import Person


def bear(
    dam: Animal, count: int, *, by: Person | None, at: datetime, sex: str = "unknown",
    age_class: str = "neonate", notes: str = "",
) -> Animal:  # fmt: skip
    """Take the young of an animal, or of some of a lot, onto the books: one is an individual, more
    are a lot. They share its case, its holds and its epidemiological group, and have a stage, a
    place and a quarantine of their own."""
    if dam.case is not None:
        lock(dam.case)
    lock(dam)
    refuse_void(dam)
    refuse_departed(dam)
    stay = dam.stay
    assert stay is not None  # noqa: S101 - it is in care
    if not dam.is_lot and dam.sex == "male":
        raise Refused(f"{dam.label} is a male on our books. Correct its sex first.")
    if at < stay.began_at:
        raise Refused(
            f"{dam.label} came on {moment_text(stay.began_at)}. What was born before that came "
            "with it: receive it in the case.", field="at",
        )  # fmt: skip
    young = admit(
        taxon=dam.taxon, count=count, by=by, at=at, case=dam.case, how="birth",
        ledger_kind="birth", qualifier=dam.qualifier, basis=f"Born of {dam.accession}",
        epi_group=dam.epi_group, sex=sex, age_class=age_class, notes=notes, dam=dam,
    )  # fmt: skip
    held = {hold.case_id for hold in young.stays[0].open_holds}
    for hold in stay.open_holds:
        if hold.case_id not in held:
            open_hold(young.stays[0], hold.case, by=by, at=at, reason=hold.reason,
                      inherited_from=hold)  # fmt: skip
    journal.record(
        "gave birth", dam, by=by, at=at, case=dam.case,
        after={"count": count, "young": young.accession},
    )  # fmt: skip
    db.session.flush()
    return young
