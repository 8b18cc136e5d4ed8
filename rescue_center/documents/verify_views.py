"""The public check of a paper: its number, kind, species, count, dates and state, nothing else."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from rescue_center import clock
from rescue_center.documents import code as codes
from rescue_center.documents import forms, queries
from rescue_center.documents.models import Issued
from rescue_center.documents.views import TITLES
from rescue_center.policy import allow

bp = Blueprint("verify", __name__)


@bp.route("/verify", methods=["GET", "POST"])
@allow("public")
def door() -> Any:
    """Type the code of a paper, or hand in its file."""
    form = forms.CodeForm.posted()
    if request.method == "POST" and form.validate():
        return redirect(url_for(".paper", code=codes.tidy(form.code.data)), 303)
    return _door(form, forms.CheckForm())


def _door(form: forms.CodeForm, check: forms.CheckForm) -> Any:
    page = render_template("documents/verify_door.html", form=form, check=check)
    return page, 422 if form.errors or check.errors else 200


@bp.get("/V/<code>")
@bp.get("/v/<code>")
@allow("public")
def paper(code: str) -> Any:
    """Whether a paper is genuine and still valid. A wrong code is answered alike."""
    return _page(queries.by_code(codes.tidy(code)), code, forms.CheckForm())


def _page(found: Issued | None, code: str, check: forms.CheckForm, verdict: str = "") -> Any:
    if found is None:
        return render_template("documents/verify_none.html"), 404
    page = render_template(
        "documents/verify.html", shown=queries.shown(found), title=TITLES[found.kind],
        expired=found.is_over(clock.today()), code=code, check=check, verdict=verdict,
    )  # fmt: skip
    return page, 422 if check.errors else 200


@bp.post("/v/<code>/file")
@allow("public")
def check(code: str) -> Any:
    """Whether a file, or its hash, is the one that was issued under this code."""
    found, form = queries.by_code(codes.tidy(code)), forms.CheckForm.posted()
    if found is None or not form.validate():
        return _page(found, code, form)
    verdict = "same" if form.hash == found.sha256 else "other"
    return _page(found, code, forms.CheckForm(), verdict)


@bp.post("/verify/file")
@allow("public")
def find() -> Any:
    """Find the paper that a file is."""
    form = forms.CheckForm.posted()
    if not form.validate():
        return _door(forms.CodeForm(), form)
    found = queries.by_hash(form.hash)
    return _page(found, found.code if found else "", forms.CheckForm(), "same")
