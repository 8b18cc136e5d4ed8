"""`/patterns`: every component with awkward facts, to look at while building. Not in production."""

import os
from collections import namedtuple
from datetime import date
from typing import Any

from flask import Flask, flash, g, render_template, request

from rescue_center import charts
from rescue_center.face import offer_undo, say, warn
from rescue_center.forms import (
    ChoiceField,
    CountField,
    DayField,
    DecimalField,
    Form,
    GramsField,
    LongTextField,
    PartialDateField,
    PhotosField,
    RadioField,
    TextField,
    WhenField,
    YesField,
)
from rescue_center.policy import Role, allow

LONG = "Krung-thep-maha-nakhon-amon-rattanakosin-mahinthara-ayuthaya"
Person = namedtuple("Person", "name roles")


class EveryField(Form):
    """One field of each kind."""

    name = TextField("House name", hint="What the keepers call it.", required=False)
    weight = GramsField("Weight", hint="With its unit, like 2.4 kg or 850 g.")
    count = CountField("How many")
    dose = DecimalField("Dose, mg per kg", places=3)
    species = ChoiceField("Species", choices=[("a", "Pileated gibbon"), ("b", "Sunda pangolin")])
    sex = RadioField("Sex", choices=[("f", "Female"), ("m", "Male"), ("u", "Not known")])
    born = DayField("Born")
    seized = PartialDateField("Seized", hint="As well as it is known: 2016-06-04, 06/2016 or 2016.")
    at = WhenField("When")
    notes = LongTextField("What you saw", required=False)
    photos = PhotosField("Photographs")
    seen = YesField("I looked at the animal myself", needed="Look at the animal first.")


def init_app(app: Flask) -> None:
    """Register the page where it may be seen: in tests, in debug, or when asked for."""
    if app.config.get("TESTING") or app.debug or os.environ.get("RESCUE_PATTERNS"):
        app.add_url_rule("/patterns", "patterns", patterns, methods=["GET", "POST"])
        app.add_url_rule("/patterns/sign-in", "patterns_sign_in", sign_in)
        app.add_url_rule("/patterns/sheet", "patterns_sheet", sheet)
        app.add_url_rule("/patterns/finder", "patterns_finder", finder)
        app.add_url_rule("/patterns/verify", "patterns_verify", verify)


class SignInForm(Form):
    """What the sign-in template expects."""

    name = TextField("Name")
    password = TextField("Password")


@allow("public")
def sign_in() -> str:
    """The sign-in page."""
    return render_template("staff/sign_in.html", form=SignInForm(), nobody=True)


@allow("public")
def sheet() -> str:
    """A printed sheet."""
    return render_template("patterns/sheet.html", weights=_weights(), long=LONG)


class FoundForm(Form):
    """What somebody who found a tag may tell."""

    where = LongTextField("Where did you see it?", most=1000)
    phone = TextField("Your telephone number", required=False)
    photos = PhotosField("A photograph", hint="From a distance. Never go near for it.")


@allow("public")
def finder() -> str:
    """The page behind a tag, for somebody who is not signed in."""
    return render_template("patterns/finder.html", form=FoundForm.posted())


@allow("public")
def verify() -> str:
    """The public answer about a paper."""
    return render_template("patterns/verify.html")


@allow("public")
def patterns() -> Any:
    """Every component."""
    g.staff = Person("Sok Dara សុខ ដារ៉ា", [Role.VET, Role.MANAGER])
    form = EveryField.posted()
    wrong = request.method == "POST" and not form.validate()
    if request.args.get("messages"):
        say("Mali weighs 2.4 kg.")
        warn("The scales were last checked 5 months ago.")
        offer_undo("Doxycycline 0.6 ml given to Mali at 07:14.", "/patterns")
        flash("A plain message.")
    page = render_template(
        "patterns/index.html", form=form, long=LONG, weights=_weights(),
        one=charts.line([(date(2026, 5, 12), 2400)], unit="kg", scale=1000),
        nothing=charts.line([]),
    )  # fmt: skip
    return page, 422 if wrong else 200


def _weights() -> charts.Chart:
    grams = (1850, 1900, 2010, 1980, 2120, 2240, 2300, 2410, 2560, 2400)
    days = [date(2026, 3, 1 + 3 * n) for n in range(10)]
    return charts.line(
        zip(days, grams, strict=True), unit="kg", scale=1000, band=(2000, 2600), odd=[days[8]]
    )
