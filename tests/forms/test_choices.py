"""Text and choices."""

from typing import Any

from werkzeug.datastructures import MultiDict

from rescue_center import forms
from rescue_center.forms import Form
from tests.forms.filling import refusal, value


def test_text_is_trimmed_composed_and_freed_of_control_characters() -> None:
    assert value(forms.TextField, "  Ma\u0301li\x00\x1b ") == "Máli"
    assert value(forms.TextField, "two\r\nlines") == "two lines"
    assert value(forms.LongTextField, "two\r\nlines") == "two\nlines"
    assert value(forms.TextField, "ម៉ាលី") == "ម៉ាលី"


def test_text_has_a_length_and_may_be_needed() -> None:
    assert "at most 5" in refusal(forms.TextField, "123456", most=5)
    assert refusal(forms.TextField, "   ", label="House name") == "House name is missing."
    assert refusal(forms.TextField, "", label="Why it differs") == "Say why it differs."
    assert refusal(forms.TextField, "", label="Where is it?") == "Please answer “Where is it?”."
    assert value(forms.TextField, "   ", required=False) == ""
    assert refusal(forms.TextField, "", missing="Say who found it.") == "Say who found it."


def test_an_optional_field_left_empty_is_no_value() -> None:
    for kind in (forms.GramsField, forms.CountField, forms.DecimalField, forms.DayField,
                 forms.WhenField, forms.PartialDateField):  # fmt: skip
        assert value(kind, "", required=False) is None


def test_a_choice_must_be_made_and_must_be_of_the_list() -> None:
    listed = [(1, "Gibbon"), (2, "Pangolin")]
    assert value(forms.ChoiceField, "2", choices=listed, coerce=int) == 2
    assert "Choose one" in refusal(forms.ChoiceField, "", choices=listed, coerce=int)
    for foreign in ("3", "x", "2 ; drop"):
        assert "of the list" in refusal(forms.ChoiceField, foreign, choices=listed, coerce=int)
    assert value(forms.ChoiceField, "", choices=listed, coerce=int, required=False) is None


def test_choices_may_be_set_by_the_view_after_the_form_is_read() -> None:
    form_class: Any = type("F", (Form,), {"x": forms.ChoiceField("Species", coerce=int)})
    form = form_class(MultiDict({"x": "7"}))
    form.x.choices = [(7, "Gibbon")]
    assert form.validate()
    assert form.x.data == 7
    assert 'selected value="7"' in form.x()


def test_several_may_be_chosen() -> None:
    listed = [(1, "Gibbon"), (2, "Pangolin")]
    assert value(forms.ChoicesField, ["1", "2"], choices=listed, coerce=int) == [1, 2]
    assert "from the list" in refusal(forms.ChoicesField, ["1", "9"], choices=listed, coerce=int)
    form: Any = type("F", (Form,), {"x": forms.ChoicesField("Animals", required=True)})(MultiDict())
    assert not form.validate()
    assert form.x.errors == ["Choose at least one."]


def test_a_box_may_have_to_be_ticked() -> None:
    form_class: Any = type("F", (Form,), {"x": forms.YesField("Seen", needed="Look first.")})
    assert not form_class(MultiDict()).validate()
    assert form_class(MultiDict({"x": "y"})).validate()
