"""Acts that only certain roles may do, whatever door they come through."""

from __future__ import annotations

from datetime import datetime

from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.staff.models import Person


def only(by: Person | None, roles: set[Role], at: datetime, may: str) -> Person:
    """Refuse unless `by` holds one of `roles`: `only(by, {Role.VET}, at, "sign a clearance")`."""
    if by is not None and not by.roles_at(at).isdisjoint(roles):
        return by
    names = sorted(role.label.lower() for role in roles)
    who = " or a ".join(names)
    raise Refused(f"Only a {who} may {may}.")
