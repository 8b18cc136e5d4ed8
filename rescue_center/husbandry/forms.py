"""What may be typed about the daily work."""

from rescue_center.forms import (
    ChoicesField,
    CountField,
    Form,
    LongTextField,
    PhotosField,
    RadioField,
    TextField,
    WhenField,
)
from rescue_center.husbandry.words import RESOLUTIONS, URGENCY, WHAT
from rescue_center.once import Once


class ConcernForm(Once):
    """A concern."""

    what = RadioField("What is it?", choices=list(WHAT.items()))
    urgency = RadioField("How soon has somebody to look?", choices=list(URGENCY.items()))
    note = LongTextField("In your words", most=2000, required=False)
    photos = PhotosField(most=8)
    at = WhenField("Seen at")


class AnswerForm(Form):
    """The answer to a concern."""

    answer = LongTextField("What was found or done", most=2000)


class ReasonForm(Form):
    """Why something is struck out."""

    reason = TextField("Why it is struck out", most=500)


class RollForm(Once):
    """A roll-call."""

    found = CountField("How many are there", least=0)
    missing = ChoicesField("Who is missing", coerce=int)
    note = TextField("Note", most=500, required=False)
    at = WhenField("Called at")


class ResolveForm(Form):
    """Why a roll-call differed."""

    resolution = RadioField("What became of it?", choices=list(RESOLUTIONS.items()))
    note = LongTextField("How you know", most=1000, required=False)
