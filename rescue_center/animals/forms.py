"""What may be typed about an animal or a lot."""

from __future__ import annotations

from rescue_center.animals.identity_models import MARK_KINDS, SIDES
from rescue_center.animals.marks import ENDINGS
from rescue_center.animals.models import AGES, SEXES
from rescue_center.animals.photos import VIEWS
from rescue_center.forms import (
    ChoiceField,
    ChoicesField,
    CountField,
    DayField,
    Form,
    HiddenField,
    LongTextField,
    PhotosField,
    RadioField,
    TextField,
    WhenField,
    YesField,
)
from rescue_center.once import Once


def _worded(values: tuple[str, ...], **words: str) -> list[tuple[str, str]]:
    return [(v, words.get(v, v.replace("_", " ").capitalize())) for v in values]


SEX_CHOICES = _worded(SEXES, unknown="Not known")
AGE_CHOICES = _worded(AGES, unknown="Not known")
OF_ONE = [pair for pair in SEX_CHOICES if pair[0] != "mixed"]
AGE_OF_ONE = [pair for pair in AGE_CHOICES if pair[0] != "mixed"]
VIEW_CHOICES = _worded(
    VIEWS,
    whole="Whole animal",
    left="Left side",
    right="Right side",
    container="Crate or container",
)
MARK_CHOICES = _worded(
    MARK_KINDS, ring="Ring or band", notch="Notch in shell, scute or ear",
    clip="Scale or hair clip", paint="Paint", photo="Pattern, by photograph", other="Another mark",
)  # fmt: skip
QUALIFIERS = [
    ("cf.", "cf.: looks like it"), ("aff.", "aff.: near to it"), ("sp.", "sp.: no species"),
    ("?", "?: doubtful"),
]  # fmt: skip


class LotForm(Form):
    """What every act on a lot carries: when, why, and how many there were."""

    at = WhenField("When")
    reason = TextField("Why", required=False, most=1000)
    seen = HiddenField()


class SplitForm(LotForm):
    """Part some of a lot off."""

    count = CountField("How many")


class BirthForm(Once):
    """Young that were born or hatched."""

    count = CountField("How many")
    at = WhenField("When")
    age_class = ChoiceField("Age class", choices=AGE_CHOICES)
    sex = ChoiceField("Sex", choices=SEX_CHOICES)
    notes = LongTextField("Notes", required=False)


class MergeForm(LotForm):
    """Put the whole lot into another."""

    into = ChoiceField("Into which lot", coerce=int)


class RecountForm(LotForm):
    """A head count."""

    counted = CountField("How many were counted")
    second_by = ChoiceField(
        "Counted together with", coerce=int, required=False, empty="Nobody",
        hint="Needed when the difference is more than 5 animals or 2 %.",
    )  # fmt: skip


class ChipFields(Form):
    """The number of a microchip, with what is asked of it."""

    again = TextField("The number again", required=False, most=60,
                      hint="Typed a second time, unless it was scanned.")  # fmt: skip
    scanned = YesField("The reader typed it (scanned)")
    other_standard = YesField("Not an ISO chip (9 or 10 letters and digits)")
    found_on_arrival = YesField("It came with it")
    position = TextField("Where on the body", required=False, most=80,
                         hint="Like left shoulder, left hind-leg base.")  # fmt: skip
    side = ChoiceField("Side of the body", choices=[(s, s.capitalize()) for s in SIDES if s],
                       required=False, empty="Not recorded")  # fmt: skip
    reader = TextField("Reader", required=False, most=80, hint="Make and number of the device.")
    sure = YesField("I have considered this")


class IndividualiseForm(ChipFields, LotForm):
    """One animal of a lot gets a record of its own, with what is at hand."""

    name = TextField("House name", required=False, most=80)
    sex = RadioField("Sex", choices=OF_ONE)
    age_class = ChoiceField("Age class", choices=AGE_OF_ONE)
    code = TextField("Number of the chip", required=False, most=60, hint="Empty: to chip later.")
    photos = PhotosField("Photographs", hint="The first becomes the cover.")
    onward = YesField("Then go on with the next one of this lot")


