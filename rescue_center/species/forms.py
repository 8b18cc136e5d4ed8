"""What may be typed about species, protocols, hazards and codes."""

from __future__ import annotations

from typing import Any

from rescue_center.forms import (
    ChoiceField,
    ChoicesField,
    CountField,
    DayField,
    Form,
    GramsField,
    HiddenField,
    LongTextField,
    TextField,
    YesField,
)
from rescue_center.species.models import RANKS
from rescue_center.species.protocol_rules import LEVELS, PPE
from rescue_center.species.words import CITES_WORDS, IUCN_WORDS, LANGUAGES, LEVEL_WORDS, SCOPES

_REASON = "Stays in the journal with your name."


class DoubtField(TextField):
    """What is in doubt. The reference data say only that something is, by the letter Y."""

    #: What a person reads and writes for it.
    SOMETHING = "To be checked"

    def __init__(self, label: str = "In doubt", **rest: Any):
        super().__init__(label, required=False, **rest)

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if self.data and self.data.casefold() == self.SOMETHING.casefold():
            self.data = "Y"

    def show(self, value: Any) -> str:
        return self.SOMETHING if value == "Y" else str(value)


class FilterForm(Form):
    """What the list of species is narrowed to."""

    q = TextField("Name", required=False, most=80)
    class_name = ChoiceField("Class", required=False, empty="All")
    group = ChoiceField("Group", required=False, empty="All")
    cites = ChoiceField("CITES", required=False, empty="All", choices=CITES_WORDS.items())
    iucn = ChoiceField("IUCN", required=False, empty="All", choices=IUCN_WORDS.items())
    doubtful = YesField("In doubt only")


class TaxonForm(Form):
    """The facts of a taxon that a person may correct."""

    common_name = TextField("Common name", required=False, most=160)
    rank = ChoiceField("Rank", choices=[(rank, rank.capitalize()) for rank in RANKS])
    class_name = TextField("Class", required=False, most=60)
    order_name = TextField("Order", required=False, most=60)
    family = TextField("Family", required=False, most=60)
    group_id = ChoiceField(
        "Quarantine group", required=False, coerce=int, empty="None: the vet chooses each time"
    )
    weight_min_g = GramsField("Least adult weight", required=False, unit="kg", most=200_000_000)
    weight_max_g = GramsField("Greatest adult weight", required=False, unit="kg", most=200_000_000)
    solitary = YesField("Lives alone", hint="Housed singly; a mother and her young stay together.")
    edible = YesField("Eaten by people", hint="Drugs' withdrawal times are waited for.")
    uncertain = DoubtField(hint="Which facts to check: CITES, weight …")
    notes = LongTextField("Notes", required=False, most=2000)


class AddTaxonForm(TaxonForm):
    """A taxon that is not in the list."""

    scientific_name = TextField("Scientific name", most=160,
                                hint="Genus and species, a genus, or a higher group.")  # fmt: skip
    rank = ChoiceField("Rank", required=False, empty="As the name says",
                       choices=[(rank, rank.capitalize()) for rank in RANKS])  # fmt: skip


class AmendTaxonForm(TaxonForm):
    """Corrected facts of a taxon."""

    reason = TextField("Why", hint=_REASON)
    version = HiddenField()


class NameForm(Form):
    """Another name of a taxon."""

    name = TextField("Name", most=160)
    kind = ChoiceField(
        "Kind",
        choices=[
            ("common", "Common name"),
            ("synonym", "Scientific synonym"),
            ("cites", "Name that CITES uses"),
        ],
    )
    language = ChoiceField("Language", choices=LANGUAGES.items())
    uncertain = DoubtField(hint="What to check, if anything.")
    source = TextField("Source", required=False)


class ListingForm(Form):
    """A legal or conservation status."""

    scheme = ChoiceField("List", choices=[("CITES", "CITES"), ("IUCN", "IUCN Red List"),
                                          ("national", "National law")])  # fmt: skip
    category = TextField("Category", most=40, hint="I, II, III, NL; or CR, EN, VU …; or in words.")
    country = TextField("Country", required=False, most=2, hint="Two letters; national law only.")
    valid_from = DayField("In force since", required=False, hint="Today where it is left empty.")
    source = TextField("Source")
    uncertain = DoubtField()


class ReasonForm(Form):
    """Why something is taken away."""

    reason = TextField("Why", hint=_REASON)


class RetireForm(ReasonForm):
    """Why something is no longer used, or is used again."""

    was = HiddenField()  # what the page showed, so that a second press does not take it back


class ProtocolForm(Form):
    """A quarantine protocol."""

    label = TextField("Name of the group", most=80)
    min_days = CountField("Least days", least=0, most=3650)
    restart_scope = ChoiceField("A new animal restarts the clock of", choices=SCOPES.items())
    ppe_level = ChoiceField("Protection", choices=[(p, p.capitalize()) for p in PPE])
    conditional_days = TextField("Other days, and when", required=False)
    never_fast_track = YesField("Never released on the fast track")
    notes = LongTextField("Notes", required=False, most=4000)
    source = LongTextField("Source", required=False, most=2000)
    uncertain = DoubtField()
    reason = TextField("Why", hint=_REASON)
    version = HiddenField()


class ProtocolTestForm(Form):
    """One test of a protocol."""

    name = TextField("Test", most=120)
    sample = TextField("Sample", required=False, most=120)
    first_day = CountField("First on day", least=0, most=3650)
    repeats = CountField("How many times", least=1, most=12)
    every_days = CountField("Days between", required=False, least=0, most=365)
    mandatory = YesField("Must be negative before clearance")
    notifiable = YesField("A positive is notifiable", hint="It stops all movement of the unit.")
    notes = LongTextField("Notes", required=False, most=2000)
    reason = TextField("Why", hint=_REASON)


class AmendTestForm(ProtocolTestForm):
    """A corrected test."""

    version = HiddenField()


class HazardForm(Form):
    """A disease or danger."""

    disease = TextField("Disease or danger", most=120)
    agent = TextField("Agent", required=False)
    level = ChoiceField("Danger", choices=[(name, LEVEL_WORDS[name]) for name in LEVELS])
    ppe_level = ChoiceField("Protection", choices=[(p, p.capitalize()) for p in PPE])
    groups = ChoicesField("Animals", required=True, missing="Choose the animals it concerns.")
    transmission = LongTextField("How it passes on", required=False, most=1000)
    typical_test = LongTextField("Test", required=False, most=1000)
    sample_type = LongTextField("Sample", required=False, most=1000)
    action = LongTextField("After exposure, or when positive", required=False, most=2000)
    source = LongTextField("Source", required=False, most=1000)
    uncertain = DoubtField()


class AmendHazardForm(HazardForm):
    """A corrected hazard."""

    reason = TextField("Why", hint=_REASON)
    version = HiddenField()


class CodeForm(Form):
    """An entry of a code list."""

    label = TextField("In words", most=160)
    official_code = TextField("Official code", required=False, most=20,
                              hint="The code of the official form, where it is known.")  # fmt: skip
    notes = LongTextField("Notes", required=False, most=1000)
    uncertain = DoubtField()
    retired = YesField("Retired", hint="No longer offered; records keep it.")
    version = HiddenField()


class AddCodeForm(Form):
    """A new entry."""

    code = TextField("Code", most=20, hint="Letters, digits, dots, dashes; it never changes.")
    label = TextField("In words", most=160)
    notes = LongTextField("Notes", required=False, most=1000)
