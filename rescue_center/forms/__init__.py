"""Fields as staff type them. Every error is a full sentence, beside the field it is about.

A form is a class of these fields; a view reads it with `WeighForm.posted()`. Fields are required
unless `required=False`; an empty optional field is None (text: the empty string).
"""

from rescue_center.forms.base import Form
from rescue_center.forms.choices import ChoiceField, ChoicesField, HiddenField, RadioField, YesField
from rescue_center.forms.days import (
    DayField,
    PartialDate,
    PartialDateField,
    WhenField,
    partial_date_of,
)
from rescue_center.forms.files import FileField, PhotosField, photograph_refused, size_of
from rescue_center.forms.numbers import CountField, DecimalField, GramsField
from rescue_center.forms.stale import refuse_stale, version_seen
from rescue_center.forms.text import LongTextField, PasswordField, TextField

__all__ = [
    "ChoiceField",
    "ChoicesField",
    "CountField",
    "DayField",
    "DecimalField",
    "FileField",
    "Form",
    "GramsField",
    "HiddenField",
    "LongTextField",
    "PartialDate",
    "PartialDateField",
    "PasswordField",
    "PhotosField",
    "RadioField",
    "TextField",
    "WhenField",
    "YesField",
    "partial_date_of",
    "photograph_refused",
    "refuse_stale",
    "size_of",
    "version_seen",
]
