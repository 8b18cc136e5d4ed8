"""What may happen to code lists: an entry is added, worded anew, mapped, retired; never deleted,
because records bear it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.db import db
from rescue_center.errors import Refused, explain
from rescue_center.species.models import Code
from rescue_center.staff.models import Person

explain("uq_code_list_code", "That code is in the list already.")
explain("code_is_never_deleted", "A code is never deleted; retire it.")

FACTS = frozenset({"label", "official_code", "notes", "uncertain", "retired"})


def add_code(
    name: str, code: str, label: str, *, notes: str = "", by: Person | None, at: datetime
) -> Code:
    """Add an entry to a list that exists."""
    last = db.session.scalar(sa.select(sa.func.max(Code.position)).where(Code.list == name))
    if last is None:
        raise Refused("There is no such list.")
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,20}", code):
        raise Refused("A code is 1 to 20 letters, digits, dots, dashes.", field="code")
    if not label.strip():
        raise Refused("Say what the code means.", field="label")
    row = Code(list=name, code=code, label=label.strip(), notes=notes, position=last + 1,
               source="added here")  # fmt: skip
    db.session.add(row)
    db.session.flush()
    journal.record("added a code", row, by=by, at=at,
                   after={"list": name, "code": code, "label": label})  # fmt: skip
    return row


def amend_code(row: Code, changes: Mapping[str, Any], *, by: Person | None, at: datetime) -> None:
    """Word an entry anew, map it to an official code, retire it or take it back."""
    if wrong := changes.keys() - FACTS:
        raise ValueError(f"not to be amended: {', '.join(sorted(wrong))}")
    if not str(changes.get("label", "x")).strip():
        raise Refused("Say what the code means.", field="label")
    before, after = journal.change(row, changes)
    if not after:
        raise Refused("Nothing was changed.")
    journal.record("changed a code", row, by=by, at=at,
                   before={"list": row.list, "code": row.code, **before}, after=after)  # fmt: skip
    db.session.flush()
