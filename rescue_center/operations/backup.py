"""A backup: one consistent moment of the database and every sealed file, and the proof of both.

    DIR/rescue-20261122T063000Z.json       the manifest: what belongs to it, with every SHA-256
    DIR/rescue-20261122T063000Z.sqlite3    the database (or .pgdump)
    DIR/files/ab/abcd...                   files by content, shared by all backups in DIR

A file that is already there is not copied again, so a daily backup costs what the day brought.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.engine import URL

from rescue_center.config import ROOT
from rescue_center.db import db
from rescue_center.journal import verification
from rescue_center.media import store
from rescue_center.media.models import Media
from rescue_center.operations import health, snapshot
from rescue_center.operations.verify import digest

FORMAT = 1
#: What a manifest of this format names.
WHOLE = {"made_at", "centre", "engine", "migration", "journal", "database", "files"}


def make(folder: Path, at: datetime, *, proof: bool = True) -> Path:
    """Write a backup into `folder`; returns its manifest, which is written last.

    With `proof` it is restored to a temporary place first and everything is verified there. Raises
    :class:`snapshot.Failed` with the reason; no manifest then.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    manifest = folder / f"rescue-{at:%Y%m%dT%H%M%SZ}.json"
    if manifest.exists():
        raise snapshot.Failed(f"{manifest} is already there.")
    others_may_not_read = os.umask(0o077)
    try:
        facts = _copied(manifest, at)
        if proof:
            prove(facts, folder)
        draft = manifest.with_suffix(".draft")
        draft.write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n")
        draft.replace(manifest)
    finally:
        os.umask(others_may_not_read)
        if not manifest.exists():
            _database_of(manifest).unlink(missing_ok=True)
    return manifest


def _copied(manifest: Path, at: datetime) -> dict[str, Any]:
    """The database first, then the files: those it names are there by then, and never change."""
    facts, database = _facts(at), _database_of(manifest)
    snapshot.take(database_url(), database)
    facts["database"] = {"file": database.name, "sha256": digest(database)}
    facts["files"] = sorted(_stored(manifest.parent / "files"))
    return facts


def _database_of(manifest: Path) -> Path:
    return manifest.with_suffix(snapshot.suffix(database_url()))


def database_url() -> URL:
    """Where the centre's database is, as SQLAlchemy writes it."""
    return sa.make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])


def _facts(at: datetime) -> dict[str, Any]:
    """What a reader of the manifest wants to know; the head of the journal is its anchor."""
    seq, head = verification.current_head()
    level = health.level_of(db.session.connection())
    engine = db.engine.dialect.name
    db.session.rollback()
    return {
        "format": FORMAT,
        "made_at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "centre": current_app.config["CENTRE_NAME"],
        "engine": engine,
        "migration": level,
        "journal": {"seq": seq, "hash": head},
    }


def _stored(kept: Path) -> Iterator[str]:
    """Keep each sealed file once; yields its hash. Smaller pictures are made anew when needed."""
    known = list(db.session.scalars(sa.select(Media.sha256)))
    db.session.rollback()
    for sha256 in known:
        target = stored_at(kept, sha256)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_suffix(".draft")
            try:
                shutil.copyfile(store.sealed(sha256), draft)
            except OSError as error:
                raise snapshot.Failed(f"A sealed file cannot be read: {error}") from None
            if digest(draft) != sha256:
                draft.unlink()
                raise snapshot.Failed(f"{store.sealed(sha256)} is not what was sealed.")
            draft.replace(target)
        yield sha256


def read_manifest(manifest: Path) -> dict[str, Any]:
    """What a manifest says. Raises :class:`snapshot.Failed` where it is none of ours."""
    try:
        facts: dict[str, Any] = json.loads(manifest.read_text())
        readable = facts["format"] == FORMAT
        if readable and (lost := sorted(WHOLE - set(facts))):
            raise KeyError(", ".join(lost))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise snapshot.Failed(f"{manifest} is not a backup's manifest: {error}") from None
    if not readable:
        raise snapshot.Failed(f"{manifest} was written by a version of another format.")
    return facts


def stored_at(store: Path, sha256: str) -> Path:
    """Where a file with that content lies in a backup folder."""
    return store / sha256[:2] / sha256


def prove(facts: dict[str, Any], folder: Path) -> None:
    """Restore to a temporary place and run `flask verify` there, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="rescue-proof-") as temporary:
        place = Path(temporary)
        for sha256 in facts["files"]:
            link = place / "media" / store.sealed(sha256).relative_to(store.folder())
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(stored_at(folder / "files", sha256).resolve())
        with snapshot.elsewhere(database_url(), place) as url:
            snapshot.put_back(folder / facts["database"]["file"], url)
            _verified_elsewhere(url, place, facts["journal"])


def _verified_elsewhere(url: URL, place: Path, head: dict[str, Any]) -> None:
    settings = {
        "RESCUE_DATABASE_URL": url.render_as_string(hide_password=False).replace("+psycopg", ""),
        "RESCUE_INSTANCE_DIR": str(place),
        "RESCUE_MEDIA_DIR": str(place / "media"),
        "RESCUE_PRODUCTION": "0",
        "RESCUE_SECRET_KEY": "of no use: this process serves nobody",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "verify"]
    command += ["--head", f"{head['seq']}:{head['hash']}"]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise snapshot.Failed(f"The copy does not verify:\n{done.stdout}{done.stderr}".strip())


# --- keeping --------------------------------------------------------------------------------


def prune(folder: Path) -> list[str]:
    """Remove old backups: 7 days, 4 weeks and 12 months stay, the last of each. Returns the names
    of those removed. Files that no remaining manifest names go with them."""
    manifests = sorted(folder.glob("rescue-*.json"), reverse=True)
    keep = kept([manifest.stem for manifest in manifests])
    gone = [manifest for manifest in manifests if manifest.stem not in keep]
    for manifest in gone:
        database = read_manifest(manifest)["database"]["file"]
        manifest.unlink()
        (folder / database).unlink(missing_ok=True)
    if gone:
        _sweep(folder)
    return [manifest.stem for manifest in gone]


def kept(names: list[str]) -> set[str]:
    """Which of the backups (newest first) stay: the newest of 7 days, 4 weeks and 12 months."""
    keep = set(names[:1])
    for pattern, count in (("%Y%m%d", 7), ("%G-%V", 4), ("%Y%m", 12)):
        seen: dict[str, str] = {}
        for name in names:
            seen.setdefault(f"{_made_at(name):{pattern}}", name)
        keep |= set(list(seen.values())[:count])
    return keep


def _made_at(name: str) -> datetime:
    return datetime.strptime(name, "rescue-%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _sweep(folder: Path) -> None:
    named: set[str] = set()
    for manifest in folder.glob("rescue-*.json"):
        named |= set(read_manifest(manifest)["files"])
    for file in (folder / "files").glob("*/*"):
        if file.name not in named:
            file.unlink()
            with suppress(OSError):
                file.parent.rmdir()
