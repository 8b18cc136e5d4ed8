"""One field in a form, and what comes of what was typed in it."""

from typing import Any

from werkzeug.datastructures import MultiDict

from rescue_center.forms import Form


def typed(kind: Any, text: Any, **how: Any) -> Any:
    """The field `x`, labelled Value unless told, after `text` was typed in it."""
    label = how.pop("label", "Value")
    form_class = type("F", (Form,), {"x": kind(label, **how)})
    form = form_class(MultiDict([("x", t) for t in (text if isinstance(text, list) else [text])]))
    form.validate()
    return form.x


def value(kind: Any, text: Any, **how: Any) -> Any:
    """What is read from `text`, which is accepted."""
    field = typed(kind, text, **how)
    assert not field.errors, field.errors
    return field.data


def refusal(kind: Any, text: Any, **how: Any) -> str:
    """The sentence that `text` is refused with."""
    field = typed(kind, text, **how)
    assert len(field.errors) == 1, field.errors
    sentence = str(field.errors[0])
    assert sentence[0].isupper() or sentence[0] in "“0123456789", sentence
    assert sentence.endswith("."), sentence
    return sentence
