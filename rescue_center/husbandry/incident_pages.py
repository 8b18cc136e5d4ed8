"""The pages of incidents."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, url_for

from rescue_center import clock, paging
from rescue_center.animals import queries as animals
from rescue_center.animals.pages import sealed
from rescue_center.answers import answer
from rescue_center.enclosures import queries as places
from rescue_center.enclosures.move_pages import resident
from rescue_center.husbandry import forms, photographs
from rescue_center.husbandry import incident_queries as queries
from rescue_center.husbandry import incident_rules as rules
from rescue_center.husbandry.address import KEEPING, back_to, bp
from rescue_center.husbandry.incident_models import Incident
from rescue_center.policy import CARE, allow
from rescue_center.tongues import phrase


@bp.get("/incidents")
@allow(*CARE)
def incidents() -> str:
    """Every incident, the open ones first."""
    return render_template("husbandry/incidents.html", found=queries.listed(paging.asked()),
                           at_page=paging.address)  # fmt: skip


@bp.route("/animals/<accession>/incidents/new", methods=["GET", "POST"])
@bp.route("/units/<code>/incidents/new", methods=["GET", "POST"])
@allow(*KEEPING, "registrar", "officer")
def report_incident(accession: str = "", code: str = "") -> Any:
    """Write down a bite, a scratch, an escape or an injury."""
    animal = animals.animal_or_404(accession) if accession else None
    unit = places.unit_or_404(code) if code else None
    living = {h.animal_id: h.animal for h in places.roster(unit)} if unit else {}
    form = forms.IncidentForm.posted(data={"at": clock.now()})
    form.animal.choices = [(key, resident(one)) for key, one in living.items()]

    def act() -> Incident:
        row = rules.report(
            form.what.data, animal=animal or living.get(form.animal.data), unit=unit,
            person_hurt=form.person_hurt.data, note=form.note.data, by=g.staff, at=form.at.data,
            recorded_at=clock.now(),
        )  # fmt: skip
        for media in sealed(form.photos):
            photographs.show(row, media, by=g.staff, at=form.at.data)
        return row

    return answer(
        form, act, "husbandry/report.html", to=_url, said=lambda _: "It is written down.",
        facts=lambda: {"animal": animal, "unit": unit, "back": back_to(animal, unit)},
    )  # fmt: skip


@bp.get("/incidents/<int:incident_id>")
@allow(*CARE)
def incident(incident_id: int) -> str:
    """One incident: what to do at once, and what was done."""
    return render_template("husbandry/incident.html", form=forms.FollowUpForm(),
                           incident=queries.incident_or_404(incident_id))  # fmt: skip


@bp.post("/incidents/<int:incident_id>/follow-up")
@allow("vet", "manager")
def follow_up(incident_id: int) -> Any:
    """Say what was done about it."""
    incident, form = queries.incident_or_404(incident_id), forms.FollowUpForm.posted()
    return answer(
        form, lambda: rules.follow_up(incident, form.follow_up.data, by=g.staff, at=clock.now()),
        "husbandry/incident.html", to=lambda _: _url(incident),
        said=lambda _: "The incident is closed.", facts=lambda: {"incident": incident},
    )  # fmt: skip


@bp.route("/incidents/<int:incident_id>/void", methods=["GET", "POST"])
@allow(*KEEPING, "registrar", "officer")
def void_incident(incident_id: int) -> Any:
    """Strike out an incident that was none."""
    incident, form = queries.incident_or_404(incident_id), forms.ReasonForm.posted()
    return answer(
        form,
        lambda: rules.void_incident(incident, by=g.staff, at=clock.now(), reason=form.reason.data),
        "husbandry/strike.html", to=lambda _: _url(incident), said=lambda _: "It is struck out.",
        facts=lambda: {"what": f"{phrase(incident.label)}, {clock.moment_text(incident.at)}",
                       "back": _url(incident)},
    )  # fmt: skip


def _url(incident: Incident) -> str:
    return url_for(".incident", incident_id=incident.id)
