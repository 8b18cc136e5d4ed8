"""What a phone asks the centre: to be enrolled, to let somebody join, to take in what it holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, current_app, g, jsonify, request

from rescue_center import clock
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.policy import allow
from rescue_center.rounds import asked, photos, sealing, taking_in
from rescue_center.rounds.facts import NOT_SO
from rescue_center.staff import gate, phone_rules, sign_in, throttle
from rescue_center.staff.models import Person, Session
from rescue_center.staff.phone_models import Phone, PhoneProfile
from rescue_center.staff.recognition import NO_MATCH, recognised

bp = Blueprint("phone", __name__, url_prefix="/m")


@bp.post("/phones")
@allow(*phone_rules.KEEPERS)
def enrol() -> Any:
    """Make the phone that asks one of the centre's. Whoever did is signed out there: others will
    have it in hand."""
    enrolled = phone_rules.enrol(
        asked.word(asked.said(), "name"), by=g.staff, at=clock.now(),
        browser=request.user_agent.string,
    )  # fmt: skip
    told = {"phone": enrolled.phone.public_id, "name": enrolled.phone.name,
            "token": enrolled.token, "centre": current_app.config["CENTRE_NAME"]}  # fmt: skip
    mine = db.session.get_one(Session, g.session_id)
    sign_in.end(mine, by=g.staff, at=clock.now(), why="signed out of an enrolled phone")
    db.session.commit()
    response = jsonify(told)
    gate.take_cookie(response)
    return response, 201


@bp.post("/profiles")
@allow("phone")
def join() -> Any:
    """Put somebody on the phone, who gives their password."""
    body = asked.said()
    person = _recognised(asked.word(body, "account"), asked.word(body, "password", 1000))
    joined = phone_rules.join(_phone(), person, at=clock.now())
    told = _told(joined.profile) | {
        "key": sealing.as_text(bytes(joined.profile.key)), "token": joined.token,
    }  # fmt: skip
    db.session.commit()
    return told, 201


@bp.post("/profiles/renewal")
@allow("phone")
def renew() -> Any:
    """Give the password again, when the phone asks for it."""
    profile_id = asked.profile().id
    account = asked.profile().person.account
    person = _recognised(account, asked.word(asked.said(), "password", 1000))
    profile = db.session.get_one(PhoneProfile, profile_id)
    if person.id != profile.person_id:
        raise Refused(NO_MATCH, field="password")
    phone_rules.renew(profile, at=clock.now())
    told = _told(profile)
    db.session.commit()
    return told


@bp.post("/profiles/ending")
@allow("phone")
def leave() -> Any:
    """Take oneself off the phone."""
    phone_rules.leave(asked.profile(), at=clock.now())
    db.session.commit()
    return {}


def _phone() -> Phone:
    return db.session.get_one(Phone, g.caller.phone.id)


def _told(profile: PhoneProfile) -> dict[str, Any]:
    person = profile.person
    return {"profile": profile.id, "person": person.id, "name": person.name,
            "until": (profile.renewed_at + phone_rules.RENEWED_FOR).isoformat()}  # fmt: skip


def _recognised(account: str, typed: str) -> Person:
    """Whose account and password these are; tries are counted as at the door."""
    try:
        person = recognised(account, typed, address=request.remote_addr or "", at=clock.now())
    except throttle.TooMany:
        abort(429)
    if person is None:
        raise Refused(NO_MATCH, field="password")
    return person


# --- what it holds ----------------------------------------------------------------------------


@bp.post("/records")
@allow("phone")
def send() -> Any:
    """Take in a batch of records; each is answered, whatever became of the others."""
    body, now = asked.said(), clock.now()
    records = body.get("records")
    if not isinstance(records, list) or len(records) > taking_in.BATCH:
        raise Refused(NOT_SO)
    off_now = now - _time(asked.whole(body, "now_ms"))
    phone_id = g.caller.phone.id
    g.saved = True  # a part may be saved already: it is not done again as a whole
    answers = taking_in.take_in(phone_id, records, off_now=off_now, now=now)
    _note(phone_id, now, off_now)
    return {"answers": answers, "now_ms": int(now.timestamp() * 1000)}


def _time(ms: int) -> datetime:
    try:
        return datetime.fromtimestamp(ms / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        raise Refused(NOT_SO) from None


def _note(phone_id: int, now: datetime, off_now: timedelta) -> None:
    """Keep when the phone sent last, and by how much its clock was off."""
    off_ms = int(off_now / timedelta(milliseconds=1))
    db.session.execute(
        sa.update(Phone).where(Phone.id == phone_id)
        .values(seen_at=now, sent_at=now, clock_offset_ms=off_ms)
    )  # fmt: skip
    db.session.commit()


# --- photographs --------------------------------------------------------------------------------


@bp.post("/photos")
@allow("phone")
def begin_photo() -> Any:
    """Announce a photograph; the answer says how much of it is here."""
    body = asked.said(10_000)
    names = [asked.word(body, name, 36) for name in ("id", "record")]
    if not all(taking_in.is_record_id(name) for name in names):
        raise Refused(NOT_SO)
    profile = _of_this_phone(asked.whole(body, "profile", 2**31 - 1))
    photo = photos.begin(
        *names, profile=profile, size=asked.whole(body, "size"),
        sha256=asked.word(body, "sha256", 64), at=clock.now(),
    )  # fmt: skip
    told = _how_much(photo)
    db.session.commit()
    return told


@bp.post("/photos/<name>/pieces")
@allow("phone")
def add_piece(name: str) -> Any:
    """Take in a piece of a photograph, which begins at `?at=`."""
    request.max_content_length = photos.PIECE
    start = request.args.get("at", "")
    if not start.isascii() or not start.isdigit() or len(start) > 9:
        raise Refused(NOT_SO)
    piece = request.get_data(cache=False)
    photo = photos.photo_or_missing(name, g.caller.phone)
    photos.add(photo, piece, start=int(start), at=clock.now())
    told = _how_much(photo)
    db.session.commit()
    photos.sweep(photo)
    return told


def _how_much(photo: Any) -> dict[str, Any]:
    return {"have": photo.have, "size": photo.size, "arrived": photo.arrived_at is not None,
            "problem": photo.problem}  # fmt: skip


def _of_this_phone(profile_id: int) -> PhoneProfile:
    profile = db.session.get(PhoneProfile, profile_id)
    if profile is None or profile.phone_id != g.caller.phone.id:
        abort(404)
    return profile
