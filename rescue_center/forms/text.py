"""Text as people type it: composed, trimmed, within a length."""

from typing import Any

import wtforms
from wtforms import widgets

from rescue_center.forms.base import Own, clean


class TextField(Own, wtforms.StringField):
    """One line of text, at most `most` characters. Empty and optional: the empty string."""

    def __init__(self, label: str = "", *args: Any, most: int = 200, **rest: Any):
        self.most = most
        super().__init__(label, *args, **rest)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = self.typed = clean(valuelist[0]) if valuelist else ""
        if "\n" in self.data and not isinstance(self, LongTextField):
            self.data = " ".join(self.data.split())
        if len(self.data) > self.most:
            raise ValueError(
                f"{self.label.text} has {len(self.data)} characters; at most {self.most} fit."
            )


class LongTextField(TextField):
    """Several lines of text, at most `most` characters."""

    widget = widgets.TextArea()

    def __init__(self, label: str = "", *args: Any, most: int = 10_000, **rest: Any):
        super().__init__(label, *args, most=most, **rest)


class PasswordField(TextField):
    """A password: never shown again, never trimmed."""

    widget = widgets.PasswordInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist else ""
        if len(self.data) > 1000:
            raise ValueError("A password has at most 1,000 characters.")
