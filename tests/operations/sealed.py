"""A sealed file for tests of the machine room."""

from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from rescue_center import journal
from rescue_center.db import db
from rescue_center.media import store
from rescue_center.media.models import Media

AT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


def seal(app: Flask, content: bytes) -> Path:
    """Seal `content`, name it in the database and the journal; returns the file."""
    with app.app_context():
        with store.draft(content) as found:
            store.keep(found)
        media = Media(
            sha256=found.sha256, size=found.size, mime="image/jpeg", original_name="a", sealed_at=AT
        )
        db.session.add(media)
        journal.record("seal", media, by=None, at=AT)
        db.session.commit()
        return store.sealed(found.sha256)
