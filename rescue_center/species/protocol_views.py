"""Quarantine protocols: what each group of animals goes through, kept by the vet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, render_template, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.db import db
from rescue_center.forms import Form, refuse_stale
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


@bp.route("/<key>/edit", methods=["GET", "POST"])
@allow("vet")
def edit(key: str) -> Any:
    """Correct a protocol."""
    group = queries.group_by_key(key)
    form = ProtocolForm.posted(obj=group)

    def act() -> None:
        refuse_stale(form, group, lambda: ProtocolForm(obj=group), "this protocol")
        facts = {k: v for k, v in form.data.items() if k in rules.GROUP_FACTS}
        rules.amend_group(group, facts, by=g.staff, at=clock.now(), reason=form.reason.data)

    return _answer(
        form, group, act, "edit_protocol", lambda: f"The protocol of {group.label} is corrected."
    )


def _answer(
    form: Form, group: TaxonGroup, act: Callable[[], Any], template: str, said: Callable[[], str],
    **facts: Any,
) -> Any:  # fmt: skip
    """What is done to one protocol: the form, then back to it."""
    return answer(
        form, act, f"species/{template}.html", said=lambda _: said(),
        to=lambda _: url_for("protocols.show", key=group.key),
        facts=lambda: {"group": group, **facts},
    )  # fmt: skip


@bp.route("/<key>/tests/new", methods=["GET", "POST"])
@allow("vet")
def add_test(key: str) -> Any:
    """Add a test to a protocol."""
    group = queries.group_by_key(key)
    form = ProtocolTestForm.posted(first_day=3, repeats=1, mandatory=True)
    return _answer(
        form, group,
        lambda: rules.add_test(
            group, _facts(form), by=g.staff, at=clock.now(), reason=form.reason.data
        ),
        "edit_test", lambda: f"{form.name.data} is part of the protocol.", test=None,
    )  # fmt: skip


@bp.route("/<key>/tests/<int:position>", methods=["GET", "POST"])
@allow("vet")
def edit_test(key: str, position: int) -> Any:
    """Correct a test."""
    group, test = _test(key, position)
    form = AmendTestForm.posted(obj=test, version=group.version)

    def act() -> None:
        refuse_stale(form, group, lambda: _typed_anew(test), "this protocol")
        rules.amend_test(test, _facts(form), by=g.staff, at=clock.now(), reason=form.reason.data)

    return _answer(form, group, act, "edit_test", lambda: f"{test.name} is corrected.", test=test)


@bp.route("/<key>/tests/<int:position>/retire", methods=["GET", "POST"])
@allow("vet")
def retire_test(key: str, position: int) -> Any:
    """Take a test out of a protocol, or back into it."""
    group, test = _test(key, position)
    form = RetireForm.posted(was="retired" if test.retired else "in use")
    return _answer(
        form, group,
        lambda: rules.retire_test(
            test, retired=form.was.data != "retired", by=g.staff, at=clock.now(),
            reason=form.reason.data,
        ),
        "retire_test", lambda: f"{test.name} is {'retired' if test.retired else 'in use again'}.",
        test=test,
    )  # fmt: skip


def _typed_anew(test: ProtocolTest) -> AmendTestForm:
    """A change of a test is one of its protocol, whose version tells."""
    db.session.refresh(test)
    return AmendTestForm(obj=test, version=test.group.version)


def _test(key: str, position: int) -> tuple[TaxonGroup, ProtocolTest]:
    group = queries.group_by_key(key)
    return group, queries.test_of(group, position)


def _facts(form: ProtocolTestForm) -> dict[str, Any]:
    facts = {key: value for key, value in form.data.items() if key in rules.TEST_FACTS}
    return facts | {"every_days": facts["every_days"] or 0}
