"""The crates of a planned transfer, and who travels in which."""

from __future__ import annotations

from datetime import datetime

from rescue_center import journal
from rescue_center.db import db
from rescue_center.departures.transfer import lock_planned
from rescue_center.departures.transfer_models import Crate, Transfer, Transferred
from rescue_center.errors import Refused, explain
from rescue_center.staff.models import Person

explain("uq_crate_transfer_id_number", "A crate with this number is already on the transfer.")
explain("crate_has_a_size", "A crate's length, width and height are more than 0 cm.")


def add_crate(
    transfer: Transfer, *, by: Person | None, at: datetime, number: str, length_cm: int,
    width_cm: int, height_cm: int, requirement: str = "", seal: str = "",
) -> Crate:  # fmt: skip
    """Add a crate with its inner size."""
    lock_planned(transfer)
    if not number.strip():
        raise Refused("Give the crate a number.", field="number")
    crate = Crate(
        transfer=transfer, number=number.strip(), length_cm=length_cm, width_cm=width_cm,
        height_cm=height_cm, requirement=requirement, seal=seal,
    )  # fmt: skip
    db.session.add(crate)
    db.session.flush()
    journal.record(
        "added a crate", transfer, by=by, at=at,
        after={"crate": number, "size_cm": f"{length_cm} x {width_cm} x {height_cm}"},
    )  # fmt: skip
    return crate


def put_in_crate(
    transfer: Transfer, member: Transferred, crate: Crate | None, *,
    by: Person | None, at: datetime,
) -> None:  # fmt: skip
    """Choose the crate of an animal on a planned transfer, another one, or none."""
    lock_planned(transfer)
    if crate is not None and crate.transfer_id != transfer.id:
        raise Refused(f"Crate {crate.number} is not on transfer {transfer.number}.", field="crate")
    before, member.crate = member.crate, crate
    if before is crate:
        return
    db.session.flush()
    journal.record(
        "chose a crate", transfer, by=by, at=at, animal=member.stay.animal,
        case=member.stay.animal.case_id, before={"crate": before.number if before else "none"},
        after={"crate": crate.number if crate else "none", "transfer": transfer.number},
    )  # fmt: skip
