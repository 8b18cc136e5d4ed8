"""Imports: which file came in, when, by whom, and what became of its rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rescue_center.db import Model, append_only


class ImportRun(Model):
    """One import that was carried out: `total = stored + already + reported`."""

    __table_args__ = (
        sa.CheckConstraint("total = stored + already + reported", name="import_accounts_for_rows"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    file_name: Mapped[str] = mapped_column(sa.String(200))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    total: Mapped[int]
    stored: Mapped[int]
    already: Mapped[int]
    reported: Mapped[int]
    reports: Mapped[list[Any]] = mapped_column(sa.JSON)


append_only("import_run")
