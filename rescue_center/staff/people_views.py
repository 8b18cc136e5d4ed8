"""The people of the centre: accounts and roles, kept by administrators and managers."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, g, redirect, render_template, url_for

from rescue_center import clock, face
from rescue_center.answers import answer
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.forms import refuse_stale
from rescue_center.policy import Role, allow
from rescue_center.staff import links, queries, rules
from rescue_center.staff.forms import AddForm, ChangeForm, GrantForm, ReasonForm
from rescue_center.staff.models import Grant, Person

bp = Blueprint("people", __name__, url_prefix="/staff")
KEEPERS = ("admin", "manager")


@bp.get("")
@allow(*KEEPERS)
def index() -> str:
    """Everybody who has an account."""
    return render_template("staff/people.html", people=queries.people(), at=clock.now())


@bp.route("/new", methods=["GET", "POST"])
@allow(*KEEPERS)
def add() -> Any:
    """Give somebody an account."""
    form = AddForm.posted()
    return answer(
        form, lambda: rules.add_person(**form.data, by=g.staff, at=clock.now()), "staff/add.html",
        to=_url,
        said=lambda person: f"{person.name} has an account. Now give a role, "
        "then a password link.",
    )  # fmt: skip


@bp.get("/<account>")
@allow(*KEEPERS)
def show(account: str) -> str:
    """One person: roles, and what may be done with the account."""
    return render_template("staff/person.html", **_shown(queries.person_or_missing(account)))


def _shown(
    person: Person, *, grant_form: GrantForm | None = None, reason_form: ReasonForm | None = None
) -> dict[str, Any]:
    """What the page of a person shows, with the form that was refused, where one was."""
    who = [by for one in person.grants for by in (one.granted_by_id, one.revoked_by_id)]
    giving, grant_form = rules.grantable(g.staff), grant_form or GrantForm()
    grant_form.role.choices = [(role.value, role.label) for role in giving]
    return {
        "person": person, "at": clock.now(), "grantable": giving, "mine": _is_mine(person),
        "names": queries.names(who),
        "grant_form": grant_form, "reason_form": reason_form or ReasonForm(),
    }  # fmt: skip


def _is_mine(person: Person) -> bool:
    """Whether the buttons of this account are for the person who looks at it."""
    try:
        rules.may_keep(g.staff, person)
    except Refused:
        return False
    return True


@bp.route("/<account>/facts", methods=["GET", "POST"])
@allow(*KEEPERS)
def change(account: str) -> Any:
    """Amend what is known of a person."""
    person = queries.person_or_missing(account)
    form = ChangeForm.posted(obj=person)

    def act() -> None:
        refuse_stale(form, person, lambda: ChangeForm(obj=person), "this account")
        facts = {key: value for key, value in form.data.items() if key in rules.FACTS}
        rules.change(person, by=g.staff, at=clock.now(), **facts)

    return answer(
        form, act, "staff/change.html", to=lambda _: _url(person),
        facts=lambda: {"person": person}, said=lambda _: f"{person.name}'s account is changed.",
    )  # fmt: skip


@bp.post("/<account>/roles")
@allow(*KEEPERS)
def grant(account: str) -> Any:
    """Give a role."""
    person, form = queries.person_or_missing(account), GrantForm.posted()

    def act() -> Grant:
        until = form.until.data and clock.start_of(form.until.data + timedelta(days=1))
        return rules.grant(person, form.role.data, by=g.staff, at=clock.now(), until=until)

    return answer(
        form, act, "staff/person.html", to=lambda _: _url(person),
        facts=lambda: _shown(person, grant_form=form),
        said=lambda given: f"{person.name} has the role {given.role_label}.",
    )  # fmt: skip


@bp.post("/<account>/roles/<int:id>/revocation")
@allow(*KEEPERS)
def revoke(account: str, id: int) -> Any:
    """Take a role back."""
    person = queries.person_or_missing(account)
    given = queries.grant_or_missing(person, id)
    rules.revoke(given, by=g.staff, at=clock.now())
    db.session.commit()
    face.say(f"{person.name} no longer has the role {Role(given.role).label}.")
    return redirect(_url(person), 303)


@bp.post("/<account>/disabling")
@allow(*KEEPERS)
def disable(account: str) -> Any:
    """Shut an account."""
    person, form = queries.person_or_missing(account), ReasonForm.posted()
    return answer(
        form,
        lambda: rules.disable(person, by=g.staff, at=clock.now(), reason=form.reason.data),
        "staff/person.html", to=lambda _: _url(person),
        facts=lambda: _shown(person, reason_form=form),
        said=lambda _: f"{person.name}'s account is disabled.",
    )  # fmt: skip


@bp.post("/<account>/enabling")
@allow(*KEEPERS)
def enable(account: str) -> Any:
    """Open a disabled account again."""
    person = queries.person_or_missing(account)
    rules.enable(person, by=g.staff, at=clock.now())
    db.session.commit()
    face.say(f"{person.name}'s account is open again.")
    return redirect(_url(person), 303)


@bp.post("/<account>/password-link")
@allow(*KEEPERS)
def link(account: str) -> str:
    """Make a one-time link for a password; it is shown once, on this page alone."""
    person = queries.person_or_missing(account)
    token = links.for_password(person, by=g.staff, at=clock.now())
    db.session.commit()
    address = current_app.config["BASE_URL"] + url_for("links.show", token=token)
    return render_template("staff/made_link.html", person=person, address=address)


def _url(person: Person) -> str:
    return url_for("people.show", account=person.account)
