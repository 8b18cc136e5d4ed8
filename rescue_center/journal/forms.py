"""What the journal is searched by."""

from rescue_center.forms import ChoiceField, CountField, DayField, Form


class FilterForm(Form):
    """One person, one kind of act, one day."""

    person = ChoiceField("Who", required=False, coerce=int, empty="Everybody")
    verb = ChoiceField("What was done", required=False, empty="Everything")
    day = DayField("Recorded on", required=False)
    before = CountField("Before row", required=False, most=2**31 - 1)
