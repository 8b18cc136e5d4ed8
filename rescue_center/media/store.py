"""The media folder: sealed files under their SHA-256, and what was derived from them.

    aa/bb/aabb…           the original bytes, exactly as received; read-only
    derived/aa/bb/…       smaller pictures, made again whenever they are missing
    drafts/…              files on their way in

A file is on the disk before a row names it. What no row names is swept after a day.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from flask import current_app

PIECE = 1 << 20
ORPHAN_AGE = timedelta(days=1)


class TooLarge(Exception):
    """The file has more bytes than may be kept; `limit_mb` is how many megabytes may."""

    def __init__(self, limit_mb: int):
        super().__init__(limit_mb)
        self.limit_mb = limit_mb


@dataclass(frozen=True)
class Draft:
    """A file on its way in: safe on the disk, not sealed yet."""

    path: Path
    sha256: str
    size: int


def folder() -> Path:
    """The media folder that the settings name."""
    return Path(current_app.config["MEDIA_DIR"])


def sealed(sha256: str) -> Path:
    """Where the original with that hash lies."""
    return folder() / sha256[:2] / sha256[2:4] / sha256


def derived(sha256: str, size: int) -> Path:
    """Where the picture of at most `size` pixels lies, once it is made."""
    return folder() / "derived" / sha256[:2] / sha256[2:4] / f"{sha256}-{size}.webp"


@contextmanager
def draft(source: bytes | BinaryIO, *, limit_mb: int | None = None) -> Iterator[Draft]:
    """Write what is received to the disk, hashing it; gone after the block unless it was sealed.
    It may be as large as an upload, or as `limit_mb`."""
    limit_mb = limit_mb or int(current_app.config["MAX_UPLOAD_MB"])
    path = folder() / "drafts" / secrets.token_hex(16)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with path.open("xb") as out:
            digest, size = _copy(source, out, limit_mb)
            out.flush()
            os.fsync(out.fileno())
        yield Draft(path, digest, size)
    finally:
        path.unlink(missing_ok=True)


def _copy(source: bytes | BinaryIO, out: BinaryIO, limit_mb: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(source):
        size += len(piece)
        if size > limit_mb * 1024 * 1024:
            raise TooLarge(limit_mb)
        digest.update(piece)
        out.write(piece)
    return digest.hexdigest(), size


def _pieces(source: bytes | BinaryIO) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    while piece := source.read(PIECE):
        yield piece


def keep(found: Draft) -> None:
    """Move a draft to its sealed place, and see it safely there."""
    target = sealed(found.sha256)
    if target.exists():
        os.utime(target)  # in use again: not to be swept before its row is written
        return
    _make_folder(target.parent)
    found.path.chmod(0o440)
    found.path.rename(target)
    _settle(target.parent)


def write(target: Path, content: bytes) -> None:
    """Write a whole file or none."""
    _make_folder(target.parent)
    part = folder() / "drafts" / secrets.token_hex(16)
    part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part.write_bytes(content)
    part.replace(target)


def _make_folder(wanted: Path) -> None:
    missing = [one for one in (wanted, *wanted.parents) if not one.exists()]
    wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in missing:
        _settle(one.parent)


def _settle(path: Path) -> None:
    """See a folder's entries safely onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def orphans(known: set[str], at: datetime) -> Iterator[Path]:
    """Files that no row names and that have been lying for a day."""
    for file in sorted(folder().rglob("*")):
        if not file.is_file():
            continue
        age = at.timestamp() - file.stat().st_mtime
        if file.name.partition("-")[0] not in known and age > ORPHAN_AGE.total_seconds():
            yield file
