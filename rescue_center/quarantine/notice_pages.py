"""The pages of what the authority is to be told."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.db import get_or_missing
from rescue_center.policy import allow
from rescue_center.quarantine import event_queries, forms, notice_rules
from rescue_center.quarantine.address import bp
from rescue_center.quarantine.models import DiseaseNotice
from rescue_center.quarantine.resolution_pages import ResolveForm


@bp.get("/quarantine/notices")
@allow("vet", "manager", "officer", "inspector")
def notices() -> str:
    """Notifiable diseases of which the authority is to be told, and those it was told of."""
    waiting, told = event_queries.notices()
    return render_template("quarantine/notices.html", waiting=waiting, told=told)


@bp.route("/quarantine/notices/<int:notice_id>/resolution", methods=["GET", "POST"])
@allow("vet")
def resolve_notice(notice_id: int) -> Any:
    """What was found outside a quarantine no longer stands in the way."""
    notice = get_or_missing(DiseaseNotice, notice_id)
    form = ResolveForm.posted(data={"at": clock.now()})
    del form.with_heirs
    return answer(
        form,
        lambda: notice_rules.resolve(notice, note=form.note.data, by=g.staff, at=form.at.data),
        "quarantine/resolve_notice.html", to=lambda _: url_for(".notices"),
        said=lambda _: f"{notice.label} is resolved.", facts=lambda: {"notice": notice},
    )  # fmt: skip


@bp.route("/quarantine/notices/<int:notice_id>", methods=["GET", "POST"])
@allow("vet", "manager", "officer")
def tell(notice_id: int) -> Any:
    """Record whom of the authority somebody told of a disease."""
    notice = get_or_missing(DiseaseNotice, notice_id)
    form = forms.TellForm.posted(data={"at": clock.now()})
    return answer(
        form,
        lambda: notice_rules.tell(
            notice, whom=form.whom.data, how=form.how.data, by=g.staff, at=form.at.data
        ),
        "quarantine/tell.html", to=lambda _: url_for(".notices"),
        said=lambda _: "It is recorded whom you told.", facts=lambda: {"notice": notice},
    )  # fmt: skip
