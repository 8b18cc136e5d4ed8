"""What may happen to people and their roles.

`by` is None for the command line: whoever runs the centre's machine.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

import sqlalchemy as sa

from rescue_center.db import db
from rescue_center.errors import Refused, explain
from rescue_center.policy import Role
from rescue_center.staff import sign_in
from rescue_center.staff.acts import record
from rescue_center.staff.models import Grant, Person
from rescue_center.tongues import ENGLISH, LANGUAGES

#: Who may give (and take) which roles. Nobody gives a role above their own.
MAY_GRANT: dict[Role, frozenset[Role]] = {
    Role.ADMIN: frozenset(Role),
    Role.MANAGER: frozenset(Role) - {Role.ADMIN, Role.MANAGER},
}
LONGEST_INSPECTION = timedelta(days=366)
ADDRESS_OF_ADDING = "new"  #: /staff/new is a page of its own
FACTS = ("name", "job_title", "licence_no", "phone", "language")

explain("uq_person_account", "Somebody already has this account name. Choose another.")
explain("person_account_is_lower_case", "An account name is written in small letters.")
explain("uq_role_grant_open", "This person already has that role.")
explain("inspector_is_time_boxed", "An inspector's access ends on a day. Say which.")


def add_person(
    *, account: str, name: str, by: Person | None, at: datetime, is_demo: bool = False, **facts: str
) -> Person:
    """Give somebody an account. They hold no role yet, and no password."""
    _may_keep_accounts(by)
    account = account_name(account)
    if by_account(account) is not None:
        raise Refused("Somebody already has this account name. Choose another.", field="account")
    facts["language"] = facts.get("language") or ENGLISH
    person = Person(account=account, name=_name(name), created_at=at, is_demo=is_demo, **facts)
    db.session.add(person)
    record("added a person", person, by=by, at=at, after={"account": account, "name": person.name})
    return person


def change(person: Person, *, by: Person | None, at: datetime, **facts: str) -> None:
    """Amend what is known of a person: name, job title, licence number, telephone."""
    may_keep(by, person)
    if "name" in facts:
        facts["name"] = _name(facts["name"])
    facts["language"] = facts.get("language") or person.language
    changed = {k: v for k, v in facts.items() if k in FACTS and getattr(person, k) != v}
    if not changed:
        return
    before = {k: getattr(person, k) for k in changed}
    for key, value in changed.items():
        setattr(person, key, value)
    record("changed a person", person, by=by, at=at, before=before, after=changed)


def speak(person: Person, language: str, *, at: datetime) -> None:
    """Choose the language of one's own screens."""
    if language not in LANGUAGES:
        raise Refused("Choose one of the list.", field="language")
    before, person.language = person.language, language
    if before != language:
        record("chose a language", person, by=person, at=at, before={"language": before},
               after={"language": language})  # fmt: skip


def disable(person: Person, *, by: Person | None, at: datetime, reason: str) -> None:
    """Shut an account: its sessions end with the next request."""
    may_keep(by, person)
    if by is not None and by.id == person.id:
        raise Refused("You cannot disable your own account. Ask another administrator.")
    if not person.is_enabled:
        raise Refused(f"{person.name}'s account is disabled already.")
    if not reason:
        raise Refused("Say why the account is disabled.", field="reason")
    _keep_an_admin(person, at)
    person.disabled_at, person.disabled_reason = at, reason
    sign_in.end_all(person, at=at, why="disabled")
    record("disabled an account", person, by=by, at=at, reason=reason)


def enable(person: Person, *, by: Person | None, at: datetime, reason: str = "") -> None:
    """Open a disabled account again."""
    may_keep(by, person)
    if person.is_enabled:
        raise Refused(f"{person.name}'s account is not disabled.")
    person.disabled_at = person.disabled_reason = None
    record("enabled an account", person, by=by, at=at, reason=reason)


def grant(
    person: Person, role: Role, *, by: Person | None, at: datetime, until: datetime | None = None
) -> Grant:
    """Give a role, until a moment or for good. An inspector's always ends."""
    _may_grant(by, person, role)
    _refuse_end(role, at, until)
    for old in person.grants:
        if old.role == role and old.revoked_at is None:
            if old.holds_at(at):
                raise Refused(f"{person.name} already has the role {role.label}.", field="role")
            old.revoked_at = at  # it ended by itself; close it, so that it can be given anew
            db.session.flush()
    given = Grant(role=role, granted_at=at, granted_by_id=by.id if by else None, expires_at=until)
    person.grants.append(given)
    record("granted a role", person, by=by, at=at, after={"role": role, "until": until})
    return given


