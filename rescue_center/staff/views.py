"""Signing in and out, and one's own account."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, session, url_for

from rescue_center import clock, face
from rescue_center.answers import answer
from rescue_center.db import db
from rescue_center.policy import allow
from rescue_center.staff import gate, passwords, queries, rules, sign_in, throttle
from rescue_center.staff.forms import ChangePasswordForm, LanguageForm, SignInForm
from rescue_center.staff.models import Person, Session
from rescue_center.staff.recognition import NO_MATCH, recognised, tried
from rescue_center.tongues import LANGUAGES

bp = Blueprint("staff", __name__)


@bp.get("/sign-in", endpoint="sign_in")
@allow("public")
def show_door() -> Any:
    """Ask who it is."""
    form = SignInForm(next=face.local_path(request.args.get("next", "/")))
    return _door(form, nobody=queries.nobody())


@bp.post("/sign-in")
@allow("public")
def enter() -> Any:
    """Sign somebody in."""
    form = SignInForm.posted()
    if not form.validate():
        return _door(form), 422
    try:
        person = recognised(
            str(form.name.data), str(form.password.data), address=_address(), at=clock.now()
        )
    except throttle.TooMany as refused:
        db.session.rollback()
        form.form_errors.append(refused.sentence)
        return _door(form), 429
    if person is None:
        db.session.rollback()
        form.form_errors.append(NO_MATCH)
        return _door(form), 422
    session.clear()
    response = redirect(face.local_path(form.next.data or "/"), 303)
    gate.give_cookie(response, _begun(person))
    db.session.commit()
    return response


def _door(form: SignInForm, *, nobody: bool = False) -> str:
    return render_template("staff/sign_in.html", form=form, nobody=nobody)


def _begun(person: Person) -> str:
    """A new session, and its token; the one that this browser had is over."""
    at = clock.now()
    if old := sign_in.of_token(request.cookies.get(gate.cookie_name(), "")):
        sign_in.close(old, at=at, why="signed in anew")
    _, token = sign_in.begin(person, at=at, address=_address(), browser=request.user_agent.string)
    return token


def _address() -> str:
    return request.remote_addr or ""


@bp.post("/sign-out", endpoint="sign_out")
@allow("staff")
def leave() -> Any:
    """Sign out: the session is over wherever its cookie was copied to."""
    sign_in.end(_session(), by=g.staff, at=clock.now())
    db.session.commit()
    session.clear()  # messages that were for the one who left
    response = redirect(url_for("staff.sign_in"), 303)
    gate.take_cookie(response)
    return response


def _session() -> Session:
    return db.session.get_one(Session, g.session_id)


# --- one's own account ----------------------------------------------------------------------


@bp.get("/account")
@allow("staff")
def account() -> str:
    """One's own account: roles, password, where one is signed in."""
    return render_template("staff/account.html", **_shown())


def _shown(**typed: Any) -> dict[str, Any]:
    """What the page of one's own account shows; a form that was refused as it was typed."""
    return {
        "person": g.staff, "here": g.session_id, "device": queries.browser_words,
        "sessions": queries.sessions_of(g.staff, at=clock.now()),
        "password_form": ChangePasswordForm(),
        "language_form": LanguageForm(language=g.staff.language), **typed,
    }  # fmt: skip


@bp.post("/account/password")
@allow("staff")
def change_password() -> Any:
    """Change one's own password; other sessions end."""
    form = ChangePasswordForm.posted()

    def act() -> None:
        tried(g.staff.account, address=_address(), at=clock.now())
        passwords.change(
            g.staff, str(form.old.data), str(form.new.data), at=clock.now(), keep=_session()
        )

    return answer(
        form, act, "staff/account.html", to=lambda _: url_for("staff.account"),
        facts=lambda: _shown(password_form=form),
        said=lambda _: "Your password is changed. Everywhere else you are signed out.",
    )  # fmt: skip


def _said(language: str) -> str:
    return f"Your language is {language}."


@bp.post("/account/language")
@allow("staff")
def choose_language() -> Any:
    """Choose the language of one's own screens."""
    form = LanguageForm.posted()
    return answer(
        form, lambda: rules.speak(g.staff, form.language.data, at=clock.now()),
        "staff/account.html", to=lambda _: url_for("staff.account"),
        facts=lambda: _shown(language_form=form),
        said=lambda _: _said(LANGUAGES[form.language.data]),
    )  # fmt: skip


@bp.post("/account/sessions/<int:id>/ending")
@allow("staff")
def end_session(id: int) -> Any:
    """End one of one's own sessions, left open elsewhere."""
    sign_in.end(
        queries.session_or_missing(g.staff, id), by=g.staff, at=clock.now(), why="ended a session"
    )
    db.session.commit()
    face.say("That session is over.")
    return redirect(url_for("staff.account"), 303)
