"""What may happen to phones: enrolled, given to people, renamed, revoked.

Tokens and keys are returned once, to the phone; a revoked phone may still hand in what it holds.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.policy import CARE, Role
from rescue_center.staff.acts import record
from rescue_center.staff.models import Person
from rescue_center.staff.phone_models import Phone, PhoneProfile
from rescue_center.staff.sign_in import sha256

#: Who enrols, renames and revokes phones.
KEEPERS = frozenset({Role.ADMIN, Role.MANAGER})
_CARE = frozenset(Role(name) for name in CARE)

#: For how long a phone gives somebody the day's animals after they gave their password on it.
#: Judgement: a month of rounds; what they wrote down is taken in afterwards as well.
RENEWED_FOR = timedelta(days=30)

explain("uq_phone_profile_open", "You are on this phone already. Unlock it with your PIN.")


class Enrolled(NamedTuple):
    """A phone, and its token, which is kept nowhere else."""

    phone: Phone
    token: str


class Joined(NamedTuple):
    """A person on a phone, and the token that shows it; the key is on the profile."""

    profile: PhoneProfile
    token: str


def enrol(name: str, *, by: Person, at: datetime, browser: str = "") -> Enrolled:
    """Make a telephone one of the centre's."""
    _may_keep_phones(by, at)
    token = secrets.token_urlsafe(32)
    phone = Phone(
        public_id=secrets.token_hex(8), name=_named(name), token_sha256=sha256(token),
        enrolled_at=at, enrolled_by=by, browser=browser[:200],
    )  # fmt: skip
    db.session.add(phone)
    db.session.flush()
    record("enrolled a phone", phone, by=by, at=at, after={"name": phone.name})
    return Enrolled(phone, token)


def join(phone: Phone, person: Person, *, at: datetime) -> Joined:
    """Put somebody on a phone, who has just given their password on it. Whoever was on it before
    gets a new key; what they wrote with the old one is still taken in."""
    lock(phone)
    if phone.is_revoked:
        raise Refused("This phone was revoked. Hand it to an administrator.")
    if not person.is_enabled or person.roles_at(at).isdisjoint(_CARE):
        raise Refused("Only people who work with the animals use the centre's phones.")
    for old in _open_profiles(phone, person):
        old.ended_at, old.ended_why = at, "joined anew"
    db.session.flush()
    token = secrets.token_urlsafe(32)
    profile = PhoneProfile(
        phone=phone, person=person, key=secrets.token_bytes(32), token_sha256=sha256(token),
        began_at=at, renewed_at=at,
    )  # fmt: skip
    db.session.add(profile)
    db.session.flush()
    record("joined a phone", phone, by=person, at=at, after={"phone": phone.name})
    return Joined(profile, token)


def renew(profile: PhoneProfile, *, at: datetime) -> None:
    """They gave their password again: the phone gives them the day's animals for another while."""
    if profile.phone.is_revoked:
        raise Refused("This phone was revoked. Hand it to an administrator.")
    if profile.ended_at is not None:
        raise Refused("You were taken off this phone. Join it again.")
    profile.renewed_at = at
    record("signed in on a phone", profile.phone, by=profile.person, at=at)


def leave(profile: PhoneProfile, *, at: datetime) -> None:
    """Take oneself off a phone; what one wrote there is still taken in."""
    if profile.ended_at is None:
        profile.ended_at, profile.ended_why = at, "left"
        record("left a phone", profile.phone, by=profile.person, at=at)


def rename(phone: Phone, name: str, *, by: Person, at: datetime) -> None:
    """Call a phone something else."""
    _may_keep_phones(by, at)
    before, phone.name = phone.name, _named(name)
    if before != phone.name:
        record("renamed a phone", phone, by=by, at=at, before={"name": before},
               after={"name": phone.name})  # fmt: skip


def revoke(phone: Phone, *, by: Person, at: datetime, reason: str) -> None:
    """Shut a phone out: lost, stolen, sold. It gets nothing more from this moment."""
    _may_keep_phones(by, at)
    lock(phone)
    if phone.is_revoked:
        raise Refused("This phone was revoked before.")
    if not reason.strip():
        raise Refused("Say why it is revoked.", field="reason")
    phone.revoked_at, phone.revoked_by, phone.revoke_reason = at, by, reason.strip()
    record("revoked a phone", phone, by=by, at=at, reason=phone.revoke_reason)


def _open_profiles(phone: Phone, person: Person) -> list[PhoneProfile]:
    query = sa.select(PhoneProfile).where(
        PhoneProfile.phone_id == phone.id, PhoneProfile.person_id == person.id,
        PhoneProfile.ended_at.is_(None),
    )  # fmt: skip
    return list(db.session.scalars(query))


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused("Give the phone a name, like Birds 2.", field="name")
    if len(name) > 60:
        raise Refused("A phone's name has at most 60 letters.", field="name")
    return name


def _may_keep_phones(by: Person, at: datetime) -> None:
    if by.roles_at(at).isdisjoint(KEEPERS):
        raise Refused("Only an administrator or a manager keeps the centre's phones.")
