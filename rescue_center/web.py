"""What every request and every page goes through, whatever package it belongs to."""

import secrets
from collections import ChainMap
from collections.abc import MutableMapping
from typing import Any

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    redirect,
    request,
    url_for,
)
from flask.templating import Environment
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from rescue_center import clock, policy, tongues
from rescue_center.crossorigin import SAFE, is_cross_origin
from rescue_center.db import set_writing, stop_reading

#: Endpoints that serve public files: nobody is looked up for them, and browsers keep them.
FILES = ("static", "assets")


class Templates(Environment):
    """Templates look their globals up in one dictionary. Jinja's own chain of two, so that each
    template could change some for itself, takes a tenth of a page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template finds when it looks up a name."""
        return ChainMap(d, self.globals) if d else self.globals


def init_app(app: Flask) -> None:
    """Install the gate, the headers, and the words pages share."""
    if hops := app.config["PROXY_HOPS"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops, hops)  # type: ignore[method-assign]
    app.url_map.converters["int"] = Id
    app.jinja_environment = Templates
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(day=clock.day_text, moment=clock.moment_text, span=clock.span_text)
    app.jinja_env.filters["told"] = tongues.told
    app.jinja_env.globals.update(
        Facts=policy.Facts, sees=_sees, may=may, _=tongues.phrase, lang=tongues.current
    )
    app.before_request(_open)
    app.before_request(_gate)
    app.after_request(_headers)
    app.teardown_request(_close)


class Id(IntegerConverter):
    """A number in an address, none longer than a column holds: what is longer is not there."""

    regex = r"\d{1,9}"


def _open() -> None:
    g.staff = g.tongue = None
    g.nonce = secrets.token_urlsafe(12)
    set_writing(request.method not in SAFE)
    if "\0" in request.path or b"%00" in request.query_string:
        abort(404)  # no name has it, and PostgreSQL keeps no text with it


def _close(_error: BaseException | None) -> None:
    stop_reading()
    set_writing(None)


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
    if allowed.phone:
        return _gate_of_phones()
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


def _gate_of_phones() -> None:
    """Only a telephone of ours passes; for whom it asks is `g.staff`, where it may be told."""
    from rescue_center.staff import phone_gate

    g.saved = False
    g.caller = phone_gate.caller_of(request)
    if g.caller is None:
        abort(401)
    g.staff = g.caller.person


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


# --- words for templates ----------------------------------------------------------------------


def _sees(facts: policy.Facts) -> bool:
    return policy.sees(g.staff.roles if g.staff else None, facts)


def may(endpoint: str) -> bool:
    """Whether the person signed in may call an endpoint: the same policy the gate reads."""
    allowed = policy.policy_of(current_app.view_functions[endpoint])
    return allowed is not None and allowed.admits(g.staff.roles if g.staff else None)
