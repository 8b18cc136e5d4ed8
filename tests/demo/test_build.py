"""The demo centre is the same for the same day."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from rescue_center import create_app, journal
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db, writing
from rescue_center.demo import build
from rescue_center.demo.commands import load_published
from rescue_center.documents.models import Issued
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.journal.models import Entry
from rescue_center.tags.models import Tag
from tests.databases import Databases, settings

DAY = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def built(databases: Databases, folder: Path) -> list[Any]:
    """What a small centre holds: who came when, where they live, what they wear, all that was
    done."""
    app = create_app(settings(databases.fresh(), folder))
    with app.app_context():
        with writing():
            load_published()
            db.session.flush()
            journal.settle()
            before = db.session.scalar(sa.select(sa.func.max(Entry.seq))) or 0
            build.build(DAY, lambda _: None, small=True)
            db.session.commit()
        told = [
            db.session.execute(query).all()
            for query in (
                sa.select(Animal.accession, Animal.name, Animal.count, Animal.admitted_at)
                .order_by(Animal.id),
                sa.select(Stay.animal_id, Stay.stage, Stay.began_at, Stay.ended_at)
                .order_by(Stay.id),
                sa.select(Housing.animal_id, Unit.code, Housing.began_at)
                .join(Unit, Unit.id == Housing.unit_id).order_by(Housing.id),
                sa.select(Tag.number, Tag.animal_id, Tag.unit_id).order_by(Tag.id),
                sa.select(Entry.verb, Entry.subject, Entry.at)
                .where(Entry.seq > before).order_by(Entry.seq),
                sa.select(Issued.number).order_by(Issued.id),
            )
        ]  # fmt: skip
        db.session.remove()
        db.engine.dispose()
    return told


@pytest.mark.engine("sqlite")
def test_the_demo_of_a_day_is_always_the_same(databases: Databases, tmp_path: Path) -> None:
    first, second = (built(databases, tmp_path / part) for part in ("first", "second"))
    assert len(first[0]) > 50
    assert sum(row.number.startswith("RF-") for row in first[-1]) == 2, "two lots may be released"
    assert sum(row.number.startswith("DR-") for row in first[-1]) == 2, "two deaths are told"
    assert first == second
