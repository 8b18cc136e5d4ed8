"""Code lists: worded, mapped to official codes and retired by registrars and administrators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, render_template, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.errors import Missing
from rescue_center.forms import Form, refuse_stale
from rescue_center.policy import allow
from rescue_center.species import code_queries as queries
from rescue_center.species import code_rules as rules
from rescue_center.species.forms import AddCodeForm, CodeForm
from rescue_center.species.words import list_title

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


@bp.route("/<name>/new", methods=["GET", "POST"])
@allow(*EDITORS)
def add(name: str) -> Any:
    """Add an entry."""
    if not queries.codes(name, retired=True):
        raise Missing
    form = AddCodeForm.posted()
    return _answer(
        form, name,
        lambda: rules.add_code(name, form.code.data, form.label.data, notes=form.notes.data,
                               by=g.staff, at=clock.now()),
        f"{form.code.data} is in the list.",
    )  # fmt: skip


def _answer(form: Form, name: str, act: Callable[[], Any], said: str, code: Any = None) -> Any:
    """What is done to one list: the form of an entry, then back to the list."""
    return answer(
        form, act, "species/edit_code.html", to=lambda _: url_for("codes.show", name=name),
        said=lambda _: said,
        facts=lambda: {"name": name, "title": list_title(name), "code": code},
    )  # fmt: skip


@bp.route("/<name>/<code>", methods=["GET", "POST"])
@allow(*EDITORS)
def edit(name: str, code: str) -> Any:
    """Change an entry: its words, its official code."""
    row = queries.code_of(name, code)
    form = CodeForm.posted(obj=row)

    def act() -> None:
        refuse_stale(form, row, lambda: CodeForm(obj=row), row.code, but=())
        facts = {key: value for key, value in form.data.items() if key in rules.FACTS}
        rules.amend_code(row, facts, by=g.staff, at=clock.now())

    return _answer(form, name, act, f"{row.code} is changed.", row)
