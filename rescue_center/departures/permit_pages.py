"""Pages of permits: the list, one permit with the animals it covers, striking it out."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from rescue_center import clock, paging
from rescue_center.animals.pages import record_url
from rescue_center.animals.queries import animal_or_404
from rescue_center.answers import answer
from rescue_center.departures import forms, permit_forms, permit_queries, permit_rules
from rescue_center.departures.address import bp, stay_of
from rescue_center.departures.gate_models import Permit
from rescue_center.media import rules as media
from rescue_center.policy import allow
from rescue_center.species.code_queries import code_choices

READERS = ("coordinator", "registrar", "vet", "manager", "officer", "inspector")
RECORDERS = ("coordinator", "registrar", "vet", "manager")


@bp.get("/permits")
@allow(*READERS)
def permits() -> str:
    """Every permit; with `?show=ending` those of animals in care that end within a month."""
    show = "ending" if request.args.get("show") == "ending" else "all"
    return render_template(
        "departures/permits.html", show=show, words=dict(forms.PERMITS), at_page=paging.address,
        today=clock.today(), found=permit_queries.permits(paging.asked(), clock.today(), show=show),
    )  # fmt: skip


@bp.get("/permits/<int:permit_id>")
@allow(*READERS)
def show_permit(permit_id: int) -> str:
    """One permit, and the animals it covers."""
    permit = permit_queries.permit_or_404(permit_id)
    return render_template(
        "departures/show_permit.html", permit=permit, words=dict(forms.PERMITS),
        covered=permit_queries.covered_by(permit, paging.asked()), at_page=paging.address,
        today=clock.today(),
    )  # fmt: skip


@bp.route("/animals/<accession>/permits/new", methods=["GET", "POST"])
@allow(*RECORDERS)
def add_permit(accession: str) -> Any:
    """Record a permit for an animal, and for others that the same paper names."""
    animal = animal_or_404(accession)
    form = permit_forms.PermitForm.posted(data={"kind": request.args.get("kind", "release")})
    form.purpose_code.choices = _coded("purpose")
    form.source_code.choices = _coded("source")

    def act() -> Permit:
        now = clock.now()
        scans = [
            media.seal(f.stream, f.filename or "permit", by=g.staff, at=now)
            for f in form.scan.data or []
        ]
        others = [one for one in permit_queries.named(form.animals.data) if one.id != animal.id]
        return permit_rules.add_permit(
            [stay_of(one) for one in (animal, *others)], by=g.staff, at=now,
            kind=form.kind.data, number=form.number.data,
            issuer=form.issuer.data, issuer_country=form.issuer_country.data,
            issued_on=form.issued_on.data, expires_on=form.expires_on.data, notes=form.notes.data,
            purpose_code=form.purpose_code.data or "", source_code=form.source_code.data or "",
            media=scans[0] if scans else None,
        )  # fmt: skip

    return answer(
        form, act, "departures/permit.html", to=lambda _: record_url(animal),
        said=lambda permit: f"Permit {permit.number} recorded for {animal.label}.",
        facts=lambda: {"animal": animal},
    )  # fmt: skip


@bp.route("/permits/<int:permit_id>/animals", methods=["GET", "POST"])
@allow(*RECORDERS)
def cover(permit_id: int) -> Any:
    """Name more animals that the permit covers."""
    permit, form = permit_queries.permit_or_404(permit_id), permit_forms.CoverForm.posted()
    return answer(
        form,
        lambda: permit_rules.cover(
            permit, [stay_of(one) for one in permit_queries.named(form.animals.data)], by=g.staff,
            at=clock.now(),
        ),
        "departures/cover.html", to=lambda _: url_for(".show_permit", permit_id=permit_id),
        facts=lambda: {"permit": permit}, said=lambda _: "The permit covers them too.",
    )  # fmt: skip


@bp.route("/permits/<int:permit_id>/strike", methods=["GET", "POST"])
@allow(*RECORDERS)
def strike_permit(permit_id: int) -> Any:
    """Strike out a permit that was recorded wrongly or was withdrawn."""
    permit, form = permit_queries.permit_or_404(permit_id), permit_forms.StrikePermitForm.posted()
    return answer(
        form,
        lambda: permit_rules.strike(
            permit, by=g.staff, at=clock.now(), reason=form.reason.data
        ),
        "departures/strike_permit.html",
        to=lambda _: url_for(".show_permit", permit_id=permit_id),
        facts=lambda: {"permit": permit}, said=lambda _: "The permit is struck out.",
    )  # fmt: skip


def _coded(name: str) -> list[tuple[str, str]]:
    """A list of CITES codes as a form offers it: the permit bears the letter."""
    return [(code, f"{code}: {label}") for code, label in code_choices(name)]