def revoke(given: Grant, *, by: Person | None, at: datetime, reason: str = "") -> None:
    """Take a role back. It is gone with the person's next request."""
    person, role = given.person, Role(given.role)
    _may_grant(by, person, role, own=True)
    if not given.holds_at(at):
        raise Refused(f"{person.name} no longer has the role {role.label}.")
    if role is Role.ADMIN:
        _keep_an_admin(person, at)
    given.revoked_at, given.revoked_by_id = at, by.id if by else None
    record("revoked a role", person, by=by, at=at, reason=reason, before={"role": role})


# --- who may -------------------------------------------------------------------------------


def may_keep(by: Person | None, person: Person) -> None:
    """Refuse unless `by` keeps this account: an administrator any, a manager those below."""
    _may_keep_accounts(by)
    if by is None or Role.ADMIN in by.roles:
        return
    if not person.roles.isdisjoint({Role.ADMIN, Role.MANAGER}) and by.id != person.id:
        raise Refused("Only an administrator may change this account.")


def _may_keep_accounts(by: Person | None) -> None:
    if by is not None and by.roles.isdisjoint(MAY_GRANT):
        raise Refused("Only an administrator or a manager keeps accounts.")


def _may_grant(by: Person | None, person: Person, role: Role, *, own: bool = False) -> None:
    if by is None:
        return
    if by.id == person.id and not own:
        raise Refused("Nobody gives a role to themselves. Ask another administrator.")
    may_keep(by, person)
    if not any(role in MAY_GRANT.get(held, ()) for held in by.roles):
        raise Refused(f"You may not give or take the role {role.label}.", field="role")


def grantable(by: Person) -> list[Role]:
    """The roles that somebody may give, in their usual order."""
    return [r for r in Role if any(r in MAY_GRANT.get(held, ()) for held in by.roles)]


def _refuse_end(role: Role, at: datetime, until: datetime | None) -> None:
    if until is None:
        if role is Role.INSPECTOR:
            raise Refused("An inspector's access ends on a day. Say which.", field="until")
        return
    if until <= at:
        raise Refused("That day is over already.", field="until")
    if role is Role.INSPECTOR and until - at > LONGEST_INSPECTION:
        raise Refused("An inspector's access lasts a year at most.", field="until")


def _keep_an_admin(person: Person, at: datetime) -> None:
    """Refuse to lose the last enabled administrator; two at once wait for each other."""
    admins = set(db.session.scalars(enabled_admins(at).with_for_update(key_share=True)))
    if person.id in admins and len(admins) == 1:
        raise Refused(
            f"{person.name} is the only administrator. Make somebody else an administrator first."
        )


def enabled_admins(at: datetime) -> sa.Select[int]:
    """The ids of the people who are administrators at `at` and may sign in."""
    return (
        sa.select(Person.id)
        .join(Grant, Grant.person_id == Person.id)
        .where(
            Grant.role == Role.ADMIN,
            Grant.revoked_at.is_(None),
            sa.or_(Grant.expires_at.is_(None), Grant.expires_at > at),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.id)
    )


# --- names ---------------------------------------------------------------------------------


def account_name(typed: str) -> str:
    """An account name as it is kept: small Latin letters, digits, `. _ - @`, 2 to 60 of them."""
    account = folded_account(typed)
    if not re.fullmatch(r"[a-z0-9][a-z0-9._@-]{1,59}", account) or account == ADDRESS_OF_ADDING:
        raise Refused(
            "An account name has 2 to 60 Latin letters, digits or . _ - @, "
            "and begins with a letter or digit.",
            field="account",
        )
    return account


def folded_account(typed: str) -> str:
    """An account name as it is compared, whatever was typed."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def by_account(typed: str) -> Person | None:
    """The person with this account name, in any case."""
    return db.session.scalar(sa.select(Person).where(Person.account == folded_account(typed)))


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name:
        raise Refused("A person needs a name.", field="name")
    return name