class MarkForm(Once, ChipFields):
    """A mark that the animal carries."""

    kind = ChoiceField("Kind of mark", choices=MARK_CHOICES)
    code = TextField("Number, inscription or scheme", required=False, most=60)
    description = TextField("How it looks", required=False, most=200,
                            hint="Material and colour of a ring, a pattern, a scar.")  # fmt: skip
    applied_on = DayField("Applied on", required=False)
    applied_by = TextField("Applied by", required=False, most=120)
    photo = PhotosField("Photograph of the mark", most=1)


_ORDER = "Order of the court or prosecutor"


class RemoveMarkForm(Form):
    """What became of a mark."""

    status = RadioField(
        "What became of it", choices=_worded(ENDINGS, unreadable="Can no longer be read")
    )
    on = DayField("Since", required=False)
    reason = TextField("Why, or how it was noticed", required=False, most=1000)
    order = ChoiceField(_ORDER, coerce=int, required=False, empty="None")


class VoidMarkForm(Form):
    """Strike out a mark."""

    reason = TextField("Why it is struck out", most=1000)
    order = ChoiceField(_ORDER, coerce=int, required=False, empty="None")


class VoidForm(Form):
    """Strike something out."""

    reason = TextField("Why it is struck out", most=1000)


class PhotoForm(Form):
    """Photographs of an animal."""

    photos = PhotosField("Photographs", required=True, missing="Choose at least one photograph.")
    view = ChoiceField("What they show", choices=VIEW_CHOICES)
    caption = TextField("Caption", required=False, most=200)
    cover = YesField("Show the first of them as the cover")


class AmendForm(Form):
    """The facts of a record."""

    name = TextField("House name", required=False, most=80)
    sex = RadioField("Sex", choices=SEX_CHOICES)
    age_class = ChoiceField("Age class", choices=AGE_CHOICES)
    notes = LongTextField("Notes", required=False)
    reason = TextField("Why it changes", required=False, most=1000)
    version = HiddenField()


class IdentifyForm(Form):
    """Say which species it is."""

    taxon = TextField("Species", most=160, hint="Any name it goes by; a genus or a family will do.")
    qualifier = ChoiceField("Doubt", choices=QUALIFIERS, required=False, empty="None")
    basis = TextField("On what ground", most=240, hint="What was seen or measured, or which key.")
    expert = TextField("Expert who identified it", required=False, most=50)
    order = ChoiceField("Order", coerce=int, required=False, empty="None")
    at = WhenField("When")


class StageForm(Form):
    """Another stage of its care."""

    to = RadioField("Next stage")
    reason = TextField("Why", most=1000)
    at = WhenField("When")


class HoldForm(Form):
    """Hold an animal as evidence."""

    case = TextField("Case", most=20)
    reason = TextField("Why", most=1000)
    at = WhenField("Since")


class HoldCaseForm(Form):
    """Hold everything of a case."""

    reason = TextField("Why", most=1000)
    at = WhenField("Since")


class LiftForm(Form):
    """Lift holds by an order: one that is recorded, or one recorded here and now."""

    order = ChoiceField("Order", coerce=int, required=False, empty="A new one, below")
    authority = TextField("Court, prosecutor or authority", required=False, most=160)
    reference = TextField("Number of the order", required=False, most=80)
    issued_on = DayField("Issued on", required=False)
    signed_by = TextField("Signed by", required=False, most=120)
    scan = PhotosField("Photograph of the order", most=1)
    at = WhenField("Lifted at")


class LiftOneForm(LiftForm):
    """Lift the holds of one animal."""

    holds = ChoicesField("Which holds", coerce=int, required=True, missing="Choose a hold.")


class ExplainForm(Form):
    """Explain a difference and sign it."""

    explanation = LongTextField("Why it differs", most=4000)
