"""Phones at the desk: which the centre knows, who is on them, and shutting one out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, g, render_template, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.documents import qr
from rescue_center.policy import allow
from rescue_center.rounds import desk_forms, desk_queries, handing_in
from rescue_center.staff import phone_rules
from rescue_center.staff.phone_models import Phone, PhoneProfile

bp = Blueprint("phones", __name__)


@bp.get("/phones")
@allow(*phone_rules.KEEPERS)
def index() -> str:
    """Every phone, how another one is enrolled, and what one may bring that has no line."""
    return render_template("rounds/phones.html", **_listed(desk_forms.FileForm()))


def _listed(form: desk_forms.FileForm) -> dict[str, Any]:
    address = f"{current_app.config['BASE_URL']}/m/"
    return {
        "phones": desk_queries.phones(), "address": address, "at": clock.now(),
        "code": qr.svg(address, label=f"QR code of {address}"), "off": off_words, "on": people_on,
        "file_form": form,
    }  # fmt: skip


@bp.post("/phones/files")
@allow(*phone_rules.KEEPERS)
def take_in_file() -> Any:
    """Take in what a phone saved as a file."""
    form = desk_forms.FileForm.posted()
    g.saved = True  # a part may be saved already: it is not done again as a whole
    return answer(
        form,
        lambda: handing_in.take_in_file(form.file.data.read(), by=g.staff, at=clock.now()),
        "rounds/phones.html", to=lambda told: url_for(".show", phone_id=told[0].id),
        facts=lambda: _listed(form), said=lambda told: handing_in.in_words(told[1]),
    )  # fmt: skip


@bp.get("/phones/<int:phone_id>")
@allow(*phone_rules.KEEPERS)
def show(phone_id: int) -> str:
    """One phone: who is on it, what it is called, shutting it out."""
    return render_template("rounds/phone.html", **_shown(phone_id))


def _shown(phone_id: int, **forms: Any) -> dict[str, Any]:
    phone = desk_queries.phone_or_missing(phone_id)
    given = {"name_form": desk_forms.NameForm(name=phone.name),
             "revoke_form": desk_forms.RevokeForm()}  # fmt: skip
    return {"phone": phone, "at": clock.now(), "off": off_words, "ends": _ends, **given, **forms}


@bp.post("/phones/<int:phone_id>/name")
@allow(*phone_rules.KEEPERS)
def rename(phone_id: int) -> Any:
    """Call it something else."""
    form, phone = desk_forms.NameForm.posted(), desk_queries.phone_or_missing(phone_id)
    return answer(
        form,
        lambda: phone_rules.rename(phone, form.name.data or "", by=g.staff, at=clock.now()),
        "rounds/phone.html", to=lambda _: url_for(".show", phone_id=phone_id),
        facts=lambda: _shown(phone_id, name_form=form), said=lambda _: "The phone is renamed.",
    )  # fmt: skip


@bp.post("/phones/<int:phone_id>/revocation")
@allow(*phone_rules.KEEPERS)
def revoke(phone_id: int) -> Any:
    """Shut it out: it gets nothing more from this moment."""
    form, phone = desk_forms.RevokeForm.posted(), desk_queries.phone_or_missing(phone_id)
    reason = form.reason.data or ""
    return answer(
        form,
        lambda: phone_rules.revoke(phone, by=g.staff, at=clock.now(), reason=reason),
        "rounds/phone.html", to=lambda _: url_for(".show", phone_id=phone_id),
        facts=lambda: _shown(phone_id, revoke_form=form),
        said=lambda _: "The phone is revoked. What it still holds waits for a decision "
        "when it is sent.",
    )  # fmt: skip


# --- words ----------------------------------------------------------------------------------------

SLACK = timedelta(minutes=2)


def off_words(phone: Phone) -> str:
    """By how much its clock was off when it sent last: `12 minutes behind`, `Right`."""
    if phone.clock_offset_ms is None:
        return "Not known"
    off = timedelta(milliseconds=abs(phone.clock_offset_ms))
    if off <= SLACK:
        return "Right"
    return f"{_span(off)} {'behind' if phone.clock_offset_ms > 0 else 'ahead'}"


def _span(off: timedelta) -> str:
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute")):
        n = int(off.total_seconds()) // size
        if n:
            return f"{n:,} {word}{'s' if n > 1 else ''}"
    return "seconds"


def people_on(phone: Phone) -> str:
    """Who is on it now."""
    names = sorted(one.person.name for one in phone.profiles if one.ended_at is None)
    return ", ".join(names)


def _ends(profile: PhoneProfile) -> datetime:
    return profile.renewed_at + phone_rules.RENEWED_FOR
