"""What may be typed about quarantine."""

from rescue_center.forms import (
    ChoiceField,
    CountField,
    DayField,
    Form,
    LongTextField,
    RadioField,
    TextField,
    WhenField,
    YesField,
)
from rescue_center.once import Once
from rescue_center.quarantine.event_models import EVENT_KINDS
from rescue_center.quarantine.rules import CLEARED_TO

DESTINATIONS = [(stage.value, stage.label) for stage in CLEARED_TO]
RESULTS = {
    "negative": "Negative",
    "acceptable": "Acceptable: not negative, but no ground to keep it",
    "positive": "Positive",
    "inconclusive": "Inconclusive",
}


class BeginForm(Form):
    """The beginning of a quarantine."""

    unit = ChoiceField("Quarantine unit", coerce=int)
    group = ChoiceField("Protocol", coerce=int, required=False, empty="That of its species")
    group_reason = LongTextField("Why not that of its species", most=2000, required=False)
    at = WhenField("Since")
    uncleaned_reason = TextField(
        "If it was not cleaned: why it is taken as it is", most=1000, required=False
    )


class ClearForm(Form):
    """A clearance."""

    to = RadioField("It goes on to", choices=DESTINATIONS, missing="Choose where it goes on to.")
    at = WhenField("Since when")


class EarlyExitForm(ClearForm):
    """An exit before clearance."""

    reason = LongTextField("Why it cannot stay until it is cleared", most=2000)
    authority = TextField(
        "Authority that consents", most=200,
        hint="With its letter: Forestry Administration, no. 12 of 3 May 2026.",
    )  # fmt: skip
    consent_by = ChoiceField(
        "Consent taken by", coerce=int, required=False,
        hint="The case officer or manager who has it.",
    )  # fmt: skip
    order = ChoiceField("Order", coerce=int, required=False, empty="None",
                        hint="An order of the court or prosecutor in its case.")  # fmt: skip


class ProlongForm(Form):
    """A longer minimum."""

    days = CountField("Days in all", most=3650)
    reason = LongTextField("Why", most=2000)


class TestForm(Form):
    """A test beyond the protocol."""

    name = TextField("Test", most=120)
    sample = TextField("Sample", most=120, required=False)
    due = DayField("Due", allow_future=True)
    mandatory = YesField("It cannot be cleared without this test", default=True)
    notifiable = YesField("The disease is notifiable: a positive result stops all movement")


class SampleForm(Form):
    """A sample as taken."""

    at = WhenField("Taken")
    sampled_n = CountField("Animals sampled", required=False)
    pool_size = CountField("Animals in one pool", required=False,
                           hint="1 or empty: each on its own.")  # fmt: skip
    method = TextField("Method", most=120, required=False)
    laboratory = TextField("Laboratory", most=160, required=False)
    lab_reference = TextField("Its reference", most=80, required=False)


class ResultForm(Form):
    """A result as it came."""

    result = RadioField("Result", choices=list(RESULTS.items()))
    at = WhenField("Came")
    text = LongTextField("In the words of the laboratory", most=5000, required=False)


class ReasonForm(Form):
    """Why."""

    reason = LongTextField("Why", most=2000)


class RepeatForm(ReasonForm):
    """The same test again."""

    due = DayField("Due", allow_future=True)


class SeveralForm(Form):
    """One test of many animals; the boxes and results of each are added per page."""

    at = WhenField("When")
    laboratory = TextField("Laboratory", most=160, required=False)
    lab_reference = TextField("Its reference", most=80, required=False)


class EventForm(Once):
    """Something that happened in a unit."""

    kind = RadioField("What happened", choices=list(EVENT_KINDS.items()))
    animal = ChoiceField("To whom", coerce=int, required=False, empty="Nobody in particular")
    at = WhenField("When")
    description = LongTextField("What you saw", most=5000)


class CloseEventForm(Form):
    """What became of it."""

    explained = RadioField(
        "Is it explained?", missing="Say whether it is explained.",
        choices=[("yes", "Yes: the cause is known, and it does not spread"),
                 ("no", "No: it was looked into, and stays unexplained")],
    )  # fmt: skip
    note = LongTextField("What was found", most=5000)


class TellForm(Form):
    """Whom of the authority somebody told."""

    whom = TextField("Who was told", most=200, hint="The office and the person.")
    how = TextField("How", most=300, required=False, hint="Telephone, letter with its number.")
    at = WhenField("When")


class ExposureForm(Form):
    """What a vet decides about an exposure."""

    prolong = RadioField(
        "What does it ask for?", missing="Say whether it asks for more days.",
        choices=[("yes", "It stays so many days after the last contact"),
                 ("no", "No more days than without it")],
    )  # fmt: skip
    days = CountField("Days after the last contact", required=False, most=3650)
    reason = LongTextField("Why", most=2000)


class ExposeForm(Once):
    """Contact with a source of infection."""

    source = TextField("Exposed to", most=200, hint="Poultry at the market, a rabid dog, TB case.")
    since = WhenField("Since")
    until = WhenField("Until", required=False)
