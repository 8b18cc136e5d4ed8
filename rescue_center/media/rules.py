"""What may be sealed: real photographs and PDFs, each once, exactly as received."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from rescue_center import journal
from rescue_center.db import db
from rescue_center.errors import Missing, Refused
from rescue_center.media import picture, store
from rescue_center.media.models import Media
from rescue_center.staff.models import Person

PDF = "application/pdf"


def seal(
    source: bytes | BinaryIO,
    name: str,
    *,
    by: Person | None,
    at: datetime,
    images_only: bool = False,
    field: str | None = None,
) -> Media:
    """Keep a file for good, under the hash of its bytes. The same bytes twice are one file.

    The file is safely on the disk before its row is. `field` names the input that a refusal
    belongs beside.
    """
    name = plain_name(name)
    try:
        with store.draft(source) as draft:
            if draft.size == 0:
                raise Refused(f"“{name}” is empty.", field=field)
            facts = _facts(draft.path, name, images_only, field)
            store.keep(draft)
    except store.TooLarge as large:
        sentence = f"“{name}” is larger than {large.limit_mb} MB. Send a smaller one."
        raise Refused(sentence, field=field) from None
    facts |= {"sha256": draft.sha256, "size": draft.size, "original_name": name}
    return _row(facts, by, at)


def _facts(file: Path, name: str, images_only: bool, field: str | None) -> dict[str, Any]:
    if not images_only and picture.is_pdf(file):
        return {"mime": PDF}
    try:
        return dict(picture.look(file).__dict__)
    except picture.NotAPicture as why:
        what = (
            f"{why}"
            if images_only
            else f"{why}".replace("PNG or WebP file", "PNG, WebP or PDF file")
        )
        raise Refused(f"“{name}” {what}.", field=field) from None


def _row(facts: dict[str, Any], by: Person | None, at: datetime) -> Media:
    """The file's row, made unless it is there; of two at the same moment both get the one."""
    on_postgresql = db.session.get_bind().dialect.name == "postgresql"
    insert: Any = (postgresql if on_postgresql else sqlite).insert(Media)
    made = db.session.execute(
        insert.values(**facts, sealed_at=at, sealed_by_id=by.id if by else None)
        .on_conflict_do_nothing(index_elements=["sha256"])
        .returning(Media.id)
    ).scalar()
    media = db.session.scalars(sa.select(Media).where(Media.sha256 == facts["sha256"])).one()
    if made is not None:
        journal.record("sealed a file", media, by=by, at=at, after=facts)
    return media


def plain_name(name: str) -> str:
    """A file's name as it is kept: no folders, nothing invisible, at most 200 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(
        c for c in last if unicodedata.category(c)[0] != "C" or c in "\u200b\u200c\u200d"
    )
    return " ".join(shown.split())[:200] or "file"


# --- reading -------------------------------------------------------------------------------


def open_original(media: Media) -> BinaryIO:
    """The bytes exactly as received."""
    try:
        return store.sealed(media.sha256).open("rb")
    except FileNotFoundError:
        raise Missing from None


def derivative(media: Media, size: int) -> Path:
    """A picture of at most `size` pixels (96, 320 or 1280), made when it is first asked for."""
    if size not in picture.SIZES or not media.is_picture:
        raise Missing
    found = store.derived(media.sha256, size)
    if not found.exists():
        original = store.sealed(media.sha256)
        if not original.exists():
            raise Missing
        store.write(found, picture.smaller(original, size))
    return found
