"""What came from phones and waits for somebody, with who wrote it, when, and why it waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.wrappers import Response

from rescue_center import clock, paging
from rescue_center.answers import answer
from rescue_center.db import get_or_missing
from rescue_center.forms import Form
from rescue_center.media.views import HEADERS
from rescue_center.policy import CARE, allow
from rescue_center.rounds import (
    deciding_rules,
    desk_forms,
    desk_queries,
    photos,
    record_words,
    thumbs,
)
from rescue_center.rounds.models import PhoneRecord, PhoneThumb

bp = Blueprint("phone_records", __name__, url_prefix="/phone-records")
DECIDERS = ("vet", "manager")


@bp.get("")
@allow(*DECIDERS)
def index() -> str:
    """Every record that waits, and what was refused of late."""
    found, refused = desk_queries.held(paging.asked()), desk_queries.refused(clock.now())
    words = record_words.told([*found.rows, *refused])
    return render_template(
        "rounds/records.html", found=found, refused=refused, words=words, at_page=paging.address
    )


@bp.get("/thumbs/<name>")
@allow(*CARE)
def thumb(name: str) -> Any:
    """The small picture of a photograph that is still on a phone."""
    found = get_or_missing(PhoneThumb, name)
    response = Response(found.content, mimetype=thumbs.kind_of(found.content))
    response.set_etag(found.sha256)
    response.headers.update(HEADERS)
    return response.make_conditional(request)


@bp.get("/<name>")
@allow(*DECIDERS)
def show(name: str) -> str:
    """One record, and what may become of it."""
    return render_template("rounds/record.html", **_shown(desk_queries.record_or_missing(name)))


def _shown(record: PhoneRecord, **forms: Form) -> dict[str, Any]:
    mine = deciding_rules.may_decide(record.kind, g.staff.roles)
    given = {"carry_form": Form(), "note_form": desk_forms.NoteForm(),
             "dismiss_form": desk_forms.DismissForm()}  # fmt: skip
    said = record_words.told([record])[record.id]
    return {"record": record, "said": said, "mine": mine, "photos": photos.of_record(record),
            **given, **forms}  # fmt: skip


def _decided(
    name: str, form: Any, key: str, act: Callable[[PhoneRecord], Any], said: Callable[[Any], str]
) -> Any:
    def do() -> Any:
        return act(desk_queries.record_or_missing(name))

    return answer(
        form, do, "rounds/record.html", to=lambda _: url_for(".index"), said=said,
        facts=lambda: _shown(desk_queries.record_or_missing(name), **{key: form}),
    )  # fmt: skip


@bp.post("/<name>/carrying-out")
@allow(*DECIDERS)
def carry_out(name: str) -> Any:
    """Do now what it says."""
    return _decided(
        name, Form.posted(), "carry_form",
        lambda record: deciding_rules.carry_out(record, by=g.staff, at=clock.now()),
        lambda effect: f"Carried out, as its author's. {effect.sentence}".strip(),
    )  # fmt: skip


@bp.post("/<name>/note")
@allow(*DECIDERS)
def note(name: str) -> Any:
    """Keep it as a note."""
    form = desk_forms.NoteForm.posted()
    return _decided(
        name, form, "note_form",
        lambda record: deciding_rules.keep_as_note(
            record, form.note.data or "", by=g.staff, at=clock.now()
        ),
        lambda _: "Kept as a note.",
    )  # fmt: skip


@bp.post("/<name>/dismissal")
@allow(*DECIDERS)
def dismiss(name: str) -> Any:
    """Say that it does not count."""
    form = desk_forms.DismissForm.posted()
    return _decided(
        name, form, "dismiss_form",
        lambda record: deciding_rules.dismiss(
            record, form.reason.data or "", by=g.staff, at=clock.now()
        ),
        lambda _: "Dismissed. The record stays as it was written.",
    )  # fmt: skip
