"""Two addresses for whoever watches the server."""

from flask import Blueprint, Response

from rescue_center.operations import health
from rescue_center.policy import allow

bp = Blueprint("operations", __name__)


@bp.get("/healthz")
@allow("public")
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@allow("public")
def ready() -> Response:
    """The centre can work: its database takes writes, is of our version, and has room."""
    fit = not any(True for _ in health.faults())
    return Response("ok\n" if fit else "fail\n", 200 if fit else 503, mimetype="text/plain")
