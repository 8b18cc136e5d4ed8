"""What may be typed about a departure."""

from __future__ import annotations

from rescue_center.departures import readiness
from rescue_center.departures.gate_models import LEVELS
from rescue_center.forms import (
    ChoiceField,
    CountField,
    DecimalField,
    Form,
    LongTextField,
    RadioField,
    TextField,
    WhenField,
    YesField,
)
from rescue_center.grave import Grave
from rescue_center.once import Once

KINDS = [
    ("WELF", "Welfare release: rehabilitated, back to the wild"),
    ("REINF", "Reinforcement of a wild population"),
    ("REINT", "Reintroduction where the species was lost"),
    ("REPAT", "Repatriation"),
    ("ACOL", "Assisted colonisation, outside the range"),
    ("ECOR", "Ecological replacement"),
]
METHODS = [
    ("hard", "Hard: straight from the crate"),
    ("soft", "Soft: after a time in a pen on the site"),
    ("hack", "Hack: young raptors"),
    ("self", "It left by itself"),
]
MANNERS = [
    ("natural", "Natural: illness, injury, age"),
    ("euthanised", "Euthanised"),
    ("accident", "Accident"),
    ("conspecific", "Killed by one of its kind"),
    ("predator", "Killed by a predator"),
    ("unknown", "Not known"),
]
DISPOSALS = [
    ("burial", "Burial"),
    ("incineration", "Incineration"),
    ("evidence_freezer", "Evidence freezer"),
    ("museum", "Museum"),
    ("laboratory", "Laboratory"),
    ("other", "Other"),
]
VERDICTS = [
    ("met", "Met"),
    ("not_met", "Not met"),
    ("overridden", "Not met, overridden"),
    ("not_applicable", "Does not apply"),
]
PERMITS = [
    ("release", "Release"),
    ("movement", "Movement inside the country"),
    ("cites_export", "CITES export"),
    ("cites_import", "CITES import"),
    ("cites_reexport", "CITES re-export"),
    ("health_endorsement", "Endorsed health certificate"),
    ("other", "Other"),
]


class AssessForm(Form):
    """One criterion."""

    criterion = ChoiceField(
        "Criterion",
        choices=[(c.key, c.label) for c in readiness.BY_KEY.values() if c.key != readiness.RISK],
    )
    verdict = RadioField("Verdict", choices=VERDICTS)
    evidence = LongTextField("What was seen or measured", required=False)
    reason = LongTextField(
        "Why it is overridden or does not apply", required=False,
        hint="Needed for an override and for “does not apply”.",
    )  # fmt: skip
    approval = ChoiceField(
        "Approved by", required=False, empty="Nothing", choices=[],
        hint="Outside the native range: the order of its case, or the permit.",
    )  # fmt: skip
    at = WhenField("When")


class RiskForm(Form):
    """How high the risk is that it carries a disease to the site."""

    level = RadioField(
        "Level of the risk", choices=list(LEVELS.items()), missing="Choose the level of the risk."
    )
    evidence = LongTextField("On what the analysis rests")
    mitigation = LongTextField(
        "Mitigation", required=False, hint="What is done about it. Needed for a medium risk."
    )
    at = WhenField("When")


class ReleaseForm(Once, Grave):
    """A release."""

    animals = LongTextField(
        "Animals",
        hint="One a line: accession or tag number; for part of a lot add the count, like "
        "2026-00012 120.",
    )
    at = WhenField("Released at")
    place = TextField("Place", most=300)
    latitude = DecimalField(
        "Latitude", required=False, least=-90, most=90, hint="Like 11.5564. Kept secret."
    )
    longitude = DecimalField("Longitude", required=False, least=-180, most=180)
    uncertainty_m = CountField("Exact to", required=False, most=1_000_000)
    kind = ChoiceField("Kind of release", choices=KINDS)
    method = RadioField("Method", choices=METHODS)
    team = LongTextField(
        "The people who release them", hint="Names and organisations.",
        missing="Say who releases them.",
    )  # fmt: skip
    habitat = TextField("Habitat", required=False, most=160)
    monitoring = LongTextField("How they will be followed", required=False)
    fast_track = YesField("Fast track, without quarantine: fit, and caught within days", hint="")
    notes = LongTextField("Notes", required=False)


class DeathForm(Once, Grave):
    """A death."""

    count = CountField("How many died", required=False)
    at = WhenField("When it died or was found")
    precision = RadioField(
        "This time is",
        choices=[("exact", "Exact"), ("day", "The day only"), ("found", "When it was found")],
    )
    last_seen_alive_at = WhenField("Last seen alive", required=False)
    manner = RadioField("Manner", choices=MANNERS, missing="Choose how it died, or “Not known”.")
    cause = LongTextField("Cause, as far as it is known", required=False)
    unexplained = YesField("The cause is not explained yet")
    planned = YesField("The euthanasia was planned")
    agent = TextField("Euthanasia: agent", required=False, most=120)
    dose_text = TextField("Dose, with its unit", required=False, most=80)
    route = TextField("Route", required=False, most=20)
    euthanasia_reason = LongTextField("Why it was put down", required=False)
    authority_notified_who = TextField(
        "Authority told", required=False, most=160,
        hint="Whom, when an animal held as evidence dies.",
    )  # fmt: skip
    authority_not_told = YesField("Nobody is told yet: it stands as a task until somebody is")
    necropsy = RadioField(
        "Necropsy", required=False,
        choices=[("pending", "To be done"), ("waived", "None: a vet says why not")],
    )  # fmt: skip
    necropsy_waiver = TextField("Why there is no necropsy", required=False, most=500)
    carcass_condition = RadioField(
        "Carcass", required=False,
        choices=[("fresh", "Fresh"), ("fair", "Fair"), ("poor", "Poor"), ("none", "Not found")],
    )  # fmt: skip
    storage = TextField("Where the carcass is kept", required=False, most=120)
    found_by = TextField("Found by", required=False, most=120)


class DisposalForm(Grave):
    """What became of a carcass."""

    how = RadioField("How", choices=DISPOSALS, missing="Choose what became of it.")
    at = WhenField("When")
    place = TextField("Place", required=False, most=160)
    witness = TextField("Witness", most=120)
    note = LongTextField("Notes", required=False)


class ReversalForm(Form):
    """Striking out a death recorded in error."""

    reason = LongTextField("How this death came to be recorded in error")
    with_disposal = YesField("The disposal of the carcass was recorded in error too")


class NoteForm(Once):
    """A later finding."""

    text = LongTextField("What was found")
    necropsy = ChoiceField(
        "Necropsy", required=False, empty="Nothing new",
        choices=[("done", "It is done"), ("waived", "There will be none, as written above")],
    )  # fmt: skip
    reason = TextField("Why the record is added to", required=False)


class NoticeForm(Form):
    """Telling the authority of a death."""

    who = TextField("Whom you told", most=160, hint="Name and office.")
    at = WhenField("When")


class EscapeForm(Once):
    """An escape or a theft."""

    kind = RadioField("What happened", choices=[("escape", "Escaped"), ("theft", "Stolen")])
    count = CountField("How many", required=False)
    at = WhenField("Found missing at")
    last_seen_at = WhenField("Last seen at", required=False)
    circumstances = LongTextField("How it came about")
    reported_to = TextField("Reported to", required=False, most=160)


class ReturnForm(Form):
    """The return of an animal that had left."""

    at = WhenField("Came back at")
    count = CountField("How many", hint="1 for an individual.")
    reason = LongTextField("How it came back")


class VoidForm(Grave):
    """Striking out a record."""

    reason = LongTextField("Why this record should not be here")
