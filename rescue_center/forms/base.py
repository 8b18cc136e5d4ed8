"""The form itself, and what all our fields share."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Self

import wtforms
from flask import request
from werkzeug.datastructures import CombinedMultiDict
from wtforms.validators import StopValidation

from rescue_center.crossorigin import SAFE


class Form(wtforms.Form):
    """What every form inherits."""

    @classmethod
    def posted(cls, **given: Any) -> Self:
        """The form with what was typed, files included; on a GET, with what is `given`."""
        typed: CombinedMultiDict[str, Any] | None = None
        if request.method not in SAFE:
            typed = CombinedMultiDict([request.files, request.form])
        return cls(typed, **given)

    @classmethod
    def asked(cls, **given: Any) -> Self:
        """The form with what the address asks for: filters, `?species=12`."""
        return cls(request.args, **given)


class Own(wtforms.Field):
    """What our fields share: needed unless told otherwise, and empty text is no value."""

    #: The value, of the type the field reads.
    data: Any
    typed = ""

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        required: bool = True,
        missing: str = "",
        hint: str = "",
        **rest: Any,
    ):
        """`missing` is the sentence shown when a required field is left empty."""
        first: Any = Needed(missing) if required else Optional()
        super().__init__(label, [first, *validators], description=hint, **rest)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = clean(valuelist[0]) if valuelist else ""
        self.data = self.read(self.typed) if self.typed else None

    def read(self, text: str) -> Any:
        """The value of what was typed. Raises ValueError with a sentence."""
        return text

    def show(self, value: Any) -> str:
        """The value as it would be typed."""
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.show(self.data)


_ASKING = ("Why ", "How ", "What ", "When ", "Where ", "Which ", "Who ", "On what ")


def lacking(label: str, otherwise: str = "{} is missing.") -> str:
    """What to say of an empty field: `Weight is missing.`, `Say why it differs.`"""
    if label.endswith("?"):
        return f"Please answer “{label}”."
    if f"{label} ".startswith(_ASKING):
        return f"Say {label[:1].lower()}{label[1:]}."
    return otherwise.format(label)


class Needed:
    """The field must hold something."""

    def __init__(self, sentence: str):
        self.sentence = sentence
        self.field_flags = {"required": True}

    def __call__(self, form: wtforms.Form, field: Any) -> None:
        """Refuse an empty field with the sentence; say nothing more of one that was unreadable."""
        if field.process_errors:
            raise StopValidation
        if field.data in (None, "", []):
            raise StopValidation(self.sentence or lacking(field.label.text))


class Optional:
    """The field may be empty; then nothing more is asked of it."""

    def __init__(self) -> None:
        self.field_flags = {"optional": True}

    def __call__(self, form: wtforms.Form, field: Any) -> None:
        """Stop where there is nothing to look at."""
        if field.process_errors or field.data in (None, "", []):
            raise StopValidation


#: Unicode's control characters (Cc), but for the ends of lines and tabs.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clean(text: str) -> str:
    """Composed (NFC), without control characters or space at the ends; line ends as one."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return CONTROL.sub("", text).strip()
