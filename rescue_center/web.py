"""What every request and every page goes through, whatever package it belongs to."""

import secrets
import time
from collections import ChainMap
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    has_request_context,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.templating import Environment
from jinja2 import StrictUndefined
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter
from wtforms import Form

from rescue_center import clock, policy
from rescue_center.crossorigin import SAFE, is_cross_origin
from rescue_center.db import db, set_writing
from rescue_center.errors import Missing, Refused, Stale, is_away, is_crossed, refusal_of

#: Endpoints that serve public files: nobody is looked up for them, and browsers keep them.
FILES = ("static", "assets")


class Templates(Environment):
    """Templates look their globals up in one dictionary. Jinja's own chain of two, so that each
    template could change some for itself, takes a tenth of a page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template finds when it looks up a name."""
        return ChainMap(d, self.globals) if d else self.globals


def init_app(app: Flask) -> None:
    """Install the gate, the answers to refusals, the headers, and the words pages share."""
    if hops := app.config["PROXY_HOPS"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops, hops)  # type: ignore[method-assign]
    app.url_map.converters["int"] = Id
    app.jinja_environment = Templates
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(day=clock.day_text, moment=clock.moment_text, span=clock.span_text)
    app.jinja_env.globals.update(Facts=policy.Facts, sees=_sees, may=may)
    app.before_request(_open)
    app.before_request(_gate)
    app.after_request(_headers)
    app.teardown_request(lambda _error: set_writing(None))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(StaleDataError, lambda _error: _refused(Stale()))
    app.register_error_handler(DBAPIError, _database_refused)
    app.register_error_handler(NoConnection, _away)
    app.register_error_handler(Missing, lambda _error: _page(404))
    app.register_error_handler(HTTPException, _http)


class Id(IntegerConverter):
    """A number in an address, none longer than a column holds: what is longer is not there."""

    regex = r"\d{1,9}"


def _open() -> None:
    g.staff = None
    g.nonce = secrets.token_urlsafe(12)
    set_writing(request.method not in SAFE)
    if "\0" in request.path or b"%00" in request.query_string:
        abort(404)  # no name has it, and PostgreSQL keeps no text with it


def _gate() -> Any:
    """Deny by default: nobody passes an endpoint whose policy does not admit them."""
    if is_cross_origin(request):
        abort(403)
    if request.endpoint in FILES:
        return None
    if request.endpoint is None:  # no such page: told to whoever it is in their own frame
        return _know()
    allowed = policy.policy_of(current_app.view_functions[request.endpoint])
    if allowed is None:
        abort(403)
    _know()
    if g.staff is None:  # a stranger's form holds one photograph at most
        request.max_content_length = (current_app.config["MAX_UPLOAD_MB"] + 1) * 1024 * 1024
    if allowed.admits(g.staff.roles if g.staff else None):
        return None
    if g.staff is None:
        if request.method in SAFE:
            return redirect(url_for("staff.sign_in", next=request.full_path.rstrip("?")), 303)
        abort(401)
    current_app.logger.warning(
        "refused: person %s, %s %s", g.staff.id, request.method, request.endpoint
    )
    abort(403)


def _know() -> None:
    """Look up who asks."""
    from rescue_center.staff import gate  # the people are known above the kernel

    g.staff = gate.person_of(request)
    g.saved = False  # what was noted of the session is no part of the request


