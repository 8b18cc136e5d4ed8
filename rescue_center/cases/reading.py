"""From what was typed in a form to the facts that the verbs take."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.cases.checking import COUNTRIES
from rescue_center.cases.coordinates import Point
from rescue_center.cases.facts import CaseFacts, LineFacts
from rescue_center.cases.forms import AddLineForm, CaseForm, LineForm
from rescue_center.cases.models import Case
from rescue_center.cases.pasting import Pasted, parse_paste
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.forms import PartialDate
from rescue_center.species import queries as species
from rescue_center.species.code_queries import code_choices
from rescue_center.species.models import Taxon

FROM_NAME = "the species is taken from the common name alone"


def offer_choices(form: CaseForm, case: Case | None = None) -> None:
    """Fill the form's lists. A retired code that the case bears is still offered to it."""
    form.country.choices = list(COUNTRIES.items())
    places = code_choices("location_type")
    if case is not None and case.location_type not in dict(places):
        places.append((case.location_type, f"{case.location_type} (retired)"))
    form.location_type.choices = places


def offer_specimens(*lines: LineForm) -> None:
    """Fill the lists of what a line may be."""
    choices = [("LIV", "live animal"), ("BOD", "body")]
    known = {code for code, _ in choices}
    choices += [one for one in code_choices("specimen") if one[0] not in known]
    for line in lines:
        line.specimen.choices = choices


def facts_typed(form: CaseForm) -> CaseFacts:
    """The facts of the case as typed. Refused where they name a case that is not there."""
    happened: PartialDate | None = form.happened.data
    point = form.point.data
    return CaseFacts(
        kind=form.kind.data,
        title=form.title.data,
        happened_on=happened.day if happened else None,
        precision=happened.precision if happened else "unknown",
        happened_at=_moment(form),
        country=form.country.data or "",
        place=form.place.data,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        uncertainty_m=form.uncertainty_m.data,
        location_type=form.location_type.data,
        persons_apprehended=form.persons_apprehended.data,
        summary=form.summary.data,
        doubts=form.doubts.data,
        source=form.source.data,
        external_ref=form.external_ref.data or None,
        follows=_case_typed(form.follows.data),
        agencies=form.agencies.data or (),
    )


def _moment(form: CaseForm) -> datetime | None:
    at, happened = form.happened_at.data, form.happened.data
    if at is None:
        return None
    if happened is None or happened.precision != "day":
        raise Refused("A time needs the day that it was on.", field="happened_at")
    return clock.from_local(datetime.combine(happened.day, at))


def _case_typed(number: str) -> Case | None:
    if not number:
        return None
    found = db.session.scalar(sa.select(Case).where(Case.number == number.strip()))
    if found is None:
        raise Refused(f"There is no case {number}.", field="follows")
    return found


def typed_anew(case: Case) -> dict[str, Any]:
    """The facts of a case as its form shows them."""
    told: dict[str, Any] = {name: getattr(case, name) for name in (
        "kind", "title", "country", "place", "location_type", "uncertainty_m",
        "persons_apprehended", "summary", "doubts", "source", "external_ref", "version",
    )}  # fmt: skip
    if case.happened_on is not None:
        told["happened"] = PartialDate(case.happened_on, case.precision)  # type: ignore[arg-type]
    if case.happened_at is not None:
        told["happened_at"] = clock.local(case.happened_at).time()
    if case.latitude is not None and case.longitude is not None:
        told["point"] = Point(case.latitude, case.longitude)
    told["follows"] = case.follows.number if case.follows else ""
    return told | {"agencies": CaseFacts.of(case).agencies}


# --- the manifest --------------------------------------------------------------------------------


def line_typed(form: LineForm) -> LineFacts:
    """The facts of one line. Refused where the species that was typed is none, or several."""
    picked = species.typed(form.species.data) if form.species.data else None
    declared = form.declared_name.data or (picked.label if picked else "")
    taxon, doubt = (picked, "") if picked else _by_name(declared)
    condition = form.condition.data or "alive"
    told: dict[str, Any] = {}
    if isinstance(form, AddLineForm):
        told = {"qualifier": form.qualifier.data or "", "note": form.note.data}
        doubt = "; ".join(filter(None, (form.doubts.data, doubt)))
    return LineFacts(
        declared_name=declared,
        declared_scientific=taxon.scientific_name if taxon else "",
        taxon=taxon,
        specimen=form.specimen.data or ("BOD" if condition == "dead" else "LIV"),
        quantity=form.quantity.data,
        unit=form.unit.data or "individual",
        condition=condition,
        doubts=doubt,
        **told,
    )


def pasted_lines(text: str) -> list[LineFacts]:
    """The lines of a pasted list. Refused with every line that could not be read."""
    lines, faults = parse_paste(text)
    if faults:
        raise Refused(" ".join(faults[:5]), field="pasted")
    return [_pasted(line) for line in lines]


def _pasted(line: Pasted) -> LineFacts:
    taxon, doubt = _by_name(line.scientific or line.name)
    if taxon is None and line.scientific:
        taxon, doubt = _by_name(line.name)
    return LineFacts(
        declared_name=line.name,
        declared_scientific=line.scientific or (taxon.scientific_name if taxon else ""),
        taxon=taxon,
        specimen="BOD" if line.condition == "dead" else "LIV",
        quantity=line.quantity,
        unit=line.unit,
        condition=line.condition,
        doubts=doubt,
    )


def _by_name(name: str) -> tuple[Taxon | None, str]:
    """The one taxon of exactly this name, and the doubt where it is only a common one."""
    if not name:
        return None, ""
    if taxon := species.named(name):
        return taxon, ""
    taxon = species.named(name, kinds=("common",))
    return taxon, FROM_NAME if taxon else ""
