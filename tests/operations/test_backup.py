"""A backup restores, or says why it does not; nothing is overwritten."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
import sqlalchemy as sa
from flask import Flask

from rescue_center.db import Counter, db, next_number, writing
from rescue_center.journal import verification
from rescue_center.journal.models import Entry
from rescue_center.operations import backup, snapshot
from rescue_center.operations.restore import restore
from tests.databases import Databases, centre
from tests.operations.sealed import AT, seal

Centre = Callable[[], AbstractContextManager[Flask]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups go."""
    return tmp_path / "backups"


@pytest.fixture
def fresh_centre(databases: Databases, tmp_path: Path) -> Iterator[Centre]:
    """A centre with nothing in it, not even tables."""
    (tmp_path / "fresh").mkdir()
    url = databases.fresh(schema=False)
    with centre(url, tmp_path / "fresh") as app:

        @contextmanager
        def opened() -> Iterator[Flask]:
            with app.app_context():
                yield app
                db.session.remove()

        yield opened
    databases.drop(url)


def backed_up(app: Flask, folder: Path, **how: bool) -> Path:
    with app.app_context():
        return backup.make(folder, AT, **how)


def number_of(series: str) -> int | None:
    return db.session.scalar(sa.select(Counter.value).where(Counter.series == series))


def test_a_backup_brings_back_rows_and_files_and_says_so(
    own_app: Flask, folder: Path, fresh_centre: Centre
) -> None:
    photo = seal(own_app, b"a photograph")
    with own_app.app_context():
        next_number("case", 2026, count=7)
        db.session.commit()
    manifest = backed_up(own_app, folder, proof=False)  # the commands prove theirs
    with fresh_centre() as centre:
        restore(manifest, AT + timedelta(days=1))
        assert number_of("case") == 7
        there = Path(centre.config["MEDIA_DIR"]) / photo.relative_to(own_app.config["MEDIA_DIR"])
        assert there.read_bytes() == b"a photograph"
        said = db.session.scalars(sa.select(Entry).order_by(Entry.seq.desc())).first()
        assert said is not None and said.verb == "restore"
        assert "2026-11-22T06:30:00Z" in said.reason
        assert verification.verify() == (2, None)
    assert centre.test_cli_runner().invoke(args=["verify"]).exit_code == 0


def test_the_commands_do_the_same(own_app: Flask, folder: Path, fresh_centre: Centre) -> None:
    seal(own_app, b"a photograph")
    made = own_app.test_cli_runner().invoke(args=["backup", "--to", str(folder)])
    assert made.exit_code == 0, made.output
    assert "Restored elsewhere and verified." in made.output
    with fresh_centre() as centre:
        manifest = made.output.splitlines()[0]
        assert Path(manifest).exists()
    back = centre.test_cli_runner().invoke(args=["restore", manifest])
    assert back.exit_code == 0, back.output
    assert "1 files, journal row 1" in back.output
    refused = centre.test_cli_runner().invoke(args=["restore", manifest])
    assert refused.exit_code == 1
    assert "not empty" in refused.output


def test_a_backup_that_does_not_verify_is_none(own_app: Flask, folder: Path) -> None:
    with own_app.app_context(), db.engine.begin() as connection:
        on = " ON media" if db.engine.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER media_is_append_only_update{on}")
    with pytest.raises(snapshot.Failed, match="triggers_are_there"):
        backed_up(own_app, folder)
    assert not list(folder.glob("rescue-*"))


def test_a_sealed_file_that_is_no_longer_what_was_sealed_stops_a_backup(
    own_app: Flask, folder: Path
) -> None:
    photo = seal(own_app, b"a photograph")
    photo.chmod(0o600)
    photo.write_bytes(b"another one!")
    with pytest.raises(snapshot.Failed, match="not what was sealed"):
        backed_up(own_app, folder, proof=False)
    photo.unlink()
    with pytest.raises(snapshot.Failed, match="cannot be read"):
        backed_up(own_app, folder, proof=False)
    assert not list(folder.glob("rescue-*"))


def test_a_file_is_kept_once_however_many_backups(own_app: Flask, folder: Path) -> None:
    photo = seal(own_app, b"a photograph")
    backed_up(own_app, folder, proof=False)
    kept = folder / "files" / photo.name[:2] / photo.name
    first = kept.stat().st_mtime_ns
    with own_app.app_context():
        backup.make(folder, AT + timedelta(days=1), proof=False)
    assert kept.stat().st_mtime_ns == first