#: What every answer carries, unless its view said otherwise.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self)",
}
_CSP = (
    "default-src 'none'; script-src 'self' 'nonce-{}'; style-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def _headers(response: Response) -> Response:
    wanted = {"Content-Security-Policy": _CSP.format(g.get("nonce", "")), **HEADERS}
    if request.endpoint not in FILES:
        wanted["Cache-Control"] = "no-store"
        response.headers.add("Vary", "Cookie")
    if request.is_secure:
        wanted["Strict-Transport-Security"] = "max-age=31536000"
    said = {name.lower() for name in response.headers.keys()}  # noqa: SIM118 - pairs otherwise
    response.headers.extend([(k, v) for k, v in wanted.items() if k.lower() not in said])
    return response


# --- refusals -------------------------------------------------------------------------------


@contextmanager
def refusals_on(form: Form) -> Iterator[None]:
    """Put a rule's or the database's refusal on the form it answers, with nothing half written."""
    try:
        yield
    except Refused as refused:
        db.session.rollback()
        _put(form, refused)
    except StaleDataError:
        db.session.rollback()
        _put(form, Stale())
    except DBAPIError as error:
        db.session.rollback()
        refused_by_database = refusal_of(error)
        if refused_by_database is None:
            raise
        _put(form, refused_by_database)


def _put(form: Form, refused: Refused) -> None:
    field = form._fields.get(refused.field or "")
    if field is None:
        form.form_errors.append(refused.sentence)
    else:
        field.errors = [*field.errors, refused.sentence]


def _refused(refused: Refused) -> Any:
    db.session.rollback()
    return _page(409, refused.sentence)


def _database_refused(error: DBAPIError) -> Any:
    refused = refusal_of(error)
    if refused is not None:
        return _refused(refused)
    if is_crossed(error) and not g.get("saved") and not g.get("again"):
        return _done_again()
    if is_away(error):
        return _away(error)
    raise error


#: Seconds until a request is done again, so that the other gets through before it.
LET_PASS_S = 0.1


def _done_again() -> Any:
    """Do the request once more: the database undid all of it, because somebody crossed its way."""
    g.again = True
    db.session.rollback()
    time.sleep(LET_PASS_S)
    for file in request.files.values():
        file.stream.seek(0)
    view = current_app.view_functions[request.endpoint or ""]
    try:
        return view(**(request.view_args or {}))
    except (Refused, Missing, StaleDataError, DBAPIError, HTTPException) as error:
        return current_app.handle_user_exception(error)


@event.listens_for(Session, "after_commit")
def _note_saved(session: Session) -> None:
    """What a request saved stays saved, so it is not done again."""
    if has_request_context() and not session.in_nested_transaction():
        g.saved = True


def _away(error: Exception) -> Any:
    """The database does not answer, is busy or full: nothing of ours is wrong, and it passes."""
    current_app.logger.error("the database does not serve: %s", getattr(error, "orig", error))
    db.session.rollback()
    g.staff = None  # who it is can't be asked now
    response = make_response(*_page(503))
    response.headers["Retry-After"] = "3"
    if request.method in SAFE:
        response.headers["Refresh"] = "3"
    return response


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    return _page(error.code)


def _page(code: int, sentence: str | None = None) -> tuple[str, int]:
    typed = _typed() if code in (401, 503) else []
    facts = {"code": code, "sentence": sentence, "typed": typed, "kept": cut_off()}
    return render_template("errors/error.html", **facts), code


def save_in_parts(kept: str) -> None:
    """Say what is so where this request is cut off after it saved a part of what it was sent."""
    g.kept = kept


def cut_off() -> str:
    """What is so of a request that saved something and then went wrong; empty where it saved
    nothing."""
    if not g.get("saved"):
        return ""
    return str(g.get("kept") or "It was saved. Look at what is there before you send it again.")


#: What a form carries that is nobody's words, or a secret.
UNSPOKEN = frozenset({"version", "next", "theme", "password", "old", "new"})


def _typed() -> list[tuple[str, str]]:
    """What was typed in a form that came after the session had ended, so as not to be lost."""
    try:
        sent = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        return []
    return [(key.replace("_", " "), text) for key, text in sent if text and key not in UNSPOKEN]


# --- words for templates ----------------------------------------------------------------------


def _sees(facts: policy.Facts) -> bool:
    return policy.sees(g.staff.roles if g.staff else None, facts)


def may(endpoint: str) -> bool:
    """Whether the person signed in may call an endpoint: the same policy the gate reads."""
    allowed = policy.policy_of(current_app.view_functions[endpoint])
    return allowed is not None and allowed.admits(g.staff.roles if g.staff else None)
