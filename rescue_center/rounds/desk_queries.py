"""What the desk sees of phones: which there are, and what on them waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center.db import db, one_or_missing
from rescue_center.paging import Page, cut
from rescue_center.rounds.deciding_rules import VETS
from rescue_center.rounds.models import PhoneRecord
from rescue_center.staff.phone_models import Phone, PhoneProfile

#: What was refused is shown this long; its author was told at once.
SHOWN_FOR = timedelta(days=14)

_PEOPLE = selectinload(Phone.profiles).joinedload(PhoneProfile.person)
WAITS = (PhoneRecord.outcome == "held", PhoneRecord.decided_at.is_(None))


def phones() -> Sequence[Phone]:
    """Every phone, those in use first, with the people on each."""
    query = sa.select(Phone).options(_PEOPLE).order_by(
        Phone.revoked_at.is_not(None), sa.func.lower(Phone.name), Phone.id
    )  # fmt: skip
    return db.session.scalars(query).all()


def phone_or_missing(phone_id: int) -> Phone:
    """A phone with the people on it."""
    people = (_PEOPLE, joinedload(Phone.enrolled_by), joinedload(Phone.revoked_by))
    return one_or_missing(sa.select(Phone).where(Phone.id == phone_id).options(*people))


def waiting() -> sa.Select[int]:
    """How many records wait for somebody."""
    return sa.select(sa.func.count()).select_from(PhoneRecord).where(*WAITS)


def waiting_for_a_vet() -> sa.Select[int]:
    """How many of them a vet may decide about."""
    return waiting().where(PhoneRecord.kind.in_(VETS))


def held(page: int) -> Page[PhoneRecord]:
    """The records that wait, the oldest first."""
    total = db.session.scalar(waiting()) or 0
    part = cut(total, page)
    query = (
        sa.select(PhoneRecord).where(*WAITS).options(*_SHOWN)
        .order_by(PhoneRecord.received_at, PhoneRecord.id).offset(part.offset).limit(part.size)
    )  # fmt: skip
    return part.holding(db.session.scalars(query).all())


def refused(at: datetime, most: int = 50) -> Sequence[PhoneRecord]:
    """What was refused lately and nobody has looked at, the newest first."""
    query = (
        sa.select(PhoneRecord)
        .where(PhoneRecord.outcome == "refused", PhoneRecord.decided_at.is_(None),
               PhoneRecord.received_at > at - SHOWN_FOR)
        .options(*_SHOWN).order_by(PhoneRecord.received_at.desc(), PhoneRecord.id).limit(most)
    )  # fmt: skip
    return db.session.scalars(query).all()


def record_or_missing(name: str) -> PhoneRecord:
    """A record that was held or refused."""
    query = sa.select(PhoneRecord).where(
        PhoneRecord.id == name, PhoneRecord.outcome.in_(("held", "refused"))
    )
    return one_or_missing(query.options(*_SHOWN, joinedload(PhoneRecord.decided_by)))


_SHOWN = (joinedload(PhoneRecord.by), joinedload(PhoneRecord.phone))
