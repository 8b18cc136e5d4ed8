"""Bring a backup back into an empty centre, and say so in the journal."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from flask_migrate import upgrade

from rescue_center import journal
from rescue_center.db import db, writing
from rescue_center.journal.models import Head
from rescue_center.media import store
from rescue_center.operations import health, snapshot
from rescue_center.operations.backup import database_url, read_manifest, stored_at
from rescue_center.operations.verify import digest


def restore(manifest: Path, at: datetime) -> dict[str, Any]:
    """Restore what `manifest` names; returns it. Raises :class:`snapshot.Failed` with the reason,
    before anything is written where the backup or the place for it is not right."""
    facts = read_manifest(manifest)
    _refuse_unfit(facts, manifest.parent)
    for sha256 in facts["files"]:
        _seal(stored_at(manifest.parent / "files", sha256))
    db.session.remove()
    db.engine.dispose()
    snapshot.put_back(manifest.parent / facts["database"]["file"], database_url())
    if health.expected_level() is not None:
        upgrade()
    _say_so(facts, at)
    return facts


def _refuse_unfit(facts: dict[str, Any], folder: Path) -> None:
    """The backup is whole, of this engine and not newer than we are; the place for it is empty."""
    url = database_url()
    if facts["engine"] != snapshot.engine_name(url):
        raise snapshot.Failed(
            f"The backup is of {facts['engine']}; this centre uses {snapshot.engine_name(url)}."
        )
    if (facts["migration"] or "") > (health.expected_level() or ""):
        raise snapshot.Failed(f"The backup is of a newer version (migration {facts['migration']}).")
    if facts["migration"] and not health.knows(facts["migration"]):
        raise snapshot.Failed(
            f"The backup is at migration {facts['migration']}, unknown to this version."
        )
    if not snapshot.is_empty(url):
        raise snapshot.Failed("This centre's database is not empty. Restore into a fresh one.")
    if any(file.is_file() for file in store.folder().rglob("*")):
        raise snapshot.Failed(f"{store.folder()} is not empty. Restore into a fresh one.")
    database = folder / facts["database"]["file"]
    if not database.exists() or digest(database) != facts["database"]["sha256"]:
        raise snapshot.Failed(f"{database} is missing, or is not what was backed up.")
    for sha256 in facts["files"]:
        kept = stored_at(folder / "files", sha256)
        if not kept.exists() or digest(kept) != sha256:
            raise snapshot.Failed(f"{kept} is missing from the backup, or was changed there.")


def _seal(kept: Path) -> None:
    """Put a file back into its sealed place, however large uploads may be today."""
    with kept.open("rb") as source, store.draft(source, limit_mb=sys.maxsize) as found:
        store.keep(found)


def _say_so(facts: dict[str, Any], at: datetime) -> None:
    """A return to an earlier state is declared in the journal, not hidden."""
    with writing():
        head = db.session.get(Head, 1)
        if head is None:
            return  # nothing had been recorded yet
        journal.record(
            "restore",
            head,
            by=None,
            at=at,
            reason=f"Restored from the backup of {facts['made_at']}, journal row "
            f"{facts['journal']['seq']}.",
            after={"centre": current_app.config["CENTRE_NAME"], **facts["journal"]},
        )
        db.session.commit()
