"""A sealed file, as the media package leaves it, for tests of the machine room."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from flask import Flask

from rescue_center import journal
from rescue_center.db import db
from rescue_center.media.models import Media

AT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


def seal(app: Flask, content: bytes) -> Path:
    """Seal `content` and write it in the journal; returns the file."""
    name = sha256(content).hexdigest()
    file = Path(app.config["MEDIA_DIR"]) / name[:2] / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    with app.app_context():
        media = Media(
            sha256=name, size=len(content), mime="image/jpeg", original_name="a", sealed_at=AT
        )
        db.session.add(media)
        journal.record("seal", media, by=None, at=AT)
        db.session.commit()
    return file
