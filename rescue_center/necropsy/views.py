"""Pages of post-mortem examinations and of the parts that are kept."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for

from rescue_center import clock, panels
from rescue_center.answers import answer
from rescue_center.departures import queries as departures
from rescue_center.departures.models import Death
from rescue_center.face import warn
from rescue_center.forms import version_seen
from rescue_center.necropsy import forms, part_rules, queries, rules
from rescue_center.necropsy.models import Necropsy
from rescue_center.necropsy.words import ORGANS, SAFETY, SYSTEMS
from rescue_center.policy import allow

bp = Blueprint("necropsy", __name__)
READERS = ("vet", "manager", "officer", "inspector", "coordinator")


@bp.get("/necropsies")
@allow(*READERS)
def index() -> str:
    """Who waits to be opened, what waits for a signature, what for the histology."""
    return render_template(
        "necropsy/index.html", to_open=queries.to_open(), drafts=queries.drafts(),
        waiting=queries.waiting(), concluded=queries.concluded(),
    )  # fmt: skip


@bp.route("/deaths/<int:death_id>/necropsy", methods=["GET", "POST"])
@allow("vet")
def begin(death_id: int) -> Any:
    """Begin an examination: a draft until it is signed."""
    death = departures.death_or_404(death_id)
    if request.method == "GET" and (row := rules.of(death)) is not None:
        return redirect(_url(row), 303)
    usual = {"at": clock.now(), "examined": 1, "storage": death.storage,
             "condition": death.carcass_condition or None}  # fmt: skip
    form = forms.NewNecropsyForm.posted(data=usual)
    return answer(
        form,
        lambda: rules.begin(death, form.facts(), systems=form.systems(), organs=form.organs(),
                            by=g.staff, at=clock.now()),
        "necropsy/form.html", to=_url, said=lambda _: "Saved as a draft. Sign it when it is done.",
        facts=lambda: _words(death, None),
    )  # fmt: skip


@bp.get("/necropsies/<int:necropsy_id>")
@allow(*READERS)
def show(necropsy_id: int) -> str:
    """One examination, as it was signed."""
    row = queries.get_or_404(necropsy_id)
    form = forms.SignForm(data={"version": row.version})
    return render_template("necropsy/show.html", row=row, form=form, safety=SAFETY)


@bp.route("/necropsies/<int:necropsy_id>/edit", methods=["GET", "POST"])
@allow("vet")
def edit(necropsy_id: int) -> Any:
    """Change a draft."""
    row = queries.get_or_404(necropsy_id)
    if request.method == "GET" and (row.is_signed or row.is_void):
        warn("This examination is closed, so it does not change.")
        return redirect(_url(row), 303)
    form = forms.NecropsyForm.posted(data=forms.given(row))
    return answer(
        form,
        lambda: rules.amend_draft(
            row, form.facts(), systems=form.systems(), organs=form.organs(), by=g.staff,
            at=clock.now(), version=version_seen(form.version.data),
        ),
        "necropsy/form.html", to=lambda _: _url(row), said=lambda _: "The draft is saved.",
        facts=lambda: _words(row.death, row),
    )  # fmt: skip


@bp.post("/necropsies/<int:necropsy_id>/sign")
@allow("vet")
def sign(necropsy_id: int) -> Any:
    """Sign an examination."""
    row, form = queries.get_or_404(necropsy_id), forms.SignForm.posted()
    return answer(
        form,
        lambda: rules.sign(row, explains=bool(form.explains.data), by=g.staff, at=clock.now(),
                           version=version_seen(form.version.data)),
        "necropsy/show.html", to=lambda _: _url(row), said=lambda _: "The examination is signed.",
        facts=lambda: {"row": row, "safety": SAFETY},
    )  # fmt: skip


@bp.route("/necropsies/<int:necropsy_id>/final", methods=["GET", "POST"])
@allow("vet")
def conclude(necropsy_id: int) -> Any:
    """Give the final diagnosis."""
    row, form = queries.get_or_404(necropsy_id), forms.FinalForm.posted()
    return answer(
        form,
        lambda: rules.conclude(
            row, final=form.final.data, proximate=form.proximate.data or "",
            ultimate=form.ultimate.data or "", histology=form.histology.data or "", by=g.staff,
            at=clock.now(),
        ),
        "necropsy/final.html", to=lambda _: _url(row),
        said=lambda _: "The final diagnosis is given.", facts=lambda: {"row": row},
    )  # fmt: skip


@bp.route("/necropsies/<int:necropsy_id>/void", methods=["GET", "POST"])
@allow("vet")
def void(necropsy_id: int) -> Any:
    """Strike out an examination."""
    row, form = queries.get_or_404(necropsy_id), forms.ReasonForm.posted()
    return answer(
        form, lambda: rules.void(row, reason=form.reason.data, by=g.staff, at=clock.now()),
        "necropsy/strike.html", to=lambda _: _death(row.death),
        said=lambda _: "The examination is struck out.",
        facts=lambda: {"death": row.death, "what": "this examination"},
    )  # fmt: skip


@bp.route("/deaths/<int:death_id>/parts/new", methods=["GET", "POST"])
@allow("vet", "manager")
def keep_part(death_id: int) -> Any:
    """Write down a part that is kept."""
    death = departures.death_or_404(death_id)
    form = forms.PartForm.posted(data={"at": clock.now()})
    return answer(
        form,
        lambda: part_rules.keep(
            death, form.what.data, form.quantity.data, form.unit.data, kept_at=form.kept_at.data,
            witness=form.witness.data, seal=form.seal.data or "", by=g.staff, at=form.at.data,
        ),
        "necropsy/part.html", to=lambda _: _death(death), said=lambda _: "The part is kept.",
        facts=lambda: {"death": death},
    )  # fmt: skip


@bp.route("/carcass-parts/<int:part_id>/void", methods=["GET", "POST"])
@allow("vet", "manager")
def void_part(part_id: int) -> Any:
    """Strike out a part."""
    row, form = queries.part_or_404(part_id), forms.ReasonForm.posted()
    return answer(
        form, lambda: part_rules.void(row, reason=form.reason.data, by=g.staff, at=clock.now()),
        "necropsy/strike.html", to=lambda _: _death(row.death),
        said=lambda _: "The part is struck out.",
        facts=lambda: {"death": row.death, "what": row.what},
    )  # fmt: skip


def _words(death: Death, row: Necropsy | None) -> dict[str, Any]:
    return {"death": death, "row": row, "systems": SYSTEMS, "organs": ORGANS}


def _url(row: Necropsy) -> str:
    return url_for("necropsy.show", necropsy_id=row.id)


def _death(death: Death) -> str:
    return url_for("departures.show_death", death_id=death.id)


def _of_death(death: Death) -> dict[str, Any]:
    """What the page of a death shows of it."""
    return {"death": death, "rows": queries.history_of(death.id),
            "parts": queries.parts_of(death.id)}  # fmt: skip


panels.add("death", "necropsy/_of_death.html", _of_death)
