"""Putting records right: facts amended, a species identified anew, a lot counted again.

What was there before stays readable, in the journal or in a row of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rescue_center import journal
from rescue_center.animals.admission import (
    MOST_IN_A_LOT,
    check_description,
    identified,
    refuse_away,
    refuse_departed,
    refuse_void,
)
from rescue_center.animals.ledger import balance, post, refuse_stale
from rescue_center.animals.ledger_models import LedgerEntry
from rescue_center.animals.models import Animal, Identification
from rescue_center.cases.models import CourtOrder
from rescue_center.db import db, lock
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

AMENDABLE = ("name", "sex", "age_class", "notes")


def amend(
    animal: Animal, changes: Mapping[str, Any], *, by: Person, at: datetime, reason: str = ""
) -> None:
    """Change the name, sex, age class or notes; the journal keeps what they were."""
    refuse_void(animal)
    if unknown := set(changes) - set(AMENDABLE):
        raise ValueError(f"not amendable: {', '.join(sorted(unknown))}")
    new = {key: value for key, value in changes.items() if getattr(animal, key) != value}
    if not new:
        return
    check_description(
        animal.kind, new.get("sex", animal.sex), new.get("age_class", animal.age_class)
    )
    before = {key: getattr(animal, key) for key in new}
    for key, value in new.items():
        setattr(animal, key, value)
    animal.rename(animal.name.strip())
    journal.record("amended", animal, by=by, at=at, reason=reason, before=before, after=new)
    db.session.flush()


def identify(
    animal: Animal,
    taxon: Taxon,
    *,
    by: Person,
    at: datetime,
    basis: str,
    qualifier: str = "",
    expert: str = "",
    order: CourtOrder | None = None,
) -> Identification:
    """Say which species this is, on what ground; what was said before is kept.

    The identity of evidence changes only by an order of its case, or on a named expert's word
    confirmed by a case officer, registrar or manager."""
    lock(animal)
    refuse_void(animal)
    if not basis.strip():
        raise Refused("Say on what ground: what was seen, or measured, or by which key.",
                      field="basis")  # fmt: skip
    if taxon.id == animal.taxon_id and qualifier == animal.qualifier:
        raise Refused(f"{animal.label} is identified as that already.", field="taxon")
    if animal.is_held:
        _check_identity_of_evidence(animal, by, at, expert, order)
    before = {"species": animal.taxon.scientific_name, "qualifier": animal.qualifier}
    animal.taxon, animal.qualifier = taxon, qualifier
    if expert.strip():
        basis = f"{basis.strip()} (expert: {expert.strip()})"
    row = identified(animal, taxon, qualifier, basis, by=by, at=at)
    journal.record(
        "identified", animal, by=by, at=at, reason=basis, before=before,
        after={"species": taxon.scientific_name, "qualifier": qualifier,
               "order": order.reference if order else None},
    )  # fmt: skip
    db.session.flush()
    return row


def _check_identity_of_evidence(
    animal: Animal, by: Person, at: datetime, expert: str, order: CourtOrder | None
) -> None:
    cases = {hold.case_id for stay in animal.stays for hold in stay.open_holds}
    if order is not None and not order.is_void and order.case_id in cases:
        return
    if not expert.strip():
        raise Refused(
            f"{animal.label} is evidence: name the expert who identified it.", field="expert"
        )
    if not by.roles_at(at) & {Role.OFFICER, Role.REGISTRAR, Role.MANAGER}:
        raise Refused(
            f"{animal.label} is evidence: a case officer, the registrar or the manager "
            "confirms a new identification."
        )


def recount(
    lot: Animal, counted: int, *, by: Person, at: datetime, reason: str = "",
    second_by: Person | None = None, seen: int | None = None,
) -> LedgerEntry | None:  # fmt: skip
    """Write what a head count of a lot found; None when it agrees with the books.

    A difference of more than 5 animals or 2 % needs a second person (domain rules 10.1)."""
    lock(lot)
    refuse_stale(lot, seen)
    refuse_void(lot)
    if not lot.is_lot:
        raise Refused(f"{lot.label} is an individual; there is nothing to count.")
    refuse_departed(lot)
    refuse_away(lot)
    if not 1 <= counted <= MOST_IN_A_LOT:
        raise Refused(
            f"A count is from 1 to {MOST_IN_A_LOT:,}. If none is left, record what became of "
            "them: death, escape or transfer.",
            field="counted",
        )
    expected = balance(lot, at)
    delta = counted - expected
    journal.record(
        "recounted", lot, by=by, at=at, reason=reason,
        before={"count": expected}, after={"count": counted},
    )  # fmt: skip
    if delta == 0:
        return None
    if not reason.strip():
        raise Refused(f"The books say {expected}. Say why the count differs.", field="reason")
    if abs(delta) > 5 or abs(delta) * 50 > expected:
        _check_second(by, second_by, delta)
    return post(lot, "recount", delta, by=by, at=at, reason=reason, second_by=second_by)


def _check_second(by: Person, second_by: Person | None, delta: int) -> None:
    if second_by is None:
        raise Refused(
            f"The count differs by {abs(delta)}: a second person must have counted too.",
            field="second_by",
        )
    if second_by.id == by.id:
        raise Refused("The second person must be somebody else.", field="second_by")
