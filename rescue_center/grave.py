"""A grave act (death, release, disposal, striking out) waits for a word or number that is typed as
it is shown, so that no slip of a finger ends a life in the books. The server asks for it; a script
only keeps the button shut until it is there (static/js/modules/confirm.js).
"""

from __future__ import annotations

from typing import Any, Self

from wtforms.validators import ValidationError

from rescue_center.forms import Form, TextField
from rescue_center.measures import western


class Grave(Form):
    """What the form of a grave act inherits; its view says what is to be typed."""

    grave_word = TextField(
        "Type it as it is shown", missing="Type what is asked for here.", most=40
    )
    word = ""

    def asking(self, word: str, about: str) -> Self:
        """Ask for `word`; `about` says what it is: `Type the last four digits of its number`."""
        self.word, self.grave_word.label.text = word, f"{about}, {word}"
        return self

    def validate_grave_word(self, field: TextField) -> None:
        """Refuse another word; spaces and capitals don't matter."""
        if "".join(western(field.data).split()).lower() != self.word.lower():
            raise ValidationError(f"This is not what is asked for. Type {self.word}.")

    @property
    def data(self) -> dict[str, Any]:
        """What was typed; the word is no part of it."""
        return {name: value for name, value in super().data.items() if name != "grave_word"}
