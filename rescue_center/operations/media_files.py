"""The media folder as files: what lies in it, wherever below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flask import current_app

#: Folders below it that hold no sealed file (media/store.py).
APART = ("derived", "drafts")


@dataclass(frozen=True)
class MediaFiles:
    """A folder of sealed files, each named by its SHA-256, whatever else lies there."""

    folder: Path

    @classmethod
    def of_this_centre(cls) -> MediaFiles:
        """The folder that the settings name."""
        return cls(Path(current_app.config["MEDIA_DIR"]))

    def all(self) -> Iterator[Path]:
        """Every sealed file, in the order of its path; not what can be derived again, nor what is
        on its way in."""
        apart = {self.folder / name for name in APART}
        found = (file for file in self.folder.rglob("*") if file.is_file())
        yield from sorted(file for file in found if apart.isdisjoint(file.parents))

    def sealed(self, sha256: str) -> Path | None:
        """The sealed file with that hash."""
        return self._by_name.get(sha256) or self._by_stem.get(sha256)

    @cached_property
    def _by_name(self) -> dict[str, Path]:
        return {file.name: file for file in self.all()}

    @cached_property
    def _by_stem(self) -> dict[str, Path]:
        return {file.stem: file for file in self.all()}
