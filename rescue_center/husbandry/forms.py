"""What may be typed about the daily work."""

from rescue_center.forms import (
    ChoiceField,
    ChoicesField,
    CountField,
    DayField,
    Form,
    GramsField,
    HiddenField,
    LongTextField,
    PhotosField,
    RadioField,
    TextField,
    WhenField,
    YesField,
)
from rescue_center.husbandry.keeper_models import PARTS
from rescue_center.husbandry.words import (
    APPETITE_SCORES,
    BODY_SCORES,
    BODY_SYSTEMS,
    COMPROMISE,
    CONFIDENCE,
    DOMAINS,
    ENHANCEMENT,
    FAECES_SCORES,
    INCIDENTS,
    METHODS,
    PLANNED,
    RESOLUTIONS,
    TENDING,
    URGENCY,
    WATER,
    WEEKDAYS,
    WHAT,
)
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


class TendForm(Once):
    """What was done for an enclosure."""

    kind = RadioField("What was done?", choices=list(TENDING.items()))
    animal = ChoiceField("For one of them", coerce=int, required=False, empty="For all in it")
    offered = GramsField("Offered", required=False)
    left = GramsField("Left over", required=False)
    note = TextField("Note", most=500, required=False)
    at = WhenField("When")


class ObserveForm(Once):
    """How an animal was."""

    appetite = RadioField(
        "Appetite", choices=list(APPETITE_SCORES.items()), coerce=int, required=False
    )
    faeces = RadioField("Faeces", choices=list(FAECES_SCORES.items()), coerce=int, required=False)
    water = RadioField("Water", choices=list(WATER.items()), default="unknown")
    body = RadioField(
        "Body condition", choices=list(BODY_SCORES.items()), coerce=int, required=False
    )
    body_system = RadioField("Judged", choices=list(BODY_SYSTEMS.items()), required=False)
    behaviour = LongTextField("Behaviour", most=1000, required=False)
    note = TextField("Note", most=500, required=False)
    at = WhenField("When")


class IncidentForm(Once):
    """What happened."""

    what = RadioField("What happened?", choices=list(INCIDENTS.items()))
    animal = ChoiceField("By which animal", coerce=int, required=False, empty="Not known")
    person_hurt = TextField("Who was hurt", most=200, required=False,
                            hint="Empty where nobody was.")  # fmt: skip
    note = LongTextField("What happened, in your words", most=2000, required=False)
    photos = PhotosField(most=8)
    at = WhenField("When")


class FollowUpForm(Form):
    """What was done about an incident afterwards."""

    follow_up = LongTextField("What was done about it", most=2000)


class LeftForm(Form):
    """What was left of a meal."""

    left = GramsField("Left over")
    control = GramsField(
        "Control dish before", required=False,
        hint="A dish of the same food that nobody could reach shows how much of it dried.",
    )  # fmt: skip
    control_left = GramsField("Control dish now", required=False)


class PlanForm(Once):
    """What is done, and when."""

    kind = RadioField("What is done?", choices=list(PLANNED.items()))
    times = TextField("Times", most=80, hint="07:30 16:00")
    weekdays = ChoicesField(
        "Days", choices=list(enumerate(WEEKDAYS, 1)), coerce=int, required=True,
        missing="Choose at least one day of the week.",
    )  # fmt: skip
    diet = ChoiceField(
        "Diet", coerce=int, required=False, empty="None",
        hint="Of feeding. Grams of a recipe are for one animal and one meal.",
    )  # fmt: skip
    words = TextField("In words", most=300, required=False, hint="What to do, what to watch for")
    from_on = DayField("From", allow_future=True)


class EndForm(Form):
    """The last day of something."""

    on = DayField("Last day", allow_future=True)
    reason = TextField("Why", most=500, required=False)


class DietForm(Form):
    """A recipe."""

    name = TextField("Name", most=120)
    method = RadioField("How it is given", choices=list(METHODS.items()))
    foods = LongTextField(
        "Foods", most=4000,
        hint="One a line, for one animal and one meal: “Papaya 120 g” or “Leaves 4 %” of its own "
        "weight. The energy of 100 g behind a stroke: “Papaya 120 g | 43”.",
    )  # fmt: skip
    supplements = TextField("Supplements", most=500, required=False)
    never = TextField("Never in it", most=500, required=False,
                      hint="What is toxic to it, what it does not bear.")  # fmt: skip
    note = LongTextField("Note", most=2000, required=False)


class AmendDietForm(DietForm):
    """A recipe that changes."""

    version = HiddenField()
    reason = TextField("Why it changes", most=500)


class AreaForm(Form):
    """An area that becomes somebody's."""

    person = ChoiceField("Who", coerce=int)
    unit = ChoiceField("Area", coerce=int)
    head = YesField("Head keeper: plans the work of this area")
    from_on = DayField("From", allow_future=True)


class ShiftForm(Form):
    """Who works when."""

    person = ChoiceField("Who", coerce=int)
    unit = ChoiceField("Area", coerce=int)
    day = DayField("Day", allow_future=True)
    part = RadioField("Part of the day", choices=list(PARTS.items()))


class WelfareForm(Once):
    """An assessment of the five domains; the fields of each follow."""

    confidence = RadioField("How sure are you?", choices=list(CONFIDENCE.items()))
    note = LongTextField("Note", most=2000, required=False)
    at = WhenField("When")


for _domain, _words in DOMAINS.items():
    setattr(WelfareForm, _domain, RadioField(
        f"{_words}: compromise", choices=list(COMPROMISE.items())))  # fmt: skip
    setattr(WelfareForm, f"{_domain}_plus", RadioField(
        f"{_words}: enhancement", choices=list(ENHANCEMENT.items()), coerce=int,
        default=0))  # fmt: skip
    setattr(WelfareForm, f"{_domain}_indicators", TextField(
        f"{_words}: what you saw", most=500, required=False))  # fmt: skip
