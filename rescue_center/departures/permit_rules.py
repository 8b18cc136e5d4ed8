"""Permits of authorities: recorded once, for one animal or many, and struck out where wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals.models import Stay
from rescue_center.db import db, lock
from rescue_center.departures.gate_models import Permit, PermitStay
from rescue_center.errors import Refused, explain
from rescue_center.media.models import Media
from rescue_center.staff.models import Person

explain("uq_permit_standing", "This permit number of this issuer is already recorded.")
explain("permit_expires_after_issue", "The permit expires before it was issued. Check the dates.")
explain("pk_permit_stay", "The permit covers this animal already.")


def add_permit(
    stays: Sequence[Stay],
    *,
    by: Person | None,
    at: datetime,
    kind: str,
    number: str,
    issuer: str,
    issued_on: date,
    expires_on: date | None = None,
    issuer_country: str = "",
    purpose_code: str = "",
    source_code: str = "",
    notes: str = "",
    media: Media | None = None,
) -> Permit:
    """Record a permit of an authority and the stays it covers. One that is recorded already covers
    these too."""
    if issued_on > clock.today(at):
        raise Refused("The permit is dated in the future.", field="issued_on")
    if expires_on is not None and expires_on < issued_on:
        raise Refused("The permit expires before it was issued.", field="expires_on")
    if (known := _standing(issuer.strip(), number.strip())) is not None:
        _refuse_other(known, kind=kind, issued_on=issued_on, expires_on=expires_on)
        _complete(known, media, issuer_country=issuer_country, purpose_code=purpose_code,
                  source_code=source_code, notes=notes.strip())  # fmt: skip
        cover(known, stays, by=by, at=at)
        return known
    permit = Permit(
        kind=kind, number=number.strip(), issuer=issuer.strip(), issued_on=issued_on,
        expires_on=expires_on, issuer_country=issuer_country, purpose_code=purpose_code,
        source_code=source_code, notes=notes, media_id=media.id if media else None,
        recorded_at=at, recorded_by_id=by.id if by else None,
    )  # fmt: skip
    db.session.add(permit)
    db.session.flush()
    cover(permit, stays, by=by, at=at)
    return permit


def _complete(known: Permit, media: Media | None, **said: str) -> None:
    """What is said of a permit that is recorded already says the same, or less. Its scan is added
    where it has none."""
    _refuse_other(known, **{key: value for key, value in said.items() if value})
    if media is not None and known.media_id is None:
        lock(known)
        known.media_id = media.id
        db.session.flush()
    elif media is not None and known.media_id != media.id:
        raise Refused(f"{known.issuer} {known.number} has its scan already: leave this one away.",
                      field="scan")  # fmt: skip


def _refuse_other(known: Permit, **said: object) -> None:
    for key, value in said.items():
        if getattr(known, key) != value:
            raise Refused(
                f"{known.issuer} {known.number} is recorded already, with {_OTHER[key]}. Look "
                "which is right.", field="number",
            )  # fmt: skip


#: How a refusal says what differs.
_OTHER = {
    "kind": "another purpose", "issued_on": "other days", "expires_on": "other days",
    "issuer_country": "another country", "purpose_code": "another CITES purpose",
    "source_code": "another CITES source", "notes": "other notes",
}  # fmt: skip


def _standing(issuer: str, number: str) -> Permit | None:
    asked = sa.select(Permit).where(
        Permit.issuer == issuer, Permit.number == number, Permit.voided_at.is_(None)
    )
    return db.session.scalars(asked).one_or_none()


def cover(permit: Permit, stays: Sequence[Stay], *, by: Person | None, at: datetime) -> None:
    """Let a permit cover more animals, as its paper says."""
    lock(permit)
    if permit.is_void:
        raise Refused(f"Permit {permit.number} is struck out.", field="animals")
    known = set(db.session.scalars(
        sa.select(PermitStay.stay_id).where(PermitStay.permit_id == permit.id)
    ))  # fmt: skip
    for stay in stays:
        if stay.id in known:
            label = stay.animal.label
            raise Refused(f"Permit {permit.number} covers {label} already.", field="animals")
        db.session.add(PermitStay(permit_id=permit.id, stay_id=stay.id))
        journal.record(
            "recorded a permit", permit, by=by, at=at, animal=stay.animal_id,
            case=stay.animal.case_id,
            after={"kind": permit.kind, "number": permit.number, "issuer": permit.issuer,
                   "issued_on": permit.issued_on, "expires_on": permit.expires_on},
        )  # fmt: skip
    db.session.flush()


def strike(permit: Permit, *, by: Person, at: datetime, reason: str) -> None:
    """Strike a permit out: it opens no gate from now on. What left under it stays as it was."""
    if not reason.strip():
        raise Refused("Say why the permit is struck out.", field="reason")
    lock(permit)
    if permit.is_void:
        raise Refused(f"Permit {permit.number} is struck out already.")
    permit.voided_at, permit.voided_by_id, permit.void_reason = at, by.id, reason.strip()
    db.session.flush()
    covered = db.session.scalars(
        sa.select(Stay).join(PermitStay, PermitStay.stay_id == Stay.id)
        .where(PermitStay.permit_id == permit.id).order_by(Stay.id)
    ).all()  # fmt: skip
    for stay in covered:
        journal.record(
            "struck out a permit", permit, by=by, at=at, reason=reason, animal=stay.animal_id,
            case=stay.animal.case_id, before={"number": permit.number, "issuer": permit.issuer},
        )  # fmt: skip
    db.session.flush()
