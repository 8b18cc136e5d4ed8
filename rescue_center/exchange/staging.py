"""Files that wait between being checked and being imported: kept by their hash, for a day."""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path
from typing import NamedTuple

from flask import current_app

from rescue_center.errors import Missing

KEPT_S = 24 * 3600


class Staged(NamedTuple):
    """A file that waits."""

    sha256: str
    name: str
    raw: bytes


def stage(raw: bytes, name: str) -> str:
    """Keep a file for a day; returns its hash. Files of yesterday go."""
    folder = _folder()
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - KEPT_S:
            old.unlink(missing_ok=True)
    sha = hashlib.sha256(raw).hexdigest()
    for ending, content in (("name", name.encode()), ("csv", raw)):
        draft = folder / f"{sha}.{ending}.part"
        draft.write_bytes(content)
        draft.replace(folder / f"{sha}.{ending}")
    return sha


def staged(sha: str) -> Staged:
    """A file that waits, or Missing."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha):
        raise Missing
    try:
        raw = (_folder() / f"{sha}.csv").read_bytes()
        name = (_folder() / f"{sha}.name").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Missing from None
    return Staged(sha, name, raw)


def _folder() -> Path:
    folder = Path(current_app.config["INSTANCE_DIR"]) / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
