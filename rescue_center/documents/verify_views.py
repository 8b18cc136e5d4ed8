"""The public check of a paper: its number, kind, species, count, dates and state, nothing else."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from rescue_center import clock
from rescue_center.documents import code as codes
from rescue_center.documents import forms, queries
from rescue_center.documents.models import Issued
from rescue_center.documents.views import TITLES
from rescue_center.policy import allow

bp = Blueprint("verify", __name__)

HASH = re.compile(r"[0-9a-f]{64}")


@bp.route("/verify", methods=["GET", "POST"])
@allow("public")
def door() -> Any:
    """Type the code of a paper, or hand in its file."""
    form = forms.CodeForm.posted()
    if request.method == "POST" and form.validate():
        return redirect(url_for(".paper", code=codes.tidy(form.code.data)), 303)
    page = render_template("documents/verify_door.html", form=form, check=forms.CheckForm())
    return page, 422 if form.errors else 200


@bp.get("/V/<code>")
@bp.get("/v/<code>")
@allow("public")
def paper(code: str) -> Any:
    """Whether a paper is genuine and still valid. A wrong code is answered alike."""
    return _page(queries.by_code(codes.tidy(code)), code)


def _page(found: Issued | None, code: str, verdict: str = "") -> Any:
    if found is None:
        return render_template("documents/verify_none.html"), 404
    expired = found.valid_until is not None and found.valid_until < clock.today()
    return render_template(
        "documents/verify.html", shown=queries.shown(found), title=TITLES[found.kind],
        expired=expired, code=code, check=forms.CheckForm(), verdict=verdict,
    )  # fmt: skip


@bp.post("/v/<code>/file")
@allow("public")
def check(code: str) -> Any:
    """Whether a file, or its hash, is the one that was issued under this code."""
    found = queries.by_code(codes.tidy(code))
    typed = _hash_given()
    if found is None or not typed:
        return _page(found, code, "none" if found else "")
    return _page(found, code, "same" if typed == found.sha256 else "other")


@bp.post("/verify/file")
@allow("public")
def find() -> Any:
    """Find the paper that a file is."""
    typed = _hash_given()
    found = queries.by_hash(typed) if typed else None
    if found is None:
        return render_template("documents/verify_none.html"), 404
    return _page(found, found.code, "same")


def _hash_given() -> str:
    """The hash of the file that was handed in, or the one typed; empty where it is none."""
    file = request.files.get("file")
    if file is not None and file.filename:
        digest = hashlib.sha256()
        while chunk := file.stream.read(1 << 20):
            digest.update(chunk)
        return digest.hexdigest()
    typed = "".join(request.form.get("sha256", "").lower().split())
    return typed if HASH.fullmatch(typed) else ""
