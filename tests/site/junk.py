"""What people type into a field: what fits, and what nobody should type there."""

import io
import random
from typing import Any

from wtforms import Field

from rescue_center import clock
from rescue_center.forms import (
    ChoiceField,
    ChoicesField,
    CountField,
    DayField,
    DecimalField,
    FileField,
    GramsField,
    HiddenField,
    PartialDateField,
    PasswordField,
    PhotosField,
    WhenField,
    YesField,
)
from rescue_center.forms.choices import _flat
from tests.media.makers import photograph

TEXTS = (
    "\0", "a\0b", "x" * 100_000, "😀\u202e\u0301" * 40, "ស្វាក្ដាម\u200b", "{" * 5000,
    "%s %(x)s", "<script>", "'; DROP TABLE animal; --", "../../etc/passwd", "\r\nSet-Cookie: x=1",
    "   ", "1e309", "9" * 30, "-1",
)  # fmt: skip
NUMBERS = (
    "1" + "0" * 30, "-1", "0", "1e309", "1e-400", "NaN", "-Infinity", "sNaN", "٣", "0x10", "1.5",
    "2147483648", "9" * 5000, "1_000", "--1", "\0", "½", "1e99999999",
)  # fmt: skip
MOMENTS = (
    "0001-01-01T00:00", "9999-12-31T23:59", "0000-00-00T00:00", "2026-13-45T10:00",
    "1900-01-01T00:00", "2026-05-12T25:61", "1899-12-31T10:00", "2026-02-30T10:00",
    "10000-01-01T00:00", "now", "\0", "2" * 4000,
)  # fmt: skip
CHOICES = ("999999999", "-1", "9" * 30, "nope", "\0", "None", "1.5", "x" * 100_000)
FILES = (
    (b"", "empty.jpg"), (b"not a picture", "text.jpg"), (photograph(8, 8)[:80], "half.jpg"),
    (b"GIF89a" + b"\0" * 50, "x" * 300 + ".gif"), (b"%PDF-1.4", "../../a.pdf"),
    (b"\0" * 100, "\u202egpj.exe"), (b"PK\x03\x04" + b"\0" * 60, "a.xlsx"),
)  # fmt: skip


def fitting(field: Field, dice: random.Random) -> Any:
    """What somebody might well type."""
    now = clock.local(clock.now())
    match field:
        case YesField():
            return dice.choice(["y", None])
        case ChoiceField() | ChoicesField():
            values = [value for value, _ in _flat(field.choices or ())]
            return str(dice.choice(values)) if values else None
        case CountField() | DecimalField():
            return dice.choice(["1", "2", "5"])
        case GramsField():
            return "3.2 kg"
        case WhenField():
            return f"{now:%Y-%m-%dT%H:%M}"
        case DayField() | PartialDateField():
            return f"{now:%Y-%m-%d}"
        case PhotosField() | FileField():
            return dice.choice([None, (io.BytesIO(photograph(16, 16)), "cage.jpg")])
        case HiddenField():
            return field.data if field.data is not None else "1"
    return field.data if field.data and not isinstance(field.data, list) else "Limps"


def junk(field: Field, dice: random.Random) -> Any:
    """What nobody should type there."""
    match field:
        case YesField():
            return dice.choice(CHOICES)
        case ChoiceField() | ChoicesField():
            return dice.choice(CHOICES)
        case CountField() | DecimalField() | GramsField() | HiddenField():
            return dice.choice(NUMBERS)
        case WhenField() | DayField() | PartialDateField():
            text = dice.choice(MOMENTS)
            return text if isinstance(field, WhenField) else text.partition("T")[0]
        case PhotosField() | FileField():
            content, name = dice.choice(FILES)
            return io.BytesIO(content), name
        case PasswordField():
            return dice.choice(TEXTS)
    return dice.choice(TEXTS)
