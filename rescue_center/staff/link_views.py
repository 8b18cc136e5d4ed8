"""The pages behind one-time links: the first administrator, a password to be set anew."""

from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from rescue_center import clock, face
from rescue_center.db import db
from rescue_center.policy import allow
from rescue_center.refusals import refusals_on
from rescue_center.staff import links
from rescue_center.staff.forms import FirstAdminForm, NewPasswordForm
from rescue_center.staff.models import OneTimeLink

bp = Blueprint("links", __name__)


@bp.get("/links/<token>")
@allow("public")
def show(token: str) -> Any:
    """Choose the first administrator's account, or a new password."""
    link = links.usable(token, at=clock.now())
    return _page(link, _form_of(link)())


@bp.post("/links/<token>")
@allow("public")
def use(token: str) -> Any:
    """Use a one-time link."""
    at = clock.now()
    link = links.usable(token, at=at)
    form = _form_of(link).posted()
    if form.validate():
        with refusals_on(form):
            _use(link, form, at)
            db.session.commit()
            face.say("Your password is set. Now sign in with it.")
            return redirect(url_for("staff.sign_in"), 303)
    return _page(link, form), 422


def _form_of(link: OneTimeLink) -> Any:
    return FirstAdminForm if link.purpose == links.FIRST_ADMIN else NewPasswordForm


def _use(link: OneTimeLink, form: Any, at: datetime) -> None:
    if link.purpose == links.FIRST_ADMIN:
        links.make_first_admin(
            link, account=form.account.data, name=form.name.data, password=form.new.data, at=at
        )
    else:
        links.set_password(link, form.new.data, at=at)


def _page(link: OneTimeLink, form: Any) -> str:
    return render_template("staff/link.html", form=form, person=links.person_of(link))
