"""The people of the centre: accounts and roles, kept by administrators and managers."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from rescue_center import clock, face
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.forms import refuse_stale
from rescue_center.policy import Role, allow
from rescue_center.staff import links, queries, rules
from rescue_center.staff.forms import AddForm, ChangeForm, GrantForm, ReasonForm
from rescue_center.staff.models import Person
from rescue_center.web import refusals_on

bp = Blueprint("people", __name__, url_prefix="/staff")
KEEPERS = ("admin", "manager")


@bp.get("")
@allow(*KEEPERS)
def index() -> Any:
    """Everybody who has an account."""
    return render_template("staff/people.html", people=queries.people(), at=clock.now())


@bp.get("/new", endpoint="add")
@allow(*KEEPERS)
def show_add() -> Any:
    """Ask for a new person's facts."""
    return render_template("staff/add.html", form=AddForm())


@bp.post("/new")
@allow(*KEEPERS)
def add_person() -> Any:
    """Give somebody an account."""
    form = AddForm.posted()
    if form.validate():
        with refusals_on(form):
            person = rules.add_person(**form.data, by=g.staff, at=clock.now())
            db.session.commit()
            face.say(f"{person.name} has an account. Now give a role, then a password link.")
            return _to(person)
    return render_template("staff/add.html", form=form), 422


@bp.get("/<account>")
@allow(*KEEPERS)
def show(account: str) -> Any:
    """One person: roles, and what may be done with the account."""
    return _page(queries.person_or_missing(account))


def _page(person: Person, **forms: Any) -> str:
    giving = rules.grantable(g.staff)
    grant_form = forms.get("grant_form") or GrantForm()
    grant_form.role.choices = [(role.value, role.label) for role in giving]
    return render_template(
        "staff/person.html",
        person=person,
        at=clock.now(),
        names=queries.names(i for x in person.grants for i in (x.granted_by_id, x.revoked_by_id)),
        grantable=giving,
        mine=_is_mine(person),
        grant_form=grant_form,
        reason_form=forms.get("reason_form") or ReasonForm(),
    )


def _is_mine(person: Person) -> bool:
    """Whether the buttons of this account are for the person who looks at it."""
    try:
        rules.may_keep(g.staff, person)
    except Refused:
        return False
    return True


@bp.get("/<account>/facts", endpoint="change")
@allow(*KEEPERS)
def show_change(account: str) -> Any:
    """Ask for a person's facts anew."""
    person = queries.person_or_missing(account)
    return render_template("staff/change.html", person=person, form=ChangeForm(obj=person))


@bp.post("/<account>/facts")
@allow(*KEEPERS)
def change_person(account: str) -> Any:
    """Amend what is known of a person."""
    person = queries.person_or_missing(account)
    form = ChangeForm.posted()
    if form.validate():
        with refusals_on(form):
            refuse_stale(form, person, lambda: ChangeForm(obj=person), "this account")
            facts = {key: value for key, value in form.data.items() if key in rules.FACTS}
            rules.change(person, by=g.staff, at=clock.now(), **facts)
            db.session.commit()
            face.say(f"{person.name}'s account is changed.")
            return _to(person)
    return render_template("staff/change.html", person=person, form=form), 422


@bp.post("/<account>/roles", endpoint="grant")
@allow(*KEEPERS)
def grant_role(account: str) -> Any:
    """Give a role."""
    person = queries.person_or_missing(account)
    form = GrantForm.posted()
    if form.validate():
        with refusals_on(form):
            until = form.until.data and clock.start_of(form.until.data + timedelta(days=1))
            rules.grant(person, Role(form.role.data), by=g.staff, at=clock.now(), until=until)
            db.session.commit()
            face.say(f"{person.name} has the role {Role(form.role.data).label}.")
            return _to(person)
    return _page(person, grant_form=form), 422


@bp.post("/<account>/roles/<int:id>/revocation", endpoint="revoke")
@allow(*KEEPERS)
def revoke_role(account: str, id: int) -> Any:
    """Take a role back."""
    person = queries.person_or_missing(account)
    given = queries.grant_or_missing(person, id)
    rules.revoke(given, by=g.staff, at=clock.now())
    db.session.commit()
    face.say(f"{person.name} no longer has the role {Role(given.role).label}.")
    return _to(person)


@bp.post("/<account>/disabling", endpoint="disable")
@allow(*KEEPERS)
def disable_account(account: str) -> Any:
    """Shut an account."""
    person = queries.person_or_missing(account)
    form = ReasonForm.posted()
    if form.validate():
        with refusals_on(form):
            rules.disable(person, by=g.staff, at=clock.now(), reason=str(form.reason.data))
            db.session.commit()
            face.say(f"{person.name}'s account is disabled.")
            return _to(person)
    return _page(person, reason_form=form), 422


@bp.post("/<account>/enabling", endpoint="enable")
@allow(*KEEPERS)
def enable_account(account: str) -> Any:
    """Open a disabled account again."""
    person = queries.person_or_missing(account)
    rules.enable(person, by=g.staff, at=clock.now())
    db.session.commit()
    face.say(f"{person.name}'s account is open again.")
    return _to(person)


@bp.post("/<account>/password-link", endpoint="link")
@allow(*KEEPERS)
def make_link(account: str) -> Any:
    """Make a one-time link for a password; it is shown once, on this page alone."""
    person = queries.person_or_missing(account)
    token = links.for_password(person, by=g.staff, at=clock.now())
    db.session.commit()
    address = current_app.config["BASE_URL"] + url_for("links.show", token=token)
    return render_template("staff/made_link.html", person=person, address=address)


def _to(person: Person) -> Response:
    return redirect(url_for("people.show", account=person.account), 303)
