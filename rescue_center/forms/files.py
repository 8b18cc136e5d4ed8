"""Photographs and other files, looked at before they are accepted."""

from collections.abc import Callable, Iterable
from typing import Any

import wtforms
from flask import current_app
from werkzeug.datastructures import FileStorage
from wtforms.validators import ValidationError

from rescue_center.forms.base import Needed, Optional

Check = Callable[[FileStorage], str | None]

#: How photographs begin: the bytes, and where they stand.
PHOTOGRAPHS = (
    (b"\xff\xd8\xff", 0),  # JPEG
    (b"\x89PNG\r\n\x1a\n", 0),
    (b"WEBP", 8),
)


class PhotosField(wtforms.MultipleFileField):
    """Photographs, each looked at before it is accepted; `data` is a list of open files.

    `check(file)` is called for each and returns a sentence where the file is refused.
    """

    def __init__(
        self,
        label: str = "Photographs",
        *,
        required: bool = False,
        missing: str = "",
        hint: str = "",
        most: int = 20,
        most_mb: int | None = None,
        check: Check | None = None,
        accept: str = "image/jpeg,image/png,image/webp",  # so named, iPhones send JPEG, not HEIC
        **rest: Any,
    ):
        self.most, self.most_mb, self.check = most, most_mb, check or photograph_refused
        first: Any = Needed(missing) if required else Optional()
        super().__init__(label, [first], description=hint, render_kw={"accept": accept}, **rest)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [f for f in valuelist if isinstance(f, FileStorage) and f.filename]

    def pre_validate(self, form: Any) -> None:
        files = self.data or []
        if len(files) > self.most:
            raise ValidationError(f"{len(files)} files were chosen; at most {self.most} at a time.")
        for file in files:
            if sentence := file_refused(file, self.most_mb, self.check):
                raise ValidationError(sentence)


class FileField(wtforms.FileField):
    """One file; `data` is the open file or None. `accept` are the endings taken: `(".csv",)`."""

    def __init__(
        self,
        label: str = "File",
        *,
        required: bool = True,
        missing: str = "",
        hint: str = "",
        most_mb: int | None = None,
        check: Check | None = None,
        accept: Iterable[str] = (),
        **rest: Any,
    ):
        self.most_mb, self.check, self.accept = most_mb, check, tuple(accept)
        first: Any = Needed(missing) if required else Optional()
        shown = {"accept": ",".join(self.accept)} if self.accept else {}
        super().__init__(label, [first], description=hint, render_kw=shown, **rest)

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = [f for f in valuelist if isinstance(f, FileStorage) and f.filename]
        self.data = sent[0] if sent else None

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        name = str(self.data.filename)
        if self.accept and not name.lower().endswith(self.accept):
            kinds = " or ".join(self.accept)
            raise ValidationError(f"“{name}” is not a {kinds} file.")
        if sentence := file_refused(self.data, self.most_mb, self.check):
            raise ValidationError(sentence)


def file_refused(file: FileStorage, most_mb: int | None, check: Check | None) -> str | None:
    """Why a file is refused, as a sentence; None if it is not. `RESCUE_MAX_UPLOAD_MB` is the most
    unless told."""
    most_mb = most_mb or int(current_app.config["MAX_UPLOAD_MB"])
    if size_of(file) == 0:
        return f"“{file.filename}” is empty."
    if size_of(file) > most_mb * 1024 * 1024:
        return f"“{file.filename}” is larger than {most_mb} MB."
    return check(file) if check else None


def size_of(file: FileStorage) -> int:
    """The bytes of a file that was sent; it is left at its beginning."""
    size = file.stream.seek(0, 2)
    file.stream.seek(0)
    return size


def photograph_refused(file: FileStorage) -> str | None:
    """Why a file is no photograph, by its first bytes and not by its name; None if it is one."""
    head = file.stream.read(16)
    file.stream.seek(0)
    if any(head[at : at + len(magic)] == magic for magic, at in PHOTOGRAPHS):
        return None
    return f"“{file.filename}” is not a photograph. Send a JPEG, PNG or WebP file."
