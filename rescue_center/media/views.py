"""Pictures and files, for those signed in who work with animals."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from rescue_center.db import db
from rescue_center.errors import Missing
from rescue_center.media import rules
from rescue_center.media.models import Media
from rescue_center.policy import CARE, allow

bp = Blueprint("media", __name__)

#: A picture never changes under its address, so a phone keeps it; what lies inside runs nothing.
HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", rules.PDF: ".pdf"}


@bp.get("/media/<sha>/<int:size>.webp")
@allow(*CARE)
def photo(sha: str, size: int) -> Any:
    """A picture small enough to send; `size` is 96, 320 or 1280 pixels."""
    media = _found(sha)
    if not media.is_picture:
        return redirect(url_for("media.original", sha=sha), 303)
    response = Response(rules.derivative(media, size).read_bytes(), mimetype="image/webp")
    response.set_etag(f"{sha}-{size}")
    return _sent(response)


@bp.get("/media/<sha>/original")
@allow("vet", "registrar", "officer", "manager", "inspector")
def original(sha: str) -> Any:
    """The sealed file, exactly as received, to be kept: with what the camera wrote in it."""
    media = _found(sha)
    opened = rules.open_original(media)
    name = f"{sha[:16]}{ENDINGS[media.mime]}"
    response = send_file(opened, media.mime, as_attachment=True, download_name=name, etag=sha)
    response.content_length = media.size
    return _sent(response)


def _found(sha: str) -> Media:
    media = db.session.scalar(sa.select(Media).where(Media.sha256 == sha))
    if media is None:
        raise Missing
    return media


def _sent(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response.make_conditional(request)
