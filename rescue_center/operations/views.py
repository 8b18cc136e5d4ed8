"""Two addresses for whoever watches the server, and what an administrator's home says of it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response

from rescue_center import panels
from rescue_center.db import rows
from rescue_center.journal.models import Entry
from rescue_center.operations import doctor, health
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


_LAST = sa.select(Entry.seq, Entry.hash, Entry.recorded_at).order_by(Entry.seq.desc()).limit(1)


def _state(at: datetime) -> dict[str, Any]:
    last = rows(_LAST)
    return {"findings": list(doctor.glance(at)), "head": last[0] if last else None}


panels.add("administration", "operations/_state.html", _state)
