"""Files: named by their content, never replaced."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rescue_center.db import Model, append_only


class Media(Model):
    """One sealed file. The bytes lie under the media folder at `sha256`, exactly as received;
    what people see are derivatives without the camera's place and serial number."""

    __table_args__ = (sa.CheckConstraint("size > 0", name="media_is_not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    size: Mapped[int]
    mime: Mapped[str] = mapped_column(sa.String(60))
    original_name: Mapped[str] = mapped_column(sa.String(200))
    width: Mapped[int | None]
    height: Mapped[int | None]
    taken_at_claimed: Mapped[str | None] = mapped_column(sa.String(40))
    sealed_at: Mapped[datetime]
    sealed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    @property
    def is_picture(self) -> bool:
        """Whether there are smaller pictures of it."""
        return self.mime.startswith("image/")


append_only("media")
