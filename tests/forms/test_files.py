"""Photographs and other files."""

from io import BytesIO

from werkzeug.datastructures import FileStorage

from rescue_center import forms
from tests.forms.filling import refusal, typed, value

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 200


def sent(body: bytes, name: str) -> FileStorage:
    return FileStorage(BytesIO(body), filename=name)


def test_a_photograph_is_known_by_its_bytes_not_by_its_name() -> None:
    field = typed(forms.PhotosField, [sent(JPEG, "a.jpg"), sent(JPEG, "b")])
    assert not field.errors
    assert [f.read(3) for f in field.data] == [b"\xff\xd8\xff"] * 2
    assert "not a photograph" in refusal(forms.PhotosField, [sent(b"hello there", "notes.jpg")])
    assert "empty" in refusal(forms.PhotosField, [sent(b"", "a.jpg")])


def test_a_photograph_too_large_or_too_many_are_refused() -> None:
    assert "1 MB" in refusal(
        forms.PhotosField, [sent(JPEG + b"\0" * 1_100_000, "a.jpg")], most_mb=1
    )
    assert "at most 1" in refusal(forms.PhotosField, [sent(JPEG, "a"), sent(JPEG, "b")], most=1)


def test_no_photograph_is_fine_unless_one_is_needed() -> None:
    assert value(forms.PhotosField, [sent(b"", "")]) == []
    assert "missing" in refusal(forms.PhotosField, [sent(b"", "")], required=True)


def test_a_file_has_one_of_the_endings_asked_for() -> None:
    assert value(forms.FileField, [sent(b"a,b", "cases.csv")], accept=(".csv",)).filename
    assert ".csv" in refusal(forms.FileField, [sent(b"a,b", "cases.pdf")], accept=(".csv",))