def test_nobody_else_on_the_machine_reads_a_backup(own_app: Flask, folder: Path) -> None:
    seal(own_app, b"a photograph")
    backed_up(own_app, folder, proof=False)
    assert [f for f in (folder, *folder.rglob("*")) if f.stat().st_mode & 0o077] == []


def test_a_backup_of_the_same_second_is_not_overwritten(own_app: Flask, folder: Path) -> None:
    manifest = backed_up(own_app, folder, proof=False)
    with pytest.raises(snapshot.Failed, match="already there"):
        backed_up(own_app, folder, proof=False)
    assert manifest.exists() and backup.read_manifest(manifest)


def change_database(manifest: Path) -> None:
    database = manifest.parent / json.loads(manifest.read_text())["database"]["file"]
    database.write_bytes(database.read_bytes()[:-1] + b"?")


def lose_file(manifest: Path) -> None:
    for file in (manifest.parent / "files").glob("*/*"):
        file.unlink()


def change_file(manifest: Path) -> None:
    for file in (manifest.parent / "files").glob("*/*"):
        file.write_bytes(b"?")


def claim(**facts: object) -> Callable[[Path], None]:
    def change(manifest: Path) -> None:
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | facts))

    return change


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (change_database, "not what was backed up"),
        (lose_file, "missing from the backup"),
        (change_file, "changed there"),
        (claim(engine="oracle"), "The backup is of oracle"),
        (claim(migration="9998"), "newer version"),
        (claim(migration="0000"), "unknown to this version"),
        (lambda manifest: manifest.write_text('{"format": 1}'), "not a backup's manifest"),
        (claim(format=99), "another format"),
        (lambda manifest: manifest.write_text("{"), "not a backup's manifest"),
    ],
)
def test_a_spoilt_backup_is_refused_before_anything_is_written(
    own_app: Flask, folder: Path, fresh_centre: Centre, spoil: Callable[[Path], None], sentence: str
) -> None:
    seal(own_app, b"a photograph")
    manifest = backed_up(own_app, folder, proof=False)
    spoil(manifest)
    with fresh_centre() as centre:
        with pytest.raises(snapshot.Failed, match=sentence):
            restore(manifest, AT)
        assert snapshot.is_empty(backup.database_url())
        assert not list(Path(centre.config["MEDIA_DIR"]).glob("*"))


def test_a_centre_with_files_is_not_restored_over(
    own_app: Flask, folder: Path, fresh_centre: Centre
) -> None:
    manifest = backed_up(own_app, folder, proof=False)
    with fresh_centre() as centre:
        media = Path(centre.config["MEDIA_DIR"])
        media.mkdir()
        (media / "left").write_text("here")
        with pytest.raises(snapshot.Failed, match="not empty"):
            restore(manifest, AT)


def test_a_backup_sees_one_moment_while_people_work(
    own_app: Flask, folder: Path, fresh_centre: Centre
) -> None:
    stop = Event()

    def work() -> None:
        while not stop.wait(0.01):  # people, not a hammer
            with own_app.app_context(), writing():
                next_number("left", 2026)
                next_number("right", 2026)
                db.session.commit()

    worker = Thread(target=work)
    worker.start()
    try:
        manifest = backed_up(own_app, folder, proof=False)
    finally:
        stop.set()
        worker.join()
    with fresh_centre():
        restore(manifest, AT)
        assert number_of("left") == number_of("right")


def test_seven_days_four_weeks_and_twelve_months_are_kept() -> None:
    days = [AT - timedelta(days=n) for n in range(800)]
    names = [f"rescue-{day:%Y%m%dT%H%M%SZ}" for day in days]
    keep = backup.kept(names)
    assert set(names[:7]) <= keep
    assert len(keep) == 7 + 3 + 11  # the first week is among the days, the first month among both
    assert backup.kept(names[:1]) == set(names[:1])


def test_pruning_removes_old_backups_and_files_that_none_needs(
    own_app: Flask, folder: Path
) -> None:
    kept, swept = seal(own_app, b"of every day"), seal(own_app, b"of one day")
    with own_app.app_context():
        for day in range(9):
            manifest = backup.make(folder, AT + timedelta(days=day), proof=False)
            if day != 1:  # as if the second photograph had been there on one day only
                claim(files=[kept.name])(manifest)
        gone = backup.prune(folder)
    assert gone == ["rescue-20261123T063000Z"]  # a Monday; the Sunday before closed its week
    assert len(list(folder.glob("rescue-*"))) == 2 * 8
    assert [file.name for file in (folder / "files").glob("*/*")] == [kept.name]
    assert swept.exists()
