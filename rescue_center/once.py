"""A form that is sent twice counts once: a double press, a page sent again after the line broke.

A form that carries `once` (a random key, drawn when the page was opened) leaves it in the database
with what it did, in the same transaction. Who sends the key again is led to what was done then.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rescue_center.db import Model, db
from rescue_center.errors import explain
from rescue_center.forms import Form, HiddenField

LONGEST = 40


class Once(Form):
    """What a form inherits that must not count twice."""

    once = HiddenField(default=lambda: secrets.token_urlsafe(12))

    @property
    def data(self) -> dict[str, Any]:
        """What was typed; the key is no part of it."""
        return {name: value for name, value in super().data.items() if name != "once"}


class Sent(Model):
    """A form that was carried out: whose, and the address of what it made."""

    __tablename__ = "sent_form"
    __table_args__ = (sa.UniqueConstraint("by_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(sa.String(LONGEST))
    at: Mapped[datetime]
    made: Mapped[str] = mapped_column(sa.String(200))


explain(
    "uq_sent_form_by_id_key", "This was saved a moment ago, and was not saved again. "
    "Look at the record before you send it once more."
)  # fmt: skip


def _key(form: Form) -> str | None:
    key = form.once.data if isinstance(form, Once) else None
    return key if key and len(key) <= LONGEST else None


def done_before(form: Form, by_id: int) -> str | None:
    """The address of what this person's form made when it was sent before."""
    if (key := _key(form)) is None:
        return None
    return db.session.scalar(sa.select(Sent.made).where(Sent.by_id == by_id, Sent.key == key))


def keep(form: Form, made: str, *, by_id: int, at: datetime) -> None:
    """Note that the form was carried out; two at once meet here, and the second is undone."""
    if key := _key(form):
        db.session.add(Sent(by_id=by_id, key=key, at=at, made=made))
        db.session.flush()
