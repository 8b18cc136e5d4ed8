"""The words of the phone's application in each language, for whoever asks: they name nobody."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Response, abort, g, request

from rescue_center import tongues
from rescue_center.policy import allow

bp = Blueprint("words", __name__)

YEAR = 31_536_000


@bp.get("/m/words/<language>.json")
@allow("public")
def words(language: str) -> Any:
    """Each English sentence and how it is said. Under its own hash (`?v=`) it is kept for good."""
    g.staff = None
    if language not in tongues.LANGUAGES:
        abort(404)
    body = tongues.on_phones(language)
    stamp = hashlib.sha256(body.encode()).hexdigest()[:12]
    response = Response(body, mimetype="application/json")
    kept = f"max-age={YEAR}, immutable" if request.args.get("v") == stamp else "no-cache"
    response.headers["Cache-Control"] = f"public, {kept}"
    response.set_etag(stamp)
    return response.make_conditional(request)
