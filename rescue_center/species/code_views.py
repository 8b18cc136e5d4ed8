"""Code lists: worded, mapped to official codes and retired by registrars and administrators."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from rescue_center import clock, face
from rescue_center.db import db
from rescue_center.errors import Missing
from rescue_center.forms import refuse_stale
from rescue_center.policy import allow
from rescue_center.species import code_queries as queries
from rescue_center.species import code_rules as rules
from rescue_center.species.forms import AddCodeForm, CodeForm
from rescue_center.species.words import list_title
from rescue_center.web import refusals_on

bp = Blueprint("codes", __name__, url_prefix="/codes")
EDITORS = ("registrar", "admin")


@bp.get("")
@allow("staff")
def index() -> Any:
    """Every code list."""
    lists = [(name, list_title(name), number) for name, number in queries.code_lists()]
    return render_template("species/code_lists.html", lists=sorted(lists, key=lambda one: one[1]))


@bp.get("/<name>")
@allow("staff")
def show(name: str) -> Any:
    """One list with its entries, retired ones too."""
    codes = queries.codes(name, retired=True)
    if not codes:
        raise Missing
    return render_template("species/codes.html", name=name, title=list_title(name), codes=codes)


@bp.get("/<name>/new", endpoint="add")
@allow(*EDITORS)
def show_add(name: str) -> Any:
    """Ask for a new entry."""
    if not queries.codes(name, retired=True):
        raise Missing
    return _edit_page(name, None, AddCodeForm())


@bp.post("/<name>/new")
@allow(*EDITORS)
def add_code(name: str) -> Any:
    """Add an entry."""
    form = AddCodeForm.posted()
    if form.validate():
        with refusals_on(form):
            rules.add_code(name, form.code.data, form.label.data, notes=form.notes.data,
                           by=g.staff, at=clock.now())  # fmt: skip
            db.session.commit()
            face.say(f"{form.code.data} is in the list.")
            return _to(name)
    return _edit_page(name, None, form), 422


@bp.get("/<name>/<code>", endpoint="edit")
@allow(*EDITORS)
def show_edit(name: str, code: str) -> Any:
    """Ask for an entry's words and official code."""
    row = queries.code_of(name, code)
    return _edit_page(name, row, CodeForm(obj=row))


@bp.post("/<name>/<code>")
@allow(*EDITORS)
def amend(name: str, code: str) -> Any:
    """Change an entry."""
    row = queries.code_of(name, code)
    form = CodeForm.posted()
    if form.validate():
        with refusals_on(form):
            refuse_stale(form, row, lambda: CodeForm(obj=row), row.code, but=())
            facts = {key: value for key, value in form.data.items() if key in rules.FACTS}
            rules.amend_code(row, facts, by=g.staff, at=clock.now())
            db.session.commit()
            face.say(f"{row.code} is changed.")
            return _to(name)
    return _edit_page(name, row, form), 422


def _edit_page(name: str, row: Any, form: Any) -> str:
    return render_template(
        "species/edit_code.html", name=name, title=list_title(name), code=row, form=form
    )


def _to(name: str) -> Response:
    return redirect(url_for("codes.show", name=name), 303)
