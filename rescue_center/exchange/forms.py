"""What may be sent to be imported."""

from __future__ import annotations

from rescue_center.forms import FileField, Form, YesField


class UploadForm(Form):
    """A table of cases, or of animals."""

    file = FileField(
        "File", accept=(".csv", ".txt", ".tsv"), missing="Choose the file.",
        hint="A table as CSV, with the columns named in its first row.",
    )  # fmt: skip


class ImportForm(Form):
    """What to do with a file that was checked."""

    whole = YesField(
        "Only if no row is reported", hint="If any row is reported, nothing at all is stored."
    )
