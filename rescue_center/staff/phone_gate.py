"""Which phone asks, and for whom: read from the headers that its application sends.

    Authorization: Phone <public id>.<token>
    X-Profile: <profile id>.<token>

No cookie: what a phone sends carries no authority that another site could borrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import Request
from sqlalchemy.orm import joinedload

from rescue_center import clock
from rescue_center.db import db
from rescue_center.staff.models import Person
from rescue_center.staff.phone_models import Phone, PhoneProfile
from rescue_center.staff.phone_rules import RENEWED_FOR
from rescue_center.staff.sign_in import sha256

SCHEME = "Phone "


@dataclass(frozen=True)
class Caller:
    """A phone that the centre knows, and the person it is unlocked by, where it is. `must_sign_in`:
    they gave their password too long ago, or changed it since."""

    phone: Phone
    profile: PhoneProfile | None
    must_sign_in: bool = False

    @property
    def person(self) -> Person | None:
        """Whose animals may be shown: nobody's on a phone that was revoked, or whose profile
        ended, or that is to give the password again."""
        if self.phone.is_revoked or self.profile is None or self.must_sign_in:
            return None
        return self.profile.person if self.profile.ended_at is None else None


def caller_of(request: Request) -> Caller | None:
    """The phone behind a request, or None where it is none of ours."""
    said = request.headers.get("Authorization", "")
    if not said.startswith(SCHEME):
        return None
    public_id, _, token = said.removeprefix(SCHEME).strip().partition(".")
    phone = db.session.scalar(
        sa.select(Phone).where(Phone.public_id == public_id, Phone.token_sha256 == sha256(token))
    )
    if phone is None:
        return None
    profile = _profile(phone, request.headers.get("X-Profile", ""))
    stale = profile is not None and _must_sign_in(profile, clock.now())
    return Caller(phone, profile, stale)


def _profile(phone: Phone, said: str) -> PhoneProfile | None:
    number, _, token = said.strip().partition(".")
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    return db.session.scalar(
        sa.select(PhoneProfile)
        .where(PhoneProfile.id == int(number), PhoneProfile.phone_id == phone.id,
               PhoneProfile.token_sha256 == sha256(token))
        .options(joinedload(PhoneProfile.person).selectinload(Person.grants))
    )  # fmt: skip


def _must_sign_in(profile: PhoneProfile, at: datetime) -> bool:
    person = profile.person
    if not person.is_enabled or at - profile.renewed_at >= RENEWED_FOR:
        return True
    changed = person.password_set_at
    return changed is not None and changed > profile.renewed_at
