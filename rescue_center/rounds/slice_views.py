"""What a phone is given of the day: its slice, sealed for the person who asks, and small pictures
of the animals in it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, g, request

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import one_or_missing
from rescue_center.enclosures.models import Housing
from rescue_center.errors import Refused
from rescue_center.media import rules as media
from rescue_center.media.models import Media
from rescue_center.media.views import HEADERS
from rescue_center.policy import CARE, Role, allow
from rescue_center.rounds import sealing, slice
from rescue_center.rounds.facts import NOT_SO

bp = Blueprint("slice", __name__, url_prefix="/m")

_CARE = frozenset(Role(name) for name in CARE)
MOST_AREAS = 100

SIGN_IN = "Sign in again to get today's animals. What you write stays on this phone meanwhile."
REVOKED = "This phone was revoked. It gets nothing more; what it holds it may still send."
NOT_YOURS = "Only people who work with the animals get their day on a phone."


@bp.get("/slice")
@allow("phone")
def day() -> Any:
    """The day of the areas asked for, or of those that this person keeps."""
    if stop := _stop():
        return stop
    asked, at, profile = _areas(), clock.now(), g.caller.profile
    found = slice.sealable(slice.of(g.staff, asked, at), at)
    etag = f"{found.etag}-{profile.id}"
    if etag in request.if_none_match:
        response = Response(status=304)
    else:
        place = sealing.about("slice", g.caller.phone.public_id)
        response = Response(sealing.sealed(bytes(profile.key), found.packed, place),
                            mimetype="application/octet-stream")  # fmt: skip
    response.set_etag(etag)
    return response


@bp.get("/thumbs/<sha>")
@allow("phone")
def thumb(sha: str) -> Any:
    """The face of an animal that lives here, 96 pixels wide."""
    if stop := _stop():
        return stop
    picture = one_or_missing(
        sa.select(Media)
        .join(Animal, Animal.photo_id == Media.id)
        .join(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
        .where(Media.sha256 == sha, Media.mime.like("image/%"))
        .limit(1)
    )
    response = Response(media.derivative(picture, 96).read_bytes(), mimetype="image/webp")
    response.set_etag(f"{sha}-96")
    response.headers.update(HEADERS)
    return response.make_conditional(request)


def _stop() -> Any:
    """Why this phone or this person is told nothing; None where they may be."""
    if g.caller.phone.is_revoked:
        return {"sentence": REVOKED, "sign_in": False, "revoked": True}, 403
    if g.staff is None:
        return {"sentence": SIGN_IN, "sign_in": True}, 401
    if g.staff.roles.isdisjoint(_CARE):
        return {"sentence": NOT_YOURS, "sign_in": False}, 403
    return None


def _areas() -> set[int] | None:
    """The ids that were asked for; None where it was left to the roster."""
    said = request.args.get("areas", "").strip()
    if not said:
        return None
    parts = said.split(",")
    if len(parts) > MOST_AREAS or not all(
        p.isascii() and p.isdigit() and len(p) < 10 for p in parts
    ):
        raise Refused(NOT_SO)
    return {int(part) for part in parts}
