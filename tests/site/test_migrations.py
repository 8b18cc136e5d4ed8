"""Migrations: numbered, in one line, and together exactly what the models say."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from rescue_center import triggers
from rescue_center.config import ROOT
from rescue_center.db import TRIGGERS, Trigger, db, next_number
from rescue_center.husbandry import concern_rules, keeping_rules
from tests.conftest import unavailable
from tests.databases import Databases, centre
from tests.makers import AT, make_animal, make_unit
from tests.schema import described

VERSIONS = ROOT / "migrations" / "versions"
SCRIPTS = sorted(VERSIONS.glob("[0-9]*.py"))


@pytest.fixture
def empty(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database without a single table."""
    if not SCRIPTS:
        unavailable("the migrations: there is none yet (make migration)")
    url = databases.fresh(schema=False)
    with centre(url, tmp_path) as app, app.app_context():
        yield app
    databases.drop(url)


def schema() -> set[str]:
    with db.engine.connect() as connection:
        return described(connection)


def test_migrations_are_numbered_sentences_in_one_line() -> None:
    if not SCRIPTS:
        unavailable("the migrations: there is none yet (make migration)")
    numbers = [f"{n:04}" for n in range(1, len(SCRIPTS) + 1)]
    assert [file.name[:4] for file in SCRIPTS] == numbers
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", file.name) for file in SCRIPTS)
    scripts = ScriptDirectory(str(VERSIONS.parent))
    assert sorted(s.revision for s in scripts.walk_revisions()) == numbers
    assert scripts.get_heads() == [numbers[-1]]


def test_the_head_file_names_the_last_one() -> None:
    if not SCRIPTS:
        unavailable("the migrations: there is none yet (make migration)")
    assert (VERSIONS.parent / "HEAD").read_text() == f"{SCRIPTS[-1].name[:4]}\n"


def test_migrations_stand_on_their_own() -> None:
    """The code they would import moves on; a migration must not."""
    leaning = [f.name for f in SCRIPTS if "rescue_center" in f.read_text(encoding="utf-8")]
    assert leaning == []


def test_the_migrated_schema_is_the_models(
    empty: Flask, databases: Databases, tmp_path: Path
) -> None:
    upgrade()
    migrated = schema()
    with centre(databases.fresh(), tmp_path) as modelled_app, modelled_app.app_context():
        modelled = schema()
    assert sorted(modelled - migrated) == []
    assert sorted(migrated - modelled) == []


def test_migrations_go_up_down_and_up_again(empty: Flask) -> None:
    upgrade()
    first = schema()
    for script in reversed(SCRIPTS):
        downgrade(revision=f"{int(script.name[:4]) - 1:04}" if script != SCRIPTS[0] else "base")
    assert schema() == set()
    for script in SCRIPTS:
        upgrade(revision=script.name[:4])
    assert schema() == first


def test_rows_survive_the_last_migration_down_and_up(empty: Flask) -> None:
    upgrade(revision=SCRIPTS[-2].name[:4] if len(SCRIPTS) > 1 else "head")
    next_number("case", 2026, count=7)
    db.session.commit()
    upgrade()
    if len(SCRIPTS) > 1:
        downgrade(revision=SCRIPTS[-2].name[:4])
        upgrade()
    assert next_number("case", 2026) == 8


def test_what_a_stricter_rule_refuses_was_kept_in_words(empty: Flask) -> None:
    """What was left of a meal that nobody weighed; and back again, who was found dead."""
    upgrade(revision="0005")
    unit, animal = make_unit(), make_animal()
    concern_rules.raise_concern("dead", "now", animal=animal, note="Cold", by=None, at=AT)
    keeping_rules.observe(animal, body=2, note="Thin back", by=None, at=AT)
    unit_id = unit.id
    db.session.commit()
    downgrade(revision="0004")
    told = db.session.execute(sa.text("SELECT what, note FROM concern")).one()
    assert tuple(told) == ("other", "Found dead. Cold")
    note = db.session.scalar(sa.text("SELECT note FROM observation"))
    assert note == "Thin back Body condition 2 of 5."
    db.session.execute(
        sa.text("INSERT INTO tending (kind, unit_id, slot, at, left_g, note, recorded_at) "
                "VALUES ('feed', :unit, '', :at, 40, 'Figs', :at)"),
        {"unit": unit_id, "at": AT.replace(tzinfo=None) if is_sqlite() else AT},
    )  # fmt: skip
    db.session.commit()
    upgrade(revision="0005")
    kept = db.session.execute(sa.text("SELECT left_g, note FROM tending")).one()
    assert tuple(kept) == (None, "Figs (40 g left, of what nobody weighed)")
    db.session.rollback()


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def test_a_second_upgrade_changes_nothing_and_keeps_triggers(empty: Flask) -> None:
    upgrade()
    first = schema()
    assert any(" trigger " in line for line in first)
    upgrade()
    assert schema() == first


def test_a_failing_migration_takes_everything_back(
    empty: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Trigger("broken", "person", "BEFORE UPDATE", "no such words", "no such words")
    monkeypatch.setattr(triggers, "TRIGGERS", [*TRIGGERS, broken])
    with pytest.raises(sa.exc.DBAPIError):
        upgrade()
    assert schema() == set()
