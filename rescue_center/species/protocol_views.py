"""Quarantine protocols: what each group of animals goes through, kept by the vet."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from rescue_center import clock, face
from rescue_center.db import db
from rescue_center.forms import refuse_stale
from rescue_center.policy import allow
from rescue_center.species import protocol_queries as queries
from rescue_center.species import protocol_rules as rules
from rescue_center.species.forms import (
    AmendTestForm,
    ProtocolForm,
    ProtocolTestForm,
    RetireForm,
)
from rescue_center.species.models import ProtocolTest, TaxonGroup
from rescue_center.species.words import LEVEL_WORDS, SCOPES
from rescue_center.web import refusals_on

bp = Blueprint("protocols", __name__, url_prefix="/protocols")


@bp.get("")
@allow("staff")
def index() -> Any:
    """Every protocol."""
    return render_template("species/protocols.html", groups=queries.groups(), scopes=SCOPES)


@bp.get("/<key>")
@allow("staff")
def show(key: str) -> Any:
    """One protocol with its tests and hazards."""
    group = queries.group_by_key(key)
    return render_template(
        "species/protocol.html", group=group, hazards=queries.hazards(group.id), scopes=SCOPES,
        level_words=LEVEL_WORDS,
    )  # fmt: skip


@bp.get("/<key>/edit", endpoint="edit")
@allow("vet")
def show_edit(key: str) -> Any:
    """Ask for a corrected protocol."""
    group = queries.group_by_key(key)
    return render_template("species/edit_protocol.html", group=group, form=ProtocolForm(obj=group))


@bp.post("/<key>/edit")
@allow("vet")
def amend(key: str) -> Any:
    """Correct a protocol."""
    group = queries.group_by_key(key)
    form = ProtocolForm.posted()
    if form.validate():
        with refusals_on(form):
            refuse_stale(form, group, lambda: ProtocolForm(obj=group), "this protocol")
            facts = {k: v for k, v in form.data.items() if k in rules.GROUP_FACTS}
            rules.amend_group(group, facts, by=g.staff, at=clock.now(), reason=form.reason.data)
            db.session.commit()
            face.say(f"The protocol of {group.label} is corrected.")
            return _to(group)
    return render_template("species/edit_protocol.html", group=group, form=form), 422


@bp.get("/<key>/tests/new", endpoint="add_test")
@allow("vet")
def show_add_test(key: str) -> Any:
    """Ask for a new test."""
    group = queries.group_by_key(key)
    return _test_page(group, None, ProtocolTestForm(first_day=3, repeats=1, mandatory=True))


@bp.post("/<key>/tests/new")
@allow("vet")
def add_test_to(key: str) -> Any:
    """Add a test to a protocol."""
    group = queries.group_by_key(key)
    form = ProtocolTestForm.posted()
    if form.validate():
        with refusals_on(form):
            rules.add_test(group, _facts(form), by=g.staff, at=clock.now(), reason=form.reason.data)
            db.session.commit()
            face.say(f"{form.name.data} is part of the protocol.")
            return _to(group)
    return _test_page(group, None, form), 422


@bp.get("/<key>/tests/<int:position>", endpoint="edit_test")
@allow("vet")
def show_edit_test(key: str, position: int) -> Any:
    """Ask for a corrected test."""
    group, test = _test(key, position)
    return _test_page(group, test, _typed_anew(test))


@bp.post("/<key>/tests/<int:position>")
@allow("vet")
def amend_test(key: str, position: int) -> Any:
    """Correct a test."""
    group, test = _test(key, position)
    form = AmendTestForm.posted()
    if form.validate():
        with refusals_on(form):
            refuse_stale(form, group, lambda: _typed_anew(test), "this protocol")
            rules.amend_test(
                test, _facts(form), by=g.staff, at=clock.now(), reason=form.reason.data
            )
            db.session.commit()
            face.say(f"{test.name} is corrected.")
            return _to(group)
    return _test_page(group, test, form), 422


@bp.get("/<key>/tests/<int:position>/retire", endpoint="retire_test")
@allow("vet")
def show_retire_test(key: str, position: int) -> Any:
    """Ask why a test leaves the protocol, or comes back."""
    group, test = _test(key, position)
    form = RetireForm(was="retired" if test.retired else "in use")
    return render_template("species/retire_test.html", group=group, test=test, form=form)


@bp.post("/<key>/tests/<int:position>/retire")
@allow("vet")
def retire(key: str, position: int) -> Any:
    """Take a test out of a protocol, or back into it."""
    group, test = _test(key, position)
    form = RetireForm.posted()
    if form.validate():
        with refusals_on(form):
            rules.retire_test(test, retired=form.was.data != "retired", by=g.staff, at=clock.now(),
                              reason=form.reason.data)  # fmt: skip
            db.session.commit()
            face.say(f"{test.name} is {'retired' if test.retired else 'in use again'}.")
            return _to(group)
    return render_template("species/retire_test.html", group=group, test=test, form=form), 422


def _typed_anew(test: ProtocolTest) -> AmendTestForm:
    """A change of a test is one of its protocol, whose version tells."""
    db.session.refresh(test)
    return AmendTestForm(obj=test, version=test.group.version)


def _test(key: str, position: int) -> tuple[TaxonGroup, ProtocolTest]:
    group = queries.group_by_key(key)
    return group, queries.test_of(group, position)


def _test_page(group: TaxonGroup, test: ProtocolTest | None, form: ProtocolTestForm) -> str:
    return render_template("species/edit_test.html", group=group, test=test, form=form)


def _facts(form: ProtocolTestForm) -> dict[str, Any]:
    facts = {key: value for key, value in form.data.items() if key in rules.TEST_FACTS}
    return facts | {"every_days": facts["every_days"] or 0}


def _to(group: TaxonGroup) -> Response:
    return redirect(url_for("protocols.show", key=group.key), 303)
