"""What becomes of a refusal: a sentence on the form that it answers, or a page of its own."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import (
    Flask,
    current_app,
    g,
    has_request_context,
    make_response,
    render_template,
    request,
)
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from wtforms import Form

from rescue_center import tongues
from rescue_center.crossorigin import SAFE
from rescue_center.db import db
from rescue_center.errors import Missing, Refused, Stale, is_away, is_crossed, refusal_of
from rescue_center.logs import reference


def init_app(app: Flask) -> None:
    """Answer what rules and the database refuse, whichever view it comes from."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(StaleDataError, lambda _error: _refused(Stale()))
    app.register_error_handler(DBAPIError, _database_refused)
    app.register_error_handler(NoConnection, _away)
    app.register_error_handler(Missing, lambda _error: _page(404))
    app.register_error_handler(HTTPException, _http)


@contextmanager
def refusals_on(form: Form) -> Iterator[None]:
    """Put a rule's or the database's refusal on the form it answers, with nothing half written."""
    try:
        with tongues.speaking(tongues.ENGLISH):  # what is kept is English, and is retold to people
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
    for _name, file in request.files.items(multi=True):
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


def _page(code: int, sentence: str | None = None) -> tuple[Any, int]:
    if request.path.startswith(SPOKEN_JSON):
        return {"sentence": sentence or IN_SHORT.get(code, "That did not work."),
                "reference": reference() if code >= 500 else ""}, code  # fmt: skip
    typed = _typed() if code in (401, 503) else []
    facts = {"code": code, "sentence": sentence, "typed": typed, "kept": cut_off(),
             "reference": reference() if code >= 500 else ""}  # fmt: skip
    with tongues.speaking(tongues.of_reader()):  # whosever page it was that went wrong
        return render_template("errors/error.html", **facts), code


#: Below this address phones ask, which read no pages; and what they are told of each code.
SPOKEN_JSON = "/m/"
IN_SHORT = {
    401: "The centre does not know this phone, or you are to sign in again.",
    403: "This is not among your tasks.",
    404: "The centre does not know this.",
    413: "This is more than can be sent at once.",
    429: "There were too many tries. Wait five minutes.",
    500: "Something broke at the centre. What you wrote stays on this phone.",
    503: "The centre is very busy. What you wrote stays on this phone; it is sent again.",
}


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
